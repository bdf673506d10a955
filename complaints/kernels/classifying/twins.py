"""Which texts say the same in nearly the same words, so that none stands on both sides of a split.

Two texts are near when most of the shorter one's pairs of signs stand in the longer one too: a copy
that lost its small words, or got some before and after, is still a copy. Only texts that share
rare pairs are compared, so that time grows with the number of copies and not with its square.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.classifying.grams import Codes, grams, pairs_only

Groups = NDArray[np.int64]

# A pair of signs in more texts than this is common speech and points at no copy.
_RARE_MAX = 12
_SHARED_MIN = 2


def twin_groups(texts: Sequence[str], *, share: float = 0.5) -> Groups:
    """A group number for each text, from 0 in order of first appearance; texts of one group are
    linked by pairs of near ones. `share` in (0, 1]: of the shorter one's pairs, how many must
    stand in the longer one. A text of less than two signs is alone."""
    pairs = [np.unique(pairs_only(grams(text).codes)) for text in texts]
    leads = list(range(len(texts)))
    for first, second in _candidates(pairs):
        ours, theirs = _lead(leads, int(first)), _lead(leads, int(second))
        if ours != theirs and _overlap_rate(pairs[first], pairs[second]) >= share:
            leads[max(ours, theirs)] = min(ours, theirs)
    numbers: dict[int, int] = {}
    found = [numbers.setdefault(_lead(leads, at), len(numbers)) for at in range(len(texts))]
    return np.array(found, np.int64)


def _candidates(pairs: Sequence[Codes]) -> NDArray[np.int64]:
    """Texts that share at least two rare pairs, shape (n, 2), or all that are of the same pairs."""
    if not pairs:
        return np.empty((0, 2), np.int64)
    codes = np.concatenate(pairs)
    owners = np.repeat(np.arange(len(pairs)), [len(one) for one in pairs])
    order = np.argsort(codes, kind="stable")
    codes, owners = codes[order], owners[order]
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])) if len(codes) else codes
    lengths = np.diff(np.append(starts, len(codes)))
    met = [_same(pairs)]
    for length in range(2, _RARE_MAX + 1):
        rows = owners[starts[lengths == length][:, None] + np.arange(length)]
        first, second = np.triu_indices(length, 1)
        met.append((rows[:, first] * len(pairs) + rows[:, second]).ravel())
    keys, times = np.unique(np.concatenate(met), return_counts=True)
    keys = keys[times >= _SHARED_MIN]
    return np.stack([keys // len(pairs), keys % len(pairs)], axis=1)


def _same(pairs: Sequence[Codes]) -> NDArray[np.int64]:
    """Texts made of the very same pairs meet however common those are: each with the first."""
    firsts: dict[bytes, int] = {}
    met = []
    for at, one in enumerate(pairs):
        first = firsts.setdefault(one.tobytes(), at)
        if first != at and len(one):
            met += [first * len(pairs) + at] * _SHARED_MIN
    return np.array(met, np.int64)


def _overlap_rate(ours: Codes, theirs: Codes) -> float:
    shared = np.intersect1d(ours, theirs, assume_unique=True)
    return len(shared) / min(len(ours), len(theirs))


def _lead(leads: list[int], at: int) -> int:
    while leads[at] != at:
        leads[at] = leads[leads[at]]
        at = leads[at]
    return at
