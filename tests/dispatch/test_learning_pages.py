"""The page of the office's own model, and its suggestions where a complaint is sorted."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.actions.learning import request_learning
from complaints.models import Actor, Complaint, LearningRun, ModelUse, Suggestion
from complaints.tasks import run_requested_learning
from tests import make
from tests.complaints.test_learning import AS_OF, CODES, first, learning_office, work_through

pytestmark = pytest.mark.django_db
PAGE = "/office/learning/"


@pytest.fixture
def office():
    return learning_office()


def read(client, person, path=PAGE):
    client.force_login(person)
    return client.get(path).content.decode()


def test_before_anything_was_learnt_the_page_says_so(client, office):
    text = read(client, office.people.administrator)
    assert "还没有训练过的版本" in text
    assert "近期没有可比较的建议" in text


def test_versions_stand_with_their_figures_and_the_one_before(client, office):
    work_through(office)
    first(("供暖", "噪声"))
    request_learning(by=Actor.MACHINE, at=AS_OF)
    run_requested_learning()
    text = read(client, office.people.triage)
    assert len(re.findall("正在使用", text)) == 1
    assert "原版" in text
    assert "比原来的好，已启用" in text
    assert "本单位核对过的诉求" in text


def test_one_press_goes_back_to_an_earlier_version(client, office):
    old, new = first(), first(("供暖", "噪声"))
    client.force_login(office.people.administrator)
    answer = client.post(f"{PAGE}use/", {"version": new.pk}, follow=True)
    assert "已改用这个版本" in answer.content.decode()
    assert ModelUse.objects.get(is_current=True).version == new
    again = client.post(f"{PAGE}use/", {"version": new.pk}, follow=True)
    assert "这个版本正在使用" in again.content.decode()
    client.post(f"{PAGE}use/", {"version": old.pk})
    assert ModelUse.objects.get(is_current=True).version == old


@pytest.mark.parametrize("given", ["", "x", "-1", "99999", "9" * 40, "１"])
def test_a_version_that_is_not_there_is_not_found(client, office, given):
    first()
    client.force_login(office.people.administrator)
    assert client.post(f"{PAGE}use/", {"version": given}).status_code == 404


def test_training_is_asked_for_once_and_the_second_press_is_told(client, office):
    client.force_login(office.people.triage)
    assert "已提出训练" in client.post(f"{PAGE}train/", follow=True).content.decode()
    assert "已有一次训练" in client.post(f"{PAGE}train/", follow=True).content.decode()
    assert LearningRun.objects.get().requested_by == office.people.triage
    assert "正在排队或进行" in read(client, office.people.triage)


def test_the_share_accepted_is_shown_by_category(client, office):
    first()
    for number, code in enumerate(("010306", "010306", "010101")):
        make.filed(
            office,
            words="小区门口路灯不亮",
            category=make.category(code, ""),
            by=office.people.triage,
            channel="phone",
            key=str(number),
            at=timezone.now() - timedelta(days=1),
        )
    text = " ".join(read(client, office.people.administrator).split())
    assert "有建议的诉求 3 件" in text
    assert "首选被采用 66.7%" in text


def test_the_page_costs_the_same_however_much_there_is(
    client, office, django_assert_max_num_queries
):
    client.force_login(office.people.administrator)
    for _round in range(2):
        first()
        with django_assert_max_num_queries(11):
            client.get(PAGE)


def test_only_administrators_and_those_who_triage_read_it(client, office):
    for person in (office.people.handler, office.people.clerk, office.people.auditor):
        client.force_login(person)
        assert client.get(PAGE).status_code == 403


def edit(client, office, complaint, **more):
    client.force_login(office.people.triage)
    form = {
        "version": complaint.version,
        "community": office.places.community.code,
        "address": complaint.address,
        "category": str(complaint.category_id or ""),
        "demand_kind": "help",
        "urgency": "normal",
        "redacted_text": complaint.redacted_text,
    }
    return client.post(reverse("office-classify", args=[complaint.number]), form | more)


def test_sorting_shows_three_with_confidence_and_the_words_that_spoke(client, office):
    first()
    complaint = make.filed(office, words="小区门口暖气不热", key="a").complaint
    text = read(client, office.people.triage, reverse("office-classify", args=[complaint.number]))
    assert "采用“供暖”并保存" in text
    assert re.search(r"把握 \d+%", text)
    assert re.search(r"<mark>[^<]*暖气", text)


def test_one_press_accepts_and_saves_all_that_was_typed(client, office):
    first()
    complaint = make.filed(office, words="小区门口暖气不热", key="a").complaint
    heat = make.category(CODES["供暖"], "供暖")
    answer = edit(
        client, office, complaint, accept=str(heat.pk), address="东门里", find_category="路灯"
    )
    assert answer.status_code == 302
    saved = Complaint.objects.get(pk=complaint.pk)
    assert (saved.category, saved.address, saved.category_set_by) == (heat, "东门里", "clerk")
    assert Suggestion.objects.get().place == 1
    text = read(client, office.people.triage, reverse("office-classify", args=[complaint.number]))
    assert "采用“供暖”" not in text


def test_a_category_that_nobody_offers_cannot_be_pressed_in(client, office):
    first()
    complaint = make.filed(office, words="小区门口暖气不热", key="a").complaint
    for given in ("999999", "x", ""):
        answer = edit(client, office, complaint, accept=given)
        if given:
            assert answer.status_code == 422
    assert Complaint.objects.get(pk=complaint.pk).version <= complaint.version + 1


def test_without_a_model_the_form_is_as_before(client, office):
    complaint = make.filed(office, key="a").complaint
    text = read(client, office.people.triage, reverse("office-classify", args=[complaint.number]))
    assert "并保存" not in text
