"""How well messages are sorted that the model has not seen, and how fast.

The raw and the segmented file hold the same messages, so near copies are held back together across
both, and only the raw ones are judged.
"""

import csv
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random

from bench.measure import Figure, milliseconds
from complaints.kernels.classifying.learning import Settings, learn, try_out
from complaints.kernels.classifying.measures import judge
from complaints.kernels.classifying.packing import packed, unpacked
from complaints.kernels.classifying.twins import twin_groups
from complaints.kernels.classifying.vocabulary import counted
from tests import make
from tests.conftest import SHARED_DATA

FOLDER = SHARED_DATA / "tipdm2020c"
SEED = 20_260_101
ASKED = 200


def figures(_office: make.Office) -> Iterator[Figure]:
    if not FOLDER.is_dir():
        print(f"{'':>10} sorting: the reference data are not at {FOLDER}, nothing measured")
        return
    raw = _read(FOLDER / "labelled_raw_shared.csv", "text")
    segmented = _read(FOLDER / "labelled_tokenised_shared.csv", "tokens")
    texts, labels = zip(*raw, *segmented, strict=True)
    tried = try_out(
        [counted(text) for text in texts],
        labels,
        twin_groups(texts),
        settings=Settings(),
        seed=SEED,
    )
    judged = judge(tried.shares[: len(raw)], tried.truth[: len(raw)], threshold=0.0)
    remark = f"{judged.texts:,} raw messages, accuracy {judged.accuracy_rate:.3f}"
    f1, loss = judged.macro_f1_rate, judged.calibration_loss
    yield _one(
        "macro-F1 of messages never seen", f1, "", "≥ 0.905", is_within=f1 >= 0.905, remark=remark
    )
    yield _one("calibration error of the same", loss, "", "≤ 0.05", is_within=loss <= 0.05)
    content = packed(learn(texts, labels, settings=Settings(folds=2), seed=SEED).model)
    size = len(content) / 1_000_000
    yield _one("size of their model", size, "MB", "≤ 50 MB", is_within=size <= 50)
    model = unpacked(content)
    asked = cycle(Random(SEED).sample(texts, ASKED))
    yield milliseconds(
        "a suggestion for one of them", lambda: model.guesses(next(asked)), runs=ASKED, at_most=5
    )


def _one(
    name: str, value: float, unit: str, budget: str, *, is_within: bool, remark: str = ""
) -> Figure:
    """Measured once: the same texts and seed give the same."""
    shown = round(value, 4)
    return Figure(
        name, unit, shown, shown, shown, 1, budget=budget, is_within=is_within, remark=remark
    )


def _read(path: Path, column: str) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row[column], row["label"]) for row in csv.DictReader(file)]
