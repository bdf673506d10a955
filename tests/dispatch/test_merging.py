"""Many callers with one matter: worked once, told to each, asked each."""

from datetime import timedelta

import pytest

from complaints.actions.intake import Draft, Where, file_complaint
from complaints.actions.life import answer_complaint
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Actor, Complaint, ComplaintEvent, JointCase, JointMember
from complaints.selectors.joint import joined_counts, lead_of, members_of
from dispatch.actions.assignments import (
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.merging import merge_complaints, send_joined, split_complaint
from dispatch.actions.turning import reopen, withdraw_complaint
from dispatch.models import Assignment, AssignmentEvent, Callback
from dispatch.selectors.queues import Queue, rows_of
from dispatch.tasks import send_joined_along
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
WHY = "同一处路灯"
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def three(office: Office) -> tuple[Complaint, Complaint, Complaint]:
    return make.received(office), make.received(office), make.received(office)


def merged(office: Office, lead: Complaint, *others: Complaint) -> Complaint:
    keys = [one.pk for one in others]
    by, at = office.people.triage, make.START + HOUR / 2
    return merge_complaints(lead.pk, keys, by=by, reason=WHY, at=at)


def joining(office: Office, lead: Complaint, *, is_secret: bool = False) -> Complaint:
    """A neighbour presses “me too” on the form."""
    draft = Draft(
        text="我家门口也是，请打 13800000009",
        where=Where(address="东门"),
        joins_id=lead.pk,
        is_secret=is_secret,
    )
    return file_complaint(draft, by=Actor.RESIDENT, at=make.START + HOUR).complaint


def branch_of(complaint: Complaint) -> Assignment:
    return Assignment.objects.select_related("complaint").get(complaint=complaint)


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def verbs(complaint: Complaint) -> list[str]:
    return list(ComplaintEvent.objects.filter(complaint=complaint).values_list("verb", flat=True))


# merging


def test_merged_complaints_keep_their_numbers_and_both_histories_say_so(office: Office) -> None:
    lead, second, third = three(office)
    merged(office, lead, second, third)
    assert [one.pk for one in members_of(lead)] == [second.pk, third.pk]
    assert lead_of(fresh(second)).pk == lead.pk
    assert joined_counts([lead.pk, second.pk]) == {lead.pk: 2}
    assert verbs(second)[-1] == "join"
    assert verbs(lead)[-2:] == ["be_joined", "be_joined"]
    member = JointMember.objects.get(complaint=third)
    assert (member.how, member.reason, member.by) == ("merged", WHY, office.people.triage)


def test_who_goes_along_is_not_waited_for_in_the_queue(office: Office) -> None:
    lead, second, third = three(office)
    merged(office, lead, second)
    user, at = office.people.triage, make.START
    assert set(rows_of(Queue.NEW, user, at=at)) == {lead, third}


def test_one_dispatch_sends_all_of_them_each_with_its_own_limits(office: Office) -> None:
    lead, second, third = three(office)
    merged(office, lead, second)
    leading = make.dispatched(office, fresh(lead), at=make.START + HOUR)
    behind = branch_of(second)
    assert (behind.follows, behind.organisation) == (leading, leading.organisation)
    assert behind.feedback_due_at == leading.feedback_due_at
    assert fresh(second).status == "dispatched"
    assert fresh(third).status == "received"
    # nobody has read the second caller's words: the unit reads those that were checked
    assert fresh(second).redacted_text == fresh(lead).redacted_text
    merged(office, lead, third)
    assert branch_of(third).follows == leading


def test_the_unit_works_once_and_each_caller_is_told_and_asked(office: Office) -> None:
    lead, second, third = three(office)
    merged(office, lead, second, third)
    leading = make.dispatched(office, fresh(lead))
    by = make.worker_of(office, leading)
    key, at = leading.pk, make.START + HOUR
    sign_assignment(key, by=by, at=at)
    record_contact(key, by=by, method="phone", outcome="reached", at=at)
    report_result(key, by=by, outcome="solved", text="路灯修好了。", at=at)
    assert set(Assignment.objects.values_list("status", "signed_at")) == {("reported", at)}
    assert {one.report.text for one in Assignment.objects.all()} == {"路灯修好了。"}
    tell_resident(branch_of(second).pk, by=by, at=at)
    assert branch_of(second).contacted_at == at
    tell_resident(key, by=by, is_for_all=True, at=at)
    with pytest.raises(Conflict):
        tell_resident(key, by=by, is_for_all=True, at=at)
    tell_hotline(key, by=office.people.triage, at=at)
    assert set(Assignment.objects.values_list("status", flat=True)) == {"closed"}
    assert {fresh(one).status for one in (lead, second, third)} == {"finished"}
    assert {fresh(one).answer for one in (lead, second, third)} == {"路灯修好了。"}
    for branch in Assignment.objects.all():
        make.callback_of(branch)
    assert Callback.objects.count() == 3


def test_who_comes_late_is_as_far_as_the_unit_is(office: Office) -> None:
    leading = make.branch_in(office, "reported")
    late = make.received(office)
    merged(office, leading.complaint, late)
    behind = branch_of(late)
    assert (behind.status, behind.report.text) == ("reported", "路灯已经修好。")
    assert behind.signed_at is not None


def test_what_is_with_the_same_unit_already_follows_from_where_it_stands(office: Office) -> None:
    ahead = make.branch_in(office, "contacted")
    behind = make.branch_in(office, "to_sign")
    merged(office, ahead.complaint, behind.complaint)
    report_result(
        ahead.pk, by=office.people.handler, outcome="solved", text="修好了", at=make.START + HOUR
    )
    # not signed yet, it cannot take the report; the unit signs, and reports it by itself
    assert branch_of(behind.complaint).status == "to_sign"
    assert Assignment.objects.filter(complaint=behind.complaint).count() == 1


def test_a_return_sends_all_of_them_back_to_wait_together(office: Office) -> None:
    lead, second, _third = three(office)
    merged(office, lead, second)
    leading = make.dispatched(office, fresh(lead))
    make.give_back(office, leading, at=make.START + HOUR)
    assert {fresh(one).status for one in (lead, second)} == {"received"}
    make.dispatched(office, fresh(lead), body=office.bodies.safety_office, at=make.START + HOUR)
    assert fresh(second).status == "dispatched"


def test_a_direct_answer_answers_all_of_them(office: Office) -> None:
    lead, second, _third = three(office)
    merged(office, lead, second)
    answer_complaint(lead.pk, by=office.people.triage, answer="属供电公司，已转告。")
    assert (fresh(second).status, fresh(second).answer) == ("answered", "属供电公司，已转告。")


def test_a_lead_that_is_merged_brings_along_its_own(office: Office) -> None:
    lead, second, third = three(office)
    merged(office, second, third)
    merged(office, lead, second)
    assert [one.pk for one in members_of(lead)] == [third.pk, second.pk]
    assert JointCase.objects.filter(closed_at__isnull=True).count() == 1


def test_merging_with_one_that_goes_along_means_its_lead(office: Office) -> None:
    lead, second, third = three(office)
    merged(office, lead, second)
    assert merged(office, second, third).pk == lead.pk
    assert lead_of(fresh(third)).pk == lead.pk


def test_bad_mergers_are_refused_and_change_nothing(office: Office) -> None:
    lead, second, third = three(office)
    by = office.people.triage
    over = make.complaint_in(office, "archived")
    secret = make.filed(office, is_secret=True).complaint
    for keys, reason in (
        ([], WHY), ([lead.pk], WHY), ([second.pk], " "), ([over.pk], WHY), ([secret.pk], WHY),
        ([second.pk, secret.pk], WHY),
    ):  # fmt: skip
        with pytest.raises((Invalid, Conflict)):
            merge_complaints(lead.pk, keys, by=by, reason=reason)
    merged(office, lead, second)
    with pytest.raises(Conflict, match="请先拆开"):
        merged(office, third, second)
    assert JointMember.objects.count() == 1


def test_only_those_who_triage_both_may_merge_them(office: Office) -> None:
    here = make.received(office)
    there = make.filed(office, community=office.places.next_community).complaint
    with pytest.raises(NotFound):
        merge_complaints(here.pk, [there.pk], by=office.people.triage, reason=WHY)
    with pytest.raises(NotAllowed):
        merge_complaints(here.pk, [there.pk], by=office.people.clerk, reason=WHY)


# joining by the caller


def test_a_neighbour_who_joins_follows_when_the_task_comes_round(office: Office) -> None:
    leading = make.branch_in(office, "signed")
    mine = joining(office, leading.complaint)
    assert mine.status == "received"
    assert send_joined_along() == 1
    behind = branch_of(mine)
    assert (behind.follows, behind.status) == (leading, "signed")
    assert "13800000009" not in fresh(mine).redacted_text
    event = AssignmentEvent.objects.filter(assignment=behind).first()
    assert event is not None
    assert event.actor == "machine"
    assert send_joined_along() == 0


def test_who_joins_what_waits_waits_with_it(office: Office) -> None:
    lead = make.received(office)
    mine = joining(office, lead)
    assert send_joined_along() == 0
    make.dispatched(office, fresh(lead))
    assert fresh(mine).status == "dispatched"


def test_who_joins_what_is_over_or_secret_files_alone(office: Office) -> None:
    over = make.complaint_in(office, "finished")
    secret = make.filed(office, is_secret=True).complaint
    lead = make.received(office)
    joining(office, over)
    joining(office, secret)
    joining(office, lead, is_secret=True)
    assert not JointMember.objects.exists()


def test_what_ended_before_the_joiner_was_sent_leaves_him_for_somebody_to_look_at(
    office: Office,
) -> None:
    branch = make.branch_in(office, "reported")
    mine = joining(office, branch.complaint)
    tell_resident(branch.pk, by=office.people.handler)
    tell_hotline(branch.pk, by=office.people.triage)
    assert send_joined(mine.pk)
    assert fresh(mine).status == "received"
    assert mine in rows_of(Queue.NEW, office.people.triage, at=make.START)


# going apart


def test_split_it_keeps_its_unit_and_takes_its_own_steps(office: Office) -> None:
    lead, second, _third = three(office)
    merged(office, lead, second)
    leading = make.dispatched(office, fresh(lead))
    split_complaint(second.pk, by=office.people.triage)
    sign_assignment(leading.pk, by=office.people.handler, at=make.START + HOUR)
    assert branch_of(second).status == "to_sign"
    assert branch_of(second).follows is None
    assert verbs(second)[-1] == "split"
    assert JointCase.objects.get().closed_at is not None
    with pytest.raises(Conflict):
        split_complaint(second.pk, by=office.people.triage)


def test_when_the_lead_is_withdrawn_the_next_one_leads_on(office: Office) -> None:
    lead, second, third = three(office)
    merged(office, lead, second, third)
    make.dispatched(office, fresh(lead))
    withdraw_complaint(lead.pk, by=Actor.RESIDENT, reason="solved", at=make.START + HOUR)
    heir = branch_of(second)
    assert heir.follows is None
    assert branch_of(third).follows == heir
    assert [one.pk for one in members_of(second)] == [third.pk]
    sign_assignment(heir.pk, by=office.people.handler, at=make.START + HOUR)
    assert branch_of(third).status == "signed"


def test_a_member_reopens_for_himself_alone(office: Office) -> None:
    lead, second, _third = three(office)
    merged(office, lead, second)
    answer_complaint(lead.pk, by=office.people.triage, answer="已转告", at=make.START + HOUR / 2)
    reopen(second.pk, by=Actor.RESIDENT, reason="没有说清", at=make.START + HOUR)
    assert fresh(second).status == "received"
    assert members_of(fresh(lead)) == []
    assert second in rows_of(Queue.NEW, office.people.triage, at=make.START)
