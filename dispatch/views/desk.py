"""What the office's views share: who asks, running a step from a form, taking in photos."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from complaints.errors import NotFound, OfficeError
from complaints.models import Complaint, User
from dispatch.forms.base import OfficeForm

T = TypeVar("T")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FormStep:
    """A step taken from one of several forms of a page: its form, its verb, and what is said
    after."""

    form: Callable[..., OfficeForm]
    act: Callable[..., Any]
    said: Any


def person(request: HttpRequest) -> User:
    """The signed-in person; SignInMiddleware let nobody else in."""
    return cast("User", request.user)


def attempt(form: OfficeForm, act: Callable[[], T]) -> T | None:
    """Run a step with a valid form. Refused, the words stand on the form and None comes back."""
    try:
        return act()
    except NotFound:
        raise
    except OfficeError as error:
        form.refuse(error)
        return None


def to_ticket(
    request: HttpRequest, number: str, words: str, *, can_undo: bool = False
) -> HttpResponse:
    """Back to the ticket with a message; to the board where it is no longer in sight. There the
    message itself carries the button that takes the step back."""
    if Complaint.objects.visible_to(person(request)).filter(number=number).exists():
        messages.success(request, words)
        return redirect("office-ticket", number)
    messages.success(request, words, extra_tags=number if can_undo else "")
    return redirect("office")


def offset(request: HttpRequest) -> int:
    """How many rows of a list lie before the page asked for."""
    given = request.GET.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
