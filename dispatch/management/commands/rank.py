"""The ranking of an assessment period, or of any days, from the database."""

import sys
from argparse import RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from complaints.errors import OfficeError
from dispatch.actions.schemes import load_schemes
from dispatch.files.rankings import (
    MONTH_COLUMNS,
    ON_TIME_COLUMNS,
    Lines,
    month_json,
    month_lines,
    month_words,
    on_time_json,
    on_time_lines,
    plain_csv,
    plain_table,
    workbook,
)
from dispatch.files.schemes import read_bands, read_schemes
from dispatch.models import ScoringScheme
from dispatch.selectors.closings import closing_of
from dispatch.selectors.cohorts import Cohort, cohort_between, cohort_named
from dispatch.selectors.month import MonthTable, closed_table, month_table
from dispatch.selectors.on_time import OnTimeTable, on_time_table
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.tallies import Base, Level

UNUSABLE = 2
EXPLAINED = """
rates    rank, unit, code, accepted, closed, valid, contacted, resolved, satisfied, basic, then the
         rates in percent with two decimals and the composite; the last line sums the counts and
         averages the units' rates.
on_time  unit, n, overtime, ontime_rate, rank_min (equals share the lowest rank), basis: reported
         by the source's own verdict, clocks by our limits, both where a row has tickets of each.
"""


class Command(BaseCommand):
    help = "Rank units or places by their three rates, or by what was done on time."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs["epilog"] = EXPLAINED
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", metavar="YYYY-MM", help="the period ending in that month")
        parser.add_argument("--from", metavar="YYYY-MM-DD", help="first day, with --to")
        parser.add_argument("--to", metavar="YYYY-MM-DD", help="last day, included")
        parser.add_argument("--measure", choices=("rates", "on_time"), default="rates")
        parser.add_argument("--level", choices=Level.values, default=Level.SUBDISTRICT.value)
        parser.add_argument("--base", choices=Base.values, default=Base.ALL.value)
        parser.add_argument(
            "--closed", action="store_true", help="as the period was closed, with --period; rates"
        )
        parser.add_argument("--revision", type=int, metavar="N", help="with --closed, not the last")
        parser.add_argument("--format", choices=("table", "csv", "json", "xlsx"), default="table")
        parser.add_argument("--out", metavar="FILE", help="write there instead of printing")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["format"] == "xlsx" and not options["out"] and sys.stdout.isatty():
            _refuse("--format xlsx: name a file with --out, or pipe the output")
        if not ScoringScheme.objects.exists():
            load_schemes(read_schemes(), bands=read_bands())
        try:
            made = _closed(options) if options["closed"] else _ranking(_cohort(options), options)
        except OfficeError as error:
            _refuse(error.message)
        self._deliver(made, options["out"])

    def _deliver(self, made: bytes, out: str | None) -> None:
        if out:
            try:
                Path(out).write_bytes(made)
            except OSError as error:
                _refuse(f"--out {out}: {error.strerror}")
        elif made.startswith(b"PK"):
            sys.stdout.buffer.write(made)
        else:
            self.stdout.write(made.decode(), ending="")


def _cohort(options: dict[str, Any]) -> Cohort:
    period, first, last = options["period"], options["from"], options["to"]
    if period and (first or last):
        _refuse("either --period or --from and --to, not both")
    if period:
        return cohort_named(period)
    if not (first and last):
        _refuse("a period is needed: --period YYYY-MM, or --from and --to")
    return cohort_between(_day("--from", first), _day("--to", last))


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse(f"{name} {text}: expected a day such as 2018-10-31")


def _ranking(cohort: Cohort, options: dict[str, Any]) -> bytes:
    level, base, kind = Level(options["level"]), Base(options["base"]), options["format"]
    if options["measure"] == "rates":
        return _rates(month_table(EVERYWHERE, cohort, level=level, base=base), kind)
    table = on_time_table(EVERYWHERE, cohort, level=level, base=base)
    if kind == "json":
        return on_time_json(table).encode()
    return _written(ON_TIME_COLUMNS, on_time_lines(table), kind, cohort, _on_time_words(table))


def _closed(options: dict[str, Any]) -> bytes:
    if not options["period"] or options["measure"] != "rates":
        _refuse("--closed goes with --period and the measure rates")
    closing = closing_of(options["period"], options["revision"])
    level, base = Level(options["level"]), Base(options["base"])
    return _rates(closed_table(EVERYWHERE, closing, level=level, base=base), options["format"])


def _rates(month: MonthTable, kind: str) -> bytes:
    if kind == "json":
        return month_json(month).encode()
    return _written(MONTH_COLUMNS, month_lines(month), kind, month.cohort, month_words(month))


def _written(
    columns: tuple[str, ...], lines: Lines, kind: str, cohort: Cohort, words: list[str]
) -> bytes:
    if kind == "xlsx":
        return workbook(
            columns, lines, sheet=cohort.label or f"{cohort.starts_on}_{cohort.ends_on}"
        )
    if kind == "csv":
        return plain_csv(columns, lines).encode()
    heading = "".join(f"# {line}\n" for line in words)
    return (heading + plain_table(columns, lines)).encode()


def _on_time_words(table: OnTimeTable) -> list[str]:
    cohort = table.cohort
    return [
        f"received {cohort.starts_on} to {cohort.ends_on}, both included; by {table.level.value}",
        f"as of {timezone.localtime(cohort.as_of).isoformat(timespec='seconds')}",
        f"basis: {table.by_source} as reported by their source, {table.by_clocks} by our clocks",
    ]


def _refuse(words: str) -> NoReturn:
    raise CommandError(words, returncode=UNUSABLE)
