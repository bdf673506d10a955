"""Limits and calendar in force on a day, turned into instants."""

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.deadlines import LimitUnit, WorkCalendar, due_at
from complaints.errors import Invalid, OfficeError
from complaints.models import CalendarDay, CalendarYear, ClockLimit, WorkingSession

# Knows no year, so that a working unit would fail loudly on it.
CLOCK_TIME = WorkCalendar(frozenset(), frozenset(), frozenset(), ((time.min, time.max),))
WORKING_UNITS = frozenset({LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS})


def work_calendar(on: date) -> WorkCalendar:
    """Every loaded year's special days and the sessions in force on `on`."""
    days = list(CalendarDay.objects.values_list("day", "is_working"))
    sessions = WorkingSession.objects.current(on).order_by("starts")
    try:
        return WorkCalendar(
            years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
            days_off=frozenset(day for day, is_working in days if not is_working),
            days_on=frozenset(day for day, is_working in days if is_working),
            sessions=tuple(sessions.values_list("starts", "ends")),
        )
    except ValueError:
        raise Invalid(
            _("工作时段没有录入，或互相重叠，无法计算工作时限。请管理员更正后再派单。")
        ) from None


def due_instants(stages: Iterable[str], *, clock_kind: str, start: datetime) -> dict[str, datetime]:
    """The instant by which each stage is due, by the limits in force on the day of `start`."""
    wanted = list(stages)
    return _whole(known_instants(wanted, clock_kind=clock_kind, start=start), wanted, start)


def known_instants(
    stages: Iterable[str], *, clock_kind: str, start: datetime
) -> dict[str, datetime]:
    """The same for the stages that had a limit on that day: a complaint taken over from years that
    no limit is known for has no clock, rather than an invented one."""
    on = _day_of(start)
    found = ClockLimit.objects.current(on).filter(stage__in=list(stages), clock_kind=clock_kind)
    return _ends(found.order_by("since"), start=start, on=on)


def dispatch_due(clock_kind: str, *, start: datetime) -> datetime | None:
    """By when what was received at `start` should go to a unit. None where no limit or no calendar
    tells: nobody is turned away because of a gap in the office's own books."""
    stage = ClockLimit.Stage.DISPATCH
    try:
        return known_instants([stage], clock_kind=clock_kind, start=start).get(stage)
    except OfficeError:
        return None


def _whole(
    known: dict[str, datetime], wanted: Iterable[str], start: datetime
) -> dict[str, datetime]:
    missing = [stage for stage in wanted if stage not in known]
    if missing:
        raise Invalid(
            _("缺少时限规则：%(stages)s（%(day)s）。请管理员补充后再派单。")
            % {"stages": _("、").join(missing), "day": _day_of(start).isoformat()}
        )
    return known


def _ends(
    found: Iterable[ClockLimit], *, start: datetime, on: date, zone: tzinfo | None = None
) -> dict[str, datetime]:
    """The instants by limits in force on `on`, the oldest first; a later one replaces it."""
    zone = zone or timezone.get_current_timezone()
    limits = {limit.stage: limit for limit in found}
    units = {LimitUnit(limit.unit) for limit in limits.values()}
    calendar = work_calendar(on) if units & WORKING_UNITS else CLOCK_TIME
    return {
        stage: due_at(start, limit.amount, LimitUnit(limit.unit), calendar, zone)
        for stage, limit in limits.items()
    }


def _day_of(start: datetime) -> date:
    return start.astimezone(timezone.get_current_timezone()).date()


class LimitBook:
    """Every limit read once, for bulk verbs; its answers equal those of the functions above."""

    def __init__(self) -> None:
        self._limits = list(ClockLimit.objects.order_by("since"))
        self._zone = timezone.get_current_timezone()
        self._found: dict[tuple[frozenset[str], str, date], list[ClockLimit]] = {}

    def due_instants(
        self, stages: Iterable[str], *, clock_kind: str, start: datetime
    ) -> dict[str, datetime]:
        wanted = list(stages)
        return _whole(
            self.known_instants(wanted, clock_kind=clock_kind, start=start), wanted, start
        )

    def known_instants(
        self, stages: Iterable[str], *, clock_kind: str, start: datetime
    ) -> dict[str, datetime]:
        on = start.astimezone(self._zone).date()
        found = self._in_force(frozenset(stages), clock_kind, on)
        return _ends(found, start=start, on=on, zone=self._zone) if found else {}

    def _in_force(self, stages: frozenset[str], clock_kind: str, on: date) -> list[ClockLimit]:
        key = (stages, clock_kind, on)
        if key not in self._found:
            self._found[key] = [
                limit for limit in self._limits
                if limit.clock_kind == clock_kind and limit.stage in stages
                and limit.since <= on and (limit.until is None or limit.until >= on)
            ]  # fmt: skip
        return self._found[key]

    def dispatch_due(self, clock_kind: str, *, start: datetime) -> datetime | None:
        stage = ClockLimit.Stage.DISPATCH
        try:
            return self.known_instants([stage], clock_kind=clock_kind, start=start).get(stage)
        except OfficeError:
            return None


def missing_calendar_years(on: date) -> list[int]:
    """Years that staff must be warned of: this one, and from November the next, if not official."""
    wanted = [on.year] if on.month < 11 else [on.year, on.year + 1]
    official = CalendarYear.objects.filter(year__in=wanted, is_provisional=False)
    known = set(official.values_list("year", flat=True))
    return [year for year in wanted if year not in known]
