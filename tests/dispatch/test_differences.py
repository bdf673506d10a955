from hypothesis import given
from hypothesis import strategies as st

from dispatch.kernels.differences import COMPARED_MAX, Stretch, differing, fingerprint, plain

SOME_WORDS = st.text("东西南门路灯坏了\n ", max_size=60)


def test_only_the_signs_that_part_are_marked() -> None:
    theirs, mine = differing("东门路灯坏了", "西门路灯坏了。")
    assert theirs == [Stretch("东", True), Stretch("门路灯坏了", False)]
    assert mine == [Stretch("西", True), Stretch("门路灯坏了", False), Stretch("。", True)]


@given(SOME_WORDS, SOME_WORDS)
def test_each_side_joined_again_gives_its_words(theirs: str, mine: str) -> None:
    left, right = differing(theirs, mine)
    assert "".join(one.words for one in left) == plain(theirs)
    assert "".join(one.words for one in right) == plain(mine)
    same = [[one.words for one in side if not one.differs] for side in (left, right)]
    assert "".join(same[0]) == "".join(same[1])


@given(SOME_WORDS)
def test_the_same_words_part_nowhere(words: str) -> None:
    assert not any(one.differs for side in differing(words, words) for one in side)


def test_very_long_words_are_told_as_different_without_being_searched() -> None:
    left, _right = differing("甲" + "东" * 20_000 + "乙", "甲" + "西" * (COMPARED_MAX + 1) + "乙")
    assert [one.differs for one in left] == [False, True, False]


def test_a_print_does_not_care_how_a_browser_ends_lines() -> None:
    assert fingerprint("一行\r\n两行 ") == fingerprint("一行\n两行")
    assert fingerprint("一行") != fingerprint("两行")
