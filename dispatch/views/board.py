"""The board: queues with counts, filters, fifty lines."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.models import Complaint, User
from complaints.permissions import (
    TRIAGE,
    can_edit_reference,
    can_file,
    can_import,
    can_read_access_log,
    can_read_articles,
    can_teach,
    keeps_outward,
)
from complaints.selectors.clocks import missing_calendar_years
from dispatch.filters import ComplaintFilter
from dispatch.permissions import (
    CALLERS,
    can_keep_phrases,
    can_read_rules,
    endorses,
    reads_duties,
    sees_endings,
    sees_supervision,
    works_on_asks,
    works_on_exclusions,
    works_on_whistles,
)
from dispatch.selectors.board import BoardPage, board_page, version_of
from dispatch.selectors.counts import Tally, board_counts
from dispatch.selectors.queues import Queue, queues_for, rows_of, running_rows
from dispatch.selectors.saved_views import (
    PASSING,
    Choice,
    ViewLine,
    choice_of,
    column_names,
    query_of,
    views_of,
)
from dispatch.views.desk import person

PARTS = {"more-filters": "filters", "board-list": "list"}
NOT_FILTERS = PASSING | {"queue", "sort"}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """One queue of this person's work."""
    user, now = person(request), timezone.now()
    if not queues_for(user):
        return render(request, "dispatch/board.html", {**doors(request), "queue": ""})
    choice = choice_of(user)
    kept = views_of(user, choice)
    if (address := _address_of_view(request, kept)) is not None:
        return redirect(address)
    counts = board_counts(user, at=now)
    context = _board(request, counts.tallies, now) | _look(request, kept, choice)
    if request.GET.get("version") == context["version"]:
        return HttpResponse(status=204)
    if (part := PARTS.get(request.headers.get("HX-Target", ""))) is not None:
        return render(request, f"dispatch/board.html#{part}", context)
    context |= {**doors(request), "missing_years": _missing(user)}
    context["whistles_waiting"] = counts.whistles
    return render(request, "dispatch/board.html", context)


def _board(request: HttpRequest, counts: Sequence[Tally], at: datetime) -> dict[str, object]:
    """The lines of the queue asked for, and what they stand under."""
    user = person(request)
    queue, sort = _queue(request, counts)
    # Only what waits for somebody has a limit to sort by.
    is_running = queue == Queue.ALL and sort != "newest"
    rows = running_rows(user) if is_running else rows_of(queue, user, at=at)
    filters = ComplaintFilter(request.GET, rows, request=request)
    page = _page(request, filters, queue, sort)
    return {
        "queue": queue.value,
        "tallies": counts,
        "sort": sort,
        "is_running": is_running,
        "filters": filters.form,
        "chosen": chosen(request),
        "page": page,
        "version": version_of(page, counts),
        "can_file": can_file(user),
    }


def _missing(user: User) -> list[int]:
    # For those who set clocks or can mend the calendar; to a unit it would be noise.
    warned = user.has_role(*TRIAGE) or can_edit_reference(user)
    return missing_calendar_years(timezone.localdate()) if warned else []


def _address_of_view(request: HttpRequest, kept: Sequence[ViewLine]) -> str | None:
    """A view is opened by its filters, so that its address can be handed on; the bare address of
    the board opens the one chosen to begin with."""
    given = request.GET
    if set(given) - {"view"}:
        return None
    wanted = given.get("view", "")
    found = next((o for o in kept if (str(o.key) == wanted if wanted else o.is_first)), None)
    if found is None and wanted:
        messages.warning(request, _("没有这个视图，或没有与您共用。"))
        return f"{reverse('office')}?queue="
    if found is None:
        return None
    return f"{reverse('office')}?{found.query}&view={found.key}"


def _queue(request: HttpRequest, counts: Sequence[Tally]) -> tuple[Queue, str]:
    """The one asked for, or the first with something in it; and the order of its lines."""
    waiting = [tally.queue for tally in counts if tally.count] or [counts[-1].queue]
    asked = request.GET.get("queue", "")
    queue = Queue(asked if asked in {tally.queue for tally in counts} else waiting[0])
    usual = "newest" if queue == Queue.ALL else "nearest"
    return queue, request.GET.get("sort") or usual


def _look(request: HttpRequest, kept: Sequence[ViewLine], choice: Choice) -> dict[str, object]:
    """The views, which of them is open and whether its filters still say the same; the columns."""
    wanted, query = request.GET.get("view", ""), query_of(request.GET)
    opened = next((view for view in kept if str(view.key) == wanted), None)
    columns = (opened.columns if opened else ()) or choice.columns
    return {
        "views": kept,
        "opened": opened,
        "is_changed": opened is not None and query_of(QueryDict(opened.query)) != query,
        "query": query,
        "columns": columns,
        "column_names": [(key, name, key in columns) for key, name in column_names().items()],
        "has_keys": choice.has_keys,
        "has_preview": choice.has_preview,
        "has_more": "more" in request.GET or chosen(request) > bool(request.GET.get("q")),
    }


def _page(request: HttpRequest, filters: ComplaintFilter, queue: Queue, sort: str) -> BoardPage:
    # A filter that cannot be read finds nothing, rather than everything; the page says which.
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
        "can_read_articles": can_read_articles(user),
        "endorses": endorses(user),
        "can_see_duties": reads_duties(user),
        "can_see_endings": sees_endings(user),
        "can_see_supervision": sees_supervision(user),
        "can_see_asks": works_on_asks(user),
        "can_see_exclusions": works_on_exclusions(user),
        "can_see_whistles": works_on_whistles(user),
        "can_import": can_import(user),
        "can_keep_phrases": can_keep_phrases(user),
        "can_read_access_log": can_read_access_log(user),
        "can_teach": can_teach(user),
        "can_read_rules": can_read_rules(user),
        "can_keep_outward": keeps_outward(user),
    }


def chosen(request: HttpRequest) -> int:
    """How many filters are set."""
    return sum(1 for name in request.GET if name not in NOT_FILTERS and request.GET[name])
