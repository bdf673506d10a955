"""Places in a phrase that are filled in when it is used."""

import re
from collections.abc import Mapping

PLACES = ("number", "unit", "due")
_PLACE = re.compile(r"\{([^{}\n]{0,30})\}")


def wrong_places(text: str) -> list[str]:
    """What stands in braces and is no known place, and braces that stand alone."""
    wrong = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACES]
    left = _PLACE.sub("", text)
    return wrong + [sign for sign in "{}" if sign in left]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The words with every known place filled; what is filled in is not read again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def appended(words: str, phrase: str) -> str:
    """The phrase behind what is written, on a line of its own."""
    return f"{words.rstrip()}\n{phrase}" if words.strip() else phrase
