"""The bare twins of our pages: plain Django, no middleware, nothing of the office's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from complaints.models import Area, Category, Complaint

ROWS = 50


class BareTicket(models.Model):  # noqa: DJ008 - nobody reads it
    objects: ClassVar[models.Manager[BareTicket]]
    number = models.CharField(max_length=20)
    text = models.TextField()
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=40)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "bench"


class BareEvent(models.Model):  # noqa: DJ008 - nobody reads it
    objects: ClassVar[models.Manager[BareEvent]]
    ticket = models.ForeignKey(BareTicket, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"


class BareForm(forms.Form):
    text = forms.CharField(max_length=20_000)
    address = forms.CharField(max_length=300)
    phone = forms.RegexField(r"^[0-9 -]{6,20}$")
    category = forms.ModelChoiceField(Category.objects.all())
    area = forms.ModelChoiceField(Area.objects.all())


BOARD = """<!doctype html><title>board</title><table>{% for row in rows %}<tr>
<th scope="row"><a href="{% url 'ticket' row.number %}">{{ row.number }}</a></th>
<td>{{ row.redacted_text|truncatechars:90 }}</td>
<td>{{ row.subdistrict.name }} {{ row.community.name }} {{ row.address }}</td>
<td>{{ row.category.name|default:"—" }}</td><td>{{ row.channel }}</td><td>{{ row.status }}</td>
<td>{% if row.dispatch_due_at %}{{ row.dispatch_due_at|timeuntil }}{% endif %}</td>
<td>{{ row.received_at|date:"m-d H:i" }}</td></tr>{% endfor %}</table>"""


def board(request: HttpRequest) -> HttpResponse:
    """Fifty rows, one SELECT, one rendered table."""
    found = Complaint.objects.select_related("subdistrict", "community", "category")
    rows = found.defer("subdistrict__outline", "community__outline").order_by("-received_at")
    if not _compiled:
        _compiled.append(engines["django"].from_string(BOARD))
    return HttpResponse(_compiled[0].render({"rows": rows[:ROWS]}, request))


def submit(request: HttpRequest) -> HttpResponse:
    """A form: validate, two SELECTs, two INSERTs in a transaction."""
    form = BareForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_json(), status=422)
    cleaned, at = form.cleaned_data, timezone.now()
    with transaction.atomic():
        ticket = BareTicket.objects.create(**cleaned, number=number_at(at), received_at=at)
        BareEvent.objects.create(ticket=ticket, verb="receive", at=at)
    return redirect("ticket", ticket.number)


def ticket(_request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse(number)


def number_at(at: datetime) -> str:
    return f"{at:%H%M%S%f}"


_compiled: list[Any] = []
urlpatterns = [
    path("board/", board),
    path("submit/", submit),
    path("ticket/<str:number>/", ticket, name="ticket"),
]


def use_bare_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The only middleware: ours and the twin answer in one process under one setting."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = "bench.bare"
        return get_response(request)

    return answer


def bare_handler() -> WSGIHandler:
    """A server side without our middleware."""
    with override_settings(MIDDLEWARE=["bench.bare.use_bare_addresses"]):
        return WSGIHandler()


def make_tables() -> None:
    """In the bench's own database, which is dropped afterwards."""
    with connection.schema_editor() as editor:
        editor.create_model(BareTicket)
        editor.create_model(BareEvent)
