"""A matter is laid before the head of the street, who signs, passes on, or goes there himself."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.models import Complaint, Notice, User
from dispatch.actions.assignments import Order
from dispatch.actions.endorsements import (
    dispatch_and_lay,
    finish_on_the_spot,
    give_endorsement_back,
    go_on_the_spot,
    lay_before_head,
    pass_endorsement,
    sign_endorsement,
)
from dispatch.models import Assignment, Endorsement
from dispatch.selectors.endorsements import cards_for
from dispatch.selectors.ticket import ticket_page
from dispatch.states import ENDORSE_LIFE, EndorseStatus, EndorseVerb, endorse_after
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

AT = make.START + timedelta(hours=1)
TODAY = timezone.localdate(AT)


@pytest.fixture
def office() -> Office:
    return make.office()


def laid(office: Office, *, at: datetime = AT) -> Endorsement:
    branch = make.dispatched(office)
    return lay_before_head(branch.complaint_id, by=office.people.desk, reason="夜间扰民", at=at)


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("recipient__username", flat=True))


def signed(office: Office, row: Endorsement) -> Endorsement:
    return sign_endorsement(row.pk, by=office.people.head, words="接诉即办。", at=AT)


def gone(office: Office, row: Endorsement, *, by: User | None = None) -> Endorsement:
    return go_on_the_spot(
        row.pk, by=by or office.people.head, promise="明早再加一道隔音", promised_on=TODAY, at=AT
    )


def test_the_head_is_told_and_has_until_the_limit_to_sign(office: Office) -> None:
    row = laid(office)
    assert told("endorse") == {office.people.head.username}
    assert row.due_at == AT + timedelta(minutes=30)
    cards, _more = cards_for(office.people.head)
    assert [card.row for card in cards] == [row]
    assert cards[0].may_sign


def test_sent_to_units_and_laid_before_the_head_in_one_step_or_not_at_all(office: Office) -> None:
    complaint = make.received(office)
    order = Order(redacted_text=complaint.redacted_text)
    dispatch_and_lay(
        complaint.pk, by=office.people.triage, orders=[order], version=complaint.version,
        reason="扬言", at=AT,
    )  # fmt: skip
    assert Endorsement.objects.get().asked_at == Assignment.objects.get().dispatched_at
    office.people.head.posts.update(until=date(2020, 1, 2))
    other = make.received(office)
    with pytest.raises(Conflict, match="一把手"):
        dispatch_and_lay(
            other.pk, by=office.people.triage, orders=[order], version=other.version, reason="扬言"
        )
    assert Complaint.objects.get(pk=other.pk).status == "received"


def test_his_words_reach_who_laid_it_before_him_and_the_units(office: Office) -> None:
    signed(office, laid(office))
    assert told("endorsed") == {office.people.desk.username, office.people.handler.username}
    page = ticket_page(Complaint.objects.get().number, office.people.handler)
    assert page.endorsed[0].row.words == "接诉即办。"
    assert not page.endorsed[0].may_sign


def test_only_the_head_of_the_street_signs(office: Office) -> None:
    row = laid(office)
    for person in (office.people.desk, office.people.handler, office.people.district_leader):
        with pytest.raises(NotAllowed):
            signed_by(row, person)
    with pytest.raises(NotFound):
        signed_by(row, office.people.next_triage)


def signed_by(row: Endorsement, person: User) -> None:
    sign_endorsement(row.pk, by=person, words="办", at=AT)


def test_only_the_desk_lays_it_before_him_once_a_round_with_a_reason(office: Office) -> None:
    row = laid(office)
    with pytest.raises(Conflict, match="已经提请"):
        lay_before_head(row.complaint_id, by=office.people.triage, reason="又", at=AT)
    other = make.received(office)
    with pytest.raises(NotAllowed):
        lay_before_head(other.pk, by=office.people.head, reason="自己提", at=AT)
    with pytest.raises(Invalid) as refused:
        lay_before_head(other.pk, by=office.people.desk, reason=" ", at=AT)
    assert refused.value.field == "reason"
    done = make.complaint_in(office, "answered")
    with pytest.raises(Conflict, match="办完"):
        lay_before_head(done.pk, by=office.people.desk, reason="晚了", at=AT)


def test_given_back_with_a_reason_it_may_be_laid_before_him_again(office: Office) -> None:
    row = laid(office)
    with pytest.raises(Invalid):
        give_endorsement_back(row.pk, by=office.people.head, words=" ", at=AT)
    give_endorsement_back(row.pk, by=office.people.head, words="科室可办", at=AT)
    again = lay_before_head(row.complaint_id, by=office.people.desk, reason="情况有变", at=AT)
    assert again.status == "waiting"


def test_passing_it_on_is_signing_it_and_the_deputy_goes_on(office: Office) -> None:
    row = laid(office)
    deputy = make.person("t-deputy", "head", office.bodies.government)
    with pytest.raises(Invalid) as refused:
        pass_endorsement(row.pk, by=office.people.head, to=office.people.handler.pk, at=AT)
    assert refused.value.field == "to"
    passed = pass_endorsement(row.pk, by=office.people.head, to=deputy.pk, words="请牵头", at=AT)
    assert (passed.signed_by, passed.passed_to) == (office.people.head, deputy)
    assert deputy.username in told("endorse")
    assert gone(office, row, by=deputy).went_by == deputy


def test_on_the_spot_there_is_a_promise_with_a_day_and_in_the_end_a_result(
    office: Office,
) -> None:
    row = laid(office)
    head = office.people.head
    with pytest.raises(Invalid) as refused:
        go_on_the_spot(row.pk, by=head, promise=" ", promised_on=TODAY, at=AT)
    assert refused.value.field == "promise"
    for day in (None, TODAY - timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            go_on_the_spot(row.pk, by=head, promise="明早加装", promised_on=day, at=AT)
        assert refused.value.field == "promised_on"
    gone(office, row)
    with pytest.raises(NotAllowed):
        finish_on_the_spot(row.pk, by=office.people.desk, result="装好了", at=AT)
    with pytest.raises(Invalid):
        finish_on_the_spot(row.pk, by=head, result=" ", at=AT)
    done = finish_on_the_spot(row.pk, by=head, result="装好了", at=AT + timedelta(hours=9))
    assert (done.status, done.signed_by) == ("spot_done", head)
    assert cards_for(head)[0] == []
    assert len(cards_for(head, is_open=False)[0]) == 1


def test_contact_and_work_wait_for_no_signature(office: Office) -> None:
    row = laid(office)
    branch = make.branch_in(office, "closed", branch=Assignment.objects.get())
    assert branch.status == "closed"
    row.refresh_from_db()
    assert row.status == "waiting"


@pytest.mark.parametrize("status", EndorseStatus)
@pytest.mark.parametrize("verb", EndorseVerb)
def test_it_moves_as_its_table_says(status: EndorseStatus, verb: EndorseVerb) -> None:
    if (status, verb) in ENDORSE_LIFE:
        assert endorse_after(status, verb) == ENDORSE_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            endorse_after(status, verb)


def test_the_database_holds_what_the_states_imply(office: Office) -> None:
    row = laid(office)
    wrong: tuple[dict[str, object], ...] = (
        {"status": "lost"}, {"status": "signed_on"}, {"status": "passed_on"},
        {"status": "on_spot"}, {"status": "spot_done"},
    )  # fmt: skip
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Endorsement.objects.filter(pk=row.pk).update(**values)


# ---------------------------------------------------------------- the pages


def test_the_head_signs_from_his_own_queue_and_a_refused_step_keeps_his_words(
    client: Client, office: Office
) -> None:
    row = laid(office)
    client.force_login(office.people.head)
    assert row.complaint.number in client.get(reverse("office-endorsements")).content.decode()
    go = reverse("office-endorsement-go", args=[row.pk])
    day = timezone.localdate() - timedelta(days=3)
    refused = client.post(go, {"promise": "明早加装", "promised_on": day.isoformat()})
    assert refused.status_code == 422
    assert "明早加装" in refused.content.decode()
    sign = reverse("office-endorsement-sign", args=[row.pk])
    assert client.post(sign, {"words": "接诉即办。"}).status_code == 302
    assert client.post(sign, {"words": "再批"}).status_code == 409
    row.refresh_from_db()
    assert row.words == "接诉即办。"


def test_the_desk_lays_it_before_him_from_the_ticket_and_from_the_dispatch_page(
    client: Client, office: Office
) -> None:
    complaint = make.received(office)
    client.force_login(office.people.desk)
    page = client.get(reverse("office-dispatch", args=[complaint.number])).content.decode()
    assert 'name="lay_reason"' in page
    lay = reverse("office-lay", args=[complaint.number])
    assert client.post(lay, {"reason": " "}).status_code == 422
    assert client.post(lay, {"reason": "多人来电"}).status_code == 302
    ticket = client.get(reverse("office-ticket", args=[complaint.number])).content.decode()
    assert "多人来电" in ticket
    assert lay not in ticket
