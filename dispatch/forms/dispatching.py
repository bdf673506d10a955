"""Asking a unit to act, alone or with others."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.intake import REDACTED_ADDRESS_MAX
from complaints.models import ClockKind
from dispatch.actions.assignments import Order
from dispatch.forms.base import EditedForm, OfficeForm, SpelledSelect, WordsField
from dispatch.models import Assignment, DoneRule
from dispatch.selectors.choices import Choices


class JointForm(EditedForm):
    """Units that act beside the lead, each with its own limits and its own score."""

    co_units = forms.MultipleChoiceField(
        label=gettext_lazy("协办单位"),
        required=False,
        help_text=gettext_lazy("同时派给几个单位时，各自计时、各自反馈、各自考核。"),
        widget=forms.CheckboxSelectMultiple,
    )
    clock_kind = forms.ChoiceField(
        label=gettext_lazy("时限类型"), choices=ClockKind.choices, widget=forms.RadioSelect
    )
    handler = forms.TypedChoiceField(
        label=gettext_lazy("承办人"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, *args: Any, units: Choices, workers: Choices, is_secret: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_secret = is_secret
        asked: Any = self.fields["co_units"]
        asked.choices = units.options
        handler: Any = self.fields["handler"]
        handler.choices = [("", _("（不指定）")), *workers.options]
        if is_secret:
            handler.required = True
            handler.help_text = _("保密诉求只有这一个人能看到。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("co_units") and "co_units" not in self.errors:
            self.add_error("co_units", _("请选择协办单位。"))
        if self.is_secret and len(cleaned.get("co_units", ())) > 1:
            self.add_error("co_units", _("保密诉求一次只能增派一个单位，并指定承办人。"))
        return cleaned

    def orders(self) -> list[Order]:
        """What the action takes; call after is_valid()."""
        handler = self.cleaned_data["handler"] if self.is_secret else None
        return [self._joint(key, handler=handler) for key in self.cleaned_data["co_units"]]

    def _joint(self, key: str, *, handler: int | None = None) -> Order:
        return Order(
            organisation_id=int(key),
            role=Assignment.Role.CO,
            clock_kind=self.cleaned_data["clock_kind"],
            handler_id=handler,
        )


class DispatchForm(JointForm):
    """The unit that leads: the rules' own, or another with a reason; others may act beside it."""

    shared = ("redacted_text", "redacted_address")

    organisation = forms.TypedChoiceField(
        label=gettext_lazy("承办单位"),
        coerce=int,
        error_messages={"required": gettext_lazy("请选择承办单位。")},
    )
    override_reason = WordsField(
        label=gettext_lazy("改派理由"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("选了规则以外的单位时必填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    redacted_text = WordsField(
        label=gettext_lazy("派单内容"),
        max_length=20_000,
        help_text=gettext_lazy("请核对：不能出现姓名、电话、门牌等个人信息。"),
        error_messages={"required": gettext_lazy("派单内容不能为空。")},
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )

    redacted_address = WordsField(
        label=gettext_lazy("派单地点"),
        required=False,
        max_length=REDACTED_ADDRESS_MAX,
        help_text=gettext_lazy("承办单位看到的地点：不能出现诉求人自家的门牌。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    lay_reason = WordsField(
        label=gettext_lazy("同时提请一把手批办的事由"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("不需要批办的不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    done_rule = forms.ChoiceField(
        label=gettext_lazy("有协办时，整件何时算办结"),
        choices=DoneRule.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    field_order = [
        "organisation", "override_reason", "handler", "clock_kind", "redacted_text",
        "redacted_address", "co_units", "done_rule", "lay_reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, units=units, **kwargs)
        lead: Any = self.fields["organisation"]
        lead.widget = SpelledSelect(attrs={"data-search": ""})
        lead.choices = [("", _("（请选择）")), *units.options]
        if self.is_secret:
            del self.fields["co_units"]
            del self.fields["done_rule"]

    def clean(self) -> dict[str, Any]:
        cleaned = OfficeForm.clean(self) or {}
        if str(cleaned.get("organisation", "")) in cleaned.get("co_units", ()):
            self.add_error("co_units", _("主办单位不能同时是协办单位。"))
        return cleaned

    def orders(self) -> list[Order]:
        """The lead's order first."""
        cleaned = self.cleaned_data
        lead = Order(
            organisation_id=cleaned["organisation"],
            clock_kind=cleaned["clock_kind"],
            override_reason=cleaned["override_reason"],
            handler_id=cleaned["handler"],
            redacted_text=cleaned["redacted_text"],
            redacted_address=cleaned["redacted_address"],
            done_rule=cleaned.get("done_rule", ""),
        )
        return [lead, *(self._joint(key) for key in cleaned.get("co_units", ()))]
