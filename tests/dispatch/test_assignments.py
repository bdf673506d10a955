from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Complaint, Holding, Photo
from dispatch.actions.assignments import (
    Order,
    dispatch_complaint,
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.joint import dispatch_jointly
from dispatch.models import Assignment, AssignmentEvent
from dispatch.selectors.why import due_preview, why_unit
from dispatch.states import BranchStatus
from tests import make
from tests.dispatch.test_ticket import Desk, jpeg
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


@pytest.mark.parametrize("status", [status.value for status in BranchStatus])
def test_every_state_of_a_branch_is_reached_by_running_the_actions(
    office: Office, status: str
) -> None:
    assert make.branch_in(office, status).status == status


# ---------------------------------------------------------------- asking a unit


def test_the_rule_names_the_unit_and_is_kept_with_what_it_saw(office: Office) -> None:
    make.rule(1, office_key="safety", category=office.advice)
    branch = make.dispatched(office)
    assert branch.organisation == office.bodies.city_office
    assert branch.rule is not None
    assert branch.rule.position == 10
    assert branch.rule_facts == {
        "category": ["010306", "010300", "010000"],
        "area": ["110199001001", "110199001", "110199"],
        "demand_kind": "help",
        "channel": "web",
        "at": "2026-11-02T09:10+08:00",
        "risk": [],
        "contract": [],
        "border": [],
        "border_m": None,
        "passed_over": 1,
    }


def test_the_page_tells_why_and_which_rules_were_passed_over(office: Office) -> None:
    make.rule(1, office_key="safety", category=office.advice)
    why = why_unit(make.received(office))
    assert why.suggestion.organisation == office.bodies.city_office
    assert why.matched is not None
    assert [(rule.position, rule.failed) for rule in why.passed_over] == [(1, "分类")]


def test_a_rule_whose_office_the_street_lacks_says_so(office: Office) -> None:
    make.rule(1, office_key="livelihood", category=office.category)
    why = why_unit(make.received(office))
    assert why.suggestion.organisation is None
    assert why.cause == "规则所指的单位在当地还没有设置。"


def test_the_limits_are_fixed_at_dispatch(office: Office) -> None:
    branch = make.dispatched(office)
    asked = make.START + timedelta(minutes=10)
    assert branch.dispatched_at == asked
    assert branch.sign_due_at == asked + timedelta(minutes=30)
    assert branch.contact_due_at == asked + timedelta(minutes=30)
    assert branch.onsite_due_at == asked + timedelta(hours=1)
    assert branch.feedback_due_at == asked + timedelta(days=7)


def test_the_preview_shows_the_limits_that_dispatch_would_fix(office: Office) -> None:
    at = make.START + timedelta(minutes=10)
    general = next(row for row in due_preview(at=at) if row.kind == "general")
    branch = make.dispatched(office)
    assert [due for _name, due in general.due] == [
        branch.sign_due_at, branch.contact_due_at, branch.onsite_due_at, branch.feedback_due_at,
    ]  # fmt: skip


def test_another_unit_needs_a_reason(office: Office) -> None:
    complaint = make.received(office)
    order = Order(organisation_id=office.bodies.safety_office.pk, redacted_text="路灯不亮")
    with pytest.raises(Invalid) as refused:
        dispatch_complaint(complaint.pk, by=office.people.triage, order=order)
    assert refused.value.field == "override_reason"
    assert Complaint.objects.get(pk=complaint.pk).status == "received"
    assert not Complaint.objects.get(pk=complaint.pk).is_redaction_confirmed


def test_only_one_unit_leads(office: Office) -> None:
    branch = make.dispatched(office)
    with pytest.raises(Conflict):
        make.dispatched(office, branch.complaint, body=office.bodies.safety_office)
    assert Assignment.objects.count() == 1


def test_two_units_are_asked_at_the_same_instant_or_none_is(office: Office) -> None:
    """双派单: the story of 鲁谷, office and community at once."""
    complaint = make.received(office)
    lead = Order(redacted_text="有人私装地锁")
    community = Order(organisation_id=office.bodies.committee.pk, role="co")
    twice = [lead, community, community]
    with pytest.raises(Conflict):
        dispatch_jointly(complaint.pk, by=office.people.triage, orders=twice)
    assert Assignment.objects.count() == 0
    assert Complaint.objects.get(pk=complaint.pk).status == "received"
    asked = dispatch_jointly(complaint.pk, by=office.people.triage, orders=[lead, community])
    assert {branch.dispatched_at for branch in asked} == {asked[0].dispatched_at}
    assert [branch.role for branch in asked] == ["lead", "co"]
    assert Holding.objects.filter(complaint=complaint, until__isnull=True).count() == 2


def test_a_complaint_with_two_branches_finishes_with_the_later_one(office: Office) -> None:
    lead = make.dispatched(office)
    co = make.dispatched(office, lead.complaint, body=office.bodies.committee, role="co")
    make.branch_in(office, "closed", branch=lead)
    assert Complaint.objects.get(pk=lead.complaint_id).status == "dispatched"
    make.branch_in(office, "closed", branch=co)
    complaint = Complaint.objects.get(pk=lead.complaint_id)
    assert complaint.status == "finished"
    assert complaint.answer == "路灯已经修好。"


def test_a_secret_complaint_needs_one_named_person_of_the_unit(office: Office) -> None:
    complaint = make.filed(office, is_secret=True).complaint
    with pytest.raises(Invalid) as refused:
        make.dispatched(office, complaint)
    assert refused.value.field == "handler"
    with pytest.raises(Invalid):
        make.dispatched(office, complaint, handler=office.people.neighbour)
    branch = make.dispatched(office, complaint, handler=office.people.handler)
    colleague = make.person("t-colleague", "handler", office.bodies.city_office)
    assert Complaint.objects.visible_to(office.people.handler).filter(pk=complaint.pk).exists()
    assert not Complaint.objects.visible_to(colleague).filter(pk=complaint.pk).exists()
    with pytest.raises(NotFound):
        sign_assignment(branch.pk, by=colleague)


@pytest.mark.parametrize("role", ["head", "clerk", "city_viewer"])
def test_only_the_centre_and_the_desk_dispatch(office: Office, role: str) -> None:
    complaint = make.received(office)
    with pytest.raises(NotAllowed):
        dispatch_complaint(
            complaint.pk, by=getattr(office.people, role), order=Order(redacted_text="x")
        )


# ---------------------------------------------------------------- the unit's steps


def test_only_the_unit_signs(office: Office) -> None:
    branch = make.dispatched(office)
    for person in (office.people.triage, office.people.desk):
        with pytest.raises(NotAllowed):
            sign_assignment(branch.pk, by=person)
    for person in (office.people.neighbour, office.people.safety_handler):
        with pytest.raises(NotFound):
            sign_assignment(branch.pk, by=person)
    assert sign_assignment(branch.pk, by=office.people.handler).status == "signed"


def test_a_branch_is_signed_once(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    with pytest.raises(WrongState):
        sign_assignment(branch.pk, by=office.people.handler)
    assert AssignmentEvent.objects.filter(assignment=branch, verb="sign").count() == 1


def test_failed_tries_are_kept_and_the_first_success_stops_the_clock(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    handler, at = office.people.handler, make.START + timedelta(hours=1)
    record_contact(branch.pk, by=handler, method="phone", outcome="no_answer", at=at)
    assert Assignment.objects.get(pk=branch.pk).contacted_at is None
    for minutes in (1, 2):
        record_contact(
            branch.pk, by=handler, method="phone", outcome="reached",
            at=at + timedelta(minutes=minutes),
        )  # fmt: skip
    again = Assignment.objects.get(pk=branch.pk)
    assert again.status == "contacted"
    assert again.contacted_at == at + timedelta(minutes=1)
    assert again.attempts.count() == 3


def test_a_result_is_refused_before_anybody_tried_to_reach_the_caller(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    with pytest.raises(Invalid):
        report_result(branch.pk, by=office.people.handler, outcome="solved", text="修好了")
    record_contact(branch.pk, by=office.people.handler, method="phone", outcome="no_answer")
    report_result(branch.pk, by=office.people.handler, outcome="solved", text="修好了")
    assert Assignment.objects.get(pk=branch.pk).status == "reported"


@pytest.mark.parametrize("first", ["resident", "hotline"])
def test_nothing_closes_before_both_feedbacks(office: Office, first: str) -> None:
    branch = make.branch_in(office, "reported")
    steps = {
        "resident": lambda: tell_resident(branch.pk, by=office.people.handler),
        "hotline": lambda: tell_hotline(branch.pk, by=office.people.triage),
    }
    steps.pop(first)()
    assert Assignment.objects.get(pk=branch.pk).status == f"{first}_told"
    assert Complaint.objects.get(pk=branch.complaint_id).status == "dispatched"
    _name, other = steps.popitem()
    other()
    assert Assignment.objects.get(pk=branch.pk).status == "closed"
    assert Complaint.objects.get(pk=branch.complaint_id).status == "finished"


def test_the_unit_does_not_give_the_hotline_its_own_feedback(office: Office) -> None:
    branch = make.branch_in(office, "reported")
    with pytest.raises(NotAllowed):
        tell_hotline(branch.pk, by=office.people.handler)
    both = make.person("t-triage-too", "desk", office.bodies.city_office)
    with pytest.raises(NotAllowed):
        tell_hotline(branch.pk, by=both)


def test_a_returned_branch_leads_back_to_dispatch_and_sets_no_clock_back(office: Office) -> None:
    branch = make.dispatched(office)
    due = branch.complaint.dispatch_due_at
    make.give_back(office, branch)
    complaint = Complaint.objects.get(pk=branch.complaint_id)
    assert complaint.status == "received"
    assert complaint.dispatch_due_at == due
    assert not Complaint.objects.visible_to(office.people.handler).filter(pk=complaint.pk).exists()
    again = make.dispatched(office, complaint, body=office.bodies.safety_office)
    assert again.role == "lead"


# ---------------------------------------------------------------- the pages


def test_the_dispatch_page_suggests_previews_and_masks(office: Office, desk: Desk) -> None:
    complaint = make.received(office, words="我电话 13800000000，路灯坏了")
    html = desk.get(office.people.triage, f"{complaint.number}/dispatch/")
    assert "规则建议：东虚街道城市管理办公室" in html
    assert "命中第 10 条" in html
    assert '<mark class="personal"' in html
    written = html.split('name="redacted_text"')[1].split("</textarea>")[0]
    assert "13800000000" not in written
    assert "路灯坏了" in written


def order(complaint: Complaint, office: Office, **changes: Any) -> dict[str, Any]:
    return {
        "version": complaint.version,
        "organisation": office.bodies.city_office.pk,
        "clock_kind": "general",
        "redacted_text": "路灯坏了",
        **changes,
    }


def test_a_unit_is_asked_from_the_page_with_others_beside_it(office: Office, desk: Desk) -> None:
    complaint = make.received(office)
    sent = order(
        complaint, office, co_units=[office.bodies.committee.pk, office.bodies.property.pk]
    )
    desk.post(office.people.triage, f"{complaint.number}/dispatch/", **sent)
    roles = dict(Assignment.objects.values_list("organisation__name", "role"))
    assert roles == {
        "东虚街道城市管理办公室": "lead",
        "晨光社区居委会": "co",
        "虚构物业服务有限公司": "co",
    }
    html = desk.get(office.people.property_clerk, f"{complaint.number}/")
    assert "晨光社区居委会" in html


def test_a_second_press_on_dispatch_is_told_and_asks_nobody_twice(
    office: Office, desk: Desk
) -> None:
    complaint = make.received(office)
    path, sent = f"{complaint.number}/dispatch/", order(complaint, office)
    desk.post(office.people.triage, path, **sent)
    again = desk.post(office.people.triage, path, status=409, **sent)
    assert "东虚街道城市管理办公室（主办，待签收）" in again
    sent["version"] = Complaint.objects.get().version
    again = desk.post(office.people.triage, path, status=409, **sent)
    assert "已经派给东虚街道城市管理办公室" in again
    assert Assignment.objects.count() == 1


def test_an_override_without_a_reason_keeps_everything_typed(office: Office, desk: Desk) -> None:
    complaint = make.received(office)
    sent = order(
        complaint, office, organisation=office.bodies.safety_office.pk, redacted_text="改过的话"
    )
    html = desk.post(office.people.triage, f"{complaint.number}/dispatch/", status=422, **sent)
    assert "请写明改派理由" in html
    assert "改过的话" in html
    assert f'value="{office.bodies.safety_office.pk}" selected' in html


def test_a_dispatch_of_an_older_version_is_refused(office: Office, desk: Desk) -> None:
    complaint = make.received(office)
    make.classified(office, complaint, by=office.people.desk, version=complaint.version)
    sent = order(complaint, office, redacted_text="写了很久的话")
    html = desk.post(office.people.triage, f"{complaint.number}/dispatch/", status=409, **sent)
    assert "写了很久的话" in html
    assert "刚被别人修改过" in html
    assert Assignment.objects.count() == 0


def test_a_co_unit_is_added_later(office: Office, desk: Desk) -> None:
    branch = make.dispatched(office)
    complaint = Complaint.objects.get(pk=branch.complaint_id)
    path = f"{complaint.number}/dispatch/"
    assert "增派协办" in desk.get(office.people.triage, path)
    sent: dict[str, Any] = {"version": complaint.version, "clock_kind": "general"}
    desk.post(office.people.triage, path, status=422, **sent)
    desk.post(office.people.triage, path, **{**sent, "co_units": [office.bodies.committee.pk]})
    assert Assignment.objects.filter(role="co").count() == 1


def test_a_secret_complaint_is_dispatched_to_a_named_person(office: Office, desk: Desk) -> None:
    complaint = make.filed(office, is_secret=True).complaint
    path, sent = f"{complaint.number}/dispatch/", order(complaint, office)
    desk.post(office.people.triage, path, status=422, **sent)
    sent["handler"] = office.people.handler.pk
    desk.post(office.people.triage, path, **sent)
    assert Assignment.objects.get().handler == office.people.handler


def test_the_unit_walks_its_steps_in_the_browser(office: Office, desk: Desk) -> None:
    branch = make.dispatched(office)
    handler, at = office.people.handler, f"branches/{branch.pk}"
    desk.post(handler, f"{at}/sign/")
    again = desk.post(handler, f"{at}/sign/", status=409)
    assert "现在是“已签收”，不能再办“签收”" in again
    desk.get(handler, f"{at}/contact/")
    desk.post(handler, f"{at}/contact/", status=422, method="phone", note="打了一半")
    desk.post(handler, f"{at}/contact/", method="phone", outcome="no_answer", note="无人接听")
    desk.post(handler, f"{at}/contact/", method="visit", outcome="reached")
    desk.get(handler, f"{at}/report/")
    desk.post(handler, f"{at}/report/", status=422, outcome="solved", text=" ")
    desk.post(handler, f"{at}/report/", outcome="solved", text="灯已修好", after=[jpeg()])
    assert Photo.objects.get().stage == "after"
    desk.post(handler, f"{at}/tell-resident/")
    desk.post(handler, f"{at}/tell-resident/", status=409)
    desk.post(handler, f"{at}/tell-hotline/", status=403)
    desk.post(office.people.clerk, f"{at}/tell-hotline/")
    assert Complaint.objects.get().status == "finished"


@pytest.mark.parametrize("step", ["sign", "contact", "report", "object", "ask", "tell-resident"])
def test_who_is_not_of_the_unit_takes_no_step(office: Office, desk: Desk, step: str) -> None:
    branch = make.branch_in(office, "to_sign")
    sent = {"method": "phone", "outcome": "reached", "text": "x", "reason": "x"}
    desk.post(office.people.triage, f"branches/{branch.pk}/{step}/", status=403, **sent)
    desk.post(office.people.neighbour, f"branches/{branch.pk}/{step}/", status=404, **sent)
    assert Assignment.objects.get(pk=branch.pk).status == "to_sign"


@pytest.mark.parametrize("path", ["branches/999999/sign/", "branches/0/report/"])
def test_a_branch_that_is_none_is_not_found(office: Office, desk: Desk, path: str) -> None:
    desk.post(office.people.handler, path, status=404)
