"""Which unit ends, and who goes on with its work."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.actions.unit_endings import REASON_MAX
from dispatch.forms.base import OfficeForm, SpelledSelect, WordsField
from dispatch.selectors.choices import Choices


class OpenEndingForm(OfficeForm):
    """A unit with open work."""

    unit = forms.TypedChoiceField(label=gettext_lazy("要移交的单位"), coerce=int)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [("", _("（请选择）")), *units.options]


class HandOverForm(OfficeForm):
    """Its successor, by what paper, and who goes on with secret complaints."""

    successor = forms.TypedChoiceField(
        label=gettext_lazy("承接单位"), coerce=int, widget=SpelledSelect(attrs={"data-search": ""})
    )
    reason = WordsField(
        label=gettext_lazy("移交依据"),
        max_length=REASON_MAX,
        help_text=gettext_lazy("例如撤并文件的名称、文号。"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    handler = forms.TypedChoiceField(
        label=gettext_lazy("保密诉求的承办人"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("有保密诉求时必选，只有这一个人能看到。"),
    )

    def __init__(self, *args: Any, units: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor: Any = self.fields["successor"]
        successor.choices = [("", _("（请选择）")), *units.options]
        handler: Any = self.fields["handler"]
        handler.choices = [("", _("（不指定）")), *workers.options]
