"""A file of messages to be parted into matters, and the file that says which belong together."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from complaints.errors import Invalid
from complaints.files.feeds.values import instant_of
from complaints.files.tables import TableRefused, open_table, safe_text

SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Messages:
    """Row by row in the order of the file; `columns` are the parts of the texts, `days` instants in
    days, NaN where the cell is empty, and None where no column was named."""

    ids: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    days: NDArray[np.float64] | None


def read_messages(path: Path, *, id_column: str, texts: Sequence[str], time: str = "") -> Messages:
    """All of the file, or TableRefused with the line and column that are wrong."""
    wanted = [id_column, *texts, *([time] if time else [])]
    ids: list[str] = []
    parts: list[list[str]] = [[] for _name in texts]
    days: list[float] = []
    with open_table(path) as table:
        table.require(wanted)
        for row in table.rows:
            if row.problem:
                raise TableRefused(table.name, row.problem, line=row.line)
            if not row.values[id_column].strip():
                why = _("列 %(column)s 是空的，应当是编号。") % {"column": id_column}
                raise TableRefused(table.name, why, line=row.line)
            ids.append(row.values[id_column])
            for part, name in zip(parts, texts, strict=True):
                part.append(row.values[name])
            if time:
                days.append(_day(row.values[time], table.name, time, row.line))
    columns = tuple(tuple(part) for part in parts)
    return Messages(tuple(ids), columns, np.array(days) if time else None)


def write_groups(path: Path, ids: Sequence[str], groups: Iterable[int]) -> None:
    """`id,group`, a row for a row; groups count from 1 in the order in which they first appear."""
    numbers: dict[int, int] = {}
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "group"))
            for one, group in zip(ids, groups, strict=True):
                writer.writerow((safe_text(one), numbers.setdefault(int(group), len(numbers) + 1)))
    except OSError as error:
        why = _("%(path)s：写不进去：%(why)s") % {"path": path, "why": error.strerror}
        raise Invalid(why, field="out") from None


def _day(cell: str, name: str, column: str, line: int) -> float:
    try:
        at = instant_of(cell)
    except Invalid as error:
        why = _("列 %(column)s：%(why)s") % {"column": column, "why": error.message}
        raise TableRefused(name, why, line=line) from None
    return np.nan if at is None else at.timestamp() / SECONDS_A_DAY
