"""What is filed: words, place, caller, channel. What becomes of it is dispatch's part."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from complaints import fields
from complaints.actions.intake import Caller, Draft, Where
from complaints.demo.people import Staff
from complaints.demo.places import communities
from complaints.demo.plan import Cause, Year, causes
from complaints.demo.slots import Filler, scene_in
from complaints.demo.texts import compose
from complaints.demo.words import Topic, topics
from complaints.models import Actor, By, CalendarDay, Category, Channel, Complaint, DemandKind

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHANNELS = {
    Channel.HOTLINE: 84,
    Channel.WEB: 9,
    Channel.PHONE: 3,
    Channel.WINDOW: 2,
    Channel.COMMUNITY: 2,
}
# Serials far from those of the year's own complaints.
_BESIDE = 9_000_001
_VAGUE = ("小区门口", "家附近的路口", "单位楼下", "地铁口旁边", "菜市场对面", "学校门前")


@dataclass(frozen=True, slots=True)
class Demand:
    """One complaint as filed, and what whoever sorts it finds: `where` and `category`. `chance` is
    its own, so that one complaint more or less changes no other."""

    serial: int
    at: datetime
    by: By
    channel: str
    key: str
    draft: Draft
    where: Where
    topic: Topic
    category: Category
    filler: Filler
    chance: random.Random
    thread: str = ""
    is_unsorted: bool = False


def demands(count: int, *, seed: int, at: datetime, staff: Staff) -> Iterator[Demand]:
    """So many complaints of the year before `at`, in order of time."""
    rng = random.Random(seed)
    zone = timezone.get_current_timezone()
    at = timezone.localtime(at, zone)
    categories = _categories()
    free = CalendarDay.objects.filter(is_working=False).values_list("day", flat=True)
    year = Year(at, communities(rng), tuple(categories), frozenset(free), zone)
    for serial, cause in enumerate(causes(count, year, rng), start=1):
        chance = random.Random(f"{seed} {serial}")
        yield _demand(serial, cause, categories, staff, chance, seed)


def demands_here(
    found: Iterable[tuple[datetime, str]], code: str, *, seed: int, staff: Staff
) -> Iterator[Demand]:
    """Complaints of given instants and categories in one community, told to the hotline."""
    rng = random.Random(f"{seed} {code}")
    home = next(home for home in communities(rng) if home.code == code)
    categories = _categories()
    for serial, (at, category) in enumerate(found, start=_BESIDE):
        cause = Cause(timezone.localtime(at), category, scene_in(home, rng))
        chance = random.Random(f"{seed} {serial}")
        demand = _demand(serial, cause, categories, staff, chance, seed)
        draft = replace(
            demand.draft,
            where=demand.where,
            category_id=demand.category.pk,
            demand_kind=demand.category.demand_kind,
            is_secret=False,
        )
        by, channel = staff.clerks[0], Channel.HOTLINE.value
        yield replace(demand, draft=draft, by=by, channel=channel, is_unsorted=False)


def _categories() -> dict[str, Category]:
    rows = Category.objects.filter(level=3).select_related("parent").order_by("code")
    return {row.code: row for row in rows if row.code in topics()}


def _demand(
    serial: int,
    cause: Cause,
    categories: Mapping[str, Category],
    staff: Staff,
    chance: random.Random,
    seed: int,
) -> Demand:
    category, topic = categories[cause.code], topics()[cause.code]
    filler = Filler(cause.scene, cause.at.date(), chance)
    channel = _channel(category, chance)
    caller = _caller(cause, chance, is_shy=channel == Channel.WEB)
    phone = caller.phone if chance.random() < 0.03 else ""
    kind = category.demand_kind
    text = compose(topic, filler, channel=channel, demand_kind=kind, phone=phone)
    demand = Demand(
        serial=serial,
        at=cause.at,
        by=_writer(channel, cause, staff, chance),
        channel=channel,
        key=fields.keyed_hash(f"{seed} {serial}", purpose="demonstration")[:40],
        draft=Draft(text=text, caller=caller, demand_kind=kind),
        where=_where(filler, serial),
        topic=topic,
        category=category,
        filler=filler,
        chance=chance,
        thread=cause.thread,
    )
    return _completed(demand)


def _completed(demand: Demand) -> Demand:
    """With place, category and marks, as far as whoever files it knows them."""
    chance, category = demand.chance, demand.category
    is_urgent = chance.random() < (0.9 if category.clock_kind == "emergency" else 0.015)
    draft = replace(
        demand.draft,
        where=demand.where,
        category_id=category.pk,
        is_secret=chance.random() < _secrecy(category),
        urgency=Complaint.Urgency.URGENT if is_urgent else Complaint.Urgency.NORMAL,
    )
    if demand.channel != Channel.WEB or chance.random() < 0.4:
        return replace(demand, draft=draft)
    where = Where(address=chance.choice(_VAGUE)) if chance.random() < 0.2 else demand.where
    draft = replace(
        draft,
        where=where,
        category_id=None,
        demand_kind=DemandKind.HELP,
        urgency=Complaint.Urgency.NORMAL,
        is_secret=False,
    )
    return replace(demand, draft=draft, is_unsorted=True)


def _where(filler: Filler, serial: int) -> Where:
    place = filler.place
    return Where(
        address=filler.address,
        lon=round(place.lon + _offset(serial), 6),
        lat=round(place.lat + _offset(serial * 7), 6),
        community_id=filler.scene.community.pk,
    )


def _channel(category: Category, chance: random.Random) -> Channel:
    channel = chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    # Nobody fills in a form while the gas leaks.
    return Channel.HOTLINE if category.clock_kind == "emergency" else channel


def _caller(cause: Cause, chance: random.Random, *, is_shy: bool) -> Caller:
    """Plainly invented: no Beijing number starts with 0 after its area code."""
    if chance.random() < (0.22 if is_shy else 0.1):
        return Caller()
    # The same few people call about what comes back.
    who = random.Random(f"{cause.thread} {chance.randrange(3)}") if cause.thread else chance
    name = f"演示居民{who.choice(_STEMS)}{who.choice(_STEMS)}{who.randrange(1, 100)}"
    phone = f"010-00{who.randrange(10**6):06d}"
    scene = cause.scene
    home = ""
    if who.random() < 0.5:
        door = f"{scene.floor}{who.randrange(1, 7):02d}室"
        home = f"{scene.estate.name}{scene.building}号楼{scene.entrance}单元{door}"
    return Caller(name=name, phone=phone, home=home)


def _writer(channel: str, cause: Cause, staff: Staff, chance: random.Random) -> By:
    street = cause.scene.community.street_id
    if channel == Channel.WEB:
        return Actor.RESIDENT
    if channel in (Channel.PHONE, Channel.WINDOW):
        return staff.triage[street]
    if channel == Channel.COMMUNITY:
        return staff.desks[street]
    return chance.choice(staff.clerks)


def _secrecy(category: Category) -> float:
    if category.sensitivity == Category.Sensitivity.SENSITIVE:
        return 0.25
    return 0.06 if category.demand_kind == DemandKind.REPORT else 0.008


def _offset(number: int) -> float:
    """A few dozen metres, the same for the same complaint."""
    return ((number * 2_654_435_761) % 1000 - 500) * 8e-7
