"""How well each unit works, drawn once by its code: the month's table needs best and worst."""

import random
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares in [0, 1]; `pace` is the mean share of the limit that the work takes."""

    solve: float
    please: float
    reach: float
    late: float
    pace: float
    trend: float

    def on(self, day: date, last: date) -> "Quality":
        """A year ago it was worse or better by its trend."""
        years = (last - day).days / 365
        shift = -self.trend * years
        return Quality(
            solve=_share(self.solve + shift),
            please=_share(self.please + shift),
            reach=_share(self.reach + shift / 2),
            late=_share(self.late - shift / 2),
            pace=self.pace,
            trend=self.trend,
        )


def quality_of(seed: int, street: str, unit: str) -> Quality:
    """A street's habits, and a unit's own beside them."""
    whole, own = random.Random(f"{seed} street {street}"), random.Random(f"{seed} unit {unit}")
    base = whole.gauss(0, 0.03)
    return Quality(
        solve=_share(0.87 + base + own.gauss(0, 0.035)),
        please=_share(0.9 + base + own.gauss(0, 0.03)),
        reach=_share(0.965 + base / 3 + own.gauss(0, 0.012)),
        late=min(0.22, max(0.01, 0.07 - base + own.gauss(0, 0.03))),
        pace=min(0.75, max(0.2, 0.45 - base + own.gauss(0, 0.08))),
        trend=whole.gauss(0.03, 0.025),
    )


def _share(value: float) -> float:
    return min(0.995, max(0.02, value))
