"""One new message beside others: which are the same matter, the likeliest first, and why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

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
# From here on it is worth a clerk's look; a pair of a common word alone stays below.
WORTH_A_LOOK = 0.12
WORDS_SHOWN = 3


class Subject(NamedTuple):
    """What is known of one message. `terms` are the distinct ones of what it says, in order of
    appearance, `place` those of its address: two matters at one gate are not one for that. `day`
    is an instant in days; NaN, "" and nothing stand for unknown."""

    terms: Sequence[str]
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
    shares: Mapping[str, float],
    rarest: float,
    near_metres: float,
    least: float = WORTH_A_LOOK,
    most: int | None = None,
) -> list[Likeness]:
    """The others that reach `least`, the likeliest first, at most so many. `shares` says how large
    a part of all messages holds a term, `rarest` what is taken for a term that it does not know."""
    if not others:
        return []
    weights = _Weights(shares, rarest)
    own = set(new.terms)
    length = weights.square(new.terms)
    metres = _metres(new, others)
    # A message is at least as long as what it shares: with less than this it cannot reach `least`.
    enough = length * (least / (SAME_BUILDING * SAME_KIND)) ** 2
    found = []
    for at, other in enumerate(others):
        shared = own.intersection(other.terms)
        square = weights.square(shared)
        if not shared or square < enough:
            continue
        likeness = square / (length * weights.square(other.terms)) ** 0.5
        days = abs(new.day - other.day)
        fading = 1 - TIME_PART * (1 - float(np.exp(-days / TIME_SCALE_DAYS)))
        score = likeness * fading * _nearness(new, other, float(metres[at]), near_metres)
        if score >= least:
            found.append((-score, days, at, shared))
    found.sort(key=lambda one: one[:3])
    return [
        Likeness(
            at=at,
            score=min(-score, 1.0),
            words=_shared_words(new.terms, shared, weights),
            is_same_building=_is_one(new.building, others[at].building),
            is_same_area=_is_one(new.area, others[at].area),
            metres=float(metres[at]),
            days=days,
        )
        for score, days, at, shared in found[:most]
    ]


class _Weights(dict[str, float]):
    """Squared weights of terms, each worked out once."""

    def __init__(self, shares: Mapping[str, float], rarest: float) -> None:
        parts = np.fromiter(shares.values(), dtype=np.float64, count=len(shares))
        super().__init__(zip(shares, (rareness(parts) ** 2).tolist(), strict=True))
        self._rarest = float(rareness(np.array([rarest]))[0]) ** 2

    def __missing__(self, term: str) -> float:
        return self._rarest

    def square(self, terms: Iterable[str]) -> float:
        """The squared length of the vector of these terms."""
        return sum(map(self.__getitem__, terms))


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


def _shared_words(terms: Sequence[str], shared: set[str], weights: _Weights) -> tuple[str, ...]:
    """Neighbouring shared pairs put together again (路灯 灯坏 → 路灯坏), those that tell most."""
    words: list[list[str]] = []
    last = ""
    for term in terms:
        if term not in shared:
            last = ""
            continue
        if last and last[-1] == term[0] and len(last) == len(term) == 2:
            words[-1].append(term)
        else:
            words.append([term])
        last = term
    words.sort(key=lambda word: -weights.square(word))
    return tuple(word[0] + "".join(pair[1] for pair in word[1:]) for word in words[:WORDS_SHOWN])
