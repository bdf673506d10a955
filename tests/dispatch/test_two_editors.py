"""Two people at one complaint: the second one sees both versions, and nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client

from complaints.actions.following_up import add_supplement, check_supplement
from complaints.models import Actor, Complaint, User
from dispatch.actions.assignments import report_result
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


class Form:
    """A form as one person has it open: what the page filled in, then what he changes."""

    def __init__(self, user: User, path: str) -> None:
        self.client, self.path = Client(), path
        self.client.force_login(user)
        self.html = self.client.get(path).content.decode()

    def send(self, **changes: Any) -> str:
        answer = self.client.post(self.path, {**self.filled, **changes})
        self.status, self.html = answer.status_code, answer.content.decode()
        return self.html

    @property
    def filled(self) -> dict[str, str]:
        """What a browser would send."""
        words = re.findall(r'<textarea name="(\w+)"[^>]*>\n?([^<]*)</textarea>', self.html)
        boxes = [tag for tag in re.findall(r"<input[^>]*>", self.html) if _is_sent(tag)]
        chosen = re.findall(
            r'<select name="(\w+)"(?:(?!</select>).)*?value="([^"]*)" selected', self.html, re.S
        )
        inputs = [(_part(tag, "name"), _part(tag, "value")) for tag in boxes]
        given = {name: value for name, value in [*inputs, *words, *chosen] if name}
        given.pop("csrfmiddlewaretoken", None)
        return {name: value for name, value in given.items() if name not in {"next", "type"}}


def _part(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _is_sent(tag: str) -> bool:
    kind = _part(tag, "type")
    return kind not in {"radio", "checkbox"} or " checked" in tag


def edits(office: Office, complaint: Complaint) -> tuple[Form, Form]:
    path = f"/office/{complaint.number}/edit/"
    return Form(office.people.triage, path), Form(office.people.desk, path)


def test_the_second_editor_sees_both_versions_side_by_side(office: Office) -> None:
    complaint = make.received(office)
    first, second = edits(office, complaint)
    first.send(redacted_text="东门的灯坏了")
    html = second.send(redacted_text="西门的灯坏了")
    assert second.status == 409
    assert '<mark class="differs">东</mark>门的灯坏了' in html
    assert '<mark class="differs">西</mark>门的灯坏了' in html
    assert "测试处置中心分派员" in html
    assert Complaint.objects.get(pk=complaint.pk).redacted_text == "东门的灯坏了"


def test_mine_over_theirs_leaves_what_i_did_not_touch_as_they_saved_it(office: Office) -> None:
    complaint = make.received(office)
    first, second = edits(office, complaint)
    first.send(address="他们改的地点", urgency="urgent")
    html = second.send(redacted_text="我改的话")
    assert "您没有改" in html
    second.send()
    assert second.status == 302
    saved = Complaint.objects.get(pk=complaint.pk)
    assert (saved.address, saved.urgency) == ("他们改的地点", "urgent")
    assert saved.redacted_text == "我改的话"


def test_one_field_may_be_taken_from_them_and_the_rest_stays_mine(office: Office) -> None:
    complaint = make.received(office)
    first, second = edits(office, complaint)
    first.send(address="他们的地点", redacted_text="他们的话")
    second.send(address="我的地点", redacted_text="我的话")
    html = second.send(take="address")
    assert second.status == 200
    assert second.filled["address"] == "他们的地点"
    assert second.filled["redacted_text"] == "我的话"
    assert "不一样" in html
    assert Complaint.objects.get(pk=complaint.pk).redacted_text == "他们的话"
    second.send()
    saved = Complaint.objects.get(pk=complaint.pk)
    assert (saved.address, saved.redacted_text) == ("他们的地点", "我的话")


def test_a_field_nobody_knows_cannot_be_taken(office: Office) -> None:
    first, _second = edits(office, make.received(office))
    first.send(take="version", redacted_text="我的话")
    assert first.status == 200
    assert first.filled["redacted_text"] == "我的话"


def test_an_answer_is_kept_when_a_colleague_answered_first(office: Office) -> None:
    complaint = make.received(office)
    path = f"/office/{complaint.number}/answer/"
    first, second = Form(office.people.triage, path), Form(office.people.desk, path)
    first.send(answer="先答复的话")
    html = second.send(answer="后写的答复")
    assert second.status == 409
    assert "先答复的话".removesuffix("的话") in re.sub("<[^>]*>", "", html)
    assert ">后写的答复</textarea>" in html
    assert Complaint.objects.get(pk=complaint.pk).answer == "先答复的话"


def test_an_answer_to_words_that_changed_is_shown_who_changed_them(office: Office) -> None:
    complaint = make.received(office)
    answer = Form(office.people.desk, f"/office/{complaint.number}/answer/")
    add_supplement(complaint.pk, by=Actor.RESIDENT, text="还有一件事")
    html = answer.send(answer="写了一半")
    assert answer.status == 409
    assert "补充内容" in html
    assert ">\n写了一半</textarea>" in html
    answer.send()
    assert Complaint.objects.get(pk=complaint.pk).answer == "写了一半"


def test_a_dispatch_after_an_edit_keeps_the_words_and_goes_through_when_pressed_again(
    office: Office,
) -> None:
    complaint = make.received(office)
    edit, _other = edits(office, complaint)
    sending = Form(office.people.desk, f"/office/{complaint.number}/dispatch/")
    edit.send(redacted_text="他们改的派单内容")
    html = sending.send(redacted_text="我核对的派单内容")
    assert sending.status == 409
    assert "我核对的" in re.sub("<[^>]*>", "", html)
    sending.send()
    assert sending.status == 302
    assert Complaint.objects.get(pk=complaint.pk).redacted_text == "我核对的派单内容"


def test_words_checked_by_a_colleague_are_shown_beside_mine(office: Office) -> None:
    complaint = make.received(office)
    added = add_supplement(complaint.pk, by=Actor.RESIDENT, text="还是不亮")
    form = Form(office.people.desk, f"/office/{complaint.number}/add/{added.pk}/")
    check_supplement(added.pk, by=office.people.triage, redacted_text="他核对的话")
    html = form.send(redacted_text="我核对的话")
    assert form.status == 409
    assert ">我核对的话</textarea>" in html
    assert '<mark class="differs">他</mark>核对的话' in html


def test_a_report_written_while_a_colleague_reported_is_kept(office: Office) -> None:
    branch = make.branch_in(office, "contacted")
    form = Form(office.people.handler, f"/office/branches/{branch.pk}/report/")
    report_result(branch.pk, by=office.people.handler, outcome="solved", text="先报的结果")
    html = form.send(outcome="solved", text="写了很久的结果")
    assert form.status == 409
    assert ">写了很久的结果</textarea>" in html
    assert "现在是" in html


def test_a_press_without_words_is_refused_as_before(office: Office) -> None:
    branch = make.branch_in(office, "reported")
    form = Form(office.people.handler, f"/office/{branch.complaint.number}/")
    answer = form.client.post(f"/office/branches/{branch.pk}/sign/")
    assert answer.status_code == 409
    assert "您写的没有丢" not in answer.content.decode()


def test_what_was_typed_is_shown_to_nobody_who_may_not_see_the_complaint(office: Office) -> None:
    complaint = make.complaint_in(office, "answered")
    form = Form(office.people.next_triage, "/office/")
    answer = form.client.post(f"/office/{complaint.number}/answer/", {"answer": "探问"})
    assert answer.status_code == 404
