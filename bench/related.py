"""What may be the same matter beside a text that is just being written down."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from bench.measure import Figure, slowest
from bench.tickets import FIRST, words
from bench.words import PLACES
from complaints.models import Complaint
from complaints.selectors.related import related_to, sketch
from tests import make

CALLS = 300
SEED = 777


def figures(office: make.Office) -> Iterator[Figure]:
    """Asked by who triages the street that a tenth of all tickets are of, at the end of the month
    they came in."""
    rng = random.Random(SEED)
    by, at = office.people.triage, FIRST + timedelta(days=30)
    typed = [
        sketch(
            words(rng), at=at, address=rng.choice(PLACES),
            community_id=office.places.community.pk, category_id=office.category.pk,
        )
        for _ in range(CALLS)
    ]  # fmt: skip
    found = sum(bool(related_to(one, by, at=at)) for one in typed)
    if not found:
        message = "nothing was found beside any text"
        raise RuntimeError(message)
    remark = f"{CALLS} new texts, something beside {found}; {Complaint.objects.count():,} tickets"
    works = [partial(related_to, one, by, at=at) for one in typed]
    yield slowest("related matters beside a new text", works, at_most=30, remark=remark)
