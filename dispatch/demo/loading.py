"""The whole demonstration into an empty office: accounts first, then a year of complaints."""

from collections.abc import Callable
from datetime import datetime
from heapq import merge

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.demo.demands import demands
from complaints.demo.people import STREET, open_demonstration
from complaints.demo.sheets import files_came, rows_of_files
from complaints.errors import Conflict
from complaints.models import Area, Complaint
from complaints.selectors.places import forget_territory
from dispatch.actions.bulk.writing import write_lives
from dispatch.demo import lamps
from dispatch.demo.afterwards import callers_return
from dispatch.demo.apart import CALLS, calls_apart
from dispatch.demo.closing import close_last_month
from dispatch.demo.furnishing import furnish
from dispatch.demo.office import Office
from dispatch.demo.phrases import keep_phrases
from dispatch.demo.side_paths import walk_side_paths
from dispatch.demo.slips import slips
from dispatch.demo.stories import stories
from dispatch.demo.talk import colleagues_talk
from dispatch.demo.today import on_the_table
from dispatch.demo.ways import lives_of
from dispatch.demo.whistles import blow_whistles

# Tickets of a year. A street has 300–3,000 a month: four streets, then a large district's load and
# a city's, through the same four streets, whose ground is the only one drawn so far.
SCALES = {"office": 12_000, "district": 60_000, "city": 200_000}


def load_demonstration(
    count: int,
    *,
    seed: int,
    at: datetime,
    password: str,
    told: Callable[[int], None] | None = None,
) -> int:
    """Write `count` complaints of the year before `at`, the handbook's stories among them, all or
    nothing. The ground, the rules and the scheme must be loaded. Returns how many were written."""
    if Complaint.objects.exists():
        raise Conflict(_("已有诉求数据，不再载入演示数据。"))
    forget_territory()
    with transaction.atomic():
        staff = open_demonstration(password)
        office = Office(staff, seed=seed, at=at)
        told_before = stories(staff, seed=seed, at=at)
        waiting = on_the_table(office, seed=seed)
        apart = lamps.COUNT + CALLS + rows_of_files()
        drawn = count - len(told_before) - len(waiting) - apart
        found = lives_of(demands(drawn, seed=seed, at=at, staff=staff), office, count=drawn)
        year = merge(found, told_before, waiting, key=lambda life: life.at)
        written = write_lives(year, told=told)
        callers_return(office, seed=seed)
        written += files_came(staff.triage[Area.objects.get(code=STREET).pk], at=at)
        furnish(office, seed=seed)
        lamps.neighbours_tell(office, seed=seed)
        written += lamps.COUNT + calls_apart(office, seed=seed)
        if told:
            told(written)
        slips(office)
        colleagues_talk(office)
        keep_phrases(office)
        blow_whistles(office)
        walk_side_paths(office)
        close_last_month(office)
        return written
