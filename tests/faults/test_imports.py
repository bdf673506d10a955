"""A scheduler killed in the middle of a file: what came in stands, the rest comes in, nothing
twice."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as known

from complaints.actions.imports.runs import start_import
from complaints.actions.imports.work import LEASE
from complaints.models import Complaint, ComplaintEvent, Identity, ImportRun, SearchText
from tests import make
from tests.faults.running import Running, clean_environment, is_alive, until
from tests.faults.test_beats import READY_WITHIN_SECONDS, address_of_this_database
from tests.servers.postgres import free_port

ROWS = 9000
BAD = 7
KILL_AT = 1500


def up(folder: Path, log: str) -> Running:
    """Over this test's tables, and with the keys and the folder that its file was sealed with."""
    environment = clean_environment(
        VAR_DIR=str(folder),
        DATABASE_URL=address_of_this_database(),
        FIELD_KEYS=",".join(known.FIELD_KEYS),
        HASH_KEY=known.HASH_KEY,
    )
    command = ["python", "manage.py", "up", "--no-demo", "--port", str(free_port())]
    return Running(command, environment, folder.parent / log)


def done() -> int:
    return ImportRun.objects.values_list("rows_done", flat=True).get()


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_and_every_row_is_there_once(tmp_path: Path, settings: Any) -> None:
    folder = tmp_path / "var"
    settings.MEDIA_ROOT = folder / "media"
    office = make.office()
    run = make.file_sent(office, rows=ROWS, bad=BAD)
    start_import(run.pk, columns=make.FILE_COLUMNS, by=office.people.triage)

    with up(folder, "first.log") as parent:
        parent.says("scheduler scans: started", seconds=READY_WITHIN_SECONDS)
        until(lambda: done() >= KILL_AT, seconds=90, what="the first rows", every_seconds=0.01)
        everything = [parent.process.pid, *parent.children().values()]
        for pid in everything:
            os.kill(pid, signal.SIGKILL)
        parent.process.wait(timeout=10)
        until(lambda: not any(map(is_alive, everything)), seconds=10, what="the end of all")
    stopped_at = done()
    assert KILL_AT <= stopped_at < ROWS, "it was too quick to be killed mid-way"
    assert Complaint.objects.count() == stopped_at - BAD
    assert ImportRun.objects.get().status == "running"

    with up(folder, "second.log") as parent:
        parent.says("scheduler scans: started", seconds=READY_WITHIN_SECONDS)
        patience = LEASE.total_seconds() + 120
        until(
            lambda: ImportRun.objects.get().status == "finished", seconds=patience, what="the end"
        )

    run = ImportRun.objects.get()
    assert (run.rows_done, run.accepted, run.duplicate, run.rejected) == (ROWS, ROWS - BAD, 0, BAD)
    assert run.rejects.count() == BAD
    assert Complaint.objects.count() == ROWS - BAD
    assert Complaint.objects.values("external_number").distinct().count() == ROWS - BAD
    for rows in (SearchText, Identity, ComplaintEvent):
        assert rows._default_manager.count() == ROWS - BAD
    assert list((folder / "media" / "imports").iterdir()) == []
