"""A scheme as the office writes it is what every door prints, or is refused where it is written."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from dispatch.forms.month import MonthForm
from dispatch.models import ScoringScheme
from dispatch.selectors.scopes import Scope
from tests import make

pytestmark = pytest.mark.django_db


def scheme_form(**changes: object) -> dict[str, object]:
    return {
        "name": "新方案", "response_weight": 10, "resolution_weight": 50,
        "satisfaction_weight": 40, "basic_factor": "0.9", "composite_digits": 1, "start_day": 19,
        "since": "2026-01-01", "source": "测试", "rate_digits": 2, "rounding": "half_up",
        "tie": "accepted", "least_valid": 10, "governance_count": 10, "advanced_percent": 20,
        "rectify_percent": 20, "progress_points": "2.0", "supervise_volume": 10,
        "supervise_bottom": 10, "public_least": 10,
        "watch_minutes": 2, "watch_least": 5,
        "bands-TOTAL_FORMS": 1, "bands-INITIAL_FORMS": 0,
        "bands-0-name": "优秀", "bands-0-name_en": "Excellent", "bands-0-least": 95, **changes,
    }  # fmt: skip


def test_the_api_prints_the_composite_with_the_schemes_own_digits(client: Client) -> None:
    office = make.office()
    ScoringScheme.objects.update(composite_digits=2)
    for satisfaction in ("basic", "basic", "satisfied"):
        branch = make.branch_in(office, "closed", branch=make.dispatched(office))
        make.answered_callback(office, branch, satisfaction=satisfaction)
    client.force_login(office.people.head)
    page = client.get("/district/?period=2026-11&level=unit").content.decode()
    row = client.get("/api/v1/month/?period=2026-11&level=unit").json()["rows"][0]["all"]
    assert row["composite"] == "97.33"
    assert "97.33" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"basic_factor": "1.5"}, {"composite_digits": 30}, {"rate_digits": 5},
        {"advanced_percent": 60, "rectify_percent": 50}, {"bands-0-least": 101},
    ],
)  # fmt: skip
def test_a_scheme_that_could_not_be_reckoned_is_refused_where_it_is_written(
    client: Client, changes: dict[str, object]
) -> None:
    office = make.office()
    office.people.administrator.is_staff = True
    office.people.administrator.save(update_fields=["is_staff"])
    client.force_login(office.people.administrator)
    answer = client.post("/admin/dispatch/scoringscheme/add/", scheme_form(**changes))
    assert answer.status_code == 200
    assert not ScoringScheme.objects.filter(name="新方案").exists()
    assert client.post("/admin/dispatch/scoringscheme/add/", scheme_form()).status_code == 302
    assert ScoringScheme.objects.get(name="新方案").basic_factor == Decimal("0.9")


def test_an_office_that_began_in_the_middle_of_a_month_reads_the_running_period(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.office()
    ScoringScheme.objects.update(since=date(2026, 11, 5))
    now = datetime(2026, 11, 12, 9, tzinfo=make.BEIJING)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert MonthForm({}, scope=Scope(everywhere=True)).choice().cohort.label == "2026-11"
    assert MonthForm({"period": "2026-11"}, scope=Scope(everywhere=True)).choice().cohort.scheme
