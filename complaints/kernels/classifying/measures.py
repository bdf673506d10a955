"""How well a model sorts, and whether it is as sure as it should be."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Probabilities = NDArray[np.float64]

_BINS = 15
_NARROWING = (5**0.5 - 1) / 2


class Judged(NamedTuple):
    """All in [0, 1]; `coverage_rate` is the share of texts at or above the threshold, and
    `sure_accuracy_rate` the share of those that are right (1 where there are none)."""

    macro_f1_rate: float
    accuracy_rate: float
    calibration_loss: float
    coverage_rate: float
    sure_accuracy_rate: float
    three_best_rate: float
    texts: int


def softmax(scores: NDArray[np.floating], *, temperature: float = 1.0) -> Probabilities:
    """Shares that sum to 1 along the last axis; a higher temperature makes them more alike."""
    scaled = np.asarray(scores, np.float64) / temperature
    grown = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    shares: Probabilities = grown / grown.sum(axis=-1, keepdims=True)
    return shares


def macro_f1(truth: Ints, told: Ints) -> float:
    """The mean over classes of F1, as in scikit-learn: classes that stand in either; a class that
    is never right counts 0. ValueError for no text."""
    if not len(truth):
        msg = "no text to judge by"
        raise ValueError(msg)
    scores = []
    for one in np.union1d(truth, told):
        hits = np.count_nonzero((truth == one) & (told == one))
        scores.append(2 * hits / (np.count_nonzero(truth == one) + np.count_nonzero(told == one)))
    return float(np.mean(scores))


def calibration_loss(is_right: NDArray[np.bool_], confidence: Probabilities) -> float:
    """Expected calibration error over 15 bins of equal width (Guo, Pleiss, Sun, Weinberger, On
    Calibration of Modern Neural Networks, 2017, equation 5). 0 where every bin is as right as it is
    sure; 0 for no text."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    loss = 0.0
    for one in np.unique(bins):
        inside = bins == one
        loss += inside.mean() * abs(is_right[inside].mean() - confidence[inside].mean())
    return float(loss)


def fit_temperature(scores: NDArray[np.floating], truth: Ints) -> float:
    """The temperature under which the truth is least surprising (Guo et al., section 4.2), between
    0.02 and 20, by golden-section search over its logarithm. 1 for no text."""
    if not len(truth):
        return 1.0

    def surprise(log_temperature: float) -> float:
        shares = softmax(scores, temperature=float(np.exp(log_temperature)))
        return float(-np.log(np.maximum(shares[np.arange(len(truth)), truth], 1e-12)).mean())

    low, high = float(np.log(0.02)), float(np.log(20))
    while high - low > 1e-3:
        step = _NARROWING * (high - low)
        if surprise(high - step) < surprise(low + step):
            high = low + step
        else:
            low = high - step
    return float(np.exp((low + high) / 2))


def threshold_for(
    is_right: NDArray[np.bool_], confidence: Probabilities, *, wanted_rate: float
) -> float:
    """The lowest confidence from which at least `wanted_rate` of the texts are right; the highest
    one seen where no part of them is right so often, 0 for no text."""
    if not len(confidence):
        return 0.0
    order = np.argsort(-confidence, kind="stable")
    right_so_far = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    # Equal confidences stand or fall together.
    ends = np.append(np.diff(confidence[order]) != 0, True)
    good = np.flatnonzero((right_so_far >= wanted_rate) & ends)
    return float(confidence[order][good[-1] if len(good) else 0])


def judge(shares: Probabilities, truth: Ints, *, threshold: float) -> Judged:
    """Shares of shape (texts, classes) against each text's class. ValueError for no text."""
    told = shares.argmax(axis=1)
    confidence = shares.max(axis=1)
    is_right = told == truth
    is_sure = confidence >= threshold
    own = shares[np.arange(len(truth)), truth]
    ahead = (shares > own[:, None]).sum(axis=1)
    return Judged(
        macro_f1_rate=macro_f1(truth, told),
        accuracy_rate=float(is_right.mean()),
        calibration_loss=calibration_loss(is_right, confidence),
        coverage_rate=float(is_sure.mean()),
        sure_accuracy_rate=float(is_right[is_sure].mean()) if is_sure.any() else 1.0,
        three_best_rate=float((ahead < 3).mean()),
        texts=len(truth),
    )
