"""At two hundred thousand complaints no page of the office reads the whole table."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.actions.saved_views import save_view
from dispatch.selectors.queues import queues_for
from tests import make
from tests.dispatch.stock import COUNT, Stock, fill

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's planner is asked"),
]
LARGE = "complaints_complaint|complaints_searchtext|dispatch_assignment"
SEARCHES = (
    "q=积水", "q=路灯", "overdue=true", "unit=T-ST1-U&status=dispatched", "sort=nearest",
    "urgency=urgent", "secret=true", "category=010000",
)  # fmt: skip
VIEWS = ("queue=new&q=路灯", "queue=overdue&urgency=urgent", "queue=mine&unit=T-ST1-U", "queue=all")
# With the lists of all filters standing open, each list is one more.
QUERIES, WITH_LISTS = 14, 19
LISTS_STAND_OPEN = re.compile("overdue=|unit=|urgency=|secret=|category=|label=")


@pytest.fixture(scope="module")
def stock(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stock]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(make.office())
        transaction.set_rollback(True)


def pages(stock: Stock, name: str) -> list[str]:
    user = getattr(stock.office.people, name)
    found = [f"?queue={queue}" for queue in queues_for(user)]
    found += [f"?queue=all&{search}" for search in SEARCHES]
    found += [f"?queue=all&label={stock.label.pk}", "views/"]
    if name == "triage":
        number = stock.waiting.number
        found += [f"{number}/", f"{number}/merge/", f"together/dispatch/?numbers={number}"]
    return found


@pytest.mark.parametrize("name", ["triage", "handler", "head", "district_leader"])
def test_no_board_search_or_merge_page_reads_a_whole_table(stock: Stock, name: str) -> None:
    user = getattr(stock.office.people, name)
    for number, query in enumerate(VIEWS):
        save_view(by=user, name=f"视图{number}", query=query)
    client = Client()
    client.force_login(user)
    faults = {}
    for page in pages(stock, name):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/office/{page}").status_code == 200
        read = {table for one in asked.captured_queries for table in whole_tables(one["sql"])}
        if read or len(asked) > (WITH_LISTS if LISTS_STAND_OPEN.search(page) else QUERIES):
            faults[page] = (read, len(asked))
    assert faults == {}


def whole_tables(sql: str) -> list[str]:
    if not sql.startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    return re.findall(rf"Seq Scan on ({LARGE})\b", plan)


def test_the_planner_would_read_the_whole_table_if_it_had_to(stock: Stock) -> None:
    assert whole_tables("SELECT * FROM complaints_complaint WHERE text LIKE '%x%'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM complaints_complaint")
        assert cursor.fetchone()[0] > COUNT
