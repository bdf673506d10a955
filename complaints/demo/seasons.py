"""When people complain about what: seasons, storms, holidays, weekdays and hours.

Shapes follow the published patterns (domain notes 8.3): peaks at 9–11 and 14–16, heating from
November to March with its worst in the first weeks, leaks with the storms of June to September.
"""

import random
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate

# How often a category is named, by the longest code prefix that fits; others count 1.
WEIGHTS: Mapping[str, float] = {
    "0101": 3, "010101": 22, "010102": 7, "0102": 2.2, "010204": 3, "0103": 1.8, "0104": 1,
    "0105": 2.5, "010501": 4, "010502": 4, "010506": 3, "0106": 0.6, "0107": 1.6, "0108": 0.2,
    "0201": 2.5, "020101": 8, "0203": 2.2, "0204": 1.5, "0205": 0.7, "0206": 1, "0207": 0.5,
    "0301": 5, "030101": 6, "030106": 7, "0302": 2.5, "0303": 3, "030301": 7, "030302": 1.2,
    "0304": 2, "0305": 1, "0401": 3, "0402": 2, "040201": 5, "0403": 2.5, "040301": 4, "0404": 0.4,
    "0406": 0.2, "0501": 4, "050101": 7, "0502": 3, "0503": 3, "050301": 5, "050302": 5,
    "0504": 1.2, "0505": 2, "0506": 2, "050601": 4, "0507": 2, "0601": 4, "060101": 6,
    "0602": 2.2, "060201": 4, "0603": 0.5, "0604": 0.4, "0701": 5, "070101": 13, "070102": 4,
    "070106": 4, "0702": 1.5, "0703": 2, "0704": 2.2, "0801": 3.5, "080101": 6, "080105": 6,
    "0802": 0.25, "0803": 0.5, "0804": 1.5, "0805": 0.6, "0806": 1.6, "0901": 0.7, "0902": 1.8,
    "090201": 4, "0903": 2, "090301": 5, "0904": 1.6, "0906": 0.3, "1001": 1.2, "1002": 0.8,
    "1201": 1.5, "1204": 1.2, "1301": 1, "1302": 1, "1405": 0.6, "1406": 1.2, "140602": 2.5,
    "140603": 2.5,
}  # fmt: skip
_HOURS = (
    4, 2, 2, 1, 2, 5, 12, 30, 72, 112, 118, 92, 52, 60, 98, 106, 90, 72, 56, 50, 46, 38, 22, 10,
)  # fmt: skip
_NIGHT_HOURS = (
    34, 22, 12, 8, 9, 20, 26, 30, 34, 36, 34, 28, 24, 22, 26, 28, 30, 34, 44, 60, 74, 88, 82, 58,
)  # fmt: skip
_OF_THE_NIGHT = ("0601", "040201", "050303", "050304", "090203", "050701", "040204")
_OF_FREE_DAYS = ("0701", "0601", "1005", "0108", "0507", "050302", "0703", "0804")
_OF_COLD = ("010101", "010102", "010104", "010106")
_OF_RAIN = ("020101", "010506", "010504", "080304", "020501", "050502", "090301")


@dataclass(frozen=True, slots=True)
class Weather:
    """The storms of the year, and the days off that fall in it."""

    storms: frozenset[date]
    free_days: frozenset[date]

    def wetness(self, day: date) -> float:
        """How much more a leak is spoken of: most on the day after a storm."""
        after = [day - timedelta(days=gap) in self.storms for gap in range(4)]
        return max(
            (weight for weight, hit in zip((7, 11, 6, 3), after, strict=True) if hit), default=1
        )


def weather(first: date, last: date, free_days: frozenset[date], rng: random.Random) -> Weather:
    """Ten storms or so between June and mid-September."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    wet = [day for day in days if (6, 1) <= (day.month, day.day) <= (9, 15)]
    return Weather(frozenset(rng.sample(wet, min(10, len(wet)))), free_days)


def weight(code: str, day: date, sky: Weather) -> float:
    """How likely a category is on a day, beside the others."""
    usual = next((WEIGHTS[code[:n]] for n in (6, 4) if code[:n] in WEIGHTS), 1.0)
    return usual * _season(code, day, sky) * _free_day(code, day, sky)


def _season(code: str, day: date, sky: Weather) -> float:
    month, when = day.month, (day.month, day.day)
    if code == "010105":
        return 6 if month in (9, 10) else 0.3
    if code.startswith("0101"):
        return _heating(when, is_of_cold=code in _OF_COLD)
    if code in _OF_RAIN:
        return (1.4 if 6 <= month <= 9 else 0.35) * sky.wetness(day)
    for prefix, months, high, low in _SEASONS:
        if code.startswith(prefix):
            return high if month in months else low
    return 1


def _heating(when: tuple[int, int], *, is_of_cold: bool) -> float:
    if (11, 5) <= when <= (11, 30):
        return 6
    if when >= (12, 1) or when <= (1, 31):
        return 3.6
    if when <= (3, 15):
        return 2.2
    if (10, 25) <= when < (11, 5):
        return 0.6
    return 0 if is_of_cold else 0.15


_SEASONS: tuple[tuple[str, tuple[int, ...], float, float], ...] = (
    ("050504", (4, 5), 9, 0.2),
    ("050304", (5, 6, 7, 8, 9), 4, 0.2),
    ("050303", (4, 5, 6, 7, 8, 9, 10), 2, 0.4),
    ("060102", (4, 5, 6, 7, 8, 9, 10), 2.5, 0.4),
    ("060104", (6, 7, 8), 2, 0.8),
    ("060203", (3, 4, 10, 11), 3, 0.5),
    ("060204", (3, 4), 3, 0.8),
    ("040202", (3, 4), 2, 0.8),
    ("0301", (6, 7, 8), 1.2, 1),
    ("010301", (7, 8), 3, 0.7),
    ("010202", (6, 7, 8), 1.8, 0.8),
    ("110501", (5, 6, 7, 8, 9), 3, 0.3),
    ("1301", (4, 5, 6, 7, 8), 4, 0.5),
    ("140701", (3, 4), 4, 0.6),
    ("050103", (10, 11), 3, 0.9),
    ("0601", (5, 6, 7, 8, 9), 1.3, 0.9),
    ("120102", (12, 1, 2), 3.5, 0.8),
)


def _free_day(code: str, day: date, sky: Weather) -> float:
    is_free = day in sky.free_days
    if code.startswith(_OF_FREE_DAYS):
        return 1.7 if is_free else 1.35 if day.weekday() > 4 else 1
    if code == "050401" or (not is_free and day.weekday() < 5):
        return 1
    return 0.62 if is_free else 0.74


def moment(day: date, code: str, rng: random.Random, zone: tzinfo) -> datetime:
    """The hour and minute somebody calls; noise is complained of at night."""
    hours = _NIGHT_HOURS if code.startswith(_OF_THE_NIGHT) else _HOURS
    totals = list(accumulate(hours))
    hour = bisect(totals, rng.random() * totals[-1])
    at = time(min(hour, 23), rng.randrange(60), rng.randrange(60))
    return datetime.combine(day, at, zone)
