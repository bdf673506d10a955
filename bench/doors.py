"""Requests straight to the WSGI side, as a server hands them over; the test client would copy every
context it sees."""

from collections.abc import Callable, Mapping
from io import BytesIO
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SECRET = "a" * 32
FORM = "application/x-www-form-urlencoded"


class Door:
    """`get` and `post` give status and body; another status than the one awaited ends the bench."""

    def __init__(self, handler: WSGIHandler, *, cookies: str = "") -> None:
        self._handler = handler
        self._cookies = f"csrftoken={SECRET}; {cookies}"

    def get(self, path: str, query: str = "") -> bytes:
        return self._ask("GET", path, query=query, awaited=200)

    def post(self, path: str, fields: Mapping[str, object], *, address: str) -> bytes:
        body = urlencode({**fields, "csrfmiddlewaretoken": SECRET}).encode()
        return self._ask("POST", path, body=body, address=address, awaited=302)

    def queries(self, path: str, query: str = "") -> str:
        """How many queries and bytes a page is."""
        self.get(path, query)
        with CaptureQueriesContext(connection) as asked:
            body = self.get(path, query)
        return f"{len(asked)} queries, {len(body):,} bytes"

    def _ask(
        self,
        method: str,
        path: str,
        *,
        awaited: int,
        query: str = "",
        body: bytes = b"",
        address: str = "127.0.0.1",
    ) -> bytes:
        said: list[str] = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": query,
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": address, "HTTP_COOKIE": self._cookies, "CONTENT_TYPE": FORM,
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), "wsgi.errors": BytesIO(),
            "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": False,
            "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip

        def start(status: str, _headers: object, _error: object = None, /) -> Callable[..., None]:
            said.append(status)
            return lambda *_: None

        answer = self._handler(environ, start)
        content = b"".join(answer)
        answer.close()
        if not said[0].startswith(str(awaited)):
            message = f"{method} {path} answered {said[0]}: {content[:300]!r}"
            raise RuntimeError(message)
        return content


def signed_in(person: str) -> str:
    """The cookie of a session of this person."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=person))
    return f"sessionid={client.cookies['sessionid'].value}"
