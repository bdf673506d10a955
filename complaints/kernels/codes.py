"""What a resident keeps to follow a complaint: a code to write down, a token for the QR link.

The code is 12 characters of Crockford's base 32 (60 bits): no I, L, O, U, so it survives being read
aloud and written by hand. Only hashes of both are stored. Where the bits come from is the caller's.
"""

import base64
import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12
_GROUP = 4
_LOOKALIKES = str.maketrans("OIL", "011")
_LEFT_OUT = re.compile(r"[\s\-_.·・‐-―−]+")
_CODE = re.compile(rf"[{_ALPHABET}]{{{_CODE_LENGTH}}}")
_CODE_BYTES = 8
_TOKEN_BYTES = 16
_TOO_SHORT = "too few bytes to be hard to guess"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
# Longer input is no slip of the hand.
_LONGEST_INPUT = 100


def code_from_bytes(content: bytes) -> str:
    """The first 60 bits of at least 8 bytes, shown as XXXX-XXXX-XXXX."""
    if len(content) < _CODE_BYTES:
        raise ValueError(_TOO_SHORT)
    bits = int.from_bytes(content[:_CODE_BYTES], "big") >> 4
    signs = [_ALPHABET[bits >> shift & 31] for shift in range(5 * (_CODE_LENGTH - 1), -1, -5)]
    return _grouped("".join(signs))


def normalise_code(typed: str) -> str:
    """The code as shown, from any way of typing it; "" where it cannot be one."""
    if len(typed) > _LONGEST_INPUT:
        return ""
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_LOOKALIKES)
    return _grouped(plain) if _CODE.fullmatch(plain) else ""


def token_from_bytes(content: bytes) -> str:
    """The first 128 bits of at least 16 bytes, 22 characters safe in an address."""
    if len(content) < _TOKEN_BYTES:
        raise ValueError(_TOO_SHORT)
    return base64.urlsafe_b64encode(content[:_TOKEN_BYTES]).rstrip(b"=").decode("ascii")


def is_token(text: str) -> bool:
    """Whether it has a token's form; says nothing about whose it is."""
    return _TOKEN.fullmatch(text) is not None


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + _GROUP] for start in range(0, _CODE_LENGTH, _GROUP))
