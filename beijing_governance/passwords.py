"""Passwords that anybody who knows the office would try first."""

import unicodedata

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from complaints.models import Area

HOUSE_WORDS = ("12345", "jiesujiban", "接诉即办", "minyihuying", "admin", "beijing")
# A shorter name is in too many words to be a reason.
SHORTEST_NAME = {True: 3, False: 8}


class OfficeWordsValidator:
    """Refuses the hotline's number, the house's words and the names of streets and communities."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        written = _folded(password)
        if any(word in written for word in HOUSE_WORDS) or _names_a_place(written):
            raise ValidationError(
                _("密码里不能有 12345、街道社区名称这类单位里人人想得到的词。"),
                code="password_office_words",
            )

    def get_help_text(self) -> str:
        return _("密码里不要有 12345、街道社区名称这类人人想得到的词。")


def _folded(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", words).casefold() if c.isalnum())


def _names_a_place(written: str) -> bool:
    """A name as written or spelled out; accounts are made seldom enough to read all names."""
    names = Area.objects.exclude(level=Area.Level.CITY).values_list("name", "pinyin")
    return any(
        len(name) >= SHORTEST_NAME[not name.isascii()] and name in written
        for pair in names.iterator()
        for name in map(_folded, pair)
        if name
    )
