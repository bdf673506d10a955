"""Terms as numbers: texts that are compared again and again are read once, and then are arrays."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray


class Lexicon:
    """Gives each term a number, from 0 on in the order in which they are first met; the same for as
    long as the lexicon lives. It grows with every new term: who keeps one bounds it."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """One number for each term."""
        return np.fromiter(map(self._numbers.__getitem__, terms), np.int64, count=len(terms))


def counts_of(texts: Sequence[NDArray[np.int64]], size: int) -> NDArray[np.int64]:
    """How many texts hold each of the terms 0 to size - 1, when each text has a term once."""
    held = np.concatenate(texts) if texts else np.empty(0, np.int64)
    return np.bincount(held, minlength=size).astype(np.int64)


def counts_of_pairs(
    pairs: NDArray[np.int64], texts: Sequence[NDArray[np.int64]]
) -> NDArray[np.int64]:
    """For each of p pairs of terms (p, 2), how many texts hold both of it."""
    if not len(pairs) or not texts:
        return np.zeros(len(pairs), np.int64)
    wanted, places = np.unique(pairs, return_inverse=True)
    places = places.reshape(pairs.shape)
    held = np.concatenate(texts)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    # The place of each held term among those asked for; beyond them all is the last column.
    at = np.full(max(int(held.max(initial=0)), int(wanted[-1])) + 1, len(wanted))
    at[wanted] = np.arange(len(wanted))
    holds = np.zeros((len(texts), len(wanted) + 1), dtype=np.bool_)
    holds[rows, at[held]] = True
    both: NDArray[np.int64] = (holds[:, places[:, 0]] & holds[:, places[:, 1]]).sum(axis=0)
    return both
