"""More or less than before: the changes that other houses printed, and the words beside figures."""

from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dispatch.kernels.comparing import Compared, Direction, compare_counts, compare_rates
from tests.dispatch.golden_month import golden_month

counts = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        (24_575, 19_117, "-22.21"),  # 湖州, August 2022, found
        (16_788, 19_117, "13.87"),
        (75_321, 65_365, "-13.22"),  # a heating company, season 2020/21
    ],
)
def test_published_changes_come_out_to_the_last_decimal(
    before: int, after: int, printed: str
) -> None:
    found = compare_counts(before, after)
    assert found is not None
    assert str(found.signed) == printed


def test_what_rounds_to_nothing_is_level() -> None:
    assert compare_counts(1_000_000, 1_000_001) == Compared(Direction.LEVEL, Decimal("0.00"))
    assert compare_rates(Decimal("88.56"), Decimal("88.56")).direction is Direction.LEVEL


def test_nothing_before_has_no_percent() -> None:
    assert compare_counts(0, 5) is None


def test_points_are_the_difference_of_what_is_printed() -> None:
    found = compare_rates(Decimal("88.56"), Decimal("87.50"))
    assert (found.direction, str(found.amount)) == (Direction.DOWN, "1.06")


@given(counts.filter(bool), counts)
def test_the_direction_never_contradicts_the_counts(before: int, after: int) -> None:
    found = compare_counts(before, after)
    assert found is not None
    assert found.amount >= 0
    if found.direction is Direction.UP:
        assert after > before
    if found.direction is Direction.DOWN:
        assert after < before


@pytest.mark.django_db
def test_the_month_says_how_it_stands_beside_the_one_before(client: Client) -> None:
    month = golden_month()
    client.force_login(month.office.people.city_viewer)
    page = client.get("/district/?period=2026-10&level=unit").content.decode()
    # One complaint a second before the period, 24 branches in it.
    assert "受理 24 件，比上期上升 2300.00%" in page
    assert "解决率 80.42%，比上期下降 19.58 个百分点" in page
    first = client.get("/district/?period=2026-09&level=unit").content.decode()
    assert "比上期" not in first.split("month-rules")[0]
