"""Communities for a resident's form: by name, by pinyin, by the estate one lives in; outlines."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from complaints.kernels.geometry import simplified
from complaints.models import Area, GazetteerEntry
from complaints.querysets import AreaQuerySet

# A community's code, and behind it the name of the place that was chosen there.
CODED = re.compile(r"(\d{12})(?: (.{1,80}))?\Z")
OFFERED = 20
# Degrees: some 100 m for districts, 2 m for what one sees close by.
FINE = 0.00002
TOLERANCE = {Area.Level.DISTRICT.value: 0.001}


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the type-ahead: `code` is a community's, with the name of a place in it where one
    was meant; `words` are what is shown."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a chosen or typed name means: a community if only one bears it, and the words that
    must not be lost beside it."""

    community: Area | None
    words: str
    entry: GazetteerEntry | None = None


def named(words: str) -> Named:
    """The place of a code from the type-ahead, or of a name as it was typed."""
    words = words.strip()
    if coded := CODED.match(words):
        community = _communities().filter(code=coded[1]).first()
        name = coded[2] or ""
        entry = GazetteerEntry.objects.filter(area=community, name=name).first() if name else None
        return Named(community, name, entry)
    found = community_in_words(words)
    return Named(found, "" if found else words)


def community_in_words(words: str) -> Area | None:
    """The community of a code or of a name that only one has; None otherwise."""
    words = words.strip()
    if not words:
        return None
    if coded := CODED.match(words):
        return _communities().filter(code=coded[1]).first()
    found = list(_communities().named(words)[:2])
    return found[0] if len(found) == 1 else None


def offer_communities(words: str) -> list[Offer]:
    """Communities, then estates, that begin with or hold the words (or their pinyin)."""
    like = _like(words)
    if like is None:
        return []
    areas = _communities().filter(like).select_related("parent__parent")
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


def offer_places(words: str) -> list[Offer]:
    """For the type-ahead: communities, then estates, streets and buildings, that hold the words or
    begin with their pinyin."""
    like = _like(words)
    if like is None:
        return []
    if CODED.match(words.strip()):
        return _chosen(words.strip())
    areas = _communities().filter(like).select_related("parent__parent")
    offers = [Offer(area.code, _full_name(area)) for area in areas[:OFFERED]]
    places = GazetteerEntry.objects.filter(like, area__level=Area.Level.COMMUNITY)
    rows = places.select_related("area__parent__parent").order_by("kind", "name", "pk")
    offers += [_offered(place.area, place.name) for place in rows[: OFFERED - len(offers)]]
    return offers


def _chosen(words: str) -> list[Offer]:
    """What was chosen before, in words again."""
    place = named(words)
    if place.community is None:
        return []
    if place.entry is None:
        return [Offer(place.community.code, _full_name(place.community))]
    return [_offered(place.community, place.entry.name)]


def _offered(area: Area, name: str) -> Offer:
    names = {"name": name, "more": _full_name(area)}
    return Offer(f"{area.code} {name}", _("%(name)s（%(more)s）") % names)


def _like(words: str) -> Q | None:
    words = words.strip().lower()[:40]
    if not words:
        return None
    return Q(name__icontains=words) | Q(pinyin__startswith=words) | Q(initials__startswith=words)


def _communities() -> AreaQuerySet:
    return Area.objects.filter(level=Area.Level.COMMUNITY)


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
