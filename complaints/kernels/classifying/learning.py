"""From sorted texts to a model that sorts others, says how sure it is, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.classifying.grams import Run, grams_in
from complaints.kernels.classifying.linear import margins, train_linear
from complaints.kernels.classifying.measures import (
    Judged,
    Probabilities,
    fit_temperature,
    judge,
    softmax,
    threshold_for,
)
from complaints.kernels.classifying.twins import twin_groups
from complaints.kernels.classifying.vocabulary import (
    Counted,
    Floats,
    Vocabulary,
    Weighed,
    counted,
    emphasis,
    find,
    vocabulary_of,
    weighed,
)

# Another one where the same texts, settings and seed would no longer give the same model.
LEARNER = "2026.11"
# Runs × classes, two bytes each: the stored model stays under 50 MB whatever it is taught.
CELLS_MAX = 16_000_000
_RUNS_MAX = 1_000_000
# Of the strongest sign's weight: what says less is not shown as a reason.
_HEARD_SHARE = 0.3
_SHARES = (0.5, 0.8, 1.0)

Told = Callable[[int, int], None]


class Settings(NamedTuple):
    """What a training may be told; the same settings, texts and seed give the same model."""

    cost: float = 1.0
    passes: int = 12
    folds: int = 5
    wanted_rate: float = 0.9


class Guess(NamedTuple):
    """A class with how sure the model is of it, in [0, 1]."""

    label: str
    confidence: float


@dataclass(frozen=True, eq=False)
class TextModel:
    """Read only once made, so threads share one. Below `threshold` it should keep silent."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    lines: NDArray[np.floating]
    temperature: float
    threshold: float

    def shares(self, texts: Sequence[str]) -> Probabilities:
        """How likely each label is for each text, shape (texts, labels); rows sum to 1."""
        rows = [weighed(counted(text), self.vocabulary) for text in texts]
        return softmax(_scores(rows, self.lines), temperature=self.temperature)

    def guesses(self, text: str, *, most: int = 3) -> list[Guess]:
        """The likeliest labels, likeliest first; equals in the order of the labels."""
        shares = self.shares([text])[0]
        best = np.argsort(-shares, kind="stable")[:most]
        return [Guess(self.labels[at], float(shares[at])) for at in best]

    def reasons(self, text: str, label: str, *, most: int = 5) -> list[Run]:
        """The parts of `text` that spoke for `label` against the other labels, in order of place:
        at most `most`, the strongest ones. ValueError for a label it does not know."""
        at = self.labels.index(label)
        row = weighed(counted(text), self.vocabulary)
        if not len(row.places):
            return []
        here = self.lines[row.places].astype(np.float32)
        speaks = row.weights * (here[:, at] - here.mean(axis=1))
        return _strongest(_spoken(text, self.vocabulary.codes[row.places], speaks), most)


class Learnt(NamedTuple):
    """The model, and how well one like it sorted texts that it had not seen."""

    model: TextModel
    judged: Judged


class Tried(NamedTuple):
    """What models said of the texts held back from them, in the order of the texts: `scores` as
    they came, `shares` made of them with a temperature that the other folds chose; `truth` numbers
    the sorted `labels`."""

    labels: tuple[str, ...]
    truth: NDArray[np.int64]
    scores: Floats
    shares: Probabilities


def learn(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    settings: Settings,
    seed: int,
    groups: Sequence[int] | None = None,
    told: Told | None = None,
) -> Learnt:
    """Train on all texts; `judged`, temperature and threshold come from texts held back in turn.

    Texts of one group are held back together: near twins where no groups are given; those of a
    negative group never are. ValueError for fewer than two labels, or texts that are all of one
    group. `told(done, of)` hears of each step.
    """
    tell = told or _tell_nobody
    rows = [counted(text) for text in texts]
    apart = _apart(texts) if groups is None else np.asarray(groups, np.int64)
    steps = settings.folds + 1
    tried = try_out(
        rows, labels, apart, settings=settings, seed=seed, told=lambda done: tell(done, steps)
    )
    is_right = tried.shares.argmax(axis=1) == tried.truth
    threshold = threshold_for(is_right, tried.shares.max(axis=1), wanted_rate=settings.wanted_rate)
    truth = np.array([tried.labels.index(one) for one in labels], np.int64)
    model = replace(
        _trained(rows, truth, tried.labels, settings, seed),
        temperature=fit_temperature(tried.scores, tried.truth),
        threshold=threshold,
    )
    tell(steps, steps)
    return Learnt(model, judge(tried.shares, tried.truth, threshold=threshold))


