"""Whistles for tests: who may be called beside the usual office, and a whistle in any state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from complaints.models import Organisation, Role, User
from dispatch.actions.whistles.answering import (
    Arrival,
    excuse,
    fall_silent,
    leave,
    refuse,
    report_in,
)
from dispatch.actions.whistles.blowing import Blast, Call, blow_whistle, call_off
from dispatch.actions.whistles.ending import conclude, score
from dispatch.models import Summons, Whistle
from tests import make

GROUND: Final = "《北京市街道办事处条例》第十一条"
HERE: Final = (116.5, 39.5)
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Called:
    """Whom a whistle calls: two departments of the district, a body that is no street, a city
    department, the next street; `people` speak for them."""

    housing: Organisation
    fire: Organisation
    station: Organisation
    city_housing: Organisation
    next_street: Organisation
    housing_clerk: User
    fire_clerk: User
    next_desk: User


def called(made: make.Office) -> Called:
    """The bodies and one person for each that has accounts."""
    district = made.places.district
    housing = make.organisation("T-D1", "虚构区住建委", "district_department", district)
    fire = make.organisation("T-D2", "虚构区消防支队", "district_department", district)
    station = make.organisation("T-OUT", "虚构站区管理办公室", "outside", district)
    city = make.organisation("T-C1", "虚构市住建委", "city_department", made.places.city)
    following = Organisation.objects.get(code="T-ST2")
    return Called(
        housing=housing,
        fire=fire,
        station=station,
        city_housing=city,
        next_street=following,
        housing_clerk=make.person("t-housing", Role.HANDLER, housing),
        fire_clerk=make.person("t-fire", Role.HANDLER, fire),
        next_desk=make.person("t-next-desk", Role.DESK, following),
    )


def blast(made: make.Office, *units: Organisation, **more: Any) -> Blast:
    """What the first street's desk calls these units for."""
    given = {
        "kind": Whistle.Kind.ENFORCEMENT,
        "title": "屋顶违建",
        "reason": "楼顶搭了两层彩钢房，住着人，用着明火。",
        "place": "东门外两层彩钢房",
        "lon": HERE[0],
        "lat": HERE[1],
        "blower_id": made.bodies.government.pk,
        "calls": [Call(unit.pk, "到场查验并认定", GROUND) for unit in units],
        **more,
    }
    return Blast(**given)


def blown(
    made: make.Office,
    *units: Organisation,
    by: User | None = None,
    at: datetime = make.START,
    **more: Any,
) -> Whistle:
    """A whistle that everybody called is still waited for."""
    return blow_whistle(blast(made, *units, **more), by=by or made.people.desk, at=at)


def summons_of(whistle: Whistle, unit: Organisation) -> Summons:
    """One unit's answer as it stands now."""
    rows = Summons.objects.select_related("whistle", "organisation")
    return rows.get(whistle=whistle, organisation=unit)


def came(summons: Summons, *, by: User, at: datetime = make.START + 10 * MINUTE) -> Summons:
    """Reported in with the code that is read out there."""
    code = Whistle.objects.get(pk=summons.whistle_id).arrival_code
    return report_in(summons.pk, Arrival(code=code), by=by, at=at)


def summons_in(made: make.Office, who: Called, status: str) -> Summons:
    """One unit's answer in a state, by the steps that lead there."""
    whistle = blown(made, who.housing)
    summons, desk = summons_of(whistle, who.housing), made.people.desk
    later, late = make.START + 10 * MINUTE, make.START + 31 * MINUTE
    if status == "silent":
        fall_silent(summons.pk, at=late)
    elif status == "refused":
        refuse(summons.pk, by=who.housing_clerk, words="今天抽不出人", at=later)
    elif status == "excused":
        excuse(summons.pk, by=desk, ground="not_needed", note="消防已处置", at=later)
    elif status == "let_go":
        call_off(whistle.pk, by=desk, reason="误报", at=later)
    elif status in {"reported_in", "left"}:
        came(summons, by=who.housing_clerk)
        if status == "left":
            leave(summons.pk, by=who.housing_clerk, at=later + MINUTE)
    return summons_of(whistle, who.housing)


def whistle_in(made: make.Office, who: Called, status: str) -> Whistle:
    """A whistle in a state, by the steps that lead there."""
    if status == "called_off":
        return summons_in(made, who, "let_go").whistle
    if status == "blown":
        return summons_in(made, who, "awaited").whistle
    summons = summons_in(made, who, "reported_in")
    if status == "concluded":
        scored(made, summons, by=who.housing_clerk)
        conclude(summons.whistle_id, by=made.people.desk, at=make.START + 60 * MINUTE)
    return Whistle.objects.get(pk=summons.whistle_id)


def scored(made: make.Office, summons: Summons, *, by: User) -> None:
    """Both ways."""
    at = make.START + 40 * MINUTE
    score(summons.pk, by=made.people.desk, points=90, words="到得快", at=at)
    score(summons.pk, by=by, points=85, words="现场有人接应", at=at)
