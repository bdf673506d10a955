"""A month as it stood at an instant: what was written by then, in the state it had then.

Instants on the rows tell most of it; a place that was changed later, or a unit that handed over
later, is told by the events since.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from complaints.models import Advice, ComplaintEvent, Reopening
from dispatch.kernels.periods import Instants
from dispatch.models import Assignment, AssignmentEvent
from dispatch.querysets import AssignmentQuerySet
from dispatch.states import ENDED, BranchVerb

Place = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and the greatest keys of complaints and branches that had been written by it."""

    at: datetime
    last_complaint: int
    last_assignment: int

    def branches(self, rows: AssignmentQuerySet) -> AssignmentQuerySet:
        """Those there were, neither returned nor withdrawn by then."""
        undone = AssignmentEvent.objects.filter(
            assignment=OuterRef("pk"), verb=BranchVerb.UNDO_DISPATCH.value, at__gt=self.at
        )
        ended_later = (
            Q(status="returned", returned_at__gt=self.at)
            | Q(status="withdrawn", withdrawn_at__gt=self.at)
            | Q(Exists(undone), status="undone")
        )
        live = ~Q(status__in=[status.value for status in ENDED])
        return rows.filter(
            live | ended_later, pk__lte=self.last_assignment,
            complaint__lte=self.last_complaint, dispatched_at__lte=self.at,
        )  # fmt: skip

    def first_leads(self, rows: AssignmentQuerySet) -> AssignmentQuerySet:
        """Of these, the lead of each complaint's first round. Where a branch was absorbed since,
        the one that took it in leads only now."""
        leads = self.branches(Assignment.objects.filter(role="lead"))
        earlier = leads.filter(complaint=OuterRef("complaint"), round__lt=OuterRef("round"))
        absorbed = leads.filter(
            complaint=OuterRef("complaint"), round=OuterRef("round"), returned_at__gt=self.at
        ).exclude(pk=OuterRef("pk"))
        led_later = Exists(absorbed) & ~Q(status__in=[status.value for status in ENDED])
        return rows.filter(~Exists(earlier), role="lead").exclude(led_later)

    def finished(self, prefix: str = "") -> Q:
        """Complaints that were done by then, whether they were opened again since or not."""
        key = OuterRef(f"{prefix}pk" if not prefix else f"{prefix}_id")
        again = Reopening.objects.filter(
            complaint=key, at__gt=self.at, finished_before_at__lte=self.at
        )
        resumed = Advice.objects.filter(complaint=key, taken_back_at__gt=self.at, at__lte=self.at)
        column = f"{prefix}__finished_at__lte" if prefix else "finished_at__lte"
        return Q(**{column: self.at}) | Q(Exists(again)) | Q(Exists(resumed))

    def moved_places(self, window: Instants) -> dict[Place, list[int]]:
        """Complaints whose place was changed since, by the district, street and community (keys)
        that they had then."""
        edits = ComplaintEvent.objects.filter(
            at__gt=self.at, verb__in=("classify", "undo_classify"),
            complaint__received_at__gte=window.start, complaint__received_at__lt=window.end,
        ).order_by("at", "pk")  # fmt: skip
        first: dict[int, Place] = {}
        for key, verb, facts in edits.values_list("complaint", "verb", "facts"):
            if "place" in facts:
                was, became = facts["place"]
                then = became if verb == "undo_classify" else was
                first.setdefault(key, (then[0], then[1], then[2]))
        found: dict[Place, list[int]] = defaultdict(list)
        for key, place in first.items():
            found[place].append(key)
        return dict(found)

    def moved_branches(self, window: Instants) -> dict[str, list[int]]:
        """Branches that were handed over since, by the code of the unit that had them then."""
        events = AssignmentEvent.objects.filter(
            at__gt=self.at, verb=BranchVerb.HAND_OVER.value,
            assignment__complaint__received_at__gte=window.start,
            assignment__complaint__received_at__lt=window.end,
        ).order_by("at", "pk")  # fmt: skip
        first: dict[int, str] = {}
        for key, facts in events.values_list("assignment", "facts"):
            first.setdefault(key, facts.get("from_code", ""))
        found: dict[str, list[int]] = defaultdict(list)
        for key, code in first.items():
            found[code].append(key)
        return dict(found)
