"""The classes of units, and who is to be supervised, from ranks and counts.

Published: four classes since May 2019, the governed being the ten streets with most demands of 333;
a district supervises who is among the ten with most demands or the ten with the lowest score. Ours:
in a smaller circle at most every tenth unit is taken; advanced and rectified are shares of the
ranks, progress is a gain in points; a unit has the first class that fits in the order below.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

_EVERY = 10


class UnitClass(StrEnum):
    """In the order in which they are given."""

    GOVERNED = "governed"
    ADVANCED = "advanced"
    PROGRESSED = "progressed"
    RECTIFIED = "rectified"


class Standing(NamedTuple):
    """One unit: demands accepted, rank (0: not ranked), composite, and the composite of the period
    before (None: there was none to compare with)."""

    accepted: int
    rank: int
    composite: Decimal
    before: Decimal | None


class ClassRules(NamedTuple):
    """Counts of units, percents of those ranked, points."""

    governed: int
    advanced_percent: int
    rectified_percent: int
    progress_points: Decimal
    most_demands: int
    lowest_scores: int


def classes_of(standings: Sequence[Standing], rules: ClassRules) -> list[UnitClass | None]:
    """The class of each, None for the ordinary; in the order of the input."""
    ranked = sum(1 for one in standings if one.rank)
    top = ranked * rules.advanced_percent // 100
    bottom = ranked - ranked * rules.rectified_percent // 100
    governed = _most(standings, rules.governed)
    return [
        UnitClass.GOVERNED if at in governed else _by_rank(one, top, bottom, rules.progress_points)
        for at, one in enumerate(standings)
    ]


def supervised(standings: Sequence[Standing], rules: ClassRules) -> set[int]:
    """Places in the input of those among the most demands or the lowest ranks."""
    ranked = [(one.rank, at) for at, one in enumerate(standings) if one.rank]
    count = _share(rules.lowest_scores, len(ranked))
    lowest = {at for _rank, at in sorted(ranked, reverse=True)[:count]}
    return lowest | _most(standings, rules.most_demands)


def _by_rank(one: Standing, top: int, bottom: int, points: Decimal) -> UnitClass | None:
    if not one.rank:
        return None
    if one.rank <= top:
        return UnitClass.ADVANCED
    if one.before is not None and one.composite - one.before >= points:
        return UnitClass.PROGRESSED
    return UnitClass.RECTIFIED if one.rank > bottom else None


def _most(standings: Sequence[Standing], count: int) -> set[int]:
    """Of equals at the edge all are taken."""
    demands = sorted((one.accepted for one in standings), reverse=True)
    taken = _share(count, len(demands))
    if not taken:
        return set()
    return {at for at, one in enumerate(standings) if one.accepted >= demands[taken - 1] > 0}


def _share(count: int, of: int) -> int:
    return min(count, -(-of // _EVERY))
