"""The risk words in force, and the flags that stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from complaints.kernels.risks import folded, pattern_of, words_in
from complaints.models import RiskFlag, RiskKind, RiskWord


class RiskBook:
    """The words in force on a day, read once and looked for in many texts."""

    def __init__(self, on: date) -> None:
        self._rows = list(RiskWord.objects.current(on).order_by("pk"))
        self._folded = [folded(row.word) for row in self._rows]
        self._pattern = pattern_of(self._folded)

    def words_in(self, text: str) -> list[RiskWord]:
        """Those that stand in the text."""
        return [self._rows[number] for number in words_in(text, self._folded, self._pattern)]


@dataclass(frozen=True, slots=True)
class Risk:
    """One flag on a ticket."""

    key: int
    kind: str
    word: str
    what_to_do: str
    limit_hint: str
    at: datetime
    set_aside_at: datetime | None
    set_aside_by: str
    reason: str


def risks_of(complaint_id: int) -> tuple[Risk, ...]:
    """All flags of a complaint, those that stand first."""
    rows = RiskFlag.objects.filter(complaint=complaint_id).select_related("word", "set_aside_by")
    found = [
        Risk(
            key=row.pk,
            kind=row.word.get_kind_display(),
            word=row.word.word,
            what_to_do=row.word.what_to_do,
            limit_hint=row.word.get_limit_hint_display() if row.word.limit_hint else "",
            at=row.at,
            set_aside_at=row.set_aside_at,
            set_aside_by=str(row.set_aside_by) if row.set_aside_by else "",
            reason=row.reason,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda risk: risk.set_aside_at is not None))


def standing_kinds(keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What the flags that stand on each of these complaints warn of, each kind once."""
    rows = RiskFlag.objects.standing().filter(complaint__in=list(keys)).order_by("pk")
    found: dict[int, dict[str, None]] = {}
    for key, kind in rows.values_list("complaint_id", "word__kind"):
        found.setdefault(key, {})[str(RiskKind(kind).label)] = None
    return {key: tuple(kinds) for key, kinds in found.items()}
