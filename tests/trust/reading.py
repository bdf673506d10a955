"""What an answer says, whatever it is wrapped in, and where it leads."""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

_LINK: Final = re.compile(r'\b(?:href|src|hx-get|data-url|data-src)="([^"#]+)"')
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
# Differs from answer to answer: the form's token, the seconds.
_TOKEN: Final = re.compile(r'(?:csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')


def said(answer: Any) -> str:
    """Head and body in plain words: zipped parts unpacked, escapes undone."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    cookies = "\n".join(str(cookie.value) for cookie in answer.cookies.values())
    return plain(f"{head}\n{cookies}\n{body(answer)}")


def body(answer: Any) -> str:
    """The body alone."""
    content = answer.read_content if hasattr(answer, "read_content") else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return str(content.decode("utf-8", "ignore"))


def plain(words: str) -> str:
    """The words beside themselves with JSON's, HTML's and an address's escapes undone."""
    unescaped = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), words)
    return "\n".join((words, html.unescape(unescaped), unquote(words)))


def heard(words: str, canaries: Iterable[str]) -> list[str]:
    """Which of the canaries the words hold."""
    return [canary for canary in canaries if canary in words]


def links(answer: Any) -> list[str]:
    """Addresses of this site that a page leads to or loads."""
    if "html" not in answer.headers.get("Content-Type", ""):
        return []
    found = (html.unescape(link) for link in _LINK.findall(body(answer)))
    return [
        link for link in found if link.startswith("/") and not link.startswith(("//", "/static/"))
    ]


def kind_of(link: str) -> tuple[str, tuple[str, ...]]:
    """Pages that differ in the values of their query only are of one kind."""
    parts = urlsplit(link)
    return parts.path, tuple(sorted(parse_qs(parts.query)))


def without_chance(words: str, *typed: str) -> str:
    """The page without what differs each time and without what was typed."""
    for word in typed:
        words = words.replace(word, "…").replace(quote(word), "…")
    return _TOKEN.sub("", words)


def numbers_in(payload: str) -> list[str]:
    """Complaint numbers of an API list."""
    return [row["number"] for row in json.loads(payload)["results"]]
