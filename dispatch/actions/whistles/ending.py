"""双考核 both ways, and the end of a whistle."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import User
from dispatch.actions.whistles.history import (
    lock_summons,
    lock_whistle,
    move_whistle,
    record_whistle,
)
from dispatch.models import Summons, Whistle, WhistleScore
from dispatch.permissions import speaks_for
from dispatch.selectors.whistles.closing import lacking
from dispatch.states import CAME, WhistleVerb, whistle_after

FULL = 100


def score(
    key: int, *, by: User, points: int, words: str, at: datetime | None = None
) -> WhistleScore:
    """Whoever blew it scores the unit, the unit whoever blew it: by whose person says it. Once, for
    good; a score that could be changed after the other was read would be no score."""
    at = at or timezone.now()
    if not 0 <= points <= FULL:
        raise Invalid(_("分数在 0 到 100 之间。"), field="points")
    if not words.strip():
        raise Invalid(_("请写明评分的理由。"), field="words")
    with transaction.atomic():
        summons = lock_summons(key, by=by)
        direction = _direction(summons, by)
        whistle = summons.whistle
        whistle_after(whistle.status, WhistleVerb.SCORE)
        if summons.status not in CAME:
            raise Conflict(_("%(unit)s没有报到，不评分。") % {"unit": summons.organisation})
        if summons.scores.filter(direction=direction).exists():
            raise Conflict(_("已经评过分。"))
        made = WhistleScore.objects.create(
            summons=summons, direction=direction, points=points, words=words.strip()[:300], by=by,
            at=at,
        )  # fmt: skip
        facts = {"unit": summons.organisation.code, "direction": direction, "points": points}
        record_whistle(
            whistle, WhistleVerb.SCORE.value, by=by, at=at, from_status=summons.status,
            facts=facts, summons=summons,
        )  # fmt: skip
    return made


def conclude(key: int, *, by: User, at: datetime | None = None) -> Whistle:
    """Nothing is left to do; refused with what is."""
    at = at or timezone.now()
    with transaction.atomic():
        whistle = lock_whistle(key, by=by)
        if not speaks_for(by, whistle.blower):
            raise NotAllowed(_("只有吹哨单位可以销哨。"))
        whistle_after(whistle.status, WhistleVerb.CONCLUDE)
        if left := lacking(whistle):
            raise Conflict(_("还不能销哨：%(left)s。") % {"left": _("；").join(left)})
        move_whistle(whistle, WhistleVerb.CONCLUDE, by=by, at=at, concluded_at=at)
    return whistle


def _direction(summons: Summons, by: User) -> str:
    if speaks_for(by, summons.organisation):
        return WhistleScore.Direction.OF_BLOWER.value
    if speaks_for(by, summons.whistle.blower):
        return WhistleScore.Direction.OF_UNIT.value
    raise NotAllowed(_("双考核由吹哨单位和报到单位互评。"))
