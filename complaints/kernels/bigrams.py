"""Chinese text as search terms: most Chinese words have two characters and no spaces around them.

A run of Chinese characters gives each pair of neighbours; a run of other letters and digits gives
itself, whole, in lower case. Full-width and half-width forms are one. Terms hold letters and digits
only, so a column split at spaces (PostgreSQL, `string_to_array(bigrams, ' ')`) and the unicode61
tokeniser of SQLite's FTS5 both keep them as they are.

So two or more Chinese characters in a row are found wherever they stand, other words are found
whole (501 finds 501室, not 1501室), and a single Chinese character gives no term.
"""

import re
import unicodedata
from operator import add

# Ideographs of all planes with their iteration and zero signs, and kana.
_HAN = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")

# An index entry has a length limit (about 2,700 bytes in PostgreSQL); nobody types more to search.
LONGEST_WORD = 32


def bigrams(text: str) -> list[str]:
    """The distinct terms of `text` in order of appearance. Linear in its length."""
    terms: dict[str, None] = {}
    for run in _RUN.findall(_folded(text)):
        if _IS_HAN.match(run):
            terms.update(dict.fromkeys(map(add, run, run[1:])))
        else:
            terms[run[:LONGEST_WORD]] = None
    return list(terms)


def query_terms(query: str) -> list[str]:
    """The terms that a text with `query` in it must all have; none if `query` is too short."""
    return bigrams(query)


def _folded(text: str) -> str:
    # Folding may bring forth composed characters again (ΐ): it stands between two normalisations.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
