"""Parts a file of messages into matters; needs no database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from complaints.files.matters import read_messages, write_groups
from complaints.kernels.related import group_texts

UNUSABLE = 2
BAR_WIDTH = 30


class Command(BaseCommand):
    help = (
        "Find the messages that are about the same matter. Reads CSV, XLSX or JSON lines, writes "
        "id,group with a row for each row read; a message like no other is its own group."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--id", required=True, metavar="COL", help="the messages' own key")
        parser.add_argument(
            "--text",
            required=True,
            action="append",
            metavar="COL",
            help="a column of words; several (a title, a body) count alike",
        )
        parser.add_argument("--time", default="", metavar="COL", help="when it came, if known")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            messages = read_messages(
                options["file"],
                id_column=options["id"],
                texts=options["text"],
                time=options["time"],
            )
            groups = group_texts(
                messages.columns,
                days=messages.days,
                on_progress=self._show_progress if self.stderr.isatty() else None,
            )
            write_groups(options["out"], messages.ids, groups.tolist())
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=UNUSABLE) from None
        found = len(set(groups.tolist()))
        self.stdout.write(
            _("%(rows)d 条，%(groups)d 件事") % {"rows": len(groups), "groups": found}
        )

    def _show_progress(self, done: int, total: int) -> None:
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        self.stderr.write(f"\r{bar} {done:,}/{total:,}", ending="\n" if done == total else "")
        sys.stderr.flush()
