"""Two handbook cases as tickets: a parking lock asked of three units at once, a night's noise.

Roles act, nobody is named; clock times are the cases', days are the last such days before `at`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from complaints import fields
from complaints.actions.intake import Caller, Draft, Where
from complaints.demo.people import COMMUNITY, PROPERTY, STREET, Staff
from complaints.demo.photos import draw_scene
from complaints.models import (
    Actor,
    Category,
    Channel,
    ClockLimit,
    DemandKind,
    GazetteerEntry,
    Organisation,
    Photo,
    User,
)
from complaints.selectors.clocks import LimitBook
from dispatch.actions.assignments import Order
from dispatch.actions.bulk import lives
from dispatch.actions.callbacks import Answers

_OFFICE = f"ST-{STREET}-urban_management"
_LOCK = (
    "来电人反映，{estate}中心花园东侧的公共车位上被人私自装了一把地锁，只许自己停车，今天上午两家"
    "为此争吵起来。来电人找过对方，对方不肯拆；物业说没有权力拆别人的锁。诉求：尽快拆除地锁，公共"
    "车位大家都能停，并说清楚小区停车的规矩。"
)
_NOISE = (
    "来电人反映，{estate}北侧污水提升站入夜后水泵轰鸣，离居民楼只有十来米，从晚上八点起一直没停，"
    "关上窗户也听得见，家里老人睡不着。来电人不清楚该找哪个单位。诉求：今晚先想办法降下来，再从根"
    "上解决。"
)


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who takes part: the office, the community, the property company, and their people."""

    staff: Staff
    triage: User
    units: dict[str, Organisation]
    estate: GazetteerEntry
    limits: LimitBook

    def worker(self, code: str) -> User:
        return self.staff.workers[self.units[code].pk][0]

    def order(self, code: str, *, role: str, reason: str = "", text: str = "") -> Order:
        return Order(
            organisation_id=self.units[code].pk,
            role=str(role),
            override_reason=reason,
            redacted_text=text,
        )


def stories(staff: Staff, *, seed: int, at: datetime) -> list[lives.Life]:
    """Both lives, in order of time, as far as they had come by `at`."""
    cast = _cast(staff)
    lock = _parking_lock(cast, _last(12, 16, 11, 22, at), seed)
    noise = _night_noise(cast, _last(7, 11, 20, 5, at), seed)
    return sorted((lock, noise), key=lambda life: life.at)


def _parking_lock(cast: _Cast, start: datetime, seed: int) -> lives.Life:
    """D-1: office, community and property asked at the same moment, each with its own clock."""
    text = _LOCK.format(estate=cast.estate.name)
    committee = f"CM-{COMMUNITY}"
    units = (_OFFICE, committee, PROPERTY)
    sent = start + timedelta(minutes=6)
    reason = "双派单：城市管理办牵头，社区、物业协同"
    steps: list[lives.Step] = [
        lives.Photograph(by=cast.staff.clerks[0], at=start, content=_drawn("07"), stage="report"),
        _sent(cast, sent, cast.order(_OFFICE, role="lead", reason=reason, text=text)),
        _sent(cast, sent, cast.order(committee, role="co")),
        _sent(cast, sent, cast.order(PROPERTY, role="co")),
    ]
    told = (
        ("11:50", "13:40", "会同社区、物业到场，物业已将地锁拆除，车位恢复公用。当日下午召开协调"
         "会，拟定共享车位和夜间错时停车方案，向居民征求意见。"),
        ("11:42", "14:10",
         "向双方说明小区公共车位使用约定，双方表示理解；停车方案已在公示栏张贴。"),
        ("11:38", "13:20", "按街道要求拆除地锁并补平地面，安排秩序员在高峰时段引导停车。"),
    )  # fmt: skip
    for branch, (code, (contact, report, words)) in enumerate(zip(units, told, strict=True)):
        steps += _worked(cast, code, branch, start, contact, report, words)
    after = _at(start, "13:45")
    steps.append(
        lives.Photograph(
            by=cast.worker(_OFFICE),
            at=after,
            content=_drawn("07", is_after=True),
            stage=Photo.Stage.AFTER.value,
        )
    )
    steps += _judged(cast, sent, branches=3, satisfaction="satisfied", note="当天就拆了，真快")
    return _life(cast, text, "070102", DemandKind.REPORT, start, seed, "parking lock", steps)


