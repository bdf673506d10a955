"""Ending what is never dispatched: the words for the caller, and what each kind needs beside."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.advising import REPLY_MAX, Advising
from complaints.models import Outcome, OutcomeKind
from dispatch.forms.base import OfficeForm, WordsField
from dispatch.selectors.choices import Choices

NEW_FACT = [("no", gettext_lazy("没有")), ("yes", gettext_lazy("有"))]
# What each kind asks for; the words for the caller are asked for always.
ASKED_BY = {
    OutcomeKind.EMERGENCY: ("transferred_at",),
    OutcomeKind.OUTSIDE: ("handed_to", "redacted_text"),
}


class RepeatForm(OfficeForm):
    """Which earlier complaint it repeats, before anything is told."""

    earlier = WordsField(
        label=gettext_lazy("原来那一件的编号"),
        max_length=20,
        help_text=gettext_lazy("要是同一位诉求人的，或者已经和这一件合并的。"),
        error_messages={"required": gettext_lazy("请填写原来那一件的编号。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    new_fact = forms.ChoiceField(
        label=gettext_lazy("有没有新的事实或者理由"),
        choices=NEW_FACT,
        help_text=gettext_lazy("有的，不算重复：到原来那一件里补充内容。"),
        widget=forms.RadioSelect,
    )


class AdviseForm(OfficeForm):
    """What is sent. `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    earlier = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    reply = WordsField(
        label=gettext_lazy("给诉求人的答复"),
        max_length=REPLY_MAX,
        help_text=gettext_lazy("诉求人会看到这段话，可以改。发送以前先看一遍。"),
        error_messages={"required": gettext_lazy("请写明给诉求人的答复。")},
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    transferred_at = forms.DateTimeField(
        label=gettext_lazy("转接时间"),
        help_text=gettext_lazy("实际转接的时刻；先转接，再登记。"),
        error_messages={"invalid": gettext_lazy("请按“年-月-日 时:分”填写转接时间。")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    handed_to = forms.TypedChoiceField(
        label=gettext_lazy("交给哪个单位监督指导"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("可以不选。这个单位只看到派单内容，没有办理任务和时限。"),
    )
    redacted_text = WordsField(
        label=gettext_lazy("派单内容"),
        required=False,
        max_length=20_000,
        help_text=gettext_lazy("选了单位才需要核对：去掉姓名、电话、门牌等个人信息。"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, outcome: Outcome, units: Choices | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome = outcome
        asked = ASKED_BY.get(OutcomeKind(outcome.kind), ()) if units is not None else ()
        if outcome.kind == OutcomeKind.EMERGENCY:
            asked = ASKED_BY[OutcomeKind.EMERGENCY]
        for name in {"transferred_at", "handed_to", "redacted_text"} - set(asked):
            del self.fields[name]
        if "handed_to" in self.fields and units is not None:
            handed_to: Any = self.fields["handed_to"]
            handed_to.choices = [("", _("（不交给单位）")), *units.options]

    @property
    def advising(self) -> Advising:
        """What the action takes; call after is_valid(). A repeat came here without a new fact."""
        given = self.cleaned_data
        body = given.get("handed_to")
        return Advising(
            outcome=self.outcome.code,
            reply=given["reply"],
            earlier=given["earlier"],
            has_new_fact=False if self.outcome.kind == OutcomeKind.REPEAT else None,
            transferred_at=given.get("transferred_at"),
            handed_to_id=body,
            redacted_text=given.get("redacted_text", "") if body else "",
        )
