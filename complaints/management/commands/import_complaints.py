"""Takes in a file of hotline tickets; safe to run again."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from complaints.actions.imports import import_feed
from complaints.errors import OfficeError
from complaints.files.feeds import BUILT_IN, RejectsFile, open_feed, read_map
from complaints.models import Actor

UNUSABLE = 2
BAR_WIDTH = 30


class Command(BaseCommand):
    help = (
        "Take in hotline tickets from CSV, XLSX or JSON lines. Known headers: "
        + ", ".join(one.source for one in BUILT_IN)
        + ". Tickets that are here already, by source and number, stay as they are. Rows that "
        "cannot be taken go to FILE.rejected.csv with a reason (in a dry run too)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--source", default="", help="the source's name (default: the map's)")
        parser.add_argument(
            "--map",
            type=Path,
            metavar="MAP.json",
            help='{"source": "…", "columns": {"text": ["标题", "内容"], "number": "工单号", '
            '"received": "创建时间", …}, "constants": {"district": "石景山区"}}; columns: number, '
            "received, text, nature, district, subdistrict, community, address, unit, category, "
            "on_time, caller_name, caller_phone, caller_home (the last three are kept encrypted)",
        )
        parser.add_argument("--dry-run", action="store_true", help="count, and write no ticket")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            feed_map = read_map(options["map"]) if options["map"] else None
            feed = open_feed(options["file"], feed_map)
            with RejectsFile(options["file"], feed.columns) as rejects:
                counts = import_feed(
                    feed,
                    by=Actor.FEED,
                    source=options["source"] or feed.feed_map.source or options["file"].stem[:40],
                    is_dry_run=options["dry_run"],
                    on_refused=lambda row: rejects.add(
                        row.cells,
                        _("第 %(line)d 行：%(why)s") % {"line": row.line, "why": row.reason},
                    ),
                    on_progress=self._show_progress if self.stderr.isatty() else _show_nothing,
                )
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=UNUSABLE) from None
        except DatabaseError as error:
            raise CommandError(
                _("数据库不能用（先运行 manage.py migrate）：%(why)s")
                % {"why": str(error).splitlines()[0]},
                returncode=UNUSABLE,
            ) from None
        self._tell(counts.accepted, counts.duplicate, counts.rejected, options)
        if counts.rejected:
            self.stderr.write(_("未能导入的行及原因：%(path)s") % {"path": rejects.path})

    def _tell(self, accepted: int, duplicate: int, rejected: int, options: dict[str, Any]) -> None:
        self.stdout.write(f"accepted {accepted}\nduplicate {duplicate}\nrejected {rejected}")
        if options["json"]:
            counts = {"accepted": accepted, "duplicate": duplicate, "rejected": rejected}
            self.stdout.write(json.dumps(counts, separators=(",", ":")))

    def _show_progress(self, done: int, total: int) -> None:
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        self.stderr.write(f"\r{bar} {done:,}/{total:,}", ending="\n" if done == total else "")
        sys.stderr.flush()


def _show_nothing(_done: int, _total: int) -> None:
    """Piped output stays plain."""
