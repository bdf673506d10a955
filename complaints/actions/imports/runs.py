"""The steps of a file from a browser: sent, started, stopped, taken up again, erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints.actions.imports.history import check_may_import, lock_run, record_import
from complaints.actions.imports.whole import check_source
from complaints.actions.photos import refuse_on_a_full_disk
from complaints.errors import Invalid
from complaints.files.feeds import Feed, map_of, open_feed
from complaints.files.sealed import open_sealed, sealed_parts
from complaints.files.tables import open_table
from complaints.models import By, ImportReject, ImportRun, ImportSource, Parameter, User
from complaints.models.importing import FOLDER
from complaints.querysets import IMPORTS
from complaints.selectors.parameters import span_of
from complaints.states import ImportVerb, import_after

FILE_MAX_BYTES = 100 * 1024 * 1024
_NAME_MAX = 120
_PIECE_BYTES = 1024 * 1024
_ERASED_AT_ONCE = 50
_SWEPT_AFTER = timedelta(days=1)


def upload_import(
    file: BinaryIO, *, name: str, source: str, by: User, at: datetime | None = None
) -> ImportRun:
    """Keep a file, sealed, if it is a table that can be opened; no row of it is written yet."""
    at = at or timezone.now()
    check_may_import(by)
    check_source(source)
    size = file.seek(0, 2)
    if size > FILE_MAX_BYTES:
        raise Invalid(
            _("这个文件有 %(size)d MB，最多 %(limit)d MB。请按月份或街道分成几个文件。")
            % {"size": size // 2**20, "limit": FILE_MAX_BYTES // 2**20},
            field="file",
        )
    name = name.rpartition("/")[2].rpartition("\\")[2].strip()[-_NAME_MAX:] or _("未命名")
    with open_table(file, name=name) as table:
        _refuse_without_rows(table.rows, name)
    run = ImportRun(
        pk=uuid4(),
        organisation_id=_body_of(by),
        by=by,
        language=get_language() or "zh-hans",
        source=source,
        file_name=name,
        size_bytes=size,
        uploaded_at=at,
    )
    _keep(run, file)
    with transaction.atomic():
        run.save(force_insert=True)
        record_import(run, "upload", by=by, at=at, facts={"bytes": size})
    return run


def start_import(key: UUID, *, columns: Any, by: By, at: datetime | None = None) -> ImportRun:
    """Ask for the file to be taken in under these columns, and remember them for its source."""
    at = at or timezone.now()
    with transaction.atomic():
        run = lock_run(key, by=by)
        before, run.status = run.status, import_after(run.status, ImportVerb.START)
        with opened(run) as file:
            open_feed(file, map_of(columns), name=run.file_name)
        run.columns, run.started_at = columns, at
        run.version += 1
        record_import(run, "start", by=by, at=at, from_status=before)
        run.save(update_fields=["status", "columns", "started_at", "version"])
        if isinstance(by, User):
            ImportSource.objects.update_or_create(
                name=run.source, defaults={"columns": columns, "by": by, "at": at}
            )
    return run


def cancel_import(key: UUID, *, by: By, at: datetime | None = None) -> ImportRun:
    """Stop it; the batch that is being written comes in whole, what follows stays out. Of a file
    that was never started nothing is kept."""
    at = at or timezone.now()
    with transaction.atomic():
        run = lock_run(key, by=by)
        _end(run, ImportVerb.CANCEL, by=by, at=at)
    if run.started_at is None:
        _drop_file(run)
    return run


def resume_import(key: UUID, *, by: By, at: datetime | None = None) -> ImportRun:
    """Go on after the last row that came in, under the same columns."""
    at = at or timezone.now()
    with transaction.atomic():
        run = lock_run(key, by=by)
        before, run.status = run.status, import_after(run.status, ImportVerb.RESUME)
        if not run.file or run.started_at is None:
            raise Invalid(_("原文件已经删除，请重新上传。"))
        run.ended_at, run.cause, run.vain_attempts = None, "", 0
        run.version += 1
        record_import(
            run, "resume", by=by, at=at, from_status=before, facts={"rows": run.rows_done}
        )
        run.save(
            update_fields=["status", "ended_at", "cause", "vain_attempts", "version"],
        )
    return run


def end_import(
    key: UUID, verb: ImportVerb, *, by: By, at: datetime, attempt: int, cause: str = ""
) -> bool:
    """Finish or fail it, if this worker's claim still holds; a finished file is erased."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=key)
        if run.attempt != attempt or run.status not in {"running", "requested"}:
            return False
        run.cause = cause[:300]
        _end(run, verb, by=by, at=at)
    if verb == ImportVerb.FINISH:
        _drop_file(run)
    return True


