"""What a unit asks for, and the words of who decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.forms.files import ManyFilesField, ManyFilesInput
from complaints.forms.filing import PHOTO_TYPES
from dispatch.actions.asks.asking import WORDS_MAX, Wish
from dispatch.forms.base import OfficeForm, day_field, instant_field, words_area
from dispatch.models import Ask, ContactAttempt
from dispatch.models.ask import GROUNDS
from dispatch.selectors.choices import Choices


class AskForm(OfficeForm):
    """What all kinds share; the ground is one of the kind's own."""

    kind: Ask.Kind

    ground = forms.ChoiceField(label=gettext_lazy("理由"), widget=forms.RadioSelect)
    words = words_area(
        gettext_lazy("说明与依据"),
        WORDS_MAX,
        rows=5,
        error_messages={"required": gettext_lazy("请写明情况和依据。")},
    )

    photos = ManyFilesField(
        label=gettext_lazy("依据照片"),
        required=False,
        help_text=gettext_lazy("每张不超过 25 MB。"),
        widget=ManyFilesInput(attrs={"accept": PHOTO_TYPES}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "photos"])
        ground: Any = self.fields["ground"]
        ground.choices = [(one.value, one.label) for one in GROUNDS[self.kind]]

    def wish(self) -> Wish:
        """What the action takes; call after is_valid()."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "photos"}
        return Wish(kind=self.kind.value, **given)


class ObjectionForm(AskForm):
    """It is not for this unit; for which, if that is known."""

    kind = Ask.Kind.OBJECTION
    unit_id = forms.TypedChoiceField(
        label=gettext_lazy("应由哪个单位办"), required=False, coerce=int, empty_value=None
    )

    duty_id = forms.TypedChoiceField(
        label=gettext_lazy("引用的职责"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("在职责清单里能找到归谁办的，请引用那一条。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: Choices, duties: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit_id"]
        unit.choices = [("", _("（说不准）")), *units.options]
        duty: Any = self.fields["duty_id"]
        duty.choices = [("", _("（不引用）")), *duties]


class ExtensionForm(AskForm):
    """More time, for a reason that the caller was told."""

    kind = Ask.Kind.EXTENSION
    until_at = instant_field(gettext_lazy("延到"), help_text=gettext_lazy("新的反馈时限。"))
    told_by = forms.ChoiceField(
        label=gettext_lazy("怎样告知诉求人的"),
        choices=ContactAttempt.Method.choices,
        help_text=gettext_lazy("申请以前要先把原因告诉诉求人（条例第十五条）。"),
        widget=forms.RadioSelect,
    )


class PauseForm(AskForm):
    """The clock stands still until then."""

    kind = Ask.Kind.PAUSE
    until_at = instant_field(
        gettext_lazy("停到"),
        help_text=gettext_lazy("到时自动恢复计时；等到的事提前了，可以提前恢复。"),
    )


class ShelfForm(AskForm):
    """Nobody can solve it now: what is planned, and when it is looked at again."""

    kind = Ask.Kind.SHELF
    plan = words_area(
        gettext_lazy("解决计划"),
        WORDS_MAX,
        rows=4,
        error_messages={"required": gettext_lazy("请写明解决计划。")},
    )
    review_on = day_field(
        gettext_lazy("复查日期"), help_text=gettext_lazy("到那天提醒处置中心再看一次。")
    )
    told_by = forms.ChoiceField(
        label=gettext_lazy("怎样向诉求人解释的"),
        choices=ContactAttempt.Method.choices,
        widget=forms.RadioSelect,
    )


FORMS: dict[str, type[AskForm]] = {
    Ask.Kind.EXTENSION: ExtensionForm,
    Ask.Kind.PAUSE: PauseForm,
    Ask.Kind.SHELF: ShelfForm,
}


class DecideForm(OfficeForm):
    """Granted or refused; a refusal has words."""

    decision = forms.ChoiceField(
        label=gettext_lazy("审核结果"),
        choices=[("granted", gettext_lazy("同意")), ("refused", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )
    words = words_area(
        gettext_lazy("审核意见"),
        300,
        required=False,
        help_text=gettext_lazy("不同意的必须写明意见。"),
    )


class ReviewForm(OfficeForm):
    """The shelf is looked at."""

    words = words_area(gettext_lazy("复查情况"), WORDS_MAX)
    next_on = day_field(gettext_lazy("下次复查"))


class StrikeForm(OfficeForm):
    """It is solved."""

    words = words_area(gettext_lazy("解决的结果和依据"), WORDS_MAX, rows=4)
