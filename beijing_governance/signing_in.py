"""Who is no longer signed in signs in again, and comes back to the page he was on."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect


class SignInMiddleware(LoginRequiredMiddleware):
    """A step sent after the session's end leads back to the page it was sent from: most steps have
    no page of their own. What was typed there waits in the browser (js/drafts.js)."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[Any, Any],
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        is_htmx = request.headers.get("HX-Request") == "true"
        if answer is None or (request.method in {"GET", "HEAD"} and not is_htmx):
            return answer
        query = urlencode({"next": _page_of(request), "again": "1"})
        address = f"{resolve_url(self.get_login_url(view_func))}?{query}"
        return (HttpResponseClientRedirect if is_htmx else HttpResponseRedirect)(address)


def _page_of(request: HttpRequest) -> str:
    """The path of the page that a step was pressed on; empty where the browser does not say."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(said, hosts, require_https=request.is_secure()):
        return ""
    page = urlsplit(said)
    return f"{page.path}?{page.query}" if page.query else page.path
