"""How a unit answers: it comes, keeps silent, refuses, is excused, leaves when its part is done."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed, TooMany
from complaints.kernels.geometry import LonLat, metres_between
from complaints.models import Actor, By, Parameter, User
from complaints.selectors.parameters import amount_of
from dispatch.actions.whistles.history import (
    lock_summons,
    move_summons,
    move_whistle,
    record_whistle,
)
from dispatch.models import Breach, Duty, Summons, Whistle
from dispatch.permissions import (
    can_decide_breach,
    can_excuse,
    can_report_in,
    can_say_it_left,
    can_write_down_arrival,
)
from dispatch.states import UNANSWERED, SummonsStatus, SummonsVerb, WhistleStatus, WhistleVerb

CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody shows that he is there: the code read out at the place, his telephone's
    position, or, for a body without accounts, the word of who called it (`name`)."""

    code: str = ""
    lon: float | None = None
    lat: float | None = None
    name: str = ""


def report_in(key: int, arrival: Arrival, *, by: User, at: datetime | None = None) -> Summons:
    """The unit is there. A wrong code is counted even though nothing else is kept of the try."""
    at = at or timezone.now()
    if arrival.code and not _is_code_right(key, arrival.code, by=by):
        raise Invalid(_("到场码不对，请向现场的吹哨单位核对。"), field="code")
    with transaction.atomic():
        summons = lock_summons(key, by=by)
        changes = _arrived(summons, arrival, by=by, on_day=at)
        _be_late(summons, at=at)
        facts = {"unit": summons.organisation.code, "arrival": str(changes["arrival"])}
        move_summons(
            summons, SummonsVerb.REPORT_IN, by=by, at=at, facts=facts, reported_in_at=at,
            reported_in_by=by, **changes,
        )  # fmt: skip
        gather(summons.whistle, at=at)
    return summons


def refuse(key: int, *, by: User, words: str, at: datetime | None = None) -> Summons:
    """The unit will not come, and says why: recorded, and reported to the district at once."""
    at = at or timezone.now()
    if not words.strip():
        raise Invalid(_("拒绝报到必须写明理由。"), field="words")
    with transaction.atomic():
        summons = lock_summons(key, by=by, may=can_report_in)
        _be_late(summons, at=at)
        facts = {"unit": summons.organisation.code}
        move_summons(
            summons, SummonsVerb.REFUSE, by=by, at=at, facts=facts, refused_at=at,
            refusal=words.strip()[:500],
        )  # fmt: skip
        _record_breach(summons, Breach.Kind.REFUSAL, at=at)
    return summons


def fall_silent(key: int, *, at: datetime | None = None) -> bool:
    """The clock has passed and nobody is there. False where somebody answered meanwhile."""
    at = at or timezone.now()
    with transaction.atomic():
        summons = lock_summons(key, by=Actor.MACHINE)
        return _be_late(summons, at=at)


def excuse(key: int, *, by: User, ground: str, note: str, at: datetime | None = None) -> Summons:
    """It need not come. What was breached before stays breached."""
    at = at or timezone.now()
    if ground not in Summons.Ground.values:
        raise Invalid(_("请选择准予不到的理由。"), field="ground")
    if not note.strip():
        raise Invalid(_("请写明为什么准予不到。"), field="note")
    with transaction.atomic():
        summons = lock_summons(key, by=by, may=can_excuse)
        _be_late(summons, at=at)
        facts = {"unit": summons.organisation.code, "ground": ground}
        move_summons(
            summons, SummonsVerb.EXCUSE, by=by, at=at, facts=facts, excused_at=at,
            excuse_ground=ground, excuse_note=note.strip()[:300],
        )  # fmt: skip
        gather(summons.whistle, at=at)
    return summons


def leave(key: int, *, by: User, at: datetime | None = None) -> Summons:
    """Its part at the place is done; refused while something it owes there is open."""
    at = at or timezone.now()
    with transaction.atomic():
        summons = lock_summons(key, by=by, may=can_say_it_left)
        owed = Duty.objects.filter(
            whistle=summons.whistle, owner=summons.organisation, is_on_spot=True, result=""
        )
        if (first := owed.first()) is not None:
            raise Conflict(_("事不完，人不走：“%(what)s”还没有结果。") % {"what": first.what})
        facts = {"unit": summons.organisation.code}
        move_summons(summons, SummonsVerb.LEAVE, by=by, at=at, facts=facts, left_at=at)
    return summons


