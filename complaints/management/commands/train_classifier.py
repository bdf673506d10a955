"""Learns from a table of sorted texts; needs no database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from complaints.errors import Invalid, OfficeError
from complaints.files.text_models import (
    SortedText,
    read_sorted_texts,
    write_model,
)
from complaints.files.whole import check_writable
from complaints.kernels.classifying.learning import Learnt, Settings, learn

UNUSABLE = 2
BAR_WIDTH = 30
USUAL_SEED = 20_260_101


class Command(BaseCommand):
    help = (
        "Learn to sort texts from FILE (CSV, XLSX or JSON lines with a text and a label in each "
        "row) and write the model to MODEL. Near copies of one text are held back together when "
        "the model is tried. The same file, options and seed give the same model."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--text", required=True, metavar="COL", help="the column of the text")
        parser.add_argument("--label", required=True, metavar="COL", help="the column of the label")
        parser.add_argument("--out", required=True, type=Path, metavar="MODEL")
        parser.add_argument("--seed", type=int, default=USUAL_SEED, help="what all is drawn from")

    def handle(self, *, file: Path, text: str, label: str, out: Path, seed: int, **_o: Any) -> None:
        try:
            check_writable(out)
            learnt = self._learn(read_sorted_texts(file, text=text, label=label), file, seed)
            write_model(out, learnt.model)
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=UNUSABLE) from None
        for name, value in _figures(learnt):
            self.stdout.write(f"{name} {value}")

    def _learn(self, given: list[SortedText], file: Path, seed: int) -> Learnt:
        texts, labels = [one.text for one in given], [one.label for one in given]
        if len(set(labels)) < 2:
            message = _("%(file)s：至少要有两个分类，文件中有 %(found)d 个。")
            raise Invalid(message % {"file": file.name, "found": len(set(labels))})
        show = self._show_progress if self.stderr.isatty() else None
        try:
            return learn(texts, labels, settings=Settings(), seed=seed, told=show)
        except ValueError:
            message = _("%(file)s：所有的文字几乎一样，无法分开检验。")
            raise Invalid(message % {"file": file.name}) from None

    def _show_progress(self, done: int, total: int) -> None:
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        self.stderr.write(f"\r{bar} {done}/{total}", ending="\n" if done == total else "")
        sys.stderr.flush()


def _figures(learnt: Learnt) -> list[tuple[str, str]]:
    """What texts held back in turn have shown."""
    judged = learnt.judged
    return [
        ("texts", str(judged.texts)),
        ("labels", str(len(learnt.model.labels))),
        ("macro_f1", f"{judged.macro_f1_rate:.4f}"),
        ("accuracy", f"{judged.accuracy_rate:.4f}"),
        ("calibration_error", f"{judged.calibration_loss:.4f}"),
        ("threshold", f"{learnt.model.threshold:.4f}"),
        ("coverage", f"{judged.coverage_rate:.4f}"),
        ("accuracy_when_sure", f"{judged.sure_accuracy_rate:.4f}"),
    ]
