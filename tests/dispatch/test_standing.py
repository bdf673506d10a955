"""How units stand: too few stand apart, grades beside ranks, classes, and the period before."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from dispatch.kernels.certainty import Pairs, piece_of
from dispatch.kernels.classes import ClassRules, Standing, UnitClass, classes_of, supervised
from dispatch.kernels.rates import Scheme, Tally, rates_of
from dispatch.models import GradeBand, ScoringScheme
from dispatch.selectors.cohorts import cohort_named
from dispatch.selectors.month import MonthTable, month_table
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.standing import ClassChoice
from dispatch.selectors.tallies import Base, Level
from tests import make
from tests.dispatch.golden_month import AS_OF, PERIOD, golden_month

RULES = ClassRules(
    governed=10, advanced_percent=20, rectified_percent=20, progress_points=Decimal(2),
    most_demands=10, lowest_scores=10,
)  # fmt: skip
MONTH = "/district/?period=2026-10&level=unit&base=all"


def units(count: int) -> list[Standing]:
    """The first is the best and has the fewest demands."""
    return [Standing(10 + at, at + 1, Decimal(100 - at), Decimal(100 - at)) for at in range(count)]


def table(base: Base = Base.ALL) -> MonthTable:
    cohort = cohort_named(PERIOD, at=AS_OF)
    return month_table(EVERYWHERE, cohort, level=Level.UNIT, base=base)


# ---------------------------------------------------------------- classes


def test_of_a_city_the_ten_with_most_demands_are_governed_and_a_fifth_is_advanced() -> None:
    classes = classes_of(units(343), RULES)
    assert [at for at, one in enumerate(classes) if one == UnitClass.GOVERNED] == [*range(333, 343)]
    assert classes.count(UnitClass.ADVANCED) == 68
    assert classes.count(UnitClass.RECTIFIED) == 68 - 10
    assert classes[0] == UnitClass.ADVANCED
    assert classes[150] is None


def test_of_nine_streets_one_is_governed_and_not_all() -> None:
    classes = classes_of(units(9), RULES)
    assert classes == [UnitClass.ADVANCED, *[None] * 7, UnitClass.GOVERNED]


def test_who_gained_points_has_progressed_even_near_the_foot() -> None:
    found = units(20)
    found[16] = found[16]._replace(before=found[16].composite - 2)
    found[17] = found[17]._replace(before=found[17].composite - Decimal("1.9"))
    found[18] = found[18]._replace(before=None)
    classes = classes_of(found, RULES)
    assert classes[16:18] == [UnitClass.PROGRESSED, UnitClass.RECTIFIED]


def test_who_is_not_ranked_has_no_class_but_the_demands_count() -> None:
    found = [*units(9), Standing(500, 0, Decimal(0), None), Standing(3, 0, Decimal(0), None)]
    classes = classes_of(found, RULES)
    assert classes[9:] == [UnitClass.GOVERNED, None]


def test_supervised_are_the_most_demands_and_the_lowest_scores() -> None:
    found = units(30)
    found[4] = found[4]._replace(accepted=900)
    assert supervised(found, RULES) == {4, 27, 28, 29}
    assert supervised([], RULES) == set()


def test_nobody_is_governed_for_no_demands() -> None:
    idle = [Standing(0, at, Decimal(0), None) for at in range(1, 6)]
    assert UnitClass.GOVERNED not in classes_of(idle, RULES)


# ---------------------------------------------------------------- one score


def test_the_piece_of_a_month_has_the_composite_as_its_mean_and_the_scores_variance() -> None:
    """Ten callbacks: 6 all good, 2 with basic satisfaction, 1 contacted only, 1 nothing."""
    tally = Tally(10, 10, 9, 8, 6, 2)
    pairs = Pairs(8, 6, 2, 6, 2)
    piece = piece_of(tally, pairs, Scheme())
    scores = [1.0] * 6 + [0.96] * 2 + [0.1, 0.0]
    mean = sum(scores) / 10
    assert piece is not None
    assert piece.mean == pytest.approx(mean)
    assert piece.mean == pytest.approx(float(rates_of(tally, Scheme()).composite) / 100)
    assert piece.variance == pytest.approx(sum((one - mean) ** 2 for one in scores) / 10)
    assert piece_of(Tally(4, 0, 0, 0, 0, 0), Pairs(), Scheme()) is None


# ---------------------------------------------------------------- the month


@pytest.mark.django_db
def test_too_few_stand_apart_without_rank_grade_or_range() -> None:
    golden_month()
    ScoringScheme.objects.update(least_valid=4)
    month = table()
    assert [row.shown.rank for row in month.rows] == [1, 2, 0, 0]
    assert {row.code for row in month.apart} == {"T-ST1-K", "T-ST2-U"}
    for row in month.apart:
        assert row.shown.rank_range is None
        assert row.shown.interval is not None
    first = month.rows[0]
    assert first.shown.rank_range == (1, 2)
    low, high = first.shown.interval or (0, 0)
    assert 0 < low < first.shown.printed.composite < high


@pytest.mark.django_db
def test_grades_are_given_by_the_composite_as_printed() -> None:
    golden_month()
    scheme = ScoringScheme.objects.get()
    for name, least in (("优秀", "98.0"), ("达标", "80.2"), ("待提升", "0")):
        GradeBand.objects.create(scheme=scheme, name=name, name_en=name, least=least)
    found = [(grade, [row.code for row in rows]) for grade, rows in table().grades]
    assert found == [
        ("优秀", ["T-ST1-K"]), ("达标", ["T-ST2-U", "T-ST1-U"]), ("待提升", ["T-ST1-S"]),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_unit_is_seen_beside_its_place_in_the_period_before() -> None:
    month = golden_month()
    before = datetime(2026, 9, 1, 10, tzinfo=make.BEIJING)
    for unit, answers in (("safety_office", "satisfied"), ("city_office", "basic")):
        body = getattr(month.office.bodies, unit)
        branch = make.dispatched(month.office, body=body, at=before)
        make.branch_in(month.office, "closed", branch=branch, at=before)
        make.answered_callback(month.office, branch, satisfaction=answers)
    rows = {row.code: row for row in table().rows}
    assert (rows["T-ST1-S"].place.rank_before, rows["T-ST1-S"].shown.rank) == (1, 4)
    assert rows["T-ST1-S"].moved == -3
    assert rows["T-ST1-U"].place.rank_before == 2
    assert rows["T-ST1-K"].place.rank_before == 0
    assert rows["T-ST1-K"].moved == 0


@pytest.mark.django_db
def test_the_page_shows_ranges_and_leads_to_how_each_figure_comes_about(client: Client) -> None:
    month = golden_month()
    client.force_login(month.office.people.city_viewer)
    page = client.get(MONTH).content.decode()
    assert "51.0–95.1" in page
    assert "1–4" in page
    how = client.get("/district/how/?period=2026-10&level=unit&base=all&unit=T-ST1-U")
    told = how.content.decode()
    assert how.status_code == 200
    for words in ("80.2", "51.0 至 95.1", "可能在 1 至 4 之间", "Goldstein", "测试方案"):
        assert words in told, words
    for name, count in (("contacted", 9), ("resolved", 8), ("satisfied", 6), ("valid", 10)):
        assert f"figure={name}" in told
        assert f">{count}</a>" in told
    assert client.get("/district/how/?period=2026-10&level=unit&unit=NONE").status_code == 404


@pytest.mark.django_db
def test_units_are_compared_with_units_of_their_own_kind(client: Client) -> None:
    month = golden_month()
    client.force_login(month.office.people.city_viewer)
    codes = {}
    for league in ("", "office", "community", "department", "nonsense"):
        answer = client.get(f"{MONTH}&league={league}")
        rows = answer.context["rows"] if answer.status_code == 200 else ()
        codes[league] = [(row.code, row.shown.rank) for row in rows]
    assert [code for code, _rank in codes["community"]] == ["T-ST1-K"]
    assert [rank for _code, rank in codes["office"]] == [1, 2, 3]
    assert len(codes[""]) == 4
    assert codes["department"] == codes["nonsense"] == []
    opened = client.get("/district/tickets/?period=2026-10&level=unit&league=office")
    assert opened.context["total"] == 22
    heading = client.get("/district/month.csv?period=2026-10&level=unit&league=community")
    assert "T-ST1-U" not in heading.content.decode("utf-8-sig")


@pytest.mark.django_db
def test_the_four_classes_are_of_streets() -> None:
    golden_month()
    assert {row.place.unit_class for row in table().rows} == {None}
    cohort = cohort_named(PERIOD, at=AS_OF)
    streets = month_table(EVERYWHERE, cohort, level=Level.SUBDISTRICT, base=Base.ALL)
    most = max(streets.rows, key=lambda row: row.shown.tally.accepted)
    assert most.place.unit_class == ClassChoice.GOVERNED


@pytest.mark.django_db
def test_the_same_month_by_grade_names_no_rank(client: Client) -> None:
    month = golden_month()
    scheme = ScoringScheme.objects.get()
    GradeBand.objects.create(scheme=scheme, name="良好", name_en="Good", least=80)
    ScoringScheme.objects.update(least_valid=3)
    client.force_login(month.office.people.city_viewer)
    page = client.get(f"{MONTH}&view=grade").content.decode()
    assert "良好" in page
    assert "未定等级" in page
    assert "有效回访不足 3 件" in page
    assert "col-rank" not in page
    ranked = client.get(MONTH).content.decode()
    assert "件数少，不排名" in ranked


@pytest.mark.django_db
def test_who_is_not_ranked_stays_behind_however_the_table_is_sorted(client: Client) -> None:
    month = golden_month()
    ScoringScheme.objects.update(least_valid=4)
    client.force_login(month.office.people.city_viewer)
    for sort in ("rank", "name", "accepted", "all_composite", "grade", "response_percent"):
        for way in ("asc", "desc"):
            answer = client.get(f"{MONTH}&sort={sort}&dir={way}")
            ranks = [bool(row.shown.rank) for row in answer.context["rows"]]
            assert ranks == [True, True, False, False], (sort, way)
