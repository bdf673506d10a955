"""Looking at what waits: does a rule name a unit for it, and if not, why."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from complaints.models import Complaint
from dispatch.models import RouteCheck, RuleSet
from dispatch.selectors.beside import beside
from dispatch.selectors.routing import Routing, rules_in_force

BATCH = 500
# Units end, contracts end and hours change without any complaint being touched.
FRESH = timedelta(minutes=10)
RECEIVED = Complaint.StatusChoice.RECEIVED


def check_routes(*, at: datetime | None = None) -> int:
    """Look at up to a batch of waiting complaints that nobody looked at as they stand, by the
    version in force, within the last minutes; returns how many. May run twice."""
    at = at or timezone.now()
    rows = _unseen(at)
    if rows:
        routing = Routing(rules_in_force(at), beside(rows, on=timezone.localdate(at)), at)
        with transaction.atomic():
            RouteCheck.objects.bulk_create(
                [_checked(row, routing, at) for row in rows],
                update_conflicts=True,
                unique_fields=["complaint"],
                update_fields=["version", "cause", "rule", "checked_at"],
            )
    _forget(at)
    return len(rows)


def _unseen(at: datetime) -> Sequence[Complaint]:
    began = RuleSet.objects.in_force(at).values_list("live_from", flat=True).first()
    stale = max(one for one in (at - FRESH, began) if one is not None)
    seen = RouteCheck.objects.filter(
        complaint=OuterRef("pk"), version=OuterRef("version"), checked_at__gte=stale
    )
    waiting = Complaint.objects.in_status(RECEIVED).with_place().defer("text", "answer")
    return list(waiting.filter(~Exists(seen)).order_by("-received_at", "-pk")[:BATCH])


def _checked(row: Complaint, routing: Routing, at: datetime) -> RouteCheck:
    found = routing.suggestion(row)
    return RouteCheck(
        complaint=row, version=row.version, cause=found.cause, rule=found.rule, checked_at=at
    )


def _forget(at: datetime) -> None:
    """What waits no longer needs no row."""
    old = RouteCheck.objects.filter(checked_at__lt=at - FRESH)
    gone = old.exclude(complaint__status=RECEIVED).values_list("pk", flat=True)[:BATCH]
    RouteCheck.objects.filter(pk__in=list(gone)).delete()
