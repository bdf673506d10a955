"""A code survives being read aloud, written down and typed on a phone."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.kernels.codes import code_from_bytes, is_token, normalise_code, token_from_bytes


def test_sixty_bits_become_twelve_characters_in_three_groups():
    assert code_from_bytes(b"\x00" * 8) == "0000-0000-0000"
    assert code_from_bytes(b"\xff" * 8) == "ZZZZ-ZZZZ-ZZZZ"
    # 0x0123456789abcdef without its last four bits, cut into fives by hand.
    assert code_from_bytes(bytes.fromhex("0123456789abcdef")) == "04HM-ASW9-NF6Y"


@given(st.binary(min_size=8, max_size=8), st.binary(min_size=8, max_size=8))
def test_each_of_the_sixty_bits_counts(one, other):
    same = int.from_bytes(one, "big") >> 4 == int.from_bytes(other, "big") >> 4
    assert (code_from_bytes(one) == code_from_bytes(other)) == same


@pytest.mark.parametrize(
    "typed",
    [
        "04HM-ASW9-NF6Y",
        "04hm asw9 nf6y",
        "o4hmasw9nf6y",
        "O4HM—ASW9–NF6Y",
        "０４ＨＭ－ＡＳＷ９－ＮＦ６Ｙ",
        " 04HM.ASW9.NF6Y \n",
        "04HM　ASW9　NF6Y",
    ],
)
def test_every_way_of_typing_it_is_the_same_code(typed):
    assert normalise_code(typed) == "04HM-ASW9-NF6Y"


def test_letters_that_look_like_digits_are_those_digits():
    assert normalise_code("oOiI-lL00-1111") == "0011-1100-1111"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "04HM-ASW9-NF6",
        "04HM-ASW9-NF6Y1",
        "U4HM-ASW9-NF6Y",
        "04HM/ASW9/NF6Y",
        "零4HM-ASW9-NF6Y",
        "04HM-ASW9-NF6ß",
        "-" * 1_000_000,
        "0" * 1_000_000,
    ],
)
def test_what_cannot_be_a_code_is_none(typed):
    assert normalise_code(typed) == ""


@given(st.binary(min_size=8, max_size=8), st.sampled_from(["", " ", "-", "--", " - "]))
def test_a_code_comes_back_from_lower_case_and_any_grouping(content, gap):
    code = code_from_bytes(content)
    assert normalise_code(gap.join(code.replace("-", "").lower())) == code


@given(st.text())
def test_normalising_twice_is_normalising_once(typed):
    once = normalise_code(typed)
    assert normalise_code(once) == once


def test_a_token_carries_128_bits_without_escapes():
    token = token_from_bytes(secrets.token_bytes(16))
    assert is_token(token)
    assert token_from_bytes(b"\x00" * 16) == "A" * 22
    assert token_from_bytes(b"\xff" * 16) == "_" * 21 + "w"


@pytest.mark.parametrize(
    "text", ["", "A" * 21, "A" * 23, "A" * 21 + "=", "A" * 21 + "/", "A" * 22 + "\n"]
)
def test_what_has_not_a_tokens_form_is_none(text):
    assert not is_token(text)


def test_longer_digests_are_cut_and_shorter_ones_refused():
    assert code_from_bytes(bytes(range(32))) == code_from_bytes(bytes(range(8)))
    assert token_from_bytes(bytes(range(32))) == token_from_bytes(bytes(range(16)))
    with pytest.raises(ValueError, match="guess"):
        code_from_bytes(b"1234567")
    with pytest.raises(ValueError, match="guess"):
        token_from_bytes(b"123456789012345")
