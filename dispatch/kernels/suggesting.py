"""Which unit will act, from what was dispatched before: counts on a grid of contexts.

Fields of which one determines another (a community its street, a sub-type its type) are one chain.
A context keeps of each chain so many fields, from the widest on: all of them, or none. Each context
counts the units that rows like it went to; what it expects is its counts mixed with what the
contexts beside it expect that keep one field less (interpolated back-off; absolute discounting as
in Ney, Essen, Kneser 1994). A unit that bears the name of a field's value, as a committee that of
its community, is counted as that field: so a community that has had no such matter yet borrows from
the others.

`STRENGTH`, `DISCOUNT` and `GIVES_UP_FIRST` were chosen on the events of Pingshan before September
2018, day by day: the best first guess among those whose log loss was within 0.01 of the best.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final, NamedTuple

# How many rows a context must have to weigh as much as the contexts beside it.
STRENGTH: Final = 3.0
# Of each unit's count, what is kept for units not seen there.
DISCOUNT: Final = 0.2
# What the chain with the fewest values passes on when it gives up a field; the rest share the rest.
GIVES_UP_FIRST: Final = 0.55
HALF_LIFE_DAYS: Final = 200.0
# So much of the rows must agree for one field to determine another.
DETERMINES: Final = 0.97
FIELDS_MAX: Final = 6
OWN: Final = "\x1f"

Values = Mapping[str, str]
Depths = tuple[int, ...]


class Guess(NamedTuple):
    """A unit with the share of such rows that will go to it, and why: of `of` rows with the values
    `like` it was sent `to` of them; `like` is empty where only all rows together tell."""

    unit: str
    confidence: float
    like: tuple[str, ...]
    to: int
    of: int


@dataclass(slots=True)
class Tally:
    """Rows of one context by unit: [weight, number]; weights grow with the day."""

    units: dict[str, list[float]] = field(default_factory=dict)

    def add(self, unit: str, weight: float) -> None:
        found = self.units.setdefault(unit, [0.0, 0])
        found[0] += weight
        found[1] += 1


@dataclass(slots=True)
class UnitModel:
    """`chains` hold field names, the widest first. `first_day` is the day that weighs 1; days are
    ordinals, None where rows have no time and all weigh the same."""

    chains: tuple[tuple[str, ...], ...]
    first_day: int | None = None
    last_day: int | None = None
    rows: int = 0
    tallies: dict[Depths, dict[tuple[str, ...], Tally]] = field(default_factory=dict)
    # Of the chains: all fields, every context's depths from the widest on, and for each the
    # contexts beside it with what they pass on.
    fields: tuple[str, ...] = field(init=False)
    grid: tuple[Depths, ...] = field(init=False)
    _wider: dict[Depths, list[tuple[Depths, float]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.fields = tuple(name for chain in self.chains for name in chain)
        depths = product(*(range(len(chain) + 1) for chain in self.chains))
        self.grid = tuple(sorted(depths, key=sum))
        self._wider = {one: _wider(one) for one in self.grid}

    def add(self, values: Values, unit: str, *, day: int | None = None) -> None:
        """One more row that went to `unit`."""
        if day is not None:
            self.first_day = day if self.first_day is None else self.first_day
            self.last_day = max(day, self.last_day or day)
        self.rows += 1
        told, weight = self._borrowed(values, unit), self._weight(day)
        for depths in self.grid:
            tallies = self.tallies.setdefault(depths, {})
            tallies.setdefault(self._key(values, depths), Tally()).add(told, weight)

    def guesses(self, values: Values, *, day: int | None = None, most: int = 3) -> list[Guess]:
        """The likeliest first; fewer than `most` where so few units are known."""
        scale = self._weight(self.last_day if day is None else day)
        expected: dict[str, float] = {}
        for told, share in self._expected(values, scale).items():
            unit = self._named(values, told)
            if unit:
                expected[unit] = expected.get(unit, 0.0) + share
        best = sorted(expected.items(), key=lambda one: (-one[1], one[0]))[:most]
        return [self._guess(values, unit, share) for unit, share in best]

    def _weight(self, day: int | None) -> float:
        if day is None or self.first_day is None:
            return 1.0
        return float(2.0 ** ((day - self.first_day) / HALF_LIFE_DAYS))

    def _key(self, values: Values, depths: Depths) -> tuple[str, ...]:
        return tuple(
            values.get(name, "")
            for chain, depth in zip(self.chains, depths, strict=True)
            for name in chain[:depth]
        )

    def _borrowed(self, values: Values, unit: str) -> str:
        """The unit, or the field whose value bears its name."""
        for name in reversed(self.fields):
            if values.get(name, "") == unit:
                return OWN + name
        return unit

    def _named(self, values: Values, told: str) -> str:
        return values.get(told[1:], "") if told.startswith(OWN) else told

    def _expected(self, values: Values, scale: float) -> dict[str, float]:
        """Shares of units in the narrowest context, mixed from the widest on."""
        known: dict[Depths, dict[str, float]] = {}
        for depths in self.grid:
            beside: dict[str, float] = {}
            for wider, share in self._wider[depths]:
                for unit, value in known[wider].items():
                    beside[unit] = beside.get(unit, 0.0) + share * value
            tally = self.tallies.get(depths, {}).get(self._key(values, depths))
            known[depths] = _mixed(tally, beside, scale)
        return known[self.grid[-1]]

    def _guess(self, values: Values, unit: str, share: float) -> Guess:
        """Why: the narrowest context in which such a row went there before."""
        told = self._borrowed(values, unit)
        for depths in reversed(self.grid):
            tally = self.tallies.get(depths, {}).get(self._key(values, depths))
            if tally and told in tally.units:
                of = sum(int(number) for _weight, number in tally.units.values())
                narrowest = tuple(
                    values.get(chain[depth - 1], "")
                    for chain, depth in zip(self.chains, depths, strict=True)
                    if depth
                )
                return Guess(unit, share, narrowest, int(tally.units[told][1]), of)
        return Guess(unit, share, (), 0, self.rows)


def chains_of(rows: Sequence[Values], fields: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The fields in chains: each behind the narrowest one that it determines. Chains stand by the
    number of values of their narrowest field, the fewest first."""
    counts = {name: len({row.get(name, "") for row in rows}) for name in fields}
    ordered = sorted(fields, key=lambda name: (counts[name], fields.index(name)))
    chains: list[list[str]] = []
    for name in ordered:
        fitting = [chain for chain in chains if _determines(rows, name, chain[-1])]
        if fitting:
            max(fitting, key=lambda chain: counts[chain[-1]]).append(name)
        else:
            chains.append([name])
    chains.sort(key=lambda chain: (counts[chain[-1]], fields.index(chain[0])))
    return tuple(tuple(chain) for chain in chains)


