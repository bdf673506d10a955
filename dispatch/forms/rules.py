"""A version of the routing rules, and one rule of it, as somebody writes them."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Channel, ClockKind, DemandKind, RiskKind
from dispatch.actions.rule_sets import NAME_MAX, Asked
from dispatch.forms.base import DAYS, OfficeForm, SpelledSelect, WordsField
from dispatch.models import DoneRule, RoutingRule, Whistle
from dispatch.selectors.rule_sets import RuleChoices

TARGETS = RoutingRule.Target
POSITION_MAX = 999_999
# However a person parts a list of words.
PARTED = re.compile(r"[\s、，；,;]+")


class DraftForm(OfficeForm):
    """What the next version is called."""

    name = WordsField(
        label=gettext_lazy("名称"),
        max_length=NAME_MAX,
        help_text=gettext_lazy("例如“2027 年供暖季”。新的一版从现在生效的规则抄起。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TrialForm(OfficeForm):
    """How far back a draft is tried."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("用多久的诉求试算"),
        coerce=int,
        choices=[
            (1, gettext_lazy("最近一个月")), (3, gettext_lazy("最近三个月")),
            (6, gettext_lazy("最近半年")), (12, gettext_lazy("最近一年")),
        ],
        initial=3,
    )  # fmt: skip


