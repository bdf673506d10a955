"""A beat from an open page, answered with who else is there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dispatch.actions.presence import be_here
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.presence import company_at
from dispatch.views.desk import person


@require_POST
def here(request: HttpRequest, number: str) -> HttpResponse:
    """204 while nothing changed, so that nothing is read out twice."""
    user = person(request)
    complaint = find_ticket(number, user)
    be_here(complaint, by=user, is_writing=request.POST.get("doing") == "writing")
    company = company_at(complaint, user)
    if request.POST.get("shown", "") == company.shown:
        return HttpResponse(status=204)
    return render(request, "dispatch/parts/company.html", {"company": company})
