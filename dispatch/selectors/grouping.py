"""The groups of a month, units or places, and the columns that name them; of a moment past, those
that had another unit or place then."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When

from complaints.models import Area, Organisation
from dispatch.kernels.periods import Instants
from dispatch.selectors.looking_back import Moment

UNIT = "unit"
# As a moment tells a place.
ORDER = ("district", "subdistrict", "community")
NOWHERE = "-"
SAID = "~"


class Group(NamedTuple):
    """A unit or a place. `key` is its code, or what the source said of an unknown place."""

    key: str
    name: str
    code: str
    area: int | None = None
    parent: int | None = None


def place_columns(level: str, prefix: str = "") -> dict[str, Any]:
    """The columns that name a place, and `said`, the source's words where the place is unknown."""
    place = f"{prefix}{level}"
    return {
        "place_id": F(f"{place}_id"),
        "place_name": F(f"{place}__name"),
        "place_code": F(f"{place}__code"),
        "place_parent": F(f"{place}__parent_id"),
        "said": Case(
            When(**{f"{place}__isnull": True}, then=F(f"{prefix}reported_{level}")),
            default=Value(""),
            output_field=CharField(),
        ),
    }


def unit_columns() -> dict[str, Any]:
    """The columns that name a unit."""
    return {
        "place_id": F("organisation__area_id"),
        "place_name": F("organisation__name"),
        "place_code": F("organisation__code"),
        "place_parent": F("organisation__area__parent_id"),
        "said": Value("", output_field=CharField()),
    }


def group_of(row: Mapping[str, Any], level: str) -> Group:
    """The group a row of these columns belongs to; nothing said and "-" are one group."""
    if level == UNIT or row["place_id"] is not None:
        code = row["place_code"]
        return Group(code, row["place_name"], code, row["place_id"], row["place_parent"])
    said = row["said"] or NOWHERE
    return Group(f"{SAID}{said}", said, "")


def by_unit(
    rows: QuerySet[Any], windows: Sequence[Instants], moment: Moment | None
) -> Iterable[tuple[QuerySet[Any], dict[str, Any]]]:
    """All at once by their unit of today; then those that had another one at the moment."""
    moved = moment.moved_branches(Instants(windows[0].start, windows[-1].end)) if moment else {}
    elsewhere = [key for keys in moved.values() for key in keys]
    yield (rows.exclude(pk__in=elsewhere) if elsewhere else rows), unit_columns()
    for unit in Organisation.objects.filter(code__in=moved).select_related("area"):
        yield (
            rows.filter(pk__in=moved[unit.code]),
            {
                "place_id": _whole(unit.area_id),
                "place_name": _text(unit.name),
                "place_code": _text(unit.code),
                "place_parent": _whole(unit.area.parent_id if unit.area else None),
                "said": _text(""),
            },
        )


def by_place(
    rows: QuerySet[Any], level: str, windows: Sequence[Instants], moment: Moment | None, prefix: str
) -> Iterable[tuple[QuerySet[Any], dict[str, Any]]]:
    """All at once by their place of today; then those that lay elsewhere at the moment."""
    moved = moment.moved_places(Instants(windows[0].start, windows[-1].end)) if moment else {}
    elsewhere = [key for keys in moved.values() for key in keys]
    of_these = f"{prefix}pk__in" if not prefix else "complaint__in"
    yield (
        (rows.exclude(**{of_these: elsewhere}) if elsewhere else rows),
        place_columns(level, prefix),
    )
    for place, keys in moved.items():
        there = place[ORDER.index(level)]
        area = None if there is None else Area.objects.filter(pk=there).first()
        columns = place_columns(level, prefix)
        if area is None:
            columns |= {"place_id": _whole(None), "said": F(f"{prefix}reported_{level}")}
        else:
            columns |= {
                "place_id": _whole(area.pk),
                "place_name": _text(area.name),
                "place_code": _text(area.code),
                "place_parent": _whole(area.parent_id),
                "said": _text(""),
            }
        yield rows.filter(**{of_these: keys}), columns


def _whole(value: int | None) -> Value:
    return Value(value, output_field=IntegerField())


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
