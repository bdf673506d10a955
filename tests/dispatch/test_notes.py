"""Notes are for colleagues: the office's, a unit's, or shared; who is named has it in his inbox."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from complaints.actions.holdings import release_hold
from complaints.actions.notices import read_notices
from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.models import Complaint, Notice, Role, User
from complaints.selectors.tracking import tracked
from dispatch.actions.notes import NOTE_MAX, write_note
from dispatch.models import Assignment, Mention, Note
from dispatch.selectors.colleagues import colleagues_on
from dispatch.selectors.inbox import inbox_of, unread_count
from dispatch.selectors.remarks import remarks_on
from dispatch.selectors.ticket import branches_on
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at_work(office: Office) -> Complaint:
    """With the city office leading and the safety office beside it; what they were told is read."""
    branch = make.branch_in(office, "signed")
    make.dispatched(office, branch.complaint, body=office.bodies.safety_office, role="co")
    Notice.objects.update(read_at=F("made_at"))
    return Complaint.objects.get(pk=branch.complaint_id)


def read_by(complaint: Complaint, user: User) -> list[str]:
    remarks = remarks_on(complaint, branches_on(complaint), user)
    return [remark.text for remark in remarks.rows]


# Who reads what.


def test_a_note_of_the_office_is_read_by_the_office_and_by_no_unit(office: Office) -> None:
    complaint, who = at_work(office), office.people
    write_note(complaint.pk, by=who.triage, text="先别催，等产权单位回话")
    for reader in (who.triage, who.desk, who.clerk, who.head):
        assert read_by(complaint, reader) == ["先别催，等产权单位回话"]
    for stranger in (who.handler, who.safety_handler, who.district_leader, who.city_viewer):
        assert read_by(complaint, stranger) == []


def test_a_note_of_a_unit_is_read_by_it_and_the_office_and_by_no_other_unit(
    office: Office,
) -> None:
    complaint, who = at_work(office), office.people
    colleague = make.person("t-colleague", Role.HANDLER, office.bodies.city_office)
    note = write_note(complaint.pk, by=who.handler, text="我们下午去")
    assert note.organisation == office.bodies.city_office
    for reader in (who.handler, colleague, who.triage):
        assert read_by(complaint, reader) == ["我们下午去"]
    assert read_by(complaint, who.safety_handler) == []


def test_what_is_shared_is_read_by_everybody_who_sees_the_complaint(office: Office) -> None:
    complaint, who = at_work(office), office.people
    write_note(complaint.pk, by=who.triage, text="两家一起去", is_shared=True)
    for reader in (who.handler, who.safety_handler, who.district_leader):
        assert read_by(complaint, reader) == ["两家一起去"]


def test_another_unit_reads_a_shared_note_without_what_leads_to_the_caller(office: Office) -> None:
    complaint, who = at_work(office), office.people
    write_note(complaint.pk, by=who.handler, text="回电13800000000", is_shared=True)
    assert read_by(complaint, who.handler) == ["回电13800000000"]
    assert read_by(complaint, who.triage) == ["回电13800000000"]
    assert "13800000000" not in str(read_by(complaint, who.safety_handler))


def test_the_caller_and_the_api_are_told_of_no_note(office: Office) -> None:
    complaint, who = at_work(office), office.people
    write_note(complaint.pk, by=who.triage, text="便签里的话", is_shared=True)
    assert "便签里的话" not in str(tracked(complaint))
    for path in (f"complaints/{complaint.number}/", "complaints/", "assignments/"):
        answer = browser(who.triage).get(f"/api/v1/{path}")
        assert answer.status_code == 200
        assert "便签里的话" not in answer.content.decode()
    history = browser(who.handler).get(f"/office/{complaint.number}/").content.decode()
    assert history.count("便签里的话") == 1


def test_who_only_looks_over_an_area_writes_nothing(office: Office) -> None:
    complaint, who = at_work(office), office.people
    for reader in (who.district_leader, who.city_viewer):
        with pytest.raises(NotAllowed):
            write_note(complaint.pk, by=reader, text="看看")
    for stranger in (who.neighbour, who.next_triage, who.administrator):
        with pytest.raises(NotFound):
            write_note(complaint.pk, by=stranger, text="看看")


def test_a_note_moves_nothing(office: Office) -> None:
    complaint = at_work(office)
    before = Complaint.objects.filter(pk=complaint.pk).values().get()
    write_note(complaint.pk, by=office.people.triage, text="记一笔")
    assert Complaint.objects.filter(pk=complaint.pk).values().get() == before
    assert not complaint.events.filter(verb__contains="note").exists()


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "长" * (NOTE_MAX + 1)])
def test_an_empty_or_endless_note_is_refused(office: Office, text: str) -> None:
    with pytest.raises(Invalid):
        write_note(at_work(office).pk, by=office.people.triage, text=text)


# Who is named.


def test_only_people_who_see_the_complaint_are_offered(office: Office) -> None:
    complaint, who = at_work(office), office.people
    offered = {one.user.username for one in colleagues_on(complaint, but=who.triage)}
    assert offered == {"t-desk", "t-handler", "t-safety", "t-head"}


def test_of_a_secret_complaint_only_the_one_named_person_of_the_unit_is_offered(
    office: Office,
) -> None:
    make.person("t-colleague", Role.HANDLER, office.bodies.city_office)
    secret = make.filed(office, is_secret=True).complaint
    make.dispatched(office, secret, body=office.bodies.city_office, handler=office.people.handler)
    offered = {one.user.username for one in colleagues_on(secret, but=office.people.triage)}
    assert offered == {"t-handler"}


def test_offering_colleagues_costs_the_same_however_many_they_are(
    office: Office, django_assert_num_queries: Callable[..., Any]
) -> None:
    complaint = at_work(office)
    for number in range(12):
        make.person(f"t-more-{number}", Role.HANDLER, office.bodies.city_office, f"同事{number}")
    with django_assert_num_queries(2):
        assert len(colleagues_on(complaint, but=office.people.triage)) == 16


def test_a_name_behind_the_sign_lies_in_that_colleagues_inbox(office: Office) -> None:
    complaint, who = at_work(office), office.people
    write_note(complaint.pk, by=who.triage, text=f"@{who.desk} 请跟进")
    [letter] = [letter for letter in inbox_of(who.desk).rows if letter.code == "mentioned"]
    assert letter.words == f"同事在 {complaint.number} 的便签里提到您。"
    assert unread_count(who.desk) == 1
    assert unread_count(who.triage) == unread_count(who.handler) == 0


def test_a_username_or_a_tick_in_the_list_does_the_same(office: Office) -> None:
    complaint, who = at_work(office), office.people
    write_note(complaint.pk, by=who.triage, text="@t-desk 请看", named=[who.head.pk])
    assert set(Mention.objects.values_list("user__username", flat=True)) == {"t-desk", "t-head"}


def test_a_name_that_two_bear_is_settled_by_the_list(office: Office) -> None:
    complaint, who = at_work(office), office.people
    words = f"@{who.handler} 请看"
    with pytest.raises(Invalid) as refused:
        write_note(complaint.pk, by=who.triage, text=words, is_shared=True)
    assert "有几位同事" in refused.value.message
    write_note(
        complaint.pk, by=who.triage, text=words, is_shared=True, named=[who.safety_handler.pk]
    )
    assert Mention.objects.get().user == who.safety_handler


def test_nobody_is_called_to_a_complaint_out_of_his_sight(office: Office) -> None:
    complaint, who = at_work(office), office.people
    with pytest.raises(Invalid):
        write_note(complaint.pk, by=who.triage, text="请看", named=[who.neighbour.pk])
    with pytest.raises(Invalid):
        write_note(complaint.pk, by=who.triage, text="@t-neighbour 请看")
    assert not Note.objects.exists()


def test_nobody_is_called_to_a_note_that_he_may_not_read(office: Office) -> None:
    complaint, who = at_work(office), office.people
    with pytest.raises(Invalid) as refused:
        write_note(complaint.pk, by=who.triage, text="请看", named=[who.handler.pk])
    assert refused.value.field == "is_shared"
    write_note(complaint.pk, by=who.triage, text="请看", named=[who.handler.pk], is_shared=True)
    assert unread_count(who.handler) == 1


def test_a_complaint_that_left_ones_sight_leaves_ones_inbox(office: Office) -> None:
    complaint, who = at_work(office), office.people
    write_note(complaint.pk, by=who.triage, text="请看", named=[who.handler.pk], is_shared=True)
    release_hold(complaint, office.bodies.city_office.pk, at=make.START + timedelta(hours=1))
    reader = User.objects.get(pk=who.handler.pk)
    assert not [one for one in inbox_of(reader).rows if complaint.number in one.words]
    assert unread_count(reader) == 0
    key = Mention.objects.get().notice_id
    assert browser(reader).post(f"/office/inbox/{key}/read/").status_code == 404


def test_only_ones_own_are_marked_as_read(office: Office) -> None:
    complaint, who = at_work(office), office.people
    named = [who.desk.pk, who.head.pk]
    write_note(complaint.pk, by=who.triage, text="请看", named=named)
    theirs = Mention.objects.get(user=who.head)
    assert read_notices(by=who.desk, keys=[theirs.notice_id]) == 0
    assert read_notices(by=who.desk) == 1
    assert read_notices(by=who.desk) == 0
    assert (unread_count(who.desk), unread_count(who.head)) == (0, 1)


# The pages.


def test_a_note_is_written_read_in_the_inbox_and_marked(office: Office) -> None:
    complaint, who = at_work(office), office.people
    mine, theirs = browser(who.triage), browser(who.desk)
    path = f"/office/{complaint.number}/notes/"
    assert "测试接诉即办专班" in mine.get(path).content.decode()
    sent = mine.post(path, {"text": "明早一起去", "named": [who.desk.pk]}, follow=True)
    assert "明早一起去" in sent.content.decode()
    page = theirs.get("/office/inbox/").content.decode()
    assert "明早一起去" in page
    assert "条未读" in theirs.get(f"/office/{complaint.number}/").content.decode()
    key = Mention.objects.get().notice_id
    opened = theirs.post(f"/office/inbox/{key}/read/")
    assert opened["Location"] == f"/office/{complaint.number}/#notes"
    assert (
        '<span class="visually-hidden">条未读' not in theirs.get("/office/inbox/").content.decode()
    )


def test_a_refused_note_keeps_its_words_and_ticks(office: Office) -> None:
    complaint, who = at_work(office), office.people
    sent = {"text": "@不认识的人 请看", "named": [who.desk.pk], "is_shared": "on"}
    answer = browser(who.triage).post(f"/office/{complaint.number}/notes/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "@不认识的人 请看</textarea>" in html
    assert f'value="{who.desk.pk}"' in html.split("checked")[0].rsplit("<input", 1)[1]
    sent["text"], sent["named"] = "好", ["99999999"]
    assert browser(who.triage).post(f"/office/{complaint.number}/notes/", sent).status_code == 422


def test_the_inbox_asks_the_same_however_much_lies_in_it(
    office: Office, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    complaint, who = at_work(office), office.people
    theirs = browser(who.desk)
    for number in range(60):
        write_note(complaint.pk, by=who.triage, text=f"第{number}条", named=[who.desk.pk])
    with django_assert_max_num_queries(9):
        first = theirs.get("/office/inbox/").content.decode()
    assert "第59条" in first
    assert "第0条" not in first
    assert "第0条" in theirs.get("/office/inbox/?after=50").content.decode()
    assert theirs.get("/office/inbox/?after=x").status_code == 200


def test_the_ticket_page_asks_the_same_however_many_notes_it_has(
    office: Office, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    complaint, who = at_work(office), office.people
    theirs = browser(who.desk)
    for number in range(12):
        write_note(complaint.pk, by=who.triage, text=f"第{number}条", named=[who.desk.pk])
    assert Assignment.objects.count() == 2
    with django_assert_max_num_queries(23):
        assert "第11条" in theirs.get(f"/office/{complaint.number}/").content.decode()
