"""Learns which unit acts from a table of past events; needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from complaints.errors import Invalid, OfficeError
from complaints.files.whole import check_writable
from dispatch.files.unit_models import read_routed, write_unit_model
from dispatch.kernels.suggesting import FIELDS_MAX, chains_of, learn

UNUSABLE = 2


class Command(BaseCommand):
    help = (
        "Learn from FILE (CSV, XLSX or JSON lines, a row an event) which unit acted, by the fields "
        "of place and category named, and write the model to MODEL. With --time later rows weigh "
        "more: a row half as much as one 200 days after it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--fields", required=True, metavar="A,B,C", help="the columns that are known beforehand"
        )
        parser.add_argument("--label", required=True, metavar="COL", help="the column of the unit")
        parser.add_argument("--time", default="", metavar="COL", help="when it came, if known")
        parser.add_argument("--out", required=True, type=Path, metavar="MODEL")

    def handle(
        self, *, file: Path, fields: str, label: str, time: str, out: Path, **_o: Any
    ) -> None:
        try:
            check_writable(out)
            names = _fields(fields, label)
            rows = read_routed(file, fields=names, label=label, time=time)
            if not rows:
                raise Invalid(_("%(file)s：没有可以学习的行。") % {"file": file.name})
            model = learn(rows, chains_of([row.values for row in rows], names))
            write_unit_model(out, model)
        except OfficeError as refusal:
            raise CommandError(refusal.message, returncode=UNUSABLE) from None
        self.stdout.write(f"rows {model.rows}")
        self.stdout.write(f"units {len({row.unit for row in rows})}")
        for chain in model.chains:
            self.stdout.write(f"chain {' > '.join(chain)}")


def _fields(given: str, label: str) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    if not names:
        raise Invalid(_("--fields 至少要有一列。"))
    if len(names) > FIELDS_MAX:
        raise Invalid(_("--fields 最多 %(limit)d 列。") % {"limit": FIELDS_MAX})
    if label in names:
        raise Invalid(_("--label 的列“%(label)s”不能又在 --fields 里。") % {"label": label})
    return names
