"""The open work of a unit that ends goes to the one that goes on with it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.holdings import release_hold, take_hold
from complaints.actions.notices import tell
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Actor, By, NoticeCode, Organisation, OrganisationKind, User
from dispatch.actions.handlers import person_of_unit
from dispatch.actions.history import lock_assignment
from dispatch.actions.moving import move_branch
from dispatch.actions.telling import tell_unit
from dispatch.models import Assignment, UnitEnding
from dispatch.permissions import can_hand_over
from dispatch.selectors.unit_endings import (
    ended_with_work,
    open_branches_of,
    people_who_settle,
    successors_of,
)
from dispatch.states import OPEN, BranchVerb

REASON_MAX = 500


def find_ended_units(*, at: datetime | None = None) -> int:
    """Whose last day is over while work is open: the office is told, once. May run twice."""
    at = at or timezone.now()
    keys = ended_with_work(timezone.localdate(at))
    return sum(_open(key, by=Actor.MACHINE, at=at) is not None for key in keys)


def open_ending(unit: int, *, by: User, at: datetime | None = None) -> UnitEnding:
    """By hand, before its last day."""
    at = at or timezone.now()
    found = Organisation.objects.select_related("area").filter(pk=unit).first()
    if found is None or not can_hand_over(by, found):
        raise NotFound(_("没有这个单位，或不在您的管理范围内。"))
    row = _open(unit, by=by, at=at)
    if row is None:
        raise Conflict(_("这个单位的移交已经在办。"))
    return row


def hand_over_unit(
    key: int,
    *,
    by: User,
    successor: int | None,
    reason: str,
    handler: int | None = None,
    at: datetime | None = None,
) -> UnitEnding:
    """Every open branch goes to the successor, each in a transaction of its own, so that it may be
    pressed again where it broke off. `handler` is who goes on with secret complaints."""
    at = at or timezone.now()
    reason = reason.strip()[:REASON_MAX]
    row = UnitEnding.objects.select_related("organisation__area").filter(pk=key).first()
    if row is None:
        raise NotFound(_("没有这项移交，或不在您的管理范围内。"))
    if not can_hand_over(by, row.organisation):
        raise NotAllowed(_("移交由处置中心、专班或系统管理员办理。"))
    if row.done_at is not None:
        raise Conflict(_("已经移交过了。"))
    units = successors_of(row.organisation, on=timezone.localdate(at))
    unit = next((one for one in units if one.pk == successor), None)
    if unit is None:
        raise Invalid(_("请选择承接单位。"), field="successor")
    if not reason:
        raise Invalid(_("请写明移交依据。"), field="reason")
    person = person_of_unit(handler, unit) if handler else None
    moved = _move_all(row.organisation, unit, person, by=by, at=at)
    with transaction.atomic():
        row = UnitEnding.objects.select_for_update(of=("self",)).get(pk=key)
        if row.done_at is not None:
            raise Conflict(_("已经移交过了。"))
        row.successor, row.reason, row.done_by, row.done_at = unit, reason, by, at
        row.moved_count = moved
        row.save(update_fields=["successor", "reason", "done_by", "done_at", "moved_count"])
    return row


def _move_all(
    unit: Organisation, successor: Organisation, person: User | None, *, by: User, at: datetime
) -> int:
    keys = open_branches_of(unit.pk)
    secret = Assignment.objects.filter(pk__in=keys, complaint__is_secret=True)
    if successor.kind == OrganisationKind.COMMUNITY and _leads_what_it_assists(keys):
        words = _("社区对其中的诉求只协助、不主办（条例第十七条），请选择别的承接单位。")
        raise Invalid(words, field="successor")
    if person is None and secret.exists():
        raise Invalid(_("有保密诉求，请指定承接单位的一名承办人。"), field="handler")
    return sum(_move_one(key, unit, successor, person, by=by, at=at) for key in keys)


def _leads_what_it_assists(keys: list[int]) -> bool:
    led = Assignment.objects.filter(pk__in=keys, role=Assignment.Role.LEAD)
    return led.filter(is_assist=True).exists()


def _open(unit: int, *, by: By, at: datetime) -> UnitEnding | None:
    try:
        with transaction.atomic():
            row = UnitEnding.objects.create(
                organisation_id=unit, found_at=at, opened_by=by if isinstance(by, User) else None
            )
            url = reverse("office-ending", args=[row.pk])
            people = people_who_settle(row.organisation, on=timezone.localdate(at))
            facts = {"unit": row.organisation.name}
            code = NoticeCode.UNIT_ENDED
            tell(people, code, complaint=None, url=url, at=at, facts=facts, by=by)
    except IntegrityError:
        return None
    return row


def _move_one(
    key: int,
    unit: Organisation,
    successor: Organisation,
    person: User | None,
    *,
    by: User,
    at: datetime,
) -> bool:
    """No instant without a holder: one ends where the other begins. Where the successor is at work
    on it already, the branch ends in that one."""
    with transaction.atomic():
        branch = lock_assignment(key, by=Actor.MACHINE)
        if branch.status not in OPEN or branch.organisation_id != unit.pk:
            return False
        facts = {"from": unit.name, "to": successor.name, "from_code": unit.code}
        complaint = branch.complaint
        same = Assignment.objects.live().filter(complaint=complaint, round=branch.round)
        there = same.filter(organisation=successor).first()
        release_hold(complaint, unit.pk, at=at)
        if there is not None:
            _absorb(branch, there, facts, by=by, at=at)
            return True
        handler = person if complaint.is_secret else None
        move_branch(
            branch, BranchVerb.HAND_OVER, by=by, at=at, facts=facts, organisation=successor,
            handler=handler, unit_kind=successor.kind,
        )  # fmt: skip
        take_hold(complaint, successor.pk, role=branch.role, at=at, person=handler)
        tell_unit(branch, NoticeCode.HANDED, by=by, at=at)
    return True


def _absorb(
    branch: Assignment, there: Assignment, facts: dict[str, str], *, by: User, at: datetime
) -> None:
    reason = _("单位撤销，由%(unit)s一并办理") % {"unit": facts["to"]}
    move_branch(
        branch, BranchVerb.ABSORB, by=by, at=at, facts=facts, returned_at=at, return_reason=reason
    )
    # What goes along with it goes along with the other from now on.
    Assignment.objects.filter(follows=branch).update(follows=there)
    if branch.role == Assignment.Role.LEAD:
        there.role = Assignment.Role.LEAD
        there.done_rule = branch.done_rule
        there.save(update_fields=["role", "done_rule"])
        release_hold(branch.complaint, there.organisation_id, at=at)
        take_hold(
            branch.complaint, there.organisation_id, role=there.role, at=at, person=there.handler
        )
