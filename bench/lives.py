"""Writes through the actions: what a resident sends, and a ticket's whole life."""

from collections.abc import Iterator
from datetime import timedelta

from bench.measure import Figure, per_second
from tests import make

FILED_A_RUN = 40
LIVES_A_RUN = 10


def figures(office: make.Office) -> Iterator[Figure]:
    starts = (make.START + timedelta(seconds=turn) for turn in range(1_000_000))

    def file_some() -> None:
        for _ in range(FILED_A_RUN):
            make.filed(office, at=next(starts))

    def live_some() -> None:
        for _ in range(LIVES_A_RUN):
            make.complaint_in(office, "archived", at=next(starts))

    yield per_second("a complaint is filed, identity sealed", file_some, amount=FILED_A_RUN)
    yield per_second("a ticket's whole life, nine writes", live_some, amount=LIVES_A_RUN)
