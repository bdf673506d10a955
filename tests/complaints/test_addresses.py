"""Names of places are found in running text, never guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.files import seeds
from complaints.kernels.addresses import PlaceNames, find_place, fold

NAMES = [
    ("五芳园", "wu"), ("五芳园6号楼", "wu-6"), ("永乐路", "a"), ("永乐路", "b"), ("鲁谷街道", "lu"),
]  # fmt: skip


def found(text, names=NAMES):
    return [(m.name, m.keys) for m in find_place(text, names)]


def test_the_longer_name_wins_over_the_one_it_contains():
    assert found("五芳园6号楼漏雨") == [("五芳园6号楼", ("wu-6",))]
    assert found("五芳园西门") == [("五芳园", ("wu",))]


def test_matches_come_longest_first_with_their_positions():
    text = "我住五芳园，属鲁谷街道"
    matches = find_place(text, NAMES)
    assert [m.name for m in matches] == ["鲁谷街道", "五芳园"]
    assert all(text[m.start : m.end] == m.name for m in matches)


def test_a_name_two_areas_share_comes_with_all_its_bearers():
    (match,) = find_place("永乐路井盖丢了", NAMES)
    assert match.is_ambiguous
    assert match.keys == ("a", "b")


def test_full_width_digits_and_letters_are_read_like_half_width_ones():
    text = "五芳园６号楼"
    (match,) = find_place(text, NAMES)
    assert match.keys == ("wu-6",)
    assert match.name == text
    assert found("Ｂ区和b区", [("B区", 1)]) == [("Ｂ区", (1,)), ("b区", (1,))]


def test_of_overlapping_names_of_one_length_the_earlier_wins():
    assert found("甲乙丙", [("甲乙", 1), ("乙丙", 2)]) == [("甲乙", (1,))]


def test_a_shorter_name_is_found_where_a_longer_one_breaks_off():
    assert found("玉泉西里的门", [("玉泉西里北", 1), ("西里", 2)]) == [("西里", (2,))]


@pytest.mark.parametrize("text", ["", "  ", "\x00", "🏠" * 50, "没有地名"])
def test_text_without_a_name_yields_nothing(text):
    assert find_place(text, NAMES) == []


def test_an_empty_name_is_never_found():
    assert find_place("任何话", [("", 1), ("　", 2)]) == []


@given(
    st.text("甲乙丙", max_size=30), st.lists(st.text("甲乙丙", min_size=1, max_size=4), max_size=8)
)
def test_it_finds_what_a_plain_search_finds(text, words):
    names = [(word, word) for word in words]
    expected, taken = [], set()
    for length in range(4, 0, -1):
        for start in range(len(text) - length + 1):
            span = range(start, start + length)
            if text[start : start + length] in words and not taken & set(span):
                taken |= set(span)
                expected.append((start, start + length))
    assert [(m.start, m.end) for m in find_place(text, names)] == expected


@given(st.text())
def test_folding_keeps_every_position(text):
    assert len(fold(text)) == len(text)


def test_a_megabyte_against_all_names_of_the_city_is_read_in_seconds():
    names = PlaceNames((area.name, area.code) for area in seeds.read_areas())
    nasty = PlaceNames([("啊" * n, n) for n in range(1, 12)])
    start = time.perf_counter()
    names.find("东" * 200_000 + "住在鲁谷街道五芳园社区" * 20_000)
    nasty.find("啊" * 100_000)
    assert time.perf_counter() - start < 8


def test_names_the_city_uses_twice_are_all_offered():
    names = PlaceNames((area.name, area.code) for area in seeds.read_areas())
    (match,) = names.find("八里庄街道办事处")
    assert match.keys == ("110105015", "110108005")
