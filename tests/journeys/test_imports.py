"""A file from another system, by hand: sent, matched, stopped, taken up again, mended."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.actions.imports.work import claim_import, work_on_import
from complaints.models import Complaint, ImportRun
from tests import make
from tests.journeys.looking import assert_open_to_all
from tests.journeys.working import DESKTOP, PHONE, Visit, expect_said, press, signed_in, watched

ROWS = 700

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def open_at(
    visit: Visit, live_server: LiveServer, office: make.Office
) -> Iterator[Callable[..., Page]]:
    faults: list[str] = []

    def at(**more: object) -> Page:
        page = watched(visit(**more), faults)
        signed_in(page, live_server.url, office.people.triage)
        page.goto(f"{live_server.url}/office/")
        return page

    yield at
    assert faults == []


def payload(content: bytes) -> FilePayload:
    return {"name": "十月.csv", "mimeType": "text/csv", "buffer": content}


def send(page: Page, content: bytes) -> None:
    page.get_by_label("文件", exact=True).set_input_files(payload(content))
    press(page, "上传并核对各列")


def turn_of_a_worker(seconds: float = 60) -> None:
    claimed = claim_import()
    assert claimed is not None
    work_on_import(claimed.pk, attempt=claimed.attempt, turn_seconds=seconds, pause=0)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_file_is_matched_stopped_taken_up_again_and_its_rest_mended(
    open_at: Callable[..., Page], width: int, tmp_path: Path
) -> None:
    page = open_at(width=width)
    page.get_by_role("link", name="导入", exact=True).click()
    expect(page.get_by_text("还没有导入过文件")).to_be_visible()
    page.get_by_role("link", name="导入新文件").click()
    page.get_by_label("来源名称").fill("某区热线")
    header = ("号", "时", "文", "街", "人", "话")
    send(page, make.sheet(ROWS, bad=2, header=header))

    # None of these names is known here: they are matched by hand, and tried first.
    expect(page.get_by_role("heading", name="哪一列是什么")).to_be_visible()
    assert_open_to_all(page)
    press(page, "开始导入")
    expect(page.locator("#form-errors")).to_contain_text("请选出写着诉求内容的列")
    fields = {"text": "文", "number": "号", "received": "时", "subdistrict": "街",
              "caller_name": "人", "caller_phone": "话"}  # fmt: skip
    for field, column in fields.items():
        page.locator(f"select[name={field}]").select_option(column)
    press(page, "按新的对应再试读")
    expect(page.get_by_text("可以导入 498，已有 0，不能导入 2")).to_be_visible()
    expect(page.get_by_text("13900000791")).to_have_count(0)
    assert_open_to_all(page)
    press(page, "开始导入")

    # The page moves by itself while the worker is at it.
    expect(page.get_by_text("已排队")).to_be_visible()
    turn_of_a_worker(seconds=0)
    expect(page.get_by_text("500 / 700 行")).to_be_visible()
    assert_open_to_all(page)
    press(page, "停止")
    expect_said(page, "已停止")
    assert Complaint.objects.count() == 498
    press(page, "继续")
    expect_said(page, "继续导入")
    turn_of_a_worker()
    expect(page.get_by_text("700 / 700 行")).to_be_visible()
    expect(page.locator("#run").get_by_text("已完成")).to_be_visible()
    assert_open_to_all(page)

    # What was not taken is mended in a spreadsheet and comes in from there.
    with page.expect_download() as taken:
        press(page, "下载未导入的行")
    rest = Path(tmp_path / "rest.csv")
    taken.value.save_as(rest)
    mended = rest.read_text("utf-8-sig").replace("昨天", "2026-10-09")
    page.get_by_role("link", name="上传改好的文件").click()
    expect(page.get_by_label("来源名称")).to_have_value("某区热线")
    send(page, mended.encode())
    expect(page.get_by_text("上次的对应填好")).to_be_visible()
    expect(page.get_by_text("可以导入 2，已有 0，不能导入 0")).to_be_visible()
    press(page, "开始导入")
    turn_of_a_worker()
    expect(page.get_by_text("2 / 2 行")).to_be_visible()
    assert Complaint.objects.filter(source="某区热线").count() == ROWS
    assert set(ImportRun.objects.values_list("status", "file")) == {("finished", "")}


def test_it_goes_without_a_script_too(open_at: Callable[..., Page]) -> None:
    page = open_at(javascript=False)
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_role("link", name="导入新文件").click()
    page.get_by_label("来源名称").fill("某区热线")
    send(page, make.sheet(3))
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("已排队")).to_be_visible()
    turn_of_a_worker()
    page.get_by_role("link", name="刷新").click()
    expect(page.get_by_text("3 / 3 行")).to_be_visible()
