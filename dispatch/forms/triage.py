"""Placing, classifying and answering at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.actions.intake import Where
from complaints.models import Area, Complaint, DemandKind
from dispatch.forms.base import EditedForm, SpelledSelect, WordsField
from dispatch.selectors.choices import Choices

SEARCH = {"type": "search", "autocomplete": "off"}


class TriageForm(EditedForm):
    """One saved edit of what is known."""

    shared = ("community", "address", "category", "demand_kind", "urgency", "redacted_text")

    find_community = WordsField(
        label=_("查找社区"),
        required=False,
        max_length=40,
        help_text=_("社区或小区的名称、拼音或首字母"),
        widget=forms.TextInput(attrs=SEARCH),
    )
    community = forms.ChoiceField(label=_("社区"), required=False)
    address = WordsField(
        label=_("地点"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    find_category = WordsField(
        label=_("查找分类"),
        required=False,
        max_length=40,
        help_text=_("分类名称、拼音或首字母"),
        widget=forms.TextInput(attrs=SEARCH),
    )
    category = forms.ChoiceField(label=_("分类"), required=False)
    demand_kind = forms.ChoiceField(
        label=_("诉求类型"), choices=DemandKind.choices, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=Complaint.Urgency.choices, widget=forms.RadioSelect
    )
    redacted_text = WordsField(
        label=_("派单内容"),
        max_length=20_000,
        help_text=_("承办单位读到的就是这段话：去掉姓名、电话、门牌等个人信息。"),
        error_messages={"required": _("派单内容不能为空。")},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(
        self, *args: Any, communities: Choices, categories: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("community", communities), ("category", categories)):
            field: Any = self.fields[name]
            field.widget = SpelledSelect(offered.spellings, attrs={"data-search": ""})
            field.choices = [("", _("（未定）")), *offered.options]

    def where(self, complaint: Complaint) -> Where:
        """The place as edited; the point that was given with the complaint stays."""
        cleaned = self.cleaned_data
        code = cleaned["community"]
        area = Area.objects.filter(code=code).first() if code else None
        datum: Any = complaint.datum
        return Where(
            address=cleaned["address"],
            lon=complaint.lon,
            lat=complaint.lat,
            datum=datum,
            community_id=area.pk if area else None,
        )


class AnswerForm(EditedForm):
    """An answer that needs no unit; `article` is the one it was filled from."""

    article = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    answer = WordsField(
        label=_("答复内容"),
        max_length=5000,
        help_text=_("诉求人会看到这段话。"),
        error_messages={"required": _("请写明答复内容。")},
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
