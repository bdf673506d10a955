"""The resident's form, the office's board and the ticket's page, each beside a bare twin."""

from collections.abc import Iterator
from itertools import count

from django.core.handlers.wsgi import WSGIHandler

from bench.bare import bare_handler, make_tables
from bench.doors import Door, signed_in
from bench.measure import Figure, beside
from complaints.models import Complaint
from tests import make

SENT_A_RUN = 20
PAGES_A_RUN = 3


def figures(office: make.Office) -> Iterator[Figure]:
    make_tables()
    ours, bare = WSGIHandler(), Door(bare_handler())
    yield _submission(office, Door(ours), bare)
    desk = Door(ours, cookies=signed_in(office.people.triage.username))
    yield from _pages(office, desk, bare)


def _submission(office: make.Office, ours: Door, bare: Door) -> Figure:
    """Ours has all checks, the sealed identity, the event and the search row, the receipt."""
    turns = count()
    words = {"text": make.WORDS, "address": "东虚街道晨光社区东门", "phone": "13900000001"}
    more = {"category": office.category.pk, "area": office.places.community.pk}

    def send() -> None:
        for _ in range(SENT_A_RUN):
            turn = next(turns)
            # A household of its own each, or the limit of an address ends the bench.
            address = f"10.{turn >> 16 & 255}.{turn >> 8 & 255}.{turn & 255}"
            fields = {**words, "name": "测试居民甲", "key": f"{turn:032d}", "demand_kind": "help"}
            ours.post("/complaints/new/", fields, address=address)

    def send_bare() -> None:
        for _ in range(SENT_A_RUN):
            bare.post("/submit/", {**words, **more}, address="127.0.0.1")

    before = Complaint.objects.count()
    figure = beside("a resident's form is sent", send, send_bare, amount=SENT_A_RUN, at_least=0.5)
    if Complaint.objects.count() - before != next(turns):
        message = "not every form became a complaint"
        raise RuntimeError(message)
    return figure


def _pages(office: make.Office, desk: Door, bare: Door) -> Iterator[Figure]:
    own = Complaint.objects.filter(subdistrict=office.places.street)
    number = own.in_status("called_back").order_by("pk")[0].number
    pages = {
        "the board of fifty": ("/office/", "queue=all"),
        "a ticket's page with its history": (f"/office/{number}/", ""),
    }

    def bare_board() -> None:
        for _ in range(PAGES_A_RUN):
            bare.get("/board/")

    for name, (path, query) in pages.items():

        def page(path: str = path, query: str = query) -> None:
            for _ in range(PAGES_A_RUN):
                desk.get(path, query)

        yield beside(
            name, page, bare_board, amount=PAGES_A_RUN, at_least=0.5,
            remark=desk.queries(path, query),
        )  # fmt: skip
