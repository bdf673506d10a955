"""What is done to several complaints at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.forms.base import OfficeForm


class LabelForm(OfficeForm):
    """Which label, on or off."""

    label = forms.TypedChoiceField(
        label=_("名签"), coerce=int, error_messages={"required": _("请选择名签。")}
    )
    way = forms.ChoiceField(
        label=_("怎么办"),
        choices=[("on", _("贴上")), ("off", _("取下"))],
        initial="on",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, labels: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["label"]
        field.choices = [("", _("（请选择）")), *labels]
