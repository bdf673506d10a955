"""Reply templates: what is filled, what is refused, what is left alone."""

from hypothesis import given
from hypothesis import strategies as st

from complaints.files.seeds import read_outcomes
from complaints.kernels.replies import PLACES, fill, unknown_places

FACTS = {"number": "20261102000001", "phone": "119", "earlier": "1", "progress": "在办。"}


def test_places_are_filled_and_a_place_without_a_fact_is_empty() -> None:
    assert fill("请拨 {phone}，编号 {number}。", FACTS) == "请拨 119，编号 20261102000001。"
    assert fill("原来那件：{earlier}", {}) == "原来那件："


def test_a_place_that_nothing_fills_is_named_once_each() -> None:
    assert unknown_places("{phone} {fone} {fone} {}") == ["fone", ""]


@given(words=st.text(), facts=st.fixed_dictionaries(dict.fromkeys(PLACES, st.text())))
def test_words_without_braces_stay_and_facts_go_in_as_they_are(
    words: str, facts: dict[str, str]
) -> None:
    plain = words.replace("{", "").replace("}", "")
    assert fill(plain, facts) == plain
    for place in PLACES:
        # Braces within a fact are no places.
        assert fill(f"a{{{place}}}b", facts) == f"a{facts[place]}b"


def test_the_replies_that_come_with_the_program_name_no_unknown_place() -> None:
    for seed in read_outcomes():
        assert unknown_places(seed.reply) == []
        assert unknown_places(seed.reply_en) == []
        assert "{earlier}" not in seed.reply or seed.kind == "repeat"
        assert all((seed.name_en, seed.ground_en, seed.reply_en)), seed.code
        assert bool(seed.turn_to) is bool(seed.turn_to_en), seed.code


def test_each_of_the_six_treatments_comes_with_the_program() -> None:
    kinds = [seed.kind for seed in read_outcomes()]
    assert list(dict.fromkeys(kinds)) == [
        "emergency", "statutory", "repeat", "secret", "outside", "unlawful",
    ]  # fmt: skip
    phones = [seed.phone for seed in read_outcomes() if seed.kind == "emergency"]
    assert phones == ["110", "119", "120", "122"]
