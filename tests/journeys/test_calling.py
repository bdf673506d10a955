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
# What one can press in a minute, at two keys a second.
KEYS_A_MINUTE = 120


@pytest.fixture
def office() -> make.Office:
    made = make.office()
    made.category.pinyin, made.category.initials = "ludengzhaoming", "ldzm"
    made.category.save()
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

    while not page.get_by_role("textbox", name="地点").evaluate(
        "(one) => one === document.activeElement"
    ):
        tap("Tab")
        assert pressed < KEYS_A_MINUTE
    keys.type("东门外")
    tap("Tab")
    for key in "cgsq":
        tap(key)
    expect(page.locator(".ts-dropdown").get_by_text("晨光社区").first).to_be_visible()
    tap("Enter")
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
