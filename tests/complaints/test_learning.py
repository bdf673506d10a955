"""The office's own model: learnt in the night from what people sorted, used if better, and back."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from complaints import tasks
from complaints.actions.learning import (
    ATTEMPTS_MAX,
    LEASE,
    Lesson,
    ask_in_the_night,
    choose_version,
    claim_learning,
    request_learning,
    run_learning,
    teach_first,
)
from complaints.actions.life import confirm_redaction
from complaints.errors import Conflict, NotAllowed, NotFound
from complaints.models import (
    Actor,
    Complaint,
    LearningRun,
    ModelUse,
    ModelVersion,
    Parameter,
    Suggestion,
)
from complaints.selectors.lessons import lessons_of_office
from complaints.selectors.suggested import category_suggestion
from tests import make
from tests.complaints.test_classifying import MATTERS, PLACES

pytestmark = pytest.mark.django_db

CODES = {"供暖": "010101", "噪声": "030301", "路灯": "010306"}
AS_OF = make.START + timedelta(days=60)


def learning_office():
    """With three categories, and content with the few complaints of a test."""
    made = make.office()
    for name, code in CODES.items():
        make.category(code, name)
    Parameter.objects.filter(key="learning_least").update(amount=6)
    return made


@pytest.fixture
def office():
    return learning_office()


def lessons(names=tuple(MATTERS), sides=(0, 1)) -> list[Lesson]:
    return [
        Lesson(f"{place}{words}", CODES[name], at % 2)
        for name in names
        for at, words in enumerate(MATTERS[name])
        for place in PLACES
        if at % 2 in sides
    ]


def first(names=tuple(MATTERS)) -> ModelVersion:
    return teach_first(lessons(names), lessons(names, (1,)), by=Actor.MACHINE)


def work_through(made, *, count: int = 36, since=make.START, days: int = 60) -> list[Complaint]:
    """Complaints sorted and checked by people, spread over the days."""
    found = []
    said = [(name, words) for name, spoken in MATTERS.items() for words in spoken]
    for number in range(count):
        name, words = said[number % len(said)]
        at = since + timedelta(days=days) * number / count
        filed = make.filed(
            made,
            words=f"{PLACES[number % len(PLACES)]}{words}",
            category=make.category(CODES[name], name),
            by=made.people.triage,
            channel="phone",
            at=at,
            key=f"{since} {number}",
        ).complaint
        found.append(
            confirm_redaction(
                filed.pk, by=made.people.triage, redacted_text=filed.redacted_text, at=at
            )
        )
    return found


def asked(**more) -> LearningRun:
    run = request_learning(by=Actor.MACHINE, at=AS_OF, **more)
    assert run is not None
    return run


def learnt() -> LearningRun:
    asked()
    run = claim_learning()
    run_learning(run.pk, attempt=run.attempts)
    return LearningRun.objects.get(pk=run.pk)


def test_without_a_version_in_use_nothing_is_suggested(office):
    assert category_suggestion("路灯坏了") is None


def test_the_first_version_is_used_and_suggests_with_its_reasons(office):
    version = first()
    found = category_suggestion("小区门口路灯不亮")
    assert found.version_id == version.pk
    assert found.best[0].category.code == CODES["路灯"]
    assert any("路灯" in words for words in found.best[0].words)
    assert [one.confidence for one in found.best] == sorted(
        (one.confidence for one in found.best), reverse=True
    )
    assert category_suggestion("  ") is None
    use = ModelUse.objects.get()
    assert (use.why, use.actor, use.is_current) == ("first", "machine", True)


def test_a_category_that_has_ended_is_not_suggested(office):
    first()
    lamps = make.category(CODES["路灯"], "路灯")
    lamps.until = timezone.localdate() - timedelta(days=1)
    lamps.save()
    found = category_suggestion("小区门口路灯不亮")
    assert found is None or CODES["路灯"] not in [one.category.code for one in found.best]


def test_a_model_is_loaded_once_and_a_suggestion_costs_two_queries(
    office, django_assert_num_queries
):
    first()
    category_suggestion("路灯坏了")
    with django_assert_num_queries(2):
        category_suggestion("暖气不热")


def test_learnt_is_what_a_person_sorted_and_checked_and_no_secret(office):
    kept = work_through(office, count=8)
    make.filed(office, key="by a resident")
    unchecked = make.filed(office, by=office.people.triage, channel="phone", key="unchecked")
    secret = make.filed(
        office, by=office.people.triage, channel="phone", key="secret", is_secret=True
    )
    confirm_redaction(secret.complaint.pk, by=office.people.triage, redacted_text="路灯坏了")
    found = lessons_of_office(AS_OF)
    texts = [text for text, _code in (*found.taught, *found.tests)]
    assert texts == [one.redacted_text for one in kept]
    assert unchecked.complaint.redacted_text not in texts


def test_the_later_ones_test_what_was_learnt_from_the_earlier_ones(office):
    kept = work_through(office, count=30)
    found = lessons_of_office(AS_OF)
    until = AS_OF - timedelta(days=28)
    assert found.learned_until == until
    assert len(found.taught) == sum(one.received_at < until for one in kept)
    assert len(found.taught) + len(found.tests) == 30
    few = lessons_of_office(AS_OF, most=5)
    assert len(few.taught) <= 5
    assert few.tests == found.tests


def test_a_better_version_is_used_and_the_run_says_how_it_was_made(office):
    work_through(office)
    old = first(("供暖", "噪声"))
    run = learnt()
    assert (run.status, run.outcome) == ("done", "promoted")
    assert run.version.origin == "office"
    figures = run.version.figures
    assert figures["macro_f1_rate"] > figures["before_macro_f1_rate"]
    assert run.parameters["taught"] == run.version.text_count
    assert (run.seed, run.code_version) == (run.version.seed, run.version.code_version)
    assert ModelUse.objects.get(is_current=True).version == run.version
    assert ModelUse.objects.get(version=old).until is not None
    assert category_suggestion("门口路灯不亮").best[0].category.code == CODES["路灯"]


def test_one_that_is_not_better_is_kept_and_not_used(office):
    work_through(office)
    learnt()
    present = ModelUse.objects.get(is_current=True).version
    run = learnt()
    assert (run.status, run.outcome) == ("done", "not_better")
    assert run.version.figures["before_macro_f1_rate"] == run.version.figures["macro_f1_rate"]
    assert ModelUse.objects.get(is_current=True).version == present
    assert ModelVersion.objects.count() == 2


def test_too_few_complaints_are_no_lesson(office):
    work_through(office, count=3)
    run = learnt()
    assert (run.status, run.outcome, run.version) == ("done", "too_few", None)


def test_back_to_an_earlier_version_by_one_press_and_on_record(office):
    work_through(office)
    old = first(("供暖", "噪声"))
    new = learnt().version
    choose_version(old.pk, by=office.people.administrator)
    use = ModelUse.objects.get(is_current=True)
    assert (use.version, use.why, use.by) == (old, "chosen", office.people.administrator)
    assert category_suggestion("路灯不亮").version_id == old.pk
    choose_version(new.pk, by=office.people.triage)
    assert [use.version for use in ModelUse.objects.order_by("pk")] == [old, new, old, new]
    with pytest.raises(Conflict):
        choose_version(new.pk, by=office.people.triage)
    with pytest.raises(NotFound):
        choose_version(new.pk + 99, by=office.people.triage)


def test_only_administrators_and_those_who_triage_teach(office):
    version = first()
    for person in (office.people.handler, office.people.clerk, office.people.city_viewer):
        with pytest.raises(NotAllowed):
            request_learning(by=person)
        with pytest.raises(NotAllowed):
            choose_version(version.pk, by=person)
    assert request_learning(by=office.people.administrator) is not None


def test_two_versions_cannot_be_in_use(office):
    version = first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelUse.objects.create(
            version=version, why="chosen", since=timezone.now(), actor="machine"
        )


def test_a_second_request_waits_for_the_first(office):
    request_learning(by=office.people.triage)
    with pytest.raises(Conflict, match="排队"):
        request_learning(by=office.people.triage)


def test_a_run_is_claimed_by_one_worker_and_a_lost_one_writes_nothing(office):
    work_through(office)
    asked()
    start = timezone.now()
    lost = claim_learning(at=start)
    assert claim_learning(at=start) is None
    later = claim_learning(at=start + LEASE + timedelta(seconds=1))
    assert (later.pk, later.attempts) == (lost.pk, 2)
    assert run_learning(lost.pk, attempt=lost.attempts) == ""
    assert not ModelVersion.objects.exists()
    assert run_learning(later.pk, attempt=later.attempts) == "promoted"
    assert run_learning(later.pk, attempt=later.attempts) == ""
    assert ModelVersion.objects.count() == 1


def test_a_run_that_always_breaks_off_is_given_up_with_a_cause(office):
    asked()
    at = timezone.now()
    for _ in range(ATTEMPTS_MAX):
        assert claim_learning(at=at) is not None
        at += LEASE + timedelta(seconds=1)
    assert claim_learning(at=at) is None
    run = LearningRun.objects.get()
    assert (run.status, bool(run.cause)) == ("failed", True)


def test_the_night_asks_once_and_the_day_never(office):
    night = datetime(2026, 11, 3, 3, 0, tzinfo=make.BEIJING)
    assert ask_in_the_night(at=night.replace(hour=9)) is None
    assert ask_in_the_night(at=night) is not None
    assert ask_in_the_night(at=night + timedelta(minutes=5)) is None
    assert ask_in_the_night(at=night + timedelta(days=1)) is not None


def test_the_task_does_the_waiting_runs(office):
    asked()
    assert tasks.run_requested_learning() == 1
    assert tasks.run_requested_learning() == 0
    assert LearningRun.objects.get().outcome == "too_few"


def test_what_was_suggested_is_kept_beside_what_was_chosen(office):
    first()
    complaint = make.filed(office, words="小区门口路灯不亮", key="a").complaint
    heat = make.category(CODES["供暖"], "供暖")
    lamps = make.category(CODES["路灯"], "路灯")
    make.classified(office, complaint, by=office.people.triage, version=complaint.version)
    row = Suggestion.objects.get()
    assert (row.suggested, row.kept, row.place) == (lamps, office.category, 1)
    sort(office, complaint, heat)
    row.refresh_from_db()
    assert (row.suggested, row.kept) == (lamps, heat)
    assert row.place == (row.best.index(heat.pk) + 1 if heat.pk in row.best else 0)
    sort(office, complaint, make.category("090101", "别的事"))
    row.refresh_from_db()
    assert (row.suggested, row.place) == (lamps, 0)


def test_a_clerk_who_sorts_while_keying_in_is_counted_and_a_resident_is_not(office):
    first()
    make.filed(office, words="路灯不亮", key="resident")
    assert not Suggestion.objects.exists()
    make.filed(office, words="路灯不亮", by=office.people.clerk, channel="hotline", key="clerk")
    assert Suggestion.objects.get().place == 1


def sort(office, complaint, category):
    from complaints.actions.intake import Where
    from complaints.actions.life import classify_complaint

    complaint.refresh_from_db()
    return classify_complaint(
        complaint.pk,
        by=office.people.triage,
        version=complaint.version,
        where=Where(address=complaint.address, community_id=complaint.community_id),
        category_id=category.pk,
        demand_kind=complaint.demand_kind,
        urgency=complaint.urgency,
        redacted_text=complaint.redacted_text,
    )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_a_version_at_once_one_is_refused_or_both_follow_each_other():
    from tests.dispatch.test_races import at_once

    office = make.office()
    for name, code in CODES.items():
        make.category(code, name)
    first()
    second, third = first(), first()
    at_once(
        lambda: choose_version(second.pk, by=office.people.triage),
        lambda: choose_version(third.pk, by=office.people.administrator),
    )
    assert ModelUse.objects.filter(is_current=True).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_claims_the_run():
    from tests.dispatch.test_races import at_once

    make.office()
    request_learning(by=Actor.MACHINE)
    claims = at_once(claim_learning, claim_learning)
    assert sum(claim is not None for claim in claims) == 1
