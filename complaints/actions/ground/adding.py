"""Adding what is missing: rows that stand already are the office's own and stay as they are."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.db import models

from complaints.kernels.pinyin import spell

M = TypeVar("M", bound=models.Model)
S = TypeVar("S")

_BATCH = 1000


def add_missing(
    rows: models.QuerySet[M],
    seeds: Iterable[S],
    *,
    key: Callable[[S], tuple[Hashable, ...]],
    row: Callable[[S], dict[str, Any]],
    standing: tuple[str, ...],
) -> int:
    """Create the seeds whose `key` none of `rows` has in its `standing` columns."""
    there = set(rows.values_list(*standing))
    fresh = [rows.model(**row(seed)) for seed in seeds if key(seed) not in there]
    rows.bulk_create(fresh, batch_size=_BATCH)
    return len(fresh)


def keys_by_code(rows: models.QuerySet[Any]) -> dict[str, int]:
    """Primary keys by code."""
    return dict(rows.values_list("code", "pk"))


def spelt(name: str) -> dict[str, str]:
    """The columns by which a name is found in letters."""
    spelling = spell(name)
    return {"pinyin": spelling.full, "initials": spelling.initials}
