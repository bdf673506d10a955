"""Where a complaint is: from a chosen community, a point, or words; never guessed between two."""

import time
from dataclasses import dataclass

from complaints.kernels.addresses import PlaceNames
from complaints.kernels.geometry import AreaIndex
from complaints.models import Area, GazetteerEntry

# Another process may have changed the territory; what was read is read anew after this long.
KEPT_SECONDS = 300.0
# Digits of a street's code (GB/T 2260 and 10114); a community's begins with them.
STREET_CODE = 9
# An area with all above it, in one query and without the outlines.
WITH_PARENTS = Area.objects.select_related("parent__parent__parent").defer(
    "outline", "parent__outline", "parent__parent__outline", "parent__parent__parent__outline"
)


@dataclass(frozen=True, slots=True)
class Placement:
    """Primary keys of the three levels, as far as known."""

    community_id: int | None = None
    subdistrict_id: int | None = None
    district_id: int | None = None


@dataclass(frozen=True, slots=True)
class StreetBeside:
    """A street across a border, and how far it is; 0 where it holds the point itself."""

    code: str
    name: str
    metres: int


@dataclass(frozen=True, slots=True)
class _Territory:
    outlines: AreaIndex
    names: PlaceNames[str]
    keys: dict[str, int]
    streets: dict[str, str]
    read_at: float


_territory: _Territory | None = None


def placement_of(area: Area | None) -> Placement:
    """The levels above an area, and itself."""
    found: dict[str, int] = {}
    while area is not None:
        found[area.level] = area.pk
        area = area.parent
    return Placement(found.get("community"), found.get("subdistrict"), found.get("district"))


def area_at(lon: float, lat: float) -> Area | None:
    """The finest area whose outline holds the point (WGS 84)."""
    code = _known().outlines.locate(lon, lat)
    return None if code is None else WITH_PARENTS.filter(code=code).first()


def streets_beside(
    lon: float, lat: float, *, metres: float, own: str = ""
) -> tuple[StreetBeside, ...]:
    """Streets other than the one coded `own` whose outline, or one of their communities', lies
    within so many metres of the point (WGS 84), the nearest first. Where no own one is known, the
    one that holds the point is."""
    known = _known()
    found: dict[str, StreetBeside] = {}
    for code, away in known.outlines.near(lon, lat, metres):
        street = next((one for one in (code, code[:STREET_CODE]) if one in known.streets), None)
        if street is not None and street not in found:
            found[street] = StreetBeside(street, known.streets[street], round(away))
    own = own or next((code for code, one in found.items() if one.metres == 0), "")
    return tuple(one for code, one in found.items() if code != own)


def knows_outlines() -> bool:
    """Some area has an outline; without any, no point can be called outside."""
    return len(_known().outlines) > 0


def area_in_words(words: str) -> Area | None:
    """The one area that the words name; None where they name none, or several equally well.

    A named street settles which of two like-named estates is meant; a named estate is finer than
    the street named beside it.
    """
    key = area_key_in_words(words)
    return None if key is None else WITH_PARENTS.filter(pk=key).first()


def area_key_in_words(words: str) -> int | None:
    """The same, its primary key alone: for thousands of rows without a query each."""
    known = _known()
    code = one_meant({key for match in known.names.find(words) for key in match.keys})
    return None if code is None else known.keys[code]


def one_meant(codes: set[str]) -> str | None:
    """The one finest code among nested ones, preferring those that another code encloses."""
    finest = {c for c in codes if not any(o != c and o.startswith(c) for o in codes)}
    enclosed = {c for c in finest if any(o != c and c.startswith(o) for o in codes)}
    for candidates in (finest, enclosed):
        if len(candidates) == 1:
            return next(iter(candidates))
    return None


def area_keyed(key: int) -> Area | None:
    """An area with all above it, by primary key."""
    return WITH_PARENTS.filter(pk=key).first()


def forget_territory() -> None:
    """Read outlines and names anew at the next question (after an import)."""
    global _territory
    _territory = None


def _known() -> _Territory:
    global _territory
    now = time.monotonic()
    if _territory is None or now - _territory.read_at > KEPT_SECONDS:
        outlines = Area.objects.filter(outline__isnull=False).values_list("code", "outline")
        areas = list(Area.objects.values_list("name", "code", "level", "pk"))
        named = [(name, code) for name, code, level, _ in areas if level != Area.Level.CITY]
        places = GazetteerEntry.objects.values_list("name", "area__code")
        _territory = _Territory(
            AreaIndex.from_outlines([(code, outline) for code, outline in outlines if outline]),
            PlaceNames([*named, *places]),
            {code: key for _, code, _, key in areas},
            {code: name for name, code, level, _ in areas if level == Area.Level.SUBDISTRICT},
            now,
        )
    return _territory
