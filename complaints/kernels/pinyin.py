"""How a Chinese name is spelt, for people who search by typing letters."""

from typing import NamedTuple

from pypinyin import Style, lazy_pinyin


class Spelling(NamedTuple):
    full: str
    initials: str


def spell(name: str) -> Spelling:
    """Lower-case pinyin without tones and its first letters: 鲁谷街道 → lugujiedao, lgjd. Letters
    and digits stay, signs and spaces go. ü is typed v.
    """
    parts = lazy_pinyin(
        name,
        style=Style.NORMAL,
        v_to_u=False,
        errors=_letters,  # type: ignore[arg-type]  # a list is taken apart, untyped
    )
    syllables = [part.lower() for part in parts if part]
    return Spelling("".join(syllables), "".join(part[0] for part in syllables))


def _letters(rest: str) -> list[str]:
    return [sign for sign in rest if sign.isalnum()]
