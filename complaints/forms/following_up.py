"""What a caller may still say on his own page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.intake import TEXT_MAX
from complaints.forms.filing import PhoneField, WordsField


class SupplementForm(forms.Form):
    """More words."""

    text = WordsField(
        label=gettext_lazy("还要补充什么"),
        help_text=gettext_lazy("新的情况、新的时间地点，都可以写。不必写姓名、电话和门牌。"),
        error_messages={"required": gettext_lazy("请写下要补充的内容。")},
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": TEXT_MAX, "dir": "auto"}),
    )


class ContactForm(forms.Form):
    """Name and telephone anew. What is left empty stays; taking everything out is a choice."""

    name = WordsField(
        label=gettext_lazy("改成怎样称呼您"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=gettext_lazy("改成哪个电话"))
    is_to_go = forms.BooleanField(
        label=gettext_lazy("删除我留下的称呼、电话和住址"),
        required=False,
        help_text=gettext_lazy("删除以后没有人能联系您，请保存好编号和查询码。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("请写下要改的内容，或选择删除。"))
        if cleaned.get("is_to_go") and (cleaned.get("name") or cleaned.get("phone")):
            raise forms.ValidationError(_("要么更正，要么删除，请只选一样。"))
        return cleaned

    def changes(self) -> dict[str, str]:
        """What the action takes; call after is_valid()."""
        if self.cleaned_data["is_to_go"]:
            return dict.fromkeys(("name", "phone", "home"), "")
        told = {name: self.cleaned_data[name] for name in ("name", "phone")}
        return {name: value for name, value in told.items() if value}
