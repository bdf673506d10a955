"""Where a person goes after signing in: to the work his posts give him."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from complaints.models import Role, User


def land(request: HttpRequest) -> HttpResponse:
    """Leaders to the month, everybody else to the board."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - SignInMiddleware let nobody else in
    if user.has_role(Role.DISTRICT_LEADER, Role.CITY_VIEWER):
        return redirect("/district/")
    return redirect("/office/")
