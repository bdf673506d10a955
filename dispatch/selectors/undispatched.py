"""What was ended without a unit, told apart: no unit is judged by it, and none of it is lost."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef

from complaints.models import Advice, Complaint, OutcomeKind
from dispatch.models import Assignment
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import Level


@dataclass(frozen=True, slots=True)
class Undispatched:
    """`advised` names each kind that occurred, in the regulation's order."""

    answered: int
    advised: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return self.answered + sum(count for _name, count in self.advised)


def undispatched(scope: Scope, cohort: Cohort, *, level: Level) -> Undispatched:
    """Of the complaints received in the period, in two queries; units have none, so for them the
    reader's own places count."""
    kind = Level.COMMUNITY if level == Level.UNIT else level
    given = Advice.objects.filter(
        scope.places(kind, "complaint__"),
        complaint__received_at__gte=cohort.window.start,
        complaint__received_at__lt=cohort.window.end,
        round=F("complaint__round"),
        taken_back_at__isnull=True,
    )
    counted = given.order_by().values_list("outcome__kind").annotate(n=Count("pk"))
    by_kind = dict(counted)
    return Undispatched(
        answered=_answered(scope, cohort, kind),
        advised=tuple(
            (str(one.label), by_kind[one.value]) for one in OutcomeKind if one.value in by_kind
        ),
    )


def _answered(scope: Scope, cohort: Cohort, level: Level) -> int:
    """Answered at once, put away or not."""
    same_round = {"complaint": OuterRef("pk"), "round": OuterRef("round")}
    branches = Assignment.objects.live().filter(**same_round)
    advised = Advice.objects.filter(**same_round, taken_back_at__isnull=True)
    rows = Complaint.objects.received_between(*cohort.window).filter(scope.places(level))
    ended = rows.in_status("answered", "archived").filter(finished_at__isnull=False)
    return ended.exclude(Exists(branches)).exclude(Exists(advised)).order_by().count()
