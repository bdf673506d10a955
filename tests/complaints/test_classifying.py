"""Texts are sorted as people sorted others, with a confidence that holds and reasons that show."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.errors import Invalid
from complaints.kernels.classifying.grams import folded, grams, grams_in
from complaints.kernels.classifying.learning import Settings, folds_of, judge_model, learn
from complaints.kernels.classifying.linear import train_linear
from complaints.kernels.classifying.measures import (
    calibration_loss,
    fit_temperature,
    judge,
    macro_f1,
    softmax,
    threshold_for,
)
from complaints.kernels.classifying.packing import packed, unpacked
from complaints.kernels.classifying.twins import twin_groups
from complaints.kernels.classifying.vocabulary import (
    Weighed,
    counted,
    vocabulary_of,
    weighed,
)

MATTERS = {
    "供暖": (
        "暖气不热屋里只有十二度", "供热管道漏水暖气片冰凉", "室温不达标暖气时断时续",
        "换热站停机整楼没有暖气",
    ),
    "噪声": (
        "工地半夜施工吵得睡不着", "楼下音响噪声扰民到深夜", "夜间施工噪声很大影响休息",
        "广场舞音响太吵",
    ),
    "路灯": (
        "小区东门路灯坏了一周不亮", "路灯不亮夜里看不清路", "人行道路灯坏了两盏",
        "路灯闪烁没有人修",
    ),
}  # fmt: skip
PLACES = ("东里小区", "和顺路", "建设巷", "友谊大街", "幸福花园", "科技园西侧")


def lessons():
    return [
        (f"{place}{words}，{when}起一直这样", label)
        for label, said in MATTERS.items()
        for words in said
        for place, when in zip(
            PLACES, ("昨天", "上周", "前天", "周一", "月初", "今早"), strict=True
        )
    ]


@pytest.fixture(scope="module")
def learnt():
    texts, labels = zip(*lessons(), strict=True)
    return learn(texts, labels, settings=Settings(), seed=1)


def test_runs_of_one_two_and_three_signs_are_numbered_by_their_signs():
    a, b = ord("路"), ord("灯")
    assert list(grams("路灯").codes) == [a, b, (a << 21) | b]
    assert list(grams("路灯").starts) == [0, 1, 0]
    assert len(grams("一二三四五").codes) == 5 + 4 + 3
    assert len(grams("").codes) == 0


def test_width_case_and_what_stands_between_make_no_difference():
    assert folded("Ａ区 3号楼，灯！") == "a区3号楼灯"
    assert list(grams("路 灯").codes) == list(grams("路，灯").codes)


def test_a_run_is_traced_to_the_words_it_was_read_from():
    placed, parts = grams_in("东、门 灯坏")
    by_code = dict(zip(placed.codes.tolist(), parts, strict=True))
    assert by_code[(ord("门") << 21) | ord("灯")] == (2, 5)


@given(st.text(max_size=40))
def test_runs_read_with_and_without_their_places_are_the_same(text):
    placed, parts = grams_in(text)
    assert placed.codes.tolist() == grams(text).codes.tolist()
    assert all(0 <= part.start < part.end <= len(text) for part in parts)


def test_the_weights_of_a_small_corpus_by_hand():
    texts = [counted("灯"), counted("灯灯"), counted("路")]
    known = vocabulary_of(texts, np.array([0, 0, 1]), classes=2, least_texts=1, most=9)
    lamp = known.codes.tolist().index(ord("灯"))
    # Two texts of three have it: idf = ln(4/3) + 1. Half a text more a class: 2.5 of 2 against 0.5
    # of 1 makes shares 5/7 and 2/7, whose entropy is 0.8631 bit.
    share = np.array([1.25, 0.5]) / 1.75
    uneven = 1 + (share * np.log(share)).sum() / np.log(2)
    assert known.worth[lamp] == pytest.approx((np.log(4 / 3) + 1) * (np.sqrt(uneven) + 0.05))
    row = weighed(counted("灯"), known)
    assert row.places.tolist() == [lamp]
    assert row.weights == pytest.approx([1.0])


def test_what_is_said_first_counts_more():
    first, last = counted("灯" + "很" * 60), counted("很" * 60 + "灯")
    at = first.codes.tolist().index(ord("灯"))
    assert first.counts[at] == pytest.approx(7.0)
    assert 1.0 < last.counts[last.codes.tolist().index(ord("灯"))] < 1.5


def test_the_widest_margin_by_hand():
    """Two texts of one run each, on either side: by symmetry the line is (a, −a) and the constant
    0. With cost ½ the sum ½ (a² + a²) + ½ · 2 (1 − a)² is least where a = ½."""
    rows = [
        Weighed(np.array([0], np.int32), np.array([1.0], np.float32)),
        Weighed(np.array([1], np.int32), np.array([1.0], np.float32)),
    ]
    lines = train_linear(
        rows, np.array([0, 1]), known=2, classes=2, cost=0.5, passes=200, settled=1e-9,
        rng=np.random.default_rng(0),
    )  # fmt: skip
    assert lines[:, 0] == pytest.approx([0.5, -0.5, 0.0], abs=1e-3)
    assert lines[:, 1] == pytest.approx([-0.5, 0.5, 0.0], abs=1e-3)


def test_measures_by_hand():
    truth, told = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 1, 0])
    # F1: 2·1/(2+2), 2·2/(2+3), 0.
    assert macro_f1(truth, told) == pytest.approx((0.5 + 0.8 + 0.0) / 3)
    right, sure = np.array([True, False, True, True]), np.array([0.95, 0.95, 0.5, 0.5])
    assert calibration_loss(right, sure) == pytest.approx(0.5 * 0.45 + 0.5 * 0.5)
    assert threshold_for(right, sure, wanted_rate=0.75) == 0.5
    assert threshold_for(right, sure, wanted_rate=0.9) == 0.95


def test_a_confidence_that_holds_needs_no_other_temperature():
    scores = np.log(np.array([[0.8, 0.2]] * 10))
    truth = np.array([0] * 8 + [1] * 2)
    assert fit_temperature(scores, truth) == pytest.approx(1.0, abs=0.01)
    assert fit_temperature(scores * 3, truth) == pytest.approx(3.0, abs=0.03)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=6), st.floats(0.05, 20), st.floats(-9, 9))
def test_shares_sum_to_one_and_an_equal_start_changes_nothing(scores, temperature, start):
    shares = softmax(np.array(scores), temperature=temperature)
    assert shares.sum() == pytest.approx(1)
    assert softmax(np.array(scores) + start, temperature=temperature) == pytest.approx(shares)


def test_a_learnt_model_sorts_new_words_about_known_matters(learnt):
    for text, label in (
        ("西里社区的暖气又不热了", "供暖"),
        ("邻居半夜放音响太吵", "噪声"),
        ("门口的路灯不亮", "路灯"),
    ):
        best = learnt.model.guesses(text)
        assert best[0].label == label
        assert [one.confidence for one in best] == sorted(
            (one.confidence for one in best), reverse=True
        )
        assert sum(one.confidence for one in best) == pytest.approx(1)


def test_words_about_nothing_it_knows_leave_it_unsure(learnt):
    assert (
        learnt.model.guesses("xyz")[0].confidence < learnt.model.guesses("暖气不热")[0].confidence
    )
    assert learnt.model.guesses("")[0].confidence < 0.9


def test_the_words_that_spoke_are_shown(learnt):
    text = "和顺路口，路灯不亮，请处理"
    spoke = [text[part.start : part.end] for part in learnt.model.reasons(text, "路灯")]
    assert any("路灯" in words for words in spoke)
    assert all(len(words) > 1 for words in spoke)
    assert learnt.model.reasons("", "路灯") == []
    with pytest.raises(ValueError, match="not in tuple"):
        learnt.model.reasons(text, "不存在")


def test_the_same_texts_and_seed_give_the_same_model(learnt):
    texts, labels = zip(*lessons(), strict=True)
    again = learn(texts, labels, settings=Settings(), seed=1)
    assert packed(again.model) == packed(learnt.model)
    assert packed(learn(texts, labels, settings=Settings(), seed=2).model) != packed(again.model)


@settings(max_examples=5, deadline=None)
@given(st.permutations(["供暖", "噪声", "路灯"]))
def test_other_names_for_the_same_labels_change_no_answer(learnt, names):
    renamed = dict(zip(("供暖", "噪声", "路灯"), names, strict=True))
    texts, labels = zip(*lessons(), strict=True)
    other = learn(texts, [renamed[one] for one in labels], settings=Settings(), seed=1).model
    for text in ("暖气不热", "路灯坏了", "吵得睡不着"):
        ours, theirs = learnt.model.guesses(text)[0], other.guesses(text)[0]
        assert theirs.label == renamed[ours.label]
        assert theirs.confidence == pytest.approx(ours.confidence, abs=1e-6)


def test_a_packed_model_answers_as_before(learnt):
    model = unpacked(packed(learnt.model))
    for text, _label in lessons()[::7]:
        ours, theirs = learnt.model.guesses(text), model.guesses(text)
        assert [one.label for one in theirs] == [one.label for one in ours]
        assert [one.confidence for one in theirs] == pytest.approx(
            [one.confidence for one in ours], abs=0.01
        )
        assert model.reasons(text, "路灯") is not None


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04rest", b"\x80\x04K\x01."])
def test_bytes_that_are_no_model_are_refused(content):
    with pytest.raises(Invalid, match="不是分类模型"):
        unpacked(content)


def test_an_archive_with_a_pickle_in_it_is_refused():
    from io import BytesIO

    held = BytesIO()
    np.savez(held, facts=np.array([{"format": "text model 1"}], dtype=object))
    with pytest.raises(Invalid):
        unpacked(held.getvalue())


def test_copies_and_cut_copies_are_twins_and_other_matters_are_not():
    whole = "和顺路与建设巷交叉口的三号窨井盖破损，行人晚上容易摔倒"
    cut = "和顺路 建设巷 交叉口 三号窨井盖 破损 行人 摔倒"
    other = "友谊大街七号院垃圾站无人清运，异味很大"
    assert twin_groups([whole, other, cut, whole]).tolist() == [0, 1, 0, 0]
    assert twin_groups([]).tolist() == []
    assert twin_groups(["", "", "灯"]).tolist() == [0, 1, 2]
    # So common that no pair of it is rare, and yet the same.
    assert len(set(twin_groups([other] * 40).tolist())) == 1


@given(st.lists(st.text(alphabet="路灯坏了不亮请修", max_size=12), max_size=12), st.randoms())
def test_who_is_a_twin_of_whom_does_not_hang_on_the_order(texts, rng):
    order = list(range(len(texts)))
    rng.shuffle(order)
    one, other = twin_groups(texts), twin_groups([texts[at] for at in order])
    for i, first in enumerate(order):
        for j, second in enumerate(order):
            assert (one[first] == one[second]) == (other[i] == other[j])


@given(st.lists(st.integers(0, 9), min_size=2, max_size=60), st.integers(2, 6))
def test_a_group_is_never_on_both_sides(groups, folds):
    if len(set(groups)) < 2:
        with pytest.raises(ValueError, match="one group"):
            folds_of(np.array(groups), folds=folds, seed=3)
        return
    chosen = folds_of(np.array(groups), folds=folds, seed=3)
    for group in set(groups):
        assert len(set(chosen[np.array(groups) == group])) == 1
    assert set(chosen) == set(range(min(folds, len(set(groups)))))


def test_a_label_never_met_counts_as_missed(learnt):
    judged = judge_model(learnt.model, ["暖气不热", "井盖破损"], ["供暖", "井盖"])
    assert judged.accuracy_rate == 0.5
    assert judged.texts == 2


def test_what_is_left_when_it_keeps_silent_is_counted():
    shares = np.array([[0.9, 0.1], [0.6, 0.4], [0.55, 0.45], [0.2, 0.8]])
    judged = judge(shares, np.array([0, 1, 0, 1]), threshold=0.7)
    assert (judged.coverage_rate, judged.sure_accuracy_rate) == (0.5, 1.0)
    assert judged.accuracy_rate == 0.75
    assert judged.three_best_rate == 1.0


def test_one_label_or_one_text_is_nothing_to_learn_from():
    with pytest.raises(ValueError, match="two labels"):
        learn(["暖气不热", "路灯不亮"], ["甲", "甲"], settings=Settings(), seed=1)
    with pytest.raises(ValueError, match="one group"):
        learn(["暖气不热得很"] * 4, ["甲", "乙"] * 2, settings=Settings(), seed=1)
