"""XLSX as lines of text cells. A workbook is a ZIP of XML, so its unpacked size is asked first."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

UNPACKED_MAX = 200 * 1024 * 1024
_MEMBERS_MAX = 2000
_COLUMNS_MAX = 512
_ROWS_MAX = 1_048_576
# Excel keeps 15 digits of a number; a longer order number has already lost its end.
_EXACT_MAX = 10**15
_BROKEN = (
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)

if not DEFUSEDXML:
    raise ImportError("openpyxl reads without defusedxml")  # noqa: TRY003


class WorkbookBrokenError(Exception):
    """Not a workbook, or a damaged or hostile one."""


class WorkbookTooLargeError(Exception):
    """Unpacked it would be larger than allowed, or it has more rows or columns than a table."""


def workbook_rows(
    file: BinaryIO, unpacked_max: int = UNPACKED_MAX
) -> Iterator[tuple[int, list[str], str]]:
    """Number, cells and what is wrong ("" if nothing) of the first sheet's rows with any cell."""
    _weigh(file, unpacked_max)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # The size a sheet claims may be wrong; without it rows come as they are.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > _ROWS_MAX or len(cells) > _COLUMNS_MAX:
                raise WorkbookTooLargeError
            if cells:
                yield _line(number, list(cells))
    except _BROKEN:
        raise WorkbookBrokenError from None


def _weigh(file: BinaryIO, unpacked_max: int) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except _BROKEN:
        raise WorkbookBrokenError from None
    finally:
        file.seek(0)
    # A member never unpacks to more than it claims: reading stops there with an error.
    if len(members) > _MEMBERS_MAX or sum(member.file_size for member in members) > unpacked_max:
        raise WorkbookTooLargeError


def _line(number: int, cells: list[Any]) -> tuple[int, list[str], str]:
    while cells and cells[-1] is None:
        cells.pop()
    problem = ""
    for column, value in enumerate(cells, start=1):
        if isinstance(value, int | float) and abs(value) >= _EXACT_MAX:
            problem = _(
                "第 %(column)d 列的数字超过 15 位，Excel 已丢失末位，请把该列设为文本再导出"
            ) % {"column": column}
    return number, [_text(value) for value in cells], problem


def _text(value: object) -> str:
    """As a person would type it: whole numbers without a point, days without an empty hour."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            shown = value.replace(microsecond=0)
            return shown.date().isoformat() if shown.time() == time.min else shown.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
