"""How often a street blows, against its own past: too few and too many are both told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from complaints.models import Area, Complaint, Organisation, OrganisationKind, Parameter, User
from complaints.selectors.parameters import amount_of
from dispatch.kernels.bands import Band, band_of
from dispatch.models import Whistle
from dispatch.selectors.cohorts import Cohort, cohorts_until, current_cohort
from dispatch.selectors.scopes import Scope, scope_of

PERIODS = 13


@dataclass(frozen=True, slots=True)
class Blowing:
    """One street in one period; `rate` is whistles per hundred complaints, None without any."""

    label: str
    whistles: int
    complaints: int

    @property
    def rate(self) -> float | None:
        """Per hundred complaints."""
        return 100 * self.whistles / self.complaints if self.complaints else None


@dataclass(frozen=True, slots=True)
class StreetRate:
    """A street's periods, oldest first, the running one last; the band is of those before it.
    `verdict` is of the last period that is over: a running one has not said its last word."""

    street: Organisation
    periods: tuple[Blowing, ...]
    band: Band | None
    verdict: int

    @property
    def last(self) -> Blowing:
        """The last period that is over."""
        return self.periods[-2]


def street_rates(user: User, *, at: datetime | None = None) -> list[StreetRate]:
    """Of his own street, or of the streets of his district or city; by name of code."""
    at = at or timezone.now()
    cohorts = cohorts_until(current_cohort(at=at), PERIODS)
    streets = _streets(scope_of(user))
    areas = [one.area_id for one in streets if one.area_id]
    blown = [_whistles(areas, cohort) for cohort in cohorts]
    told = [_complaints(areas, cohort) for cohort in cohorts]
    sigma = amount_of(Parameter.Key.WHISTLE_BAND, on=timezone.localdate(at))
    return [_one(street, cohorts, blown, told, sigma) for street in streets]


def _one(
    street: Organisation,
    cohorts: Sequence[Cohort],
    blown: Sequence[Mapping[int, int]],
    told: Sequence[Mapping[int, int]],
    sigma: int,
) -> StreetRate:
    key = street.area_id or 0
    periods = tuple(
        Blowing(cohort.label, whistles.get(key, 0), complaints.get(key, 0))
        for cohort, whistles, complaints in zip(cohorts, blown, told, strict=True)
    )
    last = periods[-2].rate
    before = [one.rate for one in periods[:-2] if one.rate is not None]
    band = band_of(before, k=sigma)
    verdict = band.verdict(last) if band is not None and last is not None else 0
    return StreetRate(street, periods, band, verdict)


def _streets(scope: Scope) -> list[Organisation]:
    rows = Organisation.objects.current(timezone.localdate()).filter(
        kind=OrganisationKind.SUBDISTRICT
    )
    if not scope.everywhere:
        own = Area.objects.filter(pk__in=scope.own)
        rows = rows.filter(area__in=own) | rows.filter(area__parent__in=own)
    return list(rows.select_related("area").defer("area__outline").distinct().order_by("code"))


def _whistles(areas: Sequence[int], cohort: Cohort) -> dict[int, int]:
    """A whistle called off was blown all the same."""
    rows = Whistle.objects.filter(
        blower__area__in=areas, blown_at__gte=cohort.window.start, blown_at__lt=cohort.window.end
    )
    counted = rows.order_by().values_list("blower__area").annotate(n=Count("pk"))
    return {key: count for key, count in counted if key is not None}


def _complaints(areas: Sequence[int], cohort: Cohort) -> dict[int, int]:
    rows = Complaint.objects.received_between(*cohort.window).filter(subdistrict__in=areas)
    counted = rows.order_by().values_list("subdistrict").annotate(n=Count("pk"))
    return {key: count for key, count in counted if key is not None}
