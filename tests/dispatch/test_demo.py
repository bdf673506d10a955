import hashlib
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from complaints.demo.demands import demands
from complaints.demo.people import Staff, open_demonstration
from complaints.errors import Conflict
from complaints.models import (
    Complaint,
    FormAnswer,
    Identity,
    ImportRun,
    JointMember,
    Photo,
    SearchText,
    User,
)
from complaints.selectors.hints import Asked, hints_for
from dispatch.actions.bulk import lives
from dispatch.actions.bulk.writing import write_lives
from dispatch.demo.loading import SCALES, load_demonstration
from dispatch.demo.office import Office
from dispatch.demo.stories import stories
from dispatch.demo.today import on_the_table
from dispatch.demo.ways import lives_of
from dispatch.models import (
    Assignment,
    AssignmentEvent,
    Callback,
    CallbackAttempt,
    ContactAttempt,
    Exclusion,
    Report,
)
from dispatch.states import BranchStatus
from tests.demonstration import AT, PASSWORD, SEED, lay_ground
from tests.dispatch.walking import rows_of, walk_singly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    lay_ground()


def load(count: int, seed: int = SEED) -> int:
    return load_demonstration(count, seed=seed, at=AT, password=PASSWORD)


def led(staff: Staff, count: int) -> list[lives.Life]:
    office = Office(staff, seed=SEED, at=AT)
    found = demands(count, seed=SEED, at=AT, staff=staff)
    return list(lives_of(found, office, count=count))


def digest() -> str:
    """Of everything but what chance or the database draws: keys, seals, ids of files."""
    asked: list[QuerySet[Any, tuple[Any, ...]]] = [
        Complaint.objects.order_by("number").values_list(
            "number", "text", "redacted_text", "answer", "address", "lon", "lat", "status",
            "version", "received_at", "finished_at", "category__code", "community__code",
            "channel", "is_secret", "is_anonymous",
        ),
        SearchText.objects.order_by("complaint__number").values_list("bigrams"),
        Identity.objects.order_by("complaint__number").values_list("phone_hash"),
        Assignment.objects.order_by("complaint__number", "pk").values_list(
            "organisation__code", "role", "status", "dispatched_at", "feedback_due_at",
            "closed_at", "handler__username", "rule__position", "override_reason",
        ),
        AssignmentEvent.objects.order_by("assignment__complaint__number", "pk").values_list(
            "verb", "at", "by__username", "facts"
        ),
        Report.objects.order_by("assignment__complaint__number", "pk").values_list(
            "text", "outcome"
        ),
        Callback.objects.order_by("assignment__complaint__number", "pk").values_list(
            "is_valid", "contacted", "resolved", "satisfaction", "note", "completed_at"
        ),
    ]  # fmt: skip
    told = hashlib.sha256()
    for rows in asked:
        for row in rows:
            told.update(repr(row).encode())
    return told.hexdigest()


def digest_of(seed: int) -> str:
    """Load, take the digest, and leave nothing."""
    with transaction.atomic():
        load(300, seed)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_writes_the_same_rows_and_another_writes_others() -> None:
    first, again, other = digest_of(SEED), digest_of(SEED), digest_of(SEED + 1)
    assert first == again != other


def test_every_state_of_both_tables_is_to_be_seen() -> None:
    assert load(3000) == 3000
    statuses = Counter(Complaint.objects.values_list("status", flat=True))
    assert set(statuses) == set(Complaint.StatusChoice.values)
    branches = Counter(Assignment.objects.values_list("status", flat=True))
    assert set(branches) >= {status.value for status in BranchStatus} - {"hotline_told"}
    assert branches["returned"] > 50
    assert set(Exclusion.objects.values_list("decision", flat=True)) == {
        "pending",
        "granted",
        "refused",
    }
    assert set(Callback.objects.values_list("is_valid", flat=True)) == {True, False, None}
    assert set(
        Callback.objects.exclude(invalid_ground="").values_list("invalid_ground", flat=True)
    ) == set(Callback.InvalidGround.values)
    assert set(CallbackAttempt.objects.values_list("outcome", flat=True)) == set(
        CallbackAttempt.Outcome.values
    )
    assert ContactAttempt.objects.filter(outcome="no_contact").exists()
    assert Assignment.objects.overdue(AT).count() > 10
    assert Assignment.objects.filter(role="co").count() > 100
    assert 30 <= Photo.objects.count() <= 60
    secret = Assignment.objects.filter(complaint__is_secret=True)
    assert secret.exists()
    assert not secret.filter(handler=None).exists()


def test_nothing_happens_after_the_moment_given_and_nothing_due_is_left_undone() -> None:
    load(1200)
    assert not AssignmentEvent.objects.filter(at__gt=AT).exists()
    assert not Complaint.objects.filter(received_at__gt=AT).exists()
    assert not Assignment.objects.awaiting_callback(AT).exists()


def test_units_differ_as_they_do_in_life() -> None:
    load(1600)
    done = Callback.objects.filter(is_valid=True, assignment__role="lead")
    rates = {}
    for unit, resolved in done.values_list("assignment__complaint__subdistrict__name", "resolved"):
        rates.setdefault(unit, []).append(resolved)
    shares = sorted(sum(found) / len(found) for found in rates.values())
    assert len(shares) == 4
    assert 0.6 < shares[0] < shares[-1] < 0.98
    assert shares[-1] - shares[0] > 0.02


