"""Which of two wordings is read: rows of the office are kept in Chinese and, once somebody has
written it, in English beside."""

from django.utils.translation import get_language


def reads_english(language: str | None = None) -> bool:
    """In this language; without one, in that of the page."""
    return (language or get_language() or "").startswith("en")


def worded(chinese: str, english: str, *, language: str | None = None) -> str:
    """What a reader is shown: English who reads English, as far as there is any."""
    return english if english and reads_english(language) else chinese
