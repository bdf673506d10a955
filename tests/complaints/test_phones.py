"""A number that is a digit short is told while the caller is still there."""

import pytest

from complaints.kernels.phones import is_dialable


@pytest.mark.parametrize(
    "written",
    ["13900000711", "139 0000 0711", "139-0000-0711", "１３９０００００７１１", "+86 139 0000 0711",
     "008613900000711", "010-68880000", "（010）68880000", "01068880000转8012", "68880000",
     "0311-8600000", "+86 10 6888 0000", "400-810-0000", "+44 20 7946 0000", "0755—26550000"],
)  # fmt: skip
def test_a_whole_number_is_taken_however_it_is_written(written):
    assert is_dialable(written)


@pytest.mark.parametrize(
    "written",
    ["", "139000", "1390000071", "139000007111", "12900000711", "010-688", "0106888", "abc", "电话",
     "68880000分机", "+", "+86 139", "0000000000", "13900000711 13900000712", "1" * 40],
)  # fmt: skip
def test_a_number_that_nobody_can_dial_is_not(written):
    assert not is_dialable(written)
