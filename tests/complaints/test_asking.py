"""What the form asks besides, where else it sends people, and the codes read off in the street:
nothing is demanded, nothing holds anybody up, and units read only what was checked."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from complaints.models import Area, Complaint, Component, Elsewhere, FormAnswer, Question
from complaints.selectors.places import forget_territory
from tests import make
from tests.complaints.test_resident_pages import NEW, SQUARE, sent

pytestmark = pytest.mark.django_db

SINCE = date(2020, 1, 1)
HINTS = "/complaints/new/hints/"
LIGHT = "小区东门的路灯照明坏了三天。"


@pytest.fixture(autouse=True)
def office() -> Iterator[make.Office]:
    made = make.office()
    Area.objects.filter(pk=made.places.community.pk).update(outline=SQUARE)
    forget_territory()
    yield made
    forget_territory()


@pytest.fixture
def questions(office: make.Office) -> list[Question]:
    kinds = Question.Kind
    rows = [
        (10, "几盏灯不亮", kinds.CHOICE, "一盏\n两三盏"),
        (20, "晚上有人走吗", kinds.YES_NO, ""),
        (30, "灯杆在哪里", kinds.WORDS, ""),
    ]
    return [
        Question.objects.create(
            category=office.category, position=at, text=text, kind=kind, options=options,
            since=SINCE,
        )
        for at, text, kind, options in rows
    ]  # fmt: skip


@pytest.fixture
def lamp(office: make.Office) -> Component:
    return make.component(office)


def door(name: str, words: str, turn_to: str, **more: Any) -> Elsewhere:
    return Elsewhere.objects.create(
        name=name, words=words, advice="这里转办来不及", turn_to=turn_to, since=SINCE, **more
    )


def hints(client: Client, **told: str) -> str:
    response = client.post(HINTS, told)
    assert response.status_code == 200
    return response.content.decode()


def test_the_questions_of_a_kind_are_asked_once_the_words_name_it(
    client: Client, questions: list[Question]
) -> None:
    assert "几盏灯不亮" not in client.get(NEW).content.decode()
    page = hints(client, text=LIGHT)
    for question in questions:
        assert question.text in page
    assert "不回答" in page


def test_a_kind_that_was_chosen_goes_before_what_the_words_come_near(
    client: Client, office: make.Office, questions: list[Question]
) -> None:
    page = hints(client, text=LIGHT, category=office.advice.code)
    assert "几盏灯不亮" not in page
    assert f'value="{office.advice.code}" checked' in page


def test_a_question_that_is_asked_no_more_is_not_asked(
    client: Client, questions: list[Question]
) -> None:
    Question.objects.filter(pk=questions[0].pk).update(until=date(2020, 2, 1))
    page = hints(client, text=LIGHT)
    assert "几盏灯不亮" not in page
    assert "灯杆在哪里" in page


def test_answers_are_kept_beside_the_words_and_in_them(
    client: Client, questions: list[Question]
) -> None:
    choice, yes_no, words = (f"q-{one.pk}" for one in questions)
    assert (
        sent(
            client, **{choice: "两三盏", yes_no: "yes", words: " 3 号楼 2 单元 502 室门口 "}
        ).status_code
        == 302
    )
    complaint = Complaint.objects.get()
    assert complaint.text.endswith(
        "\n几盏灯不亮：两三盏\n晚上有人走吗：是\n灯杆在哪里：3 号楼 2 单元 502 室门口"
    )
    kept = FormAnswer.objects.filter(complaint=complaint).values_list("value", flat=True)
    assert list(kept) == ["两三盏", "yes", "3 号楼 2 单元 502 室门口"]
    # What units will read is masked like all words, and waits for a person.
    assert "502" not in complaint.redacted_text
    assert not complaint.is_redaction_confirmed


@pytest.mark.parametrize("answer", ["三盏半", "", "   ", "x" * 5000])
def test_no_answer_and_a_wrong_one_hold_nobody_up(
    client: Client, questions: list[Question], answer: str
) -> None:
    assert sent(client, **{f"q-{questions[0].pk}": answer, "q-999999": "谁"}).status_code == 302
    assert not FormAnswer.objects.exists()


def test_a_long_answer_in_words_is_cut_and_not_refused(
    client: Client, questions: list[Question]
) -> None:
    assert sent(client, **{f"q-{questions[2].pk}": "长" * 5000}).status_code == 302
    assert len(FormAnswer.objects.get().value) == 200


def test_answers_alone_are_no_complaint(client: Client, questions: list[Question]) -> None:
    page = sent(client, text="", **{f"q-{questions[1].pk}": "yes"})
    assert page.status_code == 422
    assert not Complaint.objects.exists()


def test_a_refused_form_keeps_what_was_answered(client: Client, questions: list[Question]) -> None:
    page = sent(client, text=LIGHT, address=None, **{f"q-{questions[2].pk}": "三号杆"})
    assert page.status_code == 422
    assert 'value="三号杆"' in page.content.decode()


def test_another_door_is_named_while_somebody_writes_and_bars_nobody(client: Client) -> None:
    door("火灾", "着火 起火", "立即拨打 119", source="《虚构条例》第十一条")
    door("铁路", "火车票", "拨打 12306", is_ours=True)
    page = hints(client, text="楼道着火了")
    assert "立即拨打 119" in page
    assert "《虚构条例》第十一条" in page
    assert "12306" not in page
    assert sent(client, text="楼道着火了").status_code == 302


def test_full_width_words_find_the_door_too(client: Client) -> None:
    door("热线", "ABC", "拨打 12306")
    assert "12306" in hints(client, text="ａｂｃ")


def test_a_door_of_the_past_is_named_no_more(client: Client) -> None:
    door("火灾", "着火", "立即拨打 119", until=date(2020, 2, 1))
    assert "119" not in re.sub(r"<footer.*", "", hints(client, text="着火了"), flags=re.S)


def test_without_scripts_the_first_step_tells_and_files_nothing(
    client: Client, questions: list[Question]
) -> None:
    door("火灾", "路灯", "立即拨打 119")
    page = sent(client, text=LIGHT, act="look")
    words = page.content.decode()
    assert page.status_code == 200
    assert "还没有提交" in words
    assert "立即拨打 119" in words
    assert "几盏灯不亮" in words
    assert LIGHT in words
    assert not Complaint.objects.exists()


def test_where_there_is_nothing_to_tell_the_first_step_is_the_last(client: Client) -> None:
    page = sent(client, text="一件说不清是什么的事", act="look")
    assert page.status_code == 302
    assert Complaint.objects.count() == 1


def test_a_code_read_off_in_the_street_says_where_and_what(
    client: Client, office: make.Office, lamp: Component
) -> None:
    page = client.get(NEW, {"component": lamp.code}).content.decode()
    assert f'value="{lamp.code}"' in page
    assert "找到了：路灯，晨光社区 虚构路" in page
    assert f'value="{office.category.code}"' in page
    assert sent(client, address=None, component="1101 9901-0300 0002").status_code == 302
    complaint = Complaint.objects.get()
    assert complaint.component == lamp
    assert complaint.category == office.category
    assert complaint.community == office.places.community
    assert (complaint.lon, complaint.lat) == (lamp.lon, lamp.lat)
    assert complaint.address == "虚构路 路灯"


def test_an_unknown_code_is_said_and_what_was_typed_stays(client: Client) -> None:
    page = sent(client, component="999")
    assert page.status_code == 422
    words = page.content.decode()
    assert "没有查到这个编号" in words
    assert 'value="999"' in words
    assert "东门" in words
    # In the address of a page it is no more than a wrong turn.
    assert client.get(NEW, {"component": "999' OR 1=1 --\x00"}).status_code == 200


def test_the_ticket_shows_the_thing_and_the_answers(
    client: Client, office: make.Office, lamp: Component, questions: list[Question]
) -> None:
    sent(client, component=lamp.code, **{f"q-{questions[0].pk}": "一盏"})
    complaint = Complaint.objects.get()
    client.force_login(office.people.triage)
    page = client.get(reverse("office-ticket", args=[complaint.number])).content.decode()
    assert lamp.code in page
    assert "几盏灯不亮：一盏" in page


def test_a_name_with_several_bearers_is_asked_about_and_not_guessed(
    client: Client, office: make.Office
) -> None:
    page = hints(client, text="垃圾没人收", community="社区")
    assert "您说的是哪一个地方" in page
    assert 'value="110199001001"' in page
    filed = sent(client, address=None, community="社区", candidate="110199001002")
    assert filed.status_code == 302
    assert Complaint.objects.get().community == office.places.other_community


def test_a_street_chosen_from_the_offers_keeps_its_name(
    client: Client, office: make.Office
) -> None:
    make.place("玉虚路", "road", office.places.community)
    offers = client.post(reverse("place-offer"), {"q": "玉虚"}).json()["offers"]
    assert offers == [
        {"value": "110199001001 玉虚路", "text": "玉虚路（虚构区 东虚街道 晨光社区）"}
    ]
    assert sent(client, address="3 号杆", community=offers[0]["value"]).status_code == 302
    complaint = Complaint.objects.get()
    assert complaint.community == office.places.community
    assert complaint.address == "玉虚路 3 号杆"


def test_what_is_told_besides_takes_few_questions_of_the_database(
    client: Client, questions: list[Question], django_assert_max_num_queries: Any
) -> None:
    door("火灾", "路灯", "立即拨打 119")
    with django_assert_max_num_queries(22):
        hints(client, text=LIGHT, address="晨光社区东门", point="116.5,39.5")
