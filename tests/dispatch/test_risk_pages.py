"""Flags on the board and on the ticket, for those who triage and for nobody complained about."""

import re
from typing import Any

import pytest
from django.test import Client

from complaints.models import RiskFlag, RiskWord
from tests import make
from tests.make import SINCE, Office

pytestmark = pytest.mark.django_db
THREAT = "来电人情绪激动，扬言今晚要拉横幅。"
BADGE = re.compile(r'class="mark mark-late">.*?扬言</span>', re.S)


@pytest.fixture
def office() -> Office:
    made = make.office()
    make.risk_word(limit_hint="emergency")
    return made


def rows(client: Client, **asked: str) -> str:
    return client.get("/office/", {"queue": "all", "sort": "newest", **asked}).content.decode()


def test_the_board_marks_it_and_shows_the_flagged_alone_on_request(
    office: Office, client: Client
) -> None:
    complaint = make.received(office, words=THREAT)
    other = make.received(office)
    client.force_login(office.people.triage)
    assert BADGE.search(rows(client))
    for kind in ("any", "threat"):
        found = rows(client, risk=kind)
        assert complaint.number in found
        assert other.number not in found
    assert complaint.number not in rows(client, risk="water")


def test_the_board_asks_once_for_all_flags_of_a_page(
    office: Office, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(office.people.triage)
    make.received(office, words=THREAT)
    rows(client)
    with django_assert_max_num_queries(14) as first:
        rows(client)
    for _number in range(5):
        make.received(office, words=THREAT)
    with django_assert_max_num_queries(len(first)):
        rows(client)


def test_the_ticket_says_what_to_do_and_the_flag_is_set_aside_there(
    office: Office, client: Client
) -> None:
    complaint = make.received(office, words=THREAT)
    flag = RiskFlag.objects.get()
    client.force_login(office.people.triage)
    door = f"/office/{complaint.number}/"
    page = client.get(door).content.decode()
    assert "马上报告值班负责人" in page
    assert "建议时限" in page
    assert "不分辨" in page
    assert client.post(f"{door}flags/{flag.pk}/", {"reason": ""}).status_code == 422
    assert client.post(f"{door}flags/{flag.pk}/", {"reason": "是转述"}).status_code == 302
    after = client.get(door).content.decode()
    assert "是转述" in after
    assert "马上报告值班负责人" not in after
    assert client.post(f"{door}flags/{flag.pk}/", {"reason": "是转述"}).status_code == 409
    assert not BADGE.search(rows(client))


def test_a_unit_is_not_told_what_it_may_be_complained_of_with(
    office: Office, client: Client
) -> None:
    complaint = make.received(office, words=THREAT)
    make.dispatched(office, complaint)
    client.force_login(office.people.handler)
    assert "风险提示" not in client.get(f"/office/{complaint.number}/").content.decode()
    assert complaint.number not in rows(client, risk="any")
    found = client.get("/api/v1/complaints/", {"risk": "any"}).json()["results"]
    assert found == []


def test_the_caller_s_own_page_knows_nothing_of_it(office: Office, client: Client) -> None:
    filed = make.filed(office, words=THREAT, key="k" * 32)
    html = client.get(f"/complaints/track/{filed.token}/").content.decode()
    assert "风险" not in html
    assert "马上报告值班负责人" not in html


def test_a_word_kept_in_the_admin_flags_what_is_under_way(office: Office, client: Client) -> None:
    complaint = make.received(office, words="楼道里有焦糊味")
    admin = office.people.administrator
    admin.is_staff = True
    admin.save(update_fields=["is_staff"])
    client.force_login(admin)
    sent = {
        "word": "焦糊味", "kind": "fire", "what_to_do": "转 119", "limit_hint": "",
        "since": SINCE.isoformat(), "until": "", "source": "测试",
    }  # fmt: skip
    assert client.post("/admin/complaints/riskword/add/", sent).status_code == 302
    assert RiskWord.objects.filter(word="焦糊味").exists()
    assert RiskFlag.objects.get(complaint=complaint).word.kind == "fire"


CHOSEN = re.compile(r'name="clock_kind" value="(\w+)"[^>]*checked')


def test_the_dispatch_page_proposes_the_limits_that_a_flag_asks_for_and_says_why(
    office: Office, client: Client
) -> None:
    complaint = make.received(office, words=THREAT)
    plain = make.received(office)
    client.force_login(office.people.triage)
    page = client.get(f"/office/{complaint.number}/dispatch/").text
    assert CHOSEN.findall(page) == ["emergency"]
    assert "来电内容里有“扬言”" in page
    usual = client.get(f"/office/{plain.number}/dispatch/").text
    assert CHOSEN.findall(usual) == [plain.category.clock_kind]
    assert "来电内容里有" not in usual


def test_a_flag_set_aside_asks_for_no_limits(office: Office, client: Client) -> None:
    complaint = make.received(office, words=THREAT)
    client.force_login(office.people.triage)
    flag = RiskFlag.objects.get()
    client.post(f"/office/{complaint.number}/flags/{flag.pk}/", {"reason": "是转述"})
    page = client.get(f"/office/{complaint.number}/dispatch/").text
    assert CHOSEN.findall(page) == [complaint.category.clock_kind]


def test_a_flag_never_proposes_more_time_than_the_category_gives(
    office: Office, client: Client
) -> None:
    RiskWord.objects.update(limit_hint="complex")
    complaint = make.received(office, words=THREAT)
    client.force_login(office.people.triage)
    page = client.get(f"/office/{complaint.number}/dispatch/").text
    assert CHOSEN.findall(page) == [complaint.category.clock_kind]
