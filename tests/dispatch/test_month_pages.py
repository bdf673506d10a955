"""The month in the browser: every number opens its tickets, and the page says what it counts."""

import io
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from complaints.models import Organisation, Role
from dispatch.actions.closing import close_month
from dispatch.models import ScoringScheme
from tests import make
from tests.conftest import CHECKOUT
from tests.dispatch.golden_month import AS_OF, PERIOD, golden_month

pytestmark = pytest.mark.django_db

MONTH = "/district/?period=2026-10&level={level}&base={base}"
AXE = (CHECKOUT / "tests" / "vendor" / "axe.min.js").read_text("utf-8")


class Links(HTMLParser):
    """Where the links with numbers on them lead."""

    def __init__(self):
        super().__init__()
        self.figures = []
        self._at = None

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self._at = held["href"] if tag == "a" and held.get("class") == "figure" else None

    def handle_data(self, data):
        if self._at:
            self.figures.append((self._at, int(data)))
            self._at = None


def figures_on(page):
    links = Links()
    links.feed(page)
    return links.figures


def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.mark.parametrize("level", ["unit", "subdistrict", "community"])
@pytest.mark.parametrize("base", ["all", "kept"])
def test_every_number_on_the_page_opens_exactly_its_tickets(client, level, base):
    month = golden_month()
    signed_in(client, month.office.people.city_viewer)
    page = client.get(MONTH.format(level=level, base=base)).content.decode()
    figures = figures_on(page)
    assert len(figures) > 20
    for address, count in figures:
        answer = client.get(address)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert re.search(r'data-figure="(\d+)"', body).group(1) == str(count)
        assert answer.context["page"].paginator.count == count
        assert len(answer.context["entries"]) == count
        assert body.count('<th scope="row"') == count


def test_the_page_states_its_cohort_its_scheme_and_both_bases(client):
    month = golden_month()
    signed_in(client, month.office.people.district_leader)
    page = client.get(MONTH.format(level="unit", base="kept")).content.decode()
    assert "2026-09-19 0:00 至 2026-10-18 24:00" in page
    assert "数据截至" in page
    assert "10% × 响应率 + 50% × 解决率 + 40% × 满意率" in page
    assert "0.9 × 基本满意" in page
    assert "测试方案" in page
    row = re.search(r"<tr>(?:(?!</tr>).)*东虚街道城市管理办公室.*?</tr>", page, re.DOTALL).group(0)
    assert "80.2" in row
    assert "89.1" in row
    assert "88.89" in row
    assert "2026年10月（9月19日—10月18日）" in page


def test_columns_sort_on_the_server_and_say_so(client):
    month = golden_month()
    signed_in(client, month.office.people.district_leader)
    address = MONTH.format(level="unit", base="all")
    answer = client.get(f"{address}&sort=accepted&dir=asc")
    assert [row.shown.tally.accepted for row in answer.context["rows"]] == [2, 4, 6, 12]
    page = answer.content.decode()
    assert page.count("aria-sort=") == 1
    assert re.search(r'<th[^>]*col-accepted[^>]*aria-sort="ascending"', page)
    assert "sort=accepted&amp;dir=desc" in page
    plain = client.get(f"{address}&sort=nonsense&dir=up").context["rows"]
    assert [row.shown.rank for row in plain] == [1, 2, 3, 4]


def test_a_street_compares_itself_and_opens_only_its_own(client):
    month = golden_month()
    signed_in(client, month.office.people.desk)
    first = client.get("/district/?period=2026-10")
    assert first.context["level"] == "unit"
    assert "西虚街道城市管理办公室" not in first.content.decode()
    streets = client.get(MONTH.format(level="subdistrict", base="all")).content.decode()
    assert "西虚街道" in streets
    keys = {parse_qs(urlsplit(address).query)["unit"][0] for address, _ in figures_on(streets)}
    assert keys == {"110199001"}
    other = client.get(
        "/district/tickets/?period=2026-10&level=subdistrict&base=all&unit=110199002&figure=valid"
    )
    assert (other.context["total"], other.context["hidden"]) == (3, 3)
    assert list(other.context["entries"]) == []
    assert "不在您的查看范围内" in other.content.decode()


def test_a_secret_ticket_counts_and_is_not_listed(client):
    month = golden_month()
    made = month.office
    secret = make.filed(made, words="保密的话只给专人看。", at=make.START, is_secret=True).complaint
    signed_in(client, made.people.district_leader)
    page = client.get("/district/?period=2026-11&level=subdistrict")
    (address, count), *_rest = figures_on(page.content.decode())
    assert count == 2
    listed = client.get(address)
    assert (listed.context["total"], listed.context["hidden"]) == (2, 1)
    assert secret.number not in listed.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.DISTRICT_LEADER, 200),
        (Role.CITY_VIEWER, 200),
        (Role.HEAD, 200),
        (Role.HANDLER, 403),
        (Role.PROPERTY_CLERK, 403),
        (Role.AUDITOR, 403),
    ],
)
def test_who_may_read_the_month(client, role, status):
    office = make.office()
    signed_in(client, make.person("t-reader", role, office.bodies.government))
    for path in ("/district/", "/district/tickets/", "/district/month.csv"):
        assert client.get(path).status_code == status


