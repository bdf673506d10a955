"""What the office's forms share: a refused step is told beside its field, nothing typed is lost."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from dispatch.selectors.words import refusal_words

UNPROCESSABLE = 422
# Near the ends of the calendar a day has no midnight in another zone.
DAYS = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31)))


class OfficeForm(forms.Form):
    """Keeps the refusal's status for the answer."""

    status_code = 200

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, forms.ChoiceField)
                words = _("请选择一项。") if chosen else _("请填写这一项。")
                field.error_messages["required"] = words

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if self.is_bound and not valid and self.status_code == OfficeForm.status_code:
            self.status_code = UNPROCESSABLE
        return valid

    def refuse(self, error: OfficeError) -> None:
        """Tell the refusal at the input it is about, or above the form."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, refusal_words(error))
        self.status_code = error.status_code

    def put(self, name: str, value: object) -> None:
        """Replace one sent value, so that the page shows the new one."""
        data: Any = self.data
        sent = data.copy()
        sent[self.add_prefix(name)] = str(value)
        self.data = sent


class WordsField(forms.CharField):
    """Text as typed, without what no database can carry."""

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\x00", "").strip()


class SpelledSelect(forms.Select):
    """Options carry their pinyin, so that a script may search by it."""

    def __init__(self, spellings: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.spellings = spellings or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        spelling = self.spellings.get(str(value))
        if spelling:
            option["attrs"]["data-pinyin"] = spelling
        return option
