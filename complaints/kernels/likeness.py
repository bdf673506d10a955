"""Which of a few short names a text is likest to, by the signs and pairs of signs they share.

A sign that few names have says more than one that many have. Nothing is learnt: it is what a new
office has on its first day.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

# A sign alone (暖 in 暖气 and 供暖) says less than two that stand together.
ONE_SIGN = 0.35


class Likeness(NamedTuple, Generic[K]):
    """`score` lies in [0, 1]; 1 where every part of the name stands in the text."""

    key: K
    score: float


def likest(
    text: str, names: Sequence[tuple[K, str]], *, most: int = 3, least_score: float = 0.24
) -> list[Likeness[K]]:
    """The `most` names likest to the text, best first, none below `least_score` and none without
    two signs in common that stand together; of equal ones the earlier. Linear in text and names."""
    parts = [(key, _parts(name)) for key, name in names]
    shared_by = Counter(part for _, own in parts for part in own)
    said = _parts(text)
    scored = []
    for key, own in parts:
        shared = own & said
        if not any(len(part) > 1 for part in shared):
            continue
        weights = {part: _weight(part, shared_by[part], len(parts)) for part in own}
        score = sum(weights[part] for part in shared) / sum(weights.values())
        if score >= least_score:
            scored.append(Likeness(key, score))
    return sorted(scored, key=lambda one: -one.score)[:most]


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """How much two sets of terms share, in [0, 1]: the shared over the smaller."""
    a, b = set(one), set(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _parts(words: str) -> set[str]:
    signs = [sign for sign in words if sign.isalnum()]
    pairs = {first + second for first, second in pairwise(signs)}
    return pairs | set(signs)


def _weight(part: str, bearers: int, names: int) -> float:
    rarity = math.log((1 + names) / bearers)
    return rarity if len(part) > 1 else rarity * ONE_SIGN
