"""Stories of the handbook about disposing, walked as they went, with their figures."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from complaints.models import Complaint
from dispatch.models import (
    Assignment,
    Callback,
    ContactAttempt,
    Duty,
    Endorsement,
    JointAction,
    Summons,
    Whistle,
)
from tests import make
from tests.handbook.walking import At
from tests.make import Office
from tests.whistling import Called, called

pytestmark = pytest.mark.django_db
WORDS = "有人在公共车位上私装地锁，别人没法停车。"
NOISE = "污水站夜里机器响，离家只有十米，睡不着。"
# D-3: seven joint actions from January to May 2018.
SEVEN = (
    ("talk", date(2018, 1, 17), "约谈业主和经营人"), ("visit", date(2018, 2, 2), "联合上门告知"),
    ("inspection", date(2018, 2, 28), "联合检查消防"), ("talk", date(2018, 3, 14), "再次约谈"),
    ("inspection", date(2018, 4, 3), "查验房屋结构"), ("removal", date(2018, 5, 8), "拆除二层"),
    ("clearing", date(2018, 5, 22), "清运渣土"),
)  # fmt: skip


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def who(office: Office) -> Called:
    return called(office)


def test_d1_a_lock_on_a_parking_space_goes_to_three_at_once_and_each_is_judged(
    office: Office,
) -> None:
    """鲁谷, 2020-12-16: city management has the lock removed, community and property explain; all
    end on the same day, and each has its own callback."""
    people, bodies = office.people, office.bodies
    complaint = make.received(office, words=WORDS)
    number = complaint.number
    centre = At(people.triage)
    lead = bodies.city_office
    centre.does(
        "office-dispatch", number, version=complaint.version, organisation=lead.pk,
        clock_kind="general", redacted_text=WORDS, redacted_address="晨光社区停车场",
        co_units=[bodies.committee.pk, bodies.property.pk], override_reason="双派双考",
    )  # fmt: skip
    branches = {one.organisation_id: one for one in Assignment.objects.all()}
    assert set(branches) == {lead.pk, bodies.committee.pk, bodies.property.pk}
    assert len({one.dispatched_at for one in branches.values()}) == 1

    workers = {
        lead.pk: (people.handler, "已责令物业拆除地锁。"),
        bodies.committee.pk: (people.community_worker, "已向安装人讲明规定。"),
        bodies.property.pk: (people.property_clerk, "地锁已拆除。"),
    }
    for unit, (person, result) in workers.items():
        worker, key = At(person), branches[unit].pk
        # No unit sees before it signs what another has done, and one's step moves no other.
        worker.does("branch-sign", key)
        worker.does("branch-contact", key, method="visit", outcome="reached", note="")
        worker.does("branch-report", key, outcome="solved", text=result)
        worker.does("branch-tell-resident", key)
        centre.does("branch-tell-hotline", key)
    complaint.refresh_from_db()
    assert complaint.status == Complaint.StatusChoice.FINISHED
    assert not Assignment.objects.filter(
        closed_at__gt=F("dispatched_at") + timedelta(days=1)
    ).exists()
    assert not Assignment.objects.exclude(status="closed").exists()

    answers = {
        lead.pk: ("yes", "satisfied"), bodies.committee.pk: ("yes", "basic"),
        bodies.property.pk: ("no", "not"),
    }  # fmt: skip
    for unit, (resolved, satisfaction) in answers.items():
        call = make.callback_of(Assignment.objects.get(organisation=unit))
        centre.does(
            "office-callback", call.pk, act="answers", contacted="yes", resolved=resolved,
            satisfaction=satisfaction, note="",
        )  # fmt: skip
    judged = dict(Callback.objects.values_list("assignment__organisation", "satisfaction"))
    assert judged == {unit: given for unit, (_resolved, given) in answers.items()}


def test_d2_at_night_the_caller_is_contacted_while_the_head_signs_and_then_goes_there_himself(
    office: Office,
) -> None:
    """喇叭沟门, 2019-07-11: night noise of a sewage works. The desk calls, asks the environment
    office and the village, and lays it before the head in the same step; within the hour officers
    are there; the noise is lawful but ten metres from the house; at 21:50 the heads are at the door
    and promise a second damping for the next morning; it is done."""
    people, bodies = office.people, office.bodies
    complaint = make.received(office, words=NOISE)
    number = complaint.number
    desk, head = At(people.desk), At(people.head)
    desk.does(
        "office-dispatch", number, version=complaint.version, organisation=bodies.city_office.pk,
        clock_kind="general", redacted_text=NOISE, redacted_address="污水站旁",
        co_units=[bodies.committee.pk], override_reason="环保科主办",
        lay_reason="夜间噪音影响休息，请批办。",
    )  # fmt: skip
    laid = Endorsement.objects.get()
    lead = Assignment.objects.get(role="lead")
    village = Assignment.objects.get(role="co")
    # Both at the same time: the unit is asked and the head is asked, nobody waits for the other.
    assert laid.asked_at == lead.dispatched_at == village.dispatched_at
    officer, cadre = At(people.handler), At(people.community_worker)
    officer.does("branch-sign", lead.pk)
    officer.does("branch-contact", lead.pk, method="phone", outcome="reached", note="夜里睡不着")
    assert number in head.sees("office-endorsements")
    head.does("office-endorsement-sign", laid.pk, words="接诉即办。")
    assert "接诉即办。" in officer.sees("office-ticket", number)

    cadre.does("branch-sign", village.pk)
    for who, branch in ((officer, lead), (cadre, village)):
        who.does("branch-contact", branch.pk, method="visit", outcome="reached", note="已到场")
    visits = ContactAttempt.objects.filter(method="visit")
    assert visits.count() == 2
    assert all(one.at - lead.dispatched_at < timedelta(hours=1) for one in visits)

    # Lawful, and still ten metres from the house: what the unit cannot end the head takes himself.
    tomorrow = timezone.localdate() + timedelta(days=1)
    head.does(
        "office-endorsement-go", laid.pk, promise="21:50 入户：明早再加一道减震隔音。",
        promised_on=tomorrow.isoformat(),
    )  # fmt: skip
    assert "明早再加一道减震隔音" in desk.sees("office-ticket", number)
    head.does("office-endorsement-finish", laid.pk, result="第二道隔音已装，入户回访无异议。")
    for who, branch in ((officer, lead), (cadre, village)):
        who.does("branch-report", branch.pk, outcome="solved", text="已加装第二道隔音。")
        who.does("branch-tell-resident", branch.pk)
        desk.does("branch-tell-hotline", branch.pk)
    complaint.refresh_from_db()
    assert complaint.status == Complaint.StatusChoice.FINISHED
    laid.refresh_from_db()
    assert (laid.status, laid.promised_on) == ("spot_done", tomorrow)

    call = make.callback_of(Assignment.objects.get(pk=lead.pk))
    At(people.triage).does(
        "office-callback", call.pk, act="answers", contacted="yes", resolved="yes",
        satisfaction="satisfied", note="",
    )  # fmt: skip
    assert Callback.objects.get(pk=call.pk).satisfaction == "satisfied"


def test_d3_a_building_astride_two_streets_is_whistled_for_and_both_act(
    office: Office, who: Called
) -> None:
    """广外 / 太平桥: found by a patrol, no ticket. One street whistles across the border and calls
    a body that is no street; the other brings its departments; both agree on shares and act seven
    times; each sees only what it may."""
    own, other = At(office.people.desk), At(who.next_desk)
    ticket = make.received(office)
    own.does(
        "office-whistles-new", blower=office.bodies.government.pk, kind="enforcement",
        origin="work", title="跨界两层违建", reason="执法队巡查发现，横跨两街。", place="界桩旁",
        numbers=ticket.number, units=[who.next_street.pk, who.station.pk],
        call_reason="到场共同认定", legal_ground="《北京市街道办事处条例》第十一条",
    )  # fmt: skip
    whistle = Whistle.objects.get()
    street, station = (
        Summons.objects.get(whistle=whistle, organisation=body)
        for body in (who.next_street, who.station)
    )
    other.does("office-summons-report-in", street.pk, code=whistle.arrival_code)
    # Nobody of the station signs in anywhere: who blew writes down who came.
    own.does("office-summons-report-in", station.pk, name="站区值班员")

    # The other side brings its own department.
    other.does(
        "office-whistle-summon", whistle.pk, units=[who.housing.pk], call_reason="认定房屋性质",
        legal_ground="《北京市街道办事处条例》第十一条",
    )  # fmt: skip
    housing = At(who.housing_clerk)
    third = Summons.objects.get(whistle=whistle, organisation=who.housing)
    housing.does("office-summons-report-in", third.pk, code=whistle.arrival_code)

    _meet(whistle, own, other, housing)
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    own.does(
        "office-whistle-oblige", whistle.pk, what="东侧由本街拆除，西侧由邻街拆除", due_on=due,
        owners=[office.bodies.government.pk, who.next_street.pk],
    )  # fmt: skip
    for turn, (kind, day, what) in enumerate(SEVEN):
        side = own if turn % 2 else other
        side.does("office-whistle-act", whistle.pk, kind=kind, done_on=day.isoformat(), what=what)
    assert JointAction.objects.filter(whistle=whistle).count() == 7
    assert set(JointAction.objects.values_list("kind", flat=True)) >= {"talk", "visit", "removal"}

    # Both sides' events on one page; the other street's complaint only for who may see it.
    shown = other.sees("office-whistle", whistle.pk)
    assert all(what in shown for _kind, _day, what in SEVEN)
    assert ticket.number not in shown
    assert ticket.number in own.sees("office-whistle", whistle.pk)

    own_duty, other_duty = (
        Duty.objects.get(whistle=whistle, owner=body)
        for body in (office.bodies.government, who.next_street)
    )
    early = own.sends("office-whistle-conclude", whistle.pk, given={})
    assert early.status_code == 409, "duties are open"
    own.does("office-duty-settle", own_duty.pk, result="kept", evidence="拆除前后照片存档")
    other.does("office-duty-settle", other_duty.pk, result="kept", evidence="文书 2018-05")
    assert set(Duty.objects.values_list("result", flat=True)) == {"kept"}


def _meet(whistle: Whistle, own: At, *others: At) -> None:
    """Planned, opened, attended, minuted, ended, frozen."""
    soon = timezone.localtime() + timedelta(hours=1)
    own.does(
        "office-whistle-meet", whistle.pk, place="界桩旁", starts_at=f"{soon:%Y-%m-%dT%H:%M}",
        agenda="时间、地点和分工",
    )  # fmt: skip
    meeting = whistle.meetings.get()
    own.does("office-meeting-open", meeting.pk)
    for one in others:
        one.does("office-meeting-attend", meeting.pk)
    own.does("office-meeting-minutes", meeting.pk, version=0, text="五月底前两侧同时拆除。")
    own.does("office-meeting-end", meeting.pk)
    own.does("office-meeting-freeze", meeting.pk)
    meeting.refresh_from_db()
    assert meeting.status == "frozen"
    assert meeting.attendance.count() >= len(others)
