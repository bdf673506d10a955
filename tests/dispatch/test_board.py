import re
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.actions.numbers import take_numbers
from complaints.models import Complaint, SearchText, User
from dispatch.actions.assignments import sign_assignment
from dispatch.actions.labels import put_label
from dispatch.models import Label
from dispatch.selectors.counting import CAP
from dispatch.selectors.counts import tallies
from dispatch.selectors.queues import Queue, queues_for, rows_of
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
QUERIES = 12


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def page(client: Client) -> Callable[..., str]:
    def get(user: User, query: str = "", status: int = 200) -> str:
        client.force_login(user)
        answer = client.get(f"/office/{query}")
        assert answer.status_code == status
        return answer.content.decode()

    return get


def counts(user: User) -> dict[str, int | None]:
    return {tally.queue: tally.count for tally in tallies(user, at=timezone.now())}


def many(office: Office, total: int) -> None:
    """Copies of one filed complaint; the rows a bulk load leaves."""
    pattern = make.received(office)
    numbers = take_numbers(timezone.localdate(make.START), total - 1)
    rows = [
        Complaint(
            number=number,
            channel=pattern.channel,
            text=pattern.text,
            redacted_text=pattern.redacted_text,
            community_id=pattern.community_id,
            subdistrict_id=pattern.subdistrict_id,
            district_id=pattern.district_id,
            category_id=pattern.category_id,
            received_at=make.START + timedelta(seconds=place),
            dispatch_due_at=make.START + timedelta(hours=24, seconds=place),
        )
        for place, number in enumerate(numbers)
    ]
    made = Complaint.objects.bulk_create(rows)
    words = SearchText.objects.get(complaint=pattern).bigrams
    SearchText.objects.bulk_create(SearchText(complaint=row, bigrams=words) for row in made)


def looked_up(user: User, at: datetime) -> dict[str, int | None]:
    """Each queue asked for by itself."""
    found = {queue: rows_of(queue, user, at=at).count() for queue in queues_for(user)}
    return {queue.value: count for queue, count in found.items() if queue != Queue.ALL}


def test_the_counts_are_those_of_the_queues_whoever_asks_and_whenever(office: Office) -> None:
    make.received(office)
    branch = make.dispatched(office)
    sign_assignment(make.dispatched(office).pk, by=office.people.handler, at=make.START)
    instants = (
        make.START, branch.sign_due_at, branch.feedback_due_at - timedelta(hours=1),
        branch.feedback_due_at + timedelta(hours=1), timezone.now(),
    )  # fmt: skip
    people = [getattr(office.people, one.name) for one in fields(office.people)]
    told = []
    for at in instants:
        for user in people:
            counted = {tally.queue: tally.count for tally in tallies(user, at=at)}
            told.append(counted)
            assert {name: count for name, count in counted.items() if name != "all"} == looked_up(
                user, at
            )
    assert {count for counted in told for count in counted.values()} > {0, 1, 2}


def test_who_loses_a_post_is_counted_for_no_more(office: Office) -> None:
    make.dispatched(office)
    user = office.people.handler
    assert counts(user)["to_sign"] == 1
    user.posts.update(until=timezone.localdate() - timedelta(days=1))
    user.forget_posts()
    assert counts(user) == {}


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/office/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_each_person_has_the_queues_of_his_posts(office: Office) -> None:
    who = office.people
    assert set(counts(who.triage)) == {queue.value for queue in Queue}
    assert set(counts(who.handler)) == {"to_sign", "due_today", "overdue", "mine", "all"}
    assert set(counts(who.city_viewer)) == {"overdue", "all"}
    assert counts(who.privacy_officer) == {}


