import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from beijing_governance.stack import ACCOUNTS
from complaints.models import Complaint, User
from dispatch.models import RoutingRule, ScoringScheme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("demo", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_an_empty_database_gets_its_ground_its_people_and_a_year(settings: Any) -> None:
    out, err = run("--tickets", "150", "--seed", "3")
    assert Complaint.objects.count() == 150
    assert RoutingRule.objects.exists()
    assert ScoringScheme.objects.exists()
    assert err == "", "a bar is for a person at a terminal"
    for name in ACCOUNTS:
        assert name in out.split()
    assert settings.DEMO_PASSWORD in out
    request = RequestFactory().post("/login/")
    for name in ACCOUNTS:
        found = authenticate(request, username=name, password=settings.DEMO_PASSWORD)
        assert isinstance(found, User), name
        assert found.current_posts, name
    with pytest.raises(CommandError) as refusal:
        run("--tickets", "150")
    assert refusal.value.returncode == 2
    assert Complaint.objects.count() == 150


@pytest.mark.parametrize("kind", ["production", "base"])
def test_nothing_invented_enters_a_service(kind: str, settings: Any) -> None:
    settings.SETTINGS_KIND = kind
    with pytest.raises(CommandError, match="embedded") as refusal:
        run("--tickets", "150")
    assert refusal.value.returncode == 2
    assert not User.objects.exists()


def test_a_name_that_somebody_has_is_no_half_demonstration() -> None:
    User.objects.create(username="centre")
    with pytest.raises(CommandError, match="centre") as refusal:
        run("--tickets", "150")
    assert refusal.value.returncode == 2
    assert list(User.objects.values_list("username", flat=True)) == ["centre"]
    assert not RoutingRule.objects.exists()


@pytest.mark.parametrize("arguments", [["--scale", "village"], ["--tickets", "3"], ["--seed", "x"]])
def test_unusable_arguments_are_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)
