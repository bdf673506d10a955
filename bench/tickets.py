"""A seeded stock of tickets in 343 streets: most worked to the end of a past period, some open."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.words import ORDINARY, PLACES, RARE
from complaints.actions.intake import Caller, Draft, Where
from complaints.models import Actor, Area, Channel, Organisation
from dispatch.actions.assignments import Order
from dispatch.actions.bulk import lives
from dispatch.actions.bulk.writing import write_lives
from dispatch.actions.callbacks import Answers
from tests import make

STREETS = 341
SEED = 12345
# The period of April 2025: 19 March to 18 April.
PERIOD = "2025-04"
FIRST = datetime(2025, 3, 19, 0, 30, tzinfo=make.BEIJING)
WORKED, RARE_SHARE, OWN_SHARE = 0.9, 0.002, 0.1


def fill(office: make.Office, count: int) -> int:
    """Write `count` lives; the same for the same count."""
    communities = _streets(office)
    rng = random.Random(SEED)
    return write_lives(_life(office, communities, rng, turn, count) for turn in range(count))


def _streets(office: make.Office) -> list[tuple[Area, Organisation]]:
    """The desk's own street, and streets that only benches know: a community and an office each."""
    made = [(office.places.community, office.bodies.city_office)]
    for number in range(100, 100 + STREETS):
        street = make.area(
            f"110199{number}", f"测试{number}街道", "subdistrict", office.places.district
        )
        community = make.area(f"110199{number}001", f"测试{number}社区", "community", street)
        unit = make.organisation(
            f"B-{number}", f"测试{number}街道城市管理办公室", "office", street,
            office.bodies.coordination, "urban_management",
        )  # fmt: skip
        made.append((community, unit))
    return made


def words(rng: random.Random) -> str:
    """Some forty to eighty signs, as a clerk writes them down."""
    said = RARE if rng.random() < RARE_SHARE else rng.choice(ORDINARY)
    where = f"{rng.choice(PLACES)}{rng.randrange(1, 90)}号附近"
    return f"市民反映{where}{said}，{rng.choice(ORDINARY)}，请尽快处理。"


def _life(
    office: make.Office,
    streets: list[tuple[Area, Organisation]],
    rng: random.Random,
    turn: int,
    count: int,
) -> lives.Life:
    community, unit = streets[0] if rng.random() < OWN_SHARE else rng.choice(streets)
    at = FIRST + timedelta(days=30) * turn / count
    draft = Draft(
        text=words(rng),
        where=Where(address=rng.choice(PLACES), community_id=community.pk),
        caller=Caller(phone="010-00000001"),
        category_id=office.category.pk,
    )
    steps = tuple(_worked(office, unit, rng, at)) if rng.random() < WORKED else ()
    return lives.Life(
        draft=draft, by=Actor.RESIDENT, channel=Channel.WEB, key=f"bench {turn}", at=at, steps=steps
    )


def _worked(
    office: make.Office, unit: Organisation, rng: random.Random, at: datetime
) -> Iterator[lives.Step]:
    """From dispatch to the three answers."""
    hours = iter(at + timedelta(hours=step) for step in range(1, 9))
    triage, worker = office.people.triage, office.people.handler
    order = Order(organisation_id=unit.pk, override_reason="测试", redacted_text=words(rng))
    yield lives.Dispatch(by=triage, at=next(hours), order=order)
    yield lives.Sign(by=worker, at=next(hours))
    yield lives.Contact(by=worker, at=next(hours), method="phone", outcome="reached")
    yield lives.ReportBack(by=worker, at=next(hours), outcome="solved", text="已处理。")
    yield lives.TellResident(by=worker, at=next(hours))
    yield lives.TellHotline(by=triage, at=next(hours))
    called = at + timedelta(days=8)
    yield lives.OpenCallback(by=Actor.MACHINE, at=called)
    answers = Answers(
        contacted=rng.random() < 0.97,
        resolved=rng.random() < 0.9,
        satisfaction=rng.choice(("satisfied", "satisfied", "basic", "not")),
    )
    yield lives.CompleteCallback(by=office.people.clerk, at=called, answers=answers)