def try_out(
    rows: Sequence[Counted],
    labels: Sequence[str],
    groups: NDArray[np.int64],
    *,
    settings: Settings,
    seed: int,
    told: Callable[[int], None] | None = None,
) -> Tried:
    """Hold back one fold after the other, train on the rest and sort what was held back. Texts of a
    negative group are always trained on."""
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        msg = "at least two labels are needed"
        raise ValueError(msg)
    truth = np.array([names.index(one) for one in labels], np.int64)
    folds = np.full(len(rows), -1, np.int64)
    folds[groups >= 0] = folds_of(groups[groups >= 0], folds=settings.folds, seed=seed)
    scores, shares = (
        np.zeros((len(rows), len(names)), np.float32),
        np.zeros((len(rows), len(names))),
    )
    for fold in range(int(folds.max()) + 1):
        if told is not None:
            told(fold)
        held = folds == fold
        part = _trained(list(compress(rows, ~held)), truth[~held], names, settings, seed)
        asked = [weighed(row, part.vocabulary) for row in compress(rows, held)]
        scores[held] = _scores(asked, part.lines)
    for fold in range(int(folds.max()) + 1):
        others, held = (folds != fold) & (folds >= 0), folds == fold
        temperature = fit_temperature(scores[others], truth[others])
        shares[held] = softmax(scores[held], temperature=temperature)
    tested = folds >= 0
    return Tried(names, truth[tested], scores[tested], shares[tested])


def _apart(texts: Sequence[str]) -> NDArray[np.int64]:
    """Near twins together. Where the same phrases run through most texts these would all hang
    together: then only ever nearer ones do, at last the ones made of the same pairs."""
    for share in _SHARES:
        groups = twin_groups(texts, share=share)
        if np.bincount(groups).max(initial=0) <= len(texts) / 2:
            break
    return groups


def folds_of(groups: NDArray[np.int64], *, folds: int, seed: int) -> NDArray[np.int64]:
    """A fold number for each text, from 0, groups whole and in an order drawn by `seed`; each
    group goes to the fold with the fewest texts so far. ValueError for a single group."""
    distinct, members = np.unique(groups, return_inverse=True)
    if len(distinct) < 2:
        msg = "texts of one group cannot be split"
        raise ValueError(msg)
    sizes = np.bincount(members)
    filled = np.zeros(min(folds, len(distinct)), np.int64)
    fold_of = np.zeros(len(distinct), np.int64)
    for group in np.random.default_rng(seed).permutation(len(distinct)):
        fold_of[group] = fold = int(filled.argmin())
        filled[fold] += sizes[group]
    chosen: NDArray[np.int64] = fold_of[members]
    return chosen


def judge_model(model: TextModel, texts: Sequence[str], labels: Sequence[str]) -> Judged:
    """How well it sorts these. A label it never met counts as one it always misses."""
    strange = sorted(set(labels) - set(model.labels))
    at = {label: number for number, label in enumerate([*model.labels, *strange])}
    known = model.shares(texts)
    shares = np.hstack([known, np.zeros((len(texts), len(strange)))])
    truth = np.array([at[label] for label in labels], np.int64)
    return judge(shares, truth, threshold=model.threshold)


def _trained(
    rows: Sequence[Counted],
    truth: NDArray[np.int64],
    names: tuple[str, ...],
    settings: Settings,
    seed: int,
) -> TextModel:
    most = min(_RUNS_MAX, CELLS_MAX // len(names))
    vocabulary = vocabulary_of(rows, truth, classes=len(names), most=most)
    lines = train_linear(
        [weighed(row, vocabulary) for row in rows],
        truth,
        known=len(vocabulary.codes),
        classes=len(names),
        cost=settings.cost,
        passes=settings.passes,
        rng=np.random.default_rng(seed),
    )
    return TextModel(names, vocabulary, lines, temperature=1.0, threshold=0.0)


def _scores(rows: Sequence[Weighed], lines: NDArray[np.floating]) -> Floats:
    if not rows:
        return np.empty((0, lines.shape[1]), np.float32)
    return np.stack([margins(row, lines) for row in rows])


def _spoken(text: str, known: NDArray[np.int64], speaks: Floats) -> NDArray[np.float64]:
    """What each sign of `text` adds: the weight of the runs over it, shared out among them."""
    placed, parts = grams_in(text)
    at, is_known = find(placed.codes, known)
    counts = emphasis(placed.starts[is_known])
    whole = np.bincount(at, weights=counts, minlength=len(known))
    spread = np.zeros(len(text))
    for number, run, count in zip(np.flatnonzero(is_known), at, counts, strict=True):
        start, end = parts[number]
        spread[start:end] += speaks[run] * count / whole[run] / (end - start)
    return spread


def _strongest(weight: NDArray[np.float64], most: int) -> list[Run]:
    """Neighbours that all speak for the label are one part; a single sign is no word."""
    speaks = weight > weight.max(initial=0.0) * _HEARD_SHARE
    edges = np.flatnonzero(np.diff(np.concatenate([[False], speaks, [False]]).astype(int)))
    parts = [Run(int(start), int(end)) for start, end in edges.reshape(-1, 2) if end - start > 1]
    parts.sort(key=lambda part: -float(weight[part.start : part.end].sum()))
    return sorted(parts[:most])


def _tell_nobody(_done: int, _of: int) -> None:
    """A run that nobody watches."""
