"""The wall display: today's numbers, the running period's rates, who needs help, and the map. All
are sums over what a reader of the month sees; no ticket is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils import timezone

from complaints.models import Area, Complaint
from dispatch.kernels.rates import PrintedRates
from dispatch.kernels.wall_map import draw
from dispatch.models import Assignment
from dispatch.selectors.cohorts import Cohort, current_cohort
from dispatch.selectors.month import month_table
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import Base, Level

HELPED = 3
SHADES = 4


@dataclass(frozen=True, slots=True)
class Load:
    """A street or unit: complaints or branches open, and among them overdue."""

    name: str
    opened: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Spot:
    """One area of the map; `shade` from 0 (nothing open) to 4 (most)."""

    name: str
    path: str
    x: float
    y: float
    opened: int
    shade: int


@dataclass(frozen=True, slots=True)
class WallMap:
    """Its width is 1000, `height` in the same units."""

    height: float
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """`to_help` are those with most overdue."""

    at: datetime
    cohort: Cohort
    received_today: int
    finished_today: int
    opened: int
    overdue: int
    rates: PrintedRates | None
    valid: int
    to_help: tuple[Load, ...]
    map: WallMap


def wall_of(scope: Scope, *, level: Level, at: datetime | None = None) -> Wall:
    """As it stands now, in a number of queries that does not grow with the tickets."""
    at = at or timezone.now()
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    # As of its communities: a street sees itself, a district its streets.
    own = Complaint.objects.filter(scope.places(Level.COMMUNITY))
    today = own.aggregate(
        received=Count("pk", filter=Q(received_at__gte=midnight, received_at__lte=at)),
        finished=Count("pk", filter=Q(finished_at__gte=midnight, finished_at__lte=at)),
    )
    loads = _loads(scope, at)
    cohort = current_cohort(at=at)
    foot = month_table(scope, cohort, level=level, base=Base.ALL).foot.all
    return Wall(
        at=at,
        cohort=cohort,
        received_today=today["received"],
        finished_today=today["finished"],
        opened=sum(load.opened for load in loads.values()),
        overdue=sum(load.overdue for load in loads.values()),
        rates=foot.printed if foot.tally.valid else None,
        valid=foot.tally.valid,
        to_help=_most_overdue(_unit_loads(scope, at) if level == Level.UNIT else loads),
        map=_map(scope, loads),
    )


def _loads(scope: Scope, at: datetime) -> dict[int | None, Load]:
    """By the key of the street; None where it is not known."""
    running = Complaint.objects.under_way().filter(scope.places(Level.COMMUNITY)).order_by()
    opened = dict(running.values_list("subdistrict").annotate(n=Count("pk")))
    late = Assignment.objects.overdue(at).under_way().filter(role="lead")
    counted = late.filter(complaint__in=running).order_by()
    overdue = dict(counted.values_list("complaint__subdistrict").annotate(n=Count("complaint")))
    names = dict(
        Area.objects.filter(pk__in=[key for key in opened if key]).values_list("pk", "name")
    )
    return {
        key: Load(names.get(key, "") if key else "", count, overdue.get(key, 0))
        for key, count in opened.items()
    }


def _unit_loads(scope: Scope, at: datetime) -> dict[int | None, Load]:
    rows = Assignment.objects.open().under_way().filter(scope.units()).order_by()
    counted = rows.values("organisation", name=F("organisation__name")).annotate(
        opened=Count("pk"), overdue=Count("pk", filter=Q(feedback_due_at__lt=at))
    )
    return {
        row["organisation"]: Load(row["name"], row["opened"], row["overdue"]) for row in counted
    }


def _most_overdue(loads: Mapping[int | None, Load]) -> tuple[Load, ...]:
    late = [load for load in loads.values() if load.overdue and load.name]
    return tuple(sorted(late, key=lambda load: (-load.overdue, -load.opened, load.name))[:HELPED])


def _map(scope: Scope, loads: Mapping[int | None, Load]) -> WallMap:
    rows = Area.objects.filter(level=Area.Level.SUBDISTRICT, outline__isnull=False)
    if not scope.everywhere:
        rows = rows.filter(Q(pk__in=scope.own) | Q(parent__in=scope.own | scope.districts))
    known = {str(row.pk): row for row in rows.only("name", "outline")}
    drawing = draw({key: row.outline for key, row in known.items() if row.outline})
    counts = {key: loads[int(key)].opened if int(key) in loads else 0 for key in known}
    most = max(counts.values(), default=0)
    spots = tuple(
        Spot(
            known[one.code].name, one.path, one.x, one.y, counts[one.code],
            -(-SHADES * counts[one.code] // most) if most else 0,
        )
        for one in drawing.areas
    )  # fmt: skip
    return WallMap(round(drawing.height, 1), spots)
