"""What leads to a person is found in invented sentences, and public matters are left alone."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.kernels.masking import LABELS, Kind, find_personal, mask

HERE = Path(__file__).parent
MARKED = (HERE / "personal_sentences.txt").read_text(encoding="utf-8").splitlines()
CLEAN = (HERE / "clean_sentences.txt").read_text(encoding="utf-8").splitlines()


def unmarked(sentence):
    """The sentence without its marks, and the positions between them."""
    plain, wanted, start = "", [], 0
    for sign in sentence:
        if sign == "⟦":
            start = len(plain)
        elif sign == "⟧":
            wanted.append(range(start, len(plain)))
        else:
            plain += sign
    return plain, wanted


def covered(plain):
    return {place for span in find_personal(plain) for place in range(span.start, span.end)}


def test_at_least_95_of_100_personal_things_are_found_whole():
    found, missed = 0, []
    for plain, wanted in map(unmarked, MARKED):
        hidden = covered(plain)
        for places in wanted:
            if hidden.issuperset(places):
                found += 1
            else:
                missed.append(plain[places.start : places.stop] + " | " + plain)
    assert len(MARKED) >= 200
    assert found / (found + len(missed)) >= 0.95, missed


def test_at_most_3_of_100_public_sentences_are_touched():
    touched = [mask(sentence) for sentence in CLEAN if mask(sentence) != sentence]
    assert len(CLEAN) >= 100
    assert len(touched) / len(CLEAN) <= 0.03, touched


def test_little_beside_the_personal_things_is_hidden():
    beside, words = 0, 0
    for plain, wanted in map(unmarked, MARKED):
        personal = {place for places in wanted for place in places}
        beside += len(covered(plain) - personal)
        words += len(plain) - len(personal)
    assert beside / words <= 0.02


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫甄有礼，电话138 0000 0000。", "我叫〔姓名〕，电话〔电话〕。"),
        ("业主王女士住3号楼2单元501室", "业主〔姓名〕女士住〔门牌〕"),
        ("车牌京A·12345占道", "车牌〔车牌〕占道"),
        ("身份证11000019900101001X", "身份证〔证件号〕"),
        ("邮箱a.b@example.com，微信abc_0001", "邮箱〔邮箱〕，微信〔账号〕"),
        ("１３８０００００００１", "〔电话〕"),
        ("西小胡同甲12号漏雨", "西小胡同〔门牌〕漏雨"),
        ("甲12号院门口积水", "甲12号院门口积水"),
        ("4 号楼 1 单元 302", "〔门牌〕"),
        ("", ""),
    ],
)
def test_the_kind_stands_in_place_and_the_rest_is_kept(text, masked):
    assert mask(text) == masked


def test_every_kind_has_its_word():
    assert set(LABELS) == set(Kind)


@pytest.mark.parametrize("sentence", MARKED)
def test_masking_what_is_masked_changes_nothing(sentence):
    once = mask(unmarked(sentence)[0])
    assert mask(once) == once


@given(
    st.lists(
        st.one_of(st.sampled_from([unmarked(one)[0] for one in MARKED]), st.text()), max_size=4
    )
)
def test_spans_are_in_order_apart_and_inside_the_text(parts):
    text = "".join(parts)
    spans = find_personal(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(span.start < span.end <= len(text) for span in spans)
    kept = re.split("|".join(f"〔{label}〕" for label in LABELS.values()), mask(text))
    assert len(kept) >= len(spans) + 1


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "a",
        "一",
        "王",
        "1-",
        "a@",
        "a.",
        "3号楼",
        "甲1号院",
        "京A",
        "业主王",
        "电话",
        "身份证",
        "账号1",
        "1 ",
        "1层",
        "住户张三",
    ],
)
def test_no_run_of_anything_makes_it_slow(unit):
    text = unit * (20_000 // len(unit))
    started = time.perf_counter()
    mask(text)
    assert time.perf_counter() - started < 1


def test_a_megabyte_is_masked_in_seconds():
    text = "".join(unmarked(sentence)[0] for sentence in MARKED)
    text *= 1_000_000 // len(text.encode()) + 1
    started = time.perf_counter()
    assert "13800000000" not in mask(text)
    assert time.perf_counter() - started < 15
