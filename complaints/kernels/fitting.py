"""Which of a few hundred short texts fits a question best, by the terms they share.

A term counts by how rare it is among the texts (inverse document frequency, the usual log with one
added), so that what stands in all of them says nothing.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from math import log, sqrt


def fit_scores(asked: Collection[str], texts: Sequence[Collection[str]]) -> list[float]:
    """For each text in [0, 1], better higher: the cosine between its terms and those asked, each
    weighted by its rarity. 0 where nothing is shared; the order of terms plays no part."""
    terms = [frozenset(text) for text in texts]
    wanted = frozenset(asked)
    known = Counter(term for text in terms for term in text)
    weight = {term: log((1 + len(terms)) / (1 + n)) + 1 for term, n in known.items()}
    # What no text has is as rare as can be, and makes every fit looser.
    unknown = log(1 + len(terms)) + 1
    length = sqrt(sum(weight.get(term, unknown) ** 2 for term in wanted))
    return [_cosine(text & wanted, text, weight, length) for text in terms]


def _cosine(
    shared: frozenset[str], text: frozenset[str], weight: dict[str, float], length: float
) -> float:
    if not shared:
        return 0.0
    own = sqrt(sum(weight[term] ** 2 for term in text))
    return min(1.0, sum(weight[term] ** 2 for term in shared) / (own * length))
