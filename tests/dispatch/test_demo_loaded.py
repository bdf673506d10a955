"""The demonstration as somebody finds it who has just loaded it: loaded once, read by all."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from complaints.errors import Conflict
from complaints.models import (
    Complaint,
    FormAnswer,
    ImportRun,
    JointMember,
    Photo,
    User,
)
from complaints.selectors.hints import Asked, hints_for
from dispatch.demo.loading import load_demonstration
from dispatch.models import (
    Ask,
    Assignment,
    AssignmentEvent,
    Callback,
    CallbackAttempt,
    ContactAttempt,
    Endorsement,
    Exclusion,
    MonthClosing,
    Opinion,
    Petition,
    Supervision,
    SweptPlace,
    WorkLink,
)
from dispatch.selectors.closings import check
from dispatch.states import BranchStatus
from tests.demonstration import AT, PASSWORD, SEED, lay_ground

COUNT = 3000
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic():
        lay_ground()
        assert load(COUNT) == COUNT
        yield
        transaction.set_rollback(True)
    patch.undo()


def load(count: int) -> int:
    return load_demonstration(count, seed=SEED, at=AT, password=PASSWORD)


def test_every_state_of_both_tables_is_to_be_seen() -> None:
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
    assert not AssignmentEvent.objects.filter(at__gt=AT).exists()
    assert not Complaint.objects.filter(received_at__gt=AT).exists()
    assert not Assignment.objects.awaiting_callback(AT).exists()


def test_units_differ_as_they_do_in_life() -> None:
    done = Callback.objects.filter(is_valid=True, assignment__role="lead")
    rates = {}
    for unit, resolved in done.values_list("assignment__complaint__subdistrict__name", "resolved"):
        rates.setdefault(unit, []).append(resolved)
    shares = sorted(sum(found) / len(found) for found in rates.values())
    assert len(shares) == 4
    assert 0.6 < shares[0] < shares[-1] < 0.98
    assert shares[-1] - shares[0] > 0.02


def test_whoever_signs_in_finds_a_next_step_to_take() -> None:
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


def test_every_side_path_is_to_be_seen_in_the_street_of_the_fixed_accounts() -> None:
    assert Opinion.objects.filter(stance="not_ours", consultation__status="talking").exists()
    pending = Ask.objects.filter(status="pending").values_list("kind", flat=True)
    assert set(pending) >= {"objection", "extension"}
    assert WorkLink.objects.filter(expires_at__gt=AT).count() == 1
    assert Supervision.objects.exclude(status="cleared").exists()
    assert {row.signed_at is None for row in Endorsement.objects.all()} == {True, False}
    assert Petition.objects.get().status == "pet_registered"
    assert set(SweptPlace.objects.values_list("result", flat=True)) == {"found", "clear", ""}


def test_the_last_month_is_closed_and_recounts() -> None:
    closing = MonthClosing.objects.get()
    assert (closing.label, closing.revision) == ("2026-11", 1)
    assert check(closing).is_same


def test_an_office_at_work_is_left_alone() -> None:
    people = User.objects.count()
    with pytest.raises(Conflict):
        load(100)
    assert (Complaint.objects.count(), User.objects.count()) == (COUNT, people)


def test_a_file_came_in_with_rows_left_over_and_another_waits_for_its_columns() -> None:
    waits, came = ImportRun.objects.order_by("status", "pk").reverse()
    assert (waits.status, came.status) == ("uploaded", "finished")
    assert (came.accepted, came.rejected, came.rejects.count()) == (8, 2, 2)
    assert Complaint.objects.filter(channel="feed", community__isnull=False).count() == 8
    assert came.by.username == "centre"
    assert came.ended_at == AT