def test_counts_are_those_of_what_each_person_sees(office: Office) -> None:
    now = timezone.now()
    make.received(office, at=now)
    make.filed(office, at=now, is_placed=False, words="没写地点")
    make.filed(office, at=now, community=office.places.next_community)
    branch = make.dispatched(office, at=now - timedelta(minutes=20))
    who = office.people
    # What nobody has placed yet may be anybody's.
    assert counts(who.triage)["new"] == 2
    assert counts(who.triage)["to_place"] == 1
    assert counts(who.triage)["to_sign"] == 1
    assert counts(who.triage)["mine"] == 1
    assert counts(who.next_triage)["new"] == 2
    assert counts(who.handler) == {
        "to_sign": 1, "due_today": 0, "overdue": 0, "mine": 1, "all": None,
    }  # fmt: skip
    assert not rows_of(Queue.ALL, who.safety_handler, at=now).exists()
    assert counts(who.desk)["mine"] == 0
    assert [row.pk for row in rows_of(Queue.MINE, who.handler, at=now)] == [branch.complaint_id]


def test_overdue_and_due_today_follow_the_limits(office: Office) -> None:
    branch = make.dispatched(office)
    key, due = branch.complaint_id, branch.feedback_due_at
    handler = office.people.handler

    def found(queue: Queue, at: timedelta) -> bool:
        return rows_of(queue, handler, at=due + at).filter(pk=key).exists()

    assert not found(Queue.OVERDUE, timedelta(0))
    assert found(Queue.OVERDUE, timedelta(seconds=1))
    assert found(Queue.DUE_TODAY, timedelta(seconds=-1))
    assert not found(Queue.DUE_TODAY, timedelta(days=-1))


def test_a_callback_queue_fills_when_the_limit_has_passed(office: Office) -> None:
    make.complaint_in(office, "to_call_back")
    assert counts(office.people.triage)["to_call_back"] == 1
    assert counts(office.people.next_triage)["to_call_back"] == 0


def test_the_board_shows_words_place_unit_state_and_clock(
    office: Office, page: Callable[..., str]
) -> None:
    branch = make.dispatched(office, at=timezone.now())
    html = page(office.people.triage, "?queue=to_sign")
    assert branch.complaint.number in html
    assert "路灯坏了一周" in html
    assert "晨光社区" in html
    assert "东虚街道城市管理办公室" in html
    assert "办理中" in html
    assert "签收 还剩" in html


def test_the_original_words_are_on_no_board(office: Office, page: Callable[..., str]) -> None:
    make.received(office, words="我电话 13800000000，路灯坏了")
    for person in (office.people.triage, office.people.clerk, office.people.head):
        assert "13800000000" not in page(person, "?queue=all")


def test_a_secret_complaint_is_only_on_the_boards_of_centre_and_hotline(
    office: Office, page: Callable[..., str]
) -> None:
    number = make.filed(office, is_secret=True).complaint.number
    who = office.people
    assert number in page(who.triage, "?queue=all")
    assert number in page(who.clerk, "?queue=all")
    for person in (who.desk, who.head, who.district_leader, who.city_viewer, who.handler):
        assert number not in page(person, "?queue=all")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=路灯", True),
        ("q=暖气", False),
        ("q=20261102000001", True),
        ("status=received", True),
        ("status=archived", False),
        ("subdistrict=110199001", True),
        ("subdistrict=110199002", False),
        ("community=110199001001", True),
        ("community=110199001002", False),
        ("category=010000", True),
        ("category=010300", True),
        ("category=010306", True),
        ("category=100101", False),
        ("demand_kind=help", True),
        ("demand_kind=praise", False),
        ("channel=web", True),
        ("channel=hotline", False),
        ("urgency=normal", True),
        ("urgency=urgent", False),
        ("received_from=2026-11-02", True),
        ("received_from=2026-11-03", False),
        ("received_to=2026-11-02", True),
        ("received_to=2026-11-01", False),
        ("overdue=true", True),
        ("overdue=false", False),
        ("secret=true", False),
        ("secret=false", True),
    ],
)
def test_the_filters_find(
    office: Office, page: Callable[..., str], query: str, is_found: bool
) -> None:
    number = make.received(office).number
    make.category("100101", "政策咨询")
    html = page(office.people.triage, f"?queue=all&{query}")
    assert (f"/office/{number}/" in html) is is_found


