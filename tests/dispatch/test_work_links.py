"""A contractor without an account sees place and problem by a link, and reports once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Complaint, Notice, Photo
from dispatch.actions.assignments import report_result
from dispatch.actions.work_links import end_link, make_link, send_report
from dispatch.models import Assignment, WorkLink
from dispatch.selectors.ticket import ticket_page
from tests import make
from tests.make import Office
from tests.trust.world import jpeg

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FIRM = "虚构路灯工程公司"


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def branch(office: Office) -> Assignment:
    return make.branch_in(office, "contacted", at=timezone.now() - timedelta(hours=3))


def given(office: Office, branch: Assignment) -> tuple[WorkLink, str]:
    return make_link(branch.pk, by=office.people.handler, company=FIRM)


def test_the_link_shows_place_and_problem_and_nothing_of_the_caller(
    office: Office, branch: Assignment
) -> None:
    _row, token = given(office, branch)
    page = Client().get(reverse("work", args=[token])).content.decode()
    complaint = branch.complaint
    assert complaint.redacted_text in page
    assert FIRM in page
    for secret in (make.CALLER.name, make.CALLER.phone, make.CALLER.home, complaint.number):
        assert secret not in page


def test_the_token_is_kept_nowhere(office: Office, branch: Assignment) -> None:
    row, token = given(office, branch)
    assert token not in row.token_hash
    assert all(token not in str(value) for value in WorkLink.objects.values_list().get())


def test_photos_and_a_report_come_once_and_the_unit_is_told(
    office: Office, branch: Assignment
) -> None:
    _row, token = given(office, branch)
    door, browser = reverse("work", args=[token]), Client()
    photo = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    done = browser.post(door, {"text": "换了灯头，已亮", "photos": [photo]})
    assert done.status_code == 200
    assert "谢谢" in done.content.decode()
    assert browser.get(door).status_code == 404
    assert browser.post(door, {"text": "再来"}).status_code == 404
    assert Photo.objects.get().stage == "after"
    assert Notice.objects.get(code="link_used").recipient == office.people.handler
    page = ticket_page(branch.complaint.number, office.people.handler)
    assert [link.text for panel in page.panels for link in panel.links] == ["换了灯头，已亮"]
    event = branch.events.get(verb="use_link")
    assert (event.by, event.actor) == (None, "link")


def test_without_words_nothing_is_used_up_and_good_photos_stay(
    office: Office, branch: Assignment
) -> None:
    _row, token = given(office, branch)
    door, browser = reverse("work", args=[token]), Client()
    good = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    bad = SimpleUploadedFile("b.jpg", b"no picture", content_type="image/jpeg")
    refused = browser.post(door, {"text": " ", "photos": [good, bad]})
    assert refused.status_code == 422
    words = refused.content.decode()
    assert "b.jpg" in words
    assert "1 张照片已经保存" in words
    assert browser.post(door, {"text": "修好了"}).status_code == 200
    assert Photo.objects.count() == 1


def test_it_dies_with_time_with_a_press_and_with_the_units_report(
    office: Office, branch: Assignment
) -> None:
    row, token = given(office, branch)
    with pytest.raises(NotFound):
        send_report(token, text="晚了", at=row.expires_at)
    end_link(row.pk, by=office.people.handler)
    with pytest.raises(NotFound):
        send_report(token, text="停了")
    with pytest.raises(Conflict):
        end_link(row.pk, by=office.people.handler)
    _row, second = given(office, branch)
    report_result(branch.pk, by=office.people.handler, outcome="solved", text="已修好")
    assert Client().get(reverse("work", args=[second])).status_code == 404
    assert Client().get(reverse("work", args=["x" * 32])).status_code == 404


def test_only_the_unit_at_work_gives_links_and_never_for_a_secret_complaint(
    office: Office, branch: Assignment
) -> None:
    with pytest.raises(NotAllowed):
        make_link(branch.pk, by=office.people.triage, company=FIRM)
    with pytest.raises(Invalid):
        make_link(branch.pk, by=office.people.handler, company=" ")
    waiting = make.dispatched(office)
    with pytest.raises(Conflict):
        make_link(waiting.pk, by=office.people.handler, company=FIRM)
    secret = make.filed(office, is_secret=True).complaint
    held = make.dispatched(office, secret, handler=office.people.handler)
    with pytest.raises(NotAllowed, match="保密"):
        make_link(held.pk, by=office.people.handler, company=FIRM)


def test_what_turns_secret_closes_its_links(office: Office, branch: Assignment) -> None:
    _row, token = given(office, branch)
    Complaint.objects.filter(pk=branch.complaint_id).update(is_secret=True)
    assert Client().get(reverse("work", args=[token])).status_code == 404


def test_the_units_page_shows_the_link_once(office: Office, branch: Assignment) -> None:
    client = Client()
    client.force_login(office.people.handler)
    door = reverse("branch-links", args=[branch.pk])
    ticket = client.get(reverse("office-ticket", args=[branch.complaint.number]))
    assert door in ticket.content.decode()
    assert client.post(door, {"company": ""}).status_code == 422
    assert client.post(door, {"company": FIRM}).status_code == 302
    assert "/work/" in client.get(door).content.decode()
    again = client.get(door).content.decode()
    assert "/work/" not in again
    assert FIRM in again
    row = WorkLink.objects.get()
    assert client.post(reverse("branch-link-end", args=[row.pk])).status_code == 302
    assert WorkLink.objects.get().ended_at is not None
