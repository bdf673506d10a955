"""Figures that look made are shown to the district with their tickets; nothing else follows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Organisation
from dispatch.actions.exclusions import apply_exclusion
from dispatch.kernels.watching import far_above, upper_tail
from dispatch.models import Assignment, Report
from dispatch.selectors.cohorts import Cohort, cohort_named
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.watching import Habit, watched
from tests import make
from tests.make import Office

PERIOD = "2026-11"
shares = st.integers(0, 60)


# ---------------------------------------------------------------- the kernel


def test_the_tail_by_hand() -> None:
    assert upper_tail(0, 10, 0.3) == 1
    assert upper_tail(10, 10, 0.5) == pytest.approx(0.5**10)
    assert upper_tail(1, 2, 0.5) == pytest.approx(0.75)
    assert upper_tail(1, 5, 0) == 0


def test_one_far_above_the_others_stands_out_alone() -> None:
    found = far_above([(20, 40), *[(2, 40)] * 9], least=5)
    assert [one is not None for one in found] == [True, *[False] * 9]
    assert found[0] is not None
    assert found[0].share == 0.5
    assert found[0].others == pytest.approx(0.05)


def test_what_all_do_is_nobodys_habit_and_a_handful_is_no_finding() -> None:
    assert far_above([(30, 40)] * 10, least=5) == [None] * 10
    assert far_above([(4, 4), *[(0, 400)] * 9], least=5) == [None] * 10
    assert far_above([], least=5) == []
    assert far_above([(9, 10)], least=5) == [None]


@given(st.lists(st.tuples(shares, shares).map(lambda one: (min(one), max(one))), max_size=30))
def test_whoever_stands_out_is_above_the_others(counts: list[tuple[int, int]]) -> None:
    for (count, n), far in zip(counts, far_above(counts, least=5), strict=True):
        if far is not None:
            assert count >= 5
            assert count / n > far.others
            assert far.chance <= 0.01


# ---------------------------------------------------------------- the month


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """Two units at work on sixteen complaints each, within the month and in no hurry; made once,
    and what a test changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = make.office()
        for number in range(16):
            for body in (office.bodies.city_office, office.bodies.safety_office):
                branch = make.dispatched(office, body=body)
                branch = make.branch_in(office, "closed", branch=branch)
                Report.objects.filter(assignment=branch).update(text=f"第 {number} 盏灯已经修好。")
        yield office
        transaction.set_rollback(True)


@pytest.fixture
def office(made: Office, db: None) -> Office:
    return made


def cohort() -> Cohort:
    return cohort_named(PERIOD)


def units_in(habit: Habit) -> list[str]:
    return [one.key for one in dict(watched(EVERYWHERE, cohort()))[habit]]


def of(body: Organisation, count: int) -> list[int]:
    rows = Assignment.objects.filter(organisation=body).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:count])


@pytest.mark.django_db
def test_a_quiet_month_names_nobody(office: Office) -> None:
    assert all(found == [] for _habit, found in watched(EVERYWHERE, cohort()))


@pytest.mark.django_db
def test_contacts_noted_just_before_the_limit_are_seen(office: Office) -> None:
    for row in Assignment.objects.filter(pk__in=of(office.bodies.city_office, 8)):
        row.contacted_at = row.contact_due_at - timedelta(seconds=40)
        row.save()
    assert units_in(Habit.LAST_MINUTE) == [office.bodies.city_office.code]


@pytest.mark.django_db
def test_reports_before_anybody_was_reached_are_seen(office: Office) -> None:
    for row in Assignment.objects.filter(pk__in=of(office.bodies.safety_office, 8)):
        assert row.reported_at is not None
        row.contacted_at = row.reported_at + timedelta(hours=2)
        row.save()
    assert units_in(Habit.UNASKED) == [office.bodies.safety_office.code]


@pytest.mark.django_db
def test_the_same_words_for_many_tickets_are_seen(office: Office) -> None:
    keys = of(office.bodies.city_office, 8)
    Report.objects.filter(assignment__in=keys).update(text="已联系，已处理。")
    assert units_in(Habit.SAME_WORDS) == [office.bodies.city_office.code]


@pytest.mark.django_db
def test_exclusions_far_above_the_others_are_seen(office: Office) -> None:
    for key in of(office.bodies.city_office, 8):
        apply_exclusion(key, by=office.people.desk, ground="other", evidence="依据")
    assert units_in(Habit.EXCLUDED) == [office.bodies.city_office.code]


@pytest.mark.django_db
def test_the_district_reads_it_with_its_tickets_and_nobody_is_punished(
    office: Office, client: Client
) -> None:
    keys = of(office.bodies.city_office, 8)
    Report.objects.filter(assignment__in=keys).update(text="已联系，已处理。")
    client.force_login(office.people.district_leader)
    page = client.get(f"/district/watch/?period={PERIOD}").content.decode()
    assert "16 件中 8 件（50.0%），其他单位合计 0.0%" in page
    assert "不扣分" in page
    code = office.bodies.city_office.code
    shown = client.get(f"/district/watch/?period={PERIOD}&habit=same_words&unit={code}")
    assert shown.context["page"].paginator.count == 8
    assert "已联系，已处理。" in shown.content.decode()
    assert client.get("/district/watch/?habit=nonsense").status_code == 404
    for name in ("head", "desk", "triage", "city_viewer", "handler"):
        client.force_login(getattr(office.people, name))
        assert client.get("/district/watch/").status_code == 403


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_units(office: Office, django_assert_num_queries) -> None:
    asked = cohort()
    # Two for each of four habits, and the words; where no two say the same, one less.
    with django_assert_num_queries(8):
        watched(EVERYWHERE, asked)
