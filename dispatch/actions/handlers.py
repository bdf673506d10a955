"""Naming another person of the unit: he who was named may be ill, or have left."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.holdings import release_hold, take_hold
from complaints.errors import Conflict, Invalid
from complaints.models import By, NoticeCode, Organisation, User
from dispatch.actions.history import lock_assignment, record_branch
from dispatch.actions.telling import tell_unit
from dispatch.models import Assignment
from dispatch.permissions import WORKERS, can_name_handler
from dispatch.states import OPEN


def name_handler(key: int, *, by: By, handler_id: int, at: datetime | None = None) -> Assignment:
    """Somebody else of the unit acts from now on, and at a secret complaint he alone reads it."""
    at = at or timezone.now()
    with transaction.atomic():
        assignment = lock_assignment(key, by=by, may=can_name_handler)
        if assignment.status not in OPEN:
            raise Conflict(_("这张派单已经办完或退回，不再更换承办人。"))
        assignment.handler = person_of_unit(handler_id, assignment.organisation)
        record_branch(assignment, "name_handler", by=by, at=at, from_status=assignment.status)
        assignment.save(update_fields=["handler"])
        unit = assignment.organisation_id
        release_hold(assignment.complaint, unit, at=at)
        take_hold(
            assignment.complaint, unit, role=assignment.role, at=at, person=assignment.handler
        )
        tell_unit(assignment, NoticeCode.HANDED, by=by, at=at)
    return assignment


def person_of_unit(key: int, unit: Organisation) -> User:
    """Who may be named: an open account with a working post in the unit today."""
    person = User.objects.filter(pk=key, is_active=True).first()
    posts = person.posts.current(timezone.localdate()) if person else None
    if (
        person is None
        or posts is None
        or not posts.filter(organisation=unit, role__in=WORKERS).exists()
    ):
        raise Invalid(_("承办人不在所选单位。"), field="handler")
    return person
