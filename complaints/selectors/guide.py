"""Who handles what, and how long it may take: the catalogue beside the limits in force."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.models import Category, ClockKind, ClockLimit, Organisation

LEVEL = 2


@dataclass(frozen=True, slots=True)
class GuideRow:
    """One kind of matter; `limit_source` says where the limit comes from."""

    name: str
    examples: str
    office: str
    kind: str
    limit: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class GuideGroup:
    """The matters of one heading of the catalogue."""

    name: str
    rows: tuple[GuideRow, ...]


def guide(words: str, *, on: date) -> list[GuideGroup]:
    """The catalogue by heading; with words, only the matters whose name or examples hold them."""
    matters = Category.objects.current(on).filter(level=LEVEL).select_related("parent")
    words = words.strip()
    if words:
        named = Q(name__icontains=words) | Q(name_en__icontains=words)
        named |= Q(pinyin__startswith=words.lower())
        below = Category.objects.current(on).filter(named).values("parent")
        matters = matters.filter(
            named
            | Q(pk__in=below)
            | Q(parent__name__icontains=words)
            | Q(parent__name_en__icontains=words)
        )
    limits = {row.clock_kind: row for row in _feedback_limits(on)}
    offices = _office_names()
    examples = _examples(on)
    groups: dict[str, list[GuideRow]] = {}
    for matter in matters:
        limit = limits.get(matter.clock_kind)
        row = GuideRow(
            name=matter.shown_name,
            examples=_("、").join(examples.get(matter.pk, [])[:4]),
            office=offices.get(matter.office_key, _("由诉求处置中心确定")),
            kind=matter.get_clock_kind_display(),
            limit=say_limit(limit) if limit else _("未定"),
            is_ours=limit.is_ours if limit else True,
        )
        heading = str(matter.parent or matter)
        groups.setdefault(heading, []).append(row)
    return [GuideGroup(name, tuple(rows)) for name, rows in groups.items()]


def limits_in_words(on: date) -> list[tuple[str, str, str]]:
    """Kind of demand, how long until the answer, and the source, for the page's foot."""
    return [
        (row.get_clock_kind_display(), say_limit(row), row.source) for row in _feedback_limits(on)
    ]


def usual_limit(kind: str, *, on: date) -> str:
    """How long the answer to this kind usually takes, in words; empty where no limit is known."""
    found = [row for row in _feedback_limits(on) if row.clock_kind == kind]
    return say_limit(found[0]) if found else ""


def say_limit(limit: ClockLimit) -> str:
    """24 小时, 7 天, 3 个工作日."""
    n = limit.amount
    said = {
        "minutes": ngettext("%(n)s 分钟内", "%(n)s 分钟内", n),
        "hours": ngettext("%(n)s 小时内", "%(n)s 小时内", n),
        "calendar_days": ngettext("%(n)s 天内", "%(n)s 天内", n),
        "working_hours": ngettext("%(n)s 个工作小时内", "%(n)s 个工作小时内", n),
        "working_days": ngettext("%(n)s 个工作日内", "%(n)s 个工作日内", n),
    }
    return said[limit.unit] % {"n": n}


def _feedback_limits(on: date) -> list[ClockLimit]:
    """One a kind: as at dispatch, the newest of those in force."""
    rows = ClockLimit.objects.current(on).filter(stage=ClockLimit.Stage.FEEDBACK)
    newest = {row.clock_kind: row for row in rows.order_by("since")}
    return [newest[kind] for kind in ClockKind.values if kind in newest]


def _office_names() -> dict[str, str]:
    rows = Organisation.objects.exclude(office_key="").order_by("-pk")
    return {key: _short_name(name) for key, name in rows.values_list("office_key", "name")}


def _short_name(name: str) -> str:
    # 鲁谷街道城市管理办公室 → 街道城市管理办公室: the same office stands in every street.
    head, sign, tail = name.partition("街道")
    return f"{sign}{tail}" if sign and head else name


def _examples(on: date) -> dict[int, list[str]]:
    rows = Category.objects.current(on).filter(level=LEVEL + 1)
    found: dict[int, list[str]] = {}
    for row in rows.only("parent_id", "name", "name_en"):
        if row.parent_id is not None:
            found.setdefault(row.parent_id, []).append(row.shown_name)
    return found
