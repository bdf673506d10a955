"""Whether a telephone number, as people write it, can be dialled from here."""

import re
import unicodedata

# Mobile: eleven digits from 13 to 19. Fixed: area code (010, 02x, 0xxx) and seven or eight digits,
# or these alone; eight that begin with a zero belong to nobody, examples use them. 400 and 800: ten
# digits. Source: 电信网编号计划（2017年版）, 工信部.
_HERE = re.compile(
    r"(?:1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[02-8]\d{6,7}|[2-8]\d{6,7}|[48]00\d{7})"
    r"(?:(?:转|[xX#])\d{1,6})?"
)
# Elsewhere: country code and number, at most fifteen digits. Source: ITU-T E.164.
_ABROAD = re.compile(r"(?:\+|00)[1-9]\d{6,14}")
_BETWEEN = re.compile(r"[\s\-—–()]+")
_OURS = re.compile(r"^(?:\+|00)86")


def is_dialable(written: str) -> bool:
    """True where the number is whole. Blanks, hyphens, brackets and wide digits do not count;
    what hangs on after 转, x or # is an extension."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", written))
    if _OURS.match(plain):
        rest = _OURS.sub("", plain)
        # From abroad the zero of the area code is left out.
        return bool(_HERE.fullmatch(rest) or _HERE.fullmatch(f"0{rest}"))
    return bool(_HERE.fullmatch(plain) or _ABROAD.fullmatch(plain))
