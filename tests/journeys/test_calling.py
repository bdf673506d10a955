"""A call keyed in without a mouse: words, category by its initials, place, who; sent from there."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Complaint, IdentityAccess, JointMember
from tests import make
from tests.journeys.looking import assert_open_to_all
from tests.journeys.working import DESKTOP, PHONE, Visit, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = "东门那盏路灯还是坏的，晚上回家看不清路，请来修。"
ESTATE, STREET = ("chenguangxiaoqu", "cgxq"), ("chenguanglu", "cgl")
# What one can press in a minute, at two keys a second.
KEYS_A_MINUTE = 120


@pytest.fixture
def office() -> make.Office:
    made = make.office()
    made.category.pinyin, made.category.initials = "ludengzhaoming", "ldzm"
    made.category.save()
    estate = make.place("晨光小区", "estate", made.places.community)
    street = make.place("晨光路", "street", made.places.community)
    for one, (pinyin, initials) in ((estate, ESTATE), (street, STREET)):
        one.pinyin, one.initials = pinyin, initials
        one.save()
    return made


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_call_is_keyed_in_by_keyboard_alone_and_goes_along_with_what_is_there(
    live_server: LiveServer, visit: Visit, office: make.Office, width: int
) -> None:
    first = make.filed(office, at=timezone.now() - timedelta(hours=3)).complaint
    page = signed_in(visit(width=width), live_server.url, office.people.clerk)
    page.goto(f"{live_server.url}/office/new/")
    keys = page.keyboard
    pressed = 0

    def tap(*names: str) -> None:
        nonlocal pressed
        pressed += len(names)
        for name in names:
            keys.press(name)

    expect(page.get_by_label("诉求内容")).to_be_focused()
    keys.type(AGAIN)
    tap("Tab")
    box = page.get_by_role("combobox", name="诉求分类").and_(page.locator("input"))
    expect(box).to_be_focused()
    tap("l", "d", "z", "m", "Enter")
    expect(page.locator("#id_category")).to_have_value(str(office.category.pk))
    beside = page.locator("#beside")
    expect(beside.get_by_role("link", name=first.number)).to_be_visible()
    assert_open_to_all(page)

    place = page.get_by_role("combobox", name="地点")
    while not place.evaluate("(one) => one === document.activeElement"):
        tap("Tab")
        assert pressed < KEYS_A_MINUTE
    # Its initials; Enter may come before the answer does.
    tap("c", "g", "x", "q", "Enter")
    expect(place).to_have_value("晨光小区")
    expect(place).to_be_focused()
    keys.type("东门外")
    tap("Tab")
    expect(page.locator("#id_community")).to_have_value(f"{office.places.community.code} 晨光小区")
    expect(beside).to_contain_text("同一社区")

    joins = page.locator(f"#joins-{first.number}")
    while not joins.evaluate("(one) => one.name === document.activeElement.name"):
        tap("Shift+Tab")
        assert pressed < KEYS_A_MINUTE
    tap("ArrowDown")
    expect(joins).to_be_checked()
    tap("Control+Enter")
    page.wait_for_url("**/receipt/")
    own = Complaint.objects.exclude(pk=first.pk).get()
    expect(page.locator("[data-accepted]")).to_contain_text(own.number)
    assert JointMember.objects.get().complaint == own
    assert own.category == office.category
    assert own.community == office.places.community
    assert own.address == "晨光小区东门外"
    expect(page.get_by_role("link", name="接下一个电话")).to_be_focused()
    tap("Enter")
    expect(page.get_by_label("诉求内容")).to_be_focused()
    assert pressed < KEYS_A_MINUTE


def test_the_callers_earlier_ones_come_beside_the_form_and_in_english(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    first = make.filed(office, at=timezone.now() - timedelta(hours=3)).complaint
    page = signed_in(visit(width=DESKTOP), live_server.url, office.people.clerk)
    page.goto(f"{live_server.url}/office/new/")
    page.get_by_role("button", name="English").click()
    page.locator("#id_phone").fill(make.CALLER.phone)
    page.get_by_role("button", name="Look up this number").click()
    expect(page.get_by_role("alert")).to_contain_text("State why")
    page.get_by_label("Reason for looking up").fill("asks how the last one stands")
    page.get_by_role("button", name="Look up this number").click()
    expect(page.locator("#earlier").get_by_role("link", name=first.number)).to_be_visible()
    assert IdentityAccess.objects.get().complaint == first
    assert_open_to_all(page)


def test_a_place_is_chosen_among_several_and_free_words_stay(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = signed_in(visit(width=DESKTOP), live_server.url, office.people.clerk)
    page.goto(f"{live_server.url}/office/new/")
    place = page.get_by_role("combobox", name="地点")
    listed = page.get_by_role("listbox", name="查到的地点")
    place.press_sequentially("chen")
    expect(listed.get_by_role("option")).to_have_count(3)
    expect(place).to_have_attribute("aria-expanded", "true")
    assert_open_to_all(page)
    for _step in range(2):
        place.press("ArrowDown")
    wanted = listed.get_by_role("option", selected=True)
    expect(wanted).to_contain_text("晨光路")
    place.press("Enter")
    expect(place).to_have_value("晨光路")
    expect(listed).to_be_hidden()
    expect(page.locator("#id_community")).to_have_value(f"{office.places.community.code} 晨光路")

    place.fill("晨光")
    expect(listed).to_be_visible()
    place.press("Escape")
    expect(listed).to_be_hidden()
    place.press("Enter")
    expect(place).to_have_value("晨光")
    assert page.url.endswith("/office/new/")
    place.fill("晨光")
    expect(listed).to_be_visible()
    listed.get_by_text("晨光社区", exact=False).first.click()
    expect(page.locator("#id_community")).to_have_value(office.places.community.code)
