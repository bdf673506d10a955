"""Number and code, as they stand on the receipt."""

from django import forms
from django.utils.translation import gettext_lazy


class TrackingForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("诉求编号"),
        max_length=40,
        help_text=gettext_lazy("回执上的一串数字。"),
        error_messages={"required": gettext_lazy("请写回执上的编号。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=40,
        help_text=gettext_lazy("12 位字母和数字，大小写都行，短横可写可不写。"),
        error_messages={"required": gettext_lazy("请写回执上的查询码。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
