"""Suggests the unit for each row of a table with a learnt model; needs no database."""

import csv
import io
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from complaints.files.whole import check_writable, write_whole
from dispatch.files.unit_models import read_unit_model, read_unrouted
from dispatch.kernels.suggesting import Guess

UNUSABLE = 2
BEST = 3
COLUMNS = ("unit", "confidence", "unit2", "unit3", "reason")


class Command(BaseCommand):
    help = (
        "Suggest the unit for each row of FILE with a model of train_router. OUT is CSV with one "
        "line a row, in the order of FILE: unit, confidence, unit2, unit3, reason."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--model", required=True, type=Path, metavar="MODEL")
        parser.add_argument("--out", required=True, type=Path, metavar="OUT")

    def handle(self, *, file: Path, model: Path, out: Path, **_o: Any) -> None:
        try:
            check_writable(out)
            known = read_unit_model(model)
            rows = read_unrouted(file, fields=known.fields)
            written = io.StringIO(newline="")
            table = csv.writer(written)
            table.writerow(COLUMNS)
            table.writerows(_line(known.guesses(row, most=BEST)) for row in rows)
            write_whole(out, written.getvalue().encode())
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=UNUSABLE) from None
        self.stdout.write(f"rows {len(rows)}")


def _line(guesses: list[Guess]) -> list[str]:
    units = [guess.unit for guess in guesses] + [""] * (BEST - len(guesses))
    if not guesses:
        return ["", "", *units[1:], ""]
    return [units[0], f"{guesses[0].confidence:.6f}", *units[1:], reason_for(guesses[0])]


def reason_for(guess: Guess) -> str:
    """Why, in words of the office."""
    if not guess.like:
        return _("这类事项没有先例，按全部派单推测。")
    told = {"like": " ".join(guess.like), "of": guess.of, "to": guess.to}
    return _("“%(like)s”以前有 %(of)s 件，其中 %(to)s 件由它承办。") % told
