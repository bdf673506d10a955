"""The two real files and a hotline's own, from the command line through the browser to the table.

The real texts stay where they lie: rows are named by their source's number, never by their words.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Actor, Complaint, Organisation, Role, User
from complaints.selectors.places import forget_territory
from dispatch.actions.schemes import load_schemes
from dispatch.files.schemes import read_bands, read_schemes
from dispatch.models import Assignment
from dispatch.tasks import open_due_callbacks
from tests import make
from tests.journeys.looking import assert_open_to_all
from tests.journeys.working import Visit, agree, choose, expect_said, press, signed_in, watched

pytestmark = pytest.mark.django_db(transaction=True)

STREET = "110107011"
OWN = (
    "编号,创建时间,主要内容,被反映区,被反映街乡镇,所在村社区,被反映地址,诉求性质\n"
    "W20181201001,2018-12-01 09:30:00,小区北门两盏路灯不亮，晚上看不清台阶。,,,,北门台阶处,求助\n"
    "W20181201002,2018-12-01 10:00:00,垃圾桶满了没人收，请尽快清运。,,,,中心花园旁,投诉\n"
)


@dataclass(frozen=True, slots=True)
class Worked:
    """One imported row, what the office makes of it, and what its caller says of that."""

    source: str
    external_number: str
    category: str
    period: str
    answers: tuple[str, str, str]
    printed: list[str]


ROWS = (
    Worked(
        "pingshan", "9195", "下水管道堵塞", "2018-02",
        ("联系过", "已解决", "满意"), ["100.0", "100.0", "100.00", "100.00", "100.00"],
    ),
    Worked(
        "tipdm", "24", "施工占道", "2020-01",
        ("联系过", "未解决", "基本满意"), ["46.0", "46.0", "100.00", "0.00", "90.00"],
    ),
    Worked(
        "beijing-12345", "W20181201001", "路灯不亮", "2018-12",
        ("没有联系", "未解决", "不满意"), ["0.0", "0.0", "0.00", "0.00", "0.00"],
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Who works on the imported rows: one street of the demonstration's ground."""

    triage: User
    handler: User
    clerk: User
    leader: User


@pytest.fixture
def office() -> Iterator[Office]:
    for command in ("load_ground", "load_rules"):
        call_command(command, demonstration=True, stdout=io.StringIO())
    load_schemes(read_schemes(), bands=read_bands(), by=Actor.MACHINE)
    forget_territory()
    bodies = {body.code: body for body in Organisation.objects.all()}
    street = f"ST-{STREET}"
    yield Office(
        triage=make.person("r-centre", Role.TRIAGE_OFFICER, bodies[f"{street}-complaint_centre"]),
        handler=make.person("r-office", Role.HANDLER, bodies[f"{street}-urban_management"]),
        clerk=make.person("r-clerk", Role.HOTLINE_CLERK, bodies["BJ-HOTLINE"]),
        leader=make.person("r-district", Role.DISTRICT_LEADER, bodies["SJS-CENTRE"]),
    )
    forget_territory()


def take_in(path: Path) -> list[int]:
    out = io.StringIO()
    call_command("import_complaints", str(path), stdout=out, stderr=io.StringIO())
    return [int(line.split()[1]) for line in out.getvalue().splitlines()]


def test_real_rows_are_worked_in_the_browser_and_give_three_rates(
    visit: Visit, live_server: LiveServer, office: Office, shared_data: Path, tmp_path: Path
) -> None:
    folder = shared_data / "pingshan2018"
    own = tmp_path / "热线导出.csv"
    own.write_bytes(OWN.encode("gb18030"))
    assert take_in(folder / "events_shared_to_2018-10-31.csv") == [6952, 0, 0]
    assert take_in(shared_data / "tipdm2020c" / "labelled_raw_shared.csv") == [2952, 3, 0]
    assert take_in(own) == [2, 0, 0]

    faults: list[str] = []

    def at_desk(person: User) -> Page:
        return signed_in(watched(visit(), faults), live_server.url, person)

    centre, unit, caller = at_desk(office.triage), at_desk(office.handler), at_desk(office.clerk)
    queue_shows_them_all(centre, live_server.url)
    for row in ROWS:
        complaint = Complaint.objects.get(source=row.source, external_number=row.external_number)
        place_and_dispatch(centre, live_server.url, complaint, row)
        work_on_it(unit, live_server.url, complaint.number)
        centre.goto(f"{live_server.url}/office/{complaint.number}/")
        press(centre, "已反馈热线")
        agree(centre)
        expect_said(centre, "已记录：反馈热线")

    # Days cannot pass in a browser: the stored instant is set to now, all else is pressed.
    Assignment.objects.update(feedback_due_at=timezone.now())
    assert open_due_callbacks() == len(ROWS)
    for row in ROWS:
        call_back(caller, live_server.url, row)
    leader = at_desk(office.leader)
    for row in ROWS:
        rates_are(leader, live_server.url, row)

    # What the office did to three rows of other months changes no line of the source's own table.
    out = io.StringIO()
    days = {"from": "2018-10-01", "to": "2018-10-31", "measure": "on_time", "format": "csv"}
    call_command("rank", **days, stdout=out)
    expected = (folder / "ranking_street_2018-10.csv").read_text("utf-8-sig").splitlines()[1:]
    assert out.getvalue().splitlines()[1:] == [f"{line},reported" for line in expected]
    assert faults == []


