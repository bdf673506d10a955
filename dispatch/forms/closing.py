"""Closing a month."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.actions.closing import REASON_MAX
from dispatch.forms.base import words_line


class CloseForm(forms.Form):
    """The reason is asked for where the period is closed already."""

    period = forms.RegexField(r"^\d{4}-\d{2}$", widget=forms.HiddenInput)
    reason = words_line(_("重新封存的理由"), REASON_MAX, required=False)
