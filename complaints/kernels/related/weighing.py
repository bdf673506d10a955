"""Texts as weighted terms: what few texts say tells more about which matter it is."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.bigrams import bigrams

# How much more a rare term counts: log(1 + n / df) to this power (chosen on the hot matters of
# TipDM 2020C, attachment 3, between 1 and 2).
RARENESS = 1.5
# A term of more texts than this share says nothing about one matter; in few texts none is common.
COMMON_SHARE = 0.1
COMMON_LEAST = 50
# The strongest terms of a text decide; the rest of a long one costs time and adds noise.
TERMS_MAX = 120


class Weighted(NamedTuple):
    """Row i has the terms `terms[starts[i]:starts[i + 1]]` with as many `weights`, which are parts
    of a vector of length 1 (the terms left out have their part in that length)."""

    starts: NDArray[np.int64]
    terms: NDArray[np.int64]
    weights: NDArray[np.float64]

    def row(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Terms and weights of one text."""
        part = slice(self.starts[at], self.starts[at + 1])
        return self.terms[part], self.weights[part]


def rareness(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weight of terms that this share of all texts holds, in (0, 1]."""
    weight: NDArray[np.float64] = np.log1p(1 / share) ** RARENESS
    return weight


def weigh(columns: Sequence[Sequence[str]]) -> Weighted:
    """Each text has as many parts as there are columns (a title, a body). Every part counts alike,
    so that a long body does not drown its title. Time and memory linear in the length of all.
    """
    known: dict[str, int] = {}
    parts = [list(_numbered(column, known)) for column in columns]
    rows = len(columns[0])
    held = np.zeros(len(known), dtype=np.int64)
    for at in range(rows):
        held[np.unique(np.concatenate([part[at] for part in parts]))] += 1
    weight = rareness(np.maximum(held, 1) / max(rows, 1))
    is_telling = (held > 1) & (held <= max(COMMON_SHARE * rows, COMMON_LEAST))
    vectors = [_vector([part[at] for part in parts], weight, is_telling) for at in range(rows)]
    starts = np.cumsum([0, *(len(terms) for terms, _ in vectors)])
    if not vectors:
        return Weighted(starts, np.empty(0, np.int64), np.empty(0))
    terms, weights = zip(*vectors, strict=True)
    return Weighted(starts, np.concatenate(terms), np.concatenate(weights))


def _numbered(texts: Sequence[str], known: dict[str, int]) -> Iterator[NDArray[np.int64]]:
    for text in texts:
        numbers = [known.setdefault(term, len(known)) for term in bigrams(text)]
        yield np.array(numbers, dtype=np.int64)


def _vector(
    parts: Sequence[NDArray[np.int64]],
    weight: NDArray[np.float64],
    is_telling: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    scaled = [weight[part] / (np.linalg.norm(weight[part]) or 1.0) for part in parts]
    terms, places = np.unique(np.concatenate(parts), return_inverse=True)
    values = np.bincount(places, np.concatenate(scaled), minlength=len(terms)).astype(np.float64)
    values /= np.linalg.norm(values) or 1.0
    telling = is_telling[terms]
    terms, values = terms[telling], values[telling]
    strongest = np.argsort(-values, kind="stable")[:TERMS_MAX]
    return terms[strongest], values[strongest]
