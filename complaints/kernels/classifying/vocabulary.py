"""Which runs a model knows and what each weighs in a text.

TF-IDF with damped counts (Salton and Buckley, Term-weighting approaches in automatic text
retrieval, 1988): (1 + ln count) · worth, every text of length 1. `worth` is
idf = ln((1 + texts) / (1 + texts with it)) + 1, times the root of how unevenly the run stands among
the classes (1 − entropy / ln classes, after Dumais, Improving the retrieval of information from
external sources, 1991): what stands in texts of every class says nothing about the class.

People say first what the matter is, and last that they hope for a reply: a run at the very start
counts seven times, one after a hundred signs hardly more than once.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.classifying.grams import Codes, grams

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

_MORE_AT_FIRST, _FIRST_SIGNS = 6.0, 20.0
_WORTH_LEAST, _UNSEEN = 0.05, 0.5


class Counted(NamedTuple):
    """The distinct runs of one text, in order of their numbers, and how often each stands there."""

    codes: Codes
    counts: NDArray[np.float64]


class Weighed(NamedTuple):
    """One text as a sparse row: places in the vocabulary and their weights, squares summing to 1;
    empty where the model knows no run of it."""

    places: Indices
    weights: Floats


class Vocabulary(NamedTuple):
    """`codes` in ascending order, `worth` beside them."""

    codes: Codes
    worth: Floats


def counted(text: str) -> Counted:
    """The runs of `text`; each counts as often as it stands there, more where it stands early."""
    placed = grams(text)
    codes, at = np.unique(placed.codes, return_inverse=True)
    counts = np.bincount(at, weights=emphasis(placed.starts), minlength=len(codes))
    return Counted(codes, counts.astype(np.float64))


def emphasis(starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much a run counts that begins at these signs; at least 1."""
    more: NDArray[np.float64] = _MORE_AT_FIRST * np.exp(-starts / _FIRST_SIGNS)
    return 1 + more


def vocabulary_of(
    texts: Sequence[Counted],
    targets: NDArray[np.int64],
    *,
    classes: int,
    least_texts: int = 2,
    most: int,
) -> Vocabulary:
    """The runs of at least `least_texts` texts; of more than `most`, those of most texts, and among
    equals the ones that come first. `targets` hold each text's class. ValueError for no text."""
    if not texts:
        msg = "a vocabulary needs texts"
        raise ValueError(msg)
    codes, among = np.unique(np.concatenate([text.codes for text in texts]), return_counts=True)
    kept = np.flatnonzero(among >= least_texts)
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-among[kept], kind="stable")[:most]])
    codes, among = codes[kept], among[kept]
    idf = np.log((1 + len(texts)) / (1 + among)) + 1
    worth = idf * (np.sqrt(_unevenness(codes, texts, targets, classes)) + _WORTH_LEAST)
    return Vocabulary(codes, worth.astype(np.float32))


def weighed(text: Counted, known: Vocabulary) -> Weighed:
    """The row of one text."""
    places, is_known = find(text.codes, known.codes)
    weights = (1 + np.log(text.counts[is_known])) * known.worth[places]
    length = float(np.sqrt(weights @ weights)) or 1.0
    return Weighed(places.astype(np.int32), (weights / length).astype(np.float32))


def find(codes: Codes, known: Codes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where those of `codes` that are known stand in `known`, and which these are."""
    if not len(known):
        return np.empty(0, np.int64), np.zeros(len(codes), np.bool_)
    at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    is_known = known[at] == codes
    return at[is_known], is_known


def _unevenness(
    codes: Codes, texts: Sequence[Counted], targets: NDArray[np.int64], classes: int
) -> NDArray[np.float64]:
    """0 for a run that stands in as large a part of each class's texts, 1 for one of a single
    class; half a text more for each class keeps rare runs from looking sure."""
    share = np.full((len(codes), classes), _UNSEEN, np.float32)
    for text, target in zip(texts, targets, strict=True):
        share[find(text.codes, codes)[0], target] += 1
    share /= np.maximum(np.bincount(targets, minlength=classes), 1).astype(np.float32)
    share /= share.sum(axis=1, keepdims=True)
    entropy = -(share * np.log(share)).sum(axis=1, dtype=np.float64)
    uneven: NDArray[np.float64] = np.clip(1 - entropy / np.log(max(classes, 2)), 0, 1)
    return uneven
