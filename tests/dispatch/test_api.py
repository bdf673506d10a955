"""The REST doors: the same actions, the same sight, refusals with status and words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from complaints.models import Complaint, IdentityAccess
from dispatch.models import Callback
from dispatch.tasks import open_due_callbacks
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make.office()


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_nobody_reads_without_signing_in():
    for name in ("complaints", "assignments", "callbacks", "exclusions", "areas", "month"):
        assert APIClient().get(f"/api/v1/{name}/").status_code == 403, name


def test_a_complaint_goes_its_whole_way_through_the_api(made):
    desk, unit = signed_in(made.people.triage), signed_in(made.people.handler)
    body = {
        "text": make.WORDS,
        "community": made.places.community.code,
        "category": made.category.code,
        "channel": "phone",
        "name": "测试居民甲",
        "phone": "010-00000001",
        "idempotency_key": "same-key",
    }
    filed = desk.post("/api/v1/complaints/", body, format="json")
    assert filed.status_code == 201
    again = desk.post("/api/v1/complaints/", body, format="json")
    assert (again.status_code, again.json()["number"]) == (200, filed.json()["number"])
    assert Complaint.objects.count() == 1

    at = f"/api/v1/complaints/{filed.json()['number']}/"
    version = desk.get(at).json()["version"]
    order = {"version": version, "redacted_text": make.WORDS}
    branch = desk.post(f"{at}dispatch/", order, format="json")
    assert branch.status_code == 201
    assert branch.json()["organisation"]["code"] == "T-ST1-U"

    to = f"/api/v1/assignments/{branch.json()['id']}/"
    assert unit.post(f"{to}sign/").json()["status"] == "signed"
    contact = {"method": "phone", "outcome": "reached"}
    assert unit.post(f"{to}contact/", contact, format="json").status_code == 201
    report = {"outcome": "solved", "text": "已更换灯泡。"}
    assert unit.post(f"{to}report/", report, format="json").status_code == 201
    assert unit.post(f"{to}tell_resident/").json()["status"] == "resident_told"
    assert desk.post(f"{to}tell_hotline/").json()["status"] == "closed"
    assert desk.get(at).json()["status"] == "finished"


def test_a_callback_is_completed_through_the_api(made):
    make.branch_in(made, "closed")
    open_due_callbacks()
    callback = Callback.objects.get()
    answers = {"contacted": True, "resolved": True, "satisfaction": "basic"}
    client = signed_in(made.people.triage)
    done = client.post(f"/api/v1/callbacks/{callback.pk}/complete/", answers, format="json")
    assert done.status_code == 200
    assert done.json()["is_valid"] is True
    again = client.post(f"/api/v1/callbacks/{callback.pk}/complete/", answers, format="json")
    assert again.status_code == 409
    assert again.json()["detail"]


def test_a_neighbour_finds_neither_row_nor_verb(made):
    branch = make.dispatched(made)
    client = signed_in(made.people.neighbour)
    number = branch.complaint.number
    assert client.get("/api/v1/complaints/").json()["results"] == []
    assert client.get(f"/api/v1/complaints/{number}/").status_code == 404
    assert client.get(f"/api/v1/assignments/{branch.pk}/").status_code == 404
    assert client.post(f"/api/v1/assignments/{branch.pk}/sign/").status_code == 404
    assert client.post(f"/api/v1/complaints/{number}/archive/").status_code == 404


def test_a_unit_reads_the_confirmed_words_and_not_the_original(made):
    complaint = make.received(made, words="王府某室的电话是 13800138000，路灯坏了。")
    branch = make.dispatched(made, complaint)
    seen = signed_in(made.people.handler).get(f"/api/v1/complaints/{complaint.number}/").json()
    assert seen["text"] is None
    assert "13800138000" not in seen["redacted_text"]
    officer = signed_in(made.people.triage).get(f"/api/v1/complaints/{complaint.number}/").json()
    assert "13800138000" in officer["text"]
    assert branch.organisation.code == "T-ST1-U"


def test_an_identity_is_opened_with_a_reason_and_the_look_is_kept(made):
    complaint = make.received(made)
    at = f"/api/v1/complaints/{complaint.number}/reveal/"
    client = signed_in(made.people.triage)
    refused = client.post(at, {"reason": "看"}, format="json")
    assert refused.status_code == 422
    assert IdentityAccess.objects.count() == 0
    shown = client.post(at, {"reason": "电话核实地点"}, format="json")
    assert shown.json()["phone"] == make.CALLER.phone
    assert IdentityAccess.objects.get().user == made.people.triage


def test_fields_that_nobody_may_set_are_ignored(made):
    body = {
        "text": make.WORDS, "channel": "window", "status": "archived", "number": "1",
        "version": 99, "is_redaction_confirmed": True, "code_hash": "x",
    }  # fmt: skip
    client = signed_in(made.people.triage)
    answer = client.post("/api/v1/complaints/", body, format="json")
    complaint = Complaint.objects.get(number=answer.json()["number"])
    assert (complaint.status, complaint.version) == ("received", 1)
    assert complaint.is_redaction_confirmed is False


def test_a_stale_edit_is_refused_with_409(made):
    complaint = make.received(made)
    body = {
        "version": complaint.version, "address": "东门", "community": made.places.community.code,
        "category": made.category.code, "demand_kind": "help", "urgency": "urgent",
        "redacted_text": make.WORDS,
    }  # fmt: skip
    client = signed_in(made.people.triage)
    at = f"/api/v1/complaints/{complaint.number}/classify/"
    assert client.post(at, body, format="json").json()["urgency"] == "urgent"
    stale = client.post(at, body, format="json")
    assert stale.status_code == 409


def test_an_objection_leaves_the_order_where_it_is_until_it_is_upheld(made):
    branch = make.dispatched(made, at=timezone.now() - timedelta(minutes=10))
    client = signed_in(made.people.handler)
    at = f"/api/v1/assignments/{branch.pk}/ask/"
    words = {"kind": "objection", "ground": "not_here", "words": "不在本辖区"}
    assert client.post(at, {**words, "words": ""}, format="json").status_code == 400
    asked = client.post(at, words, format="json")
    assert asked.status_code == 201
    assert client.post(at, words, format="json").status_code == 409
    assert client.get(f"/api/v1/assignments/{branch.pk}/").status_code == 200
    decide = f"/api/v1/asks/{asked.json()['id']}/decide/"
    assert client.post(decide, {"is_granted": True}, format="json").status_code == 403
    office = signed_in(made.people.desk)
    assert office.post(decide, {"is_granted": False}, format="json").status_code == 422
    assert office.post(decide, {"is_granted": True}, format="json").json()["status"] == "granted"
    assert client.get(f"/api/v1/assignments/{branch.pk}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "x" * 20_001, "channel": "phone"},
        {"text": "路灯", "channel": "hotline"},
        {"text": "路灯", "channel": "phone", "lon": 116.4},
        {"text": "路灯", "channel": "phone", "community": "nope"},
        {"text": "路灯", "channel": "phone", "category": 7},
    ],
)
def test_bad_input_is_named_field_by_field_and_writes_nothing(made, body):
    answer = signed_in(made.people.triage).post("/api/v1/complaints/", body, format="json")
    assert answer.status_code == 400
    assert answer.json()
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[1]", b"null"])
def test_a_body_that_is_no_object_is_a_400(made, content):
    client = signed_in(made.people.triage)
    answer = client.post("/api/v1/complaints/", content, content_type="application/json")
    assert answer.status_code == 400


def test_the_list_asks_the_database_as_often_for_thirty_as_for_one(made):
    client = signed_in(made.people.triage)

    def asked(expected):
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get("/api/v1/complaints/").json()["results"]) == expected
        return len(queries)

    make.filed(made, key="k0")
    asked(1)  # the person's posts are read once a request; here one object stays signed in
    for_one = asked(1)
    for number in range(1, 30):
        make.filed(made, key=f"k{number}")
    assert asked(30) == for_one <= 6


def test_the_list_is_filtered_like_the_board(made):
    make.received(made)
    make.received(made, words="楼道里堆满了纸箱，担心着火。")
    client = signed_in(made.people.triage)
    found = client.get("/api/v1/complaints/", {"q": "纸箱"}).json()["results"]
    assert [row["redacted_text"][:4] for row in found] == ["楼道里堆"]
    assert client.get("/api/v1/complaints/", {"status": "nonsense"}).status_code == 400


def test_reference_data_are_read_only(made):
    client = signed_in(made.people.triage)
    assert client.get("/api/v1/categories/").json()["results"][0]["code"]
    assert client.get(f"/api/v1/areas/{made.places.street.code}/").json()["parent_code"] == "110199"
    assert client.get("/api/v1/organisations/T-ST1-U/").json()["area_code"] == "110199001"
    assert client.post("/api/v1/areas/", {}, format="json").status_code == 405


def test_the_month_is_given_with_its_cohort_and_both_bases(made):
    branch = make.branch_in(made, "closed")
    make.answered_callback(made, branch, satisfaction="basic")
    client = signed_in(made.people.district_leader)
    table = client.get("/api/v1/month/", {"period": "2026-11", "level": "unit"}).json()
    assert (table["starts_on"], table["ends_on"]) == ("2026-10-19", "2026-11-18")
    row = table["rows"][0]
    assert (row["code"], row["all"]["valid"], row["all"]["basic"]) == ("T-ST1-U", 1, 1)
    assert (row["all"]["satisfaction_percent"], row["all"]["composite"]) == ("90.00", "96.0")
    assert row["kept"] == row["all"]
    assert table["summary"]["all"]["rank"] is None


def test_a_month_that_is_none_and_a_reader_without_a_post_are_refused(made):
    leader = signed_in(made.people.district_leader)
    assert leader.get("/api/v1/month/", {"period": "2026-13"}).status_code == 422
    assert leader.get("/api/v1/month/", {"period": "soon"}).status_code == 400
    assert signed_in(made.people.handler).get("/api/v1/month/").status_code == 403


def test_a_colleague_with_the_same_key_files_his_own_and_sees_no_receipt_but_his(made):
    body = {"text": make.WORDS, "channel": "phone", "idempotency_key": "1"}
    first = signed_in(made.people.triage).post("/api/v1/complaints/", body, format="json").json()
    other = signed_in(made.people.desk).post("/api/v1/complaints/", body, format="json").json()
    assert first["number"] != other["number"]
    assert first["code"] != other["code"]
