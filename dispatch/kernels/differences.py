"""Where two versions of the same words part, and a short print to tell whether words changed."""

from difflib import SequenceMatcher
from hashlib import sha256
from typing import NamedTuple

# Comparing sign by sign grows with the square; beyond this the whole middle is told as different.
COMPARED_MAX = 1500
PRINT_LENGTH = 12


class Stretch(NamedTuple):
    """Some words of a version; `differs` where the other version has others."""

    words: str
    differs: bool


def plain(words: str) -> str:
    """The words as any browser sends them: one kind of line end, nothing around."""
    return words.replace("\r\n", "\n").strip()


def fingerprint(words: str) -> str:
    """The same for the same words; says nothing of what they are."""
    return sha256(plain(words).encode()).hexdigest()[:PRINT_LENGTH]


def differing(theirs: str, mine: str) -> tuple[list[Stretch], list[Stretch]]:
    """Both versions cut where they part; each side joined again gives its words."""
    theirs, mine = plain(theirs), plain(mine)
    start = _common(theirs, mine)
    end = _common(theirs[start:][::-1], mine[start:][::-1])
    middles = theirs[start : len(theirs) - end], mine[start : len(mine) - end]
    left, right = _middle(*middles)
    before, after = Stretch(theirs[:start], False), Stretch(theirs[len(theirs) - end :], False)
    return _joined([before, *left, after]), _joined([before, *right, after])


def _common(one: str, other: str) -> int:
    """How many signs both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _middle(theirs: str, mine: str) -> tuple[list[Stretch], list[Stretch]]:
    if max(len(theirs), len(mine)) > COMPARED_MAX:
        return [Stretch(theirs, True)], [Stretch(mine, True)]
    left, right = [], []
    matcher = SequenceMatcher(None, theirs, mine, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        left.append(Stretch(theirs[a:b], kind != "equal"))
        right.append(Stretch(mine[c:d], kind != "equal"))
    return left, right


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Without empty ones; neighbours of one kind are one."""
    found: list[Stretch] = []
    for one in stretches:
        if not one.words:
            continue
        if found and found[-1].differs == one.differs:
            found[-1] = Stretch(found[-1].words + one.words, one.differs)
        else:
            found.append(one)
    return found
