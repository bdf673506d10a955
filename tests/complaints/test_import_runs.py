"""A file sent from a browser comes in in the background: once, whole, and as the command would."""

import csv
import io
import os
import random
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from complaints import fields
from complaints.actions.imports import BATCH, Imported, import_feed
from complaints.actions.imports.preview import sheet_of, try_import
from complaints.actions.imports.rejects import give_back_rejects
from complaints.actions.imports.runs import (
    FILE_MAX_BYTES,
    cancel_import,
    erase_old_imports,
    opened,
    resume_import,
    start_import,
    upload_import,
)
from complaints.actions.imports.work import ATTEMPTS_MAX, LEASE, claim_import, work_on_import
from complaints.errors import Invalid, NotAllowed, NotFound, WrongState
from complaints.files.feeds import open_feed
from complaints.files.sealed import PART_BYTES, open_sealed, sealed_parts
from complaints.models import (
    Actor,
    Complaint,
    ComplaintEvent,
    Identity,
    ImportReject,
    ImportRun,
    ImportSource,
    Parameter,
    Role,
    SearchText,
    User,
)
from complaints.states import IMPORT_LIFE, ImportStatus, ImportVerb, import_after
from complaints.tasks import run_requested_imports
from tests import make

COLUMNS = make.FILE_COLUMNS
HEADER = list(COLUMNS["columns"].values())
CANARY = "13900000791"
# Ours, or made anew each time.
OWN = {"id", "number", "source", "by_id", "actor"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> make.Office:
    return make.office()


def sent(office: make.Office, content: bytes, **more: Any) -> ImportRun:
    given = {"name": "十月.csv", "source": "某区热线", "by": office.people.triage, **more}
    return upload_import(io.BytesIO(content), **given)


def started(office: make.Office, content: bytes, **more: Any) -> ImportRun:
    run = sent(office, content, **more)
    return start_import(run.pk, columns=COLUMNS, by=office.people.triage)


def colleague(office: make.Office) -> User:
    """Another one of the same body."""
    body = office.people.triage.posts.get().organisation
    return make.person("t-second-triage", Role.TRIAGE_OFFICER, body)


def worked(run: ImportRun, **more: Any) -> ImportRun:
    """One turn of a worker."""
    claimed = claim_import()
    assert claimed is not None
    work_on_import(claimed.pk, attempt=claimed.attempt, pause=0, **more)
    return ImportRun.objects.get(pk=run.pk)


def counts(run: ImportRun) -> Imported:
    return Imported(run.accepted, run.duplicate, run.rejected)


def verbs(run: ImportRun) -> list[str]:
    return list(run.events.values_list("verb", flat=True))


def lies(run: ImportRun) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / f"{run.pk.hex}.sealed"


# ---------------------------------------------------------------- the whole way


def test_a_file_from_the_browser_becomes_the_rows_that_the_command_writes(office, tmp_path):
    content = make.sheet(BATCH + 20, bad=3)
    run = worked(started(office, content))
    assert (run.status, counts(run)) == ("finished", Imported(BATCH + 17, 0, 3))
    (tmp_path / "t.csv").write_bytes(content)
    feed = open_feed(tmp_path / "t.csv")
    told = import_feed(feed, by=Actor.FEED, source="同样的文件", at=run.started_at)
    assert told == counts(run)
    assert rows_of("某区热线") == rows_of("同样的文件")


def rows_of(source: str) -> list[Any]:
    found = []
    for row in Complaint.objects.filter(source=source).order_by("external_number").values():
        key = row["id"]
        event = ComplaintEvent.objects.filter(complaint_id=key).values("verb", "at", "to_status")
        who = Identity.objects.get(complaint_id=key)
        name = fields.unseal(who.name_sealed, row=who.pk, field="name")
        found.append(
            (
                {column: value for column, value in row.items() if column not in OWN},
                list(event),
                (name, who.phone_hash),
                SearchText.objects.get(complaint_id=key).bigrams,
            )
        )
    return found


def test_the_columns_of_a_source_are_remembered_and_offered_the_next_time(office):
    own = ("甲", "乙", "丙", "丁", "戊", "己")
    columns = {"columns": {"number": "甲", "received": "乙", "text": ["丙"], "caller_phone": "己"},
               "constants": {"subdistrict": "东虚街道"}}  # fmt: skip
    first = sent(office, make.sheet(3, header=own))
    assert sheet_of(first).guessed == {}
    start_import(first.pk, columns=columns, by=office.people.triage)
    assert worked(first).accepted == 3
    assert Complaint.objects.filter(subdistrict=office.places.street).count() == 3
    again = sheet_of(sent(office, make.sheet(4, header=own)))
    assert again.is_remembered
    assert again.guessed == {
        "number": ("甲",), "received": ("乙",), "text": ("丙",), "caller_phone": ("己",),
    }  # fmt: skip
    assert again.constants == {"subdistrict": "东虚街道"}
    assert ImportSource.objects.get().by == office.people.triage


def test_a_preview_says_what_would_become_of_the_first_rows_and_writes_nothing(office):
    run = sent(office, make.sheet(BATCH + 1, bad=2))
    before = Complaint.objects.count()
    trial = try_import(run, COLUMNS)
    assert (trial.tried, trial.is_whole, trial.counts) == (BATCH, False, Imported(BATCH - 2, 0, 2))
    assert "昨天" in trial.reasons[0][0]
    assert trial.reasons[0][1] == 2
    assert [row.number for row in trial.rows][:2] == ["K000002", "K000003"]
    assert trial.unplaced == 0
    assert Complaint.objects.count() == before
    assert ImportRun.objects.get().version == run.version


def test_a_preview_shows_no_caller(office):
    columns = {
        column.name: column.samples for column in sheet_of(sent(office, make.sheet(3))).columns
    }
    assert columns["主要内容"] == ("第0盏路灯不亮", "第1盏路灯不亮", "第2盏路灯不亮")
    assert CANARY not in str(columns)
    assert "测试居民丁" not in str(columns)
    odd = sheet_of(sent(office, make.sheet(3, header=("a", "b", "c", "d", "e", "f"))))
    assert CANARY not in str(odd)


def test_rows_that_were_not_taken_come_back_mended(office):
    run = worked(started(office, make.sheet(6, bad=2)))
    given = b"".join(give_back_rejects(run.pk, by=office.people.triage))
    lines = list(csv.reader(io.StringIO(given.decode("utf-8-sig"))))
    assert lines[0] == [*HEADER, "reason"]
    assert [line[0] for line in lines[1:]] == ["K000000", "K000001"]
    assert lines[1][-1].startswith("第 2 行")
    again = worked(
        started(office, given.decode("utf-8-sig").replace("昨天", "2026-10-09").encode())
    )
    assert counts(again) == Imported(2, 0, 0)
    assert Complaint.objects.filter(source="某区热线").count() == 6
    assert counts(worked(started(office, make.sheet(6, bad=2)))) == Imported(0, 4, 2)
    assert "give_back" in verbs(run)


# ---------------------------------------------------------------- stopped, lost, taken up again


def test_a_stopped_import_goes_on_after_the_last_row_that_came_in(office):
    run = worked(started(office, make.sheet(3 * BATCH, bad=4)), turn_seconds=0)
    assert (run.status, run.rows_done, run.rows_total) == ("running", BATCH, 3 * BATCH)
    run = cancel_import(run.pk, by=office.people.triage)
    assert (run.status, claim_import()) == ("cancelled", None)
    assert Complaint.objects.filter(source="某区热线").count() == BATCH - 4
    run = worked(resume_import(run.pk, by=colleague(office)))
    assert (run.status, counts(run)) == ("finished", Imported(3 * BATCH - 4, 0, 4))
    assert run.rejects.count() == 4
    assert Complaint.objects.filter(source="某区热线").count() == 3 * BATCH - 4
    assert verbs(run) == ["upload", "start", "cancel", "resume", "finish"]


def test_a_stop_is_heeded_by_the_worker_that_is_at_it(office):
    run = started(office, make.sheet(2 * BATCH))
    claimed = claim_import()
    assert claimed is not None
    cancel_import(run.pk, by=office.people.triage)
    work_on_import(claimed.pk, attempt=claimed.attempt, pause=0)
    run = ImportRun.objects.get()
    assert (run.status, run.rows_done) == ("cancelled", 0)
    assert not Complaint.objects.exists()


def test_a_worker_that_lost_its_claim_writes_nothing_more(office):
    run = started(office, make.sheet(10))
    first = claim_import()
    second = claim_import(at=timezone.now() + 2 * LEASE)
    assert first is not None
    assert second is not None
    work_on_import(run.pk, attempt=first.attempt, pause=0)
    assert not Complaint.objects.exists()
    work_on_import(run.pk, attempt=second.attempt, pause=0)
    assert counts(ImportRun.objects.get()) == Imported(10, 0, 0)


def test_a_file_that_is_being_written_is_nobody_elses_and_the_next_one_waits(office):
    started(office, make.sheet(2))
    started(office, make.sheet(2), source="另一热线")
    assert claim_import() is not None
    assert claim_import() is None


def test_a_run_that_only_ever_breaks_off_is_given_up_in_words(office):
    run = started(office, make.sheet(2))
    at = timezone.now()
    for turn in range(ATTEMPTS_MAX):
        assert claim_import(at=at + 2 * turn * LEASE) is not None
    assert claim_import(at=at + 2 * ATTEMPTS_MAX * LEASE) is None
    run = ImportRun.objects.get()
    assert run.status == "failed"
    assert "多次中断" in run.cause
    assert worked(resume_import(run.pk, by=office.people.triage)).accepted == 2


def test_the_scheduler_takes_one_turn_of_the_file_that_waits_longest(office):
    assert not run_requested_imports()
    run = started(office, make.sheet(2))
    assert run_requested_imports()
    assert ImportRun.objects.get(pk=run.pk).status == "finished"


@pytest.mark.parametrize("verb", ImportVerb)
@pytest.mark.parametrize("status", ImportStatus)
def test_each_verb_of_an_import_runs_only_where_it_may(status, verb):
    if (status, verb) in IMPORT_LIFE:
        assert import_after(status, verb) in ImportStatus
    else:
        with pytest.raises(WrongState):
            import_after(status, verb)


def test_what_is_over_is_not_stopped_and_what_runs_is_not_started_again(office):
    by = office.people.triage
    run = started(office, make.sheet(2))
    with pytest.raises(WrongState):
        start_import(run.pk, columns=COLUMNS, by=by)
    with pytest.raises(WrongState):
        resume_import(run.pk, by=by)
    worked(run)
    with pytest.raises(WrongState):
        cancel_import(run.pk, by=by)


# ---------------------------------------------------------------- what lies on the disk


def test_a_file_lies_sealed_and_is_gone_when_it_has_come_in(office):
    run = started(office, make.sheet(40))
    assert CANARY.encode() not in lies(run).read_bytes()
    with opened(run) as file:
        assert file.read() == make.sheet(40)
    run = worked(run)
    assert not lies(run).exists()
    assert run.file == ""
    words = str(list(ImportReject.objects.values_list())) + str(list(run.events.values_list()))
    assert CANARY not in words


def test_what_was_not_taken_is_sealed_and_erased_after_the_offices_days(office):
    Parameter.objects.filter(key="import_kept").update(amount=3)
    run = worked(started(office, make.sheet(5, bad=5)))
    left = sent(office, make.sheet(5))
    assert not any(CANARY in sealed for sealed in run.rejects.values_list("sealed", flat=True))
    now = timezone.now()
    assert erase_old_imports(by=Actor.MACHINE, at=now + timedelta(days=2)) == 0
    assert erase_old_imports(by=Actor.MACHINE, at=now + timedelta(days=4)) == 2
    assert erase_old_imports(by=Actor.MACHINE, at=now + timedelta(days=4)) == 0
    assert not run.rejects.exists()
    assert not lies(left).exists()
    assert (ImportRun.objects.get(pk=run.pk).rejected, verbs(run)[-1]) == (5, "erase")
    with pytest.raises(Invalid):
        give_back_rejects(run.pk, by=office.people.triage)
    with pytest.raises(WrongState):
        start_import(left.pk, columns=COLUMNS, by=office.people.triage)
    with pytest.raises(Invalid, match="已经删除"):
        resume_import(left.pk, by=office.people.triage)


def test_a_file_that_was_changed_on_the_disk_is_not_taken_in(office):
    run = started(office, make.sheet(40))
    spoilt = bytearray(lies(run).read_bytes())
    spoilt[200] ^= 1
    lies(run).write_bytes(spoilt)
    run = worked(run)
    assert run.status == "failed"
    assert "解密" in run.cause
    assert not Complaint.objects.exists()


def test_a_file_whose_row_never_came_is_swept_and_one_that_waits_is_not(office):
    waiting = sent(office, make.sheet(2))
    orphan = lies(waiting).with_name("0" * 32 + ".sealed")
    orphan.write_bytes(b"x")
    erase_old_imports(by=Actor.MACHINE)
    assert orphan.exists()
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (orphan, lies(waiting)):
        os.utime(path, (old, old))
    erase_old_imports(by=Actor.MACHINE)
    assert not orphan.exists()
    assert lies(waiting).exists()


@given(
    size=st.integers(0, 3 * PART_BYTES + 7),
    cuts=st.lists(
        st.tuples(st.integers(0, 3 * PART_BYTES + 7), st.integers(0, 700_000)), max_size=5
    ),
)
def test_a_sealed_file_reads_like_the_plain_one_from_any_place(size, cuts):
    row = UUID(int=7)
    plain = random.Random(size).randbytes(size)
    pieces = (plain[at : at + 100_001] for at in range(0, size, 100_001))
    sealed = b"".join(sealed_parts(pieces, row=row))
    file = open_sealed(io.BytesIO(sealed), row=row, size_bytes=size)
    for at, length in cuts:
        file.seek(at)
        assert file.read(length) == plain[at : at + length]


def test_a_sealed_file_that_was_cut_short_or_put_in_another_order_does_not_open():
    row, size = UUID(int=7), 2 * PART_BYTES + 5
    sealed = b"".join(sealed_parts([bytes(size)], row=row))
    part = PART_BYTES + fields.SEAL_BYTES
    swapped = sealed[:32] + sealed[32 + part : 32 + 2 * part] + sealed[32 : 32 + part]
    for spoilt in (sealed[:-1], sealed[: 32 + part], swapped + sealed[32 + 2 * part :]):
        with pytest.raises(fields.SealBroken):
            open_sealed(io.BytesIO(spoilt), row=row, size_bytes=size).read()
    with pytest.raises(fields.SealBroken):
        open_sealed(io.BytesIO(sealed), row=UUID(int=8), size_bytes=size).read()


# ---------------------------------------------------------------- who, and what is no table


def test_who_places_complaints_imports_and_sees_what_his_own_body_sent(office):
    who = office.people
    for other in (who.handler, who.head, who.city_viewer, who.administrator):
        with pytest.raises(NotAllowed):
            sent(office, make.sheet(1), by=other)
    run = sent(office, make.sheet(1))
    with pytest.raises(NotFound):
        start_import(run.pk, columns=COLUMNS, by=who.next_triage)
    with pytest.raises(NotAllowed):
        cancel_import(run.pk, by=who.handler)
    assert list(ImportRun.objects.visible_to(who.triage)) == [run]
    assert list(ImportRun.objects.visible_to(who.next_triage)) == []


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (201 * 1024 * 1024))
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"", "文件是空的"),
        (lambda: make.sheet(0), "只有表头"),
        (lambda: b"PK\x03\x04" + b"x" * 200, "不是完好的 XLSX"),
        (bomb, "解压后超过"),
        (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 99, "旧式 .xls"),
        (lambda: b"\x89PNG\r\n\x1a\n\xff\xff\xff\xfe" * 9, "编码"),
        (lambda: "编号,内容\n1,".encode() + b"\xff\xff\n", "编码"),
        (lambda: "编号,编号\n1,2\n".encode(), "列名重复"),
        (lambda: b'[{"a": 1}]', "每行一个对象"),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_not_kept(office, content, words):
    folder = Path(settings.MEDIA_ROOT) / "imports"
    before = set(folder.glob("*"))
    with pytest.raises(Invalid, match=words):
        sent(office, content())
    assert set(folder.glob("*")) == before
    assert not ImportRun.objects.exists()


