"""One new message beside others: which are the same matter, the likeliest first, and why."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.related.grouping import TIME_PART, TIME_SCALE_DAYS
from complaints.kernels.related.places import metres_between
from complaints.kernels.related.weighing import rareness

# Ours: how much more or less a likeness of words counts by where both are.
SAME_BUILDING = 2.0
NEAR = 1.5
SAME_ADDRESS = 1.5
ADDRESS_ALIKE = 0.5
SAME_AREA = 1.2
OTHER_AREA = 0.5
SAME_KIND = 1.25
STRONGEST = SAME_BUILDING * SAME_KIND
# From here on it is worth a clerk's look; a pair of a common word alone stays below.
WORTH_A_LOOK = 0.12
WORDS_SHOWN = 3
LEAST_LENGTH = 1e-12


class Subject(NamedTuple):
    """What is known of one message. `terms` are the numbers of the distinct ones of what it says,
    in order of appearance, `place` those of its address in words: two matters at one gate are not
    one for that. `day` is an instant in days; NaN, "" and nothing stand for unknown."""

    terms: NDArray[np.int64]
    day: float
    place: frozenset[str] = frozenset()
    building: str = ""
    area: str = ""
    kind: str = ""
    lon: float = np.nan
    lat: float = np.nan


class Likeness(NamedTuple):
    """`at` is the place among the others, `score` in (0, 1]; the rest says why. `metres` is NaN
    where a point is unknown."""

    at: int
    score: float
    words: tuple[str, ...]
    is_same_building: bool
    is_same_area: bool
    metres: float
    days: float


def rank_related(
    new: Subject,
    others: Sequence[Subject],
    *,
    words: Sequence[str],
    shares: NDArray[np.float64],
    rarest: float,
    near_metres: float,
    least: float = WORTH_A_LOOK,
    most: int | None = None,
) -> list[Likeness]:
    """The others that reach `least`, the likeliest first, at most so many. `words` are the terms of
    the new one in words. `shares` says of each term how large a part of all messages holds it,
    `rarest` what is taken for a term beyond these."""
    if not others or not len(new.terms):
        return []
    held = _held(new, others, shares, rarest)
    metres = _metres(new, others)
    days = np.array([abs(new.day - other.day) for other in others])
    fading = 1 - TIME_PART * (1 - np.exp(-days / TIME_SCALE_DAYS))
    alike = fading * held.shared / np.sqrt(held.own.sum() * held.lengths)
    found = []
    # Whatever is known of where they are, it cannot lift the others over `least`.
    for at in np.flatnonzero((held.shared > 0) & (alike * STRONGEST >= least)).tolist():
        score = alike[at] * _nearness(new, others[at], float(metres[at]), near_metres)
        if score >= least:
            # Sums of the same weights in another order differ in their last digits.
            found.append((-round(float(score), 12), float(days[at]), at))
    found.sort()
    return [
        Likeness(
            at=at,
            score=min(-score, 1.0),
            words=_shared_words(words, np.isin(new.terms, others[at].terms), held.own),
            is_same_building=_is_one(new.building, others[at].building),
            is_same_area=_is_one(new.area, others[at].area),
            metres=float(metres[at]),
            days=day,
        )
        for score, day, at in found[:most]
    ]


class _Held(NamedTuple):
    """Squared weights: of each term of the new message; of each other message, of all that it holds
    and of what the two share."""

    own: NDArray[np.float64]
    lengths: NDArray[np.float64]
    shared: NDArray[np.float64]


def _held(
    new: Subject, others: Sequence[Subject], shares: NDArray[np.float64], rarest: float
) -> _Held:
    terms = np.concatenate([new.terms, *(other.terms for other in others)])
    rows = np.repeat(np.arange(len(others)), [len(other.terms) for other in others])
    share = np.full(max(int(terms.max()) + 1, len(shares)), rarest)
    share[: len(shares)] = shares
    weights = rareness(share[terms]) ** 2
    own, rest = np.split(weights, [len(new.terms)])
    is_own = np.zeros(len(share), dtype=np.bool_)
    is_own[new.terms] = True
    is_shared = is_own[terms[len(new.terms) :]]
    count = len(others)
    lengths = np.bincount(rows, rest, minlength=count).astype(np.float64)
    shared = np.bincount(rows[is_shared], rest[is_shared], minlength=count).astype(np.float64)
    # Where nothing is said nothing is shared, and no zero stands under a line.
    return _Held(own=own, lengths=np.maximum(lengths, LEAST_LENGTH), shared=shared)


def _metres(new: Subject, others: Sequence[Subject]) -> np.ndarray:
    lons = np.array([other.lon for other in others])
    lats = np.array([other.lat for other in others])
    return metres_between(new.lon, new.lat, lons, lats)


def _nearness(new: Subject, other: Subject, metres: float, near_metres: float) -> float:
    """The strongest word on where they are; none on either side leaves the words as they count."""
    kind = SAME_KIND if _is_one(new.kind, other.kind) else 1.0
    if _is_one(new.building, other.building):
        return kind * SAME_BUILDING
    if metres <= near_metres:
        return kind * NEAR
    if _is_one_address(new.place, other.place):
        return kind * SAME_ADDRESS
    if _is_one(new.area, other.area):
        return kind * SAME_AREA
    return kind * (OTHER_AREA if new.area and other.area else 1.0)


def _is_one_address(own: frozenset[str], other: frozenset[str]) -> bool:
    return len(own & other) > ADDRESS_ALIKE * len(own | other)


def _is_one(own: str, other: str) -> bool:
    return bool(own) and own == other


def _shared_words(
    terms: Sequence[str], is_shared: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[str, ...]:
    """Neighbouring shared pairs put together again (路灯 灯坏 → 路灯坏), those that tell most."""
    words: list[tuple[float, str]] = []
    last = ""
    for term, shared, weight in zip(terms, is_shared.tolist(), weights.tolist(), strict=True):
        if not shared:
            last = ""
            continue
        if last and last[-1] == term[0] and len(last) == len(term) == 2:
            words[-1] = (words[-1][0] + weight, words[-1][1] + term[1])
        else:
            words.append((weight, term))
        last = term
    words.sort(key=lambda word: -word[0])
    return tuple(word for _weight, word in words[:WORDS_SHOWN])
