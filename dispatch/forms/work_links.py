"""For whom a link is, and what comes back by it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms.files import ManyFilesField, ManyFilesInput
from complaints.forms.filing import PHOTO_TYPES
from dispatch.actions.work_links import COMPANY_MAX, TEXT_MAX
from dispatch.forms.base import OfficeForm, WordsField


class LinkForm(OfficeForm):
    """The contractor."""

    company = WordsField(
        label=_("施工单位"),
        max_length=COMPANY_MAX,
        help_text=_("写单位名称，不写个人姓名和电话。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WorkForm(OfficeForm):
    """What was done there, with photos."""

    text = WordsField(
        label=_("施工情况"),
        max_length=TEXT_MAX,
        error_messages={"required": _("请写明做了什么、做到什么程度。")},
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    photos = ManyFilesField(
        label=_("现场照片"),
        required=False,
        help_text=_("每张不超过 25 MB。"),
        widget=ManyFilesInput(attrs={"accept": PHOTO_TYPES}),
    )
