"""What the database keeps of a person: sealed values, and keyed hashes to find them by.

A sealed value is `key id . base64(nonce + ciphertext)`, AES-256-GCM. The row's id and the field's
name are its associated data: a value copied to another row or field does not open. The newest key
(first in `FIELD_KEYS`) seals, any listed key opens, `reseal` brings an old value under the newest.
Hashes must stay equal while keys rotate, so they hang on a key of their own, `HASH_KEY`.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import unicodedata
from functools import lru_cache
from typing import ClassVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from complaints.errors import OfficeError

_KEY_BYTES = 32
_NONCE_BYTES = 12
SEAL_BYTES = _NONCE_BYTES + 16
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_BAD_FIELD_KEYS = "FIELD_KEYS holds base64 of 32 bytes, id: before each or none, newest first"
_BAD_HASH_KEY = "HASH_KEY is the base64 of 32 bytes"
_NOT_DIGITS = re.compile(r"[^0-9]+")
_LONGEST_PHONE_INPUT = 40


class SealBroken(OfficeError):
    """A sealed value does not open: it was changed, or belongs to another row or field."""

    status_code: ClassVar[int] = 500

    def __init__(self) -> None:
        super().__init__(
            _("这项个人信息无法解密：内容被改动，或不属于这条记录。请联系系统管理员。")
        )


class KeyUnknown(OfficeError):
    """A sealed value names a key that is no longer in `FIELD_KEYS`."""

    status_code: ClassVar[int] = 500

    def __init__(self, key_id: str) -> None:
        super().__init__(_("这项个人信息的加密密钥不在系统中。请联系系统管理员恢复密钥。"))
        self.key_id = key_id


def seal(plain: str, *, row: UUID, field: str) -> str:
    """Encrypt under the newest key. Nothing stays nothing: "" is sealed as ""."""
    if not plain:
        return ""
    key_id, key = next(iter(_field_keys().items()))
    nonce = secrets.token_bytes(_NONCE_BYTES)
    content = nonce + AESGCM(key).encrypt(nonce, plain.encode("utf-8"), _bound_to(row, field))
    return f"{key_id}.{base64.urlsafe_b64encode(content).decode('ascii')}"


def unseal(sealed: str, *, row: UUID, field: str) -> str:
    """Decrypt; raises SealBroken or KeyUnknown, never gives a part."""
    if not sealed:
        return ""
    key_id, _dot, encoded = sealed.partition(".")
    key = _field_keys().get(key_id)
    if key is None:
        raise KeyUnknown(key_id)
    try:
        content = base64.b64decode(encoded, altchars=b"-_", validate=True)
        nonce, encrypted = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
        return AESGCM(key).decrypt(nonce, encrypted, _bound_to(row, field)).decode("utf-8")
    except (binascii.Error, InvalidTag, ValueError):
        raise SealBroken from None


def newest_key_id() -> str:
    """The name of the key that seals now."""
    return next(iter(_field_keys()))


def seal_bytes(content: bytes, *, key_id: str, row: UUID, part: str) -> bytes:
    """A part of a file under a named key; always `SEAL_BYTES` longer. The part's name is bound in,
    so that parts cannot change places."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_key_named(key_id)).encrypt(nonce, content, _bound_to(row, part))


def unseal_bytes(sealed: bytes, *, key_id: str, row: UUID, part: str) -> bytes:
    """The part again; raises SealBroken or KeyUnknown."""
    nonce, encrypted = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(_key_named(key_id)).decrypt(nonce, encrypted, _bound_to(row, part))
    except (InvalidTag, ValueError):
        raise SealBroken from None


def _key_named(key_id: str) -> bytes:
    key = _field_keys().get(key_id)
    if key is None:
        raise KeyUnknown(key_id)
    return key


def is_under_newest_key(sealed: str) -> bool:
    """Whether a rotation may pass this value by."""
    return not sealed or sealed.partition(".")[0] == next(iter(_field_keys()))


def reseal(sealed: str, *, row: UUID, field: str) -> str:
    """The same value under the newest key, unchanged where it is so already."""
    if is_under_newest_key(sealed):
        return sealed
    return seal(unseal(sealed, row=row, field=field), row=row, field=field)


def keyed_hash(value: str, *, purpose: str) -> str:
    """HMAC-SHA256 in hex, under a key of its own for each purpose: a hash says nothing about one of
    another purpose, and without the key a phone number cannot be found by trying all of them.
    """
    key = _purpose_key(settings.HASH_KEY, purpose)
    return hmac.new(key, value.encode("utf-8"), hashlib.sha256).hexdigest()


def normalise_phone(typed: str) -> str:
    """The digits by which one number is always written the same; "" for what is no phone number.

    Mobiles lose +86; landlines keep their area code, eight digits alone are Beijing's 010.
    """
    if len(typed) > _LONGEST_PHONE_INPUT:
        return ""
    digits = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", typed))
    digits = re.sub(r"^(?:00)?86(?=1[3-9]|0)", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}", digits):
        return digits
    if re.fullmatch(r"[2-9]\d{7}", digits):
        return f"010{digits}"
    return ""


def _bound_to(row: UUID, field: str) -> bytes:
    return row.bytes + field.encode("utf-8")


def _field_keys() -> dict[str, bytes]:
    return _parsed(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=4)
def _parsed(entries: tuple[str, ...]) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for entry in entries:
        key_id, colon, encoded = entry.rpartition(":")
        # A key given bare is known by its own digest, so that it may stand anywhere in the list.
        if not colon:
            key_id = hashlib.sha256(encoded.encode()).hexdigest()[:8]
        if not _KEY_ID.fullmatch(key_id) or key_id in keys:
            raise ImproperlyConfigured(_BAD_FIELD_KEYS)
        keys[key_id] = _key(encoded, _BAD_FIELD_KEYS)
    if not keys:
        raise ImproperlyConfigured(_BAD_FIELD_KEYS)
    return keys


@lru_cache(maxsize=32)
def _purpose_key(encoded: str, purpose: str) -> bytes:
    key = _key(encoded, _BAD_HASH_KEY)
    return HKDF(SHA256(), length=_KEY_BYTES, salt=None, info=purpose.encode("utf-8")).derive(key)


def _key(encoded: str, complaint: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(complaint) from None
    if len(key) != _KEY_BYTES:
        raise ImproperlyConfigured(complaint)
    return key
