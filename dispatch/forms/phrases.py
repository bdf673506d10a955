"""A phrase as somebody keeps it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.actions.phrases import NAME_MAX, TEXT_MAX, Wording
from dispatch.forms.base import OfficeForm, SpelledSelect, WordsField
from dispatch.models import Phrase
from dispatch.selectors.choices import Choices
from dispatch.selectors.phrases import Circles

OWN = "own"


class PhraseForm(OfficeForm):
    """Its words, the step it is for, and who is offered it."""

    name = WordsField(
        label=gettext_lazy("名称"),
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = WordsField(
        label=gettext_lazy("内容"),
        max_length=TEXT_MAX,
        help_text=gettext_lazy("{number} 填编号，{unit} 填单位，{due} 填时限。"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    use = forms.ChoiceField(
        label=gettext_lazy("用在"), choices=Phrase.Use.choices, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(
        label=gettext_lazy("分类"),
        required=False,
        help_text=gettext_lazy("只在这一类诉求里列出；不选就都列出。"),
    )
    circle = forms.ChoiceField(label=gettext_lazy("谁可以用"))

    def __init__(self, *args: Any, categories: Choices, circles: Circles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category: Any = self.fields["category"]
        category.widget = SpelledSelect(categories.spellings, attrs={"data-search": ""})
        category.choices = [("", _("（各类都用）")), *categories.options]
        circle: Any = self.fields["circle"]
        units = [(f"unit-{one.pk}", _("%(unit)s共用") % {"unit": one}) for one in circles.units]
        streets = [
            (f"area-{one.pk}", _("%(street)s全街道共用") % {"street": one.name})
            for one in circles.areas
        ]
        circle.choices = [(OWN, _("只有我自己")), *units, *streets]

    def wording(self) -> Wording:
        """What the action takes; call after is_valid()."""
        given = self.cleaned_data
        kind, _sign, key = given["circle"].partition("-")
        return Wording(
            name=given["name"],
            text=given["text"],
            use=given["use"],
            category_id=int(given["category"]) if given["category"] else None,
            organisation_id=int(key) if kind == "unit" else None,
            area_id=int(key) if kind == "area" else None,
        )


def initial_of(phrase: Phrase) -> dict[str, Any]:
    """What the form shows of a phrase that is kept."""
    circle = OWN
    if phrase.organisation_id is not None:
        circle = f"unit-{phrase.organisation_id}"
    elif phrase.area_id is not None:
        circle = f"area-{phrase.area_id}"
    return {
        "name": phrase.name,
        "text": phrase.text,
        "use": phrase.use,
        "category": str(phrase.category_id or ""),
        "circle": circle,
    }
