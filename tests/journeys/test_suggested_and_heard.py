"""Two short ways through the house: a suggested category until it is counted, and a recording until
a unit sees what was released of it."""

import io
from datetime import timedelta

import av
import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.actions.recordings import make_next_recording
from complaints.models import Complaint, Suggestion
from tests import make
from tests.journeys.looking import assert_open_to_all
from tests.journeys.working import DESKTOP, PHONE, Visit, choose, signed_in
from tests.recordings import film, note

pytestmark = pytest.mark.django_db(transaction=True)
LAMP = "东门的路灯坏了，晚上看不清路"


@pytest.fixture
def office() -> make.Office:
    made = make.office()
    make.model_version(made)
    return made


def sent(page: Page) -> None:
    page.locator("#id_address").fill("东门外")
    page.locator("#id_address").press("Tab")
    page.get_by_role("button", name="录入", exact=True).click()
    page.wait_for_url("**/receipt/")


def test_a_suggested_category_is_taken_or_corrected_and_the_administrator_reads_how_often(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = signed_in(visit(width=DESKTOP), live_server.url, office.people.triage)
    suggested = page.locator("#call-category")

    page.goto(f"{live_server.url}/office/new/")
    page.get_by_label("诉求内容").fill(LAMP)
    take = suggested.get_by_role("button", name=f"用“{office.category.name}”")
    expect(take).to_be_visible()
    spoke = suggested.locator("li").first.locator("mark")
    expect(spoke.first).to_be_visible()
    assert all(words in LAMP for words in spoke.all_inner_texts())
    take.click()
    expect(page.locator("#id_category")).to_have_value(str(office.category.pk))
    sent(page)

    page.goto(f"{live_server.url}/office/new/")
    page.get_by_label("诉求内容").fill("路灯不亮，想问归谁管")
    expect(take).to_be_visible()
    choose(page, "诉求分类", office.advice.name)
    expect(page.locator("#id_category")).to_have_value(str(office.advice.pk))
    sent(page)

    kept = Suggestion.objects.order_by("pk").values_list("suggested", "place")
    assert [(key, place == 1) for key, place in kept] == [
        (office.category.pk, True), (office.category.pk, False),
    ]  # fmt: skip
    page = signed_in(visit(width=DESKTOP), live_server.url, office.people.administrator)
    page.goto(f"{live_server.url}/office/learning/")
    expect(page.get_by_text("有建议的诉求 2 件")).to_be_visible()
    expect(page.get_by_text("首选被采用 50.0%")).to_be_visible()
    shares = page.get_by_role("row").filter(has_text=office.category.name)
    expect(shares).to_contain_text("50.0%")
    assert_open_to_all(page)


def streams(page: Page, server: str, tag: str) -> set[str]:
    """What the file behind the first player of this kind holds."""
    address = page.locator(f"main {tag}").first.get_attribute("src")
    answer = page.request.get(f"{server}{address}")
    assert answer.ok
    with av.open(io.BytesIO(answer.body())) as held:
        return {one.type for one in held.streams}


def test_a_recording_is_heard_by_the_desk_and_the_unit_sees_a_released_film_in_silence(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit(width=PHONE)
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("东门的路灯一直闪，录了一段。")
    page.get_by_label("在什么地方").fill("东门外")
    sent_along: list[FilePayload] = [
        {"name": "a.mov", "mimeType": "video/quicktime", "buffer": film()},
        {"name": "b.ogg", "mimeType": "audio/ogg", "buffer": note()},
    ]
    page.locator("#id_recordings").set_input_files(sent_along)
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/receipt/")
    complaint = Complaint.objects.get()
    while make_next_recording():
        pass
    at = timezone.now() + timedelta(seconds=1)
    make.dispatched(office, complaint, at=at, body=office.bodies.city_office)

    ticket = f"{live_server.url}/office/{complaint.number}/"
    desk = signed_in(visit(width=DESKTOP), live_server.url, office.people.triage)
    desk.goto(ticket)
    expect(desk.locator("main audio")).to_have_count(1)
    assert streams(desk, live_server.url, "audio") == {"audio"}
    assert streams(desk, live_server.url, "video") == {"audio", "video"}

    unit = signed_in(visit(width=PHONE), live_server.url, office.people.handler)
    unit.goto(ticket)
    expect(unit.get_by_role("heading", name="视频和语音")).to_have_count(0)
    desk.get_by_role("button", name="看过了，给承办单位看（无声）").click()
    expect(desk.get_by_role("button", name="不再给承办单位看")).to_be_visible()
    unit.reload()
    expect(unit.locator("main video")).to_have_count(1)
    expect(unit.locator("main audio")).to_have_count(0)
    assert streams(unit, live_server.url, "video") == {"video"}
    assert_open_to_all(unit)