def test_a_file_beyond_the_limit_is_refused_with_the_limit(office):
    class Large(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return FILE_MAX_BYTES + 1 if whence == 2 else super().seek(offset, whence)

    with pytest.raises(Invalid, match="最多 100 MB"):
        upload_import(Large(b"x"), name="x.csv", source="x", by=office.people.triage)


def test_a_file_in_the_offices_old_encoding_comes_in(office):
    run = worked(started(office, make.sheet(3).decode("utf-8-sig").encode("gb18030")))
    assert run.accepted == 3
    assert Complaint.objects.filter(source="某区热线", text="第0盏路灯不亮").exists()


def test_columns_that_the_file_has_not_are_refused_and_nothing_is_remembered(office):
    run = sent(office, make.sheet(3))
    for columns in (
        {"columns": {"text": ["没有这列"]}},
        {"columns": {}},
        {"columns": {"x": "编号"}},
    ):
        with pytest.raises(Invalid), transaction.atomic():
            start_import(run.pk, columns=columns, by=office.people.triage)
    assert ImportRun.objects.get().status == "uploaded"
    assert not ImportSource.objects.exists()


def test_a_name_that_climbs_out_of_its_folder_is_only_words(office):
    run = sent(office, make.sheet(1), name="../../etc/密.csv")
    assert run.file_name == "密.csv"
    assert lies(run).exists()
