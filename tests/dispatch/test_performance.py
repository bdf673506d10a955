"""The public page: closed months, the same definitions, nothing small and nothing of a ticket."""

import pytest
from django.test import Client

from complaints.models import Area, Complaint
from dispatch.actions.closing import close_month
from dispatch.models import ScoringScheme
from dispatch.selectors.performance import public_month
from tests.dispatch.golden_month import AS_OF, PERIOD, golden_month

pytestmark = pytest.mark.django_db
PAGE = "/performance/"


def closed(least: int) -> None:
    month = golden_month()
    ScoringScheme.objects.update(public_least=least)
    close_month(PERIOD, by=month.office.people.district_leader, at=AS_OF)


def test_without_a_closed_month_it_says_so(client: Client) -> None:
    golden_month()
    assert "还没有封存的月份" in client.get(PAGE).content.decode()


def test_anybody_reads_the_closed_figures_and_no_ticket(client: Client) -> None:
    closed(3)
    page = client.get(PAGE).content.decode()
    street = Area.objects.get(code="110199001")
    month = public_month()
    assert month is not None
    row = next(one for one in month.rows if one.name == street.name)
    assert str(row.accepted) in page
    assert row.printed is not None
    assert str(row.printed.composite) in page
    for complaint in Complaint.objects.all():
        assert complaint.number not in page
    assert "名次" not in page.split("<details")[0]


def test_what_is_small_is_not_told_nor_any_rate_over_it(client: Client) -> None:
    closed(10)
    month = public_month()
    assert month is not None
    small = [row for row in month.rows if row.valid is None]
    assert small
    for row in small:
        assert row.printed is None
        assert row.interval is None
        assert row.grade == ""
    assert "少于 10" in client.get(PAGE).content.decode()


def test_a_month_that_is_not_closed_is_not_there(client: Client) -> None:
    closed(3)
    assert client.get(f"{PAGE}?period=2026-01").status_code == 404
    assert client.get(f"{PAGE}?period=%00nonsense").status_code == 404
    assert client.get(f"{PAGE}?period={PERIOD}").status_code == 200


def test_late_answers_move_no_public_figure(client: Client) -> None:
    closed(3)
    before = client.get(PAGE).content
    Complaint.objects.update(finished_at=None)
    ScoringScheme.objects.update(public_least=1000, response_weight=0, resolution_weight=60)
    assert public_month() is not None
    after = client.get(PAGE).content
    assert len(before) == len(after)
