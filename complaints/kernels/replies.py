"""Reply templates: words with places such as {number} that are filled when somebody is told."""

import re
from collections.abc import Mapping

PLACES = ("number", "earlier", "progress", "phone")
_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_places(template: str) -> list[str]:
    """What stands in braces and is no place, once each, in order."""
    found = dict.fromkeys(_PLACE.findall(template))
    return [name for name in found if name not in PLACES]


def fill(template: str, facts: Mapping[str, str]) -> str:
    """The words with every place filled; one without a fact is left empty, other braces as they
    are. A fact is put in as it stands: braces in it are no places."""
    return _PLACE.sub(lambda hit: _said(hit, facts), template)


def _said(hit: "re.Match[str]", facts: Mapping[str, str]) -> str:
    name = hit.group(1)
    return facts.get(name, "") if name in PLACES else hit.group(0)
