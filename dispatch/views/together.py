"""Complaints chosen on the board, together: sent to their units, labelled, merged, printed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dispatch.actions.together import Done, Sent, dispatch_each, label_each
from dispatch.forms.together import LabelForm
from dispatch.selectors.chosen import CHOSEN_MAX, Chosen, chosen_lines, sendable
from dispatch.selectors.labels import labels_for
from dispatch.views.desk import person


@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_many(request: HttpRequest) -> HttpResponse:
    """First what goes where and what cannot; pressed, each by itself, and what became of each."""
    user = person(request)
    if request.method == "POST":
        read = _read(request)
        lines = chosen_lines(list(read), user)
        done = dispatch_each(lines, read, by=user)
        return _told(request, _("一起派单"), done, given=len(read))
    lines = _chosen(request)
    if not lines:
        return _nothing(request)
    found = sendable(lines, user)
    going = [one for one in found if not one.cannot]
    staying = [one for one in found if one.cannot]
    context = {"going": going, "staying": staying, "missing": _missing(request, lines)}
    return render(request, "dispatch/together/dispatch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def label_many(request: HttpRequest) -> HttpResponse:
    """One label on all of them, or off."""
    user, lines = person(request), _chosen(request)
    if not lines:
        return _nothing(request)
    form = LabelForm(request.POST or None, labels=labels_for(user), initial={"way": "on"})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        done = label_each(lines, cleaned["label"], by=user, is_off=cleaned["way"] == "off")
        return _told(request, _("名签"), done, given=len(_numbers(request)))
    context = {"lines": lines, "form": form, "missing": _missing(request, lines)}
    return render(request, "dispatch/together/labels.html", context, status=form.status_code)


@require_safe
def merge_many(request: HttpRequest) -> HttpResponse:
    """On to the page of merging: the first received leads, the others are ticked."""
    lines = _chosen(request)
    if len(lines) < 2:
        messages.warning(request, _("请至少选择两件要合并的诉求。"))
        return redirect("office")
    first, *others = sorted(lines, key=lambda line: (line.received_at, line.key))
    query = urlencode([("numbers", line.number) for line in others])
    return redirect(f"{reverse('office-merge', args=[first.number])}?{query}")


@require_safe
def print_many(request: HttpRequest) -> HttpResponse:
    """A sheet for each, with the words that units may read."""
    lines = _chosen(request)
    if not lines:
        return _nothing(request)
    return render(request, "dispatch/together/print.html", {"lines": lines})


def _numbers(request: HttpRequest) -> list[str]:
    sent = request.POST if request.method == "POST" else request.GET
    return list(dict.fromkeys(sent.getlist("numbers")))[:CHOSEN_MAX]


def _chosen(request: HttpRequest) -> list[Chosen]:
    return chosen_lines(_numbers(request), person(request))


def _missing(request: HttpRequest, lines: list[Chosen]) -> int:
    return len(_numbers(request)) - len(lines)


def _read(request: HttpRequest) -> dict[str, Sent]:
    """Each ticked number with the version and the unit that stood beside it."""
    read = {}
    for number in _numbers(request):
        shown = request.POST.get(f"read-{number}", "").split("-")
        if len(shown) == 2 and all(part.isascii() and part.isdigit() for part in shown):
            read[number] = Sent(int(shown[0][:9]), int(shown[1][:9]))
    return read


def _nothing(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("请先在列表里选择诉求。"))
    return redirect("office")


def _told(request: HttpRequest, name: str, done: list[Done], *, given: int) -> HttpResponse:
    good = sum(1 for one in done if one.is_done)
    context = {"name": name, "done": done, "good": good, "missing": given - len(done)}
    context["bad"] = len(done) - good
    return render(request, "dispatch/together/done.html", context)
