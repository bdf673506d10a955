"""A file of messages parted into matters.

Pairs come from an index of the terms that few texts hold, so no two texts without such a term are
ever compared. Groups grow by average linkage (UPGMA; R. R. Sokal, C. D. Michener, Univ. Kansas
Sci. Bull. 38, 1958) on those pairs, all others counting 0: one odd message in between does not
chain two matters together, as it would with single linkage.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.related.weighing import Weighted, weigh

Progress = Callable[[int, int], None]

# Mean likeness from which two groups are one matter. Chosen on three public hot matters of TipDM
# 2020C and four more found by rule. Where few texts stand beside each other rare words are not
# known to be rare, so more of them must agree; and two messages alone must agree more than two
# groups, where many pairs say the same.
ALIKE = 0.05
ALIKE_ALONE = 0.06
ALIKE_IN_FEW = 0.15
FEW = 20
# Weaker pairs change no group, and would fill the memory.
LEAST = 0.02
# Time speaks softly: a matter may rest for a year. Of two like texts far apart a fifth is taken.
TIME_PART = 0.2
TIME_SCALE_DAYS = 90.0
PROGRESS_EVERY = 500


def group_texts(
    columns: Sequence[Sequence[str]],
    *,
    days: NDArray[np.float64] | None = None,
    on_progress: Progress | None = None,
) -> NDArray[np.int64]:
    """For each row the first row of its group; a row like no other is its own group.

    `columns` are the parts of the texts (title, body), each of n texts; `days` are n instants in
    days, NaN where unknown, which speaks neither for nor against. Raises ValueError on parts of
    unlike length.
    """
    rows = len(columns[0]) if columns else 0
    if any(len(column) != rows for column in columns):
        message = "each part has as many texts as the first"
        raise ValueError(message)
    # In an order of their own, so that what is equally like is joined alike in whatever order the
    # file has.
    known = np.nan_to_num(days, nan=-np.inf) if days is not None else np.zeros(rows)
    order = sorted(range(rows), key=lambda at: (*(column[at] for column in columns), known[at]))
    weighted = weigh([[column[at] for at in order] for column in columns]) if rows else None
    linkage = _Linkage(rows)
    ordered = None if days is None else days[order]
    for at, others, likeness in _pairs(weighted, rows, on_progress) if weighted else ():
        linkage.add(at, others, likeness * closeness(ordered, at, others))
    return _in_file_order(linkage.groups(ALIKE + ALIKE_IN_FEW / (1 + rows / FEW)), order)


def _in_file_order(groups: NDArray[np.int64], order: Sequence[int]) -> NDArray[np.int64]:
    of_row = dict(zip(order, groups.tolist(), strict=True))
    first: dict[int, int] = {}
    return np.array([first.setdefault(of_row[at], at) for at in range(len(order))], dtype=np.int64)


def closeness(
    days: NDArray[np.float64] | None, at: int, others: NDArray[np.int64]
) -> NDArray[np.float64]:
    """1 at the same instant, towards 0.8 with the time between; 1 where a time is unknown."""
    if days is None:
        return np.ones(len(others))
    gaps = np.nan_to_num(np.abs(days[others] - days[at]))
    fading: NDArray[np.float64] = 1 - TIME_PART * (1 - np.exp(-gaps / TIME_SCALE_DAYS))
    return fading


def _pairs(
    weighted: Weighted, rows: int, on_progress: Progress | None
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float64]]]:
    """For each row the earlier rows that are like it, and how much: cosines of their vectors."""
    order = np.argsort(weighted.terms, kind="stable")
    last = np.flatnonzero(np.diff(weighted.terms[order])) + 1
    holders = np.split(np.repeat(np.arange(rows), np.diff(weighted.starts))[order], last)
    weights = np.split(weighted.weights[order], last)
    place = {int(weighted.terms[order[at]]): n for n, at in enumerate([0, *last]) if len(order)}
    for at in range(rows):
        terms, own = weighted.row(at)
        if len(terms):
            held = [place[term] for term in terms.tolist()]
            sums = np.bincount(
                np.concatenate([holders[n] for n in held]),
                np.concatenate([weights[n] * part for n, part in zip(held, own, strict=True)]),
            )[:at]
            others = np.flatnonzero(sums >= LEAST).astype(np.int64)
            yield at, others, sums[others].astype(np.float64)
        if on_progress and ((at + 1) % PROGRESS_EVERY == 0 or at + 1 == rows):
            on_progress(at + 1, rows)


class _Linkage:
    """Average linkage over a sparse graph: between two groups stands the sum of their likenesses,
    and its mean decides. A pair in the heap is stale once either group has grown."""

    def __init__(self, rows: int) -> None:
        self._near: list[dict[int, float]] = [{} for _ in range(rows)]
        self._sizes = [1] * rows
        self._grown = [0] * rows
        self._into = list(range(rows))

    def add(self, at: int, others: NDArray[np.int64], likeness: NDArray[np.float64]) -> None:
        """A row and the earlier ones that are like it."""
        for other, value in zip(others.tolist(), likeness.tolist(), strict=True):
            self._near[at][other] = self._near[other][at] = value

    def groups(self, least: float) -> NDArray[np.int64]:
        """Join the two most alike until no mean reaches `least` and what few pairs need more."""
        heap = [
            (-value, at, other, 0, 0)
            for at, near in enumerate(self._near)
            for other, value in near.items()
            if other < at and value >= least + ALIKE_ALONE
        ]
        heapq.heapify(heap)
        while heap:
            _value, one, other, grown, other_grown = heapq.heappop(heap)
            # What has been taken into another has grown once more for ever.
            if self._grown[one] == grown and self._grown[other] == other_grown:
                kept = self._join(one, other)
                for pair in self._means(kept, least):
                    heapq.heappush(heap, pair)
        return np.array([self._root(at) for at in range(len(self._into))], dtype=np.int64)

    def _join(self, one: int, other: int) -> int:
        """Take one group into the other, the one with fewer neighbours; returns the grown one."""
        if len(self._near[one]) < len(self._near[other]):
            one, other = other, one
        near = self._near[one]
        for third, value in self._near[other].items():
            if third != one:
                near[third] = self._near[third][one] = near.get(third, 0.0) + value
                del self._near[third][other]
        del near[other]
        self._near[other] = {}
        self._sizes[one] += self._sizes[other]
        self._grown[one] += 1
        self._grown[other] += 1
        self._into[other] = one
        return one

    def _means(self, one: int, least: float) -> Iterator[tuple[float, int, int, int, int]]:
        for other, value in self._near[one].items():
            pairs = self._sizes[one] * self._sizes[other]
            mean = value / pairs
            if mean >= least + ALIKE_ALONE / pairs:
                yield -mean, one, other, self._grown[one], self._grown[other]

    def _root(self, at: int) -> int:
        while self._into[at] != at:
            at = self._into[at]
        return at
