"""What would become of a file's first rows under some columns: nothing is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.imports.checking import Survey, checked_rows
from complaints.actions.imports.runs import opened
from complaints.actions.imports.writing import BATCH, Filing, Imported, write_batch
from complaints.files.feeds import FeedRow, Refused, guessed_columns, map_of, open_feed
from complaints.files.tables import open_table
from complaints.kernels.masking import mask
from complaints.models import ImportRun, ImportSource

SHOWN_ROWS = 5
_SAMPLE_CELLS = 3
_CELL_SIGNS = 40
_TEXT_SIGNS = 120
# Who called is nobody's business while columns are matched.
CALLER_FIELDS = frozenset({"caller_name", "caller_phone", "caller_home"})
REASONS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file with what stands in its first rows, masked."""

    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file has, and which field each column is thought to carry."""

    columns: tuple[Column, ...]
    guessed: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    is_remembered: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A row as it would come in, without its caller."""

    number: str
    received_at: datetime | None
    text: str
    place: str
    unit: str
    category: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The first rows under the chosen columns. `reasons` are the commonest, with how often."""

    rows: list[Sample]
    counts: Imported
    tried: int
    is_whole: bool
    reasons: list[tuple[str, int]]
    unplaced: int


def sheet_of(run: ImportRun) -> Sheet:
    """Its columns: as they were for this source the last time, else as the built-in maps guess."""
    with opened(run) as file, open_table(file, name=run.file_name) as table:
        first = [row.values for row in islice(table.rows, SHOWN_ROWS * 4)]
        header = table.columns
    known = ImportSource.objects.filter(name=run.source).first()
    said: dict[str, Any] = known.columns if known else {}
    remembered = map_of(said).columns_in(header) if said else {}
    is_remembered = "text" in remembered
    guessed = remembered if is_remembered else guessed_columns(header)
    personal = {name for carried in CALLER_FIELDS for name in guessed.get(carried, ())}
    return Sheet(
        columns=tuple(Column(one, _samples(one, first, one in personal)) for one in header),
        guessed=guessed,
        constants=said.get("constants", {}) if is_remembered else {},
        is_remembered=is_remembered,
    )


def try_import(run: ImportRun, columns: Any, *, at: datetime | None = None) -> Trial:
    """Read, check and look up the first rows; refused where the columns do not fit the file."""
    at = at or timezone.now()
    with opened(run) as file:
        feed = open_feed(file, map_of(columns), name=run.file_name)
        rows = list(islice(checked_rows(feed, at=at), BATCH + 1))
    filing = Filing(run.source, run.by, at, Survey(), is_dry_run=True)
    tried = rows[:BATCH]
    written = write_batch(tried, filing)
    good = [row for row in tried if isinstance(row, FeedRow)]
    reasons = Counter(row.reason for row in tried if isinstance(row, Refused))
    return Trial(
        rows=[_sample(row) for row in good[:SHOWN_ROWS]],
        counts=written.counts,
        tried=len(tried),
        is_whole=len(rows) <= BATCH,
        reasons=reasons.most_common(REASONS_SHOWN),
        unplaced=sum(filing.places_of(row).subdistrict_id is None for row in good),
    )


def _sample(row: FeedRow) -> Sample:
    place = (row.district, row.subdistrict, row.community, mask(row.address))
    return Sample(
        number=row.number,
        received_at=row.received_at,
        text=mask(row.text)[:_TEXT_SIGNS],
        place=" ".join(filter(None, place)),
        unit=row.unit,
        category=row.category_words,
    )


def _samples(name: str, rows: list[dict[str, str]], is_personal: bool) -> tuple[str, ...]:
    found = list(dict.fromkeys(cell for row in rows if (cell := row.get(name, "").strip())))
    if is_personal:
        return (_("〔已遮盖〕"),) if found else ()
    return tuple(map(_shown, found[:_SAMPLE_CELLS]))


def _shown(cell: str) -> str:
    """A number that stands alone is a telephone's as likely as not."""
    hidden = fields.normalise_phone(cell)
    return _("〔已遮盖〕") if hidden else mask(cell[: _CELL_SIGNS * 2])[:_CELL_SIGNS]
