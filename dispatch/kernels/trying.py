"""What another set of rules would change, counted unit by unit; and how many would come back.

Pure. Units and categories are keys of the caller's; None stands for "no unit is named".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

# So many branches of the wider group weigh as much as what was seen in the narrow one (ours).
BORROWED: Final = 20


class ReturnRates:
    """How often a unit gives back what it is asked, by category: narrow counts lean on the unit's
    own, and those on all units' (additive smoothing, Manning et al. 2008, 11.3.2)."""

    def __init__(self, counts: Mapping[tuple[int, int | None], tuple[int, int]]) -> None:
        """`counts` maps unit and category to branches asked and of these returned."""
        self._narrow = counts
        self._unit: dict[int, tuple[int, int]] = {}
        asked = returned = 0
        for (unit, _category), (number, back) in counts.items():
            seen, came = self._unit.get(unit, (0, 0))
            self._unit[unit] = (seen + number, came + back)
            asked, returned = asked + number, returned + back
        self._all = returned / asked if asked else 0.0

    def rate(self, unit: int, category: int | None) -> float:
        """In [0, 1]; what was never seen gets the rate of all."""
        wide = _leaning(self._unit.get(unit, (0, 0)), self._all)
        return _leaning(self._narrow.get((unit, category), (0, 0)), wide)


def _leaning(counts: tuple[int, int], wide_rate: float) -> float:
    asked, returned = counts
    return (returned + BORROWED * wide_rate) / (asked + BORROWED)


class Change(NamedTuple):
    """One unit: complaints named to it by the rules as they are and as they would be, those that
    only the one or the other gives it, and the returns expected of each."""

    unit: int | None
    now_count: int
    then_count: int
    gained: int
    lost: int
    now_returns: float
    then_returns: float


@dataclass(slots=True)
class _Sum:
    now: int = 0
    then: int = 0
    gained: int = 0
    lost: int = 0
    now_returns: float = 0.0
    then_returns: float = 0.0


class Changes:
    """Adds complaints up one by one. `seen` of them; `now_right` and `then_right` are those whose
    named unit is the one that worked on it in the end."""

    def __init__(self, rates: ReturnRates) -> None:
        self._rates = rates
        self._sums: dict[int | None, _Sum] = {}
        self.seen = self.now_right = self.then_right = self.known = 0

    def add(
        self, *, now: int | None, then: int | None, category: int | None, worked: int | None
    ) -> None:
        """One complaint: the unit named by each set, and who worked on it (None: nobody yet)."""
        old, new = self._sum(now), self._sum(then)
        old.now += 1
        new.then += 1
        if now != then:
            old.lost += 1
            new.gained += 1
        old.now_returns += self._expected(now, category)
        new.then_returns += self._expected(then, category)
        self.seen += 1
        if worked is not None:
            self.known += 1
            self.now_right += now == worked
            self.then_right += then == worked

    def rows(self) -> Iterable[Change]:
        """Every unit that either set names, and nobody."""
        for unit, one in self._sums.items():
            yield Change(
                unit, one.now, one.then, one.gained, one.lost, one.now_returns, one.then_returns
            )

    def _sum(self, unit: int | None) -> _Sum:
        return self._sums.setdefault(unit, _Sum())

    def _expected(self, unit: int | None, category: int | None) -> float:
        return 0.0 if unit is None else self._rates.rate(unit, category)
