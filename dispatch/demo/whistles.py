"""Whistles of the street of the fixed accounts, one in every state; all matters are invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from complaints.demo.people import COMMUNITY, STREET
from complaints.models import Organisation, User
from dispatch.actions.whistles.answering import Arrival, excuse, fall_silent, refuse, report_in
from dispatch.actions.whistles.blowing import Blast, Call, blow_whistle, call_off
from dispatch.actions.whistles.ending import conclude, score
from dispatch.actions.whistles.working import (
    act_together,
    end_meeting,
    freeze_minutes,
    lay_duty,
    open_meeting,
    plan_meeting,
    settle_duty,
    write_minutes,
)
from dispatch.demo.office import Office
from dispatch.models import Summons, Whistle

_GROUND = "《北京市街道办事处条例》第五条、第十一条"
_HOUSING, _CITY, _FIRE = "SJS-DEPT-01", "SJS-DEPT-02", "SJS-DEPT-06"


class _Stage:
    """Who blows, who comes, and the row of each body by its code."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.bodies = {body.code: body for body in Organisation.objects.all()}
        self.desk = User.objects.get(username="desk")

    def clerk(self, code: str) -> User:
        return User.objects.get(pk=self.office.staff.workers[self.bodies[code].pk][0].pk)

    def blow(self, codes: Sequence[str], at: datetime, **about: Any) -> Whistle:
        calls = [Call(self.bodies[code].pk, "到场查看，拿出处置意见", _GROUND) for code in codes]
        blower = self.bodies[f"ST-{STREET}"].pk
        return blow_whistle(Blast(blower_id=blower, calls=calls, **about), by=self.desk, at=at)

    def comes(self, whistle: Whistle, code: str, at: datetime) -> Summons:
        summons = whistle.summons.get(organisation=self.bodies[code])
        arrival = Arrival(code=whistle.arrival_code)
        return report_in(summons.pk, arrival, by=self.clerk(code), at=at)


def blow_whistles(office: Office) -> None:
    """Concluded, at work, waited for with silence and refusal, called off, of residents."""
    stage = _Stage(office)
    _concluded(stage, office.at - timedelta(days=21))
    _at_work(stage, office.at - timedelta(days=2))
    _waited_for(stage, office.at - timedelta(minutes=50))
    _called_off(stage, office.at - timedelta(days=5))
    _of_residents(stage, office.at - timedelta(hours=20))


def _concluded(stage: _Stage, at: datetime) -> None:
    """A roof built over: three visits, one duty, both sides scored."""
    whistle = stage.blow(
        (_HOUSING, _FIRE), at, kind=Whistle.Kind.ENFORCEMENT, origin=Whistle.Origin.FINDING,
        title="楼顶加盖彩钢房", reason="巡查发现楼顶加盖两层彩钢房，内有住人和明火。",
        place="鲁谷东街商业楼楼顶",
    )  # fmt: skip
    came = [
        stage.comes(whistle, code, at + timedelta(minutes=minutes))
        for code, minutes in ((_FIRE, 14), (_HOUSING, 22))
    ]
    day = timezone.localdate(at)
    owed = lay_duty(
        whistle.pk, by=stage.desk, owners=[stage.bodies[_HOUSING].pk], what="出具违法建设认定意见",
        due_on=day + timedelta(days=3), at=at + timedelta(hours=1),
    )[0]  # fmt: skip
    for kind, later, words in (
        ("talk", 1, "约谈产权人和经营人，限期腾退。"),
        ("inspection", 4, "消防、住建、街道执法队联合复查，住户已搬离。"),
        ("removal", 9, "拆除两层彩钢房，清运建筑垃圾。"),
    ):
        act_together(
            whistle.pk, by=stage.desk, kind=kind, done_on=day + timedelta(days=later), what=words,
            at=at + timedelta(days=10),
        )  # fmt: skip
    settle_duty(
        owed.pk, by=stage.clerk(_HOUSING), is_kept=True, evidence="认定意见已送达，存街道执法队。",
        at=at + timedelta(days=2),
    )  # fmt: skip
    for code, summons in zip((_FIRE, _HOUSING), came, strict=True):
        judged = at + timedelta(days=11)
        score(summons.pk, by=stage.desk, points=92, words="到场快，意见明确", at=judged)
        score(summons.pk, by=stage.clerk(code), points=88, words="现场组织有序", at=judged)
    conclude(whistle.pk, by=stage.desk, at=at + timedelta(days=11, hours=1))


