"""A text as runs of one, two and three signs, each run a whole number.

A sign's code point needs 21 bits, so three fit into 63: no table of runs is needed to number them,
and no two runs share a number. Letters and digits alone count, in one width and one case, whatever
stands between them: 路 灯 and 路灯 are the same.
"""

import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]

LONGEST_RUN = 3
_BITS = 21
# Words beyond this say nothing new about the matter, and bound the time of one text.
SIGNS_MAX = 20_000


class _Folding(dict[int, str]):
    """One sign's plain form, worked out once: "" for what is neither letter nor digit."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = kept = "".join(sign for sign in plain if sign.isalnum())
        return kept


_FOLDING = _Folding()


class Run(NamedTuple):
    """`text[start:end]`, `end` excluded, in signs of the text as it was given."""

    start: int
    end: int


class Placed(NamedTuple):
    """Run numbers, and at which plain sign each begins, both of one length; shorter runs first."""

    codes: Codes
    starts: NDArray[np.int64]


def folded(text: str) -> str:
    """The letters and digits of `text` in their plain form. Linear in its length."""
    return text[:SIGNS_MAX].translate(_FOLDING)


def grams(text: str) -> Placed:
    """All runs of `text`, one for each place it stands at."""
    codes = _runs_of(_signs(folded(text)))
    return Placed(np.concatenate(codes), np.concatenate([np.arange(len(one)) for one in codes]))


def grams_in(text: str) -> tuple[Placed, list[Run]]:
    """The same runs, and for each the part of `text` that it was read from."""
    plain, origin = [], []
    for at, sign in enumerate(text[:SIGNS_MAX]):
        kept = _FOLDING[ord(sign)]
        plain.append(kept)
        origin.extend([at] * len(kept))
    codes = _runs_of(_signs("".join(plain)))
    parts = [
        Run(origin[start], origin[start + length - 1] + 1)
        for length, one in enumerate(codes, start=1)
        for start in range(len(one))
    ]
    starts = np.concatenate([np.arange(len(one)) for one in codes])
    return Placed(np.concatenate(codes), starts), parts


def pairs_only(codes: Codes) -> Codes:
    """The runs of exactly two signs."""
    pairs: Codes = codes[(codes >> _BITS > 0) & (codes >> (2 * _BITS) == 0)]
    return pairs


def _runs_of(signs: Codes) -> list[Codes]:
    """The numbers of the runs of a row of code points, shorter ones first."""
    found = [signs]
    for _longer in range(1, LONGEST_RUN):
        before = found[-1]
        found.append((before[:-1] << _BITS) | signs[len(signs) - len(before) + 1 :])
    return found


def _signs(plain: str) -> Codes:
    # Halves of a pair stand in no text that was stored; "replace" keeps one from raising here.
    return np.frombuffer(plain.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
