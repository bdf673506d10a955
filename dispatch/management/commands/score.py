"""Scores, ranks and grades a table of units by a scheme; needs no database."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complaints.errors import OfficeError
from complaints.files.whole import check_writable, write_whole
from dispatch.files.scored import read_scheme, read_units, scored_csv
from dispatch.kernels.scoring import TableScheme, Unfit, score_table

UNUSABLE = 2
EXPLAINED = """
FILE has a line for each unit: unit[,league],accepted,valid,contacted,resolved,satisfied,basic, or
the columns that the scheme names. Given rates and all outputs are in percent.

SCHEME.json, all keys optional:
  measures          [{name, weight, num and den | rate, complement}], weights sum to 100; the
                    default is the three rates over valid, 10/50/40. A numerator called satisfied
                    takes the column basic along, times basic_factor. complement: 100 minus it
  basic_factor      0.9
  rate_digits       decimals of the printed measures; without it all there are, at most twelve
  composite_digits  1; the composite is weighed from unrounded measures and rounded once
  rounding          half_up | down
  given             a column that is the composite already: units are only ranked
  tie               accepted (more accepted first, then the same rank) | lowest_rank
  min_n             0; with fewer in the least denominator no rank and no grade
  bands             {"name": least composite, ...} or [{"name": ..., "from": ...}, ...]

OUT has unit[,league],<measures>,composite,rank,grade,rank_lo,rank_hi, in the order of FILE; ranks
count within a league. rank_lo and rank_hi: the ranks that 95 of 100 draws of the counts allow, the
measures taken as independent; empty where the file gives rates and no counts.
"""


class Command(BaseCommand):
    help = "Score, rank and grade the units of FILE by a scheme."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs["epilog"] = EXPLAINED
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--scheme", type=Path, metavar="SCHEME.json")
        parser.add_argument("--out", required=True, type=Path, metavar="OUT")

    def handle(self, *, file: Path, scheme: Path | None, out: Path, **_o: Any) -> None:
        try:
            check_writable(out)
            by = read_scheme(scheme) if scheme else TableScheme()
            units = read_units(file, by)
            lines = score_table(units.rows, by)
            write_whole(out, scored_csv(lines, by, has_leagues=units.has_leagues))
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=UNUSABLE) from None
        except Unfit as unfit:
            raise CommandError(f"{file.name}: {unfit}", returncode=UNUSABLE) from None
        self.stdout.write(f"units {len(lines)}")
