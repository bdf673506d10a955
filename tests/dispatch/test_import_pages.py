"""The pages on which a file from another system is sent, matched, watched and mended."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from complaints.actions.imports.work import claim_import, work_on_import
from complaints.models import Complaint, ImportEvent, ImportRun, ImportSource, User
from tests import make

FILLED = {
    "text": "主要内容",
    "number": "编号",
    "received": "创建时间",
    "subdistrict": "被反映街乡镇",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def desk(office: make.Office) -> Client:
    return signed_in(office.people.triage)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, content: bytes, source: str = "某区热线"):
    sent = {"source": source, "file": SimpleUploadedFile("十月.csv", content)}
    return client.post(reverse("office-import-new"), sent, follow=True)


def words(answer) -> str:
    return answer.content.decode()


def work() -> None:
    claimed = claim_import()
    assert claimed is not None
    work_on_import(claimed.pk, attempt=claimed.attempt, pause=0)


def test_a_file_is_sent_matched_started_and_its_remainder_mended(desk):
    page = upload(desk, make.sheet(6, bad=2))
    assert "可以导入 4，已有 0，不能导入 2" in words(page)
    assert "第2盏路灯不亮" in words(page)
    where = page.redirect_chain[-1][0]
    page = desk.post(where, {**FILLED, "act": "start"}, follow=True)
    assert "已排队" in words(page)
    work()
    page = desk.get(page.redirect_chain[-1][0])
    assert "6 / 6 行（100%）" in words(page)
    assert "时间“昨天”读不出来" in words(page)
    run = ImportRun.objects.get()
    given = desk.post(reverse("office-import-rejects", args=[run.pk]))
    assert given.headers["Content-Type"].startswith("text/csv")
    text = b"".join(given.streaming_content).decode("utf-8-sig")
    assert [line[0] for line in csv.reader(io.StringIO(text))] == ["编号", "K000000", "K000001"]
    page = upload(desk, text.replace("昨天", "2026-10-09").encode())
    assert "上次的对应填好" in words(page)
    desk.post(page.redirect_chain[-1][0], {**FILLED, "act": "start"})
    work()
    assert Complaint.objects.filter(source="某区热线").count() == 6
    assert ImportEvent.objects.filter(verb="give_back", by__isnull=False).count() == 1


def test_other_columns_are_tried_before_anything_is_written(desk):
    where = upload(desk, make.sheet(3)).redirect_chain[-1][0]
    page = desk.post(where, {"text": "联系电话", "received": "主要内容", "act": "try"})
    assert page.status_code == 200
    assert "可以导入 0，已有 0，不能导入 3" in words(page)
    assert "13900000791" not in words(page)
    assert ImportRun.objects.get().status == "uploaded"
    assert not Complaint.objects.exists()
    assert not ImportSource.objects.exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"number": "编号"}, "请选出写着诉求内容的列"),
        ({**FILLED, "all_subdistrict": "东虚街道"}, "这里请留空"),
        ({**FILLED, "unit": "没有这一列"}, "没有这一列"),
    ],
)
def test_columns_that_make_no_sense_are_told_beside_their_field_and_kept(desk, sent, told):
    where = upload(desk, make.sheet(3)).redirect_chain[-1][0]
    page = desk.post(where, {**sent, "act": "start"})
    assert page.status_code == 422
    assert told in words(page)
    assert '<option value="编号" selected>' in words(page)
    assert ImportRun.objects.get().status == "uploaded"


def test_one_street_for_the_whole_file_is_said_once(desk, office):
    where = upload(desk, make.sheet(3, header=("a", "b", "c", "d", "e", "f"))).redirect_chain[-1][0]
    sent = {
        "number": "a",
        "received": "b",
        "text": "c",
        "text_2": "e",
        "all_subdistrict": "西虚街道",
    }
    page = desk.post(where, {**sent, "act": "try"})
    assert "西虚街道" in words(page)
    desk.post(where, {**sent, "act": "start"})
    work()
    rows = Complaint.objects.filter(subdistrict=office.places.next_street)
    assert next(row.text for row in rows).splitlines()[1] == "测试居民丁"
    assert rows.count() == 3


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff\xfe" * 30, "请另存为 UTF-8"),
        (b"PK\x03\x04" + b"x" * 99, "不是完好的 XLSX"),
        ("编号,编号\n1,2\n".encode(), "列名重复"),
    ],
)
def test_what_is_no_table_is_told_beside_the_file_and_the_source_is_kept(desk, content, told):
    page = upload(desk, content, source="我写的来源")
    assert page.status_code == 422
    assert told in words(page)
    assert 'value="我写的来源"' in words(page)
    assert not ImportRun.objects.exists()


def test_the_moving_part_answers_nothing_while_nothing_moved(desk, office):
    run = make.file_done(office, rows=2)
    where = reverse("office-import-progress", args=[run.pk])
    assert desk.get(where, {"version": run.version}).status_code == 204
    page = desk.get(where, {"version": run.version - 1})
    assert page.status_code == 200
    assert "<html" not in words(page)
    assert "every 2s" not in words(page)


def test_a_file_that_is_given_up_is_gone_at_once(desk, office):
    run = make.file_sent(office, rows=2)
    page = desk.post(reverse("office-import-cancel", args=[run.pk]), follow=True)
    assert "文件已删除" in words(page)
    run.refresh_from_db()
    assert (run.status, run.file.name) == ("cancelled", "")
    page = desk.post(reverse("office-import-resume", args=[run.pk]))
    assert page.status_code == 422
    assert "重新上传" in words(page)
    assert desk.get(reverse("office-import", args=[run.pk])).status_code == 200


def test_stop_and_go_on_are_two_presses(desk, office):
    run = make.file_done(office, rows=600, upto=0)
    page = desk.post(reverse("office-import-cancel", args=[run.pk]), follow=True)
    assert "已停止" in words(page)
    assert "500 / 600 行（83%）" in words(page)
    page = desk.post(reverse("office-import-resume", args=[run.pk]), follow=True)
    assert "继续导入" in words(page)
    work()
    run.refresh_from_db()
    assert (run.status, run.accepted) == ("finished", 600)
    assert desk.post(reverse("office-import-cancel", args=[run.pk])).status_code == 409


def test_the_list_asks_the_database_as_often_for_thirty_files_as_for_one(
    desk, office, django_assert_num_queries
):
    make.file_sent(office, rows=1)
    desk.get(reverse("office-imports"))
    for _ in range(4):
        make.file_sent(office, rows=1)
    # Session, person, posts, files.
    with django_assert_num_queries(5):
        page = desk.get(reverse("office-imports"))
    assert words(page).count("十月.csv") == 5


def test_a_runs_page_asks_as_often_for_many_rows_as_for_few(
    desk, office, django_assert_num_queries
):
    run = make.file_done(office, rows=40, bad=30)
    # Session, person, posts, the file (once for the door, once for the page), rejects, history.
    with django_assert_num_queries(8):
        page = desk.get(reverse("office-import", args=[run.pk]))
    assert words(page).count("读不出来") == 20
    assert "还有 10 行" in words(page)


def test_a_name_of_a_file_and_of_a_column_is_only_ever_words(desk):
    content = "<b>x</b>,内容,x\n1,<script>alert(1)</script>,2\n".encode()
    sent = {"source": "<i>源</i>", "file": SimpleUploadedFile("<img src=x>.csv", content)}
    page = desk.post(reverse("office-import-new"), sent, follow=True)
    for raw in ("<b>x</b>", "<script>alert", "<i>源", "<img src=x"):
        assert raw not in words(page)
    assert "&lt;b&gt;x&lt;/b&gt;" in words(page)
