"""A board kept under a name, its readers, its columns."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.errors import Invalid
from dispatch.forms.base import OfficeForm, WordsField
from dispatch.selectors.saved_views import COLUMNS


class ViewForm(OfficeForm):
    """What it is called and who may open it; `query` is the board's address."""

    name = WordsField(
        label=gettext_lazy("视图名称"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请给视图起个名称。")},
    )
    organisation = forms.TypedChoiceField(
        label=gettext_lazy("谁可以用"), required=False, coerce=int, empty_value=None
    )
    query = WordsField(required=False, max_length=1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers: Any = self.fields["organisation"]
        shared = [(key, _("%(unit)s 全体") % {"unit": name}) for key, name in units]
        readers.choices = [("", _("只有我")), *shared]

    def refuse_unreadable(self, names: list[str]) -> None:
        """A filter that finds nothing because nobody can read it is not worth keeping."""
        if names:
            told = {"names": _("、").join(names)}
            raise Invalid(_("这些筛选条件读不懂，请先改正：%(names)s。") % told)


class ChoiceForm(OfficeForm):
    """Columns of the board, and of which view."""

    columns = forms.MultipleChoiceField(required=False, choices=[(one, one) for one in COLUMNS])
    view = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    keys = forms.ChoiceField(required=False, choices=[("on", "on"), ("off", "off")])
    preview = forms.ChoiceField(required=False, choices=[("on", "on"), ("off", "off")])
    first = forms.CharField(required=False, max_length=10)