def queue_shows_them_all(page: Page, server: str) -> None:
    page.goto(f"{server}/office/")
    to_place = page.get_by_role("navigation", name="队列").get_by_role("link", name="待定位置")
    expect(to_place).to_contain_text("999+")
    to_place.click()
    expect(page.locator("[data-rows] tbody tr")).to_have_count(50)
    assert_open_to_all(page)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("[data-rows] tbody tr")).to_have_count(50)


def place_and_dispatch(page: Page, server: str, complaint: Complaint, row: Worked) -> None:
    page.goto(f"{server}/office/?queue=to_place")
    page.get_by_role("searchbox").fill(complaint.number)
    page.get_by_role("button", name="查找").first.click()
    page.get_by_role("link", name=complaint.number).click()
    expect(page.locator("main")).to_contain_text(row.external_number)
    assert_open_to_all(page)
    page.get_by_role("link", name="整理信息").click()
    choose(page, "社区", "依翠园南社区")
    choose(page, "分类", row.category)
    assert_open_to_all(page)
    page.get_by_role("button", name="保存").last.click()
    expect_said(page, "已保存")
    page.get_by_role("link", name="派单", exact=True).click()
    expect(page.get_by_role("heading", name="规则建议")).to_contain_text("城市管理办公室")
    page.get_by_role("button", name="核对无误，派单").click()
    expect_said(page, "已派给鲁谷街道城市管理办公室")
    page.goto(f"{server}/office/?queue=to_place&q={complaint.number}")
    expect(page.get_by_role("link", name=complaint.number)).to_have_count(0)


def work_on_it(page: Page, server: str, number: str) -> None:
    page.goto(f"{server}/office/?queue=to_sign")
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="签收").click()
    page.get_by_role("link", name="记录联系").click()
    page.get_by_label("上门").check()
    page.get_by_label("已联系上").check()
    page.get_by_role("button", name="保存联系记录").click()
    page.get_by_role("link", name="报办理结果").click()
    page.get_by_label("已解决").check()
    page.get_by_label("办理情况").fill("已到现场处置，情况恢复正常。")
    page.get_by_role("button", name="上报结果").click()
    press(page, "已反馈诉求人")
    agree(page)
    expect_said(page, "已记录：反馈诉求人")


def call_back(page: Page, server: str, row: Worked) -> None:
    complaint = Complaint.objects.get(source=row.source, external_number=row.external_number)
    page.goto(f"{server}/office/callbacks/")
    page.get_by_role("link", name=complaint.number).click()
    for answer in row.answers:
        page.get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="完成回访").click()
    expect_said(page, "回访已完成")


def rates_are(page: Page, server: str, row: Worked) -> None:
    """Both composites and three rates of the street, in the period the row was received in."""
    page.goto(f"{server}/district/?period={row.period}&level=subdistrict")
    line = page.get_by_role("row").filter(has_text="鲁谷街道")
    expect(line).to_have_count(1)
    # Beside a composite stands how sure it is.
    told = [words.split()[0] for words in line.locator("td.num").all_inner_texts()]
    assert told[1:6] == row.printed
    assert_open_to_all(page)
    out = io.StringIO()
    call_command("rank", period=row.period, format="csv", stdout=out)
    ours = [line for line in out.getvalue().splitlines() if ",鲁谷街道," in line]
    assert len(ours) == 1
    assert f",{','.join(row.printed[2:5])},{row.printed[0]}," in ours[0]
