"""The boards a person kept or shares, and what he chose for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Organisation, User
from dispatch.models import BoardChoice, SavedView

# Where one is in a list, and what is no filter of it.
PASSING = frozenset({"before", "after", "view", "more", "version", "csrfmiddlewaretoken"})
COLUMNS = (
    "place", "category", "units", "status", "clock", "received", "kind", "channel",
)  # fmt: skip
USUAL_COLUMNS = ("place", "category", "units", "status", "clock", "received")


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One view in a list; `unit` is who shares it."""

    key: int
    name: str
    query: str
    unit: str
    unit_key: int | None
    owner: str
    is_own: bool
    is_first: bool
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What this person chose, or what everybody starts with."""

    first_view: int | None
    columns: tuple[str, ...]
    has_keys: bool
    has_preview: bool


def choice_of(user: User) -> Choice:
    """His own, or the usual."""
    found = BoardChoice.objects.filter(user=user).first()
    if found is None:
        return Choice(None, USUAL_COLUMNS, has_keys=True, has_preview=True)
    columns = _known(found.columns) or USUAL_COLUMNS
    return Choice(found.first_view_id, columns, found.has_keys, found.has_preview)


def views_of(user: User, choice: Choice) -> tuple[ViewLine, ...]:
    """His own first, then those shared with him, each by name."""
    rows = SavedView.objects.visible_to(user).select_related("owner", "organisation")
    lines = [_line(row, user, choice) for row in rows]
    return tuple(sorted(lines, key=lambda line: not line.is_own))


def find_view(key: int, user: User) -> SavedView:
    """A view that this person may open."""
    rows = SavedView.objects.visible_to(user).select_related("owner", "organisation")
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound(_("没有这个视图，或没有与您共用。"))
    return found


def units_of(user: User) -> list[tuple[int, str]]:
    """The units he may share with."""
    keys = {post.organisation_id for post in user.current_posts}
    rows = Organisation.objects.filter(pk__in=keys).order_by("code")
    return [(row.pk, row.name) for row in rows]


def query_of(params: Mapping[str, object]) -> str:
    """What of an address is worth keeping: filters, queue and order, without empty fields."""
    given = params if isinstance(params, QueryDict) else QueryDict(urlencode(params))
    kept = [
        (name, value)
        for name, values in sorted(given.lists())
        if name not in PASSING
        for value in values
        if value
    ]
    return urlencode(kept)


def column_names() -> dict[str, str]:
    """Every column that can be chosen, with its heading."""
    return {
        "place": _("地点"),
        "category": _("分类"),
        "units": _("承办单位"),
        "status": _("状态"),
        "clock": _("最近时限"),
        "received": _("受理"),
        "kind": _("诉求类型"),
        "channel": _("渠道"),
    }


def _line(row: SavedView, user: User, choice: Choice) -> ViewLine:
    return ViewLine(
        key=row.pk,
        name=row.name,
        query=row.query,
        unit=row.organisation.name if row.organisation else "",
        unit_key=row.organisation_id,
        owner=str(row.owner),
        is_own=row.owner_id == user.pk,
        is_first=row.pk == choice.first_view,
        columns=_known(row.columns),
    )


def _known(columns: object) -> tuple[str, ...]:
    """In the board's order; a column that is no more is left out."""
    chosen = columns if isinstance(columns, list) else []
    return tuple(name for name in COLUMNS if name in chosen)
