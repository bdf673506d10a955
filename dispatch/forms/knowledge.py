"""An article as it is written or revised."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.actions.knowledge import ANSWER_MAX, TITLE_EN_MAX, TITLE_MAX, Wording
from dispatch.forms.base import DAYS, OfficeForm, SpelledSelect, WordsField
from dispatch.selectors.choices import Choices

DAY = {"type": "date"}


class ArticleForm(OfficeForm):
    """`version` is the one that was read; a new article has none."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = WordsField(
        label=_("标题"),
        max_length=TITLE_MAX,
        help_text=_("像居民会问的那样写，例如：老年卡怎样办理。"),
        error_messages={"required": _("请写明标题。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    title_en = WordsField(
        label=_("英文标题"),
        required=False,
        max_length=TITLE_EN_MAX,
        help_text=_("给用英文的居民看；不填的，英文页面上显示中文。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "en"}),
    )
    question_words = WordsField(
        label=_("常见问法"),
        required=False,
        max_length=300,
        help_text=_("居民还会用的说法，用空格隔开。查找时和标题一样有用。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    answer = WordsField(
        label=_("答复内容"),
        max_length=ANSWER_MAX,
        help_text=_("可以直接念给诉求人听。不要写任何人的个人信息。"),
        error_messages={"required": _("请写明答复内容。")},
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
    )
    answer_en = WordsField(
        label=_("答复内容（英文）"),
        required=False,
        max_length=ANSWER_MAX,
        help_text=_("中文改了，英文也要跟着改。"),
        widget=forms.Textarea(attrs={"rows": 9, "lang": "en"}),
    )
    category = forms.TypedChoiceField(label=_("分类"), required=False, coerce=int, empty_value=None)
    owner = forms.TypedChoiceField(
        label=_("维护单位"),
        coerce=int,
        help_text=_("由这个单位保证内容正确、按期复核。"),
        error_messages={"required": _("请选择维护单位。")},
    )
    source = WordsField(
        label=_("依据"),
        max_length=200,
        help_text=_("文件名称，或者由哪个单位确认。"),
        error_messages={"required": _("请写明依据：文件名称，或者由谁确认。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    review_on = forms.DateField(
        label=_("下次复核日期"),
        validators=DAYS,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    since = forms.DateField(
        label=_("起始日期"), validators=DAYS, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("终止日期"),
        required=False,
        validators=DAYS,
        help_text=_("到这一天为止有效；一直有效的不填。"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    is_public = forms.BooleanField(
        label=_("居民可以查看"),
        required=False,
        help_text=_("公开的内容会出现在“先了解”一页。"),
    )

    def __init__(self, *args: Any, owners: Choices, categories: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.choices = [("", _("（请选择）")), *owners.options]
        category: Any = self.fields["category"]
        category.widget = SpelledSelect(categories.spellings, attrs={"data-search": ""})
        category.choices = [("", _("（未定）")), *categories.options]

    @property
    def wording(self) -> Wording:
        """What the action takes; call after is_valid()."""
        given = dict(self.cleaned_data)
        del given["version"]
        category, owner = given.pop("category"), given.pop("owner")
        return Wording(**given, category_id=category, owner_id=owner)
