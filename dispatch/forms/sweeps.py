"""Which places are looked at, and what is there."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.actions.sweeps import WORDS_MAX
from dispatch.forms.base import OfficeForm, day_field, words_area, words_line
from dispatch.models import SweptPlace
from dispatch.selectors.sweeps import LikePlace


class SweepForm(OfficeForm):
    """What is looked for, where, by which day."""

    what = words_area(gettext_lazy("查什么"), 300, rows=2)
    areas = forms.TypedMultipleChoiceField(
        label=gettext_lazy("查看哪些社区"),
        coerce=int,
        help_text=gettext_lazy("括号里是最近一年同类诉求的件数，多的在前。"),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = day_field(gettext_lazy("完成日期"))

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
    where = words_line(gettext_lazy("具体位置"), 200, required=False)
    words = words_area(
        gettext_lazy("查看情况"), WORDS_MAX, help_text=gettext_lazy("不写姓名、电话、门牌。")
    )
