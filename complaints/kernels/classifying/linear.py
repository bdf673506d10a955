"""One straight line a class, the widest margin between a class and all others.

Dual coordinate descent for L2-regularised, squared-hinge support vector machines: Hsieh, Chang,
Lin, Keerthi and Sundararajan, A Dual Coordinate Descent Method for Large-scale Linear SVM (2008),
algorithm 1. All classes take their step at a text together; their problems do not touch.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.classifying.vocabulary import Floats, Weighed

# The weight of the constant that stands beside every text's own runs.
BIAS = np.float32(1.0)
# Steps smaller than this change nothing that could be seen.
_STILL = 1e-4


def train_linear(
    rows: Sequence[Weighed],
    targets: NDArray[np.int64],
    *,
    known: int,
    classes: int,
    cost: float,
    passes: int,
    settled: float = 0.02,
    rng: np.random.Generator,
) -> Floats:
    """The lines, shape (known + 1, classes); the last row belongs to the constant.

    `targets` hold each row's class, 0 to `classes` − 1. Ends after `passes`, or once no step of a
    whole pass was longer than `settled`. The same rows, targets and `rng` give the same lines.
    """
    lines = np.zeros((known + 1, classes), np.float32)
    sides = np.full((len(rows), classes), -1, np.float32)
    sides[np.arange(len(rows)), targets] = 1
    held = np.zeros((len(rows), classes), np.float32)
    places = [np.append(row.places, known) for row in rows]
    weights = [np.append(row.weights, BIAS) for row in rows]
    give = np.float32(1 / (2 * cost))
    squares = [float(one @ one) + float(give) for one in weights]
    for _pass in range(passes):
        longest = 0.0
        for at in rng.permutation(len(rows)):
            here = lines[places[at]]
            slope = sides[at] * (weights[at] @ here) - 1 + give * held[at]
            step = np.maximum(held[at] - slope / squares[at], 0) - held[at]
            length = float(np.abs(step).max())
            if length > _STILL:
                held[at] += step
                lines[places[at]] = here + weights[at][:, None] * (step * sides[at])
            longest = max(longest, length)
        if longest < settled:
            break
    return lines


def margins(row: Weighed, lines: NDArray[np.floating]) -> Floats:
    """How far one text stands on each class's side, shape (classes,)."""
    own = row.weights @ lines[row.places].astype(np.float32)
    total: Floats = own + BIAS * lines[-1].astype(np.float32)
    return total
