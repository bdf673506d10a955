"""An hour at the desk without a mouse: calls taken down, dispatched, merged, answered."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from complaints.models import Advice, ArticleUse, Complaint, JointMember
from dispatch.models import Assignment
from tests import make
from tests.journeys.working import Visit, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
CALLS = 20
FURTHEST = 120
AT_FOCUS = "(one) => one === document.activeElement || one.contains(document.activeElement)"


@pytest.fixture
def office() -> make.Office:
    made = make.office()
    made.category.pinyin, made.category.initials = "ludengzhaoming", "ldzm"
    made.category.save()
    make.article(made.bodies.centre, title="老年卡怎样办理", answer="带身份证到居委会办理。")
    return made


def to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Walk there as one does without a mouse."""
    expect(target.first).to_be_attached()
    for _step in range(FURTHEST):
        if target.first.evaluate(AT_FOCUS):
            return
        page.keyboard.press(key)
    pytest.fail(f"{target} is not reached by {key}")


def enter(page: Page, target: Locator) -> None:
    to(page, target)
    page.keyboard.press("Enter")


def take_down(page: Page, words: str, *, category: str) -> None:
    """One call: words, category by its initials, place, community by its initials; sent."""
    keys = page.keyboard
    expect(page.get_by_label("诉求内容")).to_be_focused()
    # The searchable list takes the plain one's place once its script is there.
    page.wait_for_load_state()
    keys.type(words)
    keys.press("Tab")
    box = page.get_by_role("combobox", name="诉求分类").and_(page.locator("input"))
    expect(box).to_be_focused()
    if category:
        keys.type(category)
        expect(page.locator(".ts-dropdown").get_by_text("路灯照明").first).to_be_visible()
        keys.press("Enter")
    to(page, page.get_by_role("combobox", name="地点"))
    keys.type("东门外")
    keys.press("Tab")
    keys.type("cgsq")
    expect(page.locator(".ts-dropdown").get_by_text("晨光社区").first).to_be_visible()
    keys.press("Enter")
    keys.press("Control+Enter")
    page.wait_for_url("**/receipt/")


def next_call(page: Page) -> None:
    expect(page.get_by_role("link", name="接下一个电话")).to_be_focused()
    page.keyboard.press("Enter")


def stand_on(page: Page, words: str) -> None:
    """Walk the board's lines to the one of these words; it remembers where one stood last."""
    number = Complaint.objects.get(text__startswith=words).number
    expect(page.locator("[data-number]").first).to_be_visible()
    page.wait_for_load_state()
    line = page.locator(f'[data-number="{number}"].is-at')
    for key in ["k"] * CALLS + ["j"] * 2 * CALLS:
        if line.count():
            return
        page.keyboard.press(key)
    pytest.fail(f"{words} is on no line")


def test_a_clerks_hour_is_lived_with_the_keyboard_alone(
    live_server: LiveServer, visit: Visit, office: make.Office
) -> None:
    page = signed_in(visit(), live_server.url, office.people.triage)
    clicked: list[str] = []

    def hear(target: str) -> None:
        clicked.append(target)

    def open_board() -> None:
        page.goto(f"{live_server.url}/office/?queue=new&sort=newest")

    page.expose_function("clicked", hear)
    page.add_init_script(
        "addEventListener('pointerdown', (event) => clicked(String(event.target)), true)"
    )

    page.goto(f"{live_server.url}/office/new/")
    for call in range(CALLS):
        take_down(page, f"第 {call + 1} 盏路灯不亮，晚上看不清路。", category="ldzm")
        next_call(page)
    take_down(page, "第 1 盏路灯还是不亮，和邻居说的是同一盏。", category="ldzm")
    next_call(page)
    take_down(page, "楼道里冒烟，有人往外跑。", category="")
    next_call(page)
    take_down(page, "想问老年卡怎样办理，要带什么材料。", category="")
    assert Complaint.objects.count() == CALLS + 3

    # Answered from the knowledge base.
    open_board()
    stand_on(page, "想问老年卡")
    page.keyboard.press("Enter")
    enter(page, page.get_by_role("link", name="直接答复"))
    enter(page, page.get_by_role("link", name="用这一条答复"))
    enter(page, page.get_by_role("button", name="答复并办结"))
    expect(page.locator("#messages")).to_contain_text("答复")
    assert ArticleUse.objects.count() == 1

    # Transferred: called through first, then written down.
    open_board()
    stand_on(page, "楼道里冒烟")
    page.keyboard.press("Enter")
    enter(page, page.get_by_role("link", name="不派单处理"))
    enter(page, page.get_by_role("link", name="119"))
    enter(page, page.get_by_role("button", name="看看诉求人会看到什么"))
    enter(page, page.get_by_role("button", name="发送并办结"))
    expect(page.locator("#messages")).not_to_be_empty()
    advice = Advice.objects.get()
    assert advice.transferred_at is not None

    # Merged: the one that was told twice.
    open_board()
    stand_on(page, "第 1 盏路灯还是不亮")
    page.keyboard.press("m")
    first = Complaint.objects.get(text__startswith="第 1 盏路灯不亮")
    to(page, page.locator(f"#n-{first.number}"))
    page.keyboard.press("Space")
    to(page, page.get_by_label("为什么是同一件事"))
    page.keyboard.type("同一盏灯")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("已合并")
    assert JointMember.objects.count() == 1

    # Dispatched together; what goes along waits for its lead and is in no queue of its own.
    open_board()
    waiting = page.locator("[data-number]")
    expect(waiting).to_have_count(CALLS)
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.locator("[data-picked]")).to_contain_text(str(CALLS))
    page.keyboard.press("d")
    expect(page.locator("h1")).to_have_text("一起派单")
    enter(page, page.get_by_role("button", name="核对无误，全部派单"))
    expect(page.get_by_role("status").last).to_contain_text(f"办成 {CALLS} 件")
    # The one told twice went along with its lead to the same unit.
    assert Assignment.objects.filter(role="lead").count() == CALLS + 1
    assert clicked == []
