"""Which messages are one matter: by words, place and time, and the office can say why."""

import csv
import math
from io import StringIO
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.files.matters import read_messages
from complaints.kernels.bigrams import bigrams
from complaints.kernels.related import (
    Lexicon,
    Likeness,
    Subject,
    building_of,
    counts_of,
    counts_of_pairs,
    group_texts,
    rank_related,
)
from complaints.kernels.related.places import metres_between

LIGHT = "小区东门的路灯坏了一周，晚上回家看不清路"
LIGHT_AGAIN = "小区东门路灯坏了，晚上看不清路，老人摔了一跤"
NOISE = "楼下烧烤店营业到凌晨，油烟和噪音扰民"
HEAT = "家里暖气不热，只有十五度，孩子感冒了"

words = st.text(alphabet="路灯坏了小区东门烧烤油烟噪音暖气不热 ，A5", max_size=24)


def groups(*texts: str) -> list[int]:
    return group_texts([texts]).tolist()


def test_two_messages_of_one_matter_are_a_group_and_others_stay_alone():
    assert groups(LIGHT, NOISE, LIGHT_AGAIN, HEAT) == [0, 1, 0, 3]


def test_messages_without_a_word_are_each_their_own_group():
    assert groups("", LIGHT, "，。", "") == [0, 1, 2, 3]


def test_no_messages_are_no_groups():
    assert group_texts([[]]).tolist() == []
    assert group_texts([]).tolist() == []


def test_parts_of_unlike_length_are_refused():
    with pytest.raises(ValueError, match="as many texts"):
        group_texts([["一条"], []])


def test_a_title_is_not_drowned_by_a_long_body():
    titles = ["七星园小区路灯不亮", "七星园小区路灯不亮", "远山路积水", "远山路积水"]
    bodies = [f"{mark}" * 60 for mark in ("您好领导", "反映情况", "尽快处理", "希望回复")]
    assert group_texts([titles, bodies]).tolist() == [0, 0, 2, 2]


def test_half_a_year_between_them_weakens_a_likeness_and_an_unknown_time_does_not():
    days = np.array([0.0, 0.0, 180.0, np.nan])
    texts = [LIGHT, LIGHT_AGAIN, LIGHT_AGAIN, LIGHT_AGAIN]
    near = rank(texts[0], [subject(texts[1], 0.0)])
    far = rank(texts[0], [subject(texts[2], 180.0)])
    assert near[0].score > far[0].score > 0.8 * near[0].score
    assert group_texts([texts], days=days).tolist() == [0, 0, 0, 0]


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_no_group(texts, random):
    order = list(range(len(texts)))
    random.shuffle(order)
    straight = parts(group_texts([texts]).tolist(), range(len(texts)))
    assert parts(group_texts([[texts[at] for at in order]]).tolist(), order) == straight


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=12))
def test_each_group_bears_the_number_of_its_first_row(texts):
    for at, group in enumerate(group_texts([texts]).tolist()):
        assert group <= at
        assert group_texts([texts]).tolist()[group] == group


def parts(labels, names):
    found: dict[int, set[int]] = {}
    for name, label in zip(names, labels, strict=True):
        found.setdefault(label, set()).add(name)
    return {frozenset(part) for part in found.values()}


@pytest.mark.shared_data
def test_the_hot_matters_of_a_real_mailbox_come_out_whole(shared_data):
    """TipDM 2020C, attachment 3: three matters, labelled by hand, among 4,326 messages."""
    folder = shared_data / "tipdm2020c"
    path = folder / "hot_messages_4326.csv"
    asked: dict[str, Any] = {"id_column": "msg_id", "texts": ["title", "body"], "time": "time"}
    messages = read_messages(path, **asked)
    labelled = {}
    for row in read(folder / "hot_issue_labels_public_3.csv"):
        labelled[row["msg_id"]] = row["issue"]
    found = group_texts(messages.columns, days=messages.days).tolist()
    rows = zip(messages.ids, found, strict=True)
    marked = [(labelled[key], group) for key, group in rows if key in labelled]
    pairs = [(a[0] == b[0], a[1] == b[1]) for n, a in enumerate(marked) for b in marked[:n]]
    both = sum(same and together for same, together in pairs)
    assert 2 * both / sum(same + together for same, together in pairs) >= 0.95
    assert max(np.bincount(found)) <= 65


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# ---------------------------------------------------------------- one beside others
LEXICON = Lexicon()
# Where nothing is known of how common words are.
NO_SHARES = np.empty(0)


