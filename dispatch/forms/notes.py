"""A note for colleagues."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.actions.notes import NOTE_MAX
from dispatch.forms.base import OfficeForm, WordsField
from dispatch.selectors.colleagues import Colleague


class NoteForm(OfficeForm):
    """What is said, to whom, and who reads it."""

    text = WordsField(
        label=_("便签内容"),
        help_text=_("只给同事看：诉求人看不到，也不会导出。写“@姓名”可以提醒同事。"),
        error_messages={"required": _("请写下便签内容。")},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "data-limit": NOTE_MAX}),
    )
    named = forms.TypedMultipleChoiceField(
        label=_("提醒谁"),
        required=False,
        coerce=int,
        help_text=_("只列出能看到这件诉求的同事。"),
        widget=forms.CheckboxSelectMultiple,
    )
    is_shared = forms.BooleanField(
        label=_("承办单位也能看"),
        required=False,
        help_text=_("不勾选时，处置中心的便签承办单位看不到，单位的便签别的单位看不到。"),
    )

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["named"]
        named.choices = [(one.user.pk, one.words) for one in colleagues]
