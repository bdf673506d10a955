"""Which limits the dispatch page proposes: of rule or category, or those a flag asks for."""

from dataclasses import dataclass

from complaints.models import ClockKind, Complaint, RiskFlag

# The shortest limits first.
STRICTEST = (
    ClockKind.EMERGENCY, ClockKind.LIVELIHOOD, ClockKind.GENERAL, ClockKind.COMPLEX,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockChoice:
    """The kind, and the words of the caller where they alone ask for it."""

    kind: str
    words: tuple[str, ...] = ()


def clock_for(complaint: Complaint, *, rule_kind: str) -> ClockChoice:
    """The strictest of what the rule or the category says and of what the flags that stand ask."""
    category = complaint.category
    usual = rule_kind or (category.clock_kind if category else ClockKind.GENERAL)
    flags = RiskFlag.objects.standing().filter(complaint=complaint).exclude(word__limit_hint="")
    asked = list(flags.order_by("pk").values_list("word__limit_hint", "word__word"))
    kind = min([usual, *(hint for hint, _word in asked)], key=_strictness)
    if kind == usual:
        return ClockChoice(usual)
    return ClockChoice(kind, tuple(word for hint, word in asked if hint == kind))


def _strictness(kind: str) -> int:
    return STRICTEST.index(ClockKind(kind))
