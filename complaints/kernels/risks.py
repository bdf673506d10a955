"""Which words of a short list stand in a text. A word is looked for as it is written, within other
words too; full-width and half-width forms, and capitals, are one. What the sentence says of it
(没有, 不是) is not read."""

import unicodedata
from collections.abc import Sequence


def folded(text: str) -> str:
    """The form in which words and texts are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_in(text: str, words: Sequence[str]) -> list[int]:
    """The places in `words`, already folded, of those that stand in the text; in their order, each
    once. An empty word stands nowhere."""
    where = folded(text)
    return [number for number, word in enumerate(words) if word and word in where]
