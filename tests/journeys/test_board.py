"""The board at a real browser: all by keyboard, refreshed without losing one's place, on a phone,
without JavaScript."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Complaint, JointMember
from dispatch.models import Assignment, BoardChoice, Label, Labelling
from tests import make
from tests.journeys.looking import assert_open_to_all
from tests.journeys.working import Visit, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/office/?queue=new&sort=newest"


@pytest.fixture
def office() -> make.Office:
    return make.office()


def opened(page: Page, server: LiveServer, office: make.Office, address: str = NEW) -> Page:
    signed_in(page, server.url, office.people.triage)
    page.goto(f"{server.url}{address}")
    return page


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def look_for_news(page: Page) -> None:
    """As when one comes back to the window; the clock would ask as well."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_dispatcher_works_by_keyboard_alone(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    numbers = [make.received(office).number for _ in range(6)][::-1]
    page = opened(visit(), live_server, office)
    keys(page, "j", "j", "k")
    expect(page.locator("[data-open]").first).to_be_focused()
    expect(page.locator(f'[data-previewed="{numbers[0]}"]')).to_be_visible()
    assert_open_to_all(page)
    keys(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_open_to_all(page)
    keys(page, "Escape")
    # One by itself: d, and Enter on the form's button.
    keys(page, "d")
    expect(page.locator("h1")).to_contain_text(numbers[0])
    page.get_by_role("button", name="核对无误，派单").press("Enter")
    expect(page.locator("#messages")).to_contain_text("已派给")
    # Back to the same list; three together: from the line that took its place, two further.
    page.wait_for_load_state()
    keys(page, "b")
    expect(page.locator("[data-open]").first).to_be_focused()
    keys(page, "x", "j", "j", "Shift+X")
    expect(page.locator("[data-picked]")).to_have_text("已选 3 件")
    keys(page, "d")
    expect(page.locator("h1")).to_have_text("一起派单")
    assert_open_to_all(page)
    page.get_by_role("button", name="核对无误，全部派单").press("Enter")
    expect(page.get_by_role("status").last).to_contain_text("办成 3 件")
    assert_open_to_all(page)
    assert Assignment.objects.count() == 4
    # The last two are one matter.
    page.goto(f"{live_server.url}{NEW}")
    keys(page, "a", "m")
    expect(page.locator("h1")).to_contain_text("合并同一件事")
    page.get_by_label("为什么是同一件事").fill("同一盏灯")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("已合并")
    assert JointMember.objects.count() == 1


def test_letters_typed_into_the_search_are_letters(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    make.received(office)
    page = opened(visit(), live_server, office)
    keys(page, "/")
    page.keyboard.type("jkdmx?")
    expect(page.locator("#id_q")).to_have_value("jkdmx?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".is-at")).to_have_count(0)


def test_what_is_new_is_told_and_waits_until_it_is_wanted(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    first = make.received(office).number
    other = make.received(office).number
    page = opened(visit(), live_server, office)
    keys(page, "j", "j", "x")
    here = page.locator(f'[data-number="{first}"]')
    expect(here.locator("[data-open]")).to_be_focused()
    look_for_news(page)
    expect(page.locator("[data-news]")).to_be_hidden()
    more = make.received(office).number
    look_for_news(page)
    expect(page.locator("[data-news]")).to_have_text("新到 1 件，按这里显示（U）")
    expect(page.locator('[data-count="new"]')).to_have_text("3")
    expect(page.locator(f'[data-number="{more}"]')).to_have_count(0)
    expect(here.locator("[data-open]")).to_be_focused()
    assert_open_to_all(page)
    keys(page, "u")
    expect(page.locator("[data-number]")).to_have_count(3)
    expect(here.locator("[data-open]")).to_be_focused()
    expect(here.locator("input")).to_be_checked()
    expect(page.locator(f'[data-number="{other}"] input')).not_to_be_checked()
    expect(page.locator("[data-news]")).to_be_hidden()


def test_a_hidden_window_asks_for_nothing(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    make.received(office)
    page = opened(visit(), live_server, office)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    look_for_news(page)
    page.wait_for_timeout(300)
    assert [url for url in asked if "version=" in url] == []


def test_the_keys_and_the_preview_are_switched_off_for_good(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    make.received(office)
    page = opened(visit(), live_server, office)
    page.get_by_role("button", name="关闭快捷键").click()
    expect(page.get_by_role("button", name="打开快捷键")).to_be_visible()
    page.get_by_role("button", name="关闭预览").click()
    expect(page.get_by_role("button", name="打开预览")).to_be_visible()
    keys(page, "j", "d", "x")
    expect(page.locator(".is-at, [data-previewed]")).to_have_count(0)
    assert page.url.endswith(NEW)
    chosen = BoardChoice.objects.get()
    assert (chosen.has_keys, chosen.has_preview) == (False, False)


def test_at_a_phone_there_is_the_list_only(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    number = make.received(office).number
    page = opened(visit(width=360), live_server, office)
    expect(page.locator("[data-preview]")).to_be_hidden()
    page.get_by_role("checkbox", name=f"选择 {number}").check()
    expect(page.locator("[data-picked]")).to_have_text("已选 1 件")
    assert_open_to_all(page)
    page.get_by_role("link", name="更多筛选").click()
    expect(page.get_by_label("紧急程度")).to_be_visible()
    assert_open_to_all(page)
    page.goto(f"{live_server.url}/office/together/dispatch/?numbers={number}")
    assert_open_to_all(page)
    page.goto(f"{live_server.url}/office/together/print/?numbers={number}")
    assert_open_to_all(page)


def test_without_javascript_the_boxes_and_buttons_do_the_work(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    number = make.received(office).number
    Label.objects.create(name="重点督办")
    page = opened(visit(javascript=False), live_server, office)
    page.get_by_role("checkbox", name=f"选择 {number}").check()
    page.get_by_role("button", name="名签").click()
    page.get_by_label("名签", exact=True).select_option(label="重点督办")
    page.get_by_role("button", name="确定").first.click()
    assert Labelling.objects.count() == 1
    page.goto(f"{live_server.url}{NEW}")
    page.get_by_text("把现在的筛选存为视图").click()
    page.get_by_label("视图名称").fill("等着派的")
    page.get_by_role("button", name="保存视图").click()
    expect(page.get_by_role("link", name="等着派的")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="更多筛选").click()
    page.get_by_label("紧急程度").select_option("urgent")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name="把现在的筛选存进“等着派的”").click()
    expect(page.get_by_text("这里没有诉求")).to_be_visible()
    page.goto(f"{live_server.url}/office/views/")
    assert_page_says(page, "等着派的")
    assert Complaint.objects.count() == 1


def assert_page_says(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)
