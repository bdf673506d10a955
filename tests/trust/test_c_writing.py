"""C3–C5: readers start from sight, no form sets what it does not ask for, a return ends sight."""

import ast
import inspect
import json
import re
from datetime import date
from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.urls import reverse
from rest_framework import serializers

from complaints.models import Complaint, Holding
from dispatch.actions.asks.deciding import decide_ask
from dispatch.models import Assignment, Callback
from tests import make
from tests.house.sources import modules, shown
from tests.trust.asking import ask
from tests.trust.bodies import body_of
from tests.trust.doors import SITE, address
from tests.trust.expected import METHODS
from tests.trust.world import world

pytestmark = pytest.mark.django_db


# C3: what a door reads without `visible_to`, and why it may.
READS_WITHOUT_SIGHT = {
    ("complaints/views/filing.py", "Complaint"): "the sender's own, by the key of his form",
    ("complaints/views/attachments.py", "Photo"): "waiting under the key of the sender's own form",
    (
        "complaints/views/attachments.py",
        "Recording",
    ): "waiting under the key of the sender's own form",
    ("complaints/views/photos.py", "Complaint"): "shown to neighbours by who triages, by reference",
    ("complaints/api.py", "Outcome"): "reference data",
    ("dispatch/views/tickets.py", "RiskFlag"): "of a complaint found by sight",
    ("dispatch/views/advising.py", "Complaint"): "of a complaint found by sight",
    ("complaints/views/photos.py", "Photo"): "sight or token is asked before a byte is sent",
    (
        "complaints/views/recordings.py",
        "Recording",
    ): "sight or token is asked before a byte is sent",
    ("complaints/views/visitors.py", "Complaint"): "opened with number and code in this session",
    ("dispatch/views/tickets.py", "Area"): "reference data",
    ("dispatch/views/tickets.py", "Post"): "the reader's own post, for the watermark",
    ("dispatch/views/versions.py", "Supplement"): "of a complaint found by sight",
    ("dispatch/views/dispatching.py", "Assignment"): "branches of a complaint found by sight",
    ("dispatch/views/rules.py", "RuleSet"): "reference data",
    ("dispatch/views/rules.py", "RoutingRule"): "reference data",
    ("dispatch/views/trials.py", "RuleTrial"): "counts of what rules would do",
    ("forecasting/views.py", "ScanRun"): "runs of the count hold no complaint",
    ("dispatch/api/complaints.py", "Complaint"): "fresh row of a complaint just found by sight",
    ("dispatch/api/branches.py", "Callback"): "of branches found by sight",
    ("dispatch/api/branches.py", "Exclusion"): "of branches found by sight",
    ("complaints/api.py", "Area"): "reference data",
    ("complaints/api.py", "Category"): "reference data",
    ("complaints/api.py", "Organisation"): "reference data",
}


def test_c3_doors_read_complaints_by_sight_and_the_exceptions_are_named():
    found = set()
    for path in modules():
        if not {"views", "api"} & {path.stem, path.parent.name}:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                found.add((shown(path), ast.unparse(node.value)))
        sighted = {
            ast.unparse(node.func.value).removesuffix(".objects")
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"visible_to", "none"}
        }  # fmt: skip
        plain = {
            ast.unparse(node.func.value).removesuffix(".objects")
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value).endswith(".objects")
            and node.func.attr not in {"visible_to", "none"}
        }  # fmt: skip
        found -= {(shown(path), name) for name in sighted - plain}
    assert found <= set(READS_WITHOUT_SIGHT), found - set(READS_WITHOUT_SIGHT)


# C4: columns that no input may name, whatever the form.
NEVER_ASKED = {
    "status", "number", "received_at", "finished_at", "dispatch_due_at", "code_hash", "token_hash",
    "is_redaction_confirmed", "category_set_by", "sign_due_at", "contact_due_at", "onsite_due_at",
    "feedback_due_at", "dispatched_at", "signed_at", "contacted_at", "reported_at", "closed_at",
    "resident_told_at", "hotline_told_at", "rule", "rule_facts", "dispatched_by", "is_valid",
    "completed_at", "by", "applied_by", "decided_by", "decided_at", "actor", "is_superuser",
    "is_staff", "password", "groups", "user_permissions", "score", "composite", "rank",
}  # fmt: skip


# Asked for in order to find a complaint, not to make one; a petition's number is the petition
# office's own.
LOOKED_UP = {
    "TrackingForm": {"number"}, "AccessForm": {"number"}, "PetitionForm": {"number"},
}  # fmt: skip


def inputs():
    """Every form and every input shape of the apps."""
    for path in modules():
        if {"forms", "serializers"} & {path.stem, path.parent.name}:
            module = import_module(shown(path).removesuffix(".py").replace("/", "."))
            for name, kind in inspect.getmembers(module, inspect.isclass):
                if kind.__module__ != module.__name__ or name.endswith("Out"):
                    continue
                if issubclass(kind, forms.Form):
                    yield kind, set(kind.base_fields)
                elif issubclass(kind, serializers.Serializer):
                    yield kind, set(kind._declared_fields)


