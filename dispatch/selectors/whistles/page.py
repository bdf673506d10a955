"""Everything on one whistle's page, as far as this person may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.models import Complaint, User
from dispatch.models import (
    Breach,
    Duty,
    Fund,
    JointAction,
    Meeting,
    Summons,
    Whistle,
    WhistleEvent,
    WhistleScore,
)
from dispatch.permissions import (
    body_of,
    can_decide_breach,
    can_excuse,
    can_report_in,
    can_say_it_left,
    can_write_down_arrival,
    side_of,
    speaks_for,
)
from dispatch.selectors.history import people_in_words
from dispatch.selectors.offers import Offer
from dispatch.selectors.whistles.closing import OF_BLOWER, OF_UNIT, lacking
from dispatch.selectors.whistles.together import (
    DutyLine,
    FundLine,
    MeetingLine,
    duties_of,
    funds_of,
    meetings_of,
)
from dispatch.selectors.words import WHISTLE_VERBS
from dispatch.states import (
    CAME,
    WHISTLE_OPEN,
    SummonsVerb,
    WhistleVerb,
    summons_allowed_from,
    whistle_allowed_from,
)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit called; the breach and the scores as far as this person reads them."""

    summons: Summons
    breach: Breach | None
    scores: tuple[WhistleScore, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    at: datetime
    what: str
    unit: str
    who: str


@dataclass(frozen=True, slots=True)
class WhistlePage:
    """`code` is for who stands at the place and lets others in; `unseen` complaints are under it
    and lie outside this person's view."""

    whistle: Whistle
    units: tuple[UnitLine, ...]
    offers: tuple[Offer, ...]
    tickets: tuple[Complaint, ...]
    unseen: int
    code: str
    meetings: tuple[MeetingLine, ...]
    duties: tuple[DutyLine, ...]
    funds: tuple[FundLine, ...]
    actions: tuple[JointAction, ...]
    lacks: tuple[str, ...]
    history: tuple[Step, ...]


def find_whistle(key: int, user: User) -> Whistle:
    """A whistle that this person may see, with its units."""
    rows = Whistle.objects.visible_to(user).select_related("blower", "district_body", "blown_by")
    found: Whistle | None = (
        rows.prefetch_related("summons__organisation", "summons__scores").filter(pk=key).first()
    )
    if found is None:
        raise NotFound(_("没有这个哨，或不在您的查看范围内。"))
    return found


def find_summons(key: int, user: User) -> Summons:
    """A unit's answer to a whistle that this person may see."""
    whistle_key = Summons.objects.filter(pk=key).values_list("whistle_id", flat=True).first()
    whistle = find_whistle(whistle_key or 0, user)
    return next(one for one in summons_of(whistle) if one.pk == key)


def summons_of(whistle: Whistle) -> list[Summons]:
    """Its units, each knowing the whistle it belongs to without asking."""
    rows = list(whistle.summons.all())
    for one in rows:
        one.whistle = whistle
    return rows


def find_breach(key: int, user: User) -> Breach:
    """What a unit's silence or refusal led to; asked by the unit's summons."""
    summons = find_summons(key, user)
    found = Breach.objects.select_related("reported_to").filter(summons=summons).first()
    if found is None:
        raise NotFound(_("没有这项记录。"))
    found.summons = summons
    return found


def whistle_page(whistle: Whistle, user: User) -> WhistlePage:
    """The page of a whistle found by `find_whistle`."""
    side = side_of(user, whistle)
    rows = Breach.objects.filter(summons__whistle=whistle)
    breaches = {one.summons_id: one for one in rows.select_related("reported_to", "decided_by")}
    linked = Complaint.objects.filter(pk__in=whistle.tickets.values("complaint_id"))
    tickets = list(linked.visible_to(user).order_by("received_at", "pk"))
    everywhere = linked.filter(is_secret=False).count()
    open_to_him = sum(not one.is_secret for one in tickets)
    is_blower = speaks_for(user, whistle.blower)
    is_open = whistle.status in WHISTLE_OPEN
    return WhistlePage(
        whistle=whistle,
        units=tuple(_unit(one, breaches.get(one.pk), user) for one in summons_of(whistle)),
        offers=(*_on_work(whistle, user), *_offers(whistle, user)),
        tickets=tuple(tickets),
        unseen=everywhere - open_to_him,
        code=whistle.arrival_code if side is not None and is_open else "",
        meetings=tuple(meetings_of(whistle, user)),
        duties=tuple(duties_of(whistle, user)),
        funds=tuple(funds_of(whistle, user)),
        actions=tuple(JointAction.objects.filter(whistle=whistle)),
        lacks=tuple(lacking(whistle)) if is_blower and is_open else (),
        history=tuple(_history(whistle)),
    )


def find_meeting(key: int, user: User) -> Meeting:
    """A meeting of a whistle that this person may see."""
    found = Meeting.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(_("没有这次会议，或不在您的查看范围内。"))
    found.whistle = find_whistle(found.whistle_id, user)
    return found


def find_duty(key: int, user: User) -> Duty:
    """A duty of a whistle that this person may see."""
    found = Duty.objects.select_related("owner").filter(pk=key).first()
    if found is None:
        raise NotFound(_("没有这项任务，或不在您的查看范围内。"))
    found.whistle = find_whistle(found.whistle_id, user)
    return found


def find_fund(key: int, user: User) -> Fund:
    """Money asked for under a whistle that this person may see."""
    found = Fund.objects.select_related("body").filter(pk=key).first()
    if found is None:
        raise NotFound(_("没有这笔资金申请，或不在您的查看范围内。"))
    found.whistle = find_whistle(found.whistle_id, user)
    return found


def _unit(summons: Summons, breach: Breach | None, user: User) -> UnitLine:
    whistle = summons.whistle
    over_it = speaks_for(user, whistle.blower) or speaks_for(user, whistle.district_body)
    reads = over_it or speaks_for(user, summons.organisation)
    return UnitLine(
        summons=summons,
        breach=breach,
        scores=tuple(summons.scores.all()) if reads else (),
        offers=tuple(_on_unit(summons, breach, user)),
    )


def _on_work(whistle: Whistle, user: User) -> Iterator[Offer]:
    """What is done together, from the first unit that came on."""
    key = whistle.pk
    if WhistleVerb.WORK not in whistle_allowed_from(whistle.status):
        return
    if side_of(user, whistle) is not None:
        yield Offer("meet", "office-whistle-meet", key, _("约定联席会议"), "calendar-event")
        yield Offer("oblige", "office-whistle-oblige", key, _("分派任务"), "list-task")
    if body_of(user, whistle) is not None:
        yield Offer("act", "office-whistle-act", key, _("记录联合行动"), "calendar-check")
        yield Offer("fund", "office-whistle-fund", key, _("申请资金"), "plus-lg")


def _offers(whistle: Whistle, user: User) -> Iterator[Offer]:
    verbs, key = whistle_allowed_from(whistle.status), whistle.pk
    if side_of(user, whistle) is not None:
        if WhistleVerb.LINK in verbs:
            yield Offer("link", "office-whistle-link", key, _("关联诉求"), "link-45deg")
        if WhistleVerb.SUMMON in verbs:
            yield Offer("summon", "office-whistle-summon", key, _("增加报到单位"), "plus-lg")
    if not speaks_for(user, whistle.blower):
        return
    if WhistleVerb.CONCLUDE in verbs:
        yield Offer(
            "conclude", "office-whistle-conclude", key, _("销哨"), "check-circle", is_first=True
        )
    if WhistleVerb.CALL_OFF in verbs:
        yield Offer("call_off", "office-whistle-call-off", key, _("取消"), "x-circle")


def _on_unit(summons: Summons, breach: Breach | None, user: User) -> Iterator[Offer]:
    whistle, key = summons.whistle, summons.pk
    is_open = WhistleVerb.ANSWER in whistle_allowed_from(whistle.status)
    verbs = summons_allowed_from(summons.status) if is_open else frozenset()
    comes = can_report_in(user, summons)
    if SummonsVerb.REPORT_IN in verbs and (comes or can_write_down_arrival(user, summons)):
        words = _("报到") if comes else _("登记到场")
        yield Offer("report_in", "office-summons-report-in", key, words, "geo-alt", is_first=True)
    if comes and SummonsVerb.REFUSE in verbs:
        yield Offer("refuse", "office-summons-refuse", key, _("拒绝"), "x-circle")
    if SummonsVerb.EXCUSE in verbs and can_excuse(user, summons):
        yield Offer("excuse", "office-summons-excuse", key, _("准予不到"), "slash-circle")
    if SummonsVerb.LEAVE in verbs and can_say_it_left(user, summons):
        yield Offer("leave", "office-summons-leave", key, _("离场"), "box-arrow-right")
    if may_score(user, summons):
        yield Offer("score", "office-summons-score", key, _("评分"), "star")
    if breach and breach.decision == Breach.Decision.PENDING and can_decide_breach(user, breach):
        yield Offer(
            "decide", "office-summons-decide", key, _("处理未报到"), "hourglass-split",
            is_first=True,
        )  # fmt: skip


def may_score(user: User, summons: Summons) -> bool:
    """His side has not said yet what it thinks of the other."""
    whistle = summons.whistle
    if WhistleVerb.SCORE not in whistle_allowed_from(whistle.status) or summons.status not in CAME:
        return False
    given = {score.direction for score in summons.scores.all()}
    if speaks_for(user, summons.organisation):
        return OF_BLOWER not in given
    return OF_UNIT not in given and speaks_for(user, whistle.blower)


def _history(whistle: Whistle) -> Iterator[Step]:
    events = list(
        WhistleEvent.objects.filter(whistle=whistle).select_related("by", "summons__organisation")
    )
    names = people_in_words(events)
    for event in events:
        unit = event.summons.organisation.name if event.summons else ""
        words = str(WHISTLE_VERBS.get(event.verb, event.verb))
        yield Step(event.at, words, unit, names[id(event)])
