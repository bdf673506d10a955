"""Words written again and again: kept by one, a unit or a street, checked, and put into a form."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.kernels.phrases import PLACES, appended, fill, wrong_places
from complaints.models import Complaint, User
from dispatch.actions.phrases import (
    PHRASES_MAX,
    Wording,
    change_phrase,
    remove_phrase,
    save_phrase,
)
from dispatch.models import Assignment, Phrase
from dispatch.selectors.phrases import own_phrases, phrases_for
from tests import make
from tests.make import Office

db = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names(user: User) -> set[str]:
    return {row.name for row in own_phrases(user)}


# The places.


def test_known_places_are_filled_and_nothing_else() -> None:
    values = {"number": "1", "unit": "甲{due}", "due": "今天"}
    words = fill("{number} 由{unit}在{due}前办，{x}", values)
    assert words == "1 由甲{due}在今天前办，{x}"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("您好", []),
        ("{number}{unit}{due}", []),
        ("{姓名}您好", ["{姓名}"]),
        ("{NUMBER}", ["{NUMBER}"]),
        ("{number", ["{"]),
        ("{{number}}", ["{", "}"]),
        ("{}", ["{}"]),
    ],
)
def test_what_is_no_place_is_named(text: str, wrong: list[str]) -> None:
    assert wrong_places(text) == wrong


PARTS = st.sampled_from(["{number}", "{unit}", "{due}", "您好", "，"])


@given(st.lists(PARTS), st.text(max_size=9))
def test_a_phrase_without_wrong_places_leaves_none_unfilled(parts: list[str], value: str) -> None:
    text = "".join(parts)
    assert wrong_places(text) == []
    filled = fill(text, dict.fromkeys(PLACES, value.replace("{", "").replace("}", "")))
    assert "{" not in filled


def test_a_phrase_goes_behind_what_is_written() -> None:
    assert appended("", "您好") == "您好"
    assert appended("已看过。\n", "您好") == "已看过。\n您好"


# Who is offered what.


@db
def test_ones_own_a_units_and_a_streets_phrases(office: Office) -> None:
    who, bodies = office.people, office.bodies
    save_phrase(Wording("我的", "一"), by=who.handler)
    save_phrase(Wording("单位的", "二", organisation_id=bodies.city_office.pk), by=who.handler)
    save_phrase(Wording("街道的", "三", area_id=office.places.street.pk), by=who.triage)
    assert names(who.handler) == {"我的", "单位的", "街道的"}
    assert names(who.triage) == names(who.safety_handler) == {"街道的"}
    # A committee lies in a community of the street.
    assert names(who.community_worker) == {"街道的"}
    assert names(who.neighbour) == names(who.next_triage) == set()


@db
def test_nobody_shares_with_a_unit_or_a_street_that_is_not_his(office: Office) -> None:
    who, bodies, places = office.people, office.bodies, office.places
    for wording, by in (
        (Wording("甲", "一", organisation_id=bodies.safety_office.pk), who.handler),
        (Wording("甲", "一", area_id=places.street.pk), who.handler),
        (Wording("甲", "一", area_id=places.next_street.pk), who.triage),
    ):
        with pytest.raises(Invalid) as refused:
            save_phrase(wording, by=by)
        assert refused.value.field == "circle"
    with pytest.raises(NotAllowed):
        save_phrase(Wording("甲", "一"), by=who.auditor)


@db
def test_anothers_phrase_is_changed_by_its_owner_or_its_streets_office_alone(
    office: Office,
) -> None:
    who = office.people
    unit = Wording("单位的", "二", organisation_id=office.bodies.city_office.pk)
    shared = save_phrase(unit, by=who.handler)
    street = save_phrase(Wording("街道的", "三", area_id=office.places.street.pk), by=who.triage)
    colleague = make.person("t-colleague", "handler", office.bodies.city_office)
    with pytest.raises(NotAllowed):
        remove_phrase(shared.pk, by=colleague)
    with pytest.raises(NotAllowed):
        change_phrase(street.pk, Wording("改", "改"), by=who.handler)
    with pytest.raises(NotFound):
        remove_phrase(shared.pk, by=who.neighbour)
    change_phrase(street.pk, Wording("改", "改", area_id=office.places.street.pk), by=who.desk)
    assert remove_phrase(shared.pk, by=who.handler) == "单位的"


@db
@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("", "您好", "name"),
        ("长" * 31, "您好", "name"),
        ("甲", "", "text"),
        ("甲", "长" * 1001, "text"),
        ("甲", "{姓名}您好", "text"),
        ("甲", "请打13800000000", "text"),
    ],
)
def test_a_phrase_that_cannot_be_used_is_refused_where_it_is_wrong(
    office: Office, name: str, text: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save_phrase(Wording(name, text), by=office.people.triage)
    assert refused.value.field == field


@db
def test_there_is_an_end_to_how_many_one_keeps(office: Office) -> None:
    who = office.people.triage
    for number in range(PHRASES_MAX):
        save_phrase(Wording(f"第{number}", "您好"), by=who)
    with pytest.raises(Invalid):
        save_phrase(Wording("再来", "您好"), by=who)


@db
def test_a_step_offers_what_is_for_it_the_closest_category_first(
    office: Office, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    who, lights = office.people.handler, office.category
    above = lights.parent
    assert above is not None
    branch = make.branch_in(office, "contacted")
    for name, use, category in (
        ("各类", "report", None), ("上级", "report", above.pk), ("路灯", "report", lights.pk),
        ("别类", "report", office.advice.pk), ("别步", "return", lights.pk), ("都用", "any", None),
    ):  # fmt: skip
        save_phrase(Wording(name, "{unit}", use=use, category_id=category), by=who)
    complaint = Complaint.objects.with_place().get(pk=branch.complaint_id)
    branch = Assignment.objects.select_related("organisation").get(pk=branch.pk)
    assert who.current_posts
    with django_assert_max_num_queries(1):
        offered = phrases_for(complaint, who, "report", branch=branch)
    assert [one.name for one in offered] == ["路灯", "上级", "各类", "都用"]
    assert {one.text for one in offered} == {office.bodies.city_office.name}


# The pages.


@db
def test_a_phrase_is_kept_previewed_changed_and_removed_in_the_browser(office: Office) -> None:
    mine = browser(office.people.triage)
    sent = {"name": "收到", "text": "{number}已收到", "use": "answer", "circle": "own"}
    shown = mine.post("/office/phrases/", {**sent, "preview": "1"}).content.decode()
    assert "000001已收到" in shown
    assert not Phrase.objects.exists()
    mine.post("/office/phrases/", sent)
    phrase = Phrase.objects.get()
    path = f"/office/phrases/{phrase.pk}/"
    assert "{number}已收到" in mine.get(path).content.decode()
    refused = mine.post(path, {**sent, "text": "{谁}您好"})
    assert refused.status_code == 422
    assert "“{谁}”不能识别" in refused.content.decode()
    area = office.places.street.pk
    mine.post(path, {**sent, "name": "都收到", "circle": f"area-{area}"})
    assert Phrase.objects.get().area_id == area
    mine.post(f"{path}remove/")
    assert not Phrase.objects.exists()
    assert browser(office.people.auditor).get("/office/phrases/").status_code == 403


FORMS = {
    "contact": ("note", "contact"),
    "object": ("words", "return"),
    "report": ("text", "report"),
}


@db
@pytest.mark.parametrize("step", FORMS)
def test_without_a_script_the_button_brings_the_form_back_with_the_words_in_it(
    office: Office, step: str
) -> None:
    branch = make.branch_in(office, "signed" if step != "report" else "contacted")
    who = office.people.handler
    field, use = FORMS[step]
    phrase = save_phrase(Wording("照例", "{unit}已安排，{number}", use=use), by=who)
    path = f"/office/branches/{branch.pk}/{step}/"
    sent = {field: "先写的话", "phrase": phrase.pk, "insert": "1", "outcome": "solved"}
    answer = browser(who).post(path, sent)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f"先写的话\n{office.bodies.city_office.name}已安排，{branch.complaint.number}" in html
    assert "errorlist" not in html
    branch.refresh_from_db()
    assert branch.status in {"signed", "contacted"}
    sent["phrase"] = 99_999_999
    assert "先写的话" in browser(who).post(path, sent).content.decode()


@db
def test_an_answer_takes_a_phrase_in_and_is_sent_with_it(office: Office) -> None:
    complaint, who = make.received(office), office.people.triage
    phrase = save_phrase(Wording("办法", "按规定，{number}这样办。", use="answer"), by=who)
    mine, path = browser(who), f"/office/{complaint.number}/answer/"
    sent = {"version": complaint.version, "answer": "您好。", "phrase": phrase.pk, "insert": "1"}
    html = mine.post(path, sent).content.decode()
    words = f"您好。\n按规定，{complaint.number}这样办。"
    assert words in html
    assert f'name="version" value="{complaint.version}"' in html
    assert mine.post(path, {"version": complaint.version, "answer": words}).status_code == 302


@db
def test_anothers_phrase_cannot_be_put_in_by_its_number(office: Office) -> None:
    branch = make.branch_in(office, "signed")
    theirs = save_phrase(Wording("私", "别人的话"), by=office.people.triage)
    sent = {"note": "我的话", "phrase": theirs.pk, "insert": "1"}
    html = browser(office.people.handler).post(f"/office/branches/{branch.pk}/contact/", sent)
    assert "别人的话" not in html.content.decode()
