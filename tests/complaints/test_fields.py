"""A sealed value opens in its own row and field only, and under keys that are still known."""

import base64
import hashlib
import hmac
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from complaints.errors import OfficeError
from complaints.fields import (
    KeyUnknown,
    SealBroken,
    is_under_newest_key,
    keyed_hash,
    normalise_phone,
    reseal,
    seal,
    unseal,
)

ROW = UUID("00000000-0000-4000-8000-000000000001")
OTHER_ROW = UUID("00000000-0000-4000-8000-000000000002")
OLD = "2025:" + base64.b64encode(b"o" * 32).decode()
NEW = "2026:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FIELD_KEYS = [OLD]
    settings.HASH_KEY = base64.b64encode(b"h" * 32).decode()


@pytest.mark.parametrize(
    "plain", ["甄有礼", "13800000000", "3号楼2单元501室", "𠮷" * 5000, "a\x00b"]
)
def test_a_value_comes_back_and_is_not_to_be_read_meanwhile(plain):
    sealed = seal(plain, row=ROW, field="name")
    assert unseal(sealed, row=ROW, field="name") == plain
    assert plain not in sealed
    assert base64.b64encode(plain.encode()).decode()[:8] not in sealed
    assert sealed.startswith("2025.")


def test_equal_values_are_sealed_differently():
    assert seal("甄有礼", row=ROW, field="name") != seal("甄有礼", row=ROW, field="name")


def test_nothing_stays_nothing():
    assert seal("", row=ROW, field="name") == ""
    assert unseal("", row=ROW, field="name") == ""
    assert reseal("", row=ROW, field="name") == ""


def test_a_value_moved_to_another_row_or_field_is_refused():
    sealed = seal("甄有礼", row=ROW, field="name")
    with pytest.raises(SealBroken):
        unseal(sealed, row=OTHER_ROW, field="name")
    with pytest.raises(SealBroken):
        unseal(sealed, row=ROW, field="home")


def test_every_changed_byte_is_noticed():
    sealed = seal("甄有礼", row=ROW, field="name")
    content = bytearray(base64.urlsafe_b64decode(sealed.partition(".")[2]))
    for position in range(len(content)):
        content[position] ^= 1
        forged = "2025." + base64.urlsafe_b64encode(bytes(content)).decode()
        content[position] ^= 1
        with pytest.raises(SealBroken):
            unseal(forged, row=ROW, field="name")


@pytest.mark.parametrize("forged", ["2025.", "2025.AAAA", "2025.%%%%", "2025.甲", "2025"])
def test_a_value_that_is_none_is_refused(forged):
    with pytest.raises(SealBroken):
        unseal(forged, row=ROW, field="name")


def test_a_value_of_a_forgotten_key_names_the_key_but_tells_the_reader_nothing(settings):
    sealed = seal("甄有礼", row=ROW, field="name")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(KeyUnknown) as caught:
        unseal(sealed, row=ROW, field="name")
    assert caught.value.key_id == "2025"
    assert isinstance(caught.value, OfficeError)
    assert "密钥" in caught.value.message


def test_after_a_rotation_old_values_open_and_new_ones_bear_the_new_key(settings):
    sealed = seal("甄有礼", row=ROW, field="name")
    settings.FIELD_KEYS = [NEW, OLD]
    assert unseal(sealed, row=ROW, field="name") == "甄有礼"
    assert not is_under_newest_key(sealed)
    renewed = reseal(sealed, row=ROW, field="name")
    assert renewed.startswith("2026.")
    assert reseal(renewed, row=ROW, field="name") == renewed
    settings.FIELD_KEYS = [NEW]
    assert unseal(renewed, row=ROW, field="name") == "甄有礼"


def test_a_rotation_refuses_a_moved_value(settings):
    sealed = seal("甄有礼", row=ROW, field="name")
    settings.FIELD_KEYS = [NEW, OLD]
    with pytest.raises(SealBroken):
        reseal(sealed, row=OTHER_ROW, field="name")


@pytest.mark.parametrize(
    "entries",
    [
        [],
        ["no-colon"],
        ["k:short"],
        ["k:" + base64.b64encode(b"x" * 16).decode()],
        [":" + base64.b64encode(b"x" * 32).decode()],
        ["a.b:" + base64.b64encode(b"x" * 32).decode()],
        [OLD, OLD],
    ],
)
def test_keys_that_are_none_stop_the_work(settings, entries):
    settings.FIELD_KEYS = entries
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        seal("甄有礼", row=ROW, field="name")


def test_a_key_without_a_name_is_known_by_its_own_digest(settings):
    settings.FIELD_KEYS = [base64.b64encode(b"y" * 32).decode()]
    sealed = seal("甄有礼", row=ROW, field="name")
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    assert unseal(sealed, row=ROW, field="name") == "甄有礼"


def test_a_hash_is_an_hmac_under_a_key_derived_for_its_purpose():
    # RFC 5869 with SHA-256, no salt, one block, by hand.
    extracted = hmac.new(b"\x00" * 32, b"h" * 32, hashlib.sha256).digest()
    derived = hmac.new(extracted, b"phone\x01", hashlib.sha256).digest()
    expected = hmac.new(derived, b"13800000000", hashlib.sha256).hexdigest()
    assert keyed_hash("13800000000", purpose="phone") == expected


def test_a_hash_differs_by_purpose_and_key_and_stays_through_a_rotation(settings):
    phone = keyed_hash("13800000000", purpose="phone")
    assert phone != keyed_hash("13800000000", purpose="code")
    settings.FIELD_KEYS = [NEW, OLD]
    assert keyed_hash("13800000000", purpose="phone") == phone
    settings.HASH_KEY = base64.b64encode(b"i" * 32).decode()
    assert keyed_hash("13800000000", purpose="phone") != phone
    settings.HASH_KEY = "short"
    with pytest.raises(ImproperlyConfigured, match="HASH_KEY"):
        keyed_hash("13800000000", purpose="phone")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+86-138-0000-0000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("（010）6000-0000", "01060000000"),
        ("+86 010 60000000", "01060000000"),
        ("6000 0000", "01060000000"),
        ("0311-80000000", "031180000000"),
        ("0458-3000000", "04583000000"),
        ("", ""),
        ("12345", ""),
        ("不方便留", ""),
        ("138000000001", ""),
        ("1" * 10_000, ""),
    ],
)
def test_one_number_is_always_written_the_same(typed, digits):
    assert normalise_phone(typed) == digits


@given(st.text())
def test_a_normalised_phone_is_left_alone(typed):
    once = normalise_phone(typed)
    assert normalise_phone(once) == once
