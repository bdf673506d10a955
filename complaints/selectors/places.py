"""Where a complaint is: from a chosen community, a point, or words; never guessed between two."""

from dataclasses import dataclass

from complaints.kernels.addresses import PlaceNames
from complaints.kernels.geometry import AreaIndex
from complaints.models import Area, GazetteerEntry

_index: AreaIndex | None = None
_names: PlaceNames[int] | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Primary keys of the three levels, as far as known."""

    community_id: int | None = None
    subdistrict_id: int | None = None
    district_id: int | None = None


def placement_of(area: Area | None) -> Placement:
    """The levels above an area, and itself."""
    found: dict[str, int] = {}
    while area is not None:
        found[area.level] = area.pk
        area = area.parent
    return Placement(found.get("community"), found.get("subdistrict"), found.get("district"))


def area_at(lon: float, lat: float) -> Area | None:
    """The finest area whose outline holds the point (WGS 84)."""
    code = _outlines().locate(lon, lat)
    return None if code is None else Area.objects.get(code=code)


def area_in_words(words: str) -> Area | None:
    """The one area that the words name; None where they name none or several."""
    keys = {key for match in _gazetteer().find(words) for key in match.keys}
    return Area.objects.get(pk=keys.pop()) if len(keys) == 1 else None


def forget_territory() -> None:
    """Read outlines and names anew at the next question (after an import)."""
    global _index, _names
    _index = _names = None


def _outlines() -> AreaIndex:
    global _index
    if _index is None:
        rows = Area.objects.filter(outline__isnull=False).values_list("code", "outline")
        _index = AreaIndex.from_outlines(list(rows))
    return _index


def _gazetteer() -> PlaceNames[int]:
    global _names
    if _names is None:
        _names = PlaceNames(GazetteerEntry.objects.values_list("name", "area_id"))
    return _names
