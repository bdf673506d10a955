"""What every answer carries: the chosen language, the protecting headers, refusals in words."""

import ipaddress
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from beijing_governance.views.refusals import refuse, refuse_large_body
from complaints.errors import OfficeError

Answer = Callable[[HttpRequest], HttpResponse]

# The page asks for a position only when the resident presses the button; nothing else is used.
PERMISSIONS_POLICY = (
    "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), display-capture=()"
)
DRAINED_CHUNK = 1024 * 1024
# No door takes another: what nobody uses is refused before anything is looked at.
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class CallerAddressMiddleware:
    """Whose address a request has: the socket's, or, behind the office's own proxy, the last one in
    X-Forwarded-For, which that proxy wrote; what stands before it a caller may have invented."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUST_PROXY:
            claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            if _is_address(claimed):
                request.META["REMOTE_ADDR"] = claimed
        return self.get_response(request)


class ChosenLanguageMiddleware:
    """Chinese unless this browser chose otherwise here; what the browser prefers is not asked."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class ResponseHeadersMiddleware:
    """Headers that neither Django nor django-csp sets."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers["Cross-Origin-Opener-Policy"] = settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            headers["Cache-Control"] = "no-store, private"
        match = request.resolver_match
        if match is not None and match.url_name == "logout" and request.method == "POST":
            headers["Clear-Site-Data"] = '"cache", "storage"'
            headers["Cache-Control"] = "no-store, private"
        return response


class SessionAgeMiddleware:
    """Nobody stays signed in past twelve hours, whatever kept the session fresh meanwhile."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        signed_in_at = user.last_login if user.is_authenticated else None
        oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if signed_in_at is not None and signed_in_at < oldest:
            logout(request)
        return self.get_response(request)


class OfficeErrorMiddleware:
    """A refusal that no view caught becomes a page; to htmx, a message on the open page.

    It stands innermost, so that what is refused before any view, an odd method or a huge body,
    goes out with all headers.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._refused(request) or self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refuse(request, error) if isinstance(error, OfficeError) else None

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdigit() else 0
        if size <= settings.BODY_MAX_BYTES:
            return None
        # A browser shows our words only after it could send everything, so a body that is not
        # absurdly large is read and thrown away.
        left = size if size <= 3 * settings.BODY_MAX_BYTES else 0
        while left > 0 and (chunk := request.read(min(left, DRAINED_CHUNK))):
            left -= len(chunk)
        return refuse_large_body(request)
