from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from complaints.actions.intake import Where
from complaints.actions.life import (
    answer_complaint,
    archive_complaint,
    classify_complaint,
    confirm_redaction,
    mark_dispatched,
)
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Complaint, ComplaintEvent, Identity, SearchText, User
from complaints.states import Status
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def verbs(complaint: Complaint) -> list[str]:
    return list(ComplaintEvent.objects.filter(complaint=complaint).values_list("verb", flat=True))


def edit(complaint: Complaint, office: Office, by: User, **changes: object) -> Complaint:
    asked: dict[str, object] = {
        "version": complaint.version,
        "where": Where(address="北门", community_id=office.places.other_community.pk),
        "category_id": office.category.pk,
        "demand_kind": "complain",
        "urgency": "urgent",
        "redacted_text": "路灯不亮",
        **changes,
    }
    return classify_complaint(complaint.pk, by=by, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [status.value for status in Status])
def test_every_state_is_reached_by_running_the_actions(office: Office, status: str) -> None:
    assert make.complaint_in(office, status).status == status


def test_filing_gives_a_number_a_limit_a_sealed_caller_and_one_event(office: Office) -> None:
    filed = make.filed(office, key="k" * 32)
    complaint = filed.complaint
    assert complaint.number == "20261102000001"
    assert complaint.dispatch_due_at == make.START + timedelta(hours=24)
    assert complaint.community == office.places.community
    assert complaint.subdistrict == office.places.street
    identity = Identity.objects.get(complaint=complaint)
    assert make.CALLER.name not in identity.name_sealed
    assert verbs(complaint) == ["receive"]


def test_the_same_key_again_answers_with_the_first_complaint(office: Office) -> None:
    first = make.filed(office, key="k" * 32)
    second = make.filed(office, key="k" * 32, words="别的话")
    assert second.complaint.pk == first.complaint.pk
    assert (second.code, second.token) == (first.code, first.token)
    assert first.is_new
    assert not second.is_new
    assert Complaint.objects.count() == 1


