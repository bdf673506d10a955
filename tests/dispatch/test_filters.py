"""Days and posts at the edge of what there is give a page in words, never an error."""

from datetime import date

import pytest
from django.test import Client

from complaints.errors import Invalid
from complaints.models import Organisation, Role, User
from dispatch.selectors.cohorts import cohort_between
from tests import make

pytestmark = pytest.mark.django_db

EDGES = ("0001-01-01", "1899-12-31", "9999-12-31")


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.mark.parametrize("day", EDGES)
@pytest.mark.parametrize("name", ["received_from", "received_to"])
def test_a_day_no_calendar_of_ours_holds_is_said_on_the_board(
    office: make.Office, client: Client, name: str, day: str
) -> None:
    client.force_login(office.people.triage)
    answer = client.get(f"/office/?queue=all&{name}={day}")
    assert answer.status_code == 200
    assert "1900" in answer.content.decode() or "2199" in answer.content.decode()


@pytest.mark.parametrize("day", EDGES)
def test_a_day_no_calendar_of_ours_holds_is_said_at_the_api(
    office: make.Office, client: Client, day: str
) -> None:
    client.force_login(office.people.triage)
    assert client.get(f"/api/v1/complaints/?received_to={day}").status_code == 400
    assert client.get(f"/api/v1/complaints/?received_from={day}").status_code == 400


@pytest.mark.parametrize("day", EDGES)
def test_a_day_no_calendar_of_ours_holds_finds_no_look(
    office: make.Office, client: Client, day: str
) -> None:
    client.force_login(office.people.auditor)
    assert client.get(f"/office/access/?day={day}").status_code == 200


@pytest.mark.parametrize("role", [Role.HEAD, Role.TRIAGE_OFFICER, Role.DISTRICT_LEADER])
def test_a_post_in_a_body_without_an_area_has_an_empty_board(client: Client, role: str) -> None:
    body = Organisation.objects.create(
        code="N", name="无辖区单位", kind="outside", since=date(2020, 1, 1)
    )
    user: User = make.person("t-nowhere", role, body)
    client.force_login(user)
    assert client.get("/office/").status_code == 200


@pytest.mark.parametrize(
    ("first", "last"), [("0001-01-01", "2026-11-18"), ("2026-10-19", "9999-12-31")]
)
def test_a_range_that_no_clock_reaches_is_refused_in_words(
    office: make.Office, first: str, last: str
) -> None:
    with pytest.raises(Invalid, match="2199"):
        cohort_between(date.fromisoformat(first), date.fromisoformat(last))
