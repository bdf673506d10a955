"""Money asked for under a whistle, and the district's answer."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.models import User
from dispatch.actions.whistles.history import lock_whistle, record_whistle
from dispatch.models import Fund, Whistle
from dispatch.permissions import body_of, can_grant
from dispatch.states import WhistleVerb, whistle_after

MOST = Decimal("999999999999.99")


def ask_fund(key: int, *, by: User, what: str, yuan: Decimal, at: datetime | None = None) -> Fund:
    """Whoever works on the whistle says what money is needed for."""
    at = at or timezone.now()
    if not what.strip():
        raise Invalid(_("请写明用途。"), field="what")
    if not 0 < yuan <= MOST:
        raise Invalid(_("金额要大于零。"), field="yuan")
    with transaction.atomic():
        whistle = lock_whistle(key, by=by)
        body = body_of(by, whistle)
        if body is None:
            raise NotAllowed(_("资金由吹哨单位和已报到的单位申请。"))
        _record(whistle, "ask_fund", by=by, at=at, unit=body.code)
        return Fund.objects.create(
            whistle=whistle, body=body, what=what.strip()[:300], asked_yuan=yuan, asked_by=by,
            asked_at=at,
        )  # fmt: skip


def decide_fund(
    key: int,
    *,
    by: User,
    yuan: Decimal,
    source: str = "",
    words: str = "",
    at: datetime | None = None,
) -> Fund:
    """The district grants all of it, less with words, or nothing with words."""
    at = at or timezone.now()
    words, source = words.strip()[:300], source.strip()[:120]
    found = Fund.objects.filter(pk=key).values_list("whistle_id", flat=True).first()
    with transaction.atomic():
        # No whistle has the key 0: who asks for nothing is told so in the same words.
        whistle = lock_whistle(found or 0, by=by)
        fund = Fund.objects.select_for_update(of=("self",)).select_related("body").get(pk=key)
        fund.whistle = whistle
        if not can_grant(by, fund):
            raise NotAllowed(_("资金由区里批复，申请的人不能自己批。"))
        if fund.decided_at is not None:
            raise Conflict(_("这笔资金已经批复。"))
        if not 0 <= yuan <= MOST:
            raise Invalid(_("金额不能小于零。"), field="yuan")
        if yuan < fund.asked_yuan and not words:
            raise Invalid(_("少批或不批的，请写明意见。"), field="words")
        if yuan and not source:
            raise Invalid(_("请写明资金来源。"), field="source")
        fund.granted_yuan, fund.source, fund.words = yuan, source, words
        fund.decided_by, fund.decided_at = by, at
        fund.save(update_fields=["granted_yuan", "source", "words", "decided_by", "decided_at"])
        _record(whistle, "decide_fund", by=by, at=at, unit=fund.body.code)
    return fund


def _record(whistle: Whistle, verb: str, *, by: User, at: datetime, unit: str) -> None:
    whistle_after(whistle.status, WhistleVerb.WORK)
    record_whistle(whistle, verb, by=by, at=at, from_status=whistle.status, facts={"units": [unit]})
