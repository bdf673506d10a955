"""What lies on the table of each fixed account: whoever signs in finds a next step to take."""

from collections.abc import Iterator
from datetime import timedelta

from complaints.demo.demands import Demand, demands_here
from complaints.demo.people import COMMUNITY, PROPERTY
from complaints.kernels.masking import mask
from complaints.models import Actor, Organisation, User
from dispatch.actions.assignments import Order
from dispatch.actions.bulk import lives
from dispatch.demo.answers import advice, report_text
from dispatch.demo.office import Office

# Category, hours ago, how far each asked unit has come: the office, the community, the property.
_TABLE: tuple[tuple[str, float, tuple[str, ...]], ...] = (
    ("050104", 7 * 24 + 30, ("contacted",)),
    ("030104", 7 * 24 + 26, ("closed", "signed")),
    ("020101", 7 * 24 + 5, ("closed",)),
    ("030106", 6 * 24 + 20, ("contacted", "contacted", "signed")),
    ("070101", 2 * 24, ("reported", "closed")),
    ("030301", 20, ("contacted", "to_sign", "signed")),
    ("050202", 7, ("signed", "to_sign")),
    ("030101", 3, ("to_sign", "to_sign", "to_sign")),
    ("050601", 1.5, ("to_sign",)),
    ("030102", 0.7, ("to_sign", "to_sign", "to_sign")),
    ("120201", 0.6, ("answered",)),
    ("070106", 0.4, ()),
    ("040301", 0.1, ()),
)
_FAR = ("to_sign", "signed", "contacted", "reported", "closed")


def on_the_table(office: Office, *, seed: int) -> list[lives.Life]:
    """The lives, in order of time."""
    wanted = [(office.at - timedelta(hours=hours), code) for code, hours, _far in _TABLE]
    found = demands_here(wanted, COMMUNITY, seed=seed, staff=office.staff)
    return [_life(demand, office, far) for demand, (_c, _h, far) in zip(found, _TABLE, strict=True)]


def _life(demand: Demand, office: Office, far: tuple[str, ...]) -> lives.Life:
    steps = sorted(_steps(demand, office, far), key=lambda step: step.at)
    return lives.Life(
        draft=demand.draft,
        by=demand.by,
        channel=demand.channel,
        key=demand.key,
        at=demand.at,
        steps=tuple(step for step in steps if step.at <= office.at),
    )


def _steps(demand: Demand, office: Office, far: tuple[str, ...]) -> Iterator[lives.Step]:
    if not far:
        return
    triage = office.street_of(demand).triage
    sent = demand.at + timedelta(minutes=5)
    if far == ("answered",):
        yield lives.AnswerAtOnce(by=triage, at=sent, answer=advice(demand.topic, demand.filler))
        return
    lead = office.unit_for(demand, sent)
    if lead is None:
        return
    helpers = {unit.code: unit for unit in office.helpers_of(demand, lead)}
    units = [lead, helpers[f"CM-{COMMUNITY}"], helpers[PROPERTY]][: len(far)]
    for branch, unit in enumerate(units):
        order = Order(redacted_text=mask(demand.draft.text))
        if branch:
            order = Order(organisation_id=unit.pk, role="co")
        yield lives.Dispatch(by=triage, at=sent, order=order)
    for branch, (unit, state) in enumerate(zip(units, far, strict=True)):
        yield from _worked(demand, office, unit, branch, _FAR.index(state))
        due = sent + timedelta(days=7, seconds=20 + branch)
        yield lives.OpenCallback(by=Actor.MACHINE, at=due, branch=branch)


def _worked(
    demand: Demand, office: Office, unit: Organisation, branch: int, far: int
) -> Iterator[lives.Step]:
    worker: User = office.staff.workers[unit.pk][0]
    signed = demand.at + timedelta(minutes=14)
    called = demand.at + timedelta(minutes=28)
    done = demand.at + timedelta(hours=26)
    anonymous = demand.draft.caller.is_empty
    text = report_text(demand.topic, "solved", demand.filler, is_anonymous=anonymous)
    outcome = "no_contact" if anonymous else "reached"
    steps: list[lives.Step] = [
        lives.Sign(by=worker, at=signed, branch=branch),
        lives.Contact(by=worker, at=called, branch=branch, method="phone", outcome=outcome),
        lives.ReportBack(by=worker, at=done, branch=branch, outcome="solved", text=text),
        lives.TellResident(by=worker, at=done + timedelta(minutes=20), branch=branch),
        lives.TellHotline(
            by=office.teller(unit, demand), at=done + timedelta(minutes=50), branch=branch
        ),
    ]
    yield from steps[: len(steps) if far == len(_FAR) - 1 else far]
