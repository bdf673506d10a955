"""The month and the on-time ranking as text: table, CSV, JSON, XLSX."""

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Final
from unicodedata import east_asian_width

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.files.tables import Cell, safe_text, write_csv, write_xlsx
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.grouping import (
    NOWHERE,
)
from dispatch.selectors.month import MonthRow, MonthTable
from dispatch.selectors.on_time import OnTimeRow, OnTimeTable
from dispatch.selectors.standing import FIGURES, Scored
from dispatch.selectors.tallies import (
    Base,
)

MONTH_COLUMNS: Final = (
    "rank", "unit", "code", *FIGURES,
    "response_rate", "resolution_rate", "satisfaction_rate", "composite",
    "composite_lo", "composite_hi", "rank_lo", "rank_hi", "grade",
)  # fmt: skip
ON_TIME_COLUMNS: Final = ("unit", "n", "overtime", "ontime_rate", "rank_min", "basis")

# On paper the other base's composite stands beside the one asked for.
_BESIDE = MONTH_COLUMNS.index("composite") + 1

Lines = list[list[Cell]]


def month_lines(table: MonthTable) -> Lines:
    """One line a row under MONTH_COLUMNS; the foot, without a rank, last."""
    rows = [*table.rows, table.foot] if table.rows else []
    return [_month_line(row) for row in rows]


def on_time_lines(table: OnTimeTable) -> Lines:
    """One line a row under ON_TIME_COLUMNS."""
    return [
        [row.name, row.counted, row.late, shortest(row.rate), row.rank, row.basis.value]
        for row in table.rows
    ]


def plain_csv(columns: Sequence[str], lines: Lines) -> str:
    """For programs: no mark in front, a lone hyphen as it stands."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_text(cell) for cell in line])
    return buffer.getvalue()


def plain_table(columns: Sequence[str], lines: Lines) -> str:
    """For a terminal: columns aligned by what a character takes there."""
    shown = [list(columns), *([_text(cell) for cell in line] for line in lines)]
    widths = [max(_width(line[column]) for line in shown) for column in range(len(columns))]
    return "".join(
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in shown
    )


def month_json(table: MonthTable) -> str:
    """Decimals as strings; `exact` has the unrounded fractions."""
    return _dumped(
        {
            "measure": "rates",
            **_cohort(table.cohort),
            "level": table.level.value,
            "base": table.base.value,
            "scheme": table.cohort.scheme.name if table.cohort.scheme else "",
            "rows": [_month_item(row) for row in table.rows],
            "summary": _month_item(table.foot),
        }
    )


def on_time_json(table: OnTimeTable) -> str:
    """Decimals as strings."""
    return _dumped(
        {
            "measure": "on_time",
            **_cohort(table.cohort),
            "level": table.level.value,
            "base": table.base.value,
            "as_reported": table.by_source,
            "by_clocks": table.by_clocks,
            "rows": [_on_time_item(row) for row in table.rows],
        }
    )


def workbook(columns: Sequence[str], lines: Lines, *, sheet: str) -> bytes:
    """One sheet of an XLSX file."""
    made = BytesIO()
    write_xlsx(made, columns, lines, sheet=sheet)
    return made.getvalue()


def month_download(table: MonthTable, kind: str) -> bytes:
    """The month for Excel, `kind` csv or xlsx: what it counts and how comes before the table."""
    heading, *said = month_words(table)
    titles: list[Cell] = [
        _("名次"), _("单位"), _("代码"), _("受理量"), _("办结量"), _("有效回访"), _("联系数"),
        _("解决数"), _("满意数"), _("基本满意"), _("响应率（%）"), _("解决率（%）"),
        _("满意率（%）"), _("综合成绩"), other_title(table), _("综合成绩下限"), _("综合成绩上限"),
        _("名次最高"), _("名次最低"), _("等级"),
    ]  # fmt: skip
    rows = [*table.rows, table.foot] if table.rows else []
    lines: Lines = [[_named(cell) for cell in _month_line(row)] for row in rows]
    for row, line in zip(rows, lines, strict=True):
        other = row.all if table.base == Base.KEPT else row.kept
        line.insert(_BESIDE, other.printed.composite)
    made = BytesIO()
    above: Lines = [[words] for words in said]
    if kind == "xlsx":
        write_xlsx(made, [heading], [*above, titles, *lines], sheet=table.cohort.label)
    else:
        write_csv(made, [heading], [*above, titles, *lines])
    return made.getvalue()


def month_words(table: MonthTable) -> list[str]:
    """What stands above the table on paper: whose figures, of which complaints, as of when."""
    cohort = table.cohort
    scheme = cohort.scheme
    return [
        _("诉求办理“三率”统计表 %(label)s（%(base)s）") % {
            "label": cohort.label, "base": table.base.label,
        },
        _("统计对象：%(first)s 0:00 至 %(last)s 24:00 受理的诉求，按%(level)s统计") % {
            "first": cohort.starts_on, "last": cohort.ends_on, "level": table.level.label,
        },
        _("数据截至：%(at)s") % {"at": _instant(cohort)},
        _("计分方案：%(name)s；依据：%(source)s") % {
            "name": scheme.name if scheme else "", "source": scheme.source if scheme else "",
        },
    ]  # fmt: skip


def other_title(table: MonthTable) -> str:
    """The heading of the other base's composite."""
    other = Base.ALL if table.base == Base.KEPT else Base.KEPT
    return _("综合成绩（%(base)s）") % {"base": other.label}


