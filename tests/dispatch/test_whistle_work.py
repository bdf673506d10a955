"""Meetings and their minutes, duties, dated actions: what is done together under a whistle."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from dispatch.actions.whistles.answering import leave
from dispatch.actions.whistles.ending import conclude
from dispatch.actions.whistles.working import (
    act_together,
    attend_meeting,
    digest_of,
    drop_meeting,
    end_meeting,
    freeze_minutes,
    lay_duty,
    open_meeting,
    plan_meeting,
    settle_duty,
    write_minutes,
)
from dispatch.files.calendars import CalendarMeeting, calendar_file
from dispatch.models import Duty, JointAction, Meeting, Minutes, Whistle
from dispatch.states import (
    MEETING_LIFE,
    MeetingStatus,
    MeetingVerb,
    meeting_after,
    meeting_allowed_from,
)
from tests import make
from tests.whistling import MINUTE, blown, called, came, scored, summons_in, summons_of

pytestmark = pytest.mark.django_db
AT = make.START + 60 * MINUTE
TODAY = date(2026, 11, 2)
MEETINGS: dict[str, dict[str, str]] = {
    "planned": {"open": "in_session", "drop": "not_held"},
    "in_session": {"attend": "in_session", "write": "in_session", "end": "amending"},
    "amending": {"amend": "amending", "freeze": "frozen"},
    "frozen": {},
    "not_held": {},
}


@pytest.fixture
def made():
    return make.office()


@pytest.fixture
def who(made):
    return called(made)


@pytest.fixture
def whistle(made, who):
    """The department has come and the work together goes on."""
    return Whistle.objects.get(pk=summons_in(made, who, "reported_in").whistle_id)


def planned(made, whistle):
    starts = AT + timedelta(days=1)
    return plan_meeting(
        whistle.pk, by=made.people.desk, place="街道二层会议室", starts_at=starts,
        agenda="时间、地点、分工", at=AT,
    )  # fmt: skip


def meeting_in(made, who, whistle, status):
    meeting, desk = planned(made, whistle), made.people.desk
    if status == "not_held":
        drop_meeting(meeting.pk, by=desk)
    elif status != "planned":
        open_meeting(meeting.pk, by=desk)
        attend_meeting(meeting.pk, by=who.housing_clerk)
        if status != "in_session":
            write_minutes(meeting.pk, by=desk, text="周五拆除", version=0)
            end_meeting(meeting.pk, by=desk)
        if status == "frozen":
            freeze_minutes(meeting.pk, by=desk)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.mark.parametrize("verb", MeetingVerb)
@pytest.mark.parametrize("status", MeetingStatus)
def test_each_verb_of_a_meeting_runs_only_where_it_is_expected(made, who, whistle, status, verb):
    target = MEETINGS[status].get(verb)
    assert (verb in meeting_allowed_from(status)) is (target is not None)
    key, desk = meeting_in(made, who, whistle, status).pk, made.people.desk
    version = Minutes.objects.filter(meeting=key).count()
    steps = {
        "open": lambda: open_meeting(key, by=desk),
        "attend": lambda: attend_meeting(key, by=who.housing_clerk),
        "write": lambda: write_minutes(key, by=desk, text="一", version=version),
        "end": lambda: end_meeting(key, by=desk),
        "amend": lambda: write_minutes(key, by=who.housing_clerk, text="二", version=version),
        "freeze": lambda: freeze_minutes(key, by=desk),
        "drop": lambda: drop_meeting(key, by=desk),
    }
    if target is not None:
        assert meeting_after(status, verb) == target
        steps[verb]()
        assert Meeting.objects.get(pk=key).status == target
        return
    with pytest.raises(WrongState):
        meeting_after(status, verb)
    if not ({"write", "amend"} >= {verb.value} and status in {"in_session", "amending"}):
        with pytest.raises(WrongState):
            steps[verb]()


def test_the_table_of_meetings_holds_nothing_that_was_not_walked():
    assert len(MEETING_LIFE) == sum(len(row) for row in MEETINGS.values())


def test_afterwards_only_who_was_there_amends(made, who, whistle):
    meeting = meeting_in(made, who, whistle, "amending")
    with pytest.raises(NotAllowed):
        write_minutes(meeting.pk, by=made.people.head, text="改", version=1)
    write_minutes(meeting.pk, by=who.housing_clerk, text="周六拆除", version=1)
    assert [one.text for one in meeting.minutes.all()] == ["周五拆除", "周六拆除"]


def test_while_it_lasts_who_called_it_writes(made, who, whistle):
    meeting = meeting_in(made, who, whistle, "in_session")
    with pytest.raises(NotAllowed):
        write_minutes(meeting.pk, by=who.housing_clerk, text="我来记", version=0)


def test_of_two_writers_the_second_is_told(made, who, whistle):
    meeting = meeting_in(made, who, whistle, "amending")
    write_minutes(meeting.pk, by=who.housing_clerk, text="周六拆除", version=1)
    with pytest.raises(Conflict):
        write_minutes(meeting.pk, by=made.people.desk, text="周日拆除", version=1)


def test_frozen_minutes_stand_under_a_digest_that_any_change_would_break(made, who, whistle):
    meeting = meeting_in(made, who, whistle, "frozen")
    assert meeting.digest == digest_of(meeting, "周五拆除")
    assert meeting.digest != digest_of(meeting, "周五拆除。")
    meeting.attendance.first().delete()
    assert meeting.digest != digest_of(meeting, "周五拆除")


def test_a_meeting_without_minutes_is_not_frozen(made, whistle):
    meeting = planned(made, whistle)
    open_meeting(meeting.pk, by=made.people.desk)
    end_meeting(meeting.pk, by=made.people.desk)
    with pytest.raises(Conflict):
        freeze_minutes(meeting.pk, by=made.people.desk)


def test_who_does_not_see_the_whistle_is_not_at_its_meeting(made, who, whistle):
    meeting = meeting_in(made, who, whistle, "in_session")
    with pytest.raises(NotFound):
        attend_meeting(meeting.pk, by=who.next_desk)
    with pytest.raises(NotAllowed):
        attend_meeting(meeting.pk, by=made.people.city_viewer)


def duty(made, who, whistle, **more):
    given = {"what": "切断明火", "due_on": TODAY, "owners": [who.housing.pk], **more}
    return lay_duty(whistle.pk, by=made.people.desk, at=AT, **given)[0]


def test_nobody_leaves_before_what_he_owes_there_is_done(made, who, whistle):
    owed = duty(made, who, whistle, is_on_spot=True)
    summons = summons_of(whistle, who.housing)
    with pytest.raises(Conflict) as refused:
        leave(summons.pk, by=who.housing_clerk, at=AT)
    assert "切断明火" in refused.value.message
    settle_duty(owed.pk, by=who.housing_clerk, is_kept=True, evidence="照片已存档", at=AT)
    assert leave(summons.pk, by=who.housing_clerk, at=AT).status == "left"


def test_a_whistle_is_not_concluded_over_an_open_duty(made, who, whistle):
    owed = duty(made, who, whistle)
    scored(made, summons_of(whistle, who.housing), by=who.housing_clerk)
    with pytest.raises(Conflict) as refused:
        conclude(whistle.pk, by=made.people.desk)
    assert "切断明火" in refused.value.message
    settle_duty(owed.pk, by=made.people.desk, is_kept=False, evidence="产权不清，转区里", at=AT)
    assert conclude(whistle.pk, by=made.people.desk).status == "concluded"


def test_a_duty_needs_evidence_is_settled_once_and_not_waved_away_by_its_owner(made, who, whistle):
    owed = duty(made, who, whistle)
    with pytest.raises(Invalid):
        settle_duty(owed.pk, by=who.housing_clerk, is_kept=True, evidence=" ")
    with pytest.raises(NotAllowed):
        settle_duty(owed.pk, by=who.housing_clerk, is_kept=False, evidence="办不了")
    with pytest.raises(NotAllowed):
        settle_duty(owed.pk, by=made.people.district_leader, is_kept=True, evidence="好了")
    settle_duty(owed.pk, by=who.housing_clerk, is_kept=True, evidence="照片已存档")
    with pytest.raises(Conflict):
        settle_duty(owed.pk, by=made.people.desk, is_kept=True, evidence="再写一次")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=owed.pk).update(evidence="")


def test_duties_go_to_who_is_there_and_not_into_the_past(made, who, whistle):
    with pytest.raises(Invalid):
        duty(made, who, whistle, owners=[who.fire.pk])
    with pytest.raises(Invalid):
        duty(made, who, whistle, due_on=TODAY - timedelta(days=1))
    both = [who.housing.pk, made.bodies.government.pk]
    lay_duty(whistle.pk, by=made.people.desk, owners=both, what="各出两人", due_on=TODAY, at=AT)
    assert Duty.objects.count() == 2


def test_a_series_of_seven_visits_is_one_whistle_with_seven_dated_actions(made, who, whistle):
    for turn in range(7):
        act_together(
            whistle.pk, by=who.housing_clerk, kind="talk" if turn == 0 else "visit",
            done_on=TODAY + timedelta(days=turn), what=f"第{turn + 1}次上门",
            at=AT + timedelta(days=7),
        )  # fmt: skip
    assert JointAction.objects.filter(whistle=whistle).count() == 7
    assert Whistle.objects.count() == 1
    with pytest.raises(Invalid):
        act_together(
            whistle.pk, by=who.housing_clerk, kind="visit", done_on=TODAY + timedelta(days=1),
            what="明天去", at=AT,
        )  # fmt: skip


def test_nothing_is_worked_on_once_the_whistle_is_over(made, who, whistle):
    scored(made, summons_of(whistle, who.housing), by=who.housing_clerk)
    conclude(whistle.pk, by=made.people.desk)
    with pytest.raises(WrongState):
        planned(made, whistle)
    with pytest.raises(WrongState):
        duty(made, who, whistle)


def test_the_other_street_that_came_calls_its_own_meeting(made, who):
    across = blown(made, who.next_street)
    came(summons_of(across, who.next_street), by=who.next_desk)
    meeting = plan_meeting(
        across.pk, by=who.next_desk, place="界桩旁", starts_at=AT, agenda="分工", at=AT
    )
    assert open_meeting(meeting.pk, by=who.next_desk).attendance.get().organisation.code == "T-ST2"


def test_a_calendar_file_folds_lines_and_keeps_what_was_typed_as_text():
    made = CalendarMeeting(
        uid="meeting-1@W1", title="屋顶违建；查验," + "很长的题目" * 10, place="二层\n会议室",
        words="BEGIN:VEVENT\r\nSUMMARY:别的", starts_at=AT, stamped_at=make.START,
    )  # fmt: skip
    content = calendar_file(made)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert unfolded.count("\r\nBEGIN:VEVENT\r\n") == 1
    assert "LOCATION:二层\\n会议室" in unfolded
    assert "SUMMARY:屋顶违建；查验\\,很长的题目" in unfolded
    assert "DTSTART:20261102T020000Z" in unfolded


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_meeting_from_its_plan_to_the_frozen_minutes_in_the_browser(made, who, whistle):
    desk, unit = signed_in(made.people.desk), signed_in(who.housing_clerk)
    page = reverse("office-whistle", args=[whistle.pk])
    sent = {"place": "二层会议室", "starts_at": "2026-11-03T14:00", "agenda": "分工"}
    assert desk.post(reverse("office-whistle-meet", args=[whistle.pk]), sent).status_code == 302
    key = Meeting.objects.get().pk
    door = {
        name: reverse(f"office-meeting-{name}", args=[key])
        for name in ("open", "attend", "minutes", "end", "freeze", "file")
    }
    assert b"DTSTART:20261103T060000Z" in unit.get(door["file"]).content
    desk.post(door["open"])
    assert door["attend"] in unit.get(page).content.decode()
    unit.post(door["attend"])
    desk.post(door["minutes"], {"version": 0, "text": "周五拆除"})
    desk.post(door["end"])
    assert "周五拆除" in unit.get(door["minutes"]).content.decode()
    unit.post(door["minutes"], {"version": 1, "text": "周六拆除"})
    late = desk.post(door["minutes"], {"version": 1, "text": "周日拆除"})
    words = late.content.decode()
    assert late.status_code == 409
    assert "周日拆除" in words
    assert "最新的一版：周六拆除" in words
    desk.post(door["freeze"])
    shown = unit.get(page).content.decode()
    assert Meeting.objects.get().digest in shown
    assert "周六拆除" in shown


def test_duties_and_actions_in_the_browser(made, who, whistle):
    desk, unit = signed_in(made.people.desk), signed_in(who.housing_clerk)
    page = reverse("office-whistle", args=[whistle.pk])
    sent = {"owners": [who.housing.pk], "what": "出具认定书", "due_on": "2199-12-31"}
    assert desk.post(reverse("office-whistle-oblige", args=[whistle.pk]), sent).status_code == 302
    door = reverse("office-duty-settle", args=[Duty.objects.get().pk])
    assert door in unit.get(page).content.decode()
    assert unit.post(door, {"result": "kept"}).status_code == 422
    unit.post(door, {"result": "kept", "evidence": "认定书 12 号"})
    act = {"kind": "removal", "done_on": "2026-11-02", "what": "拆除二层"}
    unit.post(reverse("office-whistle-act", args=[whistle.pk]), act)
    shown = desk.get(page).content.decode()
    assert "认定书 12 号" in shown
    assert "拆除二层" in shown
