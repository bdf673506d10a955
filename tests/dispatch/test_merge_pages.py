import re

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint, JointMember, User
from complaints.selectors.joint import members_of
from dispatch.actions.assignments import record_contact, report_result, sign_assignment
from dispatch.actions.merging import merge_complaints
from dispatch.models import Assignment
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, complaint: Complaint) -> str:
    return desk(user).get(reverse(name, args=[complaint.number])).content.decode()


def offered(html: str) -> set[str]:
    return set(re.findall(r'name="numbers" value="(\d+)"', html))


def test_the_page_offers_what_is_open_of_the_same_kind_in_the_street(office: Office) -> None:
    lead, like = make.received(office), make.received(office, words="也是路灯，在南门")
    make.filed(office, category=office.advice)
    make.filed(office, community=office.places.next_community)
    make.filed(office, is_secret=True)
    make.complaint_in(office, "archived")
    assert offered(page(office.people.triage, "office-merge", lead)) == {like.number}


def test_ticked_and_written_numbers_are_merged_with_the_reason(office: Office) -> None:
    lead, second = make.received(office), make.received(office)
    third = make.filed(office, category=office.advice).complaint
    sent = {"numbers": [second.number], "others": f" {third.number}，", "reason": "同一盏灯"}
    answer = desk(office.people.triage).post(
        reverse("office-merge", args=[lead.number]), sent, follow=True
    )
    html = answer.content.decode()
    assert "另有 2 件" in html
    for number in (second.number, third.number):
        assert number in html
    assert set(JointMember.objects.values_list("reason", flat=True)) == {"同一盏灯"}
    assert lead.number in page(office.people.triage, "office-ticket", second)


@pytest.mark.parametrize(
    ("others", "words"),
    [("", "请选择要合并的诉求"), ("12", "不是诉求编号"), ("20990101000001", "没有编号为")],
)
def test_what_cannot_be_merged_is_told_and_nothing_typed_is_lost(
    office: Office, others: str, words: str
) -> None:
    lead = make.received(office)
    answer = desk(office.people.triage).post(
        reverse("office-merge", args=[lead.number]), {"others": others, "reason": "同一盏灯"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert 'value="同一盏灯"' in html


def test_another_streets_number_is_no_number(office: Office) -> None:
    lead = make.received(office)
    there = make.filed(office, community=office.places.next_community).complaint
    sent = {"others": there.number, "reason": "同一盏灯"}
    answer = desk(office.people.triage).post(reverse("office-merge", args=[lead.number]), sent)
    assert "没有编号为" in answer.content.decode()


def test_split_by_a_press_it_goes_alone_again(office: Office) -> None:
    lead, second = make.received(office), make.received(office)
    merge_complaints(lead.pk, [second.pk], by=office.people.triage, reason="同一盏灯")
    html = desk(office.people.triage).post(
        reverse("office-split", args=[second.number]), follow=True
    )
    assert "已拆开" in html.content.decode()
    assert members_of(lead) == []


def test_the_unit_tells_everybody_by_one_press_and_sees_who_was_told(office: Office) -> None:
    lead, second = make.received(office), make.received(office)
    merge_complaints(lead.pk, [second.pk], by=office.people.triage, reason="同一盏灯")
    leading = make.dispatched(office, Complaint.objects.get(pk=lead.pk))
    by = office.people.handler
    sign_assignment(leading.pk, by=by)
    record_contact(leading.pk, by=by, method="phone", outcome="reached")
    report_result(leading.pk, by=by, outcome="solved", text="修好了")
    # what goes along offers no step that the lead takes for it
    html = page(by, "office-ticket", second)
    assert "随主件办理" in html
    assert reverse("branch-tell-all", args=[leading.pk]) in page(by, "office-ticket", lead)
    desk(by).post(reverse("branch-tell-all", args=[leading.pk]))
    assert set(Assignment.objects.values_list("status", flat=True)) == {"resident_told"}
    html = page(by, "office-ticket", lead)
    assert "已告知" in html
    assert reverse("branch-tell-all", args=[leading.pk]) not in html


def test_a_joined_caller_reads_that_it_is_done_together(office: Office) -> None:
    lead = make.received(office)
    filed = make.filed(office)
    merge_complaints(lead.pk, [filed.complaint.pk], by=office.people.triage, reason="同一盏灯")
    client = Client()
    html = client.get(reverse("tracked-by-link", args=[filed.token])).content.decode()
    assert "和同样的诉求一起办理" in html
    assert lead.number not in html
