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


def fill_english(
    rows: models.QuerySet[M],
    seeds: Iterable[S],
    *,
    key: Callable[[S], tuple[Hashable, ...]],
    standing: tuple[str, ...],
    names: tuple[str, ...],
) -> None:
    """Give rows the English they lack, where their Chinese is still the seed's own."""
    known = {key(seed): seed for seed in seeds}
    filled = []
    for row in rows:
        seed = known.get(tuple(getattr(row, name) for name in standing))
        lacking = [
            name
            for name in names
            if not getattr(row, f"{name}_en") and getattr(row, name) == getattr(seed, name, None)
        ]
        for name in lacking:
            setattr(row, f"{name}_en", getattr(seed, f"{name}_en"))
        if lacking:
            filled.append(row)
    rows.bulk_update(filled, [f"{name}_en" for name in names], batch_size=_BATCH)


def keys_by_code(rows: models.QuerySet[Any]) -> dict[str, int]:
    """Primary keys by code."""
    return dict(rows.values_list("code", "pk"))


def spelt(name: str) -> dict[str, str]:
    """The columns by which a name is found in letters."""
    spelling = spell(name)
    return {"pinyin": spelling.full, "initials": spelling.initials}
