"""Which looks at identities are asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.forms.base import DAYS


class AccessForm(forms.Form):
    number = forms.CharField(
        label=_("诉求编号"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    username = forms.CharField(
        label=_("账号"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("日期"),
        required=False,
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
