"""The office at a real browser: the centre at its desk, the unit on its phone, without a mouse,
without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Area, Complaint, IdentityAccess, User
from complaints.selectors.places import forget_territory
from dispatch.models import Assignment, Callback
from tests import make
from tests.journeys.looking import assert_open_to_all
from tests.journeys.working import agree, press

pytestmark = pytest.mark.django_db(transaction=True)

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[116.0, 39.0], [117.0, 39.0], [117.0, 40.0], [116.0, 40.0], [116.0, 39.0]]],
}
Visit = Callable[..., Page]


@pytest.fixture
def office() -> Iterator[make.Office]:
    made = make.office()
    Area.objects.filter(pk=made.places.community.pk).update(outline=SQUARE)
    forget_territory()
    yield made
    forget_territory()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """The session of a signed-in person, in the browser's hands."""

    def give(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )

    return give


@pytest.mark.parametrize("width", [360, 1440])
def test_one_complaint_goes_through_the_office(
    live_server: LiveServer,
    visit: Visit,
    office: make.Office,
    sign_in: Callable[[Page, User], None],
    width: int,
) -> None:
    who = office.people
    complaint = make.received(office, words="我电话 13800000000，东门路灯坏了")
    Complaint.objects.filter(pk=complaint.pk).update(lon=116.4, lat=39.9)
    at = f"{live_server.url}/office/{complaint.number}/"

    centre = visit(width=width)
    sign_in(centre, who.triage)
    centre.goto(f"{live_server.url}/office/")
    assert_open_to_all(centre)
    centre.get_by_role("link", name=complaint.number).click()
    expect(centre.locator(".map .leaflet-interactive, .map .map-pin").first).to_be_visible()
    assert_open_to_all(centre)
    centre.get_by_label("查看理由").fill("电话核实地点")
    centre.get_by_role("button", name="查看诉求人信息").click()
    expect(centre.locator("#identity")).to_contain_text(make.CALLER.phone)
    assert_open_to_all(centre)
    assert IdentityAccess.objects.count() == 1

    centre.get_by_role("link", name="整理信息").click()
    assert_open_to_all(centre)
    centre.get_by_label("紧急", exact=True).check()
    centre.get_by_role("button", name="保存").last.click()
    expect(centre.locator("#messages")).to_contain_text("已保存")
    centre.get_by_role("link", name="派单", exact=True).click()
    assert_open_to_all(centre)
    centre.get_by_role("button", name="核对无误，派单").click()
    expect(centre.locator("#messages")).to_contain_text("已派给东虚街道城市管理办公室")

    unit = visit(width=width)
    sign_in(unit, who.handler)
    unit.goto(f"{live_server.url}/office/")
    unit.get_by_role("link", name=complaint.number).click()
    assert "13800000000" not in unit.content()
    unit.get_by_role("button", name="签收").click()
    unit.get_by_role("link", name="记录联系").click()
    assert_open_to_all(unit)
    unit.get_by_label("上门").check()
    unit.get_by_label("已联系上").check()
    unit.get_by_role("button", name="保存联系记录").click()
    unit.get_by_role("link", name="报办理结果").click()
    assert_open_to_all(unit)
    unit.get_by_role("button", name="上报结果").click()
    expect(unit.locator("#form-errors")).to_be_focused()
    assert_open_to_all(unit)
    unit.get_by_label("已解决").check()
    unit.get_by_label("办理情况").fill("灯已经修好。")
    unit.get_by_role("button", name="上报结果").click()
    press(unit, "已反馈诉求人")
    agree(unit)
    expect(unit.locator("#messages")).to_contain_text("反馈诉求人")
    assert_open_to_all(unit)

    centre.goto(at)
    press(centre, "已反馈热线")
    agree(centre)
    expect(centre.locator("#messages")).to_contain_text("反馈热线")
    assert Complaint.objects.get(pk=complaint.pk).status == "finished"

    make.callback_of(Assignment.objects.get())
    centre.goto(f"{live_server.url}/office/callbacks/")
    assert_open_to_all(centre)
    centre.get_by_role("link", name=complaint.number).click()
    assert_open_to_all(centre)
    for label in ("联系过", "已解决", "基本满意"):
        centre.get_by_label(label, exact=True).check()
    centre.get_by_role("button", name="完成回访").click()
    expect(centre.locator("#messages")).to_contain_text("回访已完成")
    assert Callback.objects.get().satisfaction == "basic"

    centre.goto(at)
    press(centre, "归档")
    agree(centre)
    expect(centre.locator("#messages")).to_contain_text("已归档")
    assert_open_to_all(centre)


@pytest.mark.parametrize("width", [360, 1440])
def test_the_other_pages_are_open_to_all(
    live_server: LiveServer,
    visit: Visit,
    office: make.Office,
    sign_in: Callable[[Page, User], None],
    width: int,
) -> None:
    branch = make.dispatched(office)
    number, who = branch.complaint.number, office.people
    waiting = make.received(office)
    pages = {
        who.triage: [
            "", "?queue=all&q=%E8%B7%AF%E7%81%AF&urgency=urgent", "?queue=nothing&status=x", "new/",
            f"{waiting.number}/answer/", f"{number}/dispatch/", f"branches/{branch.pk}/exclude/",
            "exclusions/", "callbacks/",
        ],
        who.handler: ["", f"{number}/", f"branches/{branch.pk}/object/"],
        who.privacy_officer: ["", "access/"],
    }  # fmt: skip
    for user, paths in pages.items():
        page = visit(width=width)
        sign_in(page, user)
        for path in paths:
            page.goto(f"{live_server.url}/office/{path}")
            assert_open_to_all(page)


def test_the_board_is_walked_by_keys_that_can_be_switched_off(
    live_server: LiveServer,
    visit: Visit,
    office: make.Office,
    sign_in: Callable[[Page, User], None],
) -> None:
    numbers = [make.received(office).number for _ in range(3)]
    page = visit()
    sign_in(page, office.people.triage)
    page.goto(f"{live_server.url}/office/?queue=new&sort=newest")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-open]").first
    expect(first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#id_q")).to_have_value("jk")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(numbers[-1])
    page.go_back()
    page.get_by_role("button", name="关闭快捷键").click()
    expect(page.get_by_role("button", name="打开快捷键")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".is-at")).to_have_count(0)


def test_triage_and_dispatch_work_without_javascript(
    live_server: LiveServer,
    visit: Visit,
    office: make.Office,
    sign_in: Callable[[Page, User], None],
) -> None:
    complaint = make.filed(office, is_placed=False).complaint
    page = visit(width=360, javascript=False)
    sign_in(page, office.people.triage)
    page.goto(f"{live_server.url}/office/{complaint.number}/edit/")
    page.get_by_label("查找社区").fill("cgsq")
    page.get_by_label("派单内容").fill("东门路灯坏了")
    page.get_by_role("button", name="查找").first.click()
    page.get_by_label("社区", exact=False).locator("visible=true").nth(1).select_option(
        label="虚构区 东虚街道 晨光社区"
    )
    expect(page.get_by_label("派单内容")).to_have_value("东门路灯坏了")
    page.get_by_role("button", name="保存").last.click()
    expect(page.locator("#messages")).to_contain_text("已保存")
    page.get_by_role("link", name="派单", exact=True).click()
    page.get_by_role("button", name="核对无误，派单").click()
    assert Assignment.objects.get().organisation == office.bodies.city_office
