"""A demand's way: sorted, answered or sent out, worked, called back, put away."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from complaints.actions.intake import clock_kind_of
from complaints.demo.demands import Demand
from complaints.demo.photos import draw_scene
from complaints.demo.words import general
from complaints.kernels.masking import mask
from complaints.models import DemandKind, Organisation, Photo, User
from dispatch.actions.assignments import Order
from dispatch.actions.bulk import lives
from dispatch.demo.answers import advice
from dispatch.demo.branches import Part
from dispatch.demo.office import Office
from dispatch.models import Ask, Assignment, Exclusion

_PHOTOS = 40
_SHARED = ("03", "070101", "070102", "0801", "0501", "0601", "0903")
_GROUNDS = (
    (Exclusion.Ground.LAWSUIT, 0),
    (Exclusion.Ground.OUTSIDE_POLICY, 1),
    (Exclusion.Ground.KEY_PROJECT, 2),
    (Exclusion.Ground.REPEAT, 3),
    (Exclusion.Ground.BEYOND_DUTY, 4),
)


def lives_of(demands: Iterable[Demand], office: Office, *, count: int) -> Iterator[lives.Life]:
    """Each demand with all that happened to it before `office.at`."""
    every = max(1, count * 3 // (2 * _PHOTOS))
    for demand in demands:
        way = _Way(demand, office, has_photos=demand.serial % every == 0)
        yield way.life()


class _Way:
    def __init__(self, demand: Demand, office: Office, *, has_photos: bool) -> None:
        self._demand = demand
        self._office = office
        self._chance = demand.chance
        self._street = office.street_of(demand)
        self._has_photos = has_photos

    def life(self) -> lives.Life:
        demand = self._demand
        steps = sorted(self._steps(), key=lambda step: step.at)
        return lives.Life(
            draft=demand.draft,
            by=demand.by,
            channel=demand.channel,
            key=demand.key,
            at=demand.at,
            steps=tuple(step for step in steps if step.at <= self._office.at),
        )

    def _steps(self) -> Iterator[lives.Step]:
        demand, chance = self._demand, self._chance
        if self._has_photos:
            content = draw_scene(demand.topic.code, chance)
            by = demand.by
            at = demand.at + timedelta(seconds=1)
            yield lives.Photograph(by=by, at=at, content=content, stage=Photo.Stage.REPORT.value)
        at = self._sent_at()
        if demand.is_unsorted:
            yield self._sorted(at - (at - demand.at) / 2)
        is_question = demand.category.demand_kind == DemandKind.CONSULT
        if is_question and not demand.draft.is_secret and chance.random() < 0.55:
            yield from self._answered(at)
            return
        unit = self._office.unit_for(demand, at)
        if unit is not None:
            yield from self._dispatched(unit, at)

    def _sent_at(self) -> datetime:
        """Within the limit but for a few; of the last hours' some still wait."""
        demand, chance = self._demand, self._chance
        limit = {"emergency": 20.0, "livelihood": 45.0}.get(demand.category.clock_kind, 90.0)
        at = demand.at + timedelta(minutes=min(2 + chance.expovariate(1 / 18), limit))
        waits = 0.012
        if self._office.at - demand.at < timedelta(hours=40):
            waits = 0.85 if demand.is_unsorted else 0.4
        return at + timedelta(hours=chance.uniform(6, 50)) if chance.random() < waits else at

    def _sorted(self, at: datetime) -> lives.Classify:
        demand = self._demand
        return lives.Classify(
            by=self._street.triage,
            at=at,
            where=demand.where,
            category_id=demand.category.pk,
            demand_kind=demand.category.demand_kind,
            urgency=demand.draft.urgency,
            redacted_text=mask(demand.draft.text),
        )

    def _answered(self, at: datetime) -> Iterator[lives.Step]:
        triage = self._street.triage
        answer = advice(self._demand.topic, self._demand.filler)
        yield lives.AnswerAtOnce(by=triage, at=at, answer=answer)
        at += timedelta(hours=self._chance.uniform(30, 140))
        yield lives.Archive(by=triage, at=at)

    def _dispatched(self, unit: Organisation, at: datetime) -> Iterator[lives.Step]:
        chance, office = self._chance, self._office
        worker = office.worker_of(unit, chance)
        yield self._order(at, worker=worker, redacted_text=mask(self._demand.draft.text))
        if chance.random() < 0.045:
            yield from self._given_back(unit, worker, at)
            return
        parts = [self._part(unit, worker, 0, at)]
        if not self._demand.draft.is_secret and self._is_shared():
            for branch, helper in enumerate(office.helpers_of(self._demand, unit), start=1):
                other = office.worker_of(helper, chance)
                role = Assignment.Role.CO
                yield self._order(at, unit=helper, role=role)
                parts.append(self._part(helper, other, branch, at))
        yield from self._worked(parts)

    def _given_back(self, unit: Organisation, worker: User, at: datetime) -> Iterator[lives.Step]:
        chance, said = self._chance, general()
        at += timedelta(minutes=chance.uniform(4, 25))
        yield lives.Sign(by=worker, at=at)
        # Within the hour that an urgent order leaves for an objection.
        at += timedelta(minutes=chance.uniform(5, 30))
        decided = at + timedelta(minutes=chance.uniform(3, 40))
        # Who triages alone sees a secret one.
        is_secret = self._demand.draft.is_secret
        office_person = self._street.triage if is_secret else self._street.desk
        yield lives.Return(
            by=worker, at=at, ground=Ask.Ground.NOT_OURS, reason=chance.choice(said["return"]),
            decided_by=office_person, decided_at=decided,
        )  # fmt: skip
        at = decided + timedelta(minutes=chance.uniform(3, 90))
        other = self._office.instead_of(unit, self._demand)
        worker = self._office.worker_of(other, chance)
        reason = chance.choice(said["override"])
        yield self._order(at, unit=other, worker=worker, reason=reason)
        yield from self._worked([self._part(other, worker, 1, at)])

    def _worked(self, parts: list[Part]) -> Iterator[lives.Step]:
        for part in parts:
            yield from part.steps()
        lead = parts[0]
        if self._has_photos and lead.outcome == "solved" and lead.closed_at:
            content = draw_scene(self._demand.topic.code, self._chance, is_after=True)
            at = lead.closed_at - timedelta(seconds=30)
            stage = Photo.Stage.AFTER.value
            yield lives.Photograph(by=lead.worker, at=at, content=content, stage=stage)
        yield from self._left_out(lead)
        ends = [moment for part in parts for moment in (part.closed_at, part.called_at)]
        known = [moment for moment in ends if moment is not None]
        if len(known) == len(ends):
            at = max(known) + timedelta(hours=self._chance.uniform(1, 50))
            yield lives.Archive(by=self._street.triage, at=at)

    def _left_out(self, lead: Part) -> Iterator[lives.Step]:
        chance = self._chance
        if self._demand.draft.is_secret or chance.random() > 0.024:
            return
        at = max(lead.closed_at or lead.due, lead.start) + timedelta(hours=chance.uniform(1, 60))
        ground, number = chance.choice(_GROUNDS)
        evidence = general()["exclusion"][number]
        yield lives.ApplyExclusion(
            by=self._street.triage,
            at=at,
            branch=lead.branch,
            ground=ground.value,
            evidence=f"{evidence}。",
        )
        if chance.random() < 0.12:
            return
        is_granted = chance.random() < 0.6
        said = general()["exclusion.granted" if is_granted else "exclusion.refused"]
        yield lives.DecideExclusion(
            by=self._office.staff.district,
            at=at + timedelta(hours=chance.uniform(20, 200)),
            branch=lead.branch,
            is_granted=is_granted,
            note=chance.choice(said),
        )

    def _order(
        self,
        at: datetime,
        *,
        unit: Organisation | None = None,
        worker: User | None = None,
        role: str = Assignment.Role.LEAD,
        reason: str = "",
        redacted_text: str = "",
    ) -> lives.Dispatch:
        """A secret complaint names the one person who may read it."""
        is_secret = self._demand.draft.is_secret
        order = Order(
            organisation_id=unit.pk if unit else None,
            role=str(role),
            override_reason=reason,
            handler_id=worker.pk if is_secret and worker else None,
            redacted_text=redacted_text,
        )
        return lives.Dispatch(by=self._street.triage, at=at, order=order)

    def _part(self, unit: Organisation, worker: User, branch: int, at: datetime) -> Part:
        kind = clock_kind_of(self._demand.category)
        return Part(self._office, self._demand, unit, worker, branch, at, kind)

    def _is_shared(self) -> bool:
        return self._demand.topic.code.startswith(_SHARED) and self._chance.random() < 0.3
