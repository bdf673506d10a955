"""What a caller says of the work that was done."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.following_up import WORDS_MAX, Opinion
from complaints.forms.filing import WordsField
from complaints.models import Satisfaction, WithdrawReason

YES_NO = [("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))]


def _question(label: Any, words: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": words},
    )


class RatingForm(forms.Form):
    """Three things apart, and whether it is to be taken up again."""

    contacted = _question(
        gettext_lazy("承办单位联系过您吗"), gettext_lazy("请选择有没有联系过您。")
    )
    resolved = _question(gettext_lazy("问题解决了吗"), gettext_lazy("请选择问题有没有解决。"))
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("您满意吗"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择满意、基本满意或不满意。")},
    )
    words = WordsField(
        label=gettext_lazy("想说的话"),
        required=False,
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    is_again = forms.BooleanField(
        label=gettext_lazy("没有解决，请重新办理"),
        required=False,
        help_text=gettext_lazy("请在“想说的话”里写明还有什么没有解决。"),
    )

    def __init__(self, *args: Any, may_reopen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reopen:
            del self.fields["is_again"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_again"):
            if cleaned.get("resolved"):
                self.add_error("is_again", _("您选了“问题已经解决”，不必重新办理。"))
            if not cleaned.get("words"):
                self.add_error("words", _("请写明还有什么没有解决。"))
        return cleaned

    @property
    def opinion(self) -> Opinion:
        """What the action takes; call after is_valid()."""
        given = self.cleaned_data
        return Opinion(given["contacted"], given["resolved"], given["satisfaction"], given["words"])


class AgainForm(forms.Form):
    """Why it is to be taken up again."""

    reason = WordsField(
        label=gettext_lazy("还有什么没有解决"),
        help_text=gettext_lazy("写明现在的情况、希望怎样办。不必写姓名、电话和门牌。"),
        error_messages={"required": gettext_lazy("请写明还有什么没有解决。")},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class TakeBackForm(forms.Form):
    """Why it is taken back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("为什么撤回"),
        choices=WithdrawReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择撤回的原因。")},
    )
