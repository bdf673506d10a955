"""Every address of the site, and how to ask for it."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.trust.world import Case

ADMIN: Final = "admin:"


@dataclass(frozen=True, slots=True)
class Door:
    """One URL pattern. `parameters` are what its address takes."""

    name: str
    route: str
    parameters: tuple[str, ...]
    view: Any

    @property
    def is_admin(self) -> bool:
        return self.name.startswith(ADMIN)

    @property
    def has_fragments(self) -> bool:
        """Something in its view's file looks whether htmx asks."""
        module = inspect.getmodule(inspect.unwrap(self.view))
        return module is not None and "HX-Request" in inspect.getsource(module)

    @property
    def has_object(self) -> bool:
        """Its address names a complaint or a part of one."""
        return bool(set(self.parameters) & {"number", "key", "pk", "token"})


def doors() -> list[Door]:
    """All of them, those of the stock admin too."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Door]:
    for entry in resolver.url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, route, inner)
        elif isinstance(entry, URLPattern):
            found = re.findall(r"<(?:\w+:)?(\w+)>", route)
            yield Door(f"{space}{entry.name or ''}", route, tuple(found), entry.callback)


SITE: Final = tuple(door for door in doors() if not door.is_admin)
OF_ADMIN: Final = tuple(door for door in doors() if door.is_admin)

KINDS: Final = ("csv", "xlsx")
_CODES: Final = {
    "api-area-detail": "110199001",
    "api-category-detail": "010306",
    "api-organisation-detail": "T-ST1",
}


def address(door: Door, case: Case, *, kind: str = "csv") -> str:
    """The address of a door for a complaint."""
    return reverse(
        door.name, kwargs={name: _value(door, name, case, kind) for name in door.parameters}
    )


def _value(door: Door, parameter: str, case: Case, kind: str) -> Any:
    if door.name == "work":
        return case.work
    if parameter in {"number", "token"}:
        return getattr(case, parameter)
    if parameter in {"key", "pk"}:
        return _part(door.name, case)
    said = {
        "kind": kind, "level": "district", "code": _CODES.get(door.name, ""), "label": "2025-01",
    }  # fmt: skip
    return said[parameter]


def _part(name: str, case: Case) -> Any:
    parts = {
        "branch-link-end": case.link, "office-supervision": case.watched,
        "office-talk": case.talk, "office-sweep-look": case.place,
        "office-sweep-file": case.place, "office-sweep": case.swept,
        "office-petition": case.petition, "office-ending": case.ending,
        "office-fund": case.fund, "office-matter": case.matter,
        "branch-": case.branch, "api-assignment-": case.branch,
        "office-callback": case.call, "api-callback-": case.call,
        "office-endorsement": case.laid, "office-ask": case.ask, "api-ask-": case.ask,
        "office-exclusion": case.exclusion, "api-exclusion-": case.exclusion,
        "office-check": case.added, "office-flag": case.flag,
        "office-view": case.view, "office-import": case.run,
        "office-photo-show": case.photo, "nearby-photo": case.photo,
        "office-article": case.article, "api-article-": case.article, "guide-article": case.article,
        "office-inbox-read": case.mention, "office-phrase": case.phrase,
        "office-outward-again": case.letter, "office-outward": case.goal,
        "office-rule-trial": case.trial, "office-rule-set": case.draft,
        "office-rule-new": case.draft, "office-rule": case.rule,
        "office-whistle": case.whistle, "office-summons": case.summons,
        "office-meeting": case.meeting, "office-duty": case.duty,
        "photo": case.photo, "linked-photo": case.photo,
        "recording": case.recording, "linked-recording": case.recording,
        "office-recording": case.recording,
    }  # fmt: skip
    return next(value for prefix, value in parts.items() if name.startswith(prefix))
