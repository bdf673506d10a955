"""Which text fits a question best: by hand, and what always holds."""

from math import isclose, log, sqrt

from hypothesis import given
from hypothesis import strategies as st

from complaints.kernels.fitting import fit_scores

words = st.lists(st.sampled_from("abcdefgh"), max_size=6)


def test_one_worked_number() -> None:
    # "a" stands in both texts, "b" and "c" in one each.
    common, rare = log(3 / 3) + 1, log(3 / 2) + 1
    length = sqrt(common**2 + rare**2)
    first = (common**2 + rare**2) / (length * length)
    second = common**2 / (length * length)
    found = fit_scores(["a", "b"], [["a", "b"], ["a", "c"]])
    assert all(isclose(x, y) for x, y in zip(found, [first, second], strict=True))


def test_what_shares_nothing_fits_not_at_all() -> None:
    assert fit_scores(["x"], [["a"], []]) == [0.0, 0.0]
    assert fit_scores([], [["a"]]) == [0.0]
    assert fit_scores(["a"], []) == []


@given(asked=words, texts=st.lists(words, max_size=6))
def test_scores_lie_between_nothing_and_all_and_order_plays_no_part(
    asked: list[str], texts: list[list[str]]
) -> None:
    found = fit_scores(asked, texts)
    assert all(0 <= score <= 1 for score in found)
    turned = fit_scores(asked[::-1], [text[::-1] for text in texts])
    assert all(isclose(x, y) for x, y in zip(found, turned, strict=True))


@given(asked=words.filter(bool), texts=st.lists(words, max_size=6))
def test_nothing_fits_better_than_the_question_itself(
    asked: list[str], texts: list[list[str]]
) -> None:
    *found, own = fit_scores(asked, [*texts, asked])
    assert isclose(own, 1)
    assert all(score <= own + 1e-9 for score in found)
