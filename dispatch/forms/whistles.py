"""What is written to blow a whistle, to answer it and to end it."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.forms.base import OfficeForm, WordsField, words_area
from dispatch.models import Breach, Summons, Whistle
from dispatch.selectors.choices import Choices

GROUND = gettext_lazy("《北京市街道办事处条例》第五条、第十一条")
NOBODY = gettext_lazy("各单位都会看到，不要写诉求人的姓名、电话、住址。")
TICKETS_MAX = 200


class PlainForm(OfficeForm):
    """A step that needs a yes and nothing else."""


class TicketsForm(OfficeForm):
    """Complaints by their numbers."""

    numbers = WordsField(
        label=gettext_lazy("诉求编号"),
        max_length=4000,
        help_text=gettext_lazy("几件用空格或逗号隔开。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_numbers(self) -> list[str]:
        return numbers_in(self.cleaned_data["numbers"])


class SummonForm(OfficeForm):
    """One more unit, what for, and by what right."""

    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("报到单位"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("至少选择一个报到单位。")},
    )
    call_reason = words_area(gettext_lazy("要它们做什么"), 300, help_text=NOBODY)
    legal_ground = WordsField(
        label=gettext_lazy("依据"),
        max_length=200,
        initial=GROUND,
        error_messages={"required": gettext_lazy("请写明请它报到的依据。")},
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["units"]
        field.choices = units.options


class BlowForm(SummonForm):
    """A new whistle."""

    blower = forms.TypedChoiceField(label=gettext_lazy("以谁的名义吹哨"), coerce=int)
    kind = forms.ChoiceField(
        label=gettext_lazy("类别"), choices=Whistle.Kind.choices, widget=forms.RadioSelect
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("来源"), choices=Whistle.Origin.choices, widget=forms.RadioSelect
    )
    title = WordsField(label=gettext_lazy("事由"), max_length=120)
    reason = words_area(gettext_lazy("情况说明"), 5000, rows=5, help_text=NOBODY)
    place = WordsField(
        label=gettext_lazy("地点"),
        max_length=200,
        help_text=gettext_lazy("到现场报到的人照这里找。"),
    )
    lon = forms.FloatField(
        required=False,
        widget=forms.HiddenInput,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    lat = forms.FloatField(
        required=False,
        widget=forms.HiddenInput,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    numbers = WordsField(
        label=gettext_lazy("关联的诉求"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("写编号，几件用空格或逗号隔开。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    signature_count = forms.IntegerField(
        label=gettext_lazy("签名人数"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=gettext_lazy("只有居民联名才填。姓名留在纸上，不录入。"),
    )
    signatures_kept_at = WordsField(
        label=gettext_lazy("签名原件存放处"), required=False, max_length=120
    )

    field_order = (
        "blower", "kind", "origin", "title", "reason", "place", "lon", "lat", "numbers",
        "signature_count", "signatures_kept_at", "units", "call_reason", "legal_ground",
    )  # fmt: skip

    def __init__(self, *args: Any, blowers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["blower"]
        field.choices = blowers
        if len(blowers) == 1:
            field.widget = forms.HiddenInput()

    def clean_numbers(self) -> list[str]:
        return numbers_in(self.cleaned_data["numbers"])


class ArrivalForm(OfficeForm):
    """The code read out at the place, or the telephone's position, or who came."""

    code = WordsField(
        label=gettext_lazy("到场码"),
        required=False,
        max_length=6,
        help_text=gettext_lazy("吹哨单位的人在现场告诉您。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "pattern": "[0-9]*"}
        ),
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)


class WitnessForm(OfficeForm):
    """Who came, of a body whose people sign in nowhere."""

    name = WordsField(
        label=gettext_lazy("谁到了"),
        max_length=40,
        help_text=gettext_lazy("写职务，例如“站区值班员”。"),
    )


class RefuseForm(OfficeForm):
    """Why the unit will not come."""

    words = words_area(
        gettext_lazy("拒绝理由"),
        500,
        help_text=gettext_lazy("拒绝会记录下来，并立即报告区里。"),
        error_messages={"required": gettext_lazy("拒绝报到必须写明理由。")},
    )


class ExcuseForm(OfficeForm):
    """Why the unit need not come."""

    ground = forms.ChoiceField(
        label=gettext_lazy("理由"), choices=Summons.Ground.choices, widget=forms.RadioSelect
    )
    note = words_area(
        gettext_lazy("说明"),
        300,
        error_messages={"required": gettext_lazy("请写明为什么准予不到。")},
    )


class ScoreForm(OfficeForm):
    """What one side thinks of the other."""

    points = forms.IntegerField(
        label=gettext_lazy("分数"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("0 到 100 分。评了不能再改。"),
    )
    words = words_area(
        gettext_lazy("评语"),
        300,
        error_messages={"required": gettext_lazy("请写明评分的理由。")},
    )


class BreachForm(OfficeForm):
    """The district's decision on a unit that did not come."""

    decision = forms.ChoiceField(
        label=gettext_lazy("处理结果"),
        choices=[
            (Breach.Decision.UPHELD.value, Breach.Decision.UPHELD.label),
            (Breach.Decision.SET_ASIDE.value, Breach.Decision.SET_ASIDE.label),
        ],
        widget=forms.RadioSelect,
    )
    words = words_area(gettext_lazy("处理意见"), 500)


class CallOffForm(OfficeForm):
    """Why nobody need come any more."""

    reason = words_area(
        gettext_lazy("取消理由"),
        300,
        error_messages={"required": gettext_lazy("请写明为什么取消。")},
    )


def numbers_in(words: str) -> list[str]:
    """The numbers of complaints in what was typed."""
    found = [number for number in re.split(r"[\s,，、;；]+", words.strip()) if number]
    if wrong := [number for number in found if not re.fullmatch(r"\d{8,20}", number)]:
        raise forms.ValidationError(_("“%(given)s”不是诉求编号。") % {"given": wrong[0][:40]})
    if len(found) > TICKETS_MAX:
        raise forms.ValidationError(_("一次最多 %(limit)s 件。") % {"limit": TICKETS_MAX})
    return list(dict.fromkeys(found))
