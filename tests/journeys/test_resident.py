"""A resident at a real browser: on a phone, at a wide screen, by keyboard, without JavaScript."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Area, Complaint, Elsewhere, FormAnswer, Question
from complaints.selectors.joint import lead_of
from complaints.selectors.places import forget_territory
from dispatch.tasks import send_joined_along
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
    page.locator("form[data-filing] .actions button[type=submit]:visible").click()


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
    for _field in ("photos", "recordings", "place"):
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


def lamp_matter(office: make.Office) -> Complaint:
    """What a neighbour told two days ago; a unit works on it."""
    at = timezone.now() - timedelta(days=2)
    told = make.filed(office, words="东门口的路灯照明坏了一周", point=(116.501, 39.5), at=at)
    make.dispatched(office, told.complaint, at=at)
    return told.complaint


@pytest.mark.parametrize(("width", "javascript"), [(360, True), (1440, True), (360, False)])
def test_a_resident_is_told_where_to_turn_joins_a_neighbour_and_chases(
    live_server: LiveServer, visit: Visit, office: make.Office, width: int, javascript: bool
) -> None:
    lead = lamp_matter(office)
    day = date(2020, 1, 1)
    asked = Question.objects.create(
        category=office.category,
        text="几盏灯不亮",
        kind="choice",
        options="一盏\n一整段",
        since=day,
    )
    Elsewhere.objects.create(
        name="触电危险", words="电线 触电", advice="先离远一点", turn_to="立即拨打 119", since=day
    )
    page = visit(width=width, javascript=javascript)
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("小区东门的路灯照明不亮，电线垂下来了")
    if javascript:
        expect(page.locator("#hint-doors")).to_contain_text("立即拨打 119")
        page.get_by_role("combobox", name="社区或小区").press_sequentially("cgsq")
        page.get_by_role("option", name="虚构区 东虚街道 晨光社区").click()
        expect(page.locator("#hint-words")).to_contain_text("附近有 1 件同样的诉求")
    else:
        page.get_by_label("社区或小区").fill("晨光社区")
        press(page, "下一步")
        expect(page.locator("[data-look]")).to_contain_text("还没有提交")
        expect(page.locator("#hint-doors")).to_contain_text("立即拨打 119")
    page.get_by_role("group", name="几盏灯不亮").get_by_label("一整段").check()
    page.get_by_label("我也是，一起办").check()
    look = assert_open_to_all if javascript else assert_no_sideways_scroll
    look(page)
    page.get_by_label("电话").fill("010-00000003")
    submit(page)
    expect(page.locator("main")).to_contain_text("和同样的诉求一起办理")
    look(page)
    number = page.locator("[data-receipt-number]").inner_text()
    assert number != lead.number
    joined = Complaint.objects.get(number=number)
    assert lead_of(joined) == lead
    assert FormAnswer.objects.get(complaint=joined, question=asked).value == "一整段"

    send_joined_along()
    page.get_by_role("link", name="现在就看进度").click()
    expect(page.locator("main")).to_contain_text("今天是第 1 天")
    expect(page.locator("main")).to_contain_text("东虚街道城市管理办公室")
    press(page, "催办、补充、评价")
    press(page, "催办")
    expect(page.locator("#messages")).to_contain_text("已经催办")
    look(page)


def test_a_code_on_a_lamp_opens_a_form_that_knows_the_place(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    lamp_matter(office)
    lamp = make.component(office)
    page = visit(width=360)
    page.goto(f"{live_server.url}/complaints/new/?component={lamp.code}")
    expect(page.locator("main")).to_contain_text("找到了：路灯，晨光社区 虚构路")
    expect(page.locator(".matters")).to_contain_text("东门口的路灯照明坏了一周")
    assert_open_to_all(page)
    page.get_by_label("您要反映什么").fill("灯罩掉下来了")
    submit(page)
    expect(page).to_have_url(re.compile("/complaints/receipt/$"))
    assert Complaint.objects.exclude(component=None).get().component == lamp


def test_a_phone_that_gives_no_position_says_what_to_do_instead(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit(width=360)
    page.goto(f"{live_server.url}/complaints/new/")
    press(page, "用我现在的位置")
    expect(page.locator("[data-point-words]")).to_contain_text("没有允许查看位置")
    page.context.grant_permissions(["geolocation"], origin=live_server.url)
    page.context.set_geolocation({"longitude": 116.5, "latitude": 39.5})
    press(page, "用我现在的位置")
    expect(page.locator("[data-point-words]")).to_contain_text("晨光社区")


def test_a_draft_outlives_a_lost_connection_and_a_closed_page(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit(width=360)
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("垃圾没人收，打 01000000003 找我")
    page.get_by_label("在什么地方").fill("晨光社区东门")
    page.get_by_role("combobox", name="社区或小区").press_sequentially("cgsq")
    page.get_by_role("option", name="虚构区 东虚街道 晨光社区").click()
    page.get_by_label("电话").fill("010-00000003")
    page.get_by_label("怎么称呼您").fill("测试居民丙")
    page.context.set_offline(True)
    expect(page.locator("[data-note=offline]")).to_contain_text("现在没有网络")
    submit(page)
    expect(page.locator("[data-note=offline]")).to_be_focused()
    assert_open_to_all(page)
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "垃圾没人收" in kept
    assert "0000003" not in kept
    assert "测试居民丙" not in kept
    page.context.set_offline(False)
    expect(page.locator("[data-note=offline]")).to_have_count(0)

    page.goto(live_server.url)
    page.goto(f"{live_server.url}/complaints/new/")
    expect(page.locator("[data-note=restored]")).to_be_visible()
    expect(page.get_by_label("您要反映什么")).to_have_value("垃圾没人收，打 ＊＊＊ 找我")
    expect(page.locator(".ts-control .item")).to_have_text("虚构区 东虚街道 晨光社区")
    expect(page.get_by_label("电话")).to_have_value("")
    assert_open_to_all(page)
    submit(page)
    expect(page).to_have_url(re.compile("/complaints/receipt/$"))
    assert Complaint.objects.get().community == office.places.community
    page.wait_for_load_state("load")
    assert page.evaluate("[localStorage['filing draft'], sessionStorage['filing sent']]") == [
        None,
        None,
    ]
    page.goto(f"{live_server.url}/complaints/new/")
    expect(page.get_by_label("您要反映什么")).to_have_value("")


def test_a_draft_is_thrown_away_with_a_press_and_never_kept_of_what_is_secret(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit()
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("垃圾没人收")
    page.reload()
    press(page, "不要了，重新写")
    expect(page.get_by_label("您要反映什么")).to_have_value("")
    page.get_by_label("您要反映什么").fill("有人私拉电线")
    page.get_by_label("请为我保密").check()
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_lost_on_its_way_makes_no_second_complaint(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = visit()
    page.goto(f"{live_server.url}/complaints/new/")
    page.get_by_label("您要反映什么").fill("垃圾没人收")
    page.get_by_label("在什么地方").fill("晨光社区东门")

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/complaints/new/", lose_the_answer)
    with page.expect_event("requestfailed"):
        submit(page)
    page.wait_for_url("chrome-error://**")  # Else the way back meets the error page still coming.
    page.unroute("**/complaints/new/")
    first = Complaint.objects.get()
    page.goto(f"{live_server.url}/complaints/new/")
    expect(page.get_by_label("您要反映什么")).to_have_value("垃圾没人收")
    submit(page)
    expect(page.locator("[data-receipt-number]")).to_have_text(first.number)
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
