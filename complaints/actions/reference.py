"""Reference data: saved and removed here by the people whose post it is, and by nobody else."""

from collections.abc import Callable

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from complaints.errors import Conflict, NotAllowed
from complaints.models import User
from complaints.selectors.places import forget_territory

May = Callable[[User], bool]


def save_reference(row: models.Model, *, by: User, may: May) -> None:
    """Save a checked row of reference data. Stored deadlines and assignments stay as they are."""
    if not may(by):
        raise NotAllowed(_("您没有修改基础数据的权限。"))
    with transaction.atomic():
        row.full_clean()
        row.save()
    forget_territory()


def remove_reference(row: models.Model, *, by: User, may: May) -> None:
    """Remove a row that nothing stands on; others are ended by their last day instead."""
    if not may(by):
        raise NotAllowed(_("您没有修改基础数据的权限。"))
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        raise Conflict(_("已有数据引用这一条，不能删除；请填写终止日期停用它。")) from None
    forget_territory()
