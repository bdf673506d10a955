"""Which words of a short list stand in a text. A word is looked for as it is written, within other
words too; full-width and half-width letters and digits, and capitals, are one. What the sentence
says of it (没有, 不是) is not read.

Most texts hold none of the words, and an import looks through a hundred thousand of them: one pass
of one pattern says so, and only a text with a hit, or with signs of two widths, costs more.
"""

import re
import unicodedata
from collections.abc import Sequence

# Letters, digits and characters that have another form; punctuation stands in no word.
_OTHER_FORM = re.compile("[０-９Ａ-Ｚａ-ｚ\u2f00-\u2fdf\u3300-\u33ff\uf900-\ufaff]")


def folded(text: str) -> str:
    """The form in which words and texts are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def pattern_of(words: Sequence[str]) -> "re.Pattern[str] | None":
    """What finds whether any of these words, already folded, stands in a text; None for none."""
    known = [re.escape(word) for word in words if word]
    return re.compile("|".join(known)) if known else None


def words_in(text: str, words: Sequence[str], pattern: "re.Pattern[str] | None") -> list[int]:
    """The places in `words`, of letters and digits and already folded, of those that stand in the
    text; in their order, each once. `pattern` is that of the same words."""
    where = folded(text) if _OTHER_FORM.search(text) else text.casefold()
    if pattern is None or pattern.search(where) is None:
        return []
    return [number for number, word in enumerate(words) if word and word in where]
