"""Two characters among all tickets, in the database; the twin reads every text."""

from collections.abc import Iterator

from bench.measure import Figure, beside, milliseconds
from bench.words import RARE_WORD
from complaints.models import Complaint
from tests import make

ENOUGH = 10_000


def figures(_office: make.Office) -> Iterator[Figure]:
    def found() -> list[int]:
        rows = Complaint.objects.saying(RARE_WORD).order_by("-received_at", "-pk")
        return list(rows.values_list("pk", flat=True))

    def read() -> list[int]:
        rows = Complaint.objects.filter(redacted_text__contains=RARE_WORD)
        return list(rows.order_by("-received_at", "-pk").values_list("pk", flat=True))

    if found() != read():
        message = "the index and the texts disagree"
        raise RuntimeError(message)
    # A few thousand short texts are read as fast as an index is asked.
    least = 1 if Complaint.objects.count() >= ENOUGH else None
    remark = f"{len(found())} of {Complaint.objects.count():,} tickets"
    yield beside(
        "a rare word of two characters, all tickets", found, read, at_least=least, remark=remark
    )
    yield milliseconds("the same in the database", found, at_most=50)
