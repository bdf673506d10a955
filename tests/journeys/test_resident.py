"""A resident at a real browser: on a phone, at a wide screen, by keyboard, without JavaScript."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Area, Complaint
from complaints.selectors.places import forget_territory
from tests import make
from tests.journeys.looking import assert_no_sideways_scroll, assert_open_to_all
from tests.journeys.working import press

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "楼下路灯坏了三天，晚上看不清路。<script>window.planted = 1</script>"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[116.0, 39.0], [117.0, 39.0], [117.0, 40.0], [116.0, 40.0], [116.0, 39.0]]],
}
Visit = Callable[..., Page]


@pytest.fixture
def office() -> Iterator[make.Office]:
    made = make.office()
    Area.objects.filter(pk=made.places.community.pk).update(outline=SQUARE)
    Area.objects.filter(pk=made.places.district.pk).update(outline=SQUARE)
    forget_territory()
    yield made
    forget_territory()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "路灯.jpg"
    Image.effect_mandelbrot((640, 480), (-2, -1, 1, 1), 60).convert("RGB").save(path)
    return path


def submit(page: Page) -> None:
    page.locator("form[data-filing] button[type=submit]").click()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_resident_files_with_a_photo_and_follows_it_up(
    live_server: LiveServer, visit: Visit, office: make.Office, photo: Path, width: int
) -> None:
    page = visit(width=width, height=800)
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(live_server.url)
    assert_open_to_all(page)
    page.get_by_role("link", name="我要反映").last.click()
    assert_open_to_all(page)

    # refused first: the photo and the point are kept
    page.set_input_files("[name=photos]", photo)
    expect(page.locator("[data-previews] img")).to_be_visible()
    page.locator("#map").click()
    expect(page.locator("[data-point-words]")).to_contain_text("晨光社区")
    submit(page)
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.locator("#id_text_error")).to_have_text("请写下要反映的内容。")
    expect(page.locator("[data-point-words]")).to_contain_text("晨光社区")
    assert_open_to_all(page)

    page.get_by_label("您要反映什么").fill(WORDS)
    page.get_by_label("电话").fill("010-00000003")
    page.get_by_label("请为我保密").check()
    submit(page)
    expect(page).to_have_url(re.compile("/complaints/receipt/$"))
    assert_open_to_all(page)
    number = page.locator("[data-receipt-number]").inner_text()
    code = page.locator("[data-receipt-code]").inner_text()
    complaint = Complaint.objects.get(number=number)
    assert complaint.community == office.places.community
    assert complaint.photos.count() == 1
    assert complaint.is_secret

    page.goto(f"{live_server.url}/complaints/track/")
    assert_open_to_all(page)
    page.get_by_label("诉求编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("分派单位")
    expect(page.locator(".photos img")).to_have_js_property("naturalWidth", 640)
    expect(page.locator(".said")).to_contain_text("<script>")
    assert page.evaluate("window.planted") is None
    assert_open_to_all(page)
    assert dialogs == []


def test_all_of_it_works_without_javascript(
    live_server: LiveServer, visit: Visit, office: make.Office, photo: Path
) -> None:
    page = visit(width=360, javascript=False)
    page.goto(f"{live_server.url}/complaints/new/")
    expect(page.locator("#map")).to_be_hidden()
    page.set_input_files("[name=photos]", photo)
    submit(page)
    expect(page.locator("#id_text_error")).to_be_visible()
    expect(page.get_by_label("保留第 1 张")).to_be_checked()
    page.get_by_label("您要反映什么").fill(WORDS)
    page.get_by_label("社区或小区").fill("晨光社区")
    submit(page)
    link = page.get_by_role("link", name="现在就看进度")
    link.click()
    expect(page.locator(".said")).to_contain_text("楼下路灯")
    complaint = Complaint.objects.get()
    assert complaint.community == office.places.community
    assert complaint.photos.count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_adds_chases_rates_and_has_it_taken_up_again(
    live_server: LiveServer, visit: Visit, office: make.Office, javascript: bool
) -> None:
    page = visit(width=360, javascript=javascript)
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("楼下路灯坏了三天")
    page.get_by_label("在什么地方").fill("晨光社区东门")
    submit(page)
    page.get_by_role("link", name="现在就看进度").click()
    look = assert_open_to_all if javascript else assert_no_sideways_scroll
    press(page, "催办、补充、评价")
    press(page, "催办")
    expect(page.locator("#messages")).to_contain_text("已经催办")
    page.get_by_role("link", name="补充内容").click()
    page.get_by_label("还要补充什么").fill("还有一盏也不亮")
    look(page)
    press(page, "确定")
    expect(page.locator("main")).to_contain_text("还有一盏也不亮")
    page.get_by_role("link", name="我留的联系方式").click()
    look(page)
    press(page, "确定")
    expect(page.locator("#form-errors")).to_contain_text("请写下要改的内容")
    page.get_by_role("link", name="不改了，返回").click()

    complaint = Complaint.objects.get()
    start = complaint.received_at
    branch = make.dispatched(office, complaint, body=office.bodies.city_office, at=start)
    make.branch_in(office, "closed", at=start, branch=branch)
    page.goto(f"{live_server.url}/complaints/track/mine/")
    page.get_by_role("link", name="评价办理情况").click()
    page.get_by_role("group", name="承办单位联系过您吗").get_by_label("是").check()
    page.get_by_role("group", name="问题解决了吗").get_by_label("否").check()
    page.get_by_label("不满意").check()
    page.get_by_label("没有解决，请重新办理").check()
    press(page, "确定")
    expect(page.locator("#form-errors")).to_contain_text("请写明还有什么没有解决")
    look(page)
    page.get_by_label("想说的话").fill("又不亮了")
    press(page, "确定")
    expect(page.locator("[aria-current=step]")).to_contain_text("分派单位")
    expect(page.locator("main")).to_contain_text("路灯已经修好。")
    look(page)
    page.get_by_role("link", name="撤回这件诉求").click()
    page.get_by_label("问题已经解决").check()
    look(page)
    press(page, "确定")
    expect(page.locator("h1")).to_contain_text("您已经撤回这件诉求")
    look(page)


def test_the_form_can_be_sent_with_the_keyboard_alone(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit()
    page.goto(f"{live_server.url}/complaints/new/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("您要反映什么")).to_be_focused()
    page.keyboard.type("垃圾没人收")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("在什么地方")).to_be_focused()
    page.keyboard.type("晨光社区东门")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/complaints/receipt/$"))


def test_a_name_typed_by_its_letters_finds_the_community(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit()
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("垃圾没人收")
    page.get_by_role("combobox", name="社区或小区").press_sequentially("cgsq")
    page.get_by_role("option", name="虚构区 东虚街道 晨光社区").click()
    submit(page)
    expect(page).to_have_url(re.compile("/complaints/receipt/$"))
    assert Complaint.objects.get().community == office.places.community


def test_many_clicks_on_submit_make_one_complaint(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit(width=360)
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("垃圾没人收")
    page.get_by_label("在什么地方").fill("东门")
    page.evaluate(
        """() => {
            const button = document.querySelector("form[data-filing] button[type=submit]");
            for (let click = 0; click < 20; click += 1) button.click();
        }"""
    )
    expect(page).to_have_url(re.compile("/complaints/receipt/$"))
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_large_type_and_a_narrow_window_keep_every_page_readable(
    live_server: LiveServer, visit: Visit, office: make.Office, scheme: str
) -> None:
    page = visit(width=320, height=640)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(live_server.url)
    page.get_by_role("button", name="大字").click()
    for path in ("/", "/guide/", "/complaints/new/", "/complaints/track/", "/login/", "/no-such/"):
        page.goto(live_server.url + path)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        assert_no_sideways_scroll(page)
        assert_open_to_all(page)


def test_touch_targets_of_the_form_are_large_enough(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit(width=360)
    page.goto(f"{live_server.url}/complaints/new/")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            "main button, main summary, main textarea, header button, header nav a,"
            + " main .leaflet-bar a,"
            + " main input:not([type=hidden], [type=checkbox], [type=radio])")]
            .filter((one) => one.checkVisibility() && !one.closest(".ts-wrapper"))
            .filter((one) => one.getBoundingClientRect().height < 44)
            .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert small == []
