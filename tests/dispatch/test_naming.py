from hypothesis import given
from hypothesis import strategies as st

from dispatch.kernels.naming import Named, named_in

NAMES = ["王建", "王建国", "东街道 分派员"]


def test_the_longest_name_behind_the_sign_is_meant() -> None:
    assert named_in("@王建国 请看", NAMES) == Named(("王建国",), ())
    assert named_in("请＠王建看，@东街道 分派员也看", NAMES) == Named(("王建", "东街道 分派员"), ())


def test_an_address_of_mail_names_nobody() -> None:
    assert named_in("写信到 a.b@example.org", NAMES) == Named((), ())


def test_a_word_that_is_no_name_is_told() -> None:
    assert named_in("@李四 @王建", NAMES) == Named(("王建",), ("李四",))


@given(st.text("@＠王建国 a.，", max_size=40))
def test_who_is_named_stands_in_the_words_behind_a_sign(text: str) -> None:
    for name in named_in(text, NAMES).known:
        assert f"@{name}" in text or f"＠{name}" in text