def learn(
    rows: Iterable[tuple[Values, str, int | None]], chains: Sequence[Sequence[str]]
) -> UnitModel:
    """A model of rows with their unit and day, in order of time."""
    model = UnitModel(tuple(tuple(chain) for chain in chains))
    for values, unit, day in rows:
        model.add(values, unit, day=day)
    return model


def _wider(depths: Depths) -> list[tuple[Depths, float]]:
    """The contexts that keep one field less, and what each passes on."""
    ways = [at for at, depth in enumerate(depths) if depth]
    if not ways:
        return []
    rest = (1 - GIVES_UP_FIRST) / (len(ways) - 1) if len(ways) > 1 else 0.0
    shares = [1.0] if len(ways) == 1 else [GIVES_UP_FIRST] + [rest] * (len(ways) - 1)
    return [
        ((*depths[:at], depths[at] - 1, *depths[at + 1 :]), share)
        for at, share in zip(ways, shares, strict=True)
    ]


def _determines(rows: Sequence[Values], narrow: str, wide: str) -> bool:
    """Nearly every value of `narrow` goes with one value of `wide`, which is no constant."""
    pairs: dict[str, dict[str, int]] = {}
    for row in rows:
        found = pairs.setdefault(row.get(narrow, ""), {})
        found[row.get(wide, "")] = found.get(row.get(wide, ""), 0) + 1
    agreed = sum(max(found.values()) for found in pairs.values())
    return len(rows) > len(pairs) and agreed >= DETERMINES * len(rows)


def _mixed(tally: Tally | None, beside: dict[str, float], scale: float) -> dict[str, float]:
    if tally is None:
        return beside
    weights = {unit: weight / scale for unit, (weight, _number) in tally.units.items()}
    kept = {unit: max(weight - DISCOUNT, 0.0) for unit, weight in weights.items()}
    total = sum(weights.values()) + STRENGTH
    passed = (total - sum(kept.values())) / total
    shares = {unit: passed * value for unit, value in beside.items()}
    for unit, weight in kept.items():
        shares[unit] = shares.get(unit, 0.0) + weight / total
    return shares
