"""What a complaint seems to be about, by the version in use; its model is loaded once a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from complaints.kernels.classifying.learning import TextModel
from complaints.kernels.classifying.packing import unpacked
from complaints.kernels.masking import mask
from complaints.models import Category, ModelUse, ModelVersion

BEST = 3
# Beyond this a text adds feelings and places, and costs time at every look.
READ_SIGNS = 2000
# What is hardly likelier than anything else helps nobody.
LEAST_CONFIDENCE = 0.02


@dataclass(frozen=True, slots=True)
class SuggestedCategory:
    """A category with how sure the model is, in [0, 1], and the words that spoke for it."""

    category: Category
    confidence: float
    words: tuple[str, ...]

    @property
    def percent(self) -> int:
        """For people to read; no model is ever wholly sure."""
        return min(99, round(self.confidence * 100))


@dataclass(frozen=True, slots=True)
class CategorySuggestion:
    """Up to three categories, likeliest first, at least one. Where `is_sure` is false the model
    would rather keep silent: shown to staff as a guess, and to residents not at all."""

    version_id: int
    best: tuple[SuggestedCategory, ...]
    is_sure: bool


class _Loaded(NamedTuple):
    digest: str
    model: TextModel


_loaded: _Loaded | None = None


def category_suggestion(text: str, *, on: date | None = None) -> CategorySuggestion | None:
    """For words as somebody said them; None without words, without a version in use, or where
    every likely category has ended. Two queries once the model is loaded."""
    if not text.strip():
        return None
    used = _version_in_use()
    if used is None:
        return None
    # Learnt from were words in which people are masked.
    words = mask(text[:READ_SIGNS])
    model = _model(*used)
    guesses = [one for one in model.guesses(words) if one.confidence >= LEAST_CONFIDENCE]
    known = _categories([one.label for one in guesses], on or timezone.localdate())
    best = tuple(
        SuggestedCategory(known[one.label], one.confidence, _reasons(model, words, one.label))
        for one in guesses
        if one.label in known
    )
    if not best:
        return None
    return CategorySuggestion(used[0], best, is_sure=best[0].confidence >= model.threshold)


def model_of(version: ModelVersion) -> TextModel:
    """The model of any version, read anew."""
    return unpacked(bytes(version.content))


def version_in_use() -> ModelVersion | None:
    """With its content."""
    used = ModelUse.objects.filter(is_current=True).select_related("version").first()
    return used.version if used else None


def _version_in_use() -> tuple[int, str] | None:
    current = ModelUse.objects.filter(is_current=True)
    row: tuple[int, str] | None = current.values_list("version_id", "version__digest").first()
    return row


def _model(key: int, digest: str) -> TextModel:
    global _loaded
    held = _loaded
    if held is None or held.digest != digest:
        held = _Loaded(digest, model_of(ModelVersion.objects.get(pk=key)))
        _loaded = held
    return held.model


def _categories(codes: list[str], on: date) -> Mapping[str, Category]:
    rows = Category.objects.current(on).filter(code__in=codes).select_related("parent__parent")
    return {row.code: row for row in rows}


def _reasons(model: TextModel, words: str, label: str) -> tuple[str, ...]:
    """Each word once, in order of place."""
    parts = model.reasons(words, label)
    return tuple(dict.fromkeys(words[part.start : part.end] for part in parts))
