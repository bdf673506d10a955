"""Sorts the texts of a table with a learnt model; needs no database."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from complaints.errors import Invalid, OfficeError
from complaints.files.text_models import read_model, read_texts
from complaints.files.whole import check_writable
from complaints.kernels.classifying.learning import Guess, TextModel

UNUSABLE = 2
BAR_WIDTH = 30
BEST = 3
SHOWN_EVERY = 200
COLUMNS = (
    "label", "confidence", "label_1", "confidence_1", "label_2", "confidence_2", "label_3",
    "confidence_3", "is_sure",
)  # fmt: skip


class Command(BaseCommand):
    help = (
        "Sort the texts of FILE with a model of train_classifier. OUT is CSV with one line a row, "
        "in the order of FILE: label, confidence, the three best with theirs, and is_sure, which "
        "is false where the model would rather keep silent."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--text", required=True, metavar="COL", help="the column of the text")
        parser.add_argument("--model", required=True, type=Path, metavar="MODEL")
        parser.add_argument("--out", required=True, type=Path, metavar="OUT")

    def handle(self, *, file: Path, text: str, model: Path, out: Path, **_o: Any) -> None:
        try:
            check_writable(out)
            known = read_model(model)
            lines = [*self._lines(read_texts(file, text=text), known)]
            _write(out, lines)
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=UNUSABLE) from None
        self.stdout.write(f"rows {len(lines)}")

    def _lines(self, texts: list[str], model: TextModel) -> Iterator[list[str]]:
        shows = self.stderr.isatty()
        for done, text in enumerate(texts, start=1):
            guesses = model.guesses(text, most=BEST)
            yield _line(guesses, is_sure=guesses[0].confidence >= model.threshold)
            if shows and (done % SHOWN_EVERY == 0 or done == len(texts)):
                self._show_progress(done, len(texts))

    def _show_progress(self, done: int, total: int) -> None:
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        self.stderr.write(f"\r{bar} {done:,}/{total:,}", ending="\n" if done == total else "")
        sys.stderr.flush()


def _line(guesses: list[Guess], *, is_sure: bool) -> list[str]:
    told = [(one.label, f"{one.confidence:.6f}") for one in guesses]
    told += [("", "")] * (BEST - len(told))
    best = [cell for pair in told for cell in pair]
    return [*told[0], *best, "true" if is_sure else "false"]


def _write(out: Path, lines: list[list[str]]) -> None:
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            # Labels as they were taught, whatever they look like: other programs read them.
            csv.writer(file).writerows([COLUMNS, *lines])
    except OSError as error:
        message = _("%(path)s：写不进去：%(why)s") % {"path": out, "why": error.strerror}
        raise Invalid(message) from None