def test_words_of_nothing_are_refused(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        make.filed(office, words=" \n\x00 ")
    assert refused.value.field == "text"
    assert Complaint.objects.count() == 0


def test_an_edit_changes_place_and_category_and_names_what_changed(office: Office) -> None:
    complaint = make.received(office)
    changed = edit(complaint, office, office.people.triage)
    assert changed.version == complaint.version + 1
    assert changed.community == office.places.other_community
    facts = ComplaintEvent.objects.get(complaint=complaint, verb="classify").facts
    assert facts["changed"] == [
        "address", "community_id", "demand_kind", "redacted_text", "urgency",
    ]  # fmt: skip


def test_an_edit_of_an_older_version_is_refused_and_changes_nothing(office: Office) -> None:
    complaint = make.received(office)
    edit(complaint, office, office.people.triage)
    with pytest.raises(Conflict):
        edit(complaint, office, office.people.desk, redacted_text="另一个人的话")
    assert Complaint.objects.get(pk=complaint.pk).redacted_text == "路灯不亮"
    assert verbs(complaint) == ["receive", "classify"]


@pytest.mark.parametrize("role", ["clerk", "head", "district_leader", "city_viewer"])
def test_who_sees_but_does_not_triage_may_not_edit(office: Office, role: str) -> None:
    complaint = make.received(office)
    with pytest.raises(NotAllowed):
        edit(complaint, office, getattr(office.people, role))


def test_who_does_not_see_it_is_told_that_there_is_none(office: Office) -> None:
    complaint = make.received(office)
    for user in (office.people.next_triage, office.people.neighbour, office.people.auditor):
        with pytest.raises(NotFound):
            edit(complaint, office, user)


def test_an_answer_at_once_needs_words_and_ends_the_matter(office: Office) -> None:
    complaint = make.received(office)
    with pytest.raises(Invalid):
        answer_complaint(complaint.pk, by=office.people.triage, answer="  ")
    answered = answer_complaint(complaint.pk, by=office.people.triage, answer="可以办理。")
    assert answered.status == "answered"
    assert answered.finished_at is not None
    with pytest.raises(WrongState):
        answer_complaint(complaint.pk, by=office.people.triage, answer="再答一次")


def test_dispatch_waits_until_a_person_has_read_the_words(office: Office) -> None:
    complaint = make.received(office)
    with pytest.raises(Invalid):
        mark_dispatched(complaint.pk, by=office.people.triage, at=make.START, facts={})
    confirm_redaction(complaint.pk, by=office.people.triage, redacted_text="路灯不亮")
    moved = mark_dispatched(complaint.pk, by=office.people.triage, at=make.START, facts={})
    assert moved.status == "dispatched"


def test_nothing_is_archived_before_it_is_finished(office: Office) -> None:
    branch = make.dispatched(office)
    make.answered_callback(office, branch)
    called_back = Complaint.objects.get(pk=branch.complaint_id)
    assert called_back.status == "called_back"
    with pytest.raises(Invalid):
        archive_complaint(called_back.pk, by=office.people.triage)


def test_staff_without_intake_may_not_key_in(office: Office) -> None:
    with pytest.raises(NotAllowed):
        make.filed(office, by=office.people.handler, channel="phone")
    assert Complaint.objects.count() == 0
    keyed = make.filed(office, by=office.people.clerk, channel="phone")
    assert keyed.complaint.channel == "phone"
    assert keyed.complaint.category_set_by == "clerk"


def test_a_phone_number_in_the_words_is_masked_for_the_units(office: Office) -> None:
    complaint = make.received(office, words="请打 13800000000 找我，路灯坏了")
    assert "13800000000" in complaint.text
    assert "13800000000" not in complaint.redacted_text


def test_what_a_unit_may_not_read_is_not_found_by_search(office: Office) -> None:
    complaint = make.received(office, words="请打 13800000000 找我，路灯坏了")
    assert list(Complaint.objects.all().saying("路灯")) == [complaint]
    assert list(Complaint.objects.all().saying("13800000000")) == []


def test_filing_twice_by_hand_is_two_complaints(office: Office) -> None:
    numbers = {make.received(office).number for _ in range(3)}
    assert numbers == {"20261102000001", "20261102000002", "20261102000003"}


def test_units_read_the_place_without_the_callers_own_door(office: Office) -> None:
    complaint = make.filed(office, address="东门外，到3号楼2单元501室找我").complaint
    assert complaint.redacted_address == "东门外，到〔门牌〕找我"
    assert "501" not in complaint.place_words
    assert "501" in complaint.told_place_words
    assert not Complaint.objects.saying("501室").exists()


def test_a_checked_address_stays_until_the_address_changes(office: Office) -> None:
    complaint = make.filed(office, address="东门外，到3号楼2单元501室找我").complaint
    by = office.people.triage
    confirm_redaction(
        complaint.pk, by=by, redacted_text="路灯不亮", redacted_address="东门外 3 号楼旁"
    )
    complaint.refresh_from_db()
    assert complaint.redacted_address == "东门外 3 号楼旁"
    assert Complaint.objects.saying("号楼旁").exists()
    same = edit(complaint, office, by, where=Where(address=complaint.address))
    assert same.redacted_address == "东门外 3 号楼旁"
    moved = edit(same, office, by, where=Where(address="西门 4 号楼 1 单元 302"))
    assert moved.redacted_address == "西门 〔门牌〕"


def test_an_address_kept_before_it_was_masked_is_masked(office: Office) -> None:
    complaint = make.filed(office, address="东门外，到3号楼2单元501室找我").complaint
    Complaint.objects.filter(pk=complaint.pk).update(redacted_address="")
    SearchText.objects.filter(pk=complaint.pk).update(bigrams="501室")
    migration = import_module("complaints.migrations.0005_mask_addresses")
    migration.mask_kept(apps, connection.schema_editor())
    complaint.refresh_from_db()
    assert complaint.redacted_address == "东门外，到〔门牌〕找我"
    assert not Complaint.objects.saying("501室").exists()
