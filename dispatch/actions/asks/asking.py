"""A unit asks: that another unit acts, for more time, for a stopped clock, for the shelf. It goes
on working until it is told otherwise: who received the order first may not put it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import NotAllowed, NotFound
from complaints.models import User
from dispatch.actions.asks.fitting import fit
from dispatch.actions.following import lock_joint
from dispatch.actions.history import lock_assignment, record_branch
from dispatch.actions.telling import tell_deciders
from dispatch.models import Ask, Assignment
from dispatch.permissions import may_ask
from dispatch.states import AskVerb, ask_after

WORDS_MAX = 5000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; what its kind does not need stays empty. `told_by` says how the caller
    was told why it takes longer."""

    kind: str
    ground: str
    words: str
    unit_id: int | None = None
    duty_id: int | None = None
    until_at: datetime | None = None
    plan: str = ""
    review_on: date | None = None
    told_by: str = ""


def ask(key: int, *, by: User, wish: Wish, at: datetime | None = None) -> Ask:
    """Ask, for the branch; whoever decides is told. One of a kind at a time."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment = lock_assignment(key, by=by, may=partial(_may, kind=wish.kind))
        row = Ask(
            assignment=assignment,
            kind=wish.kind,
            ground=wish.ground,
            words=wish.words.strip()[:WORDS_MAX],
            unit_id=wish.unit_id,
            duty_id=wish.duty_id,
            until_at=wish.until_at,
            plan=wish.plan.strip()[:WORDS_MAX],
            review_on=wish.review_on,
            told_by=wish.told_by,
            asked_by=by,
            asked_at=at,
        )
        fit(row)
        row.save(force_insert=True)
        record_ask(row, "ask", by=by, at=at, facts={"ground": wish.ground})
        tell_deciders(row, by=by, at=at)
    return row


def take_back_ask(key: int, *, by: User, at: datetime | None = None) -> Ask:
    """Who asked no longer wants it, before it is decided."""
    at = at or timezone.now()
    with transaction.atomic():
        row, _followers = lock_ask(key, by=by)
        if not may_ask(by, row.assignment, row.kind):
            raise NotAllowed(_("这项申请不由您撤回。"))
        row.status = ask_after(row.status, AskVerb.TAKE_BACK).value
        row.save(update_fields=["status"])
        record_ask(row, "take_back", by=by, at=at)
    return row


def lock_ask(key: int, *, by: User) -> tuple[Ask, list[Assignment]]:
    """What was asked with its branch and complaint, and the branches that follow; all locked,
    ground first."""
    found = Ask.objects.filter(pk=key).values_list("assignment_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这项申请，或不在您的查看范围内。"))
    assignment, followers = lock_joint(found, by=by)
    row = Ask.objects.select_for_update().get(pk=key)
    row.assignment = assignment
    return row, followers


def record_ask(
    row: Ask, verb: str, *, by: User, at: datetime, facts: Mapping[str, object] | None = None
) -> None:
    """In the history of its branch, whose state stays."""
    held = row.assignment.status
    verb = f"{verb}_{row.kind}"
    record_branch(row.assignment, verb, by=by, at=at, from_status=held, facts=facts)


def _may(user: User, assignment: Assignment, *, kind: str) -> bool:
    return may_ask(user, assignment, kind)
