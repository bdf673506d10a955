"""Messages of one matter found together: a real mailbox with hot matters labelled by hand, and as
many messages as a district has in a week. The reference data lie beside the checkout; without them
there is nothing to measure."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import Figure, milliseconds
from complaints.files.matters import read_messages
from complaints.kernels.related import group_texts
from tests import make

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "tipdm2020c"
LABELS = FOLDER / "hot_issue_labels_public_3.csv"
ROWS = 20_000
MINUTE = 60_000.0


def figures(_office: make.Office) -> Iterator[Figure]:
    if not LABELS.is_file():
        return
    messages = read_messages(
        FOLDER / "hot_messages_4326.csv", id_column="msg_id", texts=["title", "body"], time="time"
    )
    found = group_texts(messages.columns, days=messages.days).tolist()
    score = pairs_f1(messages.ids, found)
    remark = f"{len(set(found))} matters of {len(found):,} messages, the largest {largest(found)}"
    yield Figure(
        "hot matters of TipDM 2020C found together (F1 of pairs)", "F1", score, score, score, 1,
        budget="≥ 0.95", is_within=score >= 0.95, remark=remark,
    )  # fmt: skip
    texts = several_files()
    yield milliseconds(
        f"{len(texts):,} messages parted into matters",
        lambda: group_texts([texts]),
        runs=1,
        at_most=MINUTE,
    )


def pairs_f1(ids: Sequence[str], found: Sequence[int]) -> float:
    """Of labelled messages: pairs together that belong together, against both kinds of error."""
    with LABELS.open(encoding="utf-8-sig", newline="") as file:
        labels = {row["msg_id"]: row["issue"] for row in csv.DictReader(file)}
    marked = [(labels[key], at) for key, at in zip(ids, found, strict=True) if key in labels]
    pairs = [(a[0] == b[0], a[1] == b[1]) for n, a in enumerate(marked) for b in marked[:n]]
    both = sum(int(same and together) for same, together in pairs)
    either = sum(int(same) + int(together) for same, together in pairs)
    return round(2.0 * both / either, 3)


def largest(found: Sequence[int]) -> int:
    return max(Counter(found).values())


def several_files() -> list[str]:
    """All real messages there are, up to ROWS; a segmented one reads as it was written."""
    texts: list[str] = []
    for name, column in (
        ("hot_messages_4326", "body"),
        ("labelled_raw_shared", "text"),
        ("replies_2816", "body"),
        ("labelled_tokenised_shared", "tokens"),
        ("contest_test_2801_unlabelled", "body"),
    ):
        with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            texts += [row.get(column, "").replace(" ", "") for row in csv.DictReader(file)]
    return texts[:ROWS]
