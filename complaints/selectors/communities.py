"""Communities for a resident's form: by name, by pinyin, by the estate one lives in; outlines."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from complaints.kernels.geometry import simplified
from complaints.models import Area, GazetteerEntry

CODE_DIGITS = 12
OFFERED = 20
# Degrees: some 100 m for districts, 2 m for what one sees close by.
FINE = 0.00002
TOLERANCE = {Area.Level.DISTRICT.value: 0.001}


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the type-ahead: `code` is a community's, `words` what is shown."""

    code: str
    words: str


def community_in_words(words: str) -> Area | None:
    """The community of a code or of a name that only one has; None otherwise."""
    words = words.strip()
    if not words:
        return None
    communities = Area.objects.filter(level=Area.Level.COMMUNITY)
    if words.isdigit() and len(words) == CODE_DIGITS:
        return communities.filter(code=words).first()
    found = list(communities.named(words)[:2])
    return found[0] if len(found) == 1 else None


def offer_communities(words: str) -> list[Offer]:
    """Communities, then estates, that begin with or hold the words (or their pinyin)."""
    words = words.strip().lower()[:40]
    if not words:
        return []
    like = Q(name__icontains=words) | Q(pinyin__startswith=words) | Q(initials__startswith=words)
    areas = Area.objects.filter(like, level=Area.Level.COMMUNITY).select_related("parent__parent")
    offers = [Offer(area.code, _full_name(area)) for area in areas[:OFFERED]]
    estates = GazetteerEntry.objects.filter(like, kind=GazetteerEntry.Kind.ESTATE)
    rows = estates.select_related("area__parent__parent")[: OFFERED - len(offers)]
    known = {offer.code for offer in offers}
    for estate in rows:
        if estate.area.level == Area.Level.COMMUNITY and estate.area.code not in known:
            names = {"name": estate.name, "more": _full_name(estate.area)}
            offers.append(Offer(estate.area.code, _("%(name)s（%(more)s）") % names))
            known.add(estate.area.code)
    return offers


def outlines_of(level: str) -> dict[str, Any]:
    """The outlines of a level as GeoJSON, with whose they are: a map's background."""
    tolerance = TOLERANCE.get(level, FINE)
    rows = Area.objects.filter(level=level, outline__isnull=False).order_by("code")
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": simplified(outline, tolerance=tolerance),
                "properties": {"code": code, "name": name, "origin": origin},
            }
            for code, name, outline, origin in rows.values_list(
                "code", "name", "outline", "outline_origin"
            )
            if outline is not None
        ],
    }


def place_words(area: Area | None) -> str:
    """An area with what it lies in, for the person who tapped the map."""
    return "" if area is None else _full_name(area)


def _full_name(area: Area) -> str:
    names: list[str] = []
    at: Area | None = area
    while at is not None and at.level != Area.Level.CITY:
        names.append(at.name)
        at = at.parent
    return " ".join(reversed(names))
