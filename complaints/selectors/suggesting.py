"""What a matter seems to be about, from its words alone, for who files it."""

from datetime import date

from django.utils import timezone

from complaints.kernels.likeness import likest
from complaints.models import Category
from complaints.selectors.suggested import category_suggestion

LEVEL = 3
# More words than this add places and feelings, not a kind.
READ = 400


def suggested_category(text: str, *, on: date | None = None) -> Category | None:
    """The likeliest, or none where nothing speaks for any."""
    return next(iter(suggested_categories(text, most=1, on=on)), None)


def suggested_categories(text: str, *, most: int = 3, on: date | None = None) -> list[Category]:
    """What the office's own model is sure of; else kinds whose names the words come near, likeliest
    first."""
    words = text.strip()[:READ]
    if not words:
        return []
    learnt = category_suggestion(words, on=on)
    if learnt is not None and learnt.is_sure:
        return [one.category for one in learnt.best[:most]]
    known = Category.objects.current(on or timezone.localdate()).filter(level=LEVEL)
    by_key = {row.pk: row for row in known.select_related("parent__parent")}
    names = [(key, row.name) for key, row in by_key.items()]
    return [by_key[one.key] for one in likest(words, names, most=most)]
