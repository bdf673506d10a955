"""What may be the same matter as a new message, the likeliest first, and why. Nothing is merged by
itself: a person looks and decides.

What is compared comes from two places, so that it costs the same however much lies in the archive:
the newest of its community (or street), and those that share three characters in a row that hardly
any of these newest ones hold.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from numpy.typing import NDArray

from complaints.kernels.bigrams import bigrams
from complaints.kernels.masking import mask
from complaints.kernels.related import (
    Lexicon,
    Subject,
    counts_of,
    counts_of_pairs,
    rank_related,
)
from complaints.models import Complaint, Parameter, SearchText, User
from complaints.querysets import ComplaintQuerySet
from complaints.selectors.parameters import amounts_of
from complaints.selectors.places import area_in_words, area_keyed, placement_of
from complaints.selectors.related.lines import Related, lines_of
from complaints.selectors.related.texts import (
    COLUMNS,
    Reader,
    Row,
    read_address,
    reader_now,
    subject_of,
)

__all__ = ["Related", "related_to", "sketch"]

SHOWN = 8
NEWEST = 300
PHRASES_MAX = 24
# A phrase of more than this share of the newest is no help to find the others by.
COMMON_SHARE = 0.02
# So many more texts are thought to stand beside the few that were read, none with the term.
UNREAD = 100
PAIR = 2


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
    reader = reader_now()
    place = read_address(complaint.redacted_address).terms
    words = [term for term in bigrams(complaint.redacted_text) if term not in place]
    if not words:
        return ()
    row = Row(*(getattr(complaint, name) for name in COLUMNS))
    own = subject_of(row, reader.lexicon.numbers(words))
    reach = _reach(at)
    rows = _beside(complaint, user, reach)
    near = _newest(_around(rows, complaint), reader)
    phrases = _phrases(complaint, [one.terms for _key, one in near], reader.lexicon)
    found = near + _saying(rows, phrases, reader, known={key for key, _one in near})
    ranked = rank_related(
        own,
        [one for _key, one in found],
        words=words,
        shares=_shares([one.terms for _key, one in near], reader.lexicon),
        rarest=1 / (len(near) + UNREAD),
        near_metres=reach.metres,
        most=SHOWN,
    )
    return lines_of([(found[one.at][0], one) for one in ranked])


def _reach(at: datetime) -> _Reach:
    keys = (Parameter.Key.NEARBY_DISTANCE, Parameter.Key.NEARBY_AGE)
    metres, days = amounts_of(keys, on=timezone.localdate(at))
    return _Reach(float(metres), at - timedelta(days=days))


def _beside(complaint: Complaint, user: User, reach: _Reach) -> ComplaintQuerySet:
    others = ~Q(status=Complaint.StatusChoice.WITHDRAWN)
    if complaint.pk is not None:
        others &= ~Q(pk=complaint.pk)
    rows = Complaint.objects.visible_to(user).going_alone()
    return rows.filter(others, is_secret=False, received_at__gte=reach.since)


def _around(rows: ComplaintQuerySet, complaint: Complaint) -> ComplaintQuerySet:
    """As near as is known where it is."""
    for name in ("community_id", "subdistrict_id", "district_id"):
        key = getattr(complaint, name)
        if key is not None:
            return rows.filter(**{name: key})
    return rows


def _newest(rows: ComplaintQuerySet, reader: Reader) -> list[tuple[int, Subject]]:
    texts = SearchText.objects.filter(pk=OuterRef("pk")).values("bigrams")
    read = rows.annotate(terms=Subquery(texts)).order_by("-received_at", "-pk")
    found = read.values_list(*COLUMNS, "terms")[:NEWEST]
    return [_other(Row(*row), terms or "", reader) for *row, terms in found]


def _saying(
    rows: ComplaintQuerySet,
    phrases: Sequence[tuple[str, str]],
    reader: Reader,
    *,
    known: set[int],
) -> list[tuple[int, Subject]]:
    """The newest with one of these phrases, wherever they are. The texts are asked first and alone:
    beside a sorted and limited list the planner would read the list through."""
    if not phrases:
        return []
    terms = dict(SearchText.objects.holding_a_phrase(phrases).values_list("pk", "bigrams"))
    keys = sorted(terms.keys() - known, reverse=True)[:NEWEST]
    read = rows.filter(pk__in=keys).values_list(*COLUMNS) if keys else ()
    return [_other(Row(*row), terms[row[0]], reader) for row in read]


def _phrases(
    complaint: Complaint, near: Sequence[NDArray[np.int64]], lexicon: Lexicon
) -> list[tuple[str, str]]:
    """Three characters in a row as two terms, those of the address first, then the rarest."""
    asked = dict.fromkeys(_runs(bigrams(complaint.redacted_address)))
    place = len(asked)
    asked |= dict.fromkeys(_runs(bigrams(complaint.redacted_text)))
    numbers = lexicon.numbers([term for phrase in asked for term in phrase]).reshape(-1, 2)
    most = COMMON_SHARE * len(near)
    rare = [
        (at >= place, count, at, phrase)
        for at, (phrase, count) in enumerate(
            zip(asked, counts_of_pairs(numbers, near).tolist(), strict=True)
        )
        if count <= most
    ]
    return [phrase for _is_text, _count, _at, phrase in sorted(rare)[:PHRASES_MAX]]


def _runs(terms: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one, other in pairwise(terms)
        if len(one) == len(other) == PAIR and one[1] == other[0]
    ]


def _shares(near: Sequence[NDArray[np.int64]], lexicon: Lexicon) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = (counts_of(near, len(lexicon)) + 1) / (len(near) + UNREAD)
    return shares


def _other(row: Row, text: str, reader: Reader) -> tuple[int, Subject]:
    return row.pk, subject_of(row, reader.numbers(text, row.redacted_address))
