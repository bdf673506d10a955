"""Locking a file's run and its event row, the first and the last step of every verb on it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from complaints.actions.history import author
from complaints.errors import NotAllowed, NotFound
from complaints.models import By, ImportEvent, ImportRun, User
from complaints.permissions import can_import


def check_may_import(by: By) -> None:
    """Raises NotAllowed; posts are read anew."""
    if isinstance(by, User):
        by.forget_posts()
        if not can_import(by):
            raise NotAllowed(_("您没有导入诉求的权限。"))


def lock_run(key: UUID, *, by: By) -> ImportRun:
    """The run, locked, if this person may see it."""
    run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=key).first()
    check_may_import(by)
    hidden = isinstance(by, User) and not ImportRun.objects.visible_to(by).filter(pk=key).exists()
    if run is None or hidden:
        raise NotFound(_("没有这次导入，或不在您的查看范围内。"))
    return run


def record_import(
    run: ImportRun,
    verb: str,
    *,
    by: By,
    at: datetime,
    from_status: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write the event row."""
    ImportEvent.objects.create(
        run=run,
        verb=verb,
        from_status=from_status,
        to_status=run.status,
        at=at,
        facts=dict(facts or {}),
        **author(by),
    )
