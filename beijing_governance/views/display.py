"""How a browser wants to see the pages: language and size of type, kept in two cookies."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

TYPE_COOKIE = "type"
ONE_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Chinese or English from now on."""
    chosen = request.POST.get("language", "")
    known = {code for code, _ in settings.LANGUAGES}
    response = _back(request)
    if chosen in known:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@login_not_required
@require_POST
def choose_type(request: HttpRequest) -> HttpResponse:
    """Large or usual type from now on."""
    response = _back(request)
    _keep(response, TYPE_COOKIE, "large" if request.POST.get("type") == "large" else "usual")
    return response


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if is_ours else "/")


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
