"""Who a text names by an @ before his name."""

import re
from collections.abc import Iterable
from typing import NamedTuple

# Inside a word it is an address of mail, or nobody's name.
_SIGN = re.compile(r"(?<![A-Za-z0-9_.-])[@＠](?=\w)")
_WORD = re.compile(r"[\w·]{1,20}")


class Named(NamedTuple):
    """Names of the list that stand behind an @, in order, and the words there that are none."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


def named_in(text: str, names: Iterable[str]) -> Named:
    """The longest name of the list that stands behind each @; a name may hold spaces."""
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for sign in _SIGN.finditer(text):
        rest = text[sign.end() :]
        found = next((name for name in longest_first if rest.startswith(name)), "")
        word = _WORD.match(rest)
        if found:
            known[found] = None
        elif word:
            unknown[word[0]] = None
    return Named(tuple(known), tuple(unknown))