def _night_noise(cast: _Cast, start: datetime, seed: int) -> lives.Life:
    """D-2: within the hour on the spot, at the door that night, the second damping next day."""
    text = _NOISE.format(estate=cast.estate.name)
    committee = f"CM-{COMMUNITY}"
    sent = start + timedelta(minutes=5)
    reason = "夜间噪声，城市管理办与社区同时到场"
    steps: list[lives.Step] = [
        _sent(cast, sent, cast.order(_OFFICE, role="lead", reason=reason, text=text)),
        _sent(cast, sent, cast.order(committee, role="co")),
        *_worked(cast, _OFFICE, 0, start, "20:14", "21:50", (
            "一小时内到场监测，夜间声级未超标准，但站房距居民楼仅十米左右。当晚先关闭一台水泵，"
            "负责人二十一时五十分入户说明；次日上午加装第二道减振垫和隔声板，复测明显下降。"
        )),
        *_worked(cast, committee, 1, start, "20:20", "22:05",
                 "陪同入户，留下值班电话；与住户约定三天后再听一次效果。"),
        *_judged(cast, sent, branches=2, satisfaction="satisfied", note="晚上有人来，心里踏实"),
    ]  # fmt: skip
    return _life(cast, text, "060104", DemandKind.COMPLAIN, start, seed, "night noise", steps)


def _worked(
    cast: _Cast, code: str, branch: int, start: datetime, contact: str, report: str, words: str
) -> Iterator[lives.Step]:
    worker = cast.worker(code)
    called, done = _at(start, contact), _at(start, report)
    yield lives.Sign(by=worker, at=called - timedelta(minutes=3), branch=branch)
    yield lives.Contact(by=worker, at=called, branch=branch, method="phone", outcome="reached")
    visited = called + timedelta(minutes=25)
    yield lives.Contact(by=worker, at=visited, branch=branch, method="visit", outcome="reached")
    yield lives.ReportBack(by=worker, at=done, branch=branch, outcome="solved", text=words)
    told = done + timedelta(minutes=12)
    yield lives.TellResident(by=worker, at=told, branch=branch)
    yield lives.TellHotline(by=cast.triage, at=told + timedelta(minutes=9), branch=branch)


def _judged(
    cast: _Cast, sent: datetime, *, branches: int, satisfaction: str, note: str
) -> Iterator[lives.Step]:
    stage = ClockLimit.Stage.FEEDBACK
    due = cast.limits.due_instants([stage], clock_kind="general", start=sent)[stage]
    called = (due + timedelta(days=1)).replace(hour=10, minute=15)
    answers = Answers(contacted=True, resolved=True, satisfaction=satisfaction, note=note)
    for branch in range(branches):
        opened = due + timedelta(seconds=20 + branch)
        yield lives.OpenCallback(by=Actor.MACHINE, at=opened, branch=branch)
        at = called + timedelta(minutes=branch)
        clerk = cast.staff.clerks[0]
        yield lives.CompleteCallback(by=clerk, at=at, branch=branch, answers=answers)
    yield lives.Archive(by=cast.triage, at=called + timedelta(hours=6))


def _life(
    cast: _Cast,
    text: str,
    code: str,
    demand_kind: str,
    start: datetime,
    seed: int,
    name: str,
    steps: list[lives.Step],
) -> lives.Life:
    estate = cast.estate
    where = Where(address=estate.name, lon=estate.lon, lat=estate.lat, community_id=estate.area_id)
    draft = Draft(
        text=text,
        where=where,
        caller=Caller(name="演示居民甲", phone="010-00000001"),
        demand_kind=str(demand_kind),
        category_id=Category.objects.get(code=code).pk,
    )
    return lives.Life(
        draft=draft,
        by=cast.staff.clerks[0],
        channel=Channel.HOTLINE.value,
        key=fields.keyed_hash(f"{seed} {name}", purpose="demonstration")[:40],
        at=start,
        steps=tuple(sorted(steps, key=lambda step: step.at)),
    )


def _cast(staff: Staff) -> _Cast:
    codes = (_OFFICE, f"CM-{COMMUNITY}", PROPERTY)
    units = {unit.code: unit for unit in Organisation.objects.filter(code__in=codes)}
    street = Organisation.objects.get(code=f"ST-{STREET}").area_id
    estate = GazetteerEntry.objects.filter(area__code=COMMUNITY, kind="estate").order_by("pk")[0]
    assert street is not None  # noqa: S101 - a street's office stands in its street
    return _Cast(staff, staff.triage[street], units, estate, LimitBook())


def _sent(cast: _Cast, at: datetime, order: Order) -> lives.Dispatch:
    return lives.Dispatch(by=cast.triage, at=at, order=order)


def _drawn(chapter: str, *, is_after: bool = False) -> bytes:
    return draw_scene(chapter, random.Random(chapter), is_after=is_after)


def _last(month: int, day: int, hour: int, minute: int, at: datetime) -> datetime:
    """The last such moment far enough back that the story has come to its end."""
    local = timezone.localtime(at)
    found = local.replace(month=month, day=day, hour=hour, minute=minute, second=0, microsecond=0)
    return found if local - found > timedelta(days=14) else found.replace(year=local.year - 1)


def _at(start: datetime, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return start.replace(hour=int(hour), minute=int(minute))
