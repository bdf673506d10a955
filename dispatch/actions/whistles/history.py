"""Locking a whistle and a summons of it, their steps, and the event rows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from complaints.actions.history import author
from complaints.errors import NotAllowed, NotFound
from complaints.models import By, Organisation, User
from dispatch.models import Summons, Whistle, WhistleEvent
from dispatch.permissions import side_of
from dispatch.states import SummonsVerb, WhistleVerb, summons_after, whistle_after


def lock_whistle(key: int, *, by: By) -> Whistle:
    """The whistle, locked, if this person may see it. Sight is asked after the lock."""
    rows = Whistle.objects.select_for_update(of=("self",))
    whistle = rows.select_related("blower", "district_body").filter(pk=key).first()
    if whistle is None or (isinstance(by, User) and not _sees(by, whistle)):
        raise NotFound(_("没有这个哨，或不在您的查看范围内。"))
    return whistle


def lock_for_side(key: int, *, by: User) -> tuple[Whistle, Organisation]:
    """The whistle and for which of its sides he works on it; refused to everybody else."""
    whistle = lock_whistle(key, by=by)
    side = side_of(by, whistle)
    if side is None:
        raise NotAllowed(_("这一步由吹哨单位，或已报到的相邻街道办理。"))
    return whistle, side


def lock_summons(
    key: int, *, by: By, may: Callable[[User, Summons], bool] | None = None
) -> Summons:
    """A summons under its whistle, both locked, if this person may see it and do this."""
    found = Summons.objects.filter(pk=key).values_list("whistle_id", flat=True).first()
    # No whistle has the key 0: who asks for nothing is told so in the same words.
    whistle = lock_whistle(found or 0, by=by)
    rows = Summons.objects.select_for_update(of=("self",)).select_related("organisation")
    summons = rows.get(pk=key)
    summons.whistle = whistle
    if may is not None and isinstance(by, User) and not may(by, summons):
        raise NotAllowed(_("这一步不由您办理。"))
    return summons


def move_whistle(
    whistle: Whistle,
    verb: WhistleVerb,
    *,
    by: By,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    **changes: Any,
) -> None:
    """Take the step and save it; the caller holds the lock."""
    start = whistle.status
    whistle.status = whistle_after(start, verb)
    for name, value in changes.items():
        setattr(whistle, name, value)
    record_whistle(whistle, verb.value, by=by, at=at, from_status=start, facts=facts)
    whistle.save(update_fields=["status", *changes])


def move_summons(
    summons: Summons,
    verb: SummonsVerb,
    *,
    by: By,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    **changes: Any,
) -> None:
    """The same for one unit's answer; letting go ends with its whistle, all else needs it open."""
    if verb != SummonsVerb.LET_GO:
        whistle_after(summons.whistle.status, WhistleVerb.ANSWER)
    start = summons.status
    summons.status = summons_after(start, verb)
    for name, value in changes.items():
        setattr(summons, name, value)
    record_whistle(
        summons.whistle, verb.value, by=by, at=at, from_status=start, facts=facts, summons=summons
    )
    summons.save(update_fields=["status", *changes])


def record_whistle(
    whistle: Whistle,
    verb: str,
    *,
    by: By,
    at: datetime,
    from_status: str = "",
    facts: Mapping[str, object] | None = None,
    summons: Summons | None = None,
) -> None:
    """Write the event row; `facts` hold no personal data."""
    WhistleEvent.objects.create(
        whistle=whistle,
        summons=summons,
        verb=verb,
        from_status=from_status,
        to_status=summons.status if summons else whistle.status,
        at=at,
        facts=dict(facts or {}),
        **author(by),
    )


def _sees(user: User, whistle: Whistle) -> bool:
    user.forget_posts()
    return Whistle.objects.visible_to(user).filter(pk=whistle.pk).exists()
