"""What is asked of a joint meeting, and of what is owed after it."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from dispatch.forms.base import OfficeForm, WordsField, day_field, words_area
from dispatch.models import Duty, JointAction

FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)


class MeetForm(OfficeForm):
    """Where, when, what about."""

    place = WordsField(label=gettext_lazy("会议地点"), max_length=200)
    starts_at = forms.DateTimeField(
        label=gettext_lazy("开会时间"),
        validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    agenda = words_area(gettext_lazy("议题"), 2000, rows=4)


class MinutesForm(OfficeForm):
    """A wording of the minutes; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = words_area(
        gettext_lazy("会议纪要"),
        20_000,
        rows=12,
        error_messages={"required": gettext_lazy("请写下会议纪要。")},
    )


class DutyForm(OfficeForm):
    """Who owes what by when."""

    owners = forms.TypedMultipleChoiceField(
        label=gettext_lazy("责任单位"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    what = words_area(gettext_lazy("任务"), 300)
    due_on = day_field(gettext_lazy("完成期限"))
    is_on_spot = forms.BooleanField(label=gettext_lazy("当场办完，事不完人不走"), required=False)

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owners"]
        field.choices = owners


class SettleForm(OfficeForm):
    """What came of a duty."""

    result = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[
            (Duty.Result.KEPT.value, Duty.Result.KEPT.label),
            (Duty.Result.NOT_KEPT.value, Duty.Result.NOT_KEPT.label),
        ],
        widget=forms.RadioSelect,
    )
    evidence = words_area(
        gettext_lazy("完成情况和凭据"),
        1000,
        rows=4,
        help_text=gettext_lazy("做到了什么、凭据（照片、文书编号）在哪里。"),
        error_messages={"required": gettext_lazy("请写明完成情况和凭据。")},
    )


class ActForm(OfficeForm):
    """One day's joint action."""

    kind = forms.ChoiceField(
        label=gettext_lazy("方式"), choices=JointAction.Kind.choices, widget=forms.RadioSelect
    )
    done_on = day_field(gettext_lazy("日期"))
    what = words_area(gettext_lazy("做了什么"), 500)


class FundForm(OfficeForm):
    """What money is needed for."""

    what = words_area(gettext_lazy("用途"), 300)
    yuan = forms.DecimalField(
        label=gettext_lazy("申请金额（元）"), max_digits=14, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"}),
    )  # fmt: skip


class GrantForm(OfficeForm):
    """How much of it, from where; less is said why."""

    yuan = forms.DecimalField(
        label=gettext_lazy("批准金额（元）"), max_digits=14, decimal_places=2,
        help_text=gettext_lazy("不批的填 0。"),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"}),
    )  # fmt: skip
    source = WordsField(label=gettext_lazy("资金来源"), required=False, max_length=120)
    words = words_area(
        gettext_lazy("批复意见"), 300, required=False,
        help_text=gettext_lazy("少批或不批的必须写明。"),
    )  # fmt: skip
