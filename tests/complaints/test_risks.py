"""Words of danger are flagged when told, however they came in, and set aside by a person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from complaints.actions.flagging import save_risk_word, set_flag_aside
from complaints.actions.following_up import add_supplement
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.files.seeds import read_risk_words
from complaints.kernels.risks import folded, pattern_of, words_in
from complaints.models import Actor, Complaint, ComplaintEvent, RiskFlag, RiskKind, RiskWord
from complaints.selectors.tracking import tracked
from dispatch.actions.turning import reopen
from tests import make
from tests.make import SINCE, START, Office

HOUR = timedelta(hours=1)
THREAT = "来电人情绪激动，扬言今晚要拉横幅。"


@pytest.fixture
def office(db: Any) -> Office:
    made = make.office()
    make.risk_word()
    make.risk_word("停水", kind="water")
    return made


def words_on(complaint: Complaint) -> list[str]:
    flags = RiskFlag.objects.standing().filter(complaint=complaint)
    return list(flags.order_by("word").values_list("word__word", flat=True))


# the kernel


def found_in(text: str, *words: str) -> list[int]:
    known = [folded(word) for word in words]
    return words_in(text, known, pattern_of(known))


def test_a_word_is_found_within_others_and_in_any_width() -> None:
    assert found_in("昨天又停水了，lpg 罐漏气", "停水", "ＬＰＧ", "") == [0, 1]
    assert found_in("昨天ＬＰＧ罐漏气", "停水", "lpg") == [1]
    assert found_in("一切都好", "停水") == []
    assert found_in("停水") == []


def test_what_the_sentence_denies_is_found_too() -> None:
    assert found_in("没有停水", "停水") == [0]


CHARACTERS = st.text(alphabet="停水电着火A1Ａ１，。 x", max_size=12)


@given(before=CHARACTERS, after=CHARACTERS, word=st.text(alphabet="停水电着火a1", min_size=1))
def test_a_word_that_stands_there_is_always_found(before: str, after: str, word: str) -> None:
    assert found_in(before + word + after, word) == [0]
    assert found_in(before + word.upper() + after, word) == [0]


@given(text=CHARACTERS, words=st.lists(st.text(alphabet="停水电着火a1", max_size=3), max_size=4))
def test_one_pass_finds_what_looking_for_each_word_finds(text: str, words: list[str]) -> None:
    each = [n for n, word in enumerate(words) if word and folded(word) in folded(text)]
    assert found_in(text, *words) == each


def test_the_list_that_comes_with_the_program_holds_the_kinds_to_watch() -> None:
    seeds = read_risk_words()
    assert {"threat", "fire", "heating", "water"} <= {seed.kind for seed in seeds}
    assert {seed.kind for seed in seeds} <= set(RiskKind.values)
    assert len({seed.word for seed in seeds}) == len(seeds)
    assert all(seed.what_to_do and len(seed.word) > 1 for seed in seeds)


# flagging


def test_it_is_flagged_when_it_is_filed_and_its_caller_never_sees_that(office: Office) -> None:
    complaint = make.received(office, words=THREAT)
    flag = RiskFlag.objects.get()
    assert (flag.complaint, flag.word.word, flag.at) == (complaint, "扬言", START)
    assert not RiskFlag.objects.filter(complaint=make.received(office)).exists()
    assert "扬言" not in str(tracked(complaint)).replace(THREAT, "")


def test_what_the_caller_adds_or_says_again_is_looked_through_once_a_word(office: Office) -> None:
    complaint = make.received(office, words=THREAT)
    add_supplement(complaint.pk, by=Actor.RESIDENT, text="扬言，还停水", at=START + HOUR)
    assert words_on(complaint) == ["扬言", "停水"]
    again = make.complaint_in(office, "answered")
    reopen(again.pk, by=Actor.RESIDENT, reason="又停水了", at=START + HOUR)
    assert words_on(again) == ["停水"]


def test_only_words_in_force_on_the_day_are_looked_for(office: Office) -> None:
    RiskWord.objects.filter(word="停水").update(until=date(2026, 1, 1))
    assert words_on(make.received(office, words="停水了")) == []


def test_a_flag_is_set_aside_by_who_takes_calls_for_a_reason_on_record(office: Office) -> None:
    flag = make.flagged(make.received(office))
    people = office.people
    with pytest.raises(Invalid):
        set_flag_aside(flag.pk, by=people.clerk, reason="  ", at=START)
    for person, error in ((people.head, NotAllowed), (people.next_triage, NotFound),
                          (people.handler, NotFound)):  # fmt: skip
        with pytest.raises(error):
            set_flag_aside(flag.pk, by=person, reason="不是", at=START)
    set_flag_aside(flag.pk, by=people.clerk, reason="是转述别人的话", at=START + HOUR)
    flag.refresh_from_db()
    assert (flag.set_aside_by, flag.reason) == (people.clerk, "是转述别人的话")
    event = ComplaintEvent.objects.get(verb="set_aside")
    assert event.facts == {"kind": "threat"}
    with pytest.raises(Conflict):
        set_flag_aside(flag.pk, by=people.triage, reason="再来一次", at=START + HOUR)


def test_set_aside_it_is_not_flagged_again_by_the_same_word(office: Office) -> None:
    complaint = make.received(office, words=THREAT)
    flag = RiskFlag.objects.get()
    set_flag_aside(flag.pk, by=office.people.triage, reason="不是真的", at=START)
    add_supplement(complaint.pk, by=Actor.RESIDENT, text="扬言", at=START + HOUR)
    assert words_on(complaint) == []


def test_a_new_word_flags_what_is_under_way_and_nothing_else(office: Office) -> None:
    open_one = make.received(office, words="楼道里有焦糊味")
    over = make.received(office, words="楼道里有焦糊味")
    make.advised(office, over)
    word = RiskWord(word="焦糊味", kind="fire", what_to_do="转119", since=SINCE, source="测试")
    assert save_risk_word(word, by=office.people.administrator, at=START) == 1
    assert words_on(open_one) == ["焦糊味"]
    assert words_on(over) == []
    # Saved once more nothing is flagged twice.
    assert save_risk_word(word, by=office.people.administrator, at=START) == 0


def test_the_list_is_kept_by_the_administrator(office: Office) -> None:
    word = RiskWord(word="焦糊味", kind="fire", what_to_do="转119", since=SINCE, source="测试")
    with pytest.raises(NotAllowed):
        save_risk_word(word, by=office.people.triage, at=START)
    word.word = "焦糊, 味"
    with pytest.raises(ValidationError):
        save_risk_word(word, by=office.people.administrator, at=START)
    word.word, word.kind = "焦糊味", "no-such"
    with pytest.raises(ValidationError):
        save_risk_word(word, by=office.people.administrator, at=START)