def test_demonstration_lives_can_be_walked_verb_by_verb() -> None:
    """Who does what is allowed to, and the bulk verb wrote what the single verbs write."""
    staff = open_demonstration(PASSWORD)
    found = led(staff, 1500)
    kinds = Counter(type(step) for life in found for step in life.steps)
    assert len(kinds) == 17, "every step there is"
    fresh = on_the_table(Office(staff, seed=SEED, at=AT), seed=SEED)
    for life in [*_samples(found), *fresh]:
        with transaction.atomic():
            singly = rows_of(walk_singly(life))
            transaction.set_rollback(True)
        with transaction.atomic():
            write_lives([life])
            in_bulk = rows_of(Complaint.objects.get())
            transaction.set_rollback(True)
        assert in_bulk == singly


def _samples(found: list[lives.Life]) -> list[lives.Life]:
    """A few lives for each kind of step, and every secret one among the first hundreds."""
    chosen: dict[str, lives.Life] = {}
    seen: Counter[type[lives.Step]] = Counter()
    for life in found:
        rare = [type(step) for step in life.steps if seen[type(step)] < 2]
        if rare or (life.draft.is_secret and len(chosen) < 45):
            seen.update({type(step) for step in life.steps})
            chosen[life.key] = life
    return list(chosen.values())


def test_three_units_were_asked_about_the_parking_lock_at_the_same_moment() -> None:
    staff = open_demonstration(PASSWORD)
    for life in stories(staff, seed=SEED, at=AT):
        assert walk_singly(life).status == "archived"
    lock = Complaint.objects.get(category__code="070102")
    branches = Assignment.objects.filter(complaint=lock).order_by("pk")
    assert [branch.role for branch in branches] == ["lead", "co", "co"]
    assert {branch.organisation.kind for branch in branches} == {"office", "community", "property"}
    assert len({branch.dispatched_at for branch in branches}) == 1
    assert all(branch.closed_at.date() == lock.received_at.date() for branch in branches)
    assert Callback.objects.filter(assignment__in=branches, satisfaction="satisfied").count() == 3
    assert set(Photo.objects.filter(complaint=lock).values_list("stage", flat=True)) == {
        "report",
        "after",
    }


def test_somebody_stood_at_the_noisy_pump_within_the_hour() -> None:
    staff = open_demonstration(PASSWORD)
    write_lives(stories(staff, seed=SEED, at=AT))
    noise = Complaint.objects.get(category__code="060104")
    visits = ContactAttempt.objects.filter(assignment__complaint=noise, method="visit")
    assert visits.count() == 2
    for visit in visits:
        assert visit.at - noise.received_at < timedelta(hours=1)
        assert visit.at < visit.assignment.onsite_due_at


def test_whoever_signs_in_finds_a_next_step_to_take() -> None:
    load(100)
    received = Complaint.objects.visible_to(User.objects.get(username="centre"))
    assert received.filter(status="received").count() >= 2
    assert received.filter(status="to_call_back").count() >= 2
    for name in ("office", "community", "property"):
        worker = User.objects.get(username=name)
        units = [post.organisation_id for post in worker.current_posts]
        mine = Assignment.objects.visible_to(worker).filter(organisation__in=units)
        assert {"to_sign", "signed"} <= set(mine.values_list("status", flat=True)), name
    assert Assignment.objects.overdue(AT).filter(organisation__kind="office").exists()


def test_whoever_reads_the_code_off_a_lamp_finds_what_neighbours_told_of_it() -> None:
    load(300)
    told = JointMember.objects.filter(until__isnull=True, complaint__component__isnull=False)
    assert told.count() == 3
    for member in told.select_related("case__lead__component__category"):
        lead = member.case.lead
        assert lead.component == member.complaint.component
        assert member.complaint.status == "dispatched"
        assert FormAnswer.objects.filter(complaint=lead).exists()
        asked = Asked(component=lead.component.code)
        shown = hints_for(asked, at=AT).matters
        assert lead.redacted_text in {matter.words for matter in shown}


def test_an_office_at_work_is_left_alone() -> None:
    load(100)
    people = User.objects.count()
    with pytest.raises(Conflict):
        load(100)
    assert (Complaint.objects.count(), User.objects.count()) == (100, people)


def test_scales_grow() -> None:
    assert list(SCALES) == ["office", "district", "city"]
    assert SCALES["office"] == 12_000 < SCALES["district"] < SCALES["city"]


def test_a_file_came_in_with_rows_left_over_and_another_waits_for_its_columns() -> None:
    load(300)
    waits, came = ImportRun.objects.order_by("status", "pk").reverse()
    assert (waits.status, came.status) == ("uploaded", "finished")
    assert (came.accepted, came.rejected, came.rejects.count()) == (8, 2, 2)
    assert Complaint.objects.filter(channel="feed", community__isnull=False).count() == 8
    assert came.by.username == "centre"
    assert came.ended_at == AT
