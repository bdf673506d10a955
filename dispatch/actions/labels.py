"""Hanging a label on a complaint, and taking it off. The complaint itself stays as it is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.errors import Invalid, NotAllowed
from complaints.models import Complaint, User
from dispatch.models import Label, Labelling
from dispatch.permissions import can_label

LABELS_MAX = 8


def put_label(key: int, label_key: int, *, by: User, at: datetime | None = None) -> bool:
    """Hang it on; False where it hangs there already."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = _locked(key, by)
        label = Label.objects.in_reach(by).filter(pk=label_key).first()
        if label is None:
            raise Invalid(_("没有这个名签，或已经停用。"), field="label")
        hanging = Labelling.objects.filter(complaint=complaint)
        if hanging.filter(label=label).exists():
            return False
        if hanging.count() >= LABELS_MAX:
            raise Invalid(_("一件诉求最多贴 %(limit)s 个名签。") % {"limit": LABELS_MAX})
        Labelling.objects.create(complaint=complaint, label=label, by=by, at=at)
        _tell(complaint, "label", label, by=by, at=at)
        return True


def take_label(key: int, label_key: int, *, by: User, at: datetime | None = None) -> bool:
    """Take it off; False where it does not hang there. An archived one can still be taken off."""
    at = at or timezone.now()
    with transaction.atomic():
        complaint = _locked(key, by)
        found = Labelling.objects.filter(complaint=complaint, label=label_key)
        labelling = found.select_related("label").first()
        if labelling is None:
            return False
        labelling.delete()
        _tell(complaint, "unlabel", labelling.label, by=by, at=at)
        return True


def _locked(key: int, by: User) -> Complaint:
    complaint = lock_complaint(key, by=by)
    if not can_label(by, complaint):
        raise NotAllowed(_("只有受理和分派的人员可以贴名签。"))
    return complaint


def _tell(complaint: Complaint, verb: str, label: Label, *, by: User, at: datetime) -> None:
    facts = {"label": label.name}
    record(complaint, verb, by=by, at=at, from_status=complaint.status, facts=facts)
