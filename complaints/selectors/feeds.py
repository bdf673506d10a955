"""What a source's own words for places and categories mean here, asked row after row of an import:
the territory and the catalogue are read once. Exact names only; what two bear is not guessed.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from complaints.models import Area, Category
from complaints.selectors.places import Placement, area_key_in_words

CITYWIDE = None


class PlaceBook:
    """Names of areas as they stand when the book is opened."""

    def __init__(self) -> None:
        rows = list(Area.objects.values_list("pk", "level", "name", "parent_id"))
        self._above = {pk: (level, parent) for pk, level, _name, parent in rows}
        self._named: dict[tuple[str, int | None, str], list[int]] = defaultdict(list)
        for pk, level, name, _parent in rows:
            for ancestor in {CITYWIDE, *self._ancestors(pk)}:
                self._named[level, ancestor, name].append(pk)

    def placement(
        self, *, district: str, subdistrict: str, community: str, address: str
    ) -> Placement:
        """The levels that the names tell. A name that is unknown or borne twice stops the search
        there, so that a community is never found in a street that was not."""
        found: int | None = CITYWIDE
        for level, name in (
            (Area.Level.DISTRICT, district),
            (Area.Level.SUBDISTRICT, subdistrict),
            (Area.Level.COMMUNITY, community),
        ):
            if not name or (level == Area.Level.COMMUNITY and found is CITYWIDE):
                continue
            below = self._only(level, found, name)
            if below is None:
                return self._placed(found)
            found = below
        return self._placed(self._in_words(address, found) or found)

    def _only(self, level: str, within: int | None, name: str) -> int | None:
        keys = self._named.get((level, within, unicodedata.normalize("NFKC", name).strip()), [])
        return keys[0] if len(keys) == 1 else None

    def _in_words(self, address: str, within: int | None) -> int | None:
        key = area_key_in_words(address) if address else None
        return key if within in {CITYWIDE, *self._ancestors(key)} else None

    def _ancestors(self, key: int | None) -> Iterable[int]:
        while key is not None and key in self._above:
            yield key
            key = self._above[key][1]

    def _placed(self, key: int | None) -> Placement:
        found = {self._above[one][0]: one for one in self._ancestors(key)}
        return Placement(found.get("community"), found.get("subdistrict"), found.get("district"))


class CategoryBook:
    """The catalogue in force on a day, by its whole paths of names."""

    def __init__(self, on: date) -> None:
        rows = Category.objects.current(on).select_related("parent__parent")
        self._by_path: dict[tuple[str, ...], list[Category]] = defaultdict(list)
        for category in rows:
            self._by_path[_path(category)].append(category)

    def category(self, path: Sequence[str]) -> Category | None:
        """The category of this path. A first level alone says too little to be one."""
        found = self._by_path.get(tuple(path), []) if len(path) > 1 else []
        return found[0] if len(found) == 1 else None


def _path(category: Category) -> tuple[str, ...]:
    names: list[str] = []
    step: Category | None = category
    while step is not None:
        names.insert(0, step.name)
        step = step.parent
    return tuple(names)
