"""Matters that another door handles, told while somebody still writes."""

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
        if hits:
            found.append((hits, OtherDoor(row.name, row.advice, row.turn_to, row.source)))
    found.sort(key=lambda one: -one[0])
    return tuple(door for _hits, door in found[:SHOWN])
