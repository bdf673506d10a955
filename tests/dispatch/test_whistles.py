"""The whistle: who may blow it, how units answer, what silence costs, when it may be concluded."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany, WrongState
from complaints.files.seeds import read_parameters
from complaints.models import Actor, Parameter
from dispatch.actions.merging import merge_complaints
from dispatch.actions.whistles.answering import (
    Arrival,
    decide_breach,
    excuse,
    fall_silent,
    leave,
    refuse,
    report_in,
)
from dispatch.actions.whistles.blowing import Call, call_off, link_ticket, summon_unit
from dispatch.actions.whistles.ending import conclude, score
from dispatch.models import Breach, MoreTime, Summons, Whistle, WhistleScore
from dispatch.states import (
    SUMMONS_LIFE,
    WHISTLE_LIFE,
    SummonsStatus,
    SummonsVerb,
    WhistleStatus,
    WhistleVerb,
)
from dispatch.tasks import mark_silence
from tests import make
from tests.whistling import (
    GROUND,
    HERE,
    MINUTE,
    blown,
    called,
    came,
    scored,
    summons_in,
    summons_of,
    whistle_in,
)

pytestmark = pytest.mark.django_db
LATE = make.START + 31 * MINUTE


@pytest.fixture
def made():
    return make.office()


@pytest.fixture
def who(made):
    return called(made)


# ---------------------------------------------------------------- blowing


def test_the_desk_blows_for_its_street_and_every_unit_has_its_clock(made, who):
    whistle = blown(made, who.housing, who.fire)
    assert whistle.status == "blown"
    assert whistle.number.startswith("W20261102")
    assert whistle.district_body == made.bodies.coordination
    dues = {one.report_by_at for one in whistle.summons.all()}
    assert dues == {make.START + 30 * MINUTE}


@pytest.mark.parametrize(
    ("kind", "span"),
    [
        ("emergency", timedelta(minutes=30)),
        ("enforcement", timedelta(minutes=30)),
        ("key_work", timedelta(hours=24)),
        ("demand", timedelta(days=3)),
    ],
)
def test_each_kind_has_its_own_clock_by_the_rule_of_the_day(made, who, kind, span):
    whistle = blown(made, who.housing, kind=kind)
    assert whistle.summons.get().report_by_at == make.START + span


def test_a_changed_rule_moves_the_next_whistle_and_no_earlier_one(made, who):
    first = blown(made, who.housing)
    day = timezone.localdate(make.START)
    Parameter.objects.create(
        key="whistle_enforcement", amount=15, unit="minutes", since=day, source="新规"
    )
    second = blown(made, who.housing)
    assert first.summons.get().report_by_at == make.START + 30 * MINUTE
    assert second.summons.get().report_by_at == make.START + 15 * MINUTE


def test_the_numbers_without_a_published_source_are_marked_as_ours():
    rows = {seed.key: seed for seed in read_parameters()}
    assert not rows["whistle_emergency"].is_ours
    assert not rows["whistle_enforcement"].is_ours
    assert rows["whistle_demand"].is_ours
    assert rows["whistle_key_work"].is_ours
    assert rows["whistle_more_demand"].is_ours


def test_a_handler_blows_for_nobody(made, who):
    with pytest.raises(NotAllowed):
        blown(made, who.housing, by=made.people.handler)


def test_nobody_blows_in_another_streets_name(made, who):
    with pytest.raises(NotAllowed):
        blown(made, who.housing, by=made.people.desk, blower_id=who.next_street.pk)


def test_a_street_calls_no_city_department_and_the_district_does(made, who):
    with pytest.raises(Invalid):
        blown(made, who.city_housing)
    whistle = blown(
        made, who.city_housing, who.housing, who.next_street,
        by=made.people.district_leader, blower_id=made.bodies.coordination.pk,
    )  # fmt: skip
    assert whistle.summons.count() == 3


def test_a_body_that_is_no_street_can_be_called(made, who):
    assert blown(made, who.station).summons.get().organisation == who.station


def test_communities_assist_and_are_never_called(made):
    with pytest.raises(Invalid):
        blown(made, made.bodies.committee)


def test_nobody_is_called_twice(made, who):
    whistle = blown(made, who.housing)
    with pytest.raises(Conflict):
        summon_unit(whistle.pk, Call(who.housing.pk, "再来", GROUND), by=made.people.desk)


def test_a_whistle_without_units_or_ground_is_refused(made, who):
    with pytest.raises(Invalid):
        blown(made)
    with pytest.raises(Invalid):
        blown(made, calls=[Call(who.housing.pk, "到场", " ")])


def test_a_callers_telephone_does_not_go_out_with_the_whistle(made, who):
    with pytest.raises(Invalid) as refused:
        blown(made, who.housing, reason="请联系反映人 13800000712")
    assert refused.value.field == "reason"
    assert not Whistle.objects.exists()


def test_where_the_district_has_no_body_to_report_to_nothing_is_blown(made, who):
    made.bodies.coordination.until = make.SINCE
    made.bodies.coordination.save()
    with pytest.raises(Invalid):
        blown(made, who.housing)
    assert not Whistle.objects.exists()


def test_residents_sign_on_paper_and_only_their_number_is_kept(made):
    by, community = made.people.community_worker, made.bodies.committee
    whistle = blown(
        made, made.bodies.government, by=by, blower_id=community.pk, origin="residents",
        signature_count=37, signatures_kept_at="居委会档案柜三号",
    )  # fmt: skip
    assert whistle.signature_count == 37
    text_fields = {f.name for f in Whistle._meta.get_fields() if "name" in f.name}
    assert text_fields == set()


def test_residents_without_signatures_or_without_their_paper_are_no_residents_whistle(made):
    by, community = made.people.community_worker, made.bodies.committee
    for count, kept in ((0, "柜子"), (5, " ")):
        with pytest.raises(Invalid):
            blown(
                made, made.bodies.government, by=by, blower_id=community.pk, origin="residents",
                signature_count=count, signatures_kept_at=kept,
            )  # fmt: skip


def test_to_residents_who_signed_the_head_comes_himself(made):
    whistle = blown(
        made, made.bodies.government, by=made.people.community_worker,
        blower_id=made.bodies.committee.pk, origin="residents", signature_count=37,
        signatures_kept_at="居委会",
    )  # fmt: skip
    summons = whistle.summons.get()
    with pytest.raises(NotAllowed):
        came(summons, by=made.people.desk)
    assert came(summons, by=made.people.head).status == "reported_in"


def test_a_street_does_not_sign_for_residents(made, who):
    with pytest.raises(Invalid):
        blown(made, who.housing, origin="residents", signature_count=3, signatures_kept_at="柜子")


def test_a_community_blows_for_residents_only(made):
    with pytest.raises(Invalid):
        blown(
            made, made.bodies.government, by=made.people.community_worker,
            blower_id=made.bodies.committee.pk,
        )  # fmt: skip


# ---------------------------------------------------------------- reporting in


def test_the_code_read_out_at_the_place_is_how_one_reports_in(made, who):
    summons = came(summons_of(blown(made, who.housing), who.housing), by=who.housing_clerk)
    assert (summons.status, summons.arrival) == ("reported_in", "code")
    assert summons.reported_in_by == who.housing_clerk
    assert summons.distance_m is None


def test_a_position_near_the_place_is_kept_as_a_distance_only(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    near = Arrival(lon=HERE[0] + 0.001, lat=HERE[1])
    done = report_in(summons.pk, near, by=who.housing_clerk, at=make.START + MINUTE)
    assert done.arrival == "position"
    assert done.distance_m in range(80, 90)


def test_who_is_not_there_does_not_report_in(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    with pytest.raises(Invalid):
        report_in(summons.pk, Arrival(lon=117.5, lat=39.5), by=who.housing_clerk, at=make.START)
    with pytest.raises(Invalid):
        report_in(summons.pk, Arrival(), by=who.housing_clerk, at=make.START)
    assert summons_of(summons.whistle, who.housing).status == "awaited"


def test_a_code_cannot_be_guessed(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    wrong = "000000" if summons.whistle.arrival_code != "000000" else "000001"
    for _try in range(5):
        with pytest.raises(Invalid):
            report_in(summons.pk, Arrival(code=wrong), by=who.housing_clerk, at=make.START)
    with pytest.raises(TooMany):
        came(summons, by=who.housing_clerk)


def test_only_the_unit_called_reports_in(made, who):
    summons = summons_of(blown(made, who.housing, who.fire), who.housing)
    with pytest.raises(NotAllowed):
        came(summons, by=who.fire_clerk)


def test_for_a_body_without_accounts_the_street_writes_down_who_came(made, who):
    summons = summons_of(blown(made, who.station), who.station)
    done = report_in(summons.pk, Arrival(name="站区值班员"), by=made.people.desk, at=make.START)
    assert (done.arrival, done.arrived_name) == ("witnessed", "站区值班员")


def test_for_a_department_with_accounts_the_street_writes_nothing_down(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    with pytest.raises(NotAllowed):
        report_in(summons.pk, Arrival(name="某人"), by=made.people.desk, at=make.START)


def test_once_all_have_come_the_work_together_begins(made, who):
    whistle = blown(made, who.housing, who.fire)
    came(summons_of(whistle, who.housing), by=who.housing_clerk)
    whistle.refresh_from_db()
    assert whistle.status == "blown"
    excuse(
        summons_of(whistle, who.fire).pk, by=made.people.desk, ground="not_needed",
        note="没有明火", at=make.START + 12 * MINUTE,
    )  # fmt: skip
    whistle.refresh_from_db()
    assert whistle.status == "at_work"


def test_one_more_unit_is_waited_for_again(made, who):
    whistle = whistle_in(made, who, "at_work")
    summon_unit(whistle.pk, Call(who.fire.pk, "查消防", GROUND), by=made.people.desk, at=LATE)
    whistle.refresh_from_db()
    assert whistle.status == "blown"
    assert summons_of(whistle, who.fire).report_by_at == LATE + 30 * MINUTE


# ---------------------------------------------------------------- silence and refusal


def test_silence_is_recorded_once_and_reported_to_the_district(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    assert not fall_silent(summons.pk, at=make.START + 29 * MINUTE)
    assert fall_silent(summons.pk, at=LATE)
    assert not fall_silent(summons.pk, at=LATE + MINUTE)
    breach = Breach.objects.get()
    assert (breach.kind, breach.reported_to) == ("silence", made.bodies.coordination)
    events = summons.whistle.events.filter(verb="fall_silent")
    assert events.get().actor == Actor.MACHINE


def test_the_task_finds_every_silence_however_late_it_runs(made, who):
    blown(made, who.housing, who.fire)
    assert mark_silence() == 2
    assert mark_silence() == 0
    assert Breach.objects.count() == 2


def test_who_comes_late_was_silent_before_even_where_no_task_has_run(made, who):
    summons = came(summons_of(blown(made, who.housing), who.housing), by=who.housing_clerk, at=LATE)
    assert summons.status == "reported_in"
    assert Breach.objects.get().kind == "silence"


def test_a_refusal_needs_words_and_is_reported_to_the_district(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    with pytest.raises(Invalid):
        refuse(summons.pk, by=who.housing_clerk, words=" ", at=make.START)
    refuse(summons.pk, by=who.housing_clerk, words="不归我们管", at=make.START + MINUTE)
    assert Breach.objects.get().kind == "refusal"


def test_who_was_silent_and_then_refuses_has_one_breach(made, who):
    summons = summons_in(made, who, "silent")
    refuse(summons.pk, by=who.housing_clerk, words="不归我们管", at=LATE + MINUTE)
    assert Breach.objects.get().kind == "silence"


def test_a_unit_does_not_excuse_itself(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    with pytest.raises(NotAllowed):
        excuse(summons.pk, by=who.housing_clerk, ground="other", note="忙", at=make.START)


def test_the_district_excuses_and_says_why(made, who):
    summons = summons_of(blown(made, who.housing), who.housing)
    leader = made.people.district_leader
    with pytest.raises(Invalid):
        excuse(summons.pk, by=leader, ground="other", note="", at=make.START)
    done = excuse(summons.pk, by=leader, ground="more_urgent", note="在抢险", at=make.START)
    assert done.status == "excused"


def test_the_district_decides_on_a_breach_once_and_nobody_else_does(made, who):
    summons = summons_in(made, who, "silent")
    with pytest.raises(NotAllowed):
        decide_breach(summons.pk, by=made.people.desk, is_upheld=True, words="通报")
    leader = made.people.district_leader
    decide_breach(summons.pk, by=leader, is_upheld=True, words="通报并记入年度考核", at=LATE)
    with pytest.raises(Conflict):
        decide_breach(summons.pk, by=leader, is_upheld=False, words="算了")
    assert Breach.objects.get().decision == "upheld"


def test_calling_off_lets_everybody_go_and_forgives_nothing(made, who):
    whistle = blown(made, who.housing, who.fire)
    fall_silent(summons_of(whistle, who.housing).pk, at=LATE)
    call_off(whistle.pk, by=made.people.desk, reason="误报", at=LATE + MINUTE)
    assert {one.status for one in whistle.summons.all()} == {"let_go"}
    assert Breach.objects.count() == 1
    assert mark_silence() == 0


# ---------------------------------------------------------------- the end


def test_a_whistle_is_concluded_when_both_have_scored_each_other(made, who):
    summons = summons_in(made, who, "reported_in")
    with pytest.raises(Conflict):
        conclude(summons.whistle_id, by=made.people.desk)
    score(summons.pk, by=made.people.desk, points=90, words="到得快")
    with pytest.raises(Conflict):
        conclude(summons.whistle_id, by=made.people.desk)
    score(summons.pk, by=who.housing_clerk, points=80, words="接应到位")
    assert conclude(summons.whistle_id, by=made.people.desk).status == "concluded"
    assert set(WhistleScore.objects.values_list("direction", flat=True)) == {
        "of_unit", "of_blower",
    }  # fmt: skip


def test_a_score_stands_as_it_was_given(made, who):
    summons = summons_in(made, who, "reported_in")
    score(summons.pk, by=made.people.desk, points=90, words="到得快")
    with pytest.raises(Conflict):
        score(summons.pk, by=made.people.desk, points=10, words="又想了想")
    for points, words in ((101, "多"), (-1, "少"), (50, " ")):
        with pytest.raises(Invalid):
            score(summons.pk, by=who.housing_clerk, points=points, words=words)


def test_a_body_without_accounts_owes_no_score(made, who):
    whistle = blown(made, who.station)
    summons = summons_of(whistle, who.station)
    report_in(summons.pk, Arrival(name="站区值班员"), by=made.people.desk, at=make.START)
    score(summons.pk, by=made.people.desk, points=70, words="来了一个人")
    assert conclude(whistle.pk, by=made.people.desk).status == "concluded"


def test_nobody_but_the_blower_concludes_or_calls_off(made, who):
    for step in (
        lambda key: conclude(key, by=who.housing_clerk),
        lambda key: call_off(key, by=who.housing_clerk, reason="不想来"),
    ):
        whistle = blown(made, who.housing)
        with pytest.raises(NotAllowed):
            step(whistle.pk)


# ---------------------------------------------------------------- every state and verb


@pytest.mark.parametrize("verb", SummonsVerb)
@pytest.mark.parametrize("status", SummonsStatus)
def test_each_action_on_a_summons_runs_exactly_where_the_table_says(made, who, status, verb):
    summons = summons_in(made, who, status)
    key, clerk, desk = summons.pk, who.housing_clerk, made.people.desk
    at = make.START + 20 * MINUTE

    steps = {
        SummonsVerb.REPORT_IN: lambda: came(summons, by=clerk, at=at),
        SummonsVerb.FALL_SILENT: lambda: fall_silent(key, at=LATE),
        SummonsVerb.REFUSE: lambda: refuse(key, by=clerk, words="不来", at=at),
        SummonsVerb.EXCUSE: lambda: excuse(key, by=desk, ground="other", note="已处置", at=at),
        SummonsVerb.LEAVE: lambda: leave(key, by=clerk, at=at),
        SummonsVerb.LET_GO: lambda: call_off(summons.whistle_id, by=desk, reason="误报", at=at),
    }
    target = SUMMONS_LIFE.get((status, verb))
    if target is not None:
        assert steps[verb]()
        assert summons_of(summons.whistle, who.housing).status == target
    elif verb == SummonsVerb.FALL_SILENT:
        assert steps[verb]() is False
    else:
        with pytest.raises(WrongState):
            steps[verb]()


@pytest.mark.parametrize(
    "verb", [v for v in WhistleVerb if v.value not in ("answer", "gather", "work")]
)
@pytest.mark.parametrize("status", WhistleStatus)
def test_each_action_on_a_whistle_runs_exactly_where_the_table_says(made, who, status, verb):
    whistle = whistle_in(made, who, status)
    key, desk = whistle.pk, made.people.desk

    call = Call(who.fire.pk, "来", GROUND)
    steps = {
        WhistleVerb.SUMMON: lambda: summon_unit(key, call, by=desk, at=LATE),
        WhistleVerb.LINK: lambda: link_ticket(key, make.received(made).pk, by=desk, at=LATE),
        WhistleVerb.SCORE: lambda: score(
            whistle.summons.get().pk, by=desk, points=90, words="好", at=LATE
        ),
        WhistleVerb.CONCLUDE: lambda: conclude(key, by=desk, at=LATE),
        WhistleVerb.CALL_OFF: lambda: call_off(key, by=desk, reason="误报", at=LATE),
    }
    if (status, verb) == ("at_work", WhistleVerb.CONCLUDE):
        scored(made, whistle.summons.get(), by=who.housing_clerk)
    target = WHISTLE_LIFE.get((status, verb))
    if target is None:
        with pytest.raises(WrongState):
            steps[verb]()
    else:
        steps[verb]()
        assert Whistle.objects.get(pk=key).status == target


# ---------------------------------------------------------------- clocks of the complaints


def test_the_limits_of_the_complaints_under_it_move_once_and_both_are_kept(made, who):
    branch = make.branch_in(made, "contacted")
    before = branch.feedback_due_at
    at = make.START + timedelta(hours=2)
    first = blown(made, who.housing, kind="demand", tickets=[branch.complaint_id], at=at)
    branch.refresh_from_db()
    assert branch.feedback_due_at == before + timedelta(days=5)
    kept = MoreTime.objects.get()
    assert (kept.due_before_at, kept.due_after_at) == (before, branch.feedback_due_at)
    event = branch.events.get(verb="more_time")
    assert event.facts["whistle"] == first.number
    blown(made, who.fire, kind="key_work", tickets=[branch.complaint_id], at=at)
    branch.refresh_from_db()
    assert branch.feedback_due_at == before + timedelta(days=5)


def test_an_emergency_buys_no_time(made, who):
    branch = make.branch_in(made, "contacted")
    before = branch.feedback_due_at
    at = make.START + timedelta(hours=2)
    blown(made, who.housing, kind="emergency", tickets=[branch.complaint_id], at=at)
    branch.refresh_from_db()
    assert branch.feedback_due_at == before
    assert not MoreTime.objects.exists()


def test_what_has_run_out_stays_run_out(made, who):
    branch = make.branch_in(made, "contacted")
    before = branch.feedback_due_at
    blown(
        made, who.housing, kind="demand", tickets=[branch.complaint_id],
        at=before + timedelta(hours=1),
    )  # fmt: skip
    branch.refresh_from_db()
    assert branch.feedback_due_at == before


def test_who_goes_along_gets_the_same_time(made, who):
    lead, other = make.received(made), make.received(made, words="东门的灯又不亮了。")
    merge_complaints(
        lead.pk, [other.pk], by=made.people.triage, reason="同一盏灯", at=make.START + MINUTE
    )
    make.dispatched(made, lead)
    at = make.START + timedelta(hours=1)
    blown(made, who.housing, kind="demand", tickets=[lead.pk], at=at)
    moved = set(MoreTime.objects.values_list("assignment__complaint", flat=True))
    assert moved == {lead.pk, other.pk}


# ---------------------------------------------------------------- sight


def test_who_has_nothing_to_do_with_a_whistle_does_not_see_it(made, who):
    whistle = blown(made, who.housing)
    seen = Whistle.objects.visible_to
    for user in (
        made.people.desk, made.people.triage, made.people.head, who.housing_clerk,
        made.people.district_leader, made.people.city_viewer,
    ):  # fmt: skip
        assert whistle in seen(user), user.username
    for user in (
        who.fire_clerk, who.next_desk, made.people.neighbour, made.people.handler,
        made.people.auditor, made.people.privacy_officer, made.people.administrator,
    ):  # fmt: skip
        assert whistle not in seen(user), user.username
    with pytest.raises(NotFound):
        summon_unit(whistle.pk, Call(who.fire.pk, "来", GROUND), by=who.next_desk)


def test_sight_ends_with_the_post(made, who):
    whistle = blown(made, who.housing)
    who.housing_clerk.posts.update(until=make.SINCE)
    who.housing_clerk.forget_posts()
    assert whistle not in Whistle.objects.visible_to(who.housing_clerk)


def test_the_other_street_works_on_it_once_it_has_come_and_tickets_stay_apart(made, who):
    mine = make.received(made)
    whistle = blown(made, who.next_street, tickets=[mine.pk])
    with pytest.raises(NotAllowed):
        summon_unit(whistle.pk, Call(who.fire.pk, "来", GROUND), by=who.next_desk, at=LATE)
    came(summons_of(whistle, who.next_street), by=who.next_desk)
    summon_unit(whistle.pk, Call(who.fire.pk, "来", GROUND), by=who.next_desk, at=LATE)
    theirs = make.filed(made, community=made.places.next_community).complaint
    link_ticket(whistle.pk, theirs.pk, by=who.next_desk, at=LATE)
    with pytest.raises(NotFound):
        link_ticket(whistle.pk, make.received(made).pk, by=who.next_desk, at=LATE)
    with pytest.raises(NotFound):
        link_ticket(whistle.pk, theirs.pk, by=made.people.desk, at=LATE)


def test_a_complaint_is_under_a_whistle_once(made, who):
    mine = make.received(made)
    whistle = blown(made, who.housing, tickets=[mine.pk])
    with pytest.raises(Conflict):
        link_ticket(whistle.pk, mine.pk, by=made.people.desk, at=LATE)


# ---------------------------------------------------------------- what the database holds


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "somewhere"},
        {"status": "reported_in"},
        {"status": "refused"},
        {"status": "excused"},
        {"status": "left"},
        {"report_by_at": make.START},
    ],
)
def test_no_summons_is_stored_without_what_its_state_means(made, who, wrong):
    summons = summons_of(blown(made, who.housing), who.housing)
    with pytest.raises(IntegrityError), transaction.atomic():
        Summons.objects.filter(pk=summons.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "somewhere"},
        {"status": "concluded"},
        {"status": "called_off"},
        {"origin": "residents"},
        {"signature_count": 3},
        {"lon": None},
    ],
)
def test_no_whistle_is_stored_without_what_its_state_means(made, who, wrong):
    whistle = blown(made, who.housing)
    with pytest.raises(IntegrityError), transaction.atomic():
        Whistle.objects.filter(pk=whistle.pk).update(**wrong)
