"""Events with the unit that acted, read from a table; and models of them, kept in files."""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.tables import Row, TableRefused, open_table
from complaints.files.whole import read_whole, write_whole
from dispatch.kernels.suggesting import Tally, UnitModel

FORMAT: Final = "unit model 1"
# Unpacked; an archive of a few bytes may claim to hold more than there is memory.
UNPACKED_MAX: Final = 200_000_000


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
    """All or nothing, as compressed JSON: nothing in it runs when it is read."""
    told = {
        "format": FORMAT,
        "chains": model.chains,
        "first_day": model.first_day,
        "last_day": model.last_day,
        "rows": model.rows,
        "tallies": [
            [depths, [[key, tally.units] for key, tally in tallies.items()]]
            for depths, tallies in model.tallies.items()
        ],
    }
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    # The same model is the same file, whenever it is written.
    write_whole(path, gzip.compress(content, mtime=0))


def read_unit_model(path: Path) -> UnitModel:
    """The model in a file. Invalid for anything else."""
    content = read_whole(path)
    try:
        return _model(json.loads(_unpacked(content)))
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, OSError, zlib.error):
        words = _("%(path)s：不是单位模型文件，或文件已损坏；请用 train_router 重新训练。")
        raise Invalid(words % {"path": path}) from None


def _unpacked(content: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    told = unpacker.decompress(content, UNPACKED_MAX)
    if not unpacker.eof:
        msg = "too large, or cut off"
        raise ValueError(msg)
    return told


def _model(told: dict[str, Any]) -> UnitModel:
    if told["format"] != FORMAT:
        msg = "another format"
        raise ValueError(msg)
    model = UnitModel(
        chains=tuple(tuple(str(name) for name in chain) for chain in told["chains"]),
        first_day=told["first_day"],
        last_day=told["last_day"],
        rows=int(told["rows"]),
    )
    for depths, tallies in told["tallies"]:
        model.tallies[tuple(depths)] = {
            tuple(key): Tally({unit: [float(w), int(n)] for unit, (w, n) in units.items()})
            for key, units in tallies
        }
    if set(model.tallies) != set(model.grid):
        msg = "parts that do not fit"
        raise ValueError(msg)
    return model


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
