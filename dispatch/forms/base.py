"""What the office's forms share: a refused step is told beside its field, nothing typed is lost."""

from collections.abc import Mapping
from typing import Any

from django import forms

from complaints.errors import OfficeError
from dispatch.selectors.words import refusal_words

UNPROCESSABLE = 422


class OfficeForm(forms.Form):
    """Keeps the refusal's status for the answer."""

    status_code = 200

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
