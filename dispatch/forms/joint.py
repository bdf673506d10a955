"""Which complaints are one matter, and why."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.forms.base import OfficeForm, WordsField

NUMBERS_MAX = 200


class MergeForm(OfficeForm):
    """Ticked, or written by number; the reason stands in both histories' table."""

    numbers = forms.MultipleChoiceField(
        label=gettext_lazy("同一件事的诉求"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = WordsField(
        label=gettext_lazy("其他编号"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("不在上面的，写编号，用空格或逗号隔开。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    reason = WordsField(
        label=gettext_lazy("为什么是同一件事"),
        max_length=300,
        error_messages={"required": gettext_lazy("请写明为什么是同一件事。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["numbers"]
        field.choices = [(number, number) for number in offered]

    def clean_others(self) -> list[str]:
        written = re.split(r"[\s,，、;；]+", self.cleaned_data["others"].strip())
        found = [number for number in written if number]
        if wrong := [number for number in found if not re.fullmatch(r"\d{8,20}", number)]:
            raise forms.ValidationError(_("“%(given)s”不是诉求编号。") % {"given": wrong[0][:40]})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = list(dict.fromkeys([*cleaned.get("numbers", ()), *cleaned.get("others", ())]))
        if not chosen and not self.errors:
            self.add_error("numbers", _("请选择要合并的诉求。"))
        if len(chosen) > NUMBERS_MAX:
            self.add_error("others", _("一次最多合并 %(limit)s 件。") % {"limit": NUMBERS_MAX})
        cleaned["chosen"] = chosen
        return cleaned
