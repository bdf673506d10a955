"""What the office's forms share: a refused step is told beside its field, nothing typed is lost."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from dispatch.kernels.differences import fingerprint
from dispatch.selectors.versions import Pair
from dispatch.selectors.words import refusal_words

UNPROCESSABLE = 422
INSTANT = "%Y-%m-%dT%H:%M"
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


def words_area(label: Any, length: int, *, rows: int = 3, **more: Any) -> WordsField:
    """Words of several lines, in whichever direction they run."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return WordsField(label=label, max_length=length, widget=widget, **more)


def words_line(label: Any, length: int, **more: Any) -> WordsField:
    """Words of one line that no browser fills in by itself."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    return WordsField(label=label, max_length=length, widget=widget, **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day that has a midnight everywhere."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=DAYS, **more)


def instant_field(label: Any, **more: Any) -> forms.DateTimeField:
    """A day and a time of the reader's own zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=INSTANT)
    return forms.DateTimeField(label=label, input_formats=[INSTANT], widget=widget, **more)


class EditedForm(OfficeForm):
    """Over a row that somebody else may save meanwhile: `version` is the one that was read, `seen`
    tells which of the shared fields were changed here since. `shared` names those that the row has
    too; `present` are their values as saved now."""

    shared: ClassVar[tuple[str, ...]] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = WordsField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._prints(self.initial)

    def meet(self, present: Mapping[str, object]) -> list[Pair]:
        """Somebody saved first. What nobody touched here becomes what is saved now; what was typed
        stays; sent again, the form counts as having read it all."""
        untouched = {name for name in self.shared if self._is_untouched(name)}
        pairs = [self._pair(name, present, name in untouched) for name in self.shared]
        self.take(sorted(untouched), present)
        self.put("version", present["version"])
        self.put("seen", self._prints(present))
        return pairs

    def take(self, names: Iterable[str], present: Mapping[str, object]) -> None:
        """Put what is saved now in the place of what was typed."""
        for name in names:
            if name in self.shared:
                self.put(name, present[name])

    def pairs(self, present: Mapping[str, object]) -> list[Pair]:
        """Both versions of each shared field as the form stands."""
        return [self._pair(name, present) for name in self.shared]

    def _pair(self, name: str, present: Mapping[str, object], is_untouched: bool = False) -> Pair:
        theirs = self._in_words(name, present[name])
        mine = theirs if is_untouched else self._in_words(name, self[name].value())
        return Pair(name, str(self.fields[name].label), theirs, mine, is_untouched)

    def _is_untouched(self, name: str) -> bool:
        seen = str(self["seen"].value() or "").split()
        return f"{name}:{fingerprint(self._typed(self[name].value()))}" in seen

    def _prints(self, values: Mapping[str, object]) -> str:
        return " ".join(f"{n}:{fingerprint(self._typed(values.get(n)))}" for n in self.shared)

    def _in_words(self, name: str, value: object) -> str:
        field: Any = self.fields[name]
        for given, words in getattr(field, "choices", ()):
            options = words if isinstance(words, list | tuple) else [(given, words)]
            for key, shown in options:
                if str(key) == self._typed(value):
                    return str(shown)
        return self._typed(value)

    @staticmethod
    def _typed(value: object) -> str:
        return "" if value is None else str(value)


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
