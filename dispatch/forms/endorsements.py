"""What the head of the street writes on a matter, on his phone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import User
from dispatch.actions.endorsements import WORDS_MAX
from dispatch.forms.base import DAYS, OfficeForm, WordsField


def _words(label: Any, *, required: bool = True, rows: int = 2) -> WordsField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return WordsField(label=label, max_length=WORDS_MAX, required=required, widget=widget)


class LayForm(OfficeForm):
    """Why it is laid before him."""

    reason = _words(gettext_lazy("提请事由"), rows=3)


class SignForm(OfficeForm):
    """His words."""

    words = _words(gettext_lazy("批示"))


class PassForm(OfficeForm):
    """To whom, and with what words."""

    to = forms.TypedChoiceField(label=gettext_lazy("分管领导"), coerce=int)
    words = _words(gettext_lazy("批示"), required=False)

    def __init__(self, *args: Any, deputies: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [("", _("（请选择）")), *((one.pk, str(one)) for one in deputies)]


class GoForm(OfficeForm):
    """What he settled there."""

    promise = _words(gettext_lazy("在现场定了什么"), rows=3)
    promised_on = forms.DateField(
        label=gettext_lazy("哪天兑现"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=DAYS,
    )


class FinishForm(OfficeForm):
    """What came of it."""

    result = _words(gettext_lazy("现场结果"), rows=3)


class BackForm(OfficeForm):
    """Why it needs no head."""

    words = _words(gettext_lazy("为什么不批办"))