def subject(text: str, day: float = 0.0, **more) -> Subject:
    return Subject(LEXICON.numbers(bigrams(text)), day, **more)


def rank(text: str, others: list[Subject], *, shares=NO_SHARES, **more) -> list[Likeness]:
    new = subject(text, **more)
    known: dict[str, Any] = {"shares": shares, "rarest": 0.001, "near_metres": 300.0}
    return rank_related(new, others, words=bigrams(text), **known)


def test_the_likeliest_comes_first_with_what_speaks_for_it():
    others = [subject(NOISE), subject(HEAT), subject(LIGHT_AGAIN, 3.0)]
    (found,) = rank(LIGHT, others)
    assert (found.at, found.days) == (2, 3.0)
    assert "看不清路" in found.words
    assert not found.is_same_building
    assert math.isnan(found.metres)


def test_the_same_building_says_more_than_the_same_community():
    here: dict[str, Any] = {"area": "1", "building": "七星园小区3号楼"}
    others = [subject(LIGHT_AGAIN, area="1"), subject(LIGHT_AGAIN, **here)]
    found = rank(LIGHT, others, **here)
    assert [one.at for one in found] == [1, 0]
    assert [one.is_same_building for one in found] == [True, False]
    assert all(one.is_same_area for one in found)


def test_the_same_words_in_another_community_count_less():
    others = [subject(LIGHT_AGAIN, area="2"), subject(LIGHT_AGAIN)]
    found = rank(LIGHT, others, area="1")
    assert [one.at for one in found] == [1, 0]


def test_two_points_close_by_say_how_many_metres():
    here: dict[str, Any] = {"lon": 116.2, "lat": 39.9}
    (found,) = rank(LIGHT, [subject(LIGHT_AGAIN, lon=116.2, lat=39.901)], **here)
    assert round(found.metres) == 111


def test_a_word_that_all_say_makes_nothing_related():
    others = [subject("晚上有人在小区东门吵架打人")]
    assert rank(LIGHT, others)
    shares = np.full(len(LEXICON), 0.001)
    shares[LEXICON.numbers(bigrams(LIGHT))] = 0.9
    assert rank(LIGHT, others, shares=shares) == []


def test_nothing_beside_it_is_an_empty_answer():
    assert rank(LIGHT, []) == []
    assert rank("", [subject(LIGHT)]) == []
    assert rank(LIGHT, [subject("")]) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(words, max_size=8), words)
def test_a_score_is_at_most_one_and_falls_down_the_list(texts, text):
    found = rank(text, [subject(one) for one in texts])
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_of_two_that_are_equally_like_the_one_nearer_in_time_comes_first():
    turned = "，".join(reversed(LIGHT_AGAIN.split("，")))
    others = [subject(LIGHT_AGAIN, 0.9), subject(turned, 0.1), subject(LIGHT_AGAIN, 0.5)]
    assert [one.at for one in rank(LIGHT, others)] == [1, 2, 0]


def test_a_term_keeps_its_number_as_long_as_the_lexicon_lives():
    lexicon = Lexicon()
    first = lexicon.numbers(["路灯", "灯坏"])
    assert first.tolist() == [0, 1]
    assert lexicon.numbers(["灯坏", "坏了", "路灯"]).tolist() == [1, 2, 0]
    assert len(lexicon) == 3


@settings(max_examples=80, deadline=None)
@given(st.lists(words, max_size=6), st.lists(st.tuples(words, words), max_size=4))
def test_terms_and_pairs_are_counted_as_one_would_by_hand(texts, asked):
    lexicon = Lexicon()
    held = [bigrams(text) for text in texts]
    numbers = [lexicon.numbers(terms) for terms in held]
    pairs = [(one, other) for left, right in asked
             for one, other in zip(bigrams(left), bigrams(right), strict=False)]  # fmt: skip
    wanted = np.array([lexicon.numbers(pair) for pair in pairs], np.int64).reshape(-1, 2)
    found = counts_of_pairs(wanted, numbers).tolist()
    assert found == [sum(one in terms and other in terms for terms in held)
                     for one, other in pairs]  # fmt: skip
    counts = counts_of(numbers, len(lexicon))
    for term in {term for terms in held for term in terms}:
        assert counts[lexicon.numbers([term])[0]] == sum(term in terms for terms in held)


