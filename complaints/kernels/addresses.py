"""Names of places in running text, found in one pass (A. V. Aho, M. J. Corasick, CACM 18, 1975).

A name that two areas share is never guessed: the match carries all who bear it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")

# One sign for one sign, so that positions in the folded text are positions in the text.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FOLD |= {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_FOLD |= {upper + 0xFEE0: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def fold(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones, A–Z as a–z; the length stays."""
    return text.translate(_FOLD)


class PlaceMatch(NamedTuple, Generic[K]):
    """`text[start:end]` is a known name; `keys` are all its bearers, in the order given."""

    start: int
    end: int
    name: str
    keys: tuple[K, ...]

    @property
    def is_ambiguous(self) -> bool:
        return len(self.keys) > 1


class PlaceNames(Generic[K]):
    """Names compiled once. Building costs the sum of their lengths; a search costs the length of
    the text plus what it finds, whatever the text.
    """

    def __init__(self, names: Iterable[tuple[str, K]]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._keys: list[list[K]] = [[]]
        self._depth: list[int] = [0]
        for name, key in names:
            self._add(fold(name).strip(), key)
        self._fail = [0] * len(self._next)
        # The nearest shorter name that ends where this one ends; 0 where there is none.
        self._shorter = [0] * len(self._next)
        self._link()

    def find(self, text: str) -> list[PlaceMatch[K]]:
        """Matches that do not overlap, the longest first and of equal length the earlier first."""
        found = sorted(self._ends(fold(text)), key=lambda hit: (-self._depth[hit[1]], hit[0]))
        taken = bytearray(len(text))
        matches: list[PlaceMatch[K]] = []
        for end, node in found:
            start = end - self._depth[node]
            # A kept match is never shorter than this one, so it cannot lie between the two ends.
            if taken[start] or taken[end - 1]:
                continue
            taken[start:end] = b"\x01" * (end - start)
            matches.append(PlaceMatch(start, end, text[start:end], tuple(self._keys[node])))
        return matches

    def _add(self, name: str, key: K) -> None:
        if not name:
            return
        node = 0
        for sign in name:
            step = self._next[node].get(sign)
            if step is None:
                step = len(self._next)
                self._next[node][sign] = step
                self._next.append({})
                self._keys.append([])
                self._depth.append(self._depth[node] + 1)
            node = step
        if key not in self._keys[node]:
            self._keys[node].append(key)

    def _link(self) -> None:
        waiting = deque(self._next[0].values())
        while waiting:
            node = waiting.popleft()
            fail = self._fail[node]
            self._shorter[node] = fail if self._keys[fail] else self._shorter[fail]
            for sign, step in self._next[node].items():
                self._fail[step] = self._follow(fail, sign)
                waiting.append(step)

    def _follow(self, node: int, sign: str) -> int:
        while True:
            step = self._next[node].get(sign)
            if step is not None:
                return step
            if node == 0:
                return 0
            node = self._fail[node]

    def _ends(self, text: str) -> Iterable[tuple[int, int]]:
        node = 0
        for end, sign in enumerate(text, start=1):
            node = self._follow(node, sign)
            hit = node if self._keys[node] else self._shorter[node]
            while hit:
                yield end, hit
                hit = self._shorter[hit]


def find_place(text: str, names: Sequence[tuple[str, K]]) -> list[PlaceMatch[K]]:
    """`PlaceNames(names).find(text)` for a list that is used once."""
    return PlaceNames(names).find(text)
