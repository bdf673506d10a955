"""What the head of the street writes on a matter, on his phone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import User
from dispatch.actions.endorsements import WORDS_MAX
from dispatch.forms.base import OfficeForm, day_field, words_area


class LayForm(OfficeForm):
    """Why it is laid before him."""

    reason = words_area(gettext_lazy("提请事由"), WORDS_MAX)


class SignForm(OfficeForm):
    """His words."""

    words = words_area(gettext_lazy("批示"), WORDS_MAX, rows=2)


class PassForm(OfficeForm):
    """To whom, and with what words."""

    to = forms.TypedChoiceField(label=gettext_lazy("分管领导"), coerce=int)
    words = words_area(gettext_lazy("批示"), WORDS_MAX, rows=2, required=False)

    def __init__(self, *args: Any, deputies: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [("", _("（请选择）")), *((one.pk, str(one)) for one in deputies)]


class GoForm(OfficeForm):
    """What he settled there."""

    promise = words_area(gettext_lazy("在现场定了什么"), WORDS_MAX)
    promised_on = day_field(gettext_lazy("哪天兑现"))


class FinishForm(OfficeForm):
    """What came of it."""

    result = words_area(gettext_lazy("现场结果"), WORDS_MAX)


class BackForm(OfficeForm):
    """Why it needs no head."""

    words = words_area(gettext_lazy("为什么不批办"), WORDS_MAX, rows=2)
