"""K1, K3, K4: no step without its row, no entry that pretends to be two, no secret in the tree."""

import logging
import re
import subprocess

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from beijing_governance.logs import OneLineFormatter
from tests import make
from tests.conftest import CHECKOUT
from tests.trust.bodies import body_of
from tests.trust.doors import SITE, address
from tests.trust.faults import refusing
from tests.trust.test_a_secrecy import listening, sent
from tests.trust.test_c_writing import every_row
from tests.trust.world import world

pytestmark = pytest.mark.django_db

# Each verb by a door that runs it, by whom, and the table of the row that tells of it.
VERBS = [
    ("file-new", "anonymous", "complaints_complaintevent"),
    ("office-new", "clerk", "complaints_complaintevent"),
    ("office-classify", "triage", "complaints_complaintevent"),
    ("office-dispatch", "triage", "complaints_complaintevent"),
    ("office-dispatch", "triage", "dispatch_assignmentevent"),
    ("branch-contact", "handler", "dispatch_assignmentevent"),
    ("branch-report", "handler", "dispatch_assignmentevent"),
    ("office-ask", "triage", "dispatch_assignmentevent"),
    ("branch-exclude", "desk", "dispatch_assignmentevent"),
    ("office-callback", "clerk", "dispatch_assignmentevent"),
    ("office-exclusion", "district", "dispatch_assignmentevent"),
    ("office-reveal", "clerk", "complaints_identityaccess"),
    ("office-import-rejects", "triage", "complaints_importevent"),
    ("api-complaint-list", "clerk", "complaints_complaintevent"),
    ("api-complaint-classify", "triage", "complaints_complaintevent"),
    ("api-complaint-dispatch", "triage", "dispatch_assignmentevent"),
    ("api-complaint-reveal", "clerk", "complaints_identityaccess"),
    ("api-assignment-contact", "handler", "dispatch_assignmentevent"),
    ("api-assignment-report", "handler", "dispatch_assignmentevent"),
    ("api-ask-decide", "triage", "dispatch_assignmentevent"),
    ("api-assignment-exclude", "desk", "dispatch_assignmentevent"),
    ("api-callback-attempt", "clerk", "dispatch_assignmentevent"),
    ("api-callback-complete", "clerk", "dispatch_assignmentevent"),
    ("api-exclusion-decide", "district", "dispatch_assignmentevent"),
]
# What counting a try writes is no step.
COUNTED = "complaints.TrackingAttempt"


def rows():
    return {label: told for label, told in every_row().items() if label != COUNTED}


@pytest.mark.parametrize(("door", "role", "table"), VERBS)
def test_k1_a_step_whose_row_cannot_be_written_has_not_happened(door, role, table):
    made = world()
    client = made.client(role)
    where = address(next(one for one in SITE if one.name == door), made.own)
    given = body_of(door, made, made.own)
    before = rows()
    with refusing(table):
        answer = sent(client, where, given)
        assert answer.status_code == 500
        assert rows() == before
    # The same once more, with the row: it was the row that held it back.
    again = sent(made.client(role), where, given)
    assert again.status_code in {200, 201, 204, 302}
    assert rows() != before


def test_k1_every_step_on_a_branch_and_on_a_complaint_has_its_row():
    made = make.office()
    complaint = make.complaint_in(made, "archived")
    verbs = list(complaint.events.values_list("verb", flat=True))
    assert verbs == ["receive", "confirm_redaction", "dispatch", "finish", "open_callback",
                     "record_callback", "archive"]  # fmt: skip
    told = apps.get_model("dispatch", "AssignmentEvent").objects.order_by("pk")
    assert [*told.values_list("verb", flat=True)] == [
        "dispatch", "sign", "contact", "report", "tell_resident", "tell_hotline", "open_callback",
        "complete_callback",
    ]  # fmt: skip
    assert told.filter(by=None).exclude(actor="machine").count() == 0


# K3

