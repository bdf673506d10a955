"""Matters that another door handles, told while somebody still writes."""

import re
from dataclasses import dataclass
from datetime import date

from complaints.kernels.addresses import fold
from complaints.models import Elsewhere

SHOWN = 3


@dataclass(frozen=True, slots=True)
class OtherDoor:
    """Where to turn, and why; `source` is empty where the office's own reading is all there is."""

    name: str
    advice: str
    turn_to: str
    source: str


def other_doors(text: str, *, on: date) -> tuple[OtherDoor, ...]:
    """The doors whose words stand in the text, those first of which most do."""
    said = fold(text)
    found = []
    for row in Elsewhere.objects.current(on).order_by("pk"):
        hits = sum(word in said for word in map(fold, row.words.split()))
        hits += sum(_stands(words, said) for words in map(fold, row.words_en.splitlines()))
        if hits:
            door = OtherDoor(str(row), row.shown_advice, row.shown_turn_to, row.source)
            found.append((hits, door))
    found.sort(key=lambda one: -one[0])
    return tuple(door for _hits, door in found[:SHOWN])


def _stands(words: str, said: str) -> bool:
    """English words end somewhere: a court is no courtyard."""
    words = words.strip()
    return bool(words) and re.search(rf"\b{re.escape(words)}\b", said) is not None
