"""The month's table of all streets; the twin is one plain GROUP BY of the same rows."""

from collections.abc import Iterator

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from bench.doors import Door, signed_in
from bench.measure import Figure, beside, milliseconds
from bench.tickets import PERIOD
from dispatch.selectors.cohorts import cohort_named
from dispatch.selectors.month import month_table
from dispatch.selectors.scopes import EVERYWHERE
from dispatch.selectors.tallies import Base, Level
from tests import make

GROUPED = """
SELECT c.subdistrict_id, count(*), count(*) FILTER (WHERE b.is_valid),
       count(*) FILTER (WHERE b.contacted), count(*) FILTER (WHERE b.resolved),
       count(*) FILTER (WHERE b.satisfaction = 'satisfied'),
       count(*) FILTER (WHERE b.satisfaction = 'basic')
FROM complaints_complaint c
JOIN dispatch_assignment a ON a.complaint_id = c.id AND a.role = 'lead'
LEFT JOIN dispatch_callback b ON b.assignment_id = a.id
WHERE c.received_at >= %s AND c.received_at < %s
GROUP BY 1
"""


def figures(office: make.Office) -> Iterator[Figure]:
    cohort = cohort_named(PERIOD)

    def table() -> int:
        made = month_table(EVERYWHERE, cohort, level=Level.SUBDISTRICT, base=Base.ALL)
        return len(made.rows)

    def grouped() -> int:
        with connection.cursor() as cursor:
            cursor.execute(GROUPED, [cohort.window.start, cohort.window.end])
            return len(cursor.fetchall())

    if table() < grouped():
        message = "the table lacks streets"
        raise RuntimeError(message)
    yield beside("the month's table of all streets", table, grouped, remark=f"{table()} streets")
    door = Door(WSGIHandler(), cookies=signed_in(office.people.city_viewer.username))
    query = f"period={PERIOD}&level=subdistrict"
    page = milliseconds("the month's page", lambda: door.get("/district/", query), at_most=150)
    yield Figure(**{**page.__dict__, "remark": door.queries("/district/", query)})
