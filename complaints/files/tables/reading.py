"""A table from another system, row by row in bounded memory: CSV (UTF-8, UTF-16 with its mark,
GB18030), XLSX, JSON lines, known by their content and not by their name.

What spoils the file as a whole raises TableRefused; what spoils a row comes with that row, so that
the good ones can be taken and the bad ones given back with a reason.
"""

import codecs
import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.tables.workbooks import (
    UNPACKED_MAX,
    WorkbookBrokenError,
    WorkbookTooLargeError,
    workbook_rows,
)
from complaints.files.tables.writing import plain_text

# Longer than any complaint; an opened and never closed quote is noticed here.
_LONGEST_CELL = 4_000_000
_CHUNK_BYTES = 1024 * 1024
_SEPARATORS = (",", "\t", ";")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER_SEARCH_ROWS = 5
_NO_CHANCE = 8

csv.field_size_limit(_LONGEST_CELL)


class TableRefused(Invalid):
    """The file as a whole cannot be read; the message says which file, where and what is wrong."""

    def __init__(self, name: str, message: str, *, line: int = 0) -> None:
        where = _("%(file)s 第 %(line)d 行") % {"file": name, "line": line} if line else name
        super().__init__(_("%(path)s：%(why)s") % {"path": where, "why": message}, field="file")
        self.line = line


@dataclass(frozen=True)
class Row:
    """`line` is where the row starts in the file, from 1; `problem` is "" for a good row."""

    line: int
    values: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """`rows` can be gone through once, while the file is open."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]

    def require(self, columns: Collection[str]) -> None:
        """Raises TableRefused that names every missing column and the ones found."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            message = _("缺少列：%(missing)s。文件中有这些列：%(found)s。") % {
                "missing": _("、").join(missing),
                "found": _("、").join(self.columns),
            }
            raise TableRefused(self.name, message, line=1)


class _Reach(NamedTuple):
    """How far a file could be read in one encoding."""

    line: int
    beyond_ascii: int
    is_whole: bool


@contextmanager
def open_table(
    source: Path | BinaryIO, *, name: str = "", unpacked_max: int = UNPACKED_MAX
) -> Iterator[Table]:
    """Open `source` (a path, or a binary file that can be rewound) and read its header."""
    with ExitStack() as held:
        if isinstance(source, Path):
            name = name or source.name
            try:
                file: BinaryIO = held.enter_context(source.open("rb"))
            except OSError as error:
                raise TableRefused(name, _("打不开：%(why)s") % {"why": error.strerror}) from None
        else:
            file = source
            file.seek(0)
        yield _table(file, name or _("上传的文件"), unpacked_max, held)


def _table(file: BinaryIO, name: str, unpacked_max: int, held: ExitStack) -> Table:
    head = file.read(len(_OLD_OFFICE))
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _from_workbook(file, name, unpacked_max)
    if head.startswith(_OLD_OFFICE):
        raise TableRefused(name, _("这是旧式 .xls 或加密的工作簿，请另存为不加密的 .xlsx。"))
    text = TextIOWrapper(file, encoding=_encoding(file, name), newline="")
    held.callback(text.detach)
    lines = iter(lambda: text.readline(_LONGEST_CELL), "")
    first = next((line.strip() for line in lines if line.strip()), "")
    text.seek(0)
    if not first:
        raise TableRefused(name, _("文件是空的。"))
    if first.startswith("["):
        raise TableRefused(name, _("JSON 文件应当每行一个对象，而不是一个列表。"), line=1)
    if first.startswith("{"):
        return _from_json_lines(text, name)
    return _from_csv(text, name, max(_SEPARATORS, key=first.count))


def _encoding(file: BinaryIO, name: str) -> str:
    """Found by reading the whole file once, in pieces: a wrong guess spoils names in silence."""
    head = file.read(2)
    file.seek(0)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    utf8 = _decodable(file, "utf-8-sig")
    if utf8.is_whole:
        return "utf-8-sig"
    # So much good UTF-8 is no chance: the rest is damaged, and would pass for odd Chinese.
    if utf8.beyond_ascii < _NO_CHANCE:
        other = _decodable(file, "gb18030")
        if other.is_whole:
            return "gb18030"
        utf8 = max(utf8, other)
    message = _("既不是 UTF-8 也不是 GB18030 编码的文本，请另存为 UTF-8。")
    raise TableRefused(name, message, line=utf8.line)


