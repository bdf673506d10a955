"""A ticket's whole life, written through the actions."""

from collections.abc import Iterator
from datetime import timedelta

from bench.measure import Figure, per_second
from tests import make

LIVES_A_RUN = 10


def figures(office: make.Office) -> Iterator[Figure]:
    starts = (make.START + timedelta(seconds=turn) for turn in range(1_000_000))

    def live_some() -> None:
        for _ in range(LIVES_A_RUN):
            make.complaint_in(office, "archived", at=next(starts))

    yield per_second(
        "a ticket's whole life, nine writes", live_some, amount=LIVES_A_RUN, at_least=20
    )
