"""The form of somebody who files for himself: with what is asked besides and whom he joins."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.asking import ANSWER_MAX
from complaints.actions.intake import TEXT_MAX, Draft, Where
from complaints.forms.files import ManyFilesField, ManyFilesInput
from complaints.forms.filing import FilingForm, WordsField
from complaints.kernels.geometry import LonLat
from complaints.models import Component, Question
from complaints.selectors.components import component_coded
from complaints.selectors.hints import Asked, category_coded, joined_matter

ASKED = re.compile(r"q-(\d{1,18})\Z")
RECORDING_TYPES = "video/*,audio/*"
POINT = re.compile(r"(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,2}(?:\.\d{1,15})?)\Z")


class OpenChoice(forms.ChoiceField):
    """A choice that holds nobody up: what is not among the choices counts as no answer."""

    def clean(self, value: Any) -> str:
        return str(value) if value and self.valid_value(value) else ""


class ResidentForm(FilingForm):
    component = forms.CharField(
        label=gettext_lazy("设施编号"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("路灯、井盖、垃圾箱上印着的号码，有就写，没有不用管。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    recordings = ManyFilesField(
        label=gettext_lazy("短视频或语音"),
        required=False,
        help_text=gettext_lazy(
            "视频最长 30 秒，语音最长 2 分钟，加起来最多两段。说话比打字方便就录一段。"
            "声音只有处置中心能听到。"
        ),
        widget=ManyFilesInput(attrs={"accept": RECORDING_TYPES}),
    )
    category = forms.CharField(required=False, max_length=6)
    joins = forms.CharField(required=False, max_length=40)
    # Which of several bearers of a name, where no script completes it.
    candidate = forms.CharField(required=False, max_length=100)

    place_fields = ("address", "community", "point", "component")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [int(found[1]) for found in map(ASKED.match, self.data) if found]
        if keys:
            today = timezone.localdate()
            self.ask(Question.objects.current(today).filter(pk__in=keys))

    def ask(self, questions: Iterable[Question]) -> list[BoundField]:
        """The fields of these questions, in their order; with what was answered."""
        fields = []
        for question in questions:
            name = f"q-{question.pk}"
            self.fields.setdefault(name, _field_of(question))
            fields.append(self[name])
        return fields

    def asked(self) -> Asked:
        """Words and place as they stand, whether or not they could be sent."""
        given = self.data if self.is_bound else self.initial
        told = {name: str(given.get(name, "")).replace("\x00", "")[:TEXT_MAX] for name in TOLD}
        point = POINT.match(told.pop("point"))
        told["community"] = told.pop("candidate")[:100] or told["community"][:100]
        return Asked(**told, point=LonLat(float(point[1]), float(point[2])) if point else None)

    def clean_component(self) -> Component | None:
        given: str = self.cleaned_data["component"]
        if not given:
            return None
        found = component_coded(given, on=timezone.localdate())
        if found is None:
            raise forms.ValidationError(
                _("没有查到这个编号。请对照再写一遍，或留空，用文字写地点。")
            )
        return found

    def draft(self, *, photo_ids: Sequence[UUID] = ()) -> Draft:
        cleaned = self.cleaned_data
        component: Component | None = cleaned["component"]
        category = category_coded(cleaned["category"], on=timezone.localdate())
        if category is None and component is not None:
            category = component.category
        return replace(
            super().draft(photo_ids=photo_ids),
            category_id=category.pk if category else None,
            component_id=component.pk if component else None,
            joins_id=self._joined(),
            answers={
                int(name[2:]): str(value) for name, value in cleaned.items() if ASKED.match(name)
            },
        )

    def _joined(self) -> int | None:
        reference: str = self.cleaned_data["joins"]
        return joined_matter(reference, self.asked(), at=timezone.now()) if reference else None

    def _where(self) -> Where:
        cleaned = self.cleaned_data
        cleaned["community"] = cleaned["candidate"] or cleaned["community"]
        where = super()._where()
        component: Component | None = cleaned["component"]
        if component is None:
            return where
        # The thing stands where the office has it on record; what was written is kept beside.
        words = f"{component.where} {component.name}".strip()
        return replace(
            where,
            address=f"{where.address} {words}".strip(),
            lon=component.lon,
            lat=component.lat,
            community_id=component.area_id,
        )


TOLD = ("text", "address", "community", "candidate", "point", "component", "category")


def _field_of(question: Question) -> forms.Field:
    if question.kind == Question.Kind.WORDS:
        return WordsField(
            label=question.shown_text,
            required=False,
            widget=forms.TextInput(attrs={"maxlength": ANSWER_MAX, "autocomplete": "off"}),
        )
    options = question.shown_choices
    if question.kind == Question.Kind.YES_NO:
        options = [("yes", _("是")), ("no", _("否"))]
    return OpenChoice(
        label=question.shown_text,
        required=False,
        choices=[*options, ("", _("不回答"))],
        widget=forms.RadioSelect(),
    )
