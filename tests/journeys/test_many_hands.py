"""Two people at one complaint, in two browsers: who is there, who came first, what is undone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Complaint, User
from dispatch.actions.phrases import Wording, save_phrase
from tests import make
from tests.journeys.looking import assert_no_sideways_scroll, assert_open_to_all
from tests.journeys.working import DESKTOP, PHONE, Visit, expect_said, press, signed_in, watched

pytestmark = pytest.mark.django_db(transaction=True)
At = Callable[..., Page]


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def at(visit: Visit, live_server: LiveServer) -> Iterator[At]:
    """`at(person, path)`: signed in, the page opened; it says nothing aside."""
    faults: list[str] = []

    def open_page(
        person: User, path: str, *, width: int = DESKTOP, javascript: bool = True
    ) -> Page:
        page = watched(visit(width=width, javascript=javascript), faults)
        signed_in(page, live_server.url, person).goto(live_server.url + path)
        return page

    yield open_page
    assert faults == []


def test_two_edit_the_second_keeps_his_words_and_saves_over(at: At, office: make.Office) -> None:
    complaint = make.received(office)
    path = f"/office/{complaint.number}/edit/"
    first = at(office.people.triage, path)
    second = at(office.people.desk, path)
    # The later of the two is told of the other at once.
    expect(second.locator("[data-presence]")).to_contain_text("正在填写")
    first.locator("#id_address").fill("东门外第二根灯杆")
    press(first, "保存")
    expect_said(first, "已保存")
    second.get_by_label("派单内容").fill("东门路灯坏了一周，请修。")
    press(second, "保存")
    expect(second.get_by_role("heading", name="两个人改了同一件")).to_be_visible()
    assert_open_to_all(second)
    second.set_viewport_size({"width": PHONE, "height": 740})
    assert_open_to_all(second)
    assert_no_sideways_scroll(second)
    press(second, "以我填的为准")
    expect_said(second, "已保存")
    saved = Complaint.objects.get()
    assert saved.address == "东门外第二根灯杆"
    assert saved.redacted_text == "东门路灯坏了一周，请修。"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_colleague_who_comes_pushes_no_button_away(
    at: At, office: make.Office, width: int
) -> None:
    path = f"/office/{make.received(office).number}/"
    first = at(office.people.triage, path, width=width)
    alone = first.get_by_role("link", name="派单", exact=True).bounding_box()
    second = at(office.people.desk, path, width=width)
    expect(second.locator("[data-presence]")).to_contain_text("正在查看")
    beside = second.get_by_role("link", name="派单", exact=True).bounding_box()
    assert alone is not None
    assert beside is not None
    assert alone["y"] == beside["y"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_dispatch_pressed_by_mistake_is_taken_back(
    at: At, office: make.Office, javascript: bool
) -> None:
    complaint = make.received(office)
    path = f"/office/{complaint.number}/dispatch/"
    page = at(office.people.triage, path, javascript=javascript)
    press(page, "核对无误，派单")
    expect_said(page, "已派给")
    expect(page.get_by_text("刚刚派出")).to_be_visible()
    assert_open_to_all(page) if javascript else None
    page.get_by_role("button", name="撤销", exact=True).click()
    expect_said(page, "已撤销")
    assert Complaint.objects.get().status == "received"


def test_a_colleague_is_named_by_keyboard_and_finds_it(at: At, office: make.Office) -> None:
    complaint = make.received(office)
    page = at(office.people.triage, f"/office/{complaint.number}/notes/")
    page.wait_for_load_state()
    page.get_by_label("便签内容").click()
    page.keyboard.type("请跟进 @")
    expect(page.get_by_label("按姓名或单位查找")).to_be_focused()
    page.keyboard.type("专班")
    page.keyboard.press("Enter")
    expect(page.get_by_label("便签内容")).to_be_focused()
    assert_open_to_all(page)
    page.keyboard.type("谢谢")
    press(page, "保存便签")
    expect_said(page, "便签已保存")
    theirs = at(office.people.desk, "/office/", width=PHONE)
    theirs.get_by_role("link", name="收件箱").click()
    expect(theirs.get_by_text("请跟进 谢谢")).to_be_visible()
    assert_open_to_all(theirs)
    press(theirs, f"打开，标为已读 同事在 {complaint.number} 的便签里提到您。")
    expect(theirs.get_by_role("heading", name="内部便签")).to_be_visible()


def test_a_phrase_goes_in_where_the_caret_stands(at: At, office: make.Office) -> None:
    branch = make.branch_in(office, "contacted")
    save_phrase(Wording("办结", "{unit}已修好。", "report"), by=office.people.handler)
    page = at(office.people.handler, f"/office/branches/{branch.pk}/report/")
    page.wait_for_load_state()
    words = page.get_by_label("办理情况")
    words.fill("前后")
    words.press("ArrowLeft")
    page.get_by_label("常用语").select_option(label="办结")
    expect(page.locator("[data-preview]")).to_have_text("东虚街道城市管理办公室已修好。")
    assert_open_to_all(page)
    press(page, "插入")
    expect(words).to_have_value("前东虚街道城市管理办公室已修好。后")
    expect(words).to_be_focused()
