"""The month's arithmetic against hand-worked numbers, published tables and invariances."""

import csv
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.kernels.rates import (
    Rounding,
    Scheme,
    Tally,
    Tie,
    lowest_ranks,
    on_time_rate,
    printed,
    ranks,
    rates_of,
    rounded,
    summary,
    weighted_mean,
)

SCHEME = Scheme()


@st.composite
def tallies(draw):
    valid = draw(st.integers(0, 400))
    satisfied = draw(st.integers(0, valid))
    return Tally(
        accepted=draw(st.integers(0, 5000)),
        valid=valid,
        contacted=draw(st.integers(0, valid)),
        resolved=draw(st.integers(0, valid)),
        satisfied=satisfied,
        basic=draw(st.integers(0, valid - satisfied)),
    )


def test_one_unit_worked_by_hand():
    # 40 valid, 38 contacted, 31 resolved, 25 satisfied and 10 basically.
    # response 38/40 = 95 %, resolution 31/40 = 77.5 %, satisfaction (25 + 9) / 40 = 85 %;
    # 0.1 * 95 + 0.5 * 77.5 + 0.4 * 85 = 9.5 + 38.75 + 34 = 82.25 -> 82.3.
    rates = rates_of(Tally(60, 40, 38, 31, 25, 10), SCHEME)
    assert rates == (Fraction(19, 20), Fraction(31, 40), Fraction(17, 20), Fraction("82.25"))
    assert printed(rates, SCHEME) == (
        Decimal("95.00"),
        Decimal("77.50"),
        Decimal("85.00"),
        Decimal("82.3"),
    )
    assert printed(rates, Scheme(rounding=Rounding.DOWN)).composite == Decimal("82.2")
    assert printed(rates, Scheme(composite_digits=2)).composite == Decimal("82.25")


def test_nobody_reached_gives_zero_everywhere():
    assert rates_of(Tally(12, 0, 0, 0, 0, 0), SCHEME) == (0, 0, 0, 0)


def test_weights_given_as_parts_of_one_or_of_a_hundred_say_the_same():
    tally = Tally(60, 37, 33, 29, 17, 11)
    parts = Scheme(weights=(Decimal("0.1"), Decimal("0.5"), Decimal("0.4")))
    assert rates_of(tally, parts) == rates_of(tally, SCHEME)


@pytest.mark.parametrize(
    ("resolution", "satisfaction", "composite"),
    [("53.09", "64.61", "62.4"), ("74.36", "85.39", "81.3")],
)
def test_the_citys_published_series_of_2019(resolution, satisfaction, composite):
    rates = [Decimal(100), Decimal(resolution), Decimal(satisfaction)]
    exact = weighted_mean(rates, SCHEME.weights)
    assert rounded(exact, 1) == Decimal(composite)


@pytest.mark.parametrize(
    ("rates", "composite"),
    [(("98.01", "96.20", "95.99"), "96.297"), (("99.7", "92.3", "94.5"), "93.92")],
)
def test_two_published_years_before_rounding(rates, composite):
    assert weighted_mean([Decimal(rate) for rate in rates], (10, 50, 40)) == Fraction(composite)


@pytest.mark.parametrize(
    ("closing", "satisfaction", "feedback", "callback", "published"),
    [
        ("98.06", "99.00", "100.00", "100.00", "99.3"),
        ("98.44", "98.37", "100.00", "100.00", "99.2"),
        ("97.95", "98.44", "100.00", "99.96", "99.1"),
        ("96.21", "94.01", "100.00", "100.00", "97.4"),
        ("100", "100", "100", "100", "100.0"),
        ("99.25", "97.02", "100", "100", "99.0"),
    ],
)
def test_a_published_table_of_four_measures_comes_out(
    closing, satisfaction, feedback, callback, published
):
    # 20 for closing, 30 for satisfaction, 50 for the two others together.
    rates = [Decimal(rate) for rate in (closing, satisfaction, feedback, callback)]
    assert rounded(weighted_mean(rates, (20, 30, 25, 25)), 1) == Decimal(published)


@pytest.mark.parametrize(
    "scores",
    [
        ["141.15", "139.15", "138.98", "135.75"],
        ["98.18", "95.5", "86", "82", "81"],
        ["145.89", "145.20", "142.59", "140.20"],
        ["98.50", "96.06", "95.88", "93.92", "91.48"],
    ],
)
def test_published_leagues_stand_in_the_published_order(scores):
    assert lowest_ranks([Decimal(score) for score in scores]) == list(range(1, len(scores) + 1))
    backwards = [Decimal(score) for score in reversed(scores)]
    assert lowest_ranks(backwards) == list(range(len(scores), 0, -1))


def test_equal_composites_are_ordered_by_accepted_tickets():
    few, many = Tally(10, 10, 9, 8, 7, 1), Tally(20, 20, 18, 16, 14, 2)
    worst = Tally(900, 10, 5, 1, 0, 0)
    assert ranks([few, worst, many], SCHEME) == [2, 3, 1]
    assert ranks([few, worst, many], Scheme(tie=Tie.LOWEST_RANK)) == [1, 3, 1]


def test_equal_in_both_share_a_rank_and_the_next_number_is_left_out():
    best, equal = Tally(5, 5, 5, 5, 5, 0), Tally(10, 10, 9, 8, 7, 1)
    assert ranks([equal, best, equal, Tally(1, 0, 0, 0, 0, 0)], SCHEME) == [2, 1, 2, 4]


