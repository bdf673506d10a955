"""The stock admin holds reference data only, each kind for the post it belongs to."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from complaints.models import (
    Category,
    ClockLimit,
    Complaint,
    NoticeTemplate,
    Organisation,
    Post,
    Role,
    User,
)
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make.office()


def staff(user):
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


def test_no_living_case_is_in_the_admin():
    known = {model.__name__ for model in admin.site._registry}
    assert not known & {"Complaint", "Identity", "Holding", "Photo", "Assignment", "Callback"}
    assert not known & {"ComplaintEvent", "AssignmentEvent", "IdentityAccess", "Exclusion"}


def test_the_administrator_edits_reference_data_and_not_people(client, made):
    client.force_login(staff(made.people.administrator))
    assert client.get(reverse("admin:complaints_category_changelist")).status_code == 200
    assert client.get(reverse("admin:complaints_user_changelist")).status_code == 403


def test_the_security_administrator_edits_people_and_not_reference_data(client, made):
    guard = make.person("t-security", Role.SECURITY_ADMIN, made.bodies.government)
    client.force_login(staff(guard))
    assert client.get(reverse("admin:complaints_user_changelist")).status_code == 200
    assert client.get(reverse("admin:complaints_category_changelist")).status_code == 403


@pytest.mark.parametrize("name", ["triage", "handler", "district_leader", "auditor"])
def test_nobody_elses_post_opens_any_list(client, made, name):
    client.force_login(staff(getattr(made.people, name)))
    for model in admin.site._registry:
        if model._meta.app_label in ("complaints", "dispatch"):
            at = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert client.get(at).status_code == 403, at


def test_the_words_of_a_notice_are_shown_as_somebody_reads_them(client, made):
    row = NoticeTemplate.objects.create(
        code="dispatched", words="{number} 派给{unit}，{due} 前办完",
        words_en="{number}: {unit}, {due}", since=date(2030, 1, 1), source="测试",
    )  # fmt: skip
    client.force_login(staff(made.people.administrator))
    at = reverse("admin:complaints_noticetemplate_change", args=[row.pk])
    page = client.get(at).content.decode()
    assert "20261115000123 派给样例科室，11-22 09:00 前办完" in page
    assert "{number}: {unit}" in page
    listed = client.get(reverse("admin:complaints_noticetemplate_changelist")).content.decode()
    assert "派给样例科室" in listed


def test_a_changed_limit_moves_no_stored_deadline(client, made):
    branch = make.dispatched(made)
    limit = ClockLimit.objects.get(stage="feedback", clock_kind="general")
    client.force_login(staff(made.people.administrator))
    at = reverse("admin:complaints_clocklimit_change", args=[limit.pk])
    form = {
        "stage": "feedback", "clock_kind": "general", "amount": 1, "unit": "hours",
        "since": "2020-01-01", "until": "", "source": "测试",
    }  # fmt: skip
    assert client.post(at, form).status_code == 302
    limit.refresh_from_db()
    assert limit.amount == 1
    due = branch.feedback_due_at
    branch.refresh_from_db()
    assert branch.feedback_due_at == due


def test_a_row_in_use_is_not_deleted(client, made):
    make.received(made)
    client.force_login(staff(made.people.administrator))
    at = reverse("admin:complaints_category_delete", args=[made.category.pk])
    client.post(at, {"post": "yes"})
    assert Category.objects.filter(pk=made.category.pk).exists()
    assert Complaint.objects.count() == 1


def test_a_new_post_gives_sight_and_an_ended_one_takes_it(client, made):
    make.received(made)
    guard = staff(make.person("t-security", Role.SECURITY_ADMIN, made.bodies.government))
    client.force_login(guard)
    newcomer = User.objects.create_user("t-new")
    form = {
        "user": newcomer.pk, "organisation": made.bodies.centre.pk, "role": "triage_officer",
        "since": "2026-01-01", "until": "",
    }  # fmt: skip
    assert client.post(reverse("admin:complaints_post_add"), form).status_code == 302
    assert Complaint.objects.visible_to(User.objects.get(pk=newcomer.pk)).count() == 1
    post = Post.objects.get(user=newcomer)
    at = reverse("admin:complaints_post_change", args=[post.pk])
    assert client.post(at, {**form, "until": "2026-01-02"}).status_code == 302
    assert Complaint.objects.visible_to(User.objects.get(pk=newcomer.pk)).count() == 0


def test_an_account_is_made_without_rights_of_its_own(client, made):
    guard = staff(make.person("t-security", Role.SECURITY_ADMIN, made.bodies.government))
    client.force_login(guard)
    form = {
        "username": "t-fresh", "display_name": "新同事", "usable_password": "true",
        "password1": "lamp-door-eleven", "password2": "lamp-door-eleven",
        "is_superuser": "on", "is_staff": "on",
    }  # fmt: skip
    assert client.post(reverse("admin:complaints_user_add"), form).status_code == 302
    fresh = User.objects.get(username="t-fresh")
    assert (fresh.is_superuser, fresh.is_staff) == (False, False)
    assert Organisation.objects.exists()
