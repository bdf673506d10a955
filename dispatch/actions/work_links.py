"""Giving a contractor a link, what he sends by it, and stopping it."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import fields
from complaints.actions.photos import add_photo
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Actor, NoticeCode, Parameter, Photo, User
from complaints.selectors.parameters import span_of
from dispatch.actions.history import lock_assignment, record_branch
from dispatch.actions.telling import tell_unit
from dispatch.models import Assignment, WorkLink
from dispatch.permissions import can_work
from dispatch.selectors.work_links import LINKABLE, PURPOSE, link_of, standing

COMPANY_MAX = 60
TEXT_MAX = 2000


def make_link(
    key: int, *, by: User, company: str, at: datetime | None = None
) -> tuple[WorkLink, str]:
    """The row, and the token, which is told once and kept nowhere."""
    at = at or timezone.now()
    company = " ".join(company.split())
    if not company or len(company) > COMPANY_MAX:
        raise Invalid(
            _("请写施工单位的名称，最多 %(limit)s 字。") % {"limit": COMPANY_MAX}, field="company"
        )
    with transaction.atomic():
        branch = lock_assignment(key, by=by, may=can_work)
        if branch.complaint.is_secret:
            raise NotAllowed(_("保密诉求不能发给施工单位。"))
        if branch.status not in LINKABLE or branch.follows_id is not None:
            raise Conflict(_("签收以后、报结果以前才能发施工链接。"))
        token = secrets.token_urlsafe(24)
        row = WorkLink.objects.create(
            assignment=branch,
            company=company,
            token_hash=fields.keyed_hash(token, purpose=PURPOSE),
            made_by=by,
            made_at=at,
            expires_at=at + span_of(Parameter.Key.WORK_LINK_LIFE, on=timezone.localdate(at)),
        )
        _record(branch, "make_link", by=by, at=at)
    return row, token


def end_link(key: int, *, by: User, at: datetime | None = None) -> WorkLink:
    """It opens nothing any more; what was sent by it stays."""
    at = at or timezone.now()
    found = WorkLink.objects.filter(pk=key).values_list("assignment_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这个施工链接。"))
    with transaction.atomic():
        branch = lock_assignment(found, by=by, may=can_work)
        row = WorkLink.objects.select_for_update(of=("self",)).get(pk=key)
        if not standing(row, branch, at=at):
            raise Conflict(_("这个施工链接已经失效。"))
        row.ended_by, row.ended_at = by, at
        row.save(update_fields=["ended_by", "ended_at"])
        _record(branch, "end_link", by=by, at=at)
    return row


def send_photo(token: str, data: bytes, *, at: datetime | None = None) -> Photo:
    """What the place looks like now."""
    at = at or timezone.now()
    row = link_of(token, at=at)
    stage = Photo.Stage.AFTER
    return add_photo(row.assignment.complaint_id, data, by=Actor.LINK, stage=stage, at=at)


def send_report(token: str, *, text: str, at: datetime | None = None) -> WorkLink:
    """Once: the unit reads it, and the link is used up."""
    at = at or timezone.now()
    text = text.strip()[:TEXT_MAX]
    if not text:
        raise Invalid(_("请写明做了什么、做到什么程度。"), field="text")
    with transaction.atomic():
        found = link_of(token, at=at)
        branch = lock_assignment(found.assignment_id, by=Actor.LINK)
        row = WorkLink.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not standing(row, branch, at=at):
            raise NotFound(_("这个链接已经失效。请与派您来的单位联系。"))
        row.text, row.reported_at = text, at
        row.save(update_fields=["text", "reported_at"])
        _record(branch, "use_link", by=Actor.LINK, at=at)
        tell_unit(branch, NoticeCode.LINK_USED, by=Actor.LINK, at=at)
    return row


def _record(branch: Assignment, verb: str, *, by: User | Actor, at: datetime) -> None:
    record_branch(branch, verb, by=by, at=at, from_status=branch.status)
