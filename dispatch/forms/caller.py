"""What a caller asks for on the telephone, and the words he added as units will read them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.actions.intake import TEXT_MAX
from complaints.models import WithdrawReason
from dispatch.forms.base import OfficeForm, WordsField


class AddForm(OfficeForm):
    """More words to a complaint."""

    text = WordsField(
        label=_("诉求人补充的内容"),
        help_text=_("按诉求人的原话记。核对以后承办单位才看得到。"),
        error_messages={"required": _("请写下诉求人补充的内容。")},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "data-limit": TEXT_MAX}),
    )


class CheckForm(OfficeForm):
    """What the units will read of it."""

    redacted_text = WordsField(
        label=_("派单内容"),
        max_length=TEXT_MAX,
        help_text=_("请核对：不能出现姓名、电话、门牌等个人信息。"),
        error_messages={"required": _("派单内容不能为空。")},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )


class ReopenForm(OfficeForm):
    """Why it is taken up again."""

    reason = WordsField(
        label=_("重新办理的理由"),
        help_text=_("还有什么没有解决、希望怎样办。派单前会和原来的内容一起核对。"),
        error_messages={"required": _("请写明重新办理的理由。")},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class WithdrawForm(OfficeForm):
    """Why it is taken back."""

    reason = forms.ChoiceField(
        label=_("撤回的原因"), choices=WithdrawReason.choices, widget=forms.RadioSelect
    )
