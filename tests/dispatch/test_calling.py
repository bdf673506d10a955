"""A caller on the line: what may be the same matter, what he told before, one key to send."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.actions.identity import find_earlier
from complaints.actions.intake import Caller
from complaints.errors import Invalid, NotAllowed
from complaints.models import Complaint, IdentityAccess, JointMember, User
from complaints.selectors.related import related_to, sketch
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
AGAIN = "东门那盏路灯还是坏的，晚上回家看不清路，请来修。"
WHY = "来电人询问上次的办理情况"
PART = {"HX-Request": "true"}


@pytest.fixture
def office() -> Office:
    return make.office()


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(office: Office, **more: str) -> dict[str, str]:
    basic = {
        "channel": "hotline", "urgency": "normal", "text": AGAIN, "address": "东门外",
        "community": office.places.community.code, "category": str(office.category.pk),
    }  # fmt: skip
    return {**basic, **more}


def lately(office: Office, **more: object) -> Complaint:
    at = timezone.now() - timedelta(hours=3)
    return make.filed(office, at=at, **more).complaint  # type: ignore[arg-type]


def test_while_typing_the_likely_ones_are_listed_with_why(office: Office) -> None:
    first = lately(office)
    client = desk(office.people.clerk)
    part = client.post(reverse("office-new-beside"), typed(office), headers=PART)
    html = part.content.decode()
    assert "<html" not in html
    assert f'name="joins" value="{first.number}"' in html
    assert "同一社区" in html
    assert Complaint.objects.count() == 1


def test_a_sketch_is_compared_as_the_complaint_it_becomes(office: Office) -> None:
    first = lately(office)
    at = timezone.now()
    place = office.places.community.pk
    drawn = sketch(AGAIN, at=at, address="东门外", community_id=place)
    assert [one.number for one in related_to(drawn, office.people.triage, at=at)] == [first.number]
    assert drawn.pk is None
    assert drawn.subdistrict_id == office.places.street.pk


def test_where_no_script_runs_a_button_checks_and_all_that_was_typed_stays(office: Office) -> None:
    first = lately(office)
    client = desk(office.people.triage)
    sent = typed(office, phone="010-00000009", name="测试居民丁")
    html = client.post(reverse("office-new-beside"), sent).content.decode()
    assert "<html" in html
    for words in (first.number, AGAIN, "010-00000009", "测试居民丁", "东门外"):
        assert words in html


def test_a_caller_with_the_same_matter_gets_a_number_of_his_own_and_goes_along(
    office: Office,
) -> None:
    first = lately(office)
    client = desk(office.people.clerk)
    answer = client.post(reverse("office-new"), typed(office, joins=first.number))
    own = Complaint.objects.exclude(pk=first.pk).get()
    assert answer.headers["Location"] == reverse("office-receipt", args=[own.number])
    member = JointMember.objects.get()
    assert (member.complaint, member.case.lead, member.how) == (own, first, "joined")


def test_a_number_out_of_sight_is_none_and_what_was_typed_comes_back(office: Office) -> None:
    far = lately(office, community=office.places.next_community)
    client = desk(office.people.triage)
    answer = client.post(reverse("office-new"), typed(office, joins=far.number))
    assert answer.status_code == 422
    assert AGAIN in answer.content.decode()
    assert Complaint.objects.count() == 1
    answer = client.post(reverse("office-new"), typed(office, joins="那一件"))
    assert answer.status_code == 422


def test_words_can_go_to_the_one_that_is_there_instead(office: Office) -> None:
    first = lately(office)
    client = desk(office.people.triage)
    html = client.post(reverse("office-new-beside"), typed(office), headers=PART).content.decode()
    add = reverse("office-add", args=[first.number])
    assert f'form="call" formaction="{add}"' in html
    client.post(add, typed(office))
    assert first.supplements.get().text == AGAIN
    assert Complaint.objects.count() == 1


# ---------------------------------------------------------------- the caller's earlier ones
def test_what_he_told_before_is_found_by_his_number_and_each_look_is_on_record(
    office: Office,
) -> None:
    first = lately(office)
    lately(office, caller=Caller(phone="13900000000"))
    client = desk(office.people.clerk)
    sent = {"phone": "０１０ 00000001", "reason": WHY}
    html = client.post(reverse("office-new-caller"), sent, headers=PART).content.decode()
    assert first.number in html
    assert "测试居民甲" not in html
    (look,) = IdentityAccess.objects.all()
    assert (look.complaint, look.user) == (first, office.people.clerk)
    assert (look.fields, look.reason) == (["phone"], WHY)


def test_without_a_reason_or_a_whole_number_nothing_is_told_and_nothing_recorded(
    office: Office,
) -> None:
    first = lately(office)
    client = desk(office.people.clerk)
    for sent in ({"phone": "010-00000001"}, {"phone": "01", "reason": WHY}, {"reason": WHY}):
        answer = client.post(reverse("office-new-caller"), sent, headers=PART)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert first.number not in answer.content.decode()
    assert not IdentityAccess.objects.exists()


def test_another_streets_desk_is_told_nothing_of_the_number(office: Office) -> None:
    lately(office)
    assert find_earlier("010-00000001", by=office.people.next_triage, reason=WHY) == []
    (look,) = IdentityAccess.objects.all()
    assert (look.complaint, look.user) == (None, office.people.next_triage)


def test_a_number_that_leads_to_nothing_leaves_a_row_without_the_number(office: Office) -> None:
    client = desk(office.people.clerk)
    for number in ("139 0000 0000", "13900000000", "13900000001"):
        html = client.post(
            reverse("office-new-caller"), {"phone": number, "reason": WHY}, headers=PART
        ).content.decode()
        assert "没有以前的诉求" in html
        assert "这次查看已记录" in html
    newest, again, first = IdentityAccess.objects.all()
    assert {look.user for look in (first, again, newest)} == {office.people.clerk}
    assert {look.reason for look in (first, again, newest)} == {WHY}
    assert first.asked_hash == again.asked_hash != newest.asked_hash
    for person in (office.people.privacy_officer, office.people.auditor):
        report = desk(person).get(reverse("office-access")).content.decode()
        assert report.count(f"号码代号 {first.asked_mark}") == 2
        assert report.count(WHY) == 3
        assert "1390000" not in report.replace(" ", "")


@pytest.mark.parametrize("has_complaint", [True, False])
def test_a_look_is_at_a_complaint_or_at_a_number(office: Office, has_complaint: bool) -> None:
    look = IdentityAccess(
        complaint=lately(office) if has_complaint else None,
        asked_hash="a" * 64 if has_complaint else "",
        user=office.people.clerk, fields=["phone"], reason=WHY, at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        look.save()


def test_who_takes_no_calls_may_not_ask(office: Office) -> None:
    lately(office)
    with pytest.raises(NotAllowed):
        find_earlier("010-00000001", by=office.people.handler, reason=WHY)
    with pytest.raises(Invalid):
        find_earlier("010-00000001", by=office.people.clerk, reason="看 看")


def test_where_no_script_runs_the_page_comes_back_with_his_earlier_ones(office: Office) -> None:
    first = lately(office)
    client = desk(office.people.clerk)
    sent = typed(office, phone="010-00000001", reason=WHY)
    html = client.post(reverse("office-new-caller"), sent).content.decode()
    assert first.number in html
    assert AGAIN in html


# ---------------------------------------------------------------- the keys
def test_categories_are_found_by_pinyin_and_initials(office: Office) -> None:
    office.category.pinyin, office.category.initials = "ludengzhaoming", "ldzm"
    office.category.save()
    html = desk(office.people.clerk).get(reverse("office-new")).content.decode()
    (option,) = re.findall(rf'<option value="{office.category.pk}"[^>]*>', html)
    assert 'data-pinyin="ludengzhaoming ldzm"' in option


def test_the_next_call_is_one_key_away_from_the_number(office: Office) -> None:
    client = desk(office.people.clerk)
    html = client.post(reverse("office-new"), typed(office), follow=True).content.decode()
    assert re.search(rf'href="{reverse("office-new")}" autofocus', html)


def test_the_form_asks_as_many_questions_with_ten_beside_it_as_with_one(
    office: Office, django_assert_max_num_queries
) -> None:
    client = desk(office.people.clerk)
    address = reverse("office-new-beside")
    for count in (1, 10):
        while Complaint.objects.count() < count:
            lately(office)
        with django_assert_max_num_queries(22):
            client.post(address, typed(office), headers=PART)


def test_while_typing_the_likely_categories_are_listed_with_why(office: Office) -> None:
    make.model_version(office)
    client = desk(office.people.clerk)
    part = client.post(reverse("office-new-category"), typed(office, category=""), headers=PART)
    html = part.content.decode()
    assert "<html" not in html
    assert f'name="take" value="{office.category.pk}"' in html
    assert re.search(r"<mark>[^<]*路灯", html)
    assert not Complaint.objects.exists()


def test_without_a_script_a_press_takes_the_category_and_keeps_the_words(office: Office) -> None:
    make.model_version(office)
    client = desk(office.people.clerk)
    sent = typed(office, category="", take=str(office.category.pk))
    html = client.post(reverse("office-new-category"), sent).content.decode()
    assert AGAIN in html
    assert re.search(rf'<option value="{office.category.pk}"[^>]* selected', html)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("taken", ["x", "9" * 30, "-1"])
def test_a_category_that_is_not_there_is_not_taken(office: Office, taken: str) -> None:
    make.model_version(office)
    client = desk(office.people.clerk)
    answer = client.post(reverse("office-new-category"), typed(office, category="", take=taken))
    assert answer.status_code == 200
    offered = re.findall(r'<option value="(\d+)"[^>]* selected', answer.content.decode())
    assert offered == []
