"""What a unit writes down, and what the street and the district say to a branch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms.files import ManyFilesField, ManyFilesInput
from complaints.forms.filing import PHOTO_TYPES
from dispatch.forms.base import OfficeForm, WordsField
from dispatch.models import ContactAttempt, Exclusion, Report
from dispatch.selectors.choices import Choices


class ContactForm(OfficeForm):
    """One try to reach the caller."""

    method = forms.ChoiceField(
        label=_("联系方式"), choices=ContactAttempt.Method.choices, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=_("联系结果"), choices=ContactAttempt.Outcome.choices, widget=forms.RadioSelect
    )
    note = WordsField(
        label=_("备注"),
        required=False,
        max_length=500,
        help_text=_("约定的时间、诉求人补充的情况。不要写电话号码。"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def _photos(label: Any) -> ManyFilesField:
    return ManyFilesField(
        label=label,
        required=False,
        help_text=_("每张不超过 25 MB。"),
        widget=ManyFilesInput(attrs={"accept": PHOTO_TYPES}),
    )


class ReportForm(OfficeForm):
    """What was done and what came of it."""

    outcome = forms.ChoiceField(
        label=_("办理结果"), choices=Report.Outcome.choices, widget=forms.RadioSelect
    )
    text = WordsField(
        label=_("办理情况"),
        max_length=20_000,
        help_text=_("做了什么、结果怎样、还有什么没办完。诉求人会看到这段话。"),
        error_messages={"required": _("请写明办理情况。")},
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )
    before = _photos(_("处理前照片"))
    after = _photos(_("处理后照片"))


class CannotForm(OfficeForm):
    """Why it cannot finish, and how far it came."""

    reason = WordsField(
        label=_("办不了的原因"),
        max_length=500,
        error_messages={"required": _("请写明办不了的原因。")},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    interim = WordsField(
        label=_("阶段情况"),
        max_length=20_000,
        help_text=_("已经做了什么、还差什么。主办单位据此接着办。"),
        error_messages={"required": _("请写明已经做了什么、还差什么。")},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class HandlerForm(OfficeForm):
    """Who of the unit acts from now on."""

    handler = forms.TypedChoiceField(
        label=_("承办人"),
        coerce=int,
        help_text=_("保密诉求只有这一个人能看到。"),
        error_messages={"required": _("请选择承办人。")},
    )

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handler: Any = self.fields["handler"]
        handler.choices = [("", _("（请选择）")), *workers.options]


class ExclusionForm(OfficeForm):
    """Asking for a branch to be left out of the second base."""

    ground = forms.ChoiceField(
        label=_("剔除理由"), choices=Exclusion.Ground.choices, widget=forms.RadioSelect
    )
    evidence = WordsField(
        label=_("说明与依据"),
        max_length=5000,
        error_messages={"required": _("请写明剔除的依据。")},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class DecisionForm(OfficeForm):
    """The district's decision."""

    decision = forms.ChoiceField(
        label=_("审核结果"),
        choices=[
            (Exclusion.Decision.GRANTED.value, Exclusion.Decision.GRANTED.label),
            (Exclusion.Decision.REFUSED.value, Exclusion.Decision.REFUSED.label),
        ],
        widget=forms.RadioSelect,
    )
    note = WordsField(
        label=_("审核意见"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class RevealForm(OfficeForm):
    """Why the caller's identity must be read."""

    reason = WordsField(
        label=_("查看理由"),
        max_length=300,
        help_text=_("例如：电话联系核实地点。每次查看都会记录。"),
        error_messages={"required": _("请写明查看理由（至少 4 个字），查看会留痕。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