def decide_breach(
    key: int, *, by: User, is_upheld: bool, words: str, at: datetime | None = None
) -> Breach:
    """The district says what follows; once."""
    at = at or timezone.now()
    if not words.strip():
        raise Invalid(_("请写明处理意见。"), field="words")
    with transaction.atomic():
        summons = lock_summons(key, by=by)
        breach = Breach.objects.select_for_update(of=("self",)).filter(summons=summons).first()
        if breach is None or not can_decide_breach(by, breach):
            raise NotAllowed(_("逾期不报到和拒绝报到由区级统筹部门处理。"))
        if breach.decision != Breach.Decision.PENDING:
            raise Conflict(_("这项记录已经处理。"))
        decision = Breach.Decision.UPHELD if is_upheld else Breach.Decision.SET_ASIDE
        breach.decision = decision
        breach.words = words.strip()[:500]
        breach.decided_by = by
        breach.decided_at = at
        breach.save(update_fields=["decision", "words", "decided_by", "decided_at"])
        _tell_decision(summons, decision, by=by, at=at)
    return breach


def gather(whistle: Whistle, *, at: datetime) -> None:
    """Once nobody is waited for, the work together begins by itself."""
    if whistle.status != WhistleStatus.BLOWN:
        return
    waited = whistle.summons.filter(status__in=[status.value for status in UNANSWERED])
    if not waited.exists():
        move_whistle(whistle, WhistleVerb.GATHER, by=Actor.MACHINE, at=at)


def _be_late(summons: Summons, *, at: datetime) -> bool:
    """Whoever answers after his clock was silent until then, whether or not the task has said so;
    he who writes down the answer sees the same rows either way."""
    is_open = summons.whistle.status in (WhistleStatus.BLOWN, WhistleStatus.AT_WORK)
    is_awaited = summons.status == SummonsStatus.AWAITED
    if not (is_open and is_awaited and at >= summons.report_by_at):
        return False
    facts = {"unit": summons.organisation.code}
    move_summons(summons, SummonsVerb.FALL_SILENT, by=Actor.MACHINE, at=at, facts=facts)
    _record_breach(summons, Breach.Kind.SILENCE, at=at)
    return True


def _record_breach(summons: Summons, kind: str, *, at: datetime) -> None:
    """Once a summons: who was silent and then refuses has broken one duty, not two."""
    Breach.objects.get_or_create(
        summons=summons,
        defaults={"kind": kind, "at": at, "reported_to": summons.whistle.district_body},
    )


def _is_code_right(key: int, code: str, *, by: User) -> bool:
    with transaction.atomic():
        summons = lock_summons(key, by=by, may=can_report_in)
        if summons.wrong_codes >= CODE_TRIES:
            raise TooMany(_("到场码输错太多次，请用手机定位报到，或请吹哨单位登记。"))
        if constant_time_compare(code, summons.whistle.arrival_code):
            return True
        summons.wrong_codes += 1
        summons.save(update_fields=["wrong_codes"])
    return False


def _arrived(
    summons: Summons, arrival: Arrival, *, by: User, on_day: datetime
) -> dict[str, object]:
    """What is kept of the arrival."""
    if arrival.name.strip():
        if not can_write_down_arrival(by, summons):
            raise NotAllowed(_("只有没有账号的单位由吹哨单位登记到场。"))
        name = arrival.name.strip()[:40]
        return {"arrival": Summons.Arrival.WITNESSED.value, "arrived_name": name}
    if not can_report_in(by, summons):
        raise NotAllowed(_("只有被通知单位的人员可以报到；居民联名的哨由一把手报到。"))
    if arrival.code:
        return {"arrival": Summons.Arrival.CODE.value}
    distance = _distance(summons.whistle, arrival)
    farthest = amount_of(Parameter.Key.WHISTLE_ARRIVAL, on=timezone.localdate(on_day))
    if distance > farthest:
        raise Invalid(
            _("您离现场还有 %(distance)s 米，到了以后再报到；定位不准时请用到场码。")
            % {"distance": distance},
            field="code",
        )
    return {"arrival": Summons.Arrival.POSITION.value, "distance_m": distance}


def _distance(whistle: Whistle, arrival: Arrival) -> int:
    if arrival.lon is None or arrival.lat is None:
        raise Invalid(_("请填写到场码，或打开手机定位。"), field="code")
    if whistle.lon is None or whistle.lat is None:
        raise Invalid(_("这个哨没有标明位置，请填写到场码。"), field="code")
    there = LonLat(whistle.lon, whistle.lat)
    return round(metres_between(LonLat(arrival.lon, arrival.lat), there))


def _tell_decision(summons: Summons, decision: str, *, by: By, at: datetime) -> None:
    from_status = summons.status
    facts = {"unit": summons.organisation.code, "decision": str(decision)}
    record_whistle(
        summons.whistle, "decide_breach", by=by, at=at, from_status=from_status, facts=facts,
        summons=summons,
    )  # fmt: skip
