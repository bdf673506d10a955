"""What is complained of when and where, before anybody finds words: the year's bare outline."""

import random
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate

from complaints.demo.places import Community
from complaints.demo.seasons import Weather, moment, weather, weight
from complaints.demo.slots import Scene, scene_in

DAYS = 365
_HEATING, _ANY = (12, 1, 2), tuple(range(1, 13))
# Category, months, hours it lasts, whether one building or a whole estate.
_OUTBREAKS: tuple[tuple[str, tuple[int, ...], int, bool], ...] = (
    ("010101", _HEATING, 60, False),
    ("010102", (11, 12), 40, False),
    ("010101", (1, 2), 48, False),
    ("010201", _ANY, 14, False),
    ("010301", (7, 8), 10, False),
    ("020101", (7, 8), 72, False),
    ("010506", (7, 8), 30, False),
    ("010501", _ANY, 96, True),
    ("030301", _ANY, 120, True),
    ("040201", (4, 5, 6, 9), 150, False),
    ("050101", (2, 10), 80, False),
    ("060102", (6, 7, 8), 200, False),
    ("080105", _ANY, 160, False),
    ("120102", (1, 2), 70, False),
    ("130201", (3, 8), 60, False),
    ("030501", _ANY, 120, False),
)
# What comes back to the same building again and again.
_STUBBORN = (
    ("030301", "030303"), ("010501", "010502"), ("020101",), ("080102", "050105"), ("060101",),
    ("090201", "090203"), ("070101", "070102"), ("060201", "060104"), ("010202", "010205"),
    ("030101", "030104"), ("090301",), ("050202", "050101"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    """One complaint to be: when, of what, where. `thread` is shared by repeats at one place."""

    at: datetime
    code: str
    scene: Scene
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """What all causes are drawn from."""

    at: datetime
    communities: Sequence[Community]
    codes: Sequence[str]
    free_days: frozenset[date]
    zone: tzinfo

    @property
    def first(self) -> date:
        return self.last - timedelta(days=DAYS - 1)

    @property
    def last(self) -> date:
        return self.at.date()


def causes(count: int, year: Year, rng: random.Random) -> list[Cause]:
    """So many causes of the year before `year.at`, in order of time. `year.at` is in local time."""
    sky = weather(year.first, year.last, year.free_days, rng)
    found = [*_outbreaks(count, year, sky, rng), *_stubborn(count, year, rng)][:count]
    found += _scattered(count - len(found), year, sky, rng)
    return sorted(found, key=lambda cause: cause.at)


def _scattered(count: int, year: Year, sky: Weather, rng: random.Random) -> list[Cause]:
    days = [year.first + timedelta(days=n) for n in range(DAYS)]
    lists = [list(accumulate(weight(code, day, sky) for code in year.codes)) for day in days]
    chosen = rng.choices(range(DAYS), weights=[totals[-1] for totals in lists], k=count)
    homes = rng.choices(
        year.communities, weights=[home.weight for home in year.communities], k=count
    )
    tilt = _Tilt(year.codes, rng)
    return [
        _cause(year, days[day], tilt.choose(home, lists[day]), scene_in(home, rng), rng)
        for day, home in zip(chosen, homes, strict=True)
    ]


class _Tilt:
    """Each street has its own troubles: of two categories drawn, its likelier one is taken."""

    def __init__(self, codes: Sequence[str], rng: random.Random) -> None:
        self._codes = codes
        self._rng = rng
        self._leanings: dict[int, Mapping[str, float]] = {}

    def choose(self, home: Community, totals: list[float]) -> str:
        if home.street_id not in self._leanings:
            chapters = sorted({code[:2] for code in self._codes})
            self._leanings[home.street_id] = {c: self._rng.random() for c in chapters}
        leaning = self._leanings[home.street_id]
        draws = 2 if self._rng.random() < 0.35 else 1
        found = [
            self._codes[bisect(totals, self._rng.random() * totals[-1])] for _draw in range(draws)
        ]
        return max(found, key=lambda code: leaning[code[:2]])


def _outbreaks(count: int, year: Year, sky: Weather, rng: random.Random) -> list[Cause]:
    found = []
    for code, months, hours, is_one_building in _OUTBREAKS:
        day = _day_in(months, code, year, sky, rng)
        begins = moment(day, code, rng, year.zone)
        home = rng.choice(year.communities)
        scene = scene_in(home, rng)
        for _voice in range(max(4, rng.randint(14, 26) * count // 12_000)):
            at = begins + timedelta(hours=rng.triangular(0, hours, hours / 5))
            if at < year.at:
                here = scene if is_one_building else _next_door(scene, rng)
                found.append(Cause(at, code, here, f"outbreak {code} {day}"))
    return found


def _stubborn(count: int, year: Year, rng: random.Random) -> list[Cause]:
    found = []
    for number, codes in enumerate(_STUBBORN):
        scene = scene_in(rng.choice(year.communities), rng)
        for _time in range(max(3, rng.randint(8, 22) * count // 12_000)):
            day = year.first + timedelta(days=rng.randrange(DAYS))
            thread = f"stubborn {number}"
            found.append(_cause(year, day, rng.choice(codes), scene, rng, thread))
    return found


def _cause(
    year: Year, day: date, code: str, scene: Scene, rng: random.Random, thread: str = ""
) -> Cause:
    at = moment(day, code, rng, year.zone)
    # What today's later hours would bring was brought yesterday.
    return Cause(at if at < year.at else at - timedelta(days=1), code, scene, thread)


def _day_in(
    months: tuple[int, ...], code: str, year: Year, sky: Weather, rng: random.Random
) -> date:
    days = [year.first + timedelta(days=n) for n in range(5, DAYS - 5)]
    storms = sorted(day for day in sky.storms if day in days)
    if code in ("020101", "010506") and storms:
        return rng.choice(storms)
    return rng.choice([day for day in days if day.month in months])


def _next_door(scene: Scene, rng: random.Random) -> Scene:
    """The same estate and street, another building."""
    return replace(
        scene,
        building=rng.randint(1, 24),
        entrance=rng.randint(1, 6),
        floor=rng.randint(1, 18),
    )