def shortest(rate: Decimal) -> str:
    """At most six decimals, at least one: 0.95, 1.0, 0.934049."""
    text = f"{rate:f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def _month_line(row: MonthRow) -> list[Cell]:
    shown = row.shown
    return [
        shown.rank or None,
        row.name if row.key else _("汇总"),
        row.code,
        *(count for _name, count in shown.figures),
        *shown.printed,
        *(shown.interval or (None, None)),
        *(shown.rank_range or (None, None)),
        shown.grade,
    ]


def _month_item(row: MonthRow) -> dict[str, Any]:
    shown = row.shown
    return {
        "rank": shown.rank or None,
        "unit": row.name,
        "code": row.code,
        **dict(shown.figures),
        **_rates(shown),
        **_certainty(shown),
        "exact": [str(rate) for rate in shown.exact],
        "composite_all": str(row.all.printed.composite),
        "composite_kept": str(row.kept.printed.composite),
    }


def _rates(shown: Scored) -> dict[str, str]:
    names = ("response_rate", "resolution_rate", "satisfaction_rate", "composite")
    return dict(zip(names, map(str, shown.printed), strict=True))


def _certainty(shown: Scored) -> dict[str, Any]:
    low, high = shown.interval or ("", "")
    best, worst = shown.rank_range or (None, None)
    return {
        "composite_lo": str(low), "composite_hi": str(high), "rank_lo": best, "rank_hi": worst,
        "grade": shown.grade,
    }  # fmt: skip


def _on_time_item(row: OnTimeRow) -> dict[str, Any]:
    return {
        "unit": row.name,
        "code": row.code,
        "n": row.counted,
        "overtime": row.late,
        "ontime_rate": shortest(row.rate),
        "rank_min": row.rank,
        "basis": row.basis.value,
    }


def _cohort(cohort: Cohort) -> dict[str, str]:
    return {
        "period": cohort.label,
        "from": cohort.starts_on.isoformat(),
        "to": cohort.ends_on.isoformat(),
        "as_of": timezone.localtime(cohort.as_of).isoformat(timespec="seconds"),
    }


def _instant(cohort: Cohort) -> str:
    return f"{timezone.localtime(cohort.as_of):%Y-%m-%d %H:%M:%S}"


def _dumped(item: dict[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False, indent=2) + "\n"


def _named(cell: Cell) -> Cell:
    return _("未写明") if cell == NOWHERE else cell


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell if cell == NOWHERE else safe_text(cell)
    return "" if cell is None else str(cell)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