def test_nobody_reads_it_unsigned(client):
    assert client.get("/district/").status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        "period=2026-13",
        "period=%00",
        "period='; drop table",
        "level=planet",
        "base=none",
        "period=9999-12",
        "period=0001-01",
    ],
)
def test_a_made_up_address_is_answered_in_words(client, query):
    office = make.office()
    signed_in(client, office.people.district_leader)
    answer = client.get(f"/district/?{query}")
    assert answer.status_code == 422
    assert "考核期" in answer.content.decode()


@pytest.mark.parametrize("query", ["figure=ghosts", "unit=%00", "unit=no-such-unit", "unit=~"])
def test_a_figure_that_is_none_is_not_found(client, query):
    office = make.office()
    signed_in(client, office.people.district_leader)
    assert client.get(f"/district/tickets/?level=unit&{query}").status_code == 404


def test_without_a_scheme_the_page_says_what_to_do(client):
    office = make.office()
    ScoringScheme.objects.all().delete()
    signed_in(client, office.people.district_leader)
    answer = client.get("/district/")
    assert answer.status_code == 422
    assert "计分方案" in answer.content.decode()


def test_downloads_state_their_cohort_and_run_no_formula(client):
    month = golden_month()
    Organisation.objects.filter(code="T-ST1-K").update(name="=1+1 社区居委会")
    signed_in(client, month.office.people.district_leader)
    query = "?period=2026-10&level=unit&base=kept"
    answer = client.get(f"/district/month.csv{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("诉求办理“三率”统计表 2026-10（不含剔除）")
    assert "2026-09-19 0:00 至 2026-10-18 24:00" in text
    assert "数据截至：" in text
    assert "1,'=1+1 社区居委会,T-ST1-K,2,2,2,2,2,1,1,100.00,100.00,95.00,98.0,98.0,39.0," in text
    assert "2,东虚街道城市管理办公室,T-ST1-U,11,10,9,9,8,6,2,100.00,88.89,86.67,89.1,80.2," in text
    book = load_workbook(io.BytesIO(client.get(f"/district/month.xlsx{query}").content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert cells[4][:3] == ["名次", "单位", "代码"]
    assert cells[5][1] == "=1+1 社区居委会"
    assert book.worksheets[0].cell(6, 2).data_type == "s"
    assert client.get(f"/district/month.pdf{query}").status_code == 404


def test_the_chart_has_its_numbers_in_the_page_and_only_it_may_style(client):
    month = golden_month()
    signed_in(client, month.office.people.district_leader)
    answer = client.get(MONTH.format(level="unit", base="all") + "&unit=T-ST1-S")
    policy = answer["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    held = re.search(r'<script id="trend-data"[^>]*>(.*?)</script>', answer.content.decode())
    data = json.loads(held.group(1))
    assert data["title"] == "东虚街道平安建设办公室"
    assert data["periods"][-1] == "2026-10"
    assert data["series"][3]["values"][-2:] == [None, 76.5]
    other = client.get("/district/tickets/?period=2026-10")
    assert "unsafe-inline" not in other["Content-Security-Policy"]


def test_the_pages_ask_the_same_number_of_queries_however_much_there_is(
    client, django_assert_max_num_queries
):
    office = make.office()
    signed_in(client, office.people.district_leader)
    make.branch_in(office, "closed")
    with django_assert_max_num_queries(12):
        client.get("/district/?period=2026-11&level=subdistrict")
    with django_assert_max_num_queries(17):
        client.get("/district/tickets/?period=2026-11&level=unit")
    for _ in range(5):
        make.branch_in(office, "closed")
    with django_assert_max_num_queries(12):
        client.get("/district/?period=2026-11&level=subdistrict")
    with django_assert_max_num_queries(17):
        client.get("/district/tickets/?period=2026-11&level=unit")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1440])
def test_the_month_is_readable_and_draws_its_chart(live_server, visit, client, width):
    month = golden_month()
    client.force_login(month.office.people.district_leader)
    page = visit(width=width)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + MONTH.format(level="unit", base="all"))
    page.wait_for_selector("#trend-chart svg text:has-text('综合成绩')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("a.figure").first.click()
    page.wait_for_selector("[data-figure]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_month_has_no_axe_violation(live_server, browser, client):
    month = golden_month()
    ScoringScheme.objects.update(least_valid=4, public_least=3)
    for reason in ("", "补录"):
        close_month(PERIOD, by=month.office.people.district_leader, reason=reason, at=AS_OF)
    client.force_login(month.office.people.district_leader)
    context = browser.new_context(
        bypass_csp=True, locale="zh-CN", viewport={"width": 1440, "height": 900}
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    for path in (
        MONTH.format(level="unit", base="all"),
        "/district/tickets/?period=2026-10&level=unit",
        MONTH.format(level="unit", base="all") + "&view=grade",
        "/district/how/?period=2026-10&level=unit&unit=T-ST1-U",
        "/district/closed/2026-10/?level=unit&check=1",
        "/performance/",
        "/screen/",
    ):
        page.goto(live_server.url + path)
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        page.evaluate(AXE)
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    context.close()
