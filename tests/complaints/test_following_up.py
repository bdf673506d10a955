from datetime import timedelta

import pytest

from complaints.actions.following_up import (
    Opinion,
    add_supplement,
    chase_complaint,
    check_supplement,
    correct_identity,
    rate_complaint,
)
from complaints.actions.identity import reveal_identity
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Actor, Complaint, ComplaintEvent, Identity, Parameter, Rating
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
RESIDENT = Actor.RESIDENT
LATER = make.START + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def facts_of(complaint: Complaint) -> list[tuple[str, str, dict[str, object]]]:
    rows = ComplaintEvent.objects.filter(complaint=complaint)
    return [(row.verb, row.actor, row.facts) for row in rows]


# more words


def test_what_is_added_is_masked_and_waits_for_a_person_to_check_it(office: Office) -> None:
    complaint = make.complaint_in(office, "dispatched")
    added = add_supplement(complaint.pk, by=RESIDENT, text="请打 13800000001 找我", at=LATER)
    assert added.redacted_text == "请打 〔电话〕 找我"
    assert added.checked_at is None
    by = office.people.triage
    checked = check_supplement(added.pk, by=by, redacted_text="请先联系", at=LATER)
    assert (checked.redacted_text, checked.checked_by) == ("请先联系", by)
    assert facts_of(complaint)[-2:] == [
        ("supplement", "resident", {}),
        ("check_supplement", "user", {}),
    ]


def test_who_edits_meanwhile_is_told_of_the_new_words(office: Office) -> None:
    complaint = make.received(office)
    add_supplement(complaint.pk, by=RESIDENT, text="还有一盏也不亮", at=LATER)
    with pytest.raises(Conflict):
        make.classified(office, complaint, by=office.people.triage, version=complaint.version)


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200b"])
def test_nothing_is_not_added(office: Office, text: str) -> None:
    with pytest.raises(Invalid, match="请写下"):
        add_supplement(make.received(office).pk, by=RESIDENT, text=text)


def test_what_is_added_without_end_is_refused(office: Office) -> None:
    complaint = make.received(office)
    Parameter.objects.filter(key="supplement_times").update(amount=2)
    for _ in range(2):
        add_supplement(complaint.pk, by=RESIDENT, text="还没来", at=LATER)
    with pytest.raises(Invalid, match="2 次"):
        add_supplement(complaint.pk, by=RESIDENT, text="还没来", at=LATER)


def test_words_are_checked_once_and_by_those_who_triage_there(office: Office) -> None:
    added = add_supplement(make.received(office).pk, by=RESIDENT, text="还没来", at=LATER)
    people = office.people
    for by, refusal in ((people.clerk, NotAllowed), (people.next_triage, NotFound)):
        with pytest.raises(refusal):
            check_supplement(added.pk, by=by, redacted_text="还没来")
    with pytest.raises(Invalid):
        check_supplement(added.pk, by=people.triage, redacted_text=" ")
    check_supplement(added.pk, by=people.triage, redacted_text="还没来")
    with pytest.raises(Conflict):
        check_supplement(added.pk, by=people.triage, redacted_text="另一个说法")


@pytest.mark.parametrize("status", ["finished", "archived", "withdrawn", "answered"])
def test_nothing_is_added_or_chased_when_it_is_over(office: Office, status: str) -> None:
    complaint = make.complaint_in(office, status)
    for act in (
        lambda: add_supplement(complaint.pk, by=RESIDENT, text="还没来"),
        lambda: chase_complaint(complaint.pk, by=RESIDENT),
    ):
        with pytest.raises((WrongState, Invalid)):
            act()


# chasing


def test_a_chase_is_counted_and_kept(office: Office) -> None:
    complaint = make.complaint_in(office, "dispatched")
    chase_complaint(complaint.pk, by=RESIDENT, at=LATER)
    chase_complaint(complaint.pk, by=office.people.clerk, at=LATER + timedelta(hours=5))
    complaint.refresh_from_db()
    assert complaint.chase_count == complaint.chases.count() == 2
    assert [actor for verb, actor, _ in facts_of(complaint) if verb == "chase"] == [
        "resident",
        "user",
    ]