@pytest.mark.parametrize(
    ("address", "building"),
    [
        ("七星园小区 三号楼北侧", "七星园小区3号楼"),
        ("七星园小区３号楼2单元", "七星园小区3号楼"),
        ("八角北路十二号院", "八角北路12号院"),
        ("八角北路12号院5号楼", "八角北路12号院"),
        ("虚构路二十一号", "虚构路21号"),
        ("七星园小区北门", ""),
        ("", ""),
    ],
)
def test_a_building_is_written_one_way(address, building):
    assert building_of(address) == building


def test_distances_are_metres_and_unknown_points_are_no_number():
    found = metres_between(116.4, 39.9, np.array([116.4, np.nan]), np.array([39.91, 39.9]))
    assert round(float(found[0])) == 1113
    assert math.isnan(found[1])


# ---------------------------------------------------------------- the command
def run(path, out, *options):
    call_command(
        "find_related", str(path), "--out", str(out), *options, stdout=StringIO(), stderr=StringIO()
    )
    return out.read_text("utf-8").splitlines()


def refused(path, out, *options):
    with pytest.raises(CommandError) as refusal:
        run(path, out, *options)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.fixture
def table(tmp_path):
    def write(*rows, encoding="utf-8-sig"):
        path = tmp_path / "messages.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


ID_AND_TEXT = ("--id", "编号", "--text", "内容")


def test_a_file_comes_out_row_for_row_with_its_groups(table, tmp_path):
    path = table(("编号", "内容"), ("a1", LIGHT), ("a2", NOISE), ("a1", LIGHT_AGAIN))
    assert run(path, tmp_path / "out.csv", *ID_AND_TEXT) == ["id,group", "a1,1", "a2,2", "a1,1"]


def test_several_columns_of_words_and_a_time_are_taken(table, tmp_path):
    head = ("编号", "标题", "内容", "时间")
    path = table(head, ("1", "路灯", LIGHT, "2026-01-01"), ("2", "路灯", LIGHT_AGAIN, ""))
    options = (*ID_AND_TEXT, "--text", "标题", "--time", "时间")
    assert run(path, tmp_path / "out.csv", *options) == ["id,group", "1,1", "2,1"]


def test_a_number_that_a_spreadsheet_would_run_stays_text(table, tmp_path):
    path = table(("编号", "内容"), ("=1+1", LIGHT))
    assert run(path, tmp_path / "out.csv", *ID_AND_TEXT) == ["id,group", "'=1+1,1"]


def test_what_cannot_be_used_is_one_clear_line(table, tmp_path):
    out = tmp_path / "out.csv"
    assert "none.csv" in refused(tmp_path / "none.csv", out, *ID_AND_TEXT)
    path = table(("编号", "内容"), ("1", LIGHT))
    assert "缺少列：正文" in refused(path, out, "--id", "编号", "--text", "正文")
    assert "写不进去" in refused(path, tmp_path / "none" / "out.csv", *ID_AND_TEXT)
    path = table(("编号", "内容", "时间"), ("1", LIGHT, "昨天"))
    said = refused(path, out, *ID_AND_TEXT, "--time", "时间")
    assert "第 2 行" in said
    assert "时间" in said
    path = table(("编号", "内容"), ("1", LIGHT), ("", NOISE))
    assert "第 3 行" in refused(path, out, *ID_AND_TEXT)
    path = table(("编号", "内容"), ("1", LIGHT), ("2",))
    assert "第 3 行" in refused(path, out, *ID_AND_TEXT)


def test_a_bar_shows_on_a_terminal_and_nothing_when_piped(table, tmp_path):
    path = table(("编号", "内容"), ("1", LIGHT))
    shown = []
    for screen in (Terminal(), StringIO()):
        options = ("--out", str(tmp_path / "out.csv"), *ID_AND_TEXT)
        call_command("find_related", str(path), *options, stdout=StringIO(), stderr=screen)
        shown.append(screen.getvalue())
    assert shown[0].endswith("1/1\n")
    assert shown[1] == ""


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True
