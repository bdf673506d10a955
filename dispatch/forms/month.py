"""Which month, compared by what, on which base: read from the address, so that it can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.errors import Invalid
from dispatch.kernels.periods import AssessmentPeriod
from dispatch.selectors.cohorts import Cohort, cohort_named, current_cohort, recent_periods
from dispatch.selectors.scopes import League, Scope
from dispatch.selectors.tallies import Base, Level

OFFERED_PERIODS = 24


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """What was asked for, checked."""

    cohort: Cohort
    level: Level
    base: Base
    scope: Scope


class MonthForm(forms.Form):
    """Only the period is chosen in a control; level and base are links and travel hidden."""

    period = forms.ChoiceField(label=gettext_lazy("考核期"))
    level = forms.ChoiceField(choices=Level.choices, widget=forms.HiddenInput)
    base = forms.ChoiceField(choices=Base.choices, widget=forms.HiddenInput)
    league = forms.ChoiceField(choices=League.choices, widget=forms.HiddenInput, required=False)

    def __init__(self, asked: Mapping[str, str], *, scope: Scope) -> None:
        now = timezone.now()
        self.current = current_cohort(at=now)
        given = {
            "period": asked.get("period") or self.current.label,
            "level": asked.get("level") or usual_level(scope),
            "base": asked.get("base") or Base.ALL,
            "league": asked.get("league", ""),
        }
        self.scope = scope
        super().__init__(given, auto_id="month-%s")
        offered = [(each.label, period_words(each)) for each in self._offered()]
        if given["period"] not in dict(offered):
            cohort = cohort_named(given["period"], at=now)
            offered.append((cohort.label, period_words(cohort.period)))
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)  # noqa: S101 - narrows the type
        period.choices = offered

    def choice(self) -> MonthChoice:
        """What was asked for; refused where the address was made up."""
        if not self.is_valid():
            raise Invalid(_("没有这种月表：请从页面上选择考核期、统计层级和口径。"))
        asked = self.cleaned_data
        cohort = self.current
        if asked["period"] != cohort.label:
            cohort = cohort_named(asked["period"], at=cohort.as_of)
        scope = replace(self.scope, league=League(asked["league"]))
        return MonthChoice(cohort, Level(asked["level"]), Base(asked["base"]), scope)

    def _offered(self) -> list[AssessmentPeriod]:
        return recent_periods(self.current, OFFERED_PERIODS)


def period_words(period: AssessmentPeriod) -> str:
    """2026年11月（10月19日—11月18日）."""
    year, month = period.label.split("-")
    return _(
        "%(year)s年%(month)d月（%(from_month)d月%(from_day)d日—%(to_month)d月%(to_day)d日）"
    ) % {
        "year": year,
        "month": int(month),
        "from_month": period.starts_on.month,
        "from_day": period.starts_on.day,
        "to_month": period.ends_on.month,
        "to_day": period.ends_on.day,
    }


def usual_level(scope: Scope) -> Level:
    """Leaders compare streets, a street its own units."""
    is_street = not scope.everywhere and not (scope.own & scope.districts)
    return Level.UNIT if is_street else Level.SUBDISTRICT