def test_c4_no_form_and_no_input_shape_asks_for_what_the_house_decides():
    seen = {kind.__name__ for kind, _asked in inputs()}
    assert {"TriageForm", "StaffFilingForm", "ComplaintIn", "DispatchIn"} <= seen
    for kind, asked in inputs():
        assert not asked & NEVER_ASKED - LOOKED_UP.get(kind.__name__, set()), kind.__name__
        assert not (issubclass(kind, forms.BaseModelForm)), kind.__name__
        assert not (issubclass(kind, serializers.ModelSerializer)), kind.__name__


# As a number of its own: a key or a digest may hold the same digits.
STOOD_ALONE = re.compile(r"(?<![0-9a-f])(?:1999|77777)(?![0-9a-f])")
SMUGGLED = {
    **dict.fromkeys(sorted(NEVER_ASKED - {"status"}), "1999-01-01T00:00:00Z"),
    "status": "archived", "version_": "77777", "pk": "77777", "id": "77777",
    "complaint": "77777", "complaint_id": "77777", "assignment_id": "77777", "user": "77777",
    "is_valid": "true", "is_superuser": "true", "is_staff": "true",
}  # fmt: skip


def every_row():
    """The database as text, table by table."""
    told = {}
    for model in apps.get_models():
        if model._meta.label not in {"sessions.Session", "admin.LogEntry"}:
            rows = model._default_manager.order_by("pk").values_list()
            told[model._meta.label] = [repr(row) for row in rows]
    return told


@pytest.mark.parametrize("role", ["triage", "handler", "district", "clerk"])
def test_c4_what_is_smuggled_beside_a_whole_body_is_written_nowhere(role):
    made = world()
    client = made.client(role)
    taken = 0
    before = every_row()  # Each answer's writes are taken back: once is enough.
    for door in SITE:
        if "POST" not in METHODS[door.name] or door.name in {"login", "logout"}:
            continue
        sent = SMUGGLED | body_of(door.name, made, made.own)
        with transaction.atomic():
            where = address(door, made.own)
            kind = "application/json" if where.startswith("/api/") else None
            options = {"content_type": kind, "data": json.dumps(sent)} if kind else {"data": sent}
            answer = client.post(where, **options)
            fresh = {
                row for label, rows in every_row().items() for row in set(rows) - set(before[label])
            }
            transaction.set_rollback(True)
        taken += bool(fresh)
        assert answer.status_code < 500, door.name
        for row in fresh:
            assert not STOOD_ALONE.search(row), door.name
            assert "'archived'" not in row, door.name
    assert taken >= {"triage": 8, "handler": 5, "district": 2, "clerk": 4}[role]


# C5


def test_c5_a_unit_that_gives_a_complaint_back_has_lost_it_with_the_answer():
    made = world()
    who = made.made.people
    for role, case, decider in (
        ("handler", made.own, who.triage),
        ("handler", made.secret, who.triage),
        ("neighbour", made.foreign, who.next_triage),
    ):
        client = made.client(role)
        pages = [
            reverse("office-ticket", args=[case.number]),
            reverse("office-place", args=[case.number]),
            reverse("photo", args=[case.photo]),
            reverse("branch-report", args=[case.branch]),
            reverse("api-complaint-detail", args=[case.number]),
            reverse("api-assignment-detail", args=[case.branch]),
        ]
        assert {ask(client, "GET", page).status_code for page in pages} == {200}
        decide_ask(case.ask, by=decider, is_granted=True)
        assert {ask(client, "GET", page).status_code for page in pages} == {404}
        assert case.number not in client.get(reverse("office"), {"queue": "all"}).content.decode()
        reveal = client.post(reverse("office-reveal", args=[case.number]), {"reason": "再看一下"})
        assert reveal.status_code == 404


def test_c5_another_unit_beside_it_keeps_its_own_part():
    made = world()
    decide_ask(made.own.ask, by=made.people["desk"], is_granted=True)
    ticket = reverse("office-ticket", args=[made.own.number])
    assert made.client("community").get(ticket).status_code == 200
    assert made.client("colleague").get(ticket).status_code == 404


def test_c5_a_post_that_ended_ends_its_sight_in_the_same_session():
    made = world()
    client = made.client("triage")
    ticket = reverse("office-ticket", args=[made.own.number])
    assert client.get(ticket).status_code == 200
    made.people["triage"].posts.update(until=date(2021, 1, 1))
    assert client.get(ticket).status_code == 404
    assert client.get(reverse("month")).status_code == 403


def test_c5_a_held_complaint_is_seen_by_nobody_else_of_the_street():
    made = make.office()
    branch = make.dispatched(made)
    assert Holding.objects.filter(complaint=branch.complaint, until__isnull=True).count() == 1
    for who in (made.people.safety_handler, made.people.community_worker, made.people.neighbour):
        assert not Complaint.objects.visible_to(who).exists()
        assert not Assignment.objects.visible_to(who).exists()
        assert not Callback.objects.filter(
            assignment__in=Assignment.objects.visible_to(who)
        ).exists()
