"""What may be the same matter as a new message, the likeliest first, and why. Nothing is merged by
itself: a person looks and decides.

What is compared comes from two places, so that it costs the same however much lies in the archive:
the newest of its community (or street), and those that share three characters in a row that hardly
any of these newest ones hold.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import isnan, nan
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from complaints.kernels.bigrams import bigrams
from complaints.kernels.geometry import Datum, convert
from complaints.kernels.masking import mask
from complaints.kernels.related import Likeness, Subject, building_of, rank_related
from complaints.models import Complaint, Parameter, Photo, SearchText, User
from complaints.querysets import ComplaintQuerySet
from complaints.selectors.parameters import amounts_of
from complaints.selectors.places import area_in_words, area_keyed, placement_of
from complaints.states import OPEN_TO_JOIN

SHOWN = 8
WORDS = 160
NEWEST = 300
PHRASES_MAX = 24
# A phrase of more than this share of the newest is no help to find the others by.
COMMON_SHARE = 0.02
# So many more texts are thought to stand beside the few that were read, none with the term.
UNREAD = 100
SECONDS_A_DAY = 86_400.0
PAIR = 2
ADDRESSES_KEPT = 4096
COLUMNS = (
    "pk", "received_at", "lon", "lat", "datum", "redacted_address", "community_id", "category_id",
)  # fmt: skip

LINE = (
    "number", "redacted_text", "redacted_address", "reported_subdistrict", "reported_community",
    "status", "received_at", "finished_at", "community__name", "subdistrict__name",
    "category__name", "category__name_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Related:
    """One complaint that may be the same matter. `metres` and `photo` are None where unknown;
    `days` is how long one came before the other."""

    number: str
    words: str
    place: str
    category: str
    status: str
    status_words: str
    received_at: datetime
    shared: tuple[str, ...]
    is_same_building: bool
    is_same_community: bool
    metres: int | None
    days: int
    photo: UUID | None
    may_be_joined: bool


class _Row(NamedTuple):
    pk: int
    received_at: datetime
    lon: float | None
    lat: float | None
    datum: Datum
    redacted_address: str
    community_id: int | None
    category_id: int | None


class _Reach(NamedTuple):
    metres: float
    since: datetime


def sketch(
    text: str,
    *,
    at: datetime,
    address: str = "",
    community_id: int | None = None,
    category_id: int | None = None,
) -> Complaint:
    """What is being typed, as the complaint it may become: placed, neither numbered nor saved."""
    area = area_keyed(community_id) if community_id else area_in_words(address)
    place = placement_of(area)
    return Complaint(
        text=text,
        redacted_text=mask(text),
        address=address,
        redacted_address=mask(address),
        community_id=place.community_id,
        subdistrict_id=place.subdistrict_id,
        district_id=place.district_id,
        category_id=category_id,
        received_at=at,
    )


def related_to(complaint: Complaint, user: User, *, at: datetime) -> tuple[Related, ...]:
    """Among what this person sees; `complaint` may be one that is not saved yet."""
    own = _subject_of(complaint)
    if not own.terms:
        return ()
    reach = _reach(at)
    rows = _beside(complaint, user, reach)
    near = _newest(_around(rows, complaint))
    found = near + _saying(rows, _phrases(complaint, near), known={key for key, _one in near})
    ranked = rank_related(
        own,
        [one for _key, one in found],
        shares=_shares([one for _key, one in near]),
        rarest=1 / (len(near) + UNREAD),
        near_metres=reach.metres,
        most=SHOWN,
    )
    return _told([(found[one.at][0], one) for one in ranked])


def _reach(at: datetime) -> _Reach:
    keys = (Parameter.Key.NEARBY_DISTANCE, Parameter.Key.NEARBY_AGE)
    metres, days = amounts_of(keys, on=timezone.localdate(at))
    return _Reach(float(metres), at - timedelta(days=days))


def _beside(complaint: Complaint, user: User, reach: _Reach) -> ComplaintQuerySet:
    rows = Complaint.objects.visible_to(user).going_alone()
    rows = rows.filter(is_secret=False, received_at__gte=reach.since)
    return rows.exclude(status=Complaint.StatusChoice.WITHDRAWN).exclude(pk=complaint.pk)


def _around(rows: ComplaintQuerySet, complaint: Complaint) -> ComplaintQuerySet:
    """As near as is known where it is."""
    for name in ("community_id", "subdistrict_id", "district_id"):
        key = getattr(complaint, name)
        if key is not None:
            return rows.filter(**{name: key})
    return rows


def _newest(rows: ComplaintQuerySet) -> list[tuple[int, Subject]]:
    texts = SearchText.objects.filter(pk=OuterRef("pk")).values("bigrams")
    read = rows.annotate(terms=Subquery(texts)).order_by("-received_at", "-pk")
    return [
        (row[0], _subject(_Row(*row), (terms or "").split(" ")))
        for *row, terms in read.values_list(*COLUMNS, "terms")[:NEWEST]
    ]


def _saying(
    rows: ComplaintQuerySet, phrases: Sequence[tuple[str, str]], *, known: set[int]
) -> list[tuple[int, Subject]]:
    """The newest with one of these phrases, wherever they are. The texts are asked first and alone:
    beside a sorted and limited list the planner would read the list through."""
    if not phrases:
        return []
    terms = dict(SearchText.objects.holding_a_phrase(phrases).values_list("pk", "bigrams"))
    keys = sorted(terms.keys() - known, reverse=True)[:NEWEST]
    read = rows.filter(pk__in=keys).values_list(*COLUMNS) if keys else ()
    return [(row[0], _subject(_Row(*row), terms[row[0]].split(" "))) for row in read]


def _phrases(complaint: Complaint, near: Sequence[tuple[int, Subject]]) -> list[tuple[str, str]]:
    """Three characters in a row as two terms, those of the address first, then the rarest."""
    asked = dict.fromkeys(_runs(bigrams(complaint.redacted_address)))
    place = len(asked)
    asked |= dict.fromkeys(_runs(bigrams(complaint.redacted_text)))
    holders: dict[str, set[int]] = {term: set() for phrase in asked for term in phrase}
    for number, (_key, one) in enumerate(near):
        for term in holders.keys() & one.terms:
            holders[term].add(number)
    most = COMMON_SHARE * len(near)
    rare = []
    for at, phrase in enumerate(asked):
        count = len(holders[phrase[0]] & holders[phrase[1]])
        if count <= most:
            rare.append((at >= place, count, at, phrase))
    return [phrase for _is_text, _count, _at, phrase in sorted(rare)[:PHRASES_MAX]]


def _runs(terms: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one, other in pairwise(terms)
        if len(one) == len(other) == PAIR and one[1] == other[0]
    ]


def _shares(near: Sequence[Subject]) -> dict[str, float]:
    counts = Counter(term for one in near for term in one.terms)
    return {term: (count + 1) / (len(near) + UNREAD) for term, count in counts.items()}


def _subject_of(complaint: Complaint) -> Subject:
    row = _Row(*(getattr(complaint, name) for name in COLUMNS))
    return _subject(row, bigrams(complaint.redacted_text))


def _subject(row: _Row, terms: Sequence[str]) -> Subject:
    lon, lat = nan, nan
    if row.lon is not None and row.lat is not None:
        lon, lat = convert(row.lon, row.lat, source=row.datum, target="wgs84")
    place, building = _read(row.redacted_address)
    return Subject(
        terms=[term for term in terms if term not in place],
        day=row.received_at.timestamp() / SECONDS_A_DAY,
        place=place,
        building=building,
        area=str(row.community_id or ""),
        kind=str(row.category_id or ""),
        lon=lon,
        lat=lat,
    )


@lru_cache(maxsize=ADDRESSES_KEPT)
def _read(address: str) -> tuple[frozenset[str], str]:
    """The terms of an address that units may read, and its building. The same few come again."""
    return frozenset(bigrams(address)), building_of(address)


def _told(ranked: Sequence[tuple[int, Likeness]]) -> tuple[Related, ...]:
    """Lines of rows that were read among those this person sees."""
    keys = [key for key, _one in ranked]
    shown = Complaint.objects.select_related("community", "subdistrict", "category")
    rows = shown.only(*LINE).order_by().in_bulk(keys)
    shots = Photo.objects.filter(complaint__in=keys, stage=Photo.Stage.REPORT).order_by("-added_at")
    photos = dict(shots.values_list("complaint_id", "pk"))
    return tuple(_line(rows[key], one, photos.get(key)) for key, one in ranked if key in rows)


def _line(complaint: Complaint, likeness: Likeness, photo: UUID | None) -> Related:
    is_open = complaint.status in OPEN_TO_JOIN and complaint.finished_at is None
    return Related(
        number=complaint.number,
        words=" ".join(complaint.redacted_text[:WORDS].split()),
        place=complaint.place_words,
        category=str(complaint.category or ""),
        status=complaint.status,
        status_words=complaint.get_status_display(),
        received_at=complaint.received_at,
        shared=likeness.words,
        is_same_building=likeness.is_same_building,
        is_same_community=likeness.is_same_area,
        metres=None if isnan(likeness.metres) else round(likeness.metres),
        days=int(likeness.days),
        photo=photo,
        may_be_joined=is_open,
    )
