"""One complaint from a resident's phone to the district's table, by the people in it.

The browser lives in the present, so the one thing that no browser can do, waiting seven days for
the limit to pass, is done by setting the branch's stored instant to now. All else is pressed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Area, Complaint, IdentityAccess, User
from complaints.selectors.places import forget_territory
from dispatch.models import Assignment, Callback
from dispatch.tasks import open_due_callbacks
from tests import make
from tests.journeys.looking import assert_open_to_all
from tests.journeys.working import (
    DESKTOP,
    PHONE,
    Visit,
    agree,
    choose,
    expect_said,
    give_passwords,
    press,
    sign_in,
    watched,
)

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER_IN_WORDS = "13800000000"
WORDS = f"楼下路灯坏了三天，老人晚上不敢出门。请快点修，打我电话{NUMBER_IN_WORDS}。"
ANSWER = "已更换 2 盏路灯的灯头，当晚试亮正常。"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[116.0, 39.0], [117.0, 39.0], [117.0, 40.0], [116.0, 40.0], [116.0, 39.0]]],
}


@pytest.fixture
def office() -> Iterator[make.Office]:
    made = make.office()
    places = made.places
    Area.objects.filter(pk__in=[places.community.pk, places.district.pk]).update(outline=SQUARE)
    forget_territory()
    who = made.people
    give_passwords([who.triage, who.handler, who.district_leader])
    yield made
    forget_territory()


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Path, Path]:
    dark, bright = tmp_path / "坏了.jpg", tmp_path / "修好了.jpg"
    Image.effect_mandelbrot((640, 480), (-2, -1, 1, 1), 60).convert("RGB").save(dark)
    Image.effect_mandelbrot((600, 450), (-1, -1, 1, 1), 40).convert("RGB").save(bright)
    return dark, bright


class People:
    """Everybody at an own device, and what any of their pages complained of."""

    def __init__(self, visit: Visit, server: str, office: make.Office) -> None:
        self.server = server
        self.faults: list[str] = []
        self.resident = watched(visit(width=PHONE, height=740), self.faults)
        self.centre = self._at(visit(width=DESKTOP), office.people.triage)
        self.unit = self._at(visit(width=PHONE, height=740), office.people.handler)
        self.district = self._at(visit(width=DESKTOP), office.people.district_leader)

    def _at(self, page: Page, person: User) -> Page:
        watched(page, self.faults)
        sign_in(page, self.server, person)
        expect(page.get_by_role("button", name="退出")).to_be_visible()
        return page


@pytest.fixture
def people(visit: Visit, live_server: LiveServer, office: make.Office) -> Iterator[People]:
    found = People(visit, live_server.url, office)
    yield found
    assert found.faults == []


def test_one_complaint_goes_from_a_phone_to_the_districts_table(
    people: People, office: make.Office, photos: tuple[Path, Path]
) -> None:
    number, code = file_it(people.resident, people.server, photos[0])
    figures_are(people.district, people.server, None)
    triage_and_dispatch(people.centre, number)
    work_on_it(people.unit, number, photos[1])
    tell_the_hotline(people.centre, people.server, number)
    read_the_answer(people.resident, people.server, number, code)
    branch = Assignment.objects.get(complaint__number=number)
    assert branch.closed_at is not None
    assert open_due_callbacks() == 0

    Assignment.objects.filter(pk=branch.pk).update(feedback_due_at=timezone.now())
    assert open_due_callbacks() == 1
    call_back(people.centre, people.server, number)
    archive(people.centre, people.server, number)
    # 10 % of 100, 50 % of 100, 40 % of 90: "basically satisfied" counts 0.9.
    figures_are(people.district, people.server, ["96.0", "96.0", "100.00", "100.00", "90.00"])
    open_the_figure(people.district, number)

    complaint = Complaint.objects.get(number=number)
    assert complaint.status == Complaint.StatusChoice.ARCHIVED
    assert complaint.photos.count() == 2
    callback = Callback.objects.get()
    assert (callback.contacted, callback.resolved, callback.satisfaction) == (True, True, "basic")
    assert callback.attempts.count() == 2
    looks = IdentityAccess.objects.order_by("pk").values_list("user__username", flat=True)
    assert list(looks) == ["t-handler", "t-triage"]


def file_it(page: Page, server: str, photo: Path) -> tuple[str, str]:
    page.goto(server)
    assert_open_to_all(page)
    page.get_by_role("link", name="我要反映").last.click()
    page.get_by_label("您要反映什么").fill(WORDS)
    page.set_input_files("[name=photos]", photo)
    expect(page.locator("[data-previews] img")).to_be_visible()
    page.get_by_label("在什么地方").fill("晨光小区东门")
    page.locator("#map").click()
    expect(page.locator("[data-point-words]")).to_contain_text("晨光社区")
    page.get_by_label("电话").fill("010-00000003")
    assert_open_to_all(page)
    page.get_by_role("button", name="提交").click()
    expect(page).to_have_url(re.compile("/complaints/receipt/$"))
    assert_open_to_all(page)
    number = page.locator("[data-receipt-number]").inner_text()
    return number, page.locator("[data-receipt-code]").inner_text()


def triage_and_dispatch(page: Page, number: str) -> None:
    page.get_by_role("link", name="工作台").first.click()
    queue = page.get_by_role("navigation", name="队列").get_by_role("link", name="待派单")
    expect(queue).to_contain_text("1")
    queue.click()
    assert_open_to_all(page)
    page.get_by_role("link", name=number).click()
    expect(page.locator("mark.personal")).to_contain_text(NUMBER_IN_WORDS)
    expect(page.locator(".photos img")).to_have_js_property("naturalWidth", 640)
    assert_open_to_all(page)

    page.get_by_role("link", name="整理信息").click()
    assert_open_to_all(page)
    choose(page, "分类", "路灯照明")
    choose(page, "社区", "晨光社区")
    page.get_by_role("button", name="保存").last.click()
    expect_said(page, "已保存")
    expect(page.locator(".facts").first).to_contain_text("路灯照明")

    page.get_by_role("link", name="派单", exact=True).click()
    why = page.locator("section", has=page.get_by_role("heading", name="规则建议"))
    expect(why).to_contain_text("东虚街道城市管理办公室")
    expect(why).to_contain_text("命中第 10 条：测试规则")
    expect(why).to_contain_text("路灯照明")
    assert NUMBER_IN_WORDS not in page.get_by_label("派单内容").input_value()
    assert_open_to_all(page)
    page.get_by_role("button", name="核对无误，派单").click()
    expect_said(page, "已派给东虚街道城市管理办公室")
    assert_open_to_all(page)


def work_on_it(page: Page, number: str, photo: Path) -> None:
    page.reload()
    page.get_by_role("navigation", name="队列").get_by_role("link", name="待签收").click()
    assert_open_to_all(page)
    page.get_by_role("link", name=number).click()
    assert NUMBER_IN_WORDS not in page.content()
    assert_open_to_all(page)
    page.get_by_role("button", name="签收").click()
    expect_said(page, "已签收")

    page.get_by_label("查看理由").fill("电话联系核实地点")
    press(page, "查看诉求人信息")
    expect(page.locator("#identity .phone")).to_have_text("010-00000003")
    expect(page.locator("#identity")).to_contain_text("仅限办理使用")
    assert_open_to_all(page)

    page.get_by_role("link", name="记录联系").click()
    assert_open_to_all(page)
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("无人接听").check()
    page.get_by_role("button", name="保存联系记录").click()
    expect_said(page, "联系情况已记录")
    page.get_by_role("link", name="记录联系").click()
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("已联系上").check()
    page.get_by_label("备注").fill("约好今天下午到现场")
    page.get_by_role("button", name="保存联系记录").click()
    expect(page.locator(".branch")).to_contain_text("约好今天下午到现场")

    page.get_by_role("link", name="报办理结果").click()
    page.get_by_label("已解决").check()
    page.get_by_label("办理情况").fill(ANSWER)
    page.get_by_label("处理后照片").set_input_files(photo)
    assert_open_to_all(page)
    page.get_by_role("button", name="上报结果").click()
    expect_said(page, "办理结果已上报")
    press(page, "已反馈诉求人")
    expect(page.get_by_role("dialog")).to_contain_text("告诉诉求人")
    assert_open_to_all(page)
    agree(page)
    expect_said(page, "已记录：反馈诉求人")
    assert_open_to_all(page)


def tell_the_hotline(page: Page, server: str, number: str) -> None:
    page.goto(f"{server}/office/{number}/")
    expect(page.locator(".branch")).to_contain_text(ANSWER)
    press(page, "已反馈热线")
    agree(page)
    expect_said(page, "已记录：反馈热线")
    expect(page.get_by_role("button", name="归档")).to_have_count(0)
    assert_open_to_all(page)


def read_the_answer(page: Page, server: str, number: str, code: str) -> None:
    page.goto(f"{server}/complaints/track/")
    page.get_by_label("诉求编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".panel-good")).to_contain_text(ANSWER)
    expect(page.locator(".photos img")).to_have_count(2)
    expect(page.locator("[aria-current=step]")).to_contain_text("电话回访")
    assert_open_to_all(page)


def call_back(page: Page, server: str, number: str) -> None:
    page.goto(f"{server}/office/")
    page.get_by_role("link", name="回访", exact=True).click()
    assert_open_to_all(page)
    page.get_by_role("link", name=number).click()
    page.get_by_label("查看理由").fill("回访诉求人")
    press(page, "查看诉求人信息")
    expect(page.locator("#identity .phone")).to_have_text("010-00000003")
    assert_open_to_all(page)

    tries = page.locator("section", has=page.get_by_role("heading", name="没接通"))
    tries.get_by_label("无人接听").check()
    tries.get_by_role("button", name="记录这次尝试").click()
    expect_said(page, "仍在待回访队列")
    expect(tries.locator(".timeline")).to_contain_text("无人接听")

    page.get_by_label("联系过", exact=True).check()
    page.get_by_label("已解决").check()
    page.get_by_role("button", name="完成回访").click()
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.get_by_label("已解决")).to_be_checked()
    assert_open_to_all(page)
    page.get_by_label("基本满意").check()
    page.get_by_role("button", name="完成回访").click()
    expect_said(page, "回访已完成")
    expect(page.get_by_role("link", name=number)).to_have_count(0)


def archive(page: Page, server: str, number: str) -> None:
    page.goto(f"{server}/office/{number}/")
    press(page, "归档")
    agree(page)
    expect_said(page, "已归档")
    expect(page.locator(".step-done")).to_have_count(8)
    assert_open_to_all(page)


def figures_are(page: Page, server: str, expected: list[str] | None) -> None:
    """Both composites and three rates of the unit's row; None while the table has no row."""
    page.goto(f"{server}/district/")
    page.get_by_role("link", name="承办单位", exact=True).click()
    row = page.get_by_role("row").filter(has_text="东虚街道城市管理办公室")
    if expected is None:
        expect(row).to_have_count(0)
    else:
        expect(row).to_have_count(1)
        # Beside a composite stands how sure it is.
        told = [words.split()[0] for words in row.locator("td.num").all_inner_texts()]
        assert told[1:6] == expected
    assert_open_to_all(page)


def open_the_figure(page: Page, number: str) -> None:
    row = page.get_by_role("row").filter(has_text="东虚街道城市管理办公室")
    row.get_by_role("link", name="1", exact=True).last.click()
    expect(page.locator("[data-figure]")).to_have_text("1")
    assert_open_to_all(page)
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    assert NUMBER_IN_WORDS not in page.content()
    assert_open_to_all(page)
