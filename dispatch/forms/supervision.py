"""What is demanded, and the words on both sides of a reply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dispatch.actions.supervision.demanding import WORDS_MAX
from dispatch.forms.asks import instant_field
from dispatch.forms.base import OfficeForm, WordsField


def _words(label: Any, rows: int = 3) -> WordsField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return WordsField(label=label, max_length=WORDS_MAX, widget=widget)


class SuperviseForm(OfficeForm):
    """What is demanded; by when a reply, and by when somebody is there."""

    words = _words(gettext_lazy("督办要求"))
    due_at = instant_field(
        gettext_lazy("回复时限"), gettext_lazy("不填按默认时限。"), required=False
    )
    arrive_by_at = instant_field(
        gettext_lazy("到场时限"),
        gettext_lazy("需要承办单位在某个时间以前到现场核实的，请填写。"),
        required=False,
    )


class ReplyForm(OfficeForm):
    """What was done."""

    words = _words(gettext_lazy("办理情况"))


class SendBackForm(OfficeForm):
    """Why the reply does not do."""

    words = _words(gettext_lazy("为什么退回"))


class ClearForm(OfficeForm):
    """Why it is let go."""

    words = _words(gettext_lazy("销督意见"))
