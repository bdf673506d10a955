"""Whose share is far above that of all the others: an exact binomial tail, held against the number
of units asked at once (Bonferroni), so that in a month where nobody games the figures a false
finding of one kind comes in at most `LEVEL` of the months. A finding is a question and no verdict.
"""

from collections.abc import Sequence
from math import exp, lgamma, log
from typing import NamedTuple

LEVEL = 0.01


class Far(NamedTuple):
    """The unit's share, the others' share, and how likely chance alone gives as much or more."""

    share: float
    others: float
    chance: float


def far_above(
    counts: Sequence[tuple[int, int]], *, least: int, level: float = LEVEL
) -> list[Far | None]:
    """For each (count, of how many) whether it stands out; below `least` counts nobody does."""
    total, whole = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    return [_far(count, n, total - count, whole - n, least, level / len(counts))
            for count, n in counts]  # fmt: skip


def upper_tail(count: int, n: int, share: float) -> float:
    """The probability of `count` or more of `n` where each comes with probability `share`."""
    if count <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    terms = (
        exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(share)
            + (n - k) * log(1 - share))
        for k in range(count, n + 1)
    )  # fmt: skip
    return min(sum(terms), 1.0)


def _far(count: int, n: int, others: int, of_others: int, least: int, level: float) -> Far | None:
    if count < max(least, 1) or not of_others:
        return None
    # One more of each, so that others who never did it do not make once a miracle.
    share = (others + 1) / (of_others + 2)
    chance = upper_tail(count, n, share)
    if count / n <= share or chance > level:
        return None
    return Far(count / n, others / of_others, chance)
