"""Pages as a signed-in person gets them, beside a bare page of the same run."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measure import Figure, milliseconds
from tests import make

PAGES = {
    "the constant page": "/health/live",
    "the residents' first page": "/",
    "the board of the office": "/office/",
    "the period's table": "/district/",
}
TICKETS = 300


def figures(office: make.Office) -> Iterator[Figure]:
    for turn in range(TICKETS):
        make.received(office, at=make.START + timedelta(minutes=turn))
    client = Client()
    client.force_login(office.people.head)
    for name, address in PAGES.items():
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address, follow=True)
        if page.status_code != 200:
            message = f"{address} answered {page.status_code}"
            raise RuntimeError(message)
        remark = f"{len(asked)} queries, {len(page.content)} bytes"
        measured = milliseconds(name, partial(client.get, address, follow=True))
        yield Figure(**{**measured.__dict__, "remark": remark})
