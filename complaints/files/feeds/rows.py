"""One table of tickets, read column by column into rows this office understands.

What the source reports stays as it reported it. A feed can be gone through as often as wanted, in
bounded memory: an import reads it once to check it and once more to write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.feeds.maps import FeedMap, checked_map, fitting_map
from complaints.files.feeds.values import (
    instant_of,
    line_of,
    name_of,
    nature_of,
    verdict_of,
    words_of,
)
from complaints.files.tables import Row, TableRefused, open_table

# As wide as the columns they go to: nothing a source reports is cut short in silence.
WIDTHS = {
    "number": 80, "address": 300, "district": 80, "subdistrict": 80, "community": 80, "unit": 120,
    "category": 200, "caller_name": 80, "caller_phone": 40, "caller_home": 300,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One ticket as its source wrote it, not yet checked against anything of ours.

    `number` is "" and `received_at` None where the source gives none.
    """

    line: int
    cells: Mapping[str, str] = field(repr=False)
    number: str
    received_at: datetime | None
    text: str
    demand_kind: str
    address: str
    district: str
    subdistrict: str
    community: str
    unit: str
    category: tuple[str, ...]
    on_time: bool | None
    caller_name: str = field(repr=False)
    caller_phone: str = field(repr=False)
    caller_home: str = field(repr=False)

    @property
    def category_words(self) -> str:
        """The levels in one line."""
        return " / ".join(self.category)

    @property
    def words(self) -> tuple[str, ...]:
        """Everything the source said, in one order whatever the order of its columns."""
        at = self.received_at.isoformat() if self.received_at else ""
        return (
            self.number, at, self.text, self.demand_kind, self.address, self.district,
            self.subdistrict, self.community, self.unit, self.category_words, str(self.on_time),
            self.caller_name, self.caller_phone, self.caller_home,
        )  # fmt: skip

    @property
    def fullness(self) -> int:
        """An order among rows of one number that does not hang on their order in the file: the one
        that says more is greater."""
        digest = blake2b("\0".join(self.words).encode(), digest_size=8).digest()
        return (sum(map(len, self.words)) << 64) | int.from_bytes(digest)


@dataclass(frozen=True, slots=True)
class BoundMap:
    """A map over the real column names of one file."""

    feed_map: FeedMap
    columns: Mapping[str, tuple[str, ...]]

    def row(self, line: int, cells: Mapping[str, str]) -> FeedRow:
        """One row; raises Invalid, which names the column, for a cell that cannot be read."""
        category = self._short_parts("category", cells)
        row = FeedRow(
            line=line,
            cells=cells,
            number=self.number(cells),
            received_at=self._received(cells),
            text=self._text(cells),
            demand_kind=nature_of(self._cell("nature", cells)),
            address=self._short("address", cells),
            district=self._short("district", cells),
            subdistrict=self._short("subdistrict", cells),
            community=self._short("community", cells),
            unit=self._short("unit", cells),
            category=category,
            on_time=verdict_of(self._cell("on_time", cells)),
            caller_name=self._short("caller_name", cells),
            caller_phone=self._short("caller_phone", cells),
            caller_home=self._short("caller_home", cells),
        )
        self._check_width("category", row.category_words)
        return row

    def number(self, cells: Mapping[str, str]) -> str:
        """The number alone; raises Invalid where it is too long to be one."""
        return name_of(self._short("number", cells))

    def _cell(self, name: str, cells: Mapping[str, str]) -> str:
        columns = self.columns.get(name)
        return cells[columns[0]] if columns else self.feed_map.constants.get(name, "")

    def _short(self, name: str, cells: Mapping[str, str]) -> str:
        cell = self._cell(name, cells)
        return self._check_width(name, line_of(cell)) if cell else ""

    def _short_parts(self, name: str, cells: Mapping[str, str]) -> tuple[str, ...]:
        found = (line_of(cells[column]) for column in self.columns.get(name, ()))
        return tuple(word for word in found if word)

    def _received(self, cells: Mapping[str, str]) -> datetime | None:
        try:
            return instant_of(self._cell("received", cells))
        except Invalid as refusal:
            raise self._named("received", refusal.message) from None

    def _text(self, cells: Mapping[str, str]) -> str:
        # A part that repeats the one before it (a title that is the first line) says nothing new.
        parts: list[str] = []
        for column in self.columns.get("text", ()):
            words = words_of(cells[column]).strip()
            if words and words not in parts:
                parts.append(words)
        return self.feed_map.text_joiner.join(parts)

    def _check_width(self, name: str, words: str) -> str:
        if len(words) > WIDTHS[name]:
            raise self._named(
                name,
                _("太长：%(given)s 字，最多 %(limit)s 字")
                % {"given": len(words), "limit": WIDTHS[name]},
            )
        return words

    def _named(self, name: str, message: str) -> Invalid:
        columns = self.columns.get(name, (name,))
        return Invalid(
            _("“%(column)s”列：%(message)s")
            % {"column": _("、").join(columns), "message": message},
            field=name,
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken, as it stands in the file, and why."""

    line: int
    cells: Mapping[str, str] = field(repr=False)
    reason: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A file whose header fits its map."""

    source: Path | BinaryIO
    name: str
    columns: tuple[str, ...]
    feed_map: FeedMap

    def rows(self, *, after: int = 0) -> Iterator[FeedRow | Refused]:
        """The rows after the first so many, in the file's order; raises TableRefused where the file
        as a whole breaks."""
        bound = self._bound()
        with open_table(self.source, name=self.name) as table:
            for row in islice(table.rows, after, None):
                yield _read(bound, row)

    def numbers(self) -> Iterator[str]:
        """Each row's number at its source, "" where it has none that can be read."""
        bound = self._bound()
        with open_table(self.source, name=self.name) as table:
            for row in table.rows:
                yield _number(bound, row)

    def _bound(self) -> BoundMap:
        return BoundMap(self.feed_map, self.feed_map.columns_in(self.columns))


def open_feed(source: Path | BinaryIO, feed_map: FeedMap | None = None, *, name: str = "") -> Feed:
    """The file under the given map, or under the built-in one that its header fits."""
    with open_table(source, name=name) as table:
        try:
            found = checked_map(feed_map, table.columns) if feed_map else fitting_map(table.columns)
        except Invalid as refusal:
            raise TableRefused(table.name, refusal.message) from None
        return Feed(source, table.name, table.columns, found)


def _read(bound: BoundMap, row: Row) -> FeedRow | Refused:
    if row.problem:
        return Refused(row.line, row.values, row.problem)
    try:
        return bound.row(row.line, row.values)
    except Invalid as refusal:
        return Refused(row.line, row.values, refusal.message, refusal.field)


def _number(bound: BoundMap, row: Row) -> str:
    try:
        return "" if row.problem else bound.number(row.values)
    except Invalid:
        return ""
