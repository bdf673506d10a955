"""How sure a composite and a rank are: the intervals hold what they promise."""

import numpy as np
import pytest

from dispatch.kernels.certainty import Piece, draws_of, intervals, rank_ranges

WEIGHTS = (0.1, 0.5, 0.4)
SIZES = (10, 20, 30, 50, 100, 300, 1000)
RATES = (0.7, 0.8, 0.9, 0.95, 0.99)
UNITS = 120


def units_of(n: int, rate: float, together: float, chance: np.random.Generator):
    """Scores of simulated callbacks, shape (UNITS, n), and the composite that they are drawn from.
    `together`: the share of callbacks whose three answers have one cause."""
    cause = chance.random((UNITS, n))

    def yes(p: float):
        alone = chance.random((UNITS, n))
        return np.where(chance.random((UNITS, n)) < together, cause, alone) < p

    contacted, resolved, satisfied = min(0.995, rate + 0.02), rate, rate - 0.02
    half = chance.random((UNITS, n)) < 0.5
    happy = yes(satisfied)
    parts = (yes(contacted), yes(resolved), happy + 0.9 * (~happy & half))
    true = (contacted, resolved, satisfied + 0.9 * 0.5 * (1 - satisfied))
    scores = sum(weight * part for weight, part in zip(WEIGHTS, parts, strict=True))
    return scores, sum(weight * part for weight, part in zip(WEIGHTS, true, strict=True))


def pieces_of(scores) -> list[Piece]:
    return [Piece(float(min(row.mean(), 1.0)), float(row.var()), len(row)) for row in scores]


@pytest.mark.parametrize("together", [0.0, 0.6])
def test_ninety_five_of_a_hundred_intervals_hold_the_true_composite(together: float) -> None:
    chance = np.random.default_rng(2026)
    held = []
    for n in SIZES:
        for rate in RATES:
            scores, true = units_of(n, rate, together, chance)
            found = intervals(draws_of(pieces_of(scores)))
            held.append(np.mean([low <= true <= high for low, high in found]))
    assert 0.93 <= np.mean(held) <= 0.97
    assert min(held) >= 0.88


def test_more_callbacks_make_a_narrower_interval() -> None:
    widths = [
        high - low
        for low, high in intervals(draws_of([Piece(0.9, 0.05, n) for n in (10, 100, 1000)]))
    ]
    assert widths[0] > 2 * widths[1] > 4 * widths[2]


def test_nobody_is_sure_of_a_hundred_after_ten_callbacks() -> None:
    (low, high), *_rest = intervals(draws_of([Piece(1.0, 0.0, 10)]))
    assert low < 0.9
    assert high > 0.999


def test_equal_units_may_stand_anywhere_and_a_far_better_one_stands_first() -> None:
    equal = rank_ranges(draws_of([Piece(0.9, 0.05, 40)] * 10))
    assert all(low <= 2 and high >= 9 for low, high in equal)
    first, *others = rank_ranges(draws_of([Piece(0.99, 0.004, 900), *[Piece(0.8, 0.1, 900)] * 4]))
    assert first == (1, 1)
    assert {low for low, _high in others} == {2}


def test_the_true_rank_lies_in_its_range_nearly_always() -> None:
    chance = np.random.default_rng(5)
    truth = np.linspace(0.97, 0.80, 20)
    held = []
    for _month in range(30):
        counts = chance.binomial(150, truth) / 150
        found = rank_ranges(draws_of([Piece(float(m), float(m * (1 - m)), 150) for m in counts]))
        held += [low <= at <= high for at, (low, high) in enumerate(found, start=1)]
    assert np.mean(held) >= 0.93


def test_the_same_month_is_as_sure_tomorrow() -> None:
    pieces = [Piece(0.9, 0.05, 40), Piece(0.8, 0.06, 30)]
    assert intervals(draws_of(pieces)) == intervals(draws_of(pieces))


def test_where_nobody_was_asked_nothing_is_drawn() -> None:
    assert intervals(draws_of([])) == []
    assert rank_ranges(draws_of([])) == []
    for wrong in (Piece(0.9, 0.1, 0), Piece(1.1, 0.1, 5), Piece(0.9, -0.1, 5)):
        with pytest.raises(ValueError, match="mean"):
            draws_of([wrong])
