"""B1–B4, B8, B9: guessing, the session's key and end, leaving, passwords, default accounts."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from complaints.models import User
from tests import make
from tests.conftest import CHECKOUT
from tests.trust.world import world

pytestmark = pytest.mark.django_db

HOME, OTHER = "10.2.0.1", "10.2.0.2"
RIGHT = "对的口令 tangerine 42"


@pytest.fixture
def worker():
    made = make.office()
    for person in (made.people.triage, made.people.desk):
        person.set_password(RIGHT)
        person.save(update_fields=["password"])
    return made.people.triage


def tried(name: str, password: str, *, at: str = HOME, **headers: str):
    """One try from an address; 302 is in, 200 is wrong, 429 is locked."""
    return Client(REMOTE_ADDR=at, headers=headers).post(
        reverse("login"), {"username": name, "password": password}
    )


def test_b1_five_wrong_passwords_lock_this_name_from_this_address_alone(worker):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert tried(worker.username, "wrong").status_code == 200
    assert tried(worker.username, "wrong").status_code == 429
    locked = tried(worker.username, RIGHT)
    assert locked.status_code == 429
    assert "sessionid" not in locked.cookies
    # Others behind the same address, and the person himself at another, go on.
    assert tried("t-desk", RIGHT).status_code == 302
    assert tried(worker.username, RIGHT, at=OTHER).status_code == 302


def test_b1_a_claimed_address_opens_no_lock_and_makes_none(worker):
    for turn in range(settings.AXES_FAILURE_LIMIT):
        tried(worker.username, "wrong", **{"X-Forwarded-For": f"203.0.113.{turn}"})
    forged = {"X-Forwarded-For": OTHER, "X-Real-IP": OTHER, "Client-IP": OTHER, "Forwarded": OTHER}
    assert tried(worker.username, RIGHT, **forged).status_code == 429
    assert tried(worker.username, RIGHT, at=OTHER).status_code == 302


@override_settings(TRUST_PROXY=True)
def test_b1_behind_the_proxy_what_a_caller_claims_before_it_counts_for_nothing(worker):
    for turn in range(settings.AXES_FAILURE_LIMIT):
        claimed = f"203.0.113.{turn}, {OTHER}"
        tried(worker.username, "wrong", **{"X-Forwarded-For": claimed})
    locked = {"X-Forwarded-For": f"203.0.113.99, {OTHER}"}
    assert tried(worker.username, RIGHT, **locked).status_code == 429
    assert tried("t-desk", RIGHT, **locked).status_code == 302
    assert tried(worker.username, RIGHT, **{"X-Forwarded-For": "203.0.113.7"}).status_code == 302


def test_b1_a_name_that_is_none_is_answered_like_a_wrong_password(worker):
    known, unknown = tried(worker.username, "wrong"), tried("t-no-such", "wrong")
    assert known.status_code == unknown.status_code == 200
    told = [list(page.context["form"].non_field_errors()) for page in (known, unknown)]
    assert told[0] == told[1] != []


def test_b2_the_lock_passes_after_half_an_hour(worker):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        tried(worker.username, "wrong")
    with override_settings(AXES_COOLOFF_TIME=timedelta(0)):
        assert tried(worker.username, RIGHT).status_code == 302
    assert timedelta(hours=settings.AXES_COOLOFF_TIME) == timedelta(minutes=30)


def test_b3_the_key_of_the_session_changes_at_the_door_and_is_dead_after_it(worker):
    client = Client()
    client.post(reverse("file-new"), {"text": "路灯不亮", "address": "晨光社区", "key": "k" * 32})
    before = client.session.session_key
    assert before
    client.post(reverse("login"), {"username": worker.username, "password": RIGHT})
    inside = str(client.session.session_key)
    assert inside != before
    assert not Session.objects.filter(session_key=before).exists()
    client.post(reverse("logout"))
    assert not Session.objects.filter(session_key=inside).exists()
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = inside
    assert stolen.get(reverse("office")).status_code == 302


def test_b3_a_session_ends_twelve_hours_after_signing_in(worker):
    client = Client()
    client.post(reverse("login"), {"username": worker.username, "password": RIGHT})
    ends = Session.objects.get(session_key=client.session.session_key).expire_date
    assert ends <= timezone.now() + timedelta(hours=12)
    client.get(reverse("office"))
    client.get(reverse("office-new"))
    assert Session.objects.get(session_key=client.session.session_key).expire_date == ends
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("office")).status_code == 302


def test_b3_what_keeps_a_session_fresh_does_not_keep_it_past_twelve_hours(worker):
    client = Client()
    client.post(reverse("login"), {"username": worker.username, "password": RIGHT})
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    User.objects.filter(pk=worker.pk).update(last_login=timezone.now() - age + timedelta(minutes=1))
    assert client.get(reverse("office")).status_code == 200
    User.objects.filter(pk=worker.pk).update(last_login=timezone.now() - age - timedelta(minutes=1))
    assert client.get(reverse("office")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_b3_the_cookie_is_closed_to_scripts_and_to_other_sites(worker):
    answer = tried(worker.username, RIGHT)
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_b4_a_person_whose_account_is_closed_is_out_at_the_next_request():
    made = world()
    client = made.client("triage")
    ticket = reverse("office-ticket", args=[made.own.number])
    photo = reverse("photo", args=[made.own.photo])
    assert client.get(ticket).status_code == 200
    User.objects.filter(pk=made.people["triage"].pk).update(is_active=False)
    assert client.get(ticket).status_code == 302
    assert client.get(photo).status_code == 404
    assert client.get(reverse("api-complaint-list")).status_code == 403
    assert client.post(reverse("office-reveal", args=[made.own.number])).status_code == 302


def test_b4_a_new_password_ends_every_session_of_the_old_one(worker):
    client = Client()
    client.post(reverse("login"), {"username": worker.username, "password": RIGHT})
    assert client.get(reverse("office")).status_code == 200
    worker.set_password("another 口令 that is long")
    worker.save(update_fields=["password"])
    assert client.get(reverse("office")).status_code == 302


@pytest.mark.parametrize(
    "password",
    ["short9!", "1234567890", "password123", "qwertyuiop", "t-triage-x1",
     "hotline-12345-x", "jiesujiban2026", "接诉即办接诉即办12", "dongxujiedao88",
     "东虚街道东虚街道1",
     "chenguangshequ-1", "Admin@12345678"],
)  # fmt: skip
def test_b8_a_password_that_an_outsider_would_try_first_is_refused(worker, password):
    make.area("110199001", "东虚街道", "subdistrict", None)
    worker.posts.first().organisation.area.__class__.objects.filter(code="110199001").update(
        pinyin="dongxujiedao", initials="dxjd"
    )
    with pytest.raises(ValidationError) as refused:
        validate_password(password, worker)
    assert all(len(words) > 3 for words in refused.value.messages)


@pytest.mark.parametrize(
    "password",
    ["tangerine kettle 7 moss", "骆驼祥子拉车去了南边", "x" * 40 + "kettle moss 83 quay"],
)
def test_b8_a_long_password_of_ones_own_is_taken(worker, password):
    validate_password(password, worker)
    worker.set_password(password)
    worker.save(update_fields=["password"])
    assert tried(worker.username, password).status_code == 302


def served(tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command as the served set-up runs it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "beijing_governance.settings.production",
        "SECRET_KEY": "for this test alone and nowhere else 0123456789",
        "FIELD_KEYS": "k1:" + "A" * 43 + "=",
        "ALLOWED_HOSTS": "office.invalid",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'served.sqlite3'}",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "VAR_DIR": str(tmp_path),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *command], cwd=CHECKOUT, env=environment, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def test_b9_the_demonstration_and_its_accounts_are_refused_where_real_people_are_served(tmp_path):
    served(tmp_path, "manage.py", "migrate", "--noinput", "--verbosity", "0")
    refused = served(tmp_path, "manage.py", "demo")
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    assert refused.stderr.strip()
    count = "from complaints.models import User; print('accounts', User.objects.count())"
    assert "accounts 0" in served(tmp_path, "manage.py", "shell", "-c", count).stdout


def test_b9_the_office_starts_with_no_account_at_all():
    assert not User.objects.exists()
