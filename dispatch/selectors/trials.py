"""What a draft of the rules would have changed: the past it is tried on, and its results."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from complaints.models import Complaint
from dispatch.kernels.trying import ReturnRates
from dispatch.models import Assignment, RoutingRule, RuleSet, RuleTrial, RuleTrialLine
from dispatch.selectors.beside import beside
from dispatch.selectors.routing import Routing, conditions_of, rules_in_force, with_chains
from dispatch.states import ENDED, BranchStatus

BATCH = 500
SHOWN_TRIALS = 5


@dataclass(frozen=True, slots=True)
class Past:
    """A complaint as it was first sent, and the unit that worked on it in the end."""

    complaint: Complaint
    sent_at: datetime
    worked_id: int | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's row, and what the draft would bring it in a month."""

    row: RuleTrialLine
    a_month: float


@dataclass(frozen=True, slots=True)
class TrialPage:
    """A trial with its lines; `is_stale` where the draft was changed since."""

    trial: RuleTrial
    lines: list[UnitLine]
    is_stale: bool

    @property
    def is_under_way(self) -> bool:
        """It will show more."""
        return self.trial.status in {"requested", "running"}

    @property
    def moved(self) -> int:
        """Complaints for which the two sets name different units."""
        return sum(line.row.gained for line in self.lines)

    @property
    def now_returns(self) -> float:
        return sum(line.row.now_returns for line in self.lines)

    @property
    def then_returns(self) -> float:
        return sum(line.row.then_returns for line in self.lines)


class Trying:
    """Two sets of rules asked about the same complaints as if they came today."""

    def __init__(self, draft: int, *, at: datetime) -> None:
        on = timezone.localdate(at)
        self._at = at
        self._then = _valid(list(with_chains(RoutingRule.objects.filter(rule_set=draft))), on)
        self._now = _valid(rules_in_force(at), on)

    def named(self, batch: Sequence[Past]) -> Iterator[tuple[Past, int | None, int | None]]:
        """Each complaint with the unit of the set in force and that of the draft."""
        rows = [one.complaint for one in batch]
        near = beside(rows, on=timezone.localdate(self._at))
        now, then = (
            Routing(rules, near, self._at, [conditions_of(rule)._replace(since=date.min, until=None)
                                            for rule in rules])
            for rules in (self._now, self._then)
        )  # fmt: skip
        for one in batch:
            pair = (
                way.suggestion(one.complaint, said_at=one.sent_at).organisation
                for way in (now, then)
            )
            was, would = (unit.pk if unit else None for unit in pair)
            yield one, was, would


def past_batches(since: datetime, as_of: datetime) -> Iterator[list[Past]]:
    """What was received in [since, as_of) and sent to a unit, oldest first."""
    last: tuple[datetime, int] | None = None
    while rows := list(_after(last, since, as_of)[:BATCH]):
        last = rows[-1].received_at, rows[-1].pk
        yield _with_branches(rows)


def past_count(since: datetime, as_of: datetime) -> int:
    """How many those are."""
    return _after(None, since, as_of).count()


def return_rates(since: datetime, as_of: datetime) -> ReturnRates:
    """What each unit gave back of what it was asked in [since, as_of), by category."""
    rows = (
        Assignment.objects.filter(dispatched_at__gte=since, dispatched_at__lt=as_of)
        .exclude(status__in=(BranchStatus.UNDONE, BranchStatus.WITHDRAWN))
        .order_by()
        .values_list("organisation_id", "complaint__category_id")
        .annotate(asked=Count("pk"), back=Count("pk", filter=Q(status=BranchStatus.RETURNED)))
    )
    return ReturnRates({(unit, category): (asked, back) for unit, category, asked, back in rows})


def digest_of(draft: int) -> str:
    """The same for two readings of rules that nobody touched between them."""
    rows = RoutingRule.objects.filter(rule_set=draft).order_by("position", "pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def trials_of(version: RuleSet) -> list[RuleTrial]:
    """The latest trials of a version."""
    return list(RuleTrial.objects.filter(rule_set=version)[:SHOWN_TRIALS])


def trial_page(trial: RuleTrial) -> TrialPage:
    """Two queries beside the trial's own."""
    rows = trial.lines.select_related("organisation")
    lines = [UnitLine(row, row.then_count / trial.months) for row in rows]
    # What changes stands first; the sort keeps the order by load beside it.
    lines.sort(key=lambda one: -(one.row.gained + one.row.lost))
    is_stale = bool(trial.digest) and trial.digest != digest_of(trial.rule_set_id)
    return TrialPage(trial, lines, is_stale)


def _valid(rules: list[RoutingRule], on: date) -> list[RoutingRule]:
    return [one for one in rules if one.until is None or one.until >= on]


def _after(
    last: tuple[datetime, int] | None, since: datetime, as_of: datetime
) -> QuerySet[Complaint]:
    sent = Assignment.objects.filter(complaint=OuterRef("pk")).exclude(status=BranchStatus.UNDONE)
    rows = Complaint.objects.filter(Exists(sent), received_at__gte=since, received_at__lt=as_of)
    if last is not None:
        at, key = last
        rows = rows.filter(Q(received_at__gt=at) | Q(received_at=at, pk__gt=key))
    return rows.with_place().defer("text", "answer").order_by("received_at", "pk")


def _with_branches(rows: list[Complaint]) -> list[Past]:
    branches = (
        Assignment.objects.filter(complaint__in=[row.pk for row in rows])
        .exclude(status=BranchStatus.UNDONE)
        .order_by("dispatched_at", "pk")
        .values_list("complaint_id", "dispatched_at", "organisation_id", "role", "status")
    )
    first: dict[int, datetime] = {}
    worked: dict[int, int] = {}
    for complaint, at, unit, role, status in branches:
        first.setdefault(complaint, at)
        if role == Assignment.Role.LEAD and status not in ENDED:
            worked[complaint] = unit
    return [Past(row, first[row.pk], worked.get(row.pk)) for row in rows if row.pk in first]