FORGED = "2026-11-02 09:00:00,000 INFO axes Successful login by {username: admin}"


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", "\x1b[2K"])
def test_k3_a_name_with_a_line_break_makes_no_second_entry(breaks):
    make.office()
    client = Client(raise_request_exception=False)
    with listening() as log:
        for _ in range(6):
            client.post(reverse("login"), {"username": f"x{breaks}{FORGED}", "password": "x"})
        client.get(f"/no-such/{breaks}{FORGED}/")
        client.post(reverse("track"), {"number": f"1{breaks}{FORGED}", "code": "x"})
        logging.getLogger("django.request").error("as typed: %s", f"x{breaks}{FORGED}")
    assert "as typed: x" in log.getvalue()
    assert not any(line.startswith("2026-11-02 09:00:00") for line in log.getvalue().splitlines())
    assert "\x1b" not in log.getvalue()


def test_k3_a_traceback_is_set_in_so_that_none_of_its_lines_passes_for_an_entry():
    error = ValueError(f"x\n{FORGED}\nDETAIL:  Failing row contains (13800000712,\n{FORGED}).")
    record = logging.LogRecord("x", 40, "", 1, "broke", (), (ValueError, error, None))
    lines = OneLineFormatter().format(record).splitlines()
    assert "broke" in lines[0]
    assert all(line.startswith("    ") for line in lines[1:])
    assert "13800000712" not in "\n".join(lines)


# K4

SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of a cloud": r"\b(?:AKIA|ASIA|LTAI)[A-Z0-9]{12,}\b",
    "a token": r"\b(?:ghp|gho|glpat|xox[bap]|sk_live|npm)[_-][A-Za-z0-9_-]{16,}",
    "a password in an address": r"\b[a-z]+://[a-z0-9_]+:[^@\s$\{<\"']{3,}@(?!127\.0\.0\.1|localhost)",
    "a value of a secret": r"(?im)^\s*(?:SECRET_KEY|FIELD_KEYS|HASH_KEY|POSTGRES_PASSWORD)\s*[:=]"
    r"\s*[\"'\[]*[A-Za-z0-9+/=_-]{20,}",
}  # fmt: skip
# Said to be no secret where they stand.
KNOWN = {"beijing_governance/settings/test.py", "tests/trust/test_b_signing_in.py",
         "tests/trust/test_k_audit.py"}  # fmt: skip
PLACEHOLDERS = re.compile(r"office:\$|postgres://office:|user:password|root:trust")


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    return [name for name in listed.split("\0") if name and (CHECKOUT / name).is_file()]


def test_k4_no_secret_is_in_the_tree():
    found = {}
    for name in tracked():
        if name in KNOWN or name.startswith("static/vendor/"):
            continue
        words = (CHECKOUT / name).read_bytes().decode("utf-8", "ignore")
        for what, pattern in SECRETS.items():
            hits = [hit for hit in re.findall(pattern, words) if not PLACEHOLDERS.search(str(hit))]
            if hits:
                found[name] = f"{what}: {hits[0][:40]}"
    assert found == {}


def test_k4_what_holds_secrets_at_run_time_is_not_tracked():
    names = tracked()
    assert not [
        name for name in names if re.search(r"(^|/)(\.env|secrets\.json|.*\.sqlite3)$", name)
    ]
    assert not [name for name in names if name.startswith(("var/", ".venv/"))]
    ignored = (CHECKOUT / ".gitignore").read_text("utf-8").split()
    assert {"var/", ".venv/"} <= {line.removeprefix("/") for line in ignored}
    assert ".env" in ignored


def test_k4_pages_and_errors_tell_no_setting():
    made = world()
    for role in ("anonymous", "triage", "admin"):
        client = made.client(role)
        for where in ("/", "/no-such/", "/health/ready", "/api/v1/schema/", "/admin/", "/office/"):
            words = client.get(where).content.decode("utf-8", "ignore")
            assert "for-tests-only" not in words
            assert "SECRET_KEY" not in words
            assert "postgres://" not in words
