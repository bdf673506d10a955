"""What is talked about, what a unit thinks, and the decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.actions.consulting.talking import WORDS_MAX
from dispatch.forms.base import OfficeForm, SpelledSelect, WordsField, words_area
from dispatch.models import Opinion
from dispatch.selectors.choices import Choices


class ConsultForm(OfficeForm):
    """The question, the units asked, the words they read."""

    question = words_area(gettext_lazy("会商事项"), WORDS_MAX)
    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("征求意见的单位"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    redacted_text = WordsField(
        label=gettext_lazy("派单内容"),
        max_length=20_000,
        help_text=gettext_lazy("请核对：不能出现姓名、电话、门牌等个人信息。"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["units"]
        asked.choices = units.options


class OpineForm(OfficeForm):
    """Whose it is, and why."""

    stance = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[one for one in Opinion.Stance.choices if one[0]],
        widget=forms.RadioSelect,
    )
    words = words_area(gettext_lazy("理由和依据"), WORDS_MAX)


class SettleTalkForm(OfficeForm):
    """Who leads and who helps, or the district."""

    decision = words_area(gettext_lazy("会商结论"), WORDS_MAX)
    lead = forms.TypedChoiceField(
        label=gettext_lazy("主办单位"), required=False, coerce=int, empty_value=None,
        widget=SpelledSelect(attrs={"data-search": ""}),
    )  # fmt: skip
    co_units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("协办单位"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    is_fallback = forms.BooleanField(
        label=gettext_lazy("找不到主办单位，交区里兜底"), required=False,
        help_text=gettext_lazy("由区级统筹部门主办并组织解决（条例第十二条）。"),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Choices, asked: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.choices = [("", _("（请选择）")), *units.options]
        beside: Any = self.fields["co_units"]
        beside.choices = asked.options


class CallOffTalkForm(OfficeForm):
    """Why it is not talked about any more."""

    decision = words_area(gettext_lazy("为什么取消"), WORDS_MAX)
