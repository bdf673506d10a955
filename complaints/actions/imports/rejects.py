"""The rows that were not taken, given back with the reason: mended, they come in from this file."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.imports.history import lock_run, record_import
from complaints.errors import Invalid
from complaints.files.feeds import REASON
from complaints.files.tables import csv_chunks
from complaints.models import By, ImportReject
from complaints.selectors.imports import NotTaken, open_rejects


def give_back_rejects(key: UUID, *, by: By, at: datetime | None = None) -> Iterator[bytes]:
    """A CSV of them. They name callers, so that they left is on record."""
    at = at or timezone.now()
    with transaction.atomic():
        run = lock_run(key, by=by)
        rows = open_rejects(run, ImportReject.objects.filter(run=run).order_by("line"))
        if not rows:
            raise Invalid(_("没有可以下载的行：都已导入，或已过保留期限。"))
        record_import(run, "give_back", by=by, at=at, from_status=run.status,
                      facts={"rows": len(rows)})  # fmt: skip
    columns = list(dict.fromkeys(name for row in rows for name in row.cells if name != REASON))
    lines = ([*(row.cells.get(name, "") for name in columns), _reason(row)] for row in rows)
    return csv_chunks([*columns, REASON], lines)


def _reason(row: NotTaken) -> str:
    return _("第 %(line)d 行：%(why)s") % {"line": row.line, "why": row.reason}
