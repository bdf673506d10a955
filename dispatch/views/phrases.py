"""Phrases: kept on pages of their own, and put into a form where somebody writes."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.errors import NotAllowed
from complaints.kernels.phrases import appended, fill
from dispatch.actions.phrases import change_phrase, remove_phrase, save_phrase
from dispatch.forms.base import OfficeForm
from dispatch.forms.phrases import OWN, PhraseForm, initial_of
from dispatch.models import Phrase
from dispatch.permissions import can_change_phrase, can_keep_phrases
from dispatch.selectors.choices import all_categories
from dispatch.selectors.phrases import Offered, circles_of, own_phrases, sample_values
from dispatch.views.desk import attempt, person

F = TypeVar("F", bound=OfficeForm)


@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """All he is offered, and a form for one more."""
    user = person(request)
    if not can_keep_phrases(user):
        raise NotAllowed(_("您没有办理诉求的任职，不需要常用语。"))
    form = _form(request, {"use": Phrase.Use.ANY, "circle": OWN})
    if _is_saving(request) and form.is_valid():
        wording = form.wording()
        if attempt(form, lambda: save_phrase(wording, by=user)) is not None:
            messages.success(request, _("常用语已保存。"))
            return redirect("office-phrases")
    rows = [(row, can_change_phrase(user, row)) for row in own_phrases(user)]
    context = {"rows": rows, "form": form, "preview": _preview(request)}
    return render(request, "dispatch/phrases.html", context, status=_status(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def phrase(request: HttpRequest, key: int) -> HttpResponse:
    """One of them, to be changed or removed."""
    user = person(request)
    row = get_object_or_404(Phrase.objects.visible_to(user), pk=key)
    if not can_change_phrase(user, row):
        raise NotAllowed(_("别人建立的常用语由本人或处置中心修改。"))
    form = _form(request, initial_of(row))
    if _is_saving(request) and form.is_valid():
        wording = form.wording()
        if attempt(form, lambda: change_phrase(key, wording, by=user)) is not None:
            messages.success(request, _("常用语已保存。"))
            return redirect("office-phrases")
    context = {"phrase": row, "form": form, "preview": _preview(request)}
    return render(request, "dispatch/phrase.html", context, status=_status(request, form))


@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """It is offered no longer."""
    name = remove_phrase(key, by=person(request))
    messages.success(request, _("已删除“%(name)s”。") % {"name": name})
    return redirect("office-phrases")


def inserted(
    request: HttpRequest, kind: Callable[..., F], field: str, offers: Sequence[Offered]
) -> F | None:
    """The form as typed with the chosen phrase in it, where that button was pressed; nothing is
    saved or complained of by it."""
    if "insert" not in request.POST:
        return None
    typed = request.POST.dict()
    for one in offers:
        if str(one.key) == typed.get("phrase"):
            typed[field] = appended(typed.get(field, ""), one.text)
    return kind(initial=typed)


def _form(request: HttpRequest, initial: dict[str, str]) -> PhraseForm:
    user = person(request)
    return PhraseForm(
        request.POST or None,
        categories=all_categories(),
        circles=circles_of(user),
        initial=initial,
    )


def _is_saving(request: HttpRequest) -> bool:
    return request.method == "POST" and "preview" not in request.POST


def _preview(request: HttpRequest) -> str:
    if "preview" not in request.POST:
        return ""
    return fill(request.POST.get("text", ""), sample_values(person(request)))


def _status(request: HttpRequest, form: PhraseForm) -> int:
    return form.status_code if _is_saving(request) else 200