def _at_work(stage: _Stage, at: datetime) -> None:
    """Parking in a lane: the minutes are final, one duty is open."""
    whistle = stage.blow(
        (_CITY, _FIRE), at, kind=Whistle.Kind.KEY_WORK, origin=Whistle.Origin.WORK,
        title="背街小巷停车秩序", reason="消防通道长期被占，需要划线、挪车、立牌一起办。",
        place="永乐西小区南侧小巷",
    )  # fmt: skip
    stage.comes(whistle, _CITY, at + timedelta(hours=2))
    summons = whistle.summons.get(organisation=stage.bodies[_FIRE])
    excuse(
        summons.pk, by=stage.desk, ground="more_urgent", note="消防支队同时在处置火情",
        at=at + timedelta(hours=3),
    )  # fmt: skip
    starts = at + timedelta(hours=5)
    meeting = plan_meeting(
        whistle.pk, by=stage.desk, place="街道二层会议室", starts_at=starts,
        agenda="一、划线范围；二、挪车通知；三、分工和期限", at=at + timedelta(hours=3),
    )  # fmt: skip
    open_meeting(meeting.pk, by=stage.desk, at=starts)
    text = "城市管理委负责划线和立牌，街道负责通知挪车，一周内完成。"
    write_minutes(meeting.pk, by=stage.desk, text=text, version=0, at=starts)
    end_meeting(meeting.pk, by=stage.desk, at=starts + timedelta(hours=1))
    freeze_minutes(meeting.pk, by=stage.desk, at=starts + timedelta(hours=2))
    lay_duty(
        whistle.pk, by=stage.desk, owners=[stage.bodies[_CITY].pk], what="划线、立消防通道牌",
        due_on=timezone.localdate(at) + timedelta(days=7), at=starts + timedelta(hours=1),
    )  # fmt: skip


def _waited_for(stage: _Stage, at: datetime) -> None:
    """A burst pipe: the water company is there, one body is silent, one will not come."""
    whistle = stage.blow(
        ("ENT-WATER", _CITY, _HOUSING), at, kind=Whistle.Kind.EMERGENCY,
        origin=Whistle.Origin.WORK, title="供水管道爆裂", place="石景山路与鲁谷东街路口",
        reason="路口冒水，积水约三十厘米，两栋楼停水。",
    )  # fmt: skip
    stage.comes(whistle, "ENT-WATER", at + timedelta(minutes=18))
    silent = whistle.summons.get(organisation=stage.bodies[_CITY])
    fall_silent(silent.pk, at=silent.report_by_at)
    refused = whistle.summons.get(organisation=stage.bodies[_HOUSING])
    words = "室外公共管道不属本单位管理范围。"
    refuse(refused.pk, by=stage.clerk(_HOUSING), words=words, at=at + timedelta(minutes=9))


def _called_off(stage: _Stage, at: datetime) -> None:
    whistle = stage.blow(
        (_FIRE,), at, kind=Whistle.Kind.EMERGENCY, origin=Whistle.Origin.WORK,
        title="楼道冒烟", reason="五层楼道有烟，原因不明。", place="七星园南社区一栋居民楼",
    )  # fmt: skip
    reason = "核实为装修切割粉尘，没有火情。"
    call_off(whistle.pk, by=stage.desk, reason=reason, at=at + timedelta(minutes=6))


def _of_residents(stage: _Stage, at: datetime) -> None:
    """Signed on paper, kept by the committee; the head is waited for."""
    call = Call(stage.bodies[f"ST-{STREET}"].pk, "请一把手到场听意见", _GROUND)
    blast = Blast(
        blower_id=stage.bodies[f"CM-{COMMUNITY}"].pk, kind=Whistle.Kind.DEMAND,
        origin=Whistle.Origin.RESIDENTS, title="小区没有无障碍坡道",
        reason="三栋楼出入口都有台阶，轮椅和婴儿车上不去。", place="小区中心花园",
        calls=[call], signature_count=46, signatures_kept_at="居委会档案柜三号",
    )  # fmt: skip
    blow_whistle(blast, by=User.objects.get(username="community"), at=at)
