from typing import Any

import pytest
from django.test import Client

from complaints.errors import Conflict, Invalid, NotAllowed
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.models import Exclusion
from tests import make
from tests.dispatch.test_ticket import Desk
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


def asked(office: Office) -> Exclusion:
    branch = make.dispatched(office)
    return apply_exclusion(
        branch.pk, by=office.people.triage, ground="lawsuit", evidence="已在法院立案"
    )


def test_an_application_needs_a_ground_and_evidence(office: Office) -> None:
    branch = make.dispatched(office)
    for ground, evidence in (("nothing", "有依据"), ("lawsuit", "  ")):
        with pytest.raises(Invalid):
            apply_exclusion(branch.pk, by=office.people.triage, ground=ground, evidence=evidence)
    assert Exclusion.objects.count() == 0


def test_units_do_not_apply_for_themselves(office: Office) -> None:
    branch = make.dispatched(office)
    with pytest.raises(NotAllowed):
        apply_exclusion(branch.pk, by=office.people.handler, ground="lawsuit", evidence="有")


def test_one_application_at_a_time_and_a_new_one_after_a_refusal(office: Office) -> None:
    first = asked(office)
    again: dict[str, Any] = {"ground": "other", "evidence": "补充材料"}
    with pytest.raises(Conflict):
        apply_exclusion(first.assignment_id, by=office.people.desk, **again)
    decide_exclusion(first.pk, by=office.people.district_leader, is_granted=False)
    second = apply_exclusion(first.assignment_id, by=office.people.desk, **again)
    assert second.decision == "pending"


def test_the_district_decides_once(office: Office) -> None:
    exclusion = asked(office)
    for person in (office.people.triage, office.people.head, office.people.city_viewer):
        with pytest.raises(NotAllowed):
            decide_exclusion(exclusion.pk, by=person, is_granted=True)
    leader = office.people.district_leader
    decided = decide_exclusion(exclusion.pk, by=leader, is_granted=True, note=" 同意 ")
    assert (decided.decision, decided.decision_note) == ("granted", "同意")
    with pytest.raises(Conflict):
        decide_exclusion(exclusion.pk, by=leader, is_granted=False)


def test_nobody_decides_on_his_own_application(office: Office) -> None:
    leader = office.people.district_leader
    make.person("t-district", "desk", office.bodies.government)
    both = type(leader).objects.get(pk=leader.pk)
    branch = make.dispatched(office)
    own = apply_exclusion(branch.pk, by=both, ground="lawsuit", evidence="有")
    with pytest.raises(Conflict):
        decide_exclusion(own.pk, by=both, is_granted=True)


def test_an_application_goes_from_the_ticket_to_the_district_and_back(
    office: Office, desk: Desk
) -> None:
    branch = make.dispatched(office)
    who, path = office.people, f"branches/{branch.pk}/exclude/"
    kept = desk.post(who.triage, path, status=422, ground="lawsuit", evidence=" ")
    assert "请写明剔除的依据" in kept
    desk.get(who.handler, path, status=403)
    desk.post(who.triage, path, ground="lawsuit", evidence="已在法院立案")
    desk.post(who.triage, path, status=409, ground="lawsuit", evidence="再提一次")
    exclusion = Exclusion.objects.get()
    assert "已在法院立案" in desk.get(who.district_leader, "exclusions/")
    assert "审核剔除" in desk.get(who.district_leader, f"{branch.complaint.number}/")
    at = f"exclusions/{exclusion.pk}/"
    desk.post(who.triage, at, status=403, decision="granted")
    desk.post(who.district_leader, at, status=422, note="没选")
    desk.post(who.district_leader, at, decision="granted", note="同意")
    desk.post(who.district_leader, at, status=409, decision="refused")
    assert Exclusion.objects.get().decision == "granted"
    assert branch.complaint.number not in desk.get(who.district_leader, "exclusions/")
    assert branch.complaint.number in desk.get(who.triage, "exclusions/?decision=granted")
    desk.get(who.handler, "exclusions/", status=403)
    desk.get(who.next_triage, at, status=404)
