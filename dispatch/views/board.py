"""The board: queues with counts, filters, fifty lines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.models import Complaint
from complaints.permissions import TRIAGE, can_edit_reference, can_file, can_read_access_log
from complaints.selectors.clocks import missing_calendar_years
from dispatch.filters import ComplaintFilter
from dispatch.permissions import CALLERS, works_on_exclusions
from dispatch.selectors.board import BoardPage, board_page
from dispatch.selectors.queues import Queue, queues_for, rows_of, running_rows, tallies
from dispatch.views.desk import person

NOT_FILTERS = {"queue", "sort", "before", "after"}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """One queue of this person's work."""
    user, now = person(request), timezone.now()
    queues = queues_for(user)
    # For those who set clocks or can mend the calendar; to a unit it would be noise.
    warned = user.has_role(*TRIAGE) or can_edit_reference(user)
    years = missing_calendar_years(timezone.localdate()) if warned else []
    context = {**doors(request), "missing_years": years}
    if not queues:
        return render(request, "dispatch/board.html", {**context, "queue": ""})
    counts = tallies(user, at=now)
    waiting = [tally.queue for tally in counts if tally.count] or [queues[-1].value]
    asked = request.GET.get("queue", "")
    queue = Queue(asked if asked in queues else waiting[0])
    sort = request.GET.get("sort") or ("newest" if queue == Queue.ALL else "nearest")
    rows = rows_of(queue, user, at=now)
    if queue == Queue.ALL and sort != "newest":
        # Only what waits for somebody has a limit to sort by.
        rows = running_rows(user)
    filters = ComplaintFilter(request.GET, rows, request=request)
    context |= {"queue": queue.value, "tallies": counts, "filters": filters.form, "sort": sort}
    context |= {"page": _page(request, filters, queue, sort), "chosen": chosen(request)}
    return render(request, "dispatch/board.html", context)


def _page(request: HttpRequest, filters: ComplaintFilter, queue: Queue, sort: str) -> BoardPage:
    # A filter that cannot be read finds nothing, rather than everything.
    rows = filters.qs if filters.form.is_valid() else Complaint.objects.none()
    return board_page(
        rows,
        person(request),
        queue=queue,
        is_newest_first=sort == "newest",
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )


def doors(request: HttpRequest) -> dict[str, bool]:
    """Which other pages of the office this person works on."""
    user = person(request)
    return {
        "can_file": can_file(user),
        "can_call_back": user.has_role(*CALLERS),
        "can_see_exclusions": works_on_exclusions(user),
        "can_read_access_log": can_read_access_log(user),
    }


def chosen(request: HttpRequest) -> int:
    """How many filters are set."""
    return sum(1 for name in request.GET if name not in NOT_FILTERS and request.GET[name])
