"""Words of complaints as numbers, read once and compared often."""

from datetime import datetime
from functools import lru_cache
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from complaints.kernels.bigrams import bigrams
from complaints.kernels.geometry import Datum, convert
from complaints.kernels.related import Lexicon, Subject, building_of

SECONDS_A_DAY = 86_400.0
ADDRESSES_KEPT = 4096
TEXTS_KEPT = 4096
TERMS_KEPT = 50_000
COLUMNS = (
    "pk", "received_at", "lon", "lat", "datum", "redacted_address", "community_id", "category_id",
)  # fmt: skip


class Row(NamedTuple):
    """What is compared of a complaint."""

    pk: int
    received_at: datetime
    lon: float | None
    lat: float | None
    datum: Datum
    redacted_address: str
    community_id: int | None
    category_id: int | None


class Reader:
    """Texts as numbers. The newest of a community stand beside every new message of it, so what was
    read for one is kept for the next, by the words themselves: a text that changed is another."""

    def __init__(self) -> None:
        self.lexicon = Lexicon()
        self.numbers = lru_cache(maxsize=TEXTS_KEPT)(self._numbers)

    def _numbers(self, text: str, address: str) -> NDArray[np.int64]:
        """The terms of a text, without those of its address."""
        place = read_address(address).terms
        return self.lexicon.numbers([term for term in text.split() if term not in place])


_readers = [Reader()]


def reader_now() -> Reader:
    """One for a process, until it knows too many terms."""
    if len(_readers[0].lexicon) > TERMS_KEPT:
        _readers[0] = Reader()
    return _readers[0]


class Place(NamedTuple):
    """An address that units may read: its terms, and its building."""

    terms: frozenset[str]
    building: str


@lru_cache(maxsize=ADDRESSES_KEPT)
def read_address(address: str) -> Place:
    """The same few come again."""
    return Place(frozenset(bigrams(address)), building_of(address))


def subject_of(row: Row, terms: NDArray[np.int64]) -> Subject:
    """The complaint as the kernel takes it."""
    lon, lat = nan, nan
    if row.lon is not None and row.lat is not None:
        lon, lat = convert(row.lon, row.lat, source=row.datum, target="wgs84")
    place = read_address(row.redacted_address)
    return Subject(
        terms=terms,
        day=row.received_at.timestamp() / SECONDS_A_DAY,
        place=place.terms,
        building=place.building,
        area=str(row.community_id or ""),
        kind=str(row.category_id or ""),
        lon=lon,
        lat=lat,
    )
