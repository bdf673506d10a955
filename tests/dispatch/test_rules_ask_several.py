"""Dual dispatch by rule: who is asked beside the lead stands chosen on the page."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint, GazetteerEntry, PropertyContract
from dispatch.actions.rule_sets import Asked, add_rule, draft_rules, publish_rules
from dispatch.models import Assignment
from dispatch.selectors.routing import suggest_unit
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def estate(office: Office) -> GazetteerEntry:
    return make.place("晨光里小区", "estate", office.places.community)


def manages(office: Office, estate: GazetteerEntry) -> None:
    PropertyContract.objects.create(
        organisation=office.bodies.property, estate=estate, since=make.SINCE
    )


def live(office: Office, **more: Any) -> None:
    """The lead, its community and its company are asked about locks on parking spaces."""
    admin = office.people.administrator
    draft = draft_rules(by=admin, name="双派")
    first: dict[str, Any] = {"position": 1, "target": "street_office", "office_key": "safety"}
    rule = Asked(**first, words="地锁", note="双派双考", since=make.SINCE, **more)
    add_rule(draft.pk, rule, by=admin)
    publish_rules(draft.pk, by=admin)


def locked(office: Office, words: str = "晨光里小区有人装地锁") -> Complaint:
    key = make.received(office, words=words).pk
    return Complaint.objects.with_place().get(pk=key)


def asked(complaint: Complaint) -> list[str]:
    return [unit.code for unit in suggest_unit(complaint).co_units]


def test_the_rule_asks_the_community_and_the_estates_one_company(
    office: Office, estate: GazetteerEntry
) -> None:
    manages(office, estate)
    live(office, co_community=True, co_property=True)
    assert asked(locked(office)) == [office.bodies.committee.code, office.bodies.property.code]


def test_without_a_contract_no_company_is_asked(office: Office, estate: GazetteerEntry) -> None:
    live(office, co_community=True, co_property=True)
    assert asked(locked(office)) == [office.bodies.committee.code]


def test_of_two_companies_none_is_asked(office: Office, estate: GazetteerEntry) -> None:
    manages(office, estate)
    other = make.organisation("T-P2", "虚构第二物业有限公司", "property", office.places.community)
    PropertyContract.objects.create(organisation=other, estate=estate, since=make.SINCE)
    live(office, co_property=True)
    assert asked(locked(office)) == []


def test_they_stand_chosen_on_the_page_and_one_press_asks_all(
    office: Office, estate: GazetteerEntry
) -> None:
    manages(office, estate)
    live(office, co_community=True, co_property=True)
    complaint = locked(office)
    client = Client()
    client.force_login(office.people.triage)
    door = f"/office/{complaint.number}/dispatch/"
    page: Any = client.get(door)
    chosen = page.context["form"]["co_units"].value()
    assert set(chosen) == {office.bodies.committee.pk, office.bodies.property.pk}
    assert "属地社区、小区物业" in page.text
    sent = {
        "version": complaint.version, "organisation": office.bodies.safety_office.pk,
        "clock_kind": "general", "redacted_text": complaint.redacted_text,
        "redacted_address": "", "override_reason": "", "co_units": chosen,
    }  # fmt: skip
    assert client.post(door, sent).status_code == 302
    roles = dict(Assignment.objects.values_list("organisation__code", "role"))
    assert sorted(roles.values()) == ["co", "co", "lead"]
    assert roles["T-ST1-S"] == "lead"


def test_a_rule_that_asks_one_leaves_the_rest_unchosen(office: Office) -> None:
    live(office)
    client = Client()
    client.force_login(office.people.triage)
    page: Any = client.get(f"/office/{locked(office).number}/dispatch/")
    assert page.context["form"]["co_units"].value() == []


def test_several_at_once_leave_such_a_complaint_to_a_person(office: Office) -> None:
    live(office, co_community=True)
    complaint = locked(office)
    client = Client()
    client.force_login(office.people.triage)
    page = client.get("/office/together/dispatch/", {"numbers": complaint.number}).text
    assert "规则要同时派几个单位，请逐件派单" in page


def test_two_rules_that_differ_in_whom_they_ask_beside_contradict(office: Office) -> None:
    admin = office.people.administrator
    draft = draft_rules(by=admin, name="矛盾")
    first: dict[str, Any] = {"target": "street_office", "office_key": "safety", "words": "地锁"}
    on = timezone.localdate()
    add_rule(draft.pk, Asked(position=1, note="甲", since=on, **first), by=admin)
    with pytest.raises(Exception, match="条件相同而结果不同"):
        add_rule(
            draft.pk, Asked(position=2, note="乙", since=on, co_community=True, **first), by=admin
        )
