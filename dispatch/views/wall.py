"""The wall display, and the part of it that refreshes itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.errors import NotAllowed
from complaints.models import User
from dispatch.forms.month import usual_level
from dispatch.permissions import can_read_month
from dispatch.selectors.scopes import scope_of
from dispatch.selectors.wall import wall_of


@require_safe
def show_wall(request: HttpRequest) -> HttpResponse:
    """The whole page, or the numbers alone where the page asks for them again."""
    user = request.user
    if not isinstance(user, User) or not can_read_month(user):
        raise NotAllowed(_("您没有查看考核月表的权限。"))
    scope = scope_of(user)
    level = usual_level(scope)
    context = {"wall": wall_of(scope, level=level), "level": level}
    whole = "part" not in request.GET
    return render(request, "dispatch/wall.html" if whole else "dispatch/parts/wall.html", context)
