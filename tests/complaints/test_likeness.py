"""Words come near the names of the catalogue, and no nearer than they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.files.seeds import read_categories
from complaints.kernels.likeness import likest, overlap

NAMES = [(one.code, one.name) for one in read_categories() if one.level == 3]
TITLE = dict(NAMES)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("小区东门的路灯坏了三天，晚上看不清路", "路灯不亮"),
        ("有人把车停在消防通道里", "消防通道堵塞"),
        ("垃圾桶满了没人清运，很臭", "垃圾清运不及时"),
        ("老板拖欠工资三个月", "拖欠工资"),
        ("自来水发黄", "自来水水质"),
        ("井盖丢了很危险", "井盖缺失破损"),
        ("群租房住了十几个人", "群租房"),
    ],
)
def test_a_matter_is_taken_for_what_it_is(words, name):
    assert TITLE[likest(words, NAMES)[0].key] == name


def test_words_that_name_nothing_are_taken_for_nothing():
    assert likest("你好，请问有人吗", NAMES) == []
    assert likest("", NAMES) == []
    assert likest("路灯", []) == []


def test_one_pair_by_hand():
    # 路灯 has the signs 路 and 灯 and one pair; 路面 shares only 路 with the text, and no pair.
    found = likest("路灯", [("a", "路灯"), ("b", "路面")])
    assert [(one.key, round(one.score, 6)) for one in found] == [("a", 1.0)]


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=12))
def test_scores_lie_between_none_and_all_and_fall(text, names):
    found = likest(text, list(enumerate(names)), most=5, least_score=0.0)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 + 1e-9 for score in scores)
    assert len({one.key for one in found}) == len(found) <= 5


@given(st.sets(st.text(max_size=3)), st.sets(st.text(max_size=3)))
def test_what_two_share_is_the_same_from_both_sides(one, other):
    assert overlap(one, other) == overlap(other, one)
    assert 0.0 <= overlap(one, other) <= 1.0
    assert not one or overlap(one, one) == 1.0
