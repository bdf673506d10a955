"""A resident reads English: on the demonstration's own rows, with its catalogue and its articles,
no Chinese stands on his pages but what says that it is Chinese: names, and words somebody said."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from complaints.files.seeds import read_ground
from complaints.models import (
    Article,
    Category,
    Complaint,
    Component,
    Elsewhere,
    FormAnswer,
    GazetteerEntry,
    Question,
)
from complaints.models.languages import worded
from dispatch.demo.loading import load_demonstration
from tests import make
from tests.demonstration import AT, PASSWORD, SEED, lay_ground
from tests.house.test_english_pages import assert_english, chinese_in

pytestmark = pytest.mark.django_db

HINTS = "/complaints/new/hints/"


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
    """Laid once for all who only read it."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic(), media:
        lay_ground()
        load_demonstration(300, seed=SEED, at=AT, password=PASSWORD)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def resident() -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def opened(resident: Client, complaint: Complaint) -> Client:
    """As after number and code."""
    session = resident.session
    session["tracked"] = [complaint.pk, (timezone.now() + timedelta(minutes=5)).timestamp()]
    session.save()
    return resident


def test_every_row_that_residents_read_has_english() -> None:
    ground = read_ground()
    assert [one.code for one in ground.categories if not one.name_en] == []
    for asked in ground.questions:
        assert asked.text_en, asked.text
        assert len(asked.options_en.splitlines()) == len(asked.options.splitlines()), asked.text
    for door in ground.elsewhere:
        assert all((door.name_en, door.words_en, door.advice_en, door.turn_to_en)), door.name


def test_the_pages_before_filing(demonstration: None, resident: Client) -> None:
    for name in ("home", "guide", "file-new", "track"):
        assert_english(resident.get(reverse(name)))
    for words in ("lift", "noise", "parking", "card", "供暖", "漏水"):
        page = resident.get(reverse("guide"), {"q": words})
        # What was asked stands in its field as it was typed.
        page.content = page.content.replace(words.encode(), b"")
        assert_english(page)
    assert "Senior citizen cards" in resident.get("/guide/?q=senior+citizen").content.decode()


def test_the_articles(demonstration: None, resident: Client) -> None:
    public = Article.objects.filter(is_public=True)
    assert len(public) == 10
    for article in public:
        assert_english(resident.get(reverse("guide-article", args=[article.pk])))


def test_what_is_asked_besides_while_he_writes(demonstration: None, resident: Client) -> None:
    asked = 0
    for one in Category.objects.filter(pk__in=Question.objects.values("category")):
        page = resident.post(HINTS, {"text": "Please come and see", "category": one.code})
        assert_english_part(page)
        asked += page.content.decode().count('name="q-')
    assert asked > Question.objects.count()


def test_where_else_to_turn(demonstration: None, resident: Client) -> None:
    for row in Elsewhere.objects.all():
        for words in (row.words_en.splitlines()[0], row.words.split()[0]):
            page = resident.post(HINTS, {"text": f"Look: {words}!"})
            assert row.turn_to_en in unescape(page.content.decode())
            assert_english_part(page)
    calm = resident.post(HINTS, {"text": "The courtyard lamp is out"})
    assert "12368" not in calm.content.decode()


def test_what_the_words_come_near_and_who_said_the_same(
    demonstration: None, resident: Client
) -> None:
    near = Complaint.objects.told_to_neighbours().filter(community__isnull=False).first()
    assert near is not None
    assert near.community is not None
    assert near.category is not None
    lamp = Component.objects.first()
    assert lamp is not None
    sent = {"category": near.category.code, "community": near.community.code}
    page = resident.post(HINTS, {"text": near.redacted_text, **sent})
    assert 'name="joins"' in page.content.decode()
    assert_english_part(page)
    several = GazetteerEntry.objects.first()
    assert several is not None
    for told in ({"component": lamp.code}, {"community": several.name}):
        assert_english_part(resident.post(HINTS, {"text": "路灯不亮", **told}))


