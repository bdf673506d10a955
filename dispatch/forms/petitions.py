"""A petition as it is numbered, and its next step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.actions.petitions import Linked
from dispatch.forms.base import OfficeForm, WordsField, day_field, words_area
from dispatch.models import Petition


class PetitionForm(OfficeForm):
    """Level, number, matter, day."""

    level = forms.ChoiceField(
        label=gettext_lazy("层级"), choices=Petition.Level.choices, widget=forms.RadioSelect
    )
    number = WordsField(
        label=gettext_lazy("信访编号"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    about = words_area(
        gettext_lazy("信访事项"), 300, rows=2, help_text=gettext_lazy("不写姓名、电话、门牌。")
    )
    received_on = day_field(gettext_lazy("收到日期"))

    def linked(self) -> Linked:
        """What the action takes; call after is_valid()."""
        return Linked(**self.cleaned_data)


class StepForm(OfficeForm):
    """What was done, on which day."""

    verb = forms.ChoiceField(label=gettext_lazy("这一步"))
    on = day_field(gettext_lazy("日期"))
    words = words_area(
        gettext_lazy("情况"),
        500,
        rows=2,
        required=False,
        help_text=gettext_lazy("延期的必须写明理由。"),
    )

    def __init__(self, *args: Any, verbs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verb: Any = self.fields["verb"]
        verb.choices = [("", _("（请选择）")), *verbs]
