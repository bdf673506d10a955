"""Every hand-over tells the next person: in the inbox, once, of what he may see, never himself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from complaints.actions.following_up import add_supplement, chase_complaint, check_supplement
from complaints.actions.notices import read_notices, tell
from complaints.models import Actor, Notice, NoticeCode, NoticeTemplate, Role, User
from dispatch.actions.callbacks import open_callback
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.actions.handlers import name_handler
from dispatch.actions.turning import withdraw_complaint
from dispatch.selectors.inbox import inbox_of, unread_count
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def told(code: str) -> set[str]:
    """Who was told of this, by user name."""
    return set(Notice.objects.filter(code=code).values_list("recipient__username", flat=True))


def names(*people: User) -> set[str]:
    return {one.username for one in people}


def test_a_unit_is_told_of_what_is_dispatched_to_it_and_nobody_else_is(office: Office) -> None:
    make.dispatched(office)
    assert told("dispatched") == names(office.people.handler)


def test_where_one_is_named_he_alone_is_told(office: Office) -> None:
    make.person("t-second", Role.HANDLER, office.bodies.city_office)
    make.dispatched(office)
    assert told("dispatched") == {"t-handler", "t-second"}
    Notice.objects.all().delete()
    make.dispatched(office, handler=office.people.handler)
    assert told("dispatched") == names(office.people.handler)


def test_a_secret_complaint_is_told_to_its_one_handler_only(office: Office) -> None:
    make.person("t-second", Role.HANDLER, office.bodies.city_office)
    filed = make.filed(office, is_secret=True)
    make.dispatched(office, filed.complaint, handler=office.people.handler)
    assert told("dispatched") == names(office.people.handler)


def test_what_a_unit_asks_is_told_to_who_dispatched_it_and_the_answer_to_who_asked(
    office: Office,
) -> None:
    branch = make.branch_in(office, "signed")
    make.give_back(office, branch)
    assert told("asked") == names(office.people.triage)
    assert told("ask_decided") == names(office.people.handler)
    assert told("returned") == names(office.people.triage)


def test_if_he_has_left_everybody_of_the_office_is_told(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    office.people.triage.posts.update(until=make.START.date() - timedelta(days=1))
    make.objected(office, branch)
    assert told("asked") == names(office.people.desk)


def test_a_report_is_told_to_who_tells_the_hotline_and_a_passed_limit_to_who_calls(
    office: Office,
) -> None:
    branch = make.branch_in(office, "closed")
    assert told("reported") == names(office.people.triage)
    open_callback(branch.pk, at=branch.feedback_due_at + timedelta(minutes=1))
    assert told("callback") == names(office.people.triage)


def test_who_does_it_himself_is_not_told(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    Notice.objects.all().delete()
    name_handler(branch.pk, by=office.people.triage, handler_id=office.people.handler.pk)
    assert told("handed") == names(office.people.handler)
    tell([office.people.triage.pk], "handed", complaint=None, url="/office/", at=make.START,
         by=office.people.triage)  # fmt: skip
    assert told("handed") == names(office.people.handler)


def test_a_chase_and_a_checked_addition_reach_who_holds_it(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    chase_complaint(branch.complaint_id, by=Actor.RESIDENT)
    assert told("chased") == names(office.people.handler)
    added = add_supplement(branch.complaint_id, by=Actor.RESIDENT, text="又坏了一盏")
    assert told("added") == set()
    check_supplement(added.pk, by=office.people.triage, redacted_text="又坏了一盏")
    assert told("added") == names(office.people.handler)


def test_who_held_it_is_told_that_its_caller_took_it_back(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    number = branch.complaint.number
    withdraw_complaint(branch.complaint_id, by=Actor.RESIDENT, reason="solved")
    reader = User.objects.get(pk=office.people.handler.pk)
    [letter] = [one for one in inbox_of(reader).rows if one.code == "withdrawn"]
    assert letter.words == f"诉求人撤回 {number}，不必再办。"
    assert letter.url == "/office/"


def test_an_application_is_told_to_the_district_and_its_outcome_to_who_applied(
    office: Office,
) -> None:
    branch = make.branch_in(office, "closed")
    applied = apply_exclusion(branch.pk, by=office.people.triage, ground="other", evidence="依据")
    assert told("exclude_asked") == names(office.people.district_leader)
    decide_exclusion(applied.pk, by=office.people.district_leader, is_granted=True)
    assert told("exclude_done") == names(office.people.triage)


def test_the_words_name_number_unit_and_limit_in_the_readers_language(office: Office) -> None:
    branch = make.dispatched(office)
    [letter] = inbox_of(office.people.handler).rows
    unit, number = branch.organisation.name, branch.complaint.number
    assert letter.words.startswith(f"{number} 派给{unit}，请签收。办理时限 ")
    assert "{" not in letter.words
    with translation.override("en"):
        [letter] = inbox_of(office.people.handler).rows
    assert letter.words.startswith(f"{number} was sent to {unit}: please sign for it. Due ")


def test_words_changed_today_are_said_of_yesterdays_notice_too(office: Office) -> None:
    make.dispatched(office)
    NoticeTemplate.objects.filter(code="dispatched").update(words="请看 {number}")
    [letter] = inbox_of(office.people.handler).rows
    assert letter.words.startswith("请看 2")


def test_every_kind_of_notice_has_words_without_unknown_places() -> None:
    make.notice_words()
    assert set(NoticeTemplate.objects.values_list("code", flat=True)) == set(NoticeCode.values)
    for template in NoticeTemplate.objects.all():
        template.full_clean()


def test_what_left_ones_sight_leaves_the_inbox_and_the_count(office: Office) -> None:
    branch = make.dispatched(office)
    assert unread_count(office.people.handler) == 1
    make.give_back(office, branch)
    reader = User.objects.get(pk=office.people.handler.pk)
    assert unread_count(reader) == 0
    assert inbox_of(reader).rows == ()


def test_opening_marks_it_as_read_and_leads_to_the_work(office: Office) -> None:
    branch = make.dispatched(office)
    client = Client()
    client.force_login(office.people.handler)
    page = client.get("/office/inbox/").content.decode()
    assert branch.complaint.number in page
    key = Notice.objects.get().pk
    opened = client.post(f"/office/inbox/{key}/read/")
    assert opened["Location"] == f"/office/{branch.complaint.number}/"
    assert unread_count(office.people.handler) == 0
    stranger = Client()
    stranger.force_login(office.people.desk)
    assert stranger.post(f"/office/inbox/{key}/read/").status_code == 404


def test_only_ones_own_are_marked_as_read(office: Office) -> None:
    make.dispatched(office)
    assert read_notices(by=office.people.desk) == 0
    assert read_notices(by=office.people.handler) == 1
    assert read_notices(by=office.people.handler) == 0


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "office/"])
def test_a_notice_never_leads_out_of_the_house(office: Office, url: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tell([office.people.desk.pk], "handed", complaint=None, url=url, at=make.START,
             by=Actor.MACHINE)  # fmt: skip
