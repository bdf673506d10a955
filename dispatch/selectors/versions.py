"""Two people at one row: what is saved now beside what the other one typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.models import Complaint
from dispatch.kernels.differences import Stretch, differing, plain
from dispatch.selectors.history import Happened, history_of
from dispatch.selectors.ticket import branches_on


@dataclass(frozen=True, slots=True)
class Pair:
    """One field in both versions, in words. `is_untouched`: here nobody changed it, so the saved
    value has taken its place already."""

    field: str
    name: str
    theirs: str
    mine: str
    is_untouched: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """The same, cut where they part."""

    field: str
    name: str
    theirs: tuple[Stretch, ...]
    mine: tuple[Stretch, ...]
    is_same: bool
    is_untouched: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """Who took the step that came first, and both versions of each field."""

    last: Happened | None
    rows: tuple[Compared, ...]

    @property
    def differ(self) -> bool:
        """Something typed is not what is saved."""
        return not all(row.is_same for row in self.rows)


def versions_of(complaint: Complaint, pairs: Iterable[Pair]) -> Versions:
    """Both versions of a complaint's fields and its newest step."""
    story = history_of(complaint, branches_on(complaint))
    return Versions(story[-1] if story else None, tuple(map(_compared, pairs)))


def _compared(pair: Pair) -> Compared:
    theirs, mine = differing(pair.theirs, pair.mine)
    return Compared(
        field=pair.field,
        name=pair.name,
        theirs=tuple(theirs),
        mine=tuple(mine),
        is_same=plain(pair.theirs) == plain(pair.mine),
        is_untouched=pair.is_untouched,
    )
