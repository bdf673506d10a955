"""What looks like figures being made: units whose share of a habit is far above all others', with
the tickets that show it. For the district to ask about; nothing follows by itself."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.enums import TextChoices
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from complaints.models import User
from dispatch.kernels.watching import Far, far_above
from dispatch.models import Exclusion, Report
from dispatch.querysets import AssignmentQuerySet
from dispatch.selectors.cohorts import Cohort
from dispatch.selectors.scopes import Scope
from dispatch.selectors.tallies import branches


class Habit(TextChoices):
    """What is counted, over what."""

    LAST_MINUTE = "last_minute", _("联系登记在时限前最后几分钟")
    UNASKED = "unasked", _("没有先联系到人就报结果")
    SAME_WORDS = "same_words", _("办理情况与别的诉求一字不差")
    EXCLUDED = "excluded", _("申请剔除")


@dataclass(frozen=True, slots=True)
class Found:
    """One unit that stands out in one habit; percentages."""

    key: str
    name: str
    count: int
    of: int
    far: Far

    @property
    def percent(self) -> float:
        """Of the unit."""
        return 100 * self.far.share

    @property
    def others_percent(self) -> float:
        """Of all the others."""
        return 100 * self.far.others


def watched(scope: Scope, cohort: Cohort) -> list[tuple[Habit, list[Found]]]:
    """Every habit with the units that stand out in it, the furthest first."""
    return [(habit, _standing_out(habit, scope, cohort)) for habit in Habit]


def evidence(
    user: User, scope: Scope, cohort: Cohort, *, habit: Habit, unit: str
) -> AssignmentQuerySet:
    """The branches counted, of those this reader may see."""
    rows = _doing(habit, _asked(habit, scope, cohort), cohort)
    found = rows.filter(organisation__code=unit).visible_to(user)
    return found.select_related("complaint", "organisation", "report").order_by("-pk")


def _standing_out(habit: Habit, scope: Scope, cohort: Cohort) -> list[Found]:
    asked = _by_unit(_asked(habit, scope, cohort))
    doing = _by_unit(_doing(habit, _asked(habit, scope, cohort), cohort))
    units = sorted(asked)
    pairs = [(doing[unit], asked[unit]) for unit in units]
    least = cohort.in_force.watch_least
    found = [
        Found(unit[0], unit[1], count, of, far)
        for unit, (count, of), far in zip(units, pairs, far_above(pairs, least=least), strict=True)
        if far is not None
    ]
    return sorted(found, key=lambda one: (one.far.chance, one.key))


def _by_unit(rows: AssignmentQuerySet) -> dict[tuple[str, str], int]:
    counted = rows.order_by().values_list("organisation__code", "organisation__name")
    found: dict[tuple[str, str], int] = defaultdict(int)
    found |= {(code, name): n for code, name, n in counted.annotate(n=Count("pk"))}
    return found


def _asked(habit: Habit, scope: Scope, cohort: Cohort) -> AssignmentQuerySet:
    """What a habit is counted over; what goes along takes its lead's steps and counts once."""
    rows = branches([cohort.window]).filter(scope.units()).filter(follows__isnull=True)
    if habit == Habit.LAST_MINUTE:
        return rows.filter(contacted_at__isnull=False)
    if habit == Habit.EXCLUDED:
        return rows
    return rows.filter(reported_at__isnull=False)


def _doing(habit: Habit, rows: AssignmentQuerySet, cohort: Cohort) -> AssignmentQuerySet:
    if habit == Habit.LAST_MINUTE:
        minutes = cohort.in_force.watch_minutes
        return rows.filter(
            contacted_at__lte=F("contact_due_at"),
            contacted_at__gte=F("contact_due_at") - timedelta(minutes=minutes),
        )
    if habit == Habit.UNASKED:
        return rows.filter(Q(contacted_at__isnull=True) | Q(contacted_at__gt=F("reported_at")))
    if habit == Habit.EXCLUDED:
        return rows.filter(Exists(Exclusion.objects.filter(assignment=OuterRef("pk"))))
    return rows.filter(pk__in=_same_words(rows))


def _same_words(rows: AssignmentQuerySet) -> list[int]:
    """Branches whose report says the same as another one of their unit, by a digest: compared in
    the database each would be read beside every other."""
    told = Report.objects.filter(assignment__in=rows.order_by().values("pk")).order_by()
    known = list(told.values_list("assignment", "assignment__organisation", MD5("text")))
    often = Counter((unit, digest) for _key, unit, digest in known)
    return [key for key, unit, digest in known if often[unit, digest] > 1]
