"""A complaint that goes to no unit, in the browser: chosen, read, changed, sent, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from complaints.actions.intake import Caller
from complaints.models import Advice, Complaint, ComplaintEvent, User
from dispatch.selectors.cohorts import cohort_named
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.tallies import Level, count_groups
from dispatch.selectors.undispatched import undispatched
from tests import make
from tests.make import START, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


class Page:
    """One person's browser on one complaint's form."""

    def __init__(self, client: Client, user: User, complaint: Complaint) -> None:
        client.force_login(user)
        self.client, self.complaint = client, complaint
        self.address = f"/office/{complaint.number}/advise/"

    def get(self, **asked: str) -> str:
        answer = self.client.get(self.address, asked)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, step: str, outcome: str, *, status: int = 200, **more: Any) -> str:
        sent = {"outcome": outcome, "step": step, "version": self.complaint.version,
                "reply": "请您这样办。", **more}  # fmt: skip
        answer = self.client.post(self.address, sent)
        assert answer.status_code == status, answer.content.decode()[:3000]
        return answer.content.decode()


@pytest.fixture
def page(office: Office, client: Client) -> Page:
    return Page(client, office.people.triage, make.received(office))


def test_all_six_are_offered_with_their_ground_and_the_numbers_to_call(page: Page) -> None:
    html = page.get()
    for words in ("110", "119", "120", "122", "信访", "个人隐私", "劝阻", "条例"):
        assert words in html
    assert html.count("?outcome=") == 16


def test_the_words_are_filled_in_and_can_be_had_in_english(page: Page) -> None:
    assert page.complaint.number in page.get(outcome="emergency-119")
    assert "transferred you to 119" in page.get(outcome="emergency-119", language="en")
    both = page.get(outcome="emergency-119", language="both")
    assert "已经为您转接 119" in both
    assert "transferred you to 119" in both


def test_nothing_is_sent_before_it_was_seen_as_the_caller_will_see_it(page: Page) -> None:
    preview = page.post("preview", "statutory-petition")
    assert "诉求人会看到的" in preview
    assert "发送并办结" in preview
    assert not Advice.objects.exists()
    again = page.post("edit", "statutory-petition", reply="改过的话")
    assert "改过的话" in again
    assert "发送并办结" not in again
    page.post("send", "statutory-petition", status=302, reply="改过的话")
    assert Complaint.objects.get().answer == "改过的话"


def test_what_was_typed_is_kept_when_it_is_refused(page: Page) -> None:
    empty = page.post("preview", "unlawful", status=422, reply=" ")
    assert "请写明给诉求人的答复。" in empty
    stale = page.post("send", "unlawful", status=409, version=99, reply="写了很久的话")
    assert "写了很久的话" in stale
    ahead = page.post(
        "send", "emergency-120", status=422, transferred_at="2199-01-01T10:00", reply="写好的话"
    )
    assert "转接时间不能晚于现在。" in ahead
    assert "写好的话" in ahead
    assert "请选择" not in page.post("send", "no-such", status=422)


def test_a_repeat_asks_first_which_one_and_whether_there_is_anything_new(
    office: Office, client: Client
) -> None:
    earlier = make.received(office)
    page = Page(client, office.people.triage, make.received(office, at=START + timedelta(days=1)))
    assert "原来那一件的编号" in page.get(outcome="repeat")
    newer = page.get(outcome="repeat", earlier=earlier.number, new_fact="yes")
    assert f"/office/{earlier.number}/add/" in newer
    words = page.get(outcome="repeat", earlier=earlier.number, new_fact="no")
    assert "正在看该由谁来办" in words
    page.post("send", "repeat", status=302, earlier=earlier.number)
    ticket = client.get(f"/office/{page.complaint.number}/").content.decode()
    assert f'href="/office/{earlier.number}/"' in ticket
    answer = client.get(page.address, {"outcome": "repeat", "earlier": "1", "new_fact": "no"})
    assert answer.status_code == 409


def test_an_unknown_earlier_number_is_told_and_kept(page: Page) -> None:
    answer = page.client.get(
        page.address, {"outcome": "repeat", "earlier": "20990101000001", "new_fact": "no"}
    )
    assert answer.status_code == 422
    assert "20990101000001" in answer.content.decode()


def test_only_who_triages_may_hand_it_to_a_body(office: Office, client: Client) -> None:
    complaint = make.received(office)
    body = str(office.bodies.city_office.pk)
    clerk = Page(client, office.people.clerk, complaint)
    assert "交给哪个单位" not in clerk.get(outcome="outside-market")
    triage = Page(client, office.people.triage, complaint)
    assert "交给哪个单位" in triage.get(outcome="outside-market")
    triage.post("send", "outside-market", status=302, handed_to=body, redacted_text="商家不退款")
    client.force_login(office.people.handler)
    assert "商家不退款" in client.get(f"/office/{complaint.number}/").content.decode()


def test_taken_back_with_one_press(page: Page) -> None:
    page.post("send", "unlawful", status=302)
    number = page.complaint.number
    assert "撤销告知" in page.client.get(f"/office/{number}/").content.decode()
    page.client.post(f"/office/{number}/resume/")
    assert Complaint.objects.get().status == "received"
    assert page.client.post(f"/office/{number}/resume/").status_code == 409


def test_the_caller_reads_kind_words_and_where_to_turn_in_his_language(
    office: Office, client: Client
) -> None:
    filed = make.filed(office, key="k" * 32)
    make.advised(office, filed.complaint, "emergency-119", reply="已为您转接 119。")
    html = client.get(f"/complaints/track/{filed.token}/").content.decode()
    assert "情况紧急，已经为您转接 119。" in html
    assert 'href="tel:119"' in html
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(f"/complaints/track/{filed.token}/").content.decode()
    assert "fire and rescue" in english


def test_the_month_counts_it_apart_and_judges_nobody_by_it(office: Office, client: Client) -> None:
    make.complaint_in(office, "answered")
    make.complaint_in(office, "advised")
    make.advised(office, make.received(office), "emergency-119")
    taken_back = make.complaint_in(office, "advised")
    client.force_login(office.people.triage)
    client.post(f"/office/{taken_back.number}/resume/")
    make.dispatched(office)
    cohort = cohort_named("2026-11")
    apart = undispatched(EVERYWHERE, cohort, level=Level.SUBDISTRICT)
    assert apart.answered == 1
    assert apart.advised == (("紧急转接", 1), ("告知法定渠道", 1))
    assert apart.total == 3
    (street,) = count_groups(EVERYWHERE, Level.SUBDISTRICT, [cohort.window])
    assert (street.all.tally.accepted, street.all.tally.valid) == (5, 0)
    (unit,) = count_groups(EVERYWHERE, Level.UNIT, [cohort.window])
    assert unit.all.tally.accepted == 1
    html = client.get("/district/?period=2026-11").content.decode()
    assert "不派单办结" in html


def test_the_api_takes_the_same_steps(office: Office, client: Client) -> None:
    complaint = make.filed(office, caller=Caller()).complaint
    client.force_login(office.people.triage)
    codes = [row["code"] for row in client.get("/api/v1/outcomes/").json()["results"]]
    assert "emergency-119" in codes
    door = f"/api/v1/complaints/{complaint.number}"
    sent = {"version": complaint.version, "outcome": "unlawful", "reply": "依法不能办。"}
    answer = client.post(f"{door}/advise/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (200, "advised")
    assert client.post(f"{door}/advise/", sent, content_type="application/json").status_code == 409
    assert client.post(f"{door}/resume/").json()["status"] == "received"
    kinds = ComplaintEvent.objects.filter(complaint=complaint).values_list("verb", flat=True)
    assert list(kinds) == ["receive", "advise", "resume"]
