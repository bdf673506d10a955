"""Which places are looked at, and what is there."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.actions.sweeps import WORDS_MAX
from dispatch.forms.base import DAYS, OfficeForm, WordsField
from dispatch.models import SweptPlace
from dispatch.selectors.sweeps import LikePlace


class SweepForm(OfficeForm):
    """What is looked for, where, by which day."""

    what = WordsField(
        label=gettext_lazy("查什么"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    areas = forms.TypedMultipleChoiceField(
        label=gettext_lazy("查看哪些社区"),
        coerce=int,
        help_text=gettext_lazy("括号里是最近一年同类诉求的件数，多的在前。"),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=gettext_lazy("完成日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=DAYS,
    )

    def __init__(self, *args: Any, places: Sequence[LikePlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["areas"]
        areas.choices = [
            (one.area.pk, _("%(name)s（%(n)s）") % {"name": one.area.name, "n": one.told})
            for one in places
        ]


class LookForm(OfficeForm):
    """What is there."""

    result = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[one for one in SweptPlace.Result.choices if one[0]],
        widget=forms.RadioSelect,
    )
    where = WordsField(
        label=gettext_lazy("具体位置"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    words = WordsField(
        label=gettext_lazy("查看情况"),
        max_length=WORDS_MAX,
        help_text=gettext_lazy("不写姓名、电话、门牌。"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