def test_the_unit_filter_finds_the_branches_of_a_unit(
    office: Office, page: Callable[..., str]
) -> None:
    number = make.dispatched(office).complaint.number
    assert number in page(office.people.triage, "?queue=all&unit=T-ST1-U")
    assert number not in page(office.people.triage, "?queue=all&unit=T-ST1-S")


def test_the_open_filter_form_chooses_nothing_by_itself(
    office: Office, page: Callable[..., str]
) -> None:
    make.received(office)
    html = page(office.people.triage, "?queue=all&more=1")
    form = html.split('role="search"')[1].split("</form>")[0]
    chosen = re.findall(r'<option value="([^"]*)" selected', form)
    assert [value for value in chosen if value] == ["newest"]
    firsts = re.findall(r'<select[^>]*>\s*<option value="([^"]*)"', form)
    assert set(firsts) == {"", "nearest"}


@pytest.mark.parametrize(
    "query",
    [
        "?queue=nonsense", "?after=nonsense", "?before=99999999T-1", "?after=20261102T010000.0-1",
        "?status=nonsense", "?received_from=yesterday", "?q=%00", "?category=999999", "?sort=x",
        "?subdistrict=%E4%BD%A0", "?after=20261102T010000.000000-%C2%B2",
    ],
)  # fmt: skip
def test_a_clumsy_address_still_gives_a_page(
    office: Office, page: Callable[..., str], query: str
) -> None:
    make.received(office)
    assert "工作台" in page(office.people.triage, query)


@pytest.mark.parametrize("sort", ["newest", "nearest"])
def test_pages_lead_through_every_line_once_and_back(
    office: Office, client: Client, sort: str
) -> None:
    many(office, 120)
    client.force_login(office.people.triage)
    seen: list[str] = []
    query = f"?queue=new&sort={sort}"
    pages = []
    while query:
        shown = client.get(f"/office/{query}").context["page"]
        pages.append([line.number for line in shown.lines])
        seen += pages[-1]
        last = shown
        query = f"?queue=new&sort={sort}&after={shown.after}" if shown.after else ""
    assert [len(one) for one in pages] == [50, 50, 20]
    assert len(set(seen)) == 120
    back = client.get(f"/office/?queue=new&sort={sort}&before={last.before}").context["page"]
    assert [line.number for line in back.lines] == pages[1]
    first = client.get(f"/office/?queue=new&sort={sort}&before={back.before}").context["page"]
    assert [line.number for line in first.lines] == pages[0]
    assert first.before == ""


@pytest.mark.parametrize("total", [50, 5000])
def test_the_board_asks_as_much_of_five_thousand_tickets_as_of_fifty(
    office: Office, client: Client, total: int
) -> None:
    many(office, total)
    client.force_login(office.people.triage)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get("/office/?queue=new")
    assert answer.status_code == 200
    assert len(answer.context["page"].lines) == 50
    assert len(asked) == QUERIES
    shown = {tally.queue: tally.words for tally in answer.context["tallies"]}
    assert shown["new"] == ("50" if total == 50 else f"{CAP - 1}+")


def test_a_missing_calendar_year_is_told_to_those_who_set_clocks_and_not_to_units(client):
    made = make.office()
    client.force_login(made.people.triage)
    words = "年的工作日历还没有正式载入"
    assert words in client.get("/office/").content.decode()
    client.force_login(made.people.handler)
    assert words not in client.get("/office/").content.decode()


