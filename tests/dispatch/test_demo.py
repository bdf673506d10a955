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
from complaints.models import (
    Complaint,
    Identity,
    Photo,
    SearchText,
)
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
    ContactAttempt,
    Report,
)
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


def test_scales_grow() -> None:
    assert list(SCALES) == ["office", "district", "city"]
    assert SCALES["office"] == 12_000 < SCALES["district"] < SCALES["city"]
