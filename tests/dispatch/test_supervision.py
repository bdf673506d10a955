"""What passes a threshold, or a leader's word, is supervised until somebody else lets it go."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.actions.following_up import chase_complaint
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Actor, Complaint, Notice, Parameter, User
from complaints.states import OPEN_TO_JOIN
from dispatch.actions.assignments import Order, dispatch_complaint
from dispatch.actions.merging import merge_complaints
from dispatch.actions.supervision.answering import (
    clear_supervision,
    reply_to_supervision,
    send_reply_back,
)
from dispatch.actions.supervision.demanding import supervise, supervise_by_threshold
from dispatch.actions.supervision.watching import supervise_below_mean, supervise_what_passed
from dispatch.models import Assignment, Supervision
from dispatch.selectors.escalations import chain, due_branches
from dispatch.selectors.supervision import supervisions_for
from dispatch.selectors.supervision_triggers import passed
from dispatch.selectors.ticket import ticket_page
from dispatch.states import SUPERVISE_LIFE, SuperviseStatus, SuperviseVerb, supervise_after
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

AT = make.START + timedelta(hours=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return make.office()


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("recipient__username", flat=True))


def demanded(office: Office, *, by: User | None = None) -> Supervision:
    branch = make.dispatched(office)
    by = by or office.people.head
    return supervise(branch.complaint_id, by=by, words="三日内修好路灯", at=AT)


def replied(office: Office, row: Supervision) -> Supervision:
    return reply_to_supervision(row.pk, by=office.people.handler, words="灯已修好", at=AT + HOUR)


def set_number(key: str, amount: int) -> None:
    Parameter.objects.filter(key=key).update(amount=amount)


def raised(trigger: str) -> list[Supervision]:
    return list(Supervision.objects.filter(trigger=trigger))


def test_a_leaders_word_reaches_the_unit_and_has_a_time_to_reply(office: Office) -> None:
    row = demanded(office)
    assert row.due_at == AT + timedelta(hours=24)
    assert row.level == "street"
    assert office.people.handler.username in told("supervised")
    assert office.people.triage.username in told("supervised")
    page = ticket_page(Complaint.objects.get().number, office.people.handler)
    assert [one.row.words for one in page.watched] == ["三日内修好路灯"]
    assert page.watched[0].may_reply


def test_a_leader_may_say_by_when_somebody_must_be_there(office: Office) -> None:
    branch = make.dispatched(office)
    row = supervise(
        branch.complaint_id, by=office.people.district_leader, words="到场核实",
        due_at=AT + 5 * HOUR, arrive_by_at=AT + HOUR, at=AT,
    )  # fmt: skip
    assert (row.level, row.arrive_by_at) == ("district", AT + HOUR)
    for late in ({"due_at": AT}, {"arrive_by_at": AT - HOUR}):
        with pytest.raises(Invalid, match="晚于现在"):
            supervise(branch.complaint_id, by=office.people.head, words="快", at=AT, **late)


def test_nobody_demands_without_words_or_without_the_post_or_after_the_end(office: Office) -> None:
    branch = make.branch_in(office, "closed")
    with pytest.raises(Conflict, match="办完"):
        supervise(branch.complaint_id, by=office.people.head, words="再看看", at=AT + 9 * HOUR)
    other = make.dispatched(office)
    with pytest.raises(Invalid):
        supervise(other.complaint_id, by=office.people.head, words="  ", at=AT)
    with pytest.raises(NotAllowed):
        supervise(other.complaint_id, by=office.people.handler, words="快", at=AT)
    with pytest.raises(NotFound):
        supervise(other.complaint_id, by=office.people.next_triage, words="快", at=AT)


def test_one_word_of_a_level_at_a_time(office: Office) -> None:
    row = demanded(office)
    with pytest.raises(Conflict, match="还没有销督"):
        supervise(row.complaint_id or 0, by=office.people.desk, words="再催", at=AT)
    supervise(row.complaint_id or 0, by=office.people.district_leader, words="区里也看", at=AT)
    assert Supervision.objects.count() == 2


def test_who_replied_never_lets_it_go(office: Office) -> None:
    row = demanded(office)
    reply_to_supervision(row.pk, by=office.people.desk, words="已派人", at=AT)
    with pytest.raises(NotAllowed):
        clear_supervision(row.pk, by=office.people.desk, words="好", at=AT)
    done = clear_supervision(row.pk, by=office.people.head, words="同意", at=AT + HOUR)
    assert done.status == "cleared"
    with transaction.atomic(), pytest.raises(IntegrityError):
        Supervision.objects.filter(pk=row.pk).update(cleared_by=office.people.desk)


def test_a_reply_that_does_not_do_is_demanded_again(office: Office) -> None:
    row = replied(office, demanded(office))
    assert told("sup_replied") == {office.people.head.username}
    send_reply_back(row.pk, by=office.people.head, words="没有照片", at=AT + 2 * HOUR)
    assert told("sup_sent_back") == {office.people.handler.username}
    row = replied(office, row)
    clear_supervision(row.pk, by=office.people.head, words="可以了", at=AT + 3 * HOUR)
    cards, _more = supervisions_for(office.people.head)
    assert cards == []
    verbs = Complaint.objects.get().events.filter(verb__startswith="supervise").order_by("pk")
    assert [one.verb for one in verbs] == [
        "supervise", "supervise_reply", "supervise_send_back", "supervise_reply",
        "supervise_clear",
    ]  # fmt: skip


def test_unreplied_it_ends_only_with_its_complaint_or_by_who_gave_his_word(office: Office) -> None:
    row = demanded(office)
    with pytest.raises(Conflict, match="还没有回复"):
        clear_supervision(row.pk, by=office.people.desk, words="不用了", at=AT)
    assert (
        clear_supervision(row.pk, by=office.people.head, words="我收回", at=AT).replied_by is None
    )


def test_only_units_at_work_and_the_office_reply(office: Office) -> None:
    row = demanded(office)
    with pytest.raises(NotFound):
        reply_to_supervision(row.pk, by=office.people.safety_handler, words="好", at=AT)
    with pytest.raises(NotAllowed):
        reply_to_supervision(row.pk, by=office.people.district_leader, words="好", at=AT)


@pytest.mark.parametrize("verb", list(SuperviseVerb))
@pytest.mark.parametrize("status", list(SuperviseStatus))
def test_each_step_runs_from_where_the_table_says(
    status: SuperviseStatus, verb: SuperviseVerb
) -> None:
    if (status, verb) in SUPERVISE_LIFE:
        assert supervise_after(status, verb) == SUPERVISE_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            supervise_after(status, verb)


def test_overdue_by_a_day_is_supervised_once_a_round(office: Office) -> None:
    branch = make.dispatched(office)
    late = branch.feedback_due_at + timedelta(hours=24)
    assert supervise_what_passed(at=late - HOUR) == 0
    assert supervise_what_passed(at=late + HOUR) == 1
    assert supervise_what_passed(at=late + 9 * HOUR) == 0
    assert raised("overdue")[0].facts == {"count": 25, "limit": 24}


def test_chased_three_times_is_supervised(office: Office) -> None:
    branch = make.dispatched(office)
    set_number("chase_pause", 1)
    for hour in (2, 30, 60):
        chase_complaint(branch.complaint_id, by=Actor.RESIDENT, at=AT + hour * HOUR)
    assert supervise_what_passed(at=AT + 61 * HOUR) == 1
    assert raised("chased")[0].facts == {"count": 3, "limit": 3}


def test_told_by_five_callers_is_supervised(office: Office) -> None:
    lead = make.received(office)
    others = [make.received(office) for _ in range(4)]
    for number, other in enumerate(others):
        assert supervise_what_passed(at=AT) == 0, number
        merge_complaints(lead.pk, [other.pk], by=office.people.triage, reason="同一盏灯", at=AT)
    assert supervise_what_passed(at=AT) == 1
    assert raised("callers")[0].complaint_id == lead.pk


def test_returned_twice_is_supervised_though_no_unit_holds_it(office: Office) -> None:
    branch = make.dispatched(office)
    make.give_back(office, branch)
    assert supervise_what_passed(at=AT) == 0
    order = Order(
        organisation_id=office.bodies.safety_office.pk, override_reason="再试",
        redacted_text=branch.complaint.redacted_text,
    )  # fmt: skip
    second = dispatch_complaint(branch.complaint_id, by=office.people.triage, order=order, at=AT)
    make.give_back(office, second)
    assert supervise_what_passed(at=AT + HOUR) == 1
    row = raised("returned")[0]
    reply_to_supervision(row.pk, by=office.people.triage, words="已会商", at=AT + HOUR)


def test_a_threat_is_answered_to_the_city_within_two_hours_of_its_words(office: Office) -> None:
    complaint = make.received(office)
    make.flagged(complaint, at=AT)
    assert supervise_what_passed(at=AT + timedelta(minutes=1)) == 1
    row = raised("threat")[0]
    assert (row.due_at, row.level) == (AT + 2 * HOUR, "district")
    assert office.people.head.username in told("supervised")
    reply_to_supervision(
        row.pk, by=office.people.triage, words="已上门稳控并报市中心", at=AT + HOUR
    )
    with pytest.raises(NotAllowed):
        clear_supervision(row.pk, by=office.people.head, words="好", at=AT + HOUR)
    done = clear_supervision(row.pk, by=office.people.clerk, words="市中心已收到", at=AT + 2 * HOUR)
    assert done.status == "cleared"


def test_the_two_hours_run_from_the_words_though_the_worker_slept(office: Office) -> None:
    complaint = make.received(office)
    make.flagged(complaint, at=AT)
    supervise_what_passed(at=AT + timedelta(hours=26))
    assert raised("threat")[0].due_at == AT + 2 * HOUR


def test_a_flag_set_aside_demands_nothing(office: Office) -> None:
    complaint = make.received(office)
    flag = make.flagged(complaint, at=AT)
    flag.set_aside_at, flag.reason = AT, "不是扬言"
    flag.save()
    assert supervise_what_passed(at=AT + HOUR) == 0


def test_units_take_no_part_in_the_answer_to_the_city(office: Office) -> None:
    branch = make.dispatched(office)
    make.flagged(branch.complaint, at=AT)
    supervise_what_passed(at=AT + HOUR)
    assert office.people.handler.username not in told("supervised")
    with pytest.raises(NotAllowed):
        reply_to_supervision(raised("threat")[0].pk, by=office.people.handler, words="好", at=AT)


@pytest.mark.parametrize("ended", sorted({"closed", "withdrawn"}))
def test_what_has_ended_is_not_supervised(office: Office, ended: str) -> None:
    branch = make.branch_in(office, ended)
    assert branch.complaint.status not in OPEN_TO_JOIN or branch.complaint.finished_at
    key, trigger = branch.complaint_id, Supervision.Trigger.CHASED
    assert not supervise_by_threshold(key, trigger, facts={}, since=AT, at=AT)


def test_a_unit_below_the_mean_of_the_district_is_supervised_once_a_period(office: Office) -> None:
    set_number("supervise_mean_least", 1)
    good = make.branch_in(office, "closed")
    make.answered_callback(office, good)
    body = office.bodies.safety_office
    bad = make.branch_in(office, "closed", branch=make.dispatched(office, body=body))
    make.answered_callback(office, bad, resolved=False, satisfaction="not")
    # The period of 2 November ends on the 18th; ten days later its callbacks are in.
    early = make.START + timedelta(days=20)
    late = make.START + timedelta(days=28)
    assert supervise_below_mean(at=early) == 0
    assert supervise_below_mean(at=late) == 1
    assert supervise_below_mean(at=late) == 0
    row = Supervision.objects.get()
    assert (row.organisation, row.trigger) == (body, "below_mean")
    assert told("supervised") == {office.people.safety_handler.username}
    assert Supervision.objects.visible_to(office.people.handler).count() == 0
    reply_to_supervision(row.pk, by=office.people.safety_handler, words="已复盘", at=late)
    clear_supervision(row.pk, by=office.people.district_leader, words="下月再看", at=late)


def test_a_unit_with_one_case_is_compared_with_nobody(office: Office) -> None:
    good = make.branch_in(office, "closed")
    make.answered_callback(office, good)
    assert supervise_below_mean(at=make.START + timedelta(days=28)) == 0


def test_the_pages_lead_from_the_word_to_its_end(office: Office) -> None:
    branch = make.dispatched(office, at=timezone.now() - HOUR)
    number = branch.complaint.number
    head, handler = Client(), Client()
    head.force_login(office.people.head)
    handler.force_login(office.people.handler)
    door = reverse("office-supervise", args=[number])
    assert door in head.get(reverse("office-ticket", args=[number])).content.decode()
    refused = head.post(door, {"words": "", "due_at": "2020-01-01T08:00"})
    assert refused.status_code == 422
    assert "2020-01-01T08:00" in refused.content.decode()
    assert head.post(door, {"words": "今天修好"}).status_code == 302
    row = Supervision.objects.get()
    page = handler.get(reverse("office-supervisions")).content.decode()
    assert "今天修好" in page
    assert handler.post(
        reverse("office-supervision-reply", args=[row.pk]), {"words": "修好了"}
    ).status_code == 302  # fmt: skip
    again = handler.post(reverse("office-supervision-clear", args=[row.pk]), {"words": "好"})
    assert again.status_code == 403
    done = head.post(reverse("office-supervision-clear", args=[row.pk]), {"words": "好"})
    assert done.status_code == 302
    ended = head.get(reverse("office-supervisions"), {"shown": "ended", "trigger": "leader"})
    assert "今天修好" in ended.content.decode()


def test_a_community_worker_far_away_finds_nothing(office: Office) -> None:
    row = demanded(office)
    client = Client()
    client.force_login(office.people.property_clerk)
    assert client.get(reverse("office-supervision", args=[row.pk])).status_code == 404
    assert Assignment.objects.count() == 1


def test_what_was_called_back_is_looked_at_no_more(office: Office) -> None:
    branch = make.branch_in(office, "reported")
    make.answered_callback(office, branch)
    late = branch.feedback_due_at + timedelta(days=9)
    assert Complaint.objects.get().status == "called_back"
    assert passed(late, most=500) == []
    assert due_branches(chain(late.date()), at=late, most=500) == []


def test_a_second_look_finds_nothing_that_the_first_has_raised(office: Office) -> None:
    """Else what can never be raised would stand before what must be."""
    branch = make.dispatched(office)
    make.flagged(branch.complaint, at=AT)
    late = branch.feedback_due_at + timedelta(days=9)
    assert {one.trigger for one in passed(late, most=500)} == {"threat", "overdue"}
    assert supervise_what_passed(at=late) == 2
    assert passed(late, most=500) == []
