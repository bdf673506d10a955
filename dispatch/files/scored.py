"""A table of units from a file, the scheme it is scored by, and the scored table as CSV."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.tables import Row, TableRefused, open_table
from complaints.files.whole import read_whole
from dispatch.kernels.rates import Rounding, Tie
from dispatch.kernels.scoring import (
    BASIC,
    Band,
    Line,
    Measure,
    TableScheme,
    Unfit,
)

_MEASURE_KEYS = ("name", "weight", "num", "den", "rate", "complement")
_DIGITS_MOST = 12


class Units(NamedTuple):
    """Rows in the order of the file: unit, league ("" without the column), numbers by column."""

    rows: list[tuple[str, str, Mapping[str, Decimal]]]
    has_leagues: bool


def read_scheme(path: Path) -> TableScheme:
    """From JSON; raises Invalid with the key that is wrong and what was expected."""
    try:
        told = json.loads(read_whole(path).decode("utf-8-sig"), parse_float=Decimal)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Invalid(_("%(file)s：不是 JSON：%(why)s") % _of(path, error)) from None
    if not isinstance(told, dict):
        raise Invalid(_("%(file)s：%(why)s") % _of(path, "an object is expected"))
    try:
        return _scheme(told)
    except Unfit as error:
        raise Invalid(_("%(file)s：%(why)s") % _of(path, error)) from None


def read_units(path: Path, scheme: TableScheme) -> Units:
    """The columns that the scheme needs, as numbers; raises TableRefused at the row that is not."""
    with open_table(path) as table:
        needed = _needed(scheme)
        table.require(["unit", *needed])
        extra = [name for name in (BASIC, "accepted") if name in table.columns]
        columns = list(dict.fromkeys([*needed, *extra]))
        has_leagues = "league" in table.columns
        rows = [_unit(row, columns, path.name) for row in table.rows]
    return Units(rows, has_leagues)


def scored_csv(lines: Sequence[Line], scheme: TableScheme, *, has_leagues: bool) -> bytes:
    """Columns unit[,league],<measures>,composite,rank,grade,rank_lo,rank_hi."""
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer, lineterminator="\n")
    measures = [] if scheme.given else [one.name for one in scheme.measures]
    league = ["league"] if has_leagues else []
    table.writerow(["unit", *league, *measures, "composite", "rank", "grade", "rank_lo", "rank_hi"])
    for line in lines:
        span = line.rank_range or ("", "")
        table.writerow([
            line.unit, *([line.league] if has_leagues else []),
            *(f"{value:f}" for value in line.measures), f"{line.composite:f}", line.rank or "",
            line.grade, *span,
        ])  # fmt: skip
    return buffer.getvalue().encode()


def _of(path: Path, why: object) -> dict[str, str]:
    return {"file": path.name, "why": str(why)}


def _needed(scheme: TableScheme) -> list[str]:
    if scheme.given:
        return [scheme.given]
    columns = [name for one in scheme.measures for name in (one.num, one.den, one.rate) if name]
    return list(dict.fromkeys(columns))


def _unit(row: Row, columns: Sequence[str], file: str) -> tuple[str, str, Mapping[str, Decimal]]:
    if row.problem:
        raise TableRefused(file, row.problem, line=row.line)
    unit = row.values["unit"].strip()
    if not unit:
        raise TableRefused(file, _("unit 列是空的。"), line=row.line)
    numbers = {name: _number(row, name, file) for name in columns}
    return unit, row.values.get("league", "").strip(), numbers


def _number(row: Row, name: str, file: str) -> Decimal:
    text = row.values[name].strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        message = _("%(column)s 列应是不小于零的数，读到“%(text)s”。")
        raise TableRefused(file, message % {"column": name, "text": text[:40]}, line=row.line)
    return value


def _scheme(told: Mapping[str, Any]) -> TableScheme:
    unknown = set(told) - set(_READ)
    if unknown:
        raise Unfit("/".join(sorted(unknown)), f"one of {', '.join(_READ)}")
    read = {name: _READ[name](value, name) for name, value in told.items() if value is not None}
    return TableScheme(**read)


def _measures(value: Any, name: str) -> tuple[Measure, ...]:
    return tuple(_measure(one, name) for one in _list(value, name))


def _measure(told: Any, name: str) -> Measure:
    if not isinstance(told, dict) or not set(told) <= set(_MEASURE_KEYS):
        raise Unfit(name, f"objects with {', '.join(_MEASURE_KEYS)}")
    called = _text(told.get("name"), f"{name}/name")
    columns = {key: _text(told.get(key) or "", f"{called}/{key}") for key in ("num", "den", "rate")}
    one = Measure(
        called, _decimal(told.get("weight"), f"{called}/weight"),
        complement=told.get("complement") is True, **columns,
    )  # fmt: skip
    if bool(one.num) != bool(one.den) or bool(one.num) == bool(one.rate):
        raise Unfit(called, "either num and den, or rate")
    return one


def _bands(value: Any, name: str) -> tuple[Band, ...]:
    """An object of name and least composite, or a list of {"name", "from"}."""
    if isinstance(value, dict):
        pairs = list(value.items())
    else:
        pairs = [
            (one.get("name"), one.get("from")) if isinstance(one, dict) else (None, None)
            for one in _list(value, name)
        ]
    return tuple(Band(_text(called, name), _decimal(least, name)) for called, least in pairs)


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise Unfit(name, "a list")
    return value


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise Unfit(name, "a text")
    return value


def _decimal(value: Any, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Unfit(name, "a number")
    return Decimal(value)


def _whole(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unfit(name, "a whole number from 0")
    return value


def _digits(value: Any, name: str) -> int:
    if _whole(value, name) > _DIGITS_MOST:
        raise Unfit(name, f"at most {_DIGITS_MOST}")
    return int(value)


def _rounding(value: Any, name: str) -> Rounding:
    if value not in tuple(Rounding):
        raise Unfit(name, " | ".join(Rounding))
    return Rounding(value)


def _tie(value: Any, name: str) -> Tie:
    if value not in tuple(Tie):
        raise Unfit(name, " | ".join(Tie))
    return Tie(value)


_READ: Mapping[str, Callable[[Any, str], Any]] = {
    "measures": _measures,
    "basic_factor": _decimal,
    "rate_digits": _digits,
    "composite_digits": _digits,
    "rounding": _rounding,
    "given": _text,
    "tie": _tie,
    "min_n": _whole,
    "bands": _bands,
}