def _decodable(file: BinaryIO, encoding: str) -> _Reach:
    decoder = codecs.getincrementaldecoder(encoding)()
    line, beyond_ascii = 1, 0
    try:
        for piece in chain(iter(lambda: file.read(_CHUNK_BYTES), b""), [b""]):
            text = decoder.decode(piece, final=not piece)
            line += text.count("\n")
            if beyond_ascii < _NO_CHANCE and not text.isascii():
                beyond_ascii += _beyond_ascii(text)
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode(encoding, "ignore")
        beyond_ascii += _beyond_ascii(good)
        return _Reach(line + good.count("\n"), beyond_ascii, is_whole=False)
    finally:
        file.seek(0)
    return _Reach(line, beyond_ascii, is_whole=True)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _from_csv(text: TextIOWrapper, name: str, separator: str) -> Table:
    reader = csv.reader(text, delimiter=separator, strict=True)
    lines = _csv_lines(reader)
    line, cells, problem = next(item for item in lines if item[1] or item[2])
    if problem:
        raise TableRefused(name, problem, line=line)
    columns = _columns(cells, name, line)
    restored = ((line, [plain_text(cell) for cell in cells], why) for line, cells, why in lines)
    return Table(name, columns, _rows(restored, columns))


def _csv_lines(reader: Any) -> Iterator[tuple[int, list[str], str]]:
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], _("引号不成对或单元格过长（%(why)s）") % {"why": error}


def _from_workbook(file: BinaryIO, name: str, unpacked_max: int) -> Table:
    lines = _workbook_lines(file, name, unpacked_max)
    first = [line for line in islice(lines, _HEADER_SEARCH_ROWS) if any(line[1])]
    if not first:
        raise TableRefused(name, _("第一个工作表是空的。"))
    # A title merged over the table fills one cell; the header is the first row with more.
    at = next((at for at, line in enumerate(first) if sum(map(bool, line[1])) > 1), 0)
    columns = _columns(first[at][1], name, first[at][0])
    blanks = [""] * len(columns)
    filled = (
        (line, cells + blanks[len(cells) :], why)
        for line, cells, why in chain(first[at + 1 :], lines)
    )
    return Table(name, columns, _rows(filled, columns))


def _workbook_lines(
    file: BinaryIO, name: str, unpacked_max: int
) -> Iterator[tuple[int, list[str], str]]:
    try:
        yield from workbook_rows(file, unpacked_max)
    except WorkbookTooLargeError:
        message = _("行列过多，或解压后超过 %(limit)d MB。") % {"limit": unpacked_max // 2**20}
        raise TableRefused(name, message) from None
    except WorkbookBrokenError:
        raise TableRefused(name, _("不是完好的 XLSX 工作簿，请重新导出。")) from None


def _columns(cells: list[str], name: str, line: int) -> tuple[str, ...]:
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if not columns or "" in columns:
        message = _("第 %(column)d 列没有列名。") % {
            "column": columns.index("") + 1 if columns else 1
        }
        raise TableRefused(name, message, line=line)
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise TableRefused(name, _("列名重复：%(column)s。") % {"column": twice[0]}, line=line)
    return tuple(columns)


def _rows(lines: Iterable[tuple[int, list[str], str]], columns: tuple[str, ...]) -> Iterator[Row]:
    width = len(columns)
    for line, cells, problem in lines:
        if not problem and not any(map(str.strip, cells)):
            continue
        if not problem and (len(cells) < width or any(cells[width:])):
            problem = _("应有 %(width)d 列，实有 %(found)d 列") % {
                "width": width,
                "found": len(cells),
            }
        values = dict(zip(columns, cells, strict=False))
        yield Row(line, values, problem or _unstorable(values))


def _from_json_lines(text: TextIOWrapper, name: str) -> Table:
    rows = _json_rows(text)
    first = next(rows)
    if first.problem:
        raise TableRefused(name, first.problem, line=first.line)
    columns = tuple(first.values)
    empty = dict.fromkeys(columns, "")
    filled = (Row(row.line, {**empty, **row.values}, row.problem) for row in chain([first], rows))
    return Table(name, columns, filled)


def _json_rows(text: TextIOWrapper) -> Iterator[Row]:
    for line, content in enumerate(iter(lambda: text.readline(_LONGEST_CELL), ""), start=1):
        if not content.strip():
            continue
        try:
            # Numbers stay as they were written: an order number is no quantity.
            item = json.loads(content, parse_float=str, parse_int=str, parse_constant=str)
        except (ValueError, RecursionError):
            yield Row(line, {}, _("不是一个完整的 JSON 对象"))
            continue
        yield _json_row(line, item)


def _json_row(line: int, item: object) -> Row:
    if not isinstance(item, dict):
        return Row(line, {}, _("不是一个完整的 JSON 对象"))
    values, problem = {}, ""
    for column, value in item.items():
        if isinstance(value, dict | list):
            problem = _("列 %(column)s 应当是文字、数字或空，不能是列表或对象") % {"column": column}
        values[column] = _json_text(value)
    return Row(line, values, problem or _unstorable(values))


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _unstorable(values: dict[str, str]) -> str:
    # Asked of the whole row first: hardly any has one.
    if not _UNSTORABLE.search("".join(values.values())):
        return ""
    for column, value in values.items():
        if _UNSTORABLE.search(value):
            return _("列 %(column)s 含有无法保存的字符") % {"column": column}
    return ""
