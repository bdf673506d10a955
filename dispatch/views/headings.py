"""The headings of the month's table; each is a link that sorts by its column."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dispatch.selectors.standing import FIGURE_NAMES

RATE_NAMES = {
    "response_percent": _("响应率"),
    "resolution_percent": _("解决率"),
    "satisfaction_percent": _("满意率"),
}
NAMES = {
    "rank": _("名次"),
    "name": _("单位"),
    "all_composite": _("综合成绩"),
    "kept_composite": _("综合成绩"),
    "grade": _("等级"),
    **RATE_NAMES,
    **FIGURE_NAMES,
}
NOTES = {
    "all_composite": _("含剔除"),
    "kept_composite": _("不含剔除"),
    **dict.fromkeys(RATE_NAMES, "%"),
}
TEXTS = frozenset({"name", "grade"})
UPWARD = frozenset({"rank", "name"})


@dataclass(frozen=True, slots=True)
class Column:
    """`sorted` is asc, desc or ""; `turn` is the direction its link asks for."""

    key: str
    words: str
    note: str
    is_number: bool
    sorted: str
    turn: str


def columns_by(asked: str | None, direction: str | None) -> tuple[list[Column], str, bool]:
    """All headings, the column that sorts, and whether downward; nonsense sorts by rank."""
    column = asked if asked in NAMES else "rank"
    if column != asked or direction not in {"asc", "desc"}:
        direction = _usual(column)
    columns = [_column(key, direction if key == column else "") for key in NAMES]
    return columns, column, direction == "desc"


def _column(key: str, direction: str) -> Column:
    turn = {"asc": "desc", "desc": "asc"}.get(direction) or _usual(key)
    return Column(key, str(NAMES[key]), str(NOTES.get(key, "")), key not in TEXTS, direction, turn)


def _usual(key: str) -> str:
    return "asc" if key in UPWARD else "desc"