@pytest.mark.parametrize("status", ["received", "dispatched", "to_call_back",
                                    "called_back", "answered", "advised", "archived"])  # fmt: skip
def test_how_it_stands(demonstration: None, resident: Client, status: str) -> None:
    found = Complaint.objects.filter(status=status)[:6]
    assert found
    for complaint in found:
        opened(resident, complaint)
        assert_english(resident.get(reverse("tracked")))
        for name in ("tracked-add", "tracked-contact", "tracked-rate", "tracked-again",
                     "tracked-withdraw"):  # fmt: skip
            page = resident.get(reverse(name), follow=True)
            assert chinese_in(page) == [], name


def test_he_chooses_in_english_and_the_unit_reads_chinese(
    demonstration: None, resident: Client
) -> None:
    question = Question.objects.get(text="室内大概多少度")
    page = resident.post(HINTS, {"text": "It is cold here", "category": "010101"}).content.decode()
    assert "below 14 °C" in page
    key = re.search(
        r'name="key" value="([\w-]+)"', resident.get("/complaints/new/").content.decode()
    )
    assert key
    answer = question.choices[0]
    sent = {"key": key[1], "text": "It is cold here", "address": "east gate",
            "category": "010101", f"q-{question.pk}": answer}  # fmt: skip
    receipt = resident.post("/complaints/new/", sent, follow=True)
    assert_english(receipt)
    filed = Complaint.objects.order_by("-pk")[0]
    assert FormAnswer.objects.get(complaint=filed).value == answer
    assert f"{question.text}：{answer}" in filed.text


def test_what_has_no_english_is_shown_in_chinese_that_says_so(
    demonstration: None, resident: Client
) -> None:
    Category.objects.filter(code="010100").update(name_en="")
    Question.objects.filter(category__code="010100").update(text_en="", options_en="一\n二")
    page = resident.get("/guide/").content.decode()
    assert '<span lang="zh-Hans">供暖</span>' in page
    asked = resident.post(HINTS, {"text": "cold", "category": "010101"})
    assert '<span lang="zh-Hans">室内大概多少度</span>' in asked.content.decode()
    assert_english_part(asked)


@pytest.mark.django_db
def test_english_that_lacks_is_filled_in_and_the_offices_own_words_stay() -> None:
    lay_ground()
    Category.objects.filter(code="010100").update(name_en="")
    Category.objects.filter(code="010200").update(name_en="Our own")
    Category.objects.filter(code="010300").update(name="电", name_en="")
    lay_ground()
    assert dict(Category.objects.values_list("code", "name_en")) | {
        "010100": "Heating", "010200": "Our own", "010300": "",
    } == dict(Category.objects.values_list("code", "name_en"))  # fmt: skip


def test_english_choices_stand_line_by_line_for_the_chinese_ones() -> None:
    made = make.office()
    question = Question(
        category=made.category, text="多吵", kind="choice", options="很\n有点", since=make.SINCE
    )
    question.options_en = "very"
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert set(refused.value.message_dict) == {"options_en"}
    question.options_en = "very\na little"
    question.full_clean()
    with translation.override("en"):
        assert question.shown_choices == [("很", "very"), ("有点", "a little")]
    assert question.shown_choices == [("很", "很"), ("有点", "有点")]


@pytest.mark.parametrize(
    ("language", "english", "shown"),
    [("en", "Lamps", "Lamps"), ("en", "", "路灯"), ("zh-hans", "Lamps", "路灯")],
)
def test_one_wording_is_chosen(language: str, english: str, shown: str) -> None:
    with translation.override(language):
        assert worded("路灯", english) == shown
    with translation.override(None):
        assert worded("路灯", english, language=language) == shown


def assert_english_part(response: Any) -> None:
    """A choice is kept in Chinese and read in English: what is sent is not what is shown."""
    assert response.status_code == 200
    page = response.content.decode()
    response.content = re.sub(r'(<input type="radio"[^>]*) value="[^"]*"', r"\1", page).encode()
    assert chinese_in(response) == []
