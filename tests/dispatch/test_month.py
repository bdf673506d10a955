"""The month against a data set worked by hand, and against a real on-time table."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from complaints.errors import Invalid
from complaints.models import Complaint
from dispatch.actions.schemes import load_schemes
from dispatch.files.schemes import read_schemes
from dispatch.models import Assignment, ScoringScheme
from dispatch.selectors.cohorts import (
    cohort_between,
    cohort_named,
    cohorts_until,
    current_cohort,
)
from dispatch.selectors.figures import behind_figure, entries_of
from dispatch.selectors.month import month_table, month_with_trend, sorted_rows
from dispatch.selectors.on_time import on_time_table
from dispatch.selectors.scopes import EVERYWHERE, scope_of
from dispatch.selectors.tallies import Base, Level
from tests import make
from tests.dispatch.golden_month import AS_OF, PERIOD, golden_month

pytestmark = pytest.mark.django_db

CITY, SAFETY, COMMITTEE, NEXT = "T-ST1-U", "T-ST1-S", "T-ST1-K", "T-ST2-U"
STREET, NEXT_STREET = "110199001", "110199002"


def table_of(level=Level.UNIT, base=Base.ALL, scope=EVERYWHERE):
    return month_table(scope, cohort_named(PERIOD, at=AS_OF), level=level, base=base)


def counted(row):
    return tuple(count for _name, count in row.shown.figures)


def rates(row):
    return tuple(str(figure) for figure in row.shown.printed)


def by_code(table):
    return {row.code or row.name: row for row in table.rows}


def test_the_worked_month_comes_out_by_unit():
    golden_month()
    table = table_of()
    rows = by_code(table)
    assert {code: counted(row) for code, row in rows.items()} == {
        CITY: (12, 11, 10, 9, 8, 6, 2),
        SAFETY: (4, 4, 4, 4, 3, 2, 1),
        COMMITTEE: (2, 2, 2, 2, 2, 1, 1),
        NEXT: (6, 6, 3, 3, 2, 2, 1),
    }
    assert {code: rates(row) for code, row in rows.items()} == {
        CITY: ("90.00", "80.00", "78.00", "80.2"),
        SAFETY: ("100.00", "75.00", "72.50", "76.5"),
        COMMITTEE: ("100.00", "100.00", "95.00", "98.0"),
        NEXT: ("100.00", "66.67", "96.67", "82.0"),
    }
    assert [(row.shown.rank, row.code) for row in table.rows] == [
        (1, COMMITTEE),
        (2, NEXT),
        (3, CITY),
        (4, SAFETY),
    ]
    # Sums below; means (90+100+100+100)/4, (80+75+100+66.67)/4, (78+72.5+95+96.67)/4,
    # (80.2+76.5+98+82)/4.
    assert counted(table.foot) == (24, 23, 19, 18, 15, 11, 5)
    assert rates(table.foot) == ("97.50", "80.42", "85.54", "84.2")


def test_a_granted_exclusion_leaves_the_second_base_only():
    golden_month()
    table = table_of(base=Base.KEPT)
    city = by_code(table)[CITY]
    assert counted(city) == (11, 10, 9, 9, 8, 6, 2)
    assert rates(city) == ("100.00", "88.89", "86.67", "89.1")
    assert str(city.all.printed.composite) == "80.2"
    assert [row.code for row in table.rows] == [COMMITTEE, CITY, NEXT, SAFETY]
    # Refused and undecided applications stay in.
    assert counted(by_code(table)[COMMITTEE]) == (2, 2, 2, 2, 2, 1, 1)
    assert counted(by_code(table)[NEXT]) == (6, 6, 3, 3, 2, 2, 1)


def test_a_place_is_judged_by_its_complaints_and_their_lead_units():
    golden_month()
    rows = by_code(table_of(Level.SUBDISTRICT))
    assert counted(rows[STREET]) == (18, 17, 15, 14, 13, 9, 4)
    assert rates(rows[STREET]) == ("93.33", "86.67", "84.00", "86.3")
    assert counted(rows[NEXT_STREET]) == (6, 6, 3, 3, 2, 2, 1)
    assert counted(rows["-"]) == (1, 0, 0, 0, 0, 0, 0)
    assert rates(rows["-"]) == ("0.00", "0.00", "0.00", "0.0")
    kept = by_code(table_of(Level.SUBDISTRICT, Base.KEPT))
    assert counted(kept[STREET]) == (17, 16, 14, 14, 13, 9, 4)
    assert rates(kept[STREET]) == ("100.00", "92.86", "90.00", "92.4")

    communities = by_code(table_of(Level.COMMUNITY))
    accepted = {code: row.shown.tally.accepted for code, row in communities.items()}
    assert accepted == {"110199001001": 15, "110199001002": 3, "110199002001": 6, "-": 1}
    districts = by_code(table_of(Level.DISTRICT))
    assert counted(districts["110199"]) == (24, 23, 18, 17, 15, 11, 5)


def test_a_second_decides_the_month():
    month = golden_month()
    named = cohort_named(PERIOD, at=AS_OF)
    assert (named.starts_on, named.ends_on) == (date(2026, 9, 19), date(2026, 10, 18))
    inside = Complaint.objects.received_between(*named.window)
    assert inside.filter(pk__in=[month.first.pk, month.last.pk]).count() == 2
    before = cohort_named("2026-09", at=AS_OF)
    after = cohort_named("2026-11", at=AS_OF)
    for other in (before, after):
        table = month_table(EVERYWHERE, other, level=Level.UNIT, base=Base.ALL)
        assert [(row.code, counted(row)) for row in table.rows] == [(CITY, (1, 1, 1, 1, 1, 1, 0))]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("base", list(Base))
def test_every_figure_has_exactly_its_tickets_behind_it(level, base):
    month = golden_month()
    viewer = month.office.people.city_viewer
    table = table_of(level, base)
    checked = 0
    for row in [*table.rows, table.foot]:
        for name, count in row.shown.figures:
            behind = behind_figure(
                viewer, EVERYWHERE, table.cohort, level=level, base=base, figure=name, key=row.key
            )
            assert (behind.total, behind.rows.count()) == (count, count), (row.name, name)
            checked += count
    assert checked > 100


def test_a_figures_tickets_show_the_branch_that_counts():
    month = golden_month()
    cohort = cohort_named(PERIOD, at=AS_OF)
    viewer = month.office.people.city_viewer
    behind = behind_figure(
        viewer, EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL, figure="accepted", key=SAFETY
    )
    entries = entries_of(list(behind.rows))
    together = next(entry for entry in entries if entry.complaint == month.shared)
    assert (together.branch.role, together.callback.resolved) == ("co", False)
    # All units together: the shared complaint stands there once for each of its branches.
    behind = behind_figure(
        viewer, EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL, figure="accepted"
    )
    entries = entries_of(list(behind.rows))
    assert [e.branch.role for e in entries if e.complaint == month.shared] in (
        ["co", "lead"],
        ["lead", "co"],
    )
    assert [entry.complaint for entry in entries if entry.is_excluded] == [month.excluded]
    behind = behind_figure(
        viewer, EVERYWHERE, cohort, level=Level.SUBDISTRICT, base=Base.ALL, figure="accepted"
    )
    entries = entries_of(list(behind.rows))
    assert len(entries) == 25
    together = next(entry for entry in entries if entry.complaint == month.shared)
    assert together.branch.role == "lead"


def test_queries_do_not_grow_with_units_periods_or_tickets(django_assert_num_queries):
    golden_month()
    cohort = cohort_named(PERIOD, at=AS_OF)
    # The counts, and the grades.
    with django_assert_num_queries(2):
        month_table(EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL)
    with django_assert_num_queries(3):
        month_table(EVERYWHERE, cohort, level=Level.SUBDISTRICT, base=Base.KEPT)
    with django_assert_num_queries(3):
        month_with_trend(EVERYWHERE, cohort, level=Level.SUBDISTRICT, base=Base.ALL)
    with django_assert_num_queries(2):
        on_time_table(EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL)


def test_twelve_periods_of_one_unit_or_of_the_mean():
    golden_month()
    cohort = cohort_named("2026-11", at=AS_OF)
    table, trend = month_with_trend(EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL)
    assert [point.label for point in trend.points][-4:] == [
        "2026-08", "2026-09", "2026-10", "2026-11",
    ]  # fmt: skip
    assert [point.accepted for point in trend.points] == [0] * 9 + [1, 24, 1]
    assert str(trend.points[-2].printed.composite) == "84.2"
    assert [row.code for row in table.rows] == [CITY]
    _table, trend = month_with_trend(
        EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL, key=SAFETY
    )
    assert trend.name == "东虚街道平安建设办公室"
    assert [point.accepted for point in trend.points][-3:] == [0, 4, 0]
    _table, trend = month_with_trend(
        EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL, key="no such unit"
    )
    assert trend.name == ""


def test_a_street_sees_its_own_units_and_the_districts_streets():
    month = golden_month()
    people = month.office.people
    own = scope_of(people.head)
    assert {row.code for row in table_of(scope=own).rows} == {CITY, SAFETY, COMMITTEE}
    streets = table_of(Level.SUBDISTRICT, scope=own)
    assert {row.code: row.can_open for row in streets.rows} == {STREET: True, NEXT_STREET: False}
    assert not streets.foot.can_open
    assert {row.code for row in table_of(Level.COMMUNITY, scope=own).rows} == {
        "110199001001", "110199001002",
    }  # fmt: skip
    leader = scope_of(people.district_leader)
    assert {row.code for row in table_of(scope=leader).rows} == {CITY, SAFETY, COMMITTEE, NEXT}
    assert all(row.can_open for row in table_of(Level.SUBDISTRICT, scope=leader).rows)
    assert scope_of(people.city_viewer) == EVERYWHERE
    assert table_of(scope=scope_of(people.property_clerk)).rows == ()


def test_tickets_a_reader_may_not_see_stay_in_the_figure_and_out_of_the_list():
    month = golden_month()
    make.filed(month.office, at=AS_OF, is_secret=True)
    cohort = cohort_named("2026-11", at=AS_OF)
    leader = month.office.people.district_leader
    behind = behind_figure(
        leader,
        scope_of(leader),
        cohort,
        level=Level.SUBDISTRICT,
        base=Base.ALL,
        figure="accepted",
        key=STREET,
    )
    assert (behind.total, behind.rows.count()) == (2, 1)


def test_rows_sort_by_any_column_and_equals_stay_by_rank():
    golden_month()
    rows = table_of().rows
    assert sorted_rows(rows, "accepted", is_descending=True)[0].code == CITY
    assert [row.code for row in sorted_rows(rows, "kept_composite", is_descending=True)] == [
        COMMITTEE, CITY, NEXT, SAFETY,
    ]  # fmt: skip
    by_response = sorted_rows(rows, "response_percent", is_descending=True)
    assert [row.code for row in by_response] == [COMMITTEE, NEXT, SAFETY, CITY]


def test_a_new_scheme_holds_from_its_own_first_month():
    golden_month()
    make.scheme()
    ScoringScheme.objects.filter(until=None).update(until=date(2026, 10, 31))
    ScoringScheme.objects.create(
        name="新方案", response_weight=30, resolution_weight=35, satisfaction_weight=35,
        since=date(2026, 11, 1), source="测试", start_day=19,
    )  # fmt: skip
    labels = [each.scheme.name for each in cohorts_until(cohort_named("2026-11", at=AS_OF), 2)]
    assert labels == ["测试方案", "新方案"]


def test_without_a_scheme_the_month_says_so_and_the_seed_brings_one():
    with pytest.raises(Invalid):
        cohort_named(PERIOD)
    with pytest.raises(Invalid):
        current_cohort()
    assert load_schemes(read_schemes()) == 1
    assert load_schemes(read_schemes()) == 0
    scheme = ScoringScheme.objects.get()
    assert (scheme.response_weight, scheme.resolution_weight, scheme.start_day) == (10, 50, 19)
    assert scheme.basic_factor == Decimal("0.9")
    assert scheme.source
    assert cohort_named("2018-11").starts_on == date(2018, 10, 19)
    assert current_cohort(at=datetime(2026, 11, 18, 23, 0, tzinfo=UTC)).label == "2026-12"


@pytest.mark.parametrize("label", ["2026-13", "2026", "x", "2026-1", "", "1999-01", "9999-12"])
def test_a_month_that_is_none_is_refused(label):
    make.scheme()
    with pytest.raises(Invalid):
        cohort_named(label)


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(Invalid):
        cohort_between(date(2026, 2, 2), date(2026, 2, 1))


def test_on_time_by_our_clocks_counts_open_and_overdue_and_leaves_out_what_is_not_due():
    office = make.office()
    unit = office.bodies.city_office
    at = datetime(2026, 10, 1, 9, 0, tzinfo=make.BEIJING)
    make.branch_in(office, "closed", at=at)
    late = make.branch_in(office, "closed", at=at)
    Assignment.objects.filter(pk=late.pk).update(
        closed_at=late.feedback_due_at + timedelta(seconds=1)
    )
    exactly = make.branch_in(office, "closed", at=at)
    Assignment.objects.filter(pk=exactly.pk).update(closed_at=exactly.feedback_due_at)
    make.branch_in(office, "signed", at=at)
    make.branch_in(office, "returned", at=at)
    not_due = make.dispatched(office, at=at + timedelta(days=9))
    cohort = cohort_between(
        date(2026, 10, 1), date(2026, 10, 10), at=not_due.feedback_due_at - timedelta(hours=1)
    )
    table = on_time_table(EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL)
    (row,) = table.rows
    assert (row.name, row.counted, row.late, row.basis) == (unit.name, 4, 2, "clocks")
    assert (row.rate, table.by_source, table.by_clocks) == (Decimal("0.500000"), 0, 4)


def test_the_sources_verdict_and_our_clocks_are_never_mixed_unseen():
    office = make.office()
    at = datetime(2026, 10, 1, 9, 0, tzinfo=make.BEIJING)
    make.branch_in(office, "closed", at=at)
    both = make.branch_in(office, "closed", at=at)
    # The source has judged this one already, whatever was done with it here.
    Complaint.objects.filter(pk=both.complaint_id).update(
        reported_on_time=False, reported_unit="外来单位"
    )
    cohort = cohort_between(date(2026, 10, 1), date(2026, 10, 1), at=AS_OF)
    (street,) = on_time_table(EVERYWHERE, cohort, level=Level.SUBDISTRICT, base=Base.ALL).rows
    assert (street.counted, street.late, street.basis) == (2, 1, "both")
    units = on_time_table(EVERYWHERE, cohort, level=Level.UNIT, base=Base.ALL)
    assert [(row.name, row.counted, row.late, row.basis) for row in units.rows] == [
        (office.bodies.city_office.name, 1, 0, "clocks"),
        ("外来单位", 1, 1, "reported"),
    ]


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("noun", "level"),
    [
        ("street", Level.SUBDISTRICT),
        ("community", Level.COMMUNITY),
        ("dispose_unit", Level.UNIT),
    ],
)
def test_a_real_months_on_time_table_comes_out(shared_data, noun, level):
    folder = shared_data / "pingshan2018"
    lay_reported_events(folder / "events_shared_to_2018-10-31.csv")
    cohort = cohort_between(date(2018, 10, 1), date(2018, 10, 31))
    table = on_time_table(EVERYWHERE, cohort, level=level, base=Base.ALL)
    with (folder / f"ranking_{noun}_2018-10.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = {
            (
                r[noun],
                int(r["n"]),
                int(r["overtime"]),
                Decimal(r["ontime_rate"]),
                int(r["rank_min"]),
            )
            for r in csv.DictReader(file)
        }
    found = {(row.name, row.counted, row.late, row.rate, row.rank) for row in table.rows}
    assert found == expected
    assert len(table.rows) == len(expected)
    assert {row.basis for row in table.rows} == {"reported"}


def lay_reported_events(path):
    """Rows as the import leaves them: what the source said, no clock, no unit of ours."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        events = list(csv.DictReader(file))
    Complaint.objects.bulk_create(
        [
            Complaint(
                number=f"P{event['rec_id']}",
                channel="feed",
                text="-",
                redacted_text="-",
                received_at=datetime.fromisoformat(event["create_time"]).replace(
                    tzinfo=make.BEIJING
                ),
                source="pingshan",
                external_number=event["rec_id"],
                reported_subdistrict=event["street"],
                reported_community=event["community"],
                reported_unit=event["dispose_unit"],
                reported_on_time=event["achieve"] == "intime",
            )
            for event in events
        ],
        batch_size=1000,
    )
