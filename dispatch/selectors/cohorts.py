"""Which complaints a month is about: those received from its first day to its last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Invalid
from dispatch.kernels.periods import (
    AssessmentPeriod,
    Instants,
    instants,
    last_periods,
    next_period,
    period_named,
    period_of,
    previous_period,
)
from dispatch.kernels.rates import Rounding, Scheme, Tie
from dispatch.kernels.scoring import Band
from dispatch.models import ScoringScheme

_FIRST_YEAR, _LAST_YEAR = 2000, 2200


@dataclass(frozen=True, slots=True)
class Cohort:
    """Complaints received in [start, end), as they stand at `as_of`; both days belong to it.

    `label` is the period's name, "" for a free range of days.
    """

    label: str
    starts_on: date
    ends_on: date
    window: Instants
    as_of: datetime
    scheme: ScoringScheme | None
    # All there are: periods before this one stand under their own.
    schemes: tuple[ScoringScheme, ...] = ()
    # Of a closed month, the grades of that day.
    bands: tuple[Band, ...] | None = None

    @property
    def in_force(self) -> ScoringScheme:
        """Its scheme; refused where there is none."""
        if self.scheme is None:
            raise Invalid(_("这一考核期没有生效的计分方案，请管理员先载入计分方案。"))
        return self.scheme

    @property
    def scoring(self) -> Scheme:
        """How its figures are scored; refused where no scheme is in force."""
        scheme = self.in_force
        return Scheme(
            weights=(
                Decimal(scheme.response_weight),
                Decimal(scheme.resolution_weight),
                Decimal(scheme.satisfaction_weight),
            ),
            basic_factor=scheme.basic_factor,
            composite_digits=scheme.composite_digits,
            rate_digits=scheme.rate_digits,
            rounding=Rounding(scheme.rounding),
            tie=Tie(scheme.tie),
            least_valid=scheme.least_valid,
        )

    @property
    def is_running(self) -> bool:
        """Its last day is not over yet."""
        return self.as_of < self.window.end

    @property
    def period(self) -> AssessmentPeriod:
        """Its days under its name."""
        return AssessmentPeriod(self.label, self.starts_on, self.ends_on)


def cohort_named(label: str, *, at: datetime | None = None) -> Cohort:
    """The period called `label`, by the scheme in force on the first of that month (a day that
    every period of that name holds, whatever its start day)."""
    at = at or timezone.now()
    try:
        first = period_named(label, 1).starts_on
    except ValueError:
        raise Invalid(_("考核期请写成“年-月”，例如 2026-11。"), field="period") from None
    if not _FIRST_YEAR <= first.year < _LAST_YEAR:
        raise Invalid(_("考核期请写成“年-月”，例如 2026-11。"), field="period")
    schemes = _schemes()
    scheme = scheme_on(first, schemes)
    if scheme is None:
        raise Invalid(_("这一考核期没有生效的计分方案，请管理员先载入计分方案。"), field="period")
    return _cohort(period_named(label, scheme.start_day), scheme, schemes, at=at)


def cohort_between(first: date, last: date, *, at: datetime | None = None) -> Cohort:
    """Any range of days, both included, scored by the scheme in force on the last one."""
    if first > last:
        raise Invalid(_("起始日不能晚于终止日。"), field="from")
    if first.year < _FIRST_YEAR or last.year >= _LAST_YEAR:
        raise Invalid(
            _("日期应在 %(first)d 年到 %(last)d 年之间。")
            % {"first": _FIRST_YEAR, "last": _LAST_YEAR - 1},
            field="from",
        )
    schemes = _schemes()
    period = AssessmentPeriod("", first, last)
    return _cohort(period, scheme_on(last, schemes), schemes, at=at or timezone.now())


def current_cohort(*, at: datetime | None = None) -> Cohort:
    """The period that runs at `at`."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    schemes = _schemes()
    scheme = scheme_on(today, schemes)
    if scheme is None:
        raise Invalid(_("没有生效的计分方案，请管理员先载入计分方案。"), field="period")
    return _cohort(period_of(today, scheme.start_day), scheme, schemes, at=at)


def cohorts_until(cohort: Cohort, count: int) -> list[Cohort]:
    """`count` periods that end with this one, oldest first, each under its own month's scheme."""
    return [
        _cohort(
            period,
            scheme_on(period.ends_on.replace(day=1), cohort.schemes) or cohort.scheme,
            cohort.schemes,
            at=cohort.as_of,
        )
        for period in last_periods(cohort.period, count)
    ]


def recent_periods(cohort: Cohort, count: int) -> list[AssessmentPeriod]:
    """The latest `count` periods that end with the cohort's, newest first."""
    return last_periods(cohort.period, count)[::-1]


def neighbours(cohort: Cohort) -> tuple[AssessmentPeriod, AssessmentPeriod | None]:
    """The periods before and after; None after the one that runs."""
    after = None if cohort.is_running else next_period(cohort.period)
    return previous_period(cohort.period), after


def scheme_on(day: date, schemes: Sequence[ScoringScheme]) -> ScoringScheme | None:
    """The latest of the schemes in force on a day."""
    fitting = [s for s in schemes if s.since <= day and (s.until is None or s.until >= day)]
    return max(fitting, key=lambda scheme: scheme.since, default=None)


def _schemes() -> tuple[ScoringScheme, ...]:
    return tuple(ScoringScheme.objects.all())


def _cohort(
    period: AssessmentPeriod,
    scheme: ScoringScheme | None,
    schemes: tuple[ScoringScheme, ...],
    *,
    at: datetime,
) -> Cohort:
    window = instants(period, timezone.get_current_timezone())
    return Cohort(period.label, period.starts_on, period.ends_on, window, at, scheme, schemes)
