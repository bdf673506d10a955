"""Headers on the site's own files, which are answered before any of our middleware."""

from wsgiref.headers import Headers


def protect(headers: Headers, _path: str, _url: str) -> None:
    """No other site may draw our files into its pages."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