def test_each_queue_lists_what_its_person_sees_and_nothing_else(office: Office) -> None:
    now = make.START + timedelta(days=1)
    bodies, who = office.bodies, office.people
    made = [
        make.received(office),
        make.filed(office, community=office.places.next_community).complaint,
        make.filed(office, is_placed=False).complaint,
        make.filed(office, is_secret=True).complaint,
        make.dispatched(office, body=bodies.next_office).complaint,
        make.dispatched(office, body=bodies.property).complaint,
        make.branch_in(office, "signed").complaint,
        make.complaint_in(office, "to_call_back"),
        make.complaint_in(office, "archived"),
    ]
    waiting = {row.pk: row for row in Complaint.objects.all()}
    assert len(waiting) == len(made)

    def listed(queue: Queue, user: User) -> set[int]:
        return {row.pk for row in rows_of(queue, user, at=now)}

    for user in (who.triage, who.clerk, who.handler, who.neighbour, who.head, who.next_triage):
        seen = {row.pk for row in Complaint.objects.visible_to(user)}
        assert listed(Queue.ALL, user) == seen
        assert listed(Queue.NEW, user) == {key for key in seen if waiting[key].status == "received"}
        assert listed(Queue.TO_CALL_BACK, user) == {
            key for key in seen if waiting[key].status == "to_call_back"
        }
        assert all(listed(queue, user) <= seen for queue in Queue)
    assert made[4].pk in listed(Queue.TO_SIGN, who.neighbour) & listed(Queue.TO_SIGN, who.triage)
    assert made[4].pk not in listed(Queue.TO_SIGN, who.handler)


LIST = {"hx-request": "true", "hx-target": "board-list"}


def test_who_has_the_version_shown_hears_nothing_and_else_gets_the_list_alone(
    office: Office, client: Client
) -> None:
    make.received(office)
    client.force_login(office.people.triage)
    version = client.get("/office/?queue=new").context["version"]
    address = f"/office/?queue=new&version={version}"
    unchanged = client.get(address, headers=LIST)
    assert (unchanged.status_code, unchanged.content) == (204, b"")
    more = make.received(office)
    answer = client.get(address, headers=LIST)
    html = answer.content.decode()
    assert more.number in html
    assert "<html" not in html
    assert answer.context["version"] != version
    assert f'data-version="{answer.context["version"]}"' in html


def test_the_version_follows_states_clocks_labels_and_counts(
    office: Office, client: Client
) -> None:
    branch = make.dispatched(office)
    client.force_login(office.people.triage)

    def version() -> str:
        return client.get("/office/?queue=all").context["version"]

    seen = [version(), version()]
    assert len(set(seen)) == 1
    sign_assignment(branch.pk, by=office.people.handler)
    seen.append(version())
    label = Label.objects.create(name="督办")
    put_label(branch.complaint_id, label.pk, by=office.people.triage)
    seen.append(version())
    assert len(set(seen)) == 3


def test_the_preview_holds_what_units_may_read_and_the_next_steps(
    office: Office, client: Client
) -> None:
    row = make.received(office, words="我电话 13800000000，路灯坏了")
    client.force_login(office.people.triage)
    answer = client.get(f"/office/{row.number}/preview/", headers={"hx-request": "true"})
    html = answer.content.decode()
    assert "路灯坏了" in html
    assert "13800000000" not in html
    assert 'data-verb="dispatch"' in html
    assert "<html" not in html
    alone = client.get(f"/office/{row.number}/preview/")
    assert alone["Location"] == f"/office/{row.number}/"
    client.force_login(office.people.next_triage)
    hidden = client.get(f"/office/{row.number}/preview/", headers={"hx-request": "true"})
    assert hidden.status_code == 404


def test_a_unit_finds_its_objection_in_the_preview(office: Office, client: Client) -> None:
    branch = make.branch_in(office, "signed")
    client.force_login(office.people.handler)
    address = f"/office/{branch.complaint.number}/preview/"
    html = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert f'data-verb="object" href="/office/branches/{branch.pk}/object/"' in html
