"""What is overdue goes up the chain by the clock: rows first, then who is told of them."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.notices import tell, tell_of_complaint
from complaints.models import Actor, NoticeCode
from dispatch.actions.history import lock_assignment, record_branch
from dispatch.models import Assignment, Escalation
from dispatch.selectors.escalations import chain, due_branches, untold
from dispatch.selectors.receivers import up_the_chain
from dispatch.states import OPEN

# So many at once are one line and one list, not a full inbox.
ONE_BY_ONE = 3


def escalate_overdue(*, at: datetime | None = None, most: int = 500) -> int:
    """Write down every step that is due and not written, in order; returns how many branches."""
    at = at or timezone.now()
    steps = chain(timezone.localdate(at))
    return sum(_escalate(key, steps, at=at) for key in due_branches(steps, at=at, most=most))


def tell_of_escalations(*, at: datetime | None = None) -> int:
    """Tell each person what came up to him; claimed row by row, so that a second worker tells
    nobody twice. Returns how many rows were told of."""
    at = at or timezone.now()
    waiting: dict[int, list[Escalation]] = defaultdict(list)
    for row in untold():
        waiting[row.told_id or 0].append(row)
    return sum(_tell(person, rows, at=at) for person, rows in waiting.items())


def _escalate(key: int, steps: dict[int, timedelta], *, at: datetime) -> bool:
    with transaction.atomic():
        branch = lock_assignment(key, by=Actor.MACHINE)
        if branch.status not in OPEN:
            return False
        known = {one.step: one for one in branch.escalations.all()}
        due = [
            step
            for step, after in steps.items()
            if step not in known and branch.feedback_due_at + after <= at
        ]
        taken = {one.told_id for one in known.values() if one.told_id}
        for step in due:
            people = up_the_chain(branch, step, on=timezone.localdate(at))
            told = next((one for one in people if one not in taken), None)
            taken |= {told} if told else set()
            _write(branch, step, due_at=branch.feedback_due_at + steps[step], told=told, at=at,
                   is_passed_over=step != due[-1])  # fmt: skip
    return bool(due)


def _write(
    branch: Assignment,
    step: int,
    *,
    due_at: datetime,
    told: int | None,
    is_passed_over: bool,
    at: datetime,
) -> None:
    Escalation.objects.create(
        assignment=branch, step=step, due_at=due_at, made_at=at, told_id=told,
        is_passed_over=is_passed_over,
    )  # fmt: skip
    record_branch(branch, "escalate", by=Actor.MACHINE, at=at, facts={"step": step})


def _tell(person: int, rows: list[Escalation], *, at: datetime) -> int:
    with transaction.atomic():
        mine = [
            row
            for row in rows
            if Escalation.objects.filter(pk=row.pk, told_at__isnull=True).update(told_at=at)
        ]
        if len(mine) > ONE_BY_ONE:
            url = f"{reverse('office-supervisions')}?shown=escalated"
            facts = {"number": _("%(n)d 件诉求") % {"n": len(mine)}}
            tell(
                [person], NoticeCode.ESCALATED, complaint=None, url=url, at=at, facts=facts,
                by=Actor.MACHINE,
            )  # fmt: skip
            return len(mine)
        for row in mine:
            complaint = row.assignment.complaint
            tell_of_complaint([person], NoticeCode.ESCALATED, complaint, by=Actor.MACHINE, at=at)
    return len(mine)
