"""What a resident is told while he writes: another door, what else to say, who said the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from complaints.kernels.geometry import LonLat
from complaints.models import Category, ClockKind, Component, Question
from complaints.selectors.communities import Named, Offer, named, offer_places
from complaints.selectors.components import component_coded
from complaints.selectors.elsewhere import OtherDoor, other_doors
from complaints.selectors.guide import usual_limit
from complaints.selectors.nearby import NearbyMatter, Spot, nearby_matters, referred_to
from complaints.selectors.places import area_at, area_in_words
from complaints.selectors.questions import questions_for
from complaints.selectors.suggesting import suggested_categories

CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody has typed so far, none of it checked: words and place, never who he is."""

    text: str = ""
    address: str = ""
    community: str = ""
    point: LonLat | None = None
    component: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """`category` is what he chose or what the words come nearest to; `promise` is the limit that
    his receipt will name, so what the words only come nearest to does not count."""

    doors: tuple[OtherDoor, ...]
    category: Category | None
    categories: tuple[Category, ...]
    questions: tuple[Question, ...]
    candidates: tuple[Offer, ...]
    matters: tuple[NearbyMatter, ...]
    promise: str
    is_chosen: bool
    component: Component | None

    @property
    def is_worth_a_look(self) -> bool:
        """There is something to read or to answer before it is sent."""
        return bool(self.doors or self.questions or self.candidates or self.matters)


def hints_for(asked: Asked, *, at: datetime, with_matters: bool = True) -> Hints:
    """All of it; nothing of it is demanded and nothing holds anybody up."""
    on = timezone.localdate(at)
    component = component_coded(asked.component, on=on)
    chosen = category_coded(asked.category, on=on)
    category, offered = _categories(asked, component, on=on)
    place = named(asked.community)
    spot = _spot(asked, place, component)
    matters = nearby_matters(category, asked.text, spot, at=at) if with_matters else ()
    return Hints(
        doors=other_doors(asked.text, on=on),
        category=category,
        categories=tuple(offered),
        questions=questions_for(category, on=on),
        candidates=_candidates(asked, place, spot),
        matters=matters,
        promise=usual_limit(chosen.clock_kind if chosen else ClockKind.GENERAL, on=on),
        is_chosen=chosen is not None,
        component=component,
    )


def joined_matter(reference: str, asked: Asked, *, at: datetime) -> int | None:
    """The key of the matter he says is his too: only one that he is shown."""
    on = timezone.localdate(at)
    component = component_coded(asked.component, on=on)
    category, _offered = _categories(asked, component, on=on)
    spot = _spot(asked, named(asked.community), component)
    return referred_to(reference, category, asked.text, spot, at=at)


def category_coded(code: str, *, on: date) -> Category | None:
    """A kind that may be chosen."""
    rows = Category.objects.current(on).select_related("parent__parent")
    found: Category | None = rows.filter(code=code).first() if code else None
    return found


def _categories(
    asked: Asked, component: Component | None, *, on: date
) -> tuple[Category | None, Sequence[Category]]:
    """The one it is taken for, and those to choose from."""
    offered = suggested_categories(asked.text, on=on)
    if component is not None and component.category is not None:
        known = category_coded(component.category.code, on=on)
        offered = [*([known] if known else []), *(one for one in offered if one != known)]
    chosen = category_coded(asked.category, on=on)
    if chosen is not None and chosen not in offered:
        offered = [*offered, chosen]
    return chosen or next(iter(offered), None), offered


def _spot(asked: Asked, place: Named, component: Component | None) -> Spot:
    """The finest place that was told."""
    point = asked.point
    if point is None and component is not None:
        point = LonLat(component.lon, component.lat)
    if point is None and place.entry and place.entry.lon is not None:
        point = LonLat(place.entry.lon, place.entry.lat or 0.0)
    area = place.community
    if area is None and point is not None:
        area = area_at(*point)
    if area is None:
        area = area_in_words(f"{asked.community} {asked.address}")
    is_community = area is not None and area.level == area.Level.COMMUNITY
    return Spot(point, area.pk if area and is_community else None)


def _candidates(asked: Asked, place: Named, spot: Spot) -> tuple[Offer, ...]:
    """Where a typed name has several bearers: which is meant."""
    if not place.words or place.community is not None or spot.community_id:
        return ()
    return tuple(offer_places(place.words)[:CANDIDATES])