def _end(run: ImportRun, verb: ImportVerb, *, by: By, at: datetime) -> None:
    before, run.status = run.status, import_after(run.status, verb)
    run.ended_at, run.lease_until = at, None
    run.version += 1
    facts = {"rows": run.rows_done, "accepted": run.accepted, "rejected": run.rejected}
    record_import(run, verb.value, by=by, at=at, from_status=before, facts=facts)
    run.save(update_fields=["status", "ended_at", "lease_until", "cause", "version"])


def erase_old_imports(*, by: By, at: datetime | None = None) -> int:
    """Drop the files and the rows that were not taken once the office's days have passed."""
    at = at or timezone.now()
    before = at - span_of(Parameter.Key.IMPORT_KEPT, on=timezone.localdate(at))
    for run in ImportRun.objects.filter(status="finished").exclude(file=""):
        _drop_file(run)
    _sweep(before=at - _SWEPT_AFTER)
    keys = ImportRun.objects.to_erase(before).values_list("pk", flat=True)[:_ERASED_AT_ONCE]
    return sum(_erase(key, before, by=by, at=at) for key in keys)


def _sweep(*, before: datetime) -> None:
    """Files whose row never came: one is younger than its row for a moment, so only old ones."""
    kept = set(ImportRun.objects.exclude(file="").values_list("file", flat=True))
    for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*"):
        if f"{FOLDER}/{path.name}" not in kept and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def _erase(key: UUID, before: datetime, *, by: By, at: datetime) -> bool:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().to_erase(before).filter(pk=key).first()
        if run is None:
            return False
        was, run.status = run.status, import_after(run.status, ImportVerb.ERASE)
        run.erased_at = at
        run.version += 1
        record_import(run, "erase", by=by, at=at, from_status=was)
        ImportReject.objects.filter(run=run).delete()
        run.save(update_fields=["status", "erased_at", "version"])
    _drop_file(run)
    return True


@contextmanager
def opened(run: ImportRun) -> Iterator[BinaryIO]:
    """The plain file, read through its seal; none of it touches the disk."""
    if not run.file:
        raise Invalid(_("原文件已经删除，请重新上传。"))
    try:
        with run.file.open("rb") as sealed:
            yield open_sealed(sealed.file, row=run.pk, size_bytes=run.size_bytes)
    except FileNotFoundError:
        raise Invalid(_("原文件已经删除，请重新上传。")) from None


@contextmanager
def feed_of(run: ImportRun) -> Iterator[Feed]:
    """The file under the columns that its run was started with."""
    with opened(run) as file:
        yield open_feed(file, map_of(run.columns), name=run.file_name)


def _keep(run: ImportRun, file: BinaryIO) -> None:
    refuse_on_a_full_disk(_no_room)
    file.seek(0)
    pieces = iter(lambda: file.read(_PIECE_BYTES), b"")
    try:
        run.file.save("file", _Parts(sealed_parts(pieces, row=run.pk)), save=False)
    except OSError:
        raise _no_room() from None


class _Parts(File):  # type: ignore[type-arg]
    """For a storage, which asks a file for its pieces: they are made as they are written."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__(None, "file")
        self._parts = parts

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return self._parts


def _drop_file(run: ImportRun) -> None:
    """The file first: a row that names one which is gone says so when asked."""
    if run.file:
        run.file.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(file="")


def _no_room() -> Invalid:
    return Invalid(_("服务器的空间不够，这个文件现在存不下。"), field="file")


def _refuse_without_rows(rows: Iterator[Any], name: str) -> None:
    if next(rows, None) is None:
        raise Invalid(_("%(file)s：只有表头，没有内容。") % {"file": name}, field="file")


def _body_of(by: User) -> int:
    return next(post.organisation_id for post in by.current_posts if post.role in IMPORTS)
