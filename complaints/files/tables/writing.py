"""Tables to take away. A cell that a spreadsheet would run as a formula stays text."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import BinaryIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from complaints.errors import Invalid

Cell = str | int | Decimal | date | None

# Each also in its full-width form, which some spreadsheets read alike.
_RISKY = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile("''*[=+\\-@\t\r\n＝＋－＠]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_XLSX_TEXT = 32_767
_XLSX_ROWS_MAX = 1_048_576
_CHUNK_ROWS = 500


def safe_text(value: str) -> str:
    """`value` with a leading ' where a spreadsheet would take it for a formula. `plain_text` undoes
    it exactly, so a file given out and taken in again has not changed.
    """
    return f"'{value}" if _RISKY.match(value) else value


def plain_text(value: str) -> str:
    """Undo `safe_text`."""
    return value[1:] if value.startswith("'") and _ESCAPED.match(value) else value


def csv_chunks(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """UTF-8 with its mark (Excel asks for it), in pieces for an answer that streams."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    for number, row in enumerate(chain([columns], rows)):
        writer.writerow([_csv_text(cell) for cell in row])
        if number % _CHUNK_ROWS == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def write_csv(file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    for chunk in csv_chunks(columns, rows):
        file.write(chunk)


def write_xlsx(
    file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = ""
) -> None:
    """One sheet, header fixed, row by row in bounded memory. Text is text, whatever it looks like;
    Decimals are numbers that show all their digits.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(file, options) as book:
        page = book.add_worksheet(_FORBIDDEN_IN_NAMES.sub(" ", sheet)[:31].strip() or None)
        page.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        formats: dict[int, Format] = {}
        for column, title in enumerate(columns):
            page.write_string(0, column, _xlsx_text(title), bold)
        for number, row in enumerate(rows, start=1):
            if number >= _XLSX_ROWS_MAX:
                raise Invalid(_("超过 Excel 的行数上限，请缩小范围或改用 CSV。"))
            for column, cell in enumerate(row):
                match cell:
                    case None:
                        pass
                    case Decimal() if cell.is_finite():
                        digits = max(0, -int(cell.as_tuple().exponent))
                        shape = formats.get(digits) or book.add_format(
                            {"num_format": "0." + "0" * digits if digits else "0"}
                        )
                        formats[digits] = shape
                        page.write_number(number, column, float(cell), shape)
                    case int():
                        page.write_number(number, column, cell)
                    case _:
                        page.write_string(number, column, _xlsx_text(_shown(cell)))


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return _SURROGATES.sub("\ufffd", text).encode("utf-8")


def _csv_text(cell: Cell) -> str:
    return safe_text(cell) if isinstance(cell, str) else _shown(cell)


def _xlsx_text(text: str) -> str:
    text = _SURROGATES.sub("\ufffd", text)
    return text if len(text) <= _LONGEST_XLSX_TEXT else f"{text[: _LONGEST_XLSX_TEXT - 1]}…"


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return str(cell)