def test_a_second_chase_waits_for_the_offices_pause(office: Office) -> None:
    complaint = make.complaint_in(office, "dispatched")
    chase_complaint(complaint.pk, by=RESIDENT, at=LATER)
    with pytest.raises(Conflict, match="11-02 14:00 以后可以再催"):
        chase_complaint(complaint.pk, by=RESIDENT, at=LATER + timedelta(hours=3, minutes=59))
    chase_complaint(complaint.pk, by=RESIDENT, at=LATER + timedelta(hours=4))


def test_a_unit_does_not_speak_for_the_caller(office: Office) -> None:
    complaint = make.complaint_in(office, "dispatched")
    by = office.people.handler
    for act in (
        lambda: chase_complaint(complaint.pk, by=by),
        lambda: add_supplement(complaint.pk, by=by, text="诉求人说已经好了"),
        lambda: correct_identity(complaint.pk, by=by, changes={"name": ""}),
    ):
        with pytest.raises(NotAllowed):
            act()


# own data


def test_a_caller_corrects_what_he_said_of_himself(office: Office) -> None:
    complaint = make.received(office)
    changes = {"phone": " 010-00000009 ", "home": ""}
    assert correct_identity(complaint.pk, by=RESIDENT, changes=changes) == ["phone", "home"]
    shown = reveal_identity(complaint.pk, by=office.people.triage, reason="电话核实地点")
    assert (shown.name, shown.phone, shown.home) == (make.CALLER.name, "010-00000009", "")
    verb, actor, facts = facts_of(complaint)[-1]
    assert (verb, actor, facts) == ("correct_identity", "resident", {"fields": ["phone", "home"]})


def test_the_same_again_changes_nothing(office: Office) -> None:
    complaint = make.received(office)
    before = Identity.objects.get(complaint=complaint).pk
    changes = {"name": make.CALLER.name, "phone": make.CALLER.phone}
    assert correct_identity(complaint.pk, by=RESIDENT, changes=changes) == []
    assert Identity.objects.get(complaint=complaint).pk == before


def test_who_takes_everything_out_is_anonymous_from_then_on(office: Office) -> None:
    complaint = make.received(office)
    everything = dict.fromkeys(("name", "phone", "home"), "")
    correct_identity(complaint.pk, by=RESIDENT, changes=everything)
    complaint.refresh_from_db()
    assert complaint.is_anonymous
    assert not Identity.objects.filter(complaint=complaint).exists()
    correct_identity(complaint.pk, by=RESIDENT, changes={"phone": make.CALLER.phone})
    complaint.refresh_from_db()
    assert not complaint.is_anonymous


# rating


def test_a_rating_may_be_changed_until_the_callback_is_made(office: Office) -> None:
    complaint = make.complaint_in(office, "finished")
    rate_complaint(complaint.pk, by=RESIDENT, opinion=Opinion(True, True, "satisfied"))
    rate_complaint(complaint.pk, by=RESIDENT, opinion=Opinion(True, False, "not", "又坏了"))
    rating = Rating.objects.get()
    assert (rating.resolved, rating.satisfaction, rating.words) == (False, "not", "又坏了")
    assert [verb for verb, _, _ in facts_of(complaint)][-2:] == ["rate", "rate"]


@pytest.mark.parametrize("status", ["received", "dispatched", "called_back", "withdrawn"])
def test_what_is_not_done_or_asked_already_is_not_rated(office: Office, status: str) -> None:
    complaint = make.complaint_in(office, status)
    with pytest.raises(WrongState):
        rate_complaint(complaint.pk, by=RESIDENT, opinion=Opinion(True, True, "satisfied"))


def test_a_rating_is_the_callers_own(office: Office) -> None:
    complaint = make.complaint_in(office, "finished")
    with pytest.raises(NotAllowed):
        rate_complaint(
            complaint.pk, by=office.people.clerk, opinion=Opinion(True, True, "satisfied")
        )


def test_an_unknown_word_for_content_is_refused(office: Office) -> None:
    complaint = make.complaint_in(office, "finished")
    with pytest.raises(Invalid):
        rate_complaint(complaint.pk, by=RESIDENT, opinion=Opinion(True, True, "great"))
