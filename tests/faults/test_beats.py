"""The row is the message: schedulers killed in mid-work lose none of it and repeat none."""

import os
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from complaints.models import Complaint
from dispatch.models import Assignment, AssignmentEvent, Callback
from tests import make
from tests.faults.running import Running, clean_environment, is_alive, until
from tests.servers.postgres import free_port

DUE = 240
FIRST_KILL_AT = 20
SECOND_KILL_AT = 60
TICK_SECONDS = 15
READY_WITHIN_SECONDS = 120


def address_of_this_database() -> str:
    """Where another process finds the tables of this test."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    password = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    where = f"{known['HOST']}:{known['PORT'] or 5432}"
    return f"postgres://{known['USER']}{password}@{where}/{known['NAME']}"


def up(folder: Path, log: str) -> Running:
    environment = clean_environment(VAR_DIR=str(folder), DATABASE_URL=address_of_this_database())
    command = ["python", "manage.py", "up", "--no-demo", "--port", str(free_port())]
    return Running(command, environment, folder.parent / log)


def until_opened(count: int) -> None:
    until(
        lambda: Callback.objects.count() >= count,
        seconds=8 * TICK_SECONDS,
        what=f"{count} opened callbacks",
        every_seconds=0.002,
    )


@pytest.mark.django_db(transaction=True)
def test_killed_schedulers_leave_all_work_done_once(tmp_path: Path) -> None:
    office = make.office()
    for minute in range(DUE):
        make.dispatched(office, at=make.START + timedelta(minutes=minute))
    folder = tmp_path / "var"

    with up(folder, "first.log") as parent:
        parent.says("scheduler short: started", seconds=READY_WITHIN_SECONDS)
        until_opened(FIRST_KILL_AT)
        os.kill(parent.children()["scheduler short"], signal.SIGKILL)
        assert Callback.objects.count() < DUE, "it was too quick to be killed mid-way"
        until_opened(SECOND_KILL_AT)
        everything = [parent.process.pid, *parent.children().values()]
        for pid in everything:
            os.kill(pid, signal.SIGKILL)
        parent.process.wait(timeout=10)
        until(lambda: not any(map(is_alive, everything)), seconds=10, what="the end of all")
        assert Callback.objects.count() < DUE, "it was too quick to be killed mid-way"

    with up(folder, "second.log") as parent:
        parent.says("scheduler short: started", seconds=READY_WITHIN_SECONDS)
        until_opened(DUE)

    told = Counter(
        AssignmentEvent.objects.filter(verb="open_callback").values_list("assignment_id", flat=True)
    )
    assert told == Counter(Assignment.objects.values_list("pk", flat=True))
    assert Callback.objects.count() == DUE
    assert set(Complaint.objects.values_list("status", flat=True)) == {"to_call_back"}