class PublishForm(OfficeForm):
    """When it begins."""

    live_from = forms.DateTimeField(
        label=gettext_lazy("生效时间"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=gettext_lazy("不填就立即生效。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_live_from(self) -> datetime | None:
        """Near the ends of the calendar an instant has no other zone."""
        given: datetime | None = self.cleaned_data["live_from"]
        if given is not None:
            for check in DAYS:
                check(given.date())
        return given


def _all(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("（不限）")), *choices]


class RuleForm(OfficeForm):
    """Conditions above, what comes of it below."""

    position = forms.IntegerField(
        label=gettext_lazy("顺序"),
        help_text=gettext_lazy("从小到大依次看，第一条符合的决定派给谁。"),
        validators=[MinValueValidator(1), MaxValueValidator(POSITION_MAX)],
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    category = forms.ChoiceField(label=gettext_lazy("分类（含下级）"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("区域（含下级）"), required=False)
    demand_kind = forms.ChoiceField(label=gettext_lazy("诉求类型"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("渠道"), required=False)
    words = WordsField(
        label=gettext_lazy("含有词语"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("有其中一个就算符合，用空格隔开；在核对过的派单内容里找。"),
    )
    from_time = forms.TimeField(
        label=gettext_lazy("每天从"), required=False, widget=forms.TimeInput({"type": "time"})
    )
    to_time = forms.TimeField(
        label=gettext_lazy("每天到"), required=False, widget=forms.TimeInput({"type": "time"}),
        help_text=gettext_lazy("可以跨过半夜，例如 22:00 到 06:00；按派单的时间算。"),
    )  # fmt: skip
    season_from = WordsField(
        label=gettext_lazy("每年从"), required=False, max_length=5,
        help_text=gettext_lazy("月-日，例如 11-15。"),
    )  # fmt: skip
    season_to = WordsField(label=gettext_lazy("每年到"), required=False, max_length=5)
    risk_kind = forms.ChoiceField(label=gettext_lazy("风险提示"), required=False)
    contract = forms.ChoiceField(label=gettext_lazy("物业合同"), required=False)
    border = forms.ChoiceField(label=gettext_lazy("街道边界"), required=False)
    within_m = forms.IntegerField(
        label=gettext_lazy("离其他街道不超过（米）"), required=False,
        validators=[MinValueValidator(0), MaxValueValidator(POSITION_MAX)],
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    target = forms.ChoiceField(
        label=gettext_lazy("派往"), choices=TARGETS.choices, widget=forms.RadioSelect
    )
    organisation = forms.ChoiceField(label=gettext_lazy("指定单位"), required=False)
    office_key = forms.ChoiceField(label=gettext_lazy("街道科室"), required=False)
    co_community = forms.BooleanField(
        label=gettext_lazy("同时派属地社区"), required=False,
        help_text=gettext_lazy("双派双考：几个单位同时接单，各自计时、各自反馈、各自考核。"),
    )  # fmt: skip
    co_property = forms.BooleanField(
        label=gettext_lazy("同时派小区物业"), required=False,
        help_text=gettext_lazy("小区只有一家现行物业合同时才派。"),
    )  # fmt: skip
    copy_district = forms.BooleanField(
        label=gettext_lazy("抄送区里"), required=False,
        help_text=gettext_lazy("直派街道的，抄送区里督促协调（条例第十二条）。保密诉求不抄送。"),
    )  # fmt: skip
    done_rule = forms.ChoiceField(
        label=gettext_lazy("几个单位时何时算办结"), choices=DoneRule.choices, required=False
    )
    clock_kind = forms.ChoiceField(label=gettext_lazy("时限类型"), required=False)
    whistle_kind = forms.ChoiceField(label=gettext_lazy("建议吹哨"), required=False)
    duty = forms.ChoiceField(
        label=gettext_lazy("职责清单条目"), required=False,
        help_text=gettext_lazy("派单的人和单位会看到引用的职责。"),
    )  # fmt: skip
    note = WordsField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("文件名称、条款，或“本街道约定”。派单的人会看到。"),
    )
    since = forms.DateField(
        label=gettext_lazy("起始"), validators=[*DAYS],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("终止"), required=False, validators=[*DAYS],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, offers: RuleChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, choices in (("category", offers.categories), ("area", offers.areas)):
            fields[name].widget = SpelledSelect(choices.spellings, attrs={"data-search": ""})
            fields[name].choices = _all(choices.options)
        options: dict[str, Any] = {
            "demand_kind": _all(DemandKind.choices),
            "channel": _all(Channel.choices),
            "risk_kind": _all(RiskKind.choices),
            "contract": _all(RoutingRule.Contract.choices),
            "border": _all(RoutingRule.Border.choices),
            "organisation": [("", _("（不指定）")), *offers.bodies.options],
            "office_key": [("", _("（不指定）")), *offers.offices],
            "clock_kind": [("", _("（按分类）")), *ClockKind.choices],
            "duty": [("", _("（不引用）")), *offers.duties],
            "whistle_kind": [("", _("（不建议）")), *Whistle.Kind.choices],
        }
        for name, listed in options.items():
            fields[name].choices = listed

    def clean(self) -> dict[str, Any]:
        """Windows have both ends, and the target has its name and no other."""
        given: dict[str, Any] = super().clean() or {}
        for first, last in (("from_time", "to_time"), ("season_from", "season_to")):
            if first in given and last in given and bool(given[first]) != bool(given[last]):
                self.add_error(last if given[first] else first, _("起止要一起填。"))
        needs = {TARGETS.ORGANISATION: "organisation", TARGETS.STREET_OFFICE: "office_key"}
        for target, name in needs.items():
            if given.get("target") == target and name in given and not given[name]:
                self.add_error(name, _("请选择一项。"))
            elif given.get("target") != target:
                given[name] = ""
        return given

    def clean_season_from(self) -> str:
        """A day that every year or a leap year has."""
        return _month_and_day(self.cleaned_data["season_from"])

    def clean_season_to(self) -> str:
        """As the first day."""
        return _month_and_day(self.cleaned_data["season_to"])

    def asked(self) -> Asked:
        """What the action takes; call after is_valid()."""
        given = dict(self.cleaned_data)
        given["done_rule"] = given["done_rule"] or DoneRule.ALL.value
        for name in ("category", "area", "organisation", "duty"):
            key = given.pop(name)
            given[f"{name}_id"] = int(key) if key else None
        given["words"] = PARTED.sub(" ", given["words"]).strip()
        return Asked(**given)


def _month_and_day(given: str) -> str:
    if not given:
        return ""
    try:
        date.fromisoformat(f"2024-{given}")  # a leap year has every day
    except ValueError:
        raise forms.ValidationError(_("请写成“月-日”，例如 11-15。")) from None
    return given


def initial_of(rule: RoutingRule) -> dict[str, Any]:
    """What the form shows of a rule that is kept."""
    plain = (
        "position", "demand_kind", "channel", "words", "from_time", "to_time", "season_from",
        "season_to", "risk_kind", "contract", "border", "within_m", "target", "office_key",
        "co_community", "co_property", "copy_district", "done_rule", "clock_kind", "whistle_kind",
        "note", "since", "until",
    )  # fmt: skip
    keys = ("category", "area", "organisation", "duty")
    return {
        **{name: getattr(rule, name) for name in plain},
        **{name: str(getattr(rule, f"{name}_id") or "") for name in keys},
    }
