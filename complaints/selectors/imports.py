"""What the pages of imports show of a file and its run."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import fields
from complaints.errors import NotFound
from complaints.kernels.masking import mask
from complaints.models import ImportEvent, ImportReject, ImportRun, ImportSource, User
from complaints.states import ImportStatus, ImportVerb, import_allowed_from

PAGE = 30
REJECTS_SHOWN = 20
IS_UNDER_WAY = frozenset({ImportStatus.REQUESTED.value, ImportStatus.RUNNING.value})
STEPS = {
    "upload": gettext_lazy("上传文件"),
    "start": gettext_lazy("开始导入"),
    "cancel": gettext_lazy("停止"),
    "resume": gettext_lazy("继续"),
    "finish": gettext_lazy("导入完成"),
    "fail": gettext_lazy("没有完成"),
    "give_back": gettext_lazy("下载未导入的行"),
    "erase": gettext_lazy("删除原件"),
}


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row that was not taken; its cells name callers."""

    line: int
    cells: dict[str, str] = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row that was not taken, for a page: a phone in the place of a day is masked."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the history."""

    words: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RunPage:
    """One file, how far it came, and what may be done with it now."""

    run: ImportRun
    percent: int
    is_under_way: bool
    may_cancel: bool
    may_resume: bool
    rejects: list[Shown]
    more_rejects: int
    steps: list[Step]


def runs_seen(user: User, *, after: int = 0) -> tuple[list[ImportRun], int]:
    """The files of this person's own bodies, newest first; the offset of the next page."""
    rows = ImportRun.objects.visible_to(user).select_related("by")
    found = list(rows[after:][: PAGE + 1])
    return found[:PAGE], after + PAGE if len(found) > PAGE else 0


def source_names() -> list[str]:
    """The sources whose columns are remembered."""
    return list(ImportSource.objects.values_list("name", flat=True))


def find_run(key: UUID, user: User) -> ImportRun:
    """The run, if this person may see it."""
    rows = ImportRun.objects.visible_to(user).select_related("by", "organisation")
    run = rows.filter(pk=key).first()
    if run is None:
        raise NotFound(_("没有这次导入，或不在您的查看范围内。"))
    return run


def run_page(run: ImportRun) -> RunPage:
    """Everything on a run's page."""
    verbs = import_allowed_from(run.status)
    rows = list(run.rejects.order_by("line")[: REJECTS_SHOWN + 1])
    shown = [Shown(one.line, mask(one.reason)) for one in open_rejects(run, rows[:REJECTS_SHOWN])]
    return RunPage(
        run=run,
        percent=100 * run.rows_done // run.rows_total if run.rows_total else 0,
        is_under_way=run.status in IS_UNDER_WAY,
        may_cancel=ImportVerb.CANCEL in verbs,
        may_resume=ImportVerb.RESUME in verbs and bool(run.file) and run.started_at is not None,
        rejects=shown,
        more_rejects=max(run.rejected - REJECTS_SHOWN, 0) if rows else 0,
        steps=[
            Step(str(STEPS.get(event.verb, event.verb)), _who(event), event.at)
            for event in run.events.select_related("by")
        ],
    )


def open_rejects(run: ImportRun, rows: Iterable[ImportReject]) -> list[NotTaken]:
    """Sealed rows, opened."""
    found = []
    for row in rows:
        said = json.loads(fields.unseal(row.sealed, row=run.pk, field=f"reject {row.line}"))
        found.append(NotTaken(row.line, said["cells"], said["reason"]))
    return found


def _who(event: ImportEvent) -> str:
    return str(event.by) if event.by else str(event.get_actor_display())
