"""The callback's three answers, its tries, and its end without answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.actions.callbacks import Answers
from dispatch.forms.base import OfficeForm, WordsField
from dispatch.models import Callback, CallbackAttempt

FAILED = [
    choice for choice in CallbackAttempt.Outcome.choices
    if choice[0] != CallbackAttempt.Outcome.REACHED
]  # fmt: skip


class AnswersForm(OfficeForm):
    """What the caller said, three things apart."""

    contacted = forms.ChoiceField(
        label=_("承办单位是否联系过您"),
        choices=[("yes", _("联系过")), ("no", _("没有联系"))],
        widget=forms.RadioSelect,
    )
    resolved = forms.ChoiceField(
        label=_("问题是否解决"),
        choices=[("yes", _("已解决")), ("no", _("未解决"))],
        widget=forms.RadioSelect,
    )
    satisfaction = forms.ChoiceField(
        label=_("对办理是否满意"),
        choices=Callback.Satisfaction.choices,
        widget=forms.RadioSelect,
    )
    note = WordsField(
        label=_("诉求人的话"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def answers(self) -> Answers:
        """Call after is_valid()."""
        cleaned = self.cleaned_data
        return Answers(
            contacted=cleaned["contacted"] == "yes",
            resolved=cleaned["resolved"] == "yes",
            satisfaction=cleaned["satisfaction"],
            note=cleaned["note"],
        )


class TryForm(OfficeForm):
    """A try that brought no answers."""

    outcome = forms.ChoiceField(label=_("这次结果"), choices=FAILED, widget=forms.RadioSelect)
    note = WordsField(
        label=_("备注"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class InvalidForm(OfficeForm):
    """No answers are to be had."""

    ground = forms.ChoiceField(
        label=_("无效原因"), choices=Callback.InvalidGround.choices, widget=forms.RadioSelect
    )