def test_composites_that_print_alike_are_ties():
    # 79.96 and 80.00 both print 80.0; the second would lead by digits nobody sees.
    first = Tally(100, 1000, 1000, 800, 749, 0)
    second = Tally(50, 1000, 1000, 800, 750, 0)
    assert rates_of(first, SCHEME).composite < rates_of(second, SCHEME).composite
    assert ranks([first, second], SCHEME) == [1, 2]


def test_the_foot_sums_counts_and_averages_the_units_rates():
    units = [Tally(10, 4, 4, 2, 2, 0), Tally(90, 40, 20, 40, 20, 20), Tally(3, 0, 0, 0, 0, 0)]
    foot = summary(units, SCHEME)
    assert foot.tally == (103, 44, 24, 42, 22, 20)
    # (1 + 0.5 + 0) / 3, (0.5 + 1 + 0) / 3, (0.5 + 0.95 + 0) / 3; not 24/44, 42/44, 40/44.
    assert foot.rates[:3] == (Fraction(1, 2), Fraction(1, 2), Fraction("1.45") / 3)
    # 10 + 25 + 20 = 55 and 5 + 50 + 38 = 93.
    assert foot.rates.composite == Fraction(55 + 93, 3)
    assert summary([], SCHEME) == (Tally(0, 0, 0, 0, 0, 0), (0, 0, 0, 0))


def test_a_mean_of_thirds_that_ends_in_five_is_rounded_up_exactly():
    # (3 * 33.333… + 80.2) / 4 is 45.05 and prints 45.1; decimal arithmetic of any finite length
    # has 45.0499… and prints 45.0.
    units = [Tally(3, 3, 1, 1, 1, 0)] * 3 + [Tally(1000, 1000, 802, 802, 802, 0)]
    assert printed(summary(units, SCHEME).rates, SCHEME).composite == Decimal("45.1")


@pytest.mark.parametrize(
    "tally",
    [
        Tally(1, 1, 2, 0, 0, 0),
        Tally(1, 1, 0, 2, 0, 0),
        Tally(1, 1, 0, 0, 1, 1),
        Tally(-1, 1, 0, 0, 0, 0),
        Tally(1, 1, 0, 0, -1, 1),
    ],
)
def test_counts_that_cannot_be_are_refused(tally):
    with pytest.raises(ValueError, match="counts"):
        rates_of(tally, SCHEME)


@pytest.mark.parametrize(
    "terms",
    [
        {"weights": (Decimal(0), Decimal(0), Decimal(0))},
        {"weights": (Decimal(-1), Decimal(1), Decimal(1))},
        {"basic_factor": Decimal("1.1")},
        {"basic_factor": Decimal("-0.1")},
    ],
)
def test_a_scheme_that_cannot_score_is_refused(terms):
    with pytest.raises(ValueError, match="weights"):
        Scheme(**terms)


def test_each_measure_needs_its_weight():
    with pytest.raises(ValueError, match="weight"):
        weighted_mean([Decimal(1)], (1, 2))


@given(tallies(), st.sampled_from(list(Rounding)))
def test_rates_lie_between_none_and_all(tally, rounding):
    scheme = Scheme(rounding=rounding)
    rates = rates_of(tally, scheme)
    assert all(0 <= rate <= 1 for rate in rates[:3])
    assert 0 <= rates.composite <= 100
    assert all(0 <= figure <= 100 for figure in printed(rates, scheme))


@given(tallies(), st.integers(2, 9))
def test_ten_times_as_much_of_everything_changes_no_rate(tally, times):
    assert rates_of(Tally(*(times * count for count in tally)), SCHEME) == rates_of(tally, SCHEME)


@given(st.lists(tallies(), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_neither_ranks_nor_foot(units, shuffler):
    order = list(range(len(units)))
    shuffler.shuffle(order)
    shuffled = [units[index] for index in order]
    expected = ranks(units, SCHEME)
    assert ranks(shuffled, SCHEME) == [expected[index] for index in order]
    assert summary(shuffled, SCHEME) == summary(units, SCHEME)


@given(tallies())
def test_one_more_resolved_never_lowers_the_composite(tally):
    if tally.resolved < tally.valid:
        better = tally._replace(resolved=tally.resolved + 1)
        assert rates_of(better, SCHEME).composite > rates_of(tally, SCHEME).composite


@given(st.decimals(-1000, 1000, places=6, allow_nan=False, allow_infinity=False), st.integers(0, 5))
def test_rounding_agrees_with_decimals_own(value, digits):
    unit = Decimal(1).scaleb(-digits)
    exact = Fraction(value)
    assert rounded(exact, digits) == value.quantize(unit, ROUND_HALF_UP)
    assert rounded(exact, digits, Rounding.DOWN) == value.quantize(unit, ROUND_DOWN)


def test_late_ones_are_among_all():
    assert on_time_rate(0, 0) == 0
    with pytest.raises(ValueError, match="late"):
        on_time_rate(3, 4)


@pytest.mark.shared_data
@pytest.mark.parametrize("noun", ["street", "community", "dispose_unit", "event_type"])
def test_the_on_time_tables_of_a_real_month_come_out_to_the_last_digit(shared_data, noun):
    path = shared_data / "pingshan2018" / f"ranking_{noun}_2018-10.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rates = [on_time_rate(int(row["n"]), int(row["overtime"])) for row in rows]
    assert [rounded(rate, 6) for rate in rates] == [Decimal(row["ontime_rate"]) for row in rows]
    assert lowest_ranks(rates) == [int(row["rank_min"]) for row in rows]
