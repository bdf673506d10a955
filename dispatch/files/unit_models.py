"""Events with the unit that acted, read from a table; and models of them, kept in files."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.tables import Row, TableRefused, open_table
from complaints.files.whole import read_whole, write_whole
from dispatch.kernels.suggesting import UnitModel
from dispatch.kernels.unit_packing import packed, unpacked


class Routed(NamedTuple):
    """What is known of an event, the unit that acted, and its day as an ordinal."""

    values: dict[str, str]
    unit: str
    day: int | None


def read_routed(path: Path, *, fields: Sequence[str], label: str, time: str) -> list[Routed]:
    """Every row, in order of time where there is one. TableRefused names the row and the column
    that lack something."""
    found = []
    for row in _rows(path, [*fields, label, *([time] if time else [])]):
        unit = row.values[label].strip()
        if not unit:
            message = _("列 %(column)s 是空的，训练要求每行都有承办单位。")
            raise TableRefused(path.name, message % {"column": label}, line=row.line)
        day = _day(path, row, time).toordinal() if time else None
        found.append(Routed(_values(row, fields), unit, day))
    return sorted(found, key=lambda one: one.day or 0)


def read_unrouted(path: Path, *, fields: Sequence[str]) -> list[dict[str, str]]:
    """What is known of every row, in the file's order; an empty value stays in its place."""
    return [_values(row, fields) for row in _rows(path, fields)]


def write_unit_model(path: Path, model: UnitModel) -> None:
    """All or nothing."""
    write_whole(path, packed(model))


def read_unit_model(path: Path) -> UnitModel:
    """The model in a file. Invalid for anything else."""
    content = read_whole(path)
    try:
        return unpacked(content)
    except ValueError:
        words = _("%(path)s：不是单位模型文件，或文件已损坏；请用 train_router 重新训练。")
        raise Invalid(words % {"path": path}) from None


def _values(row: Row, fields: Sequence[str]) -> dict[str, str]:
    return {name: row.values[name].strip() for name in fields}


def _day(path: Path, row: Row, column: str) -> date:
    words = row.values[column].strip().replace("/", "-")
    try:
        moment = parse_datetime(words)
        day = moment.date() if moment else parse_date(words[:10])
    except ValueError:
        day = None
    if day is None:
        message = _("列 %(column)s 的“%(value)s”不是日期，应为 2026-01-31 或 2026-01-31 08:30。")
        told = {"column": column, "value": words[:30]}
        raise TableRefused(path.name, message % told, line=row.line)
    return day


def _rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    with open_table(path) as table:
        table.require(columns)
        for row in table.rows:
            if row.problem:
                raise TableRefused(path.name, row.problem, line=row.line)
            yield row
