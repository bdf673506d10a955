"""Sorted texts read from a table, and models kept in files."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.tables import Row, TableRefused, open_table
from complaints.files.whole import read_whole, write_whole
from complaints.kernels.classifying.learning import TextModel
from complaints.kernels.classifying.packing import packed, unpacked


class SortedText(NamedTuple):
    """A text and what a person says it is about; `label` is "" where nobody has said."""

    text: str
    label: str


def read_sorted_texts(path: Path, *, text: str, label: str) -> list[SortedText]:
    """Every row's text and label. TableRefused names the row and the column that lack something."""
    found = []
    for row in _rows(path, [text, label]):
        for column in (text, label):
            if not row.values[column].strip():
                message = _("列 %(column)s 是空的，训练要求每行都有文字和分类。")
                raise TableRefused(path.name, message % {"column": column}, line=row.line)
        found.append(SortedText(row.values[text], row.values[label].strip()))
    return found


def read_texts(path: Path, *, text: str) -> list[str]:
    """Every row's text, in order; an empty one stays in its place."""
    return [row.values[text] for row in _rows(path, [text])]


def write_model(path: Path, model: TextModel) -> None:
    """All or nothing: whoever reads the file meanwhile reads the earlier one."""
    write_whole(path, packed(model))


def read_model(path: Path) -> TextModel:
    """The model in a file."""
    content = read_whole(path)
    try:
        return unpacked(content)
    except Invalid as refusal:
        raise Invalid(_("%(path)s：%(why)s") % {"path": path, "why": refusal.message}) from None


def _rows(path: Path, columns: list[str]) -> Iterator[Row]:
    with open_table(path) as table:
        table.require(columns)
        for row in table.rows:
            if row.problem:
                raise TableRefused(path.name, row.problem, line=row.line)
            yield row
