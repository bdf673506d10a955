"""The form of who has a caller on the line."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.forms.filing import StaffFilingForm, WordsField
from complaints.models import Complaint
from complaints.selectors.communities import community_in_words
from complaints.selectors.related import sketch
from dispatch.forms.base import SpelledSelect
from dispatch.selectors.choices import catalogue_choices

ADDRESS_READ = 300
TEXT_READ = 2000


class CallForm(StaffFilingForm):
    """Words first; what may be the same matter is looked for while they are typed."""

    # The number of the complaint it goes along with, if the caller says it is the same matter.
    joins = forms.RegexField(
        r"^\d{8,20}$",
        required=False,
        widget=forms.HiddenInput(),
        error_messages={"invalid": gettext_lazy("没有读懂是哪一件，请重新选择。")},
    )
    reason = WordsField(
        label=gettext_lazy("查以前的诉求：理由"),
        required=False,
        help_text=gettext_lazy("例如：来电人询问上次的办理情况。每次查看都会记录。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 300}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = catalogue_choices()
        field: Any = self.fields["category"]
        attrs = {"data-search": "", "aria-describedby": "category-keys"}
        field.widget = SpelledSelect(choices.spellings, attrs=attrs)
        field.widget.choices = [("", _("（以后再定）")), *choices.options]
        self.fields["address"].widget.attrs |= {
            "data-places": reverse("place-offer"),
            "data-places-name": _("查到的地点"),
        }
        if not self.is_bound:
            self.fields["text"].widget.attrs["autofocus"] = True

    def sketch(self, *, at: datetime) -> Complaint:
        """What stands in the form so far, however little."""
        given = {name: str(self[name].value() or "") for name in ("text", "address", "category")}
        community = community_in_words(str(self["community"].value() or "")[:80])
        return sketch(
            given["text"][:TEXT_READ],
            at=at,
            address=given["address"][:ADDRESS_READ],
            community_id=community.pk if community else None,
            category_id=int(given["category"]) if given["category"].isdecimal() else None,
        )
