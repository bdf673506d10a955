"""Placing and classifying, and answering at once."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.actions.life import answer_complaint, classify_complaint
from complaints.errors import Conflict, NotAllowed
from complaints.models import Complaint
from complaints.permissions import can_triage
from complaints.selectors.knowledge import articles_for, fitting_articles
from complaints.selectors.suggested import category_suggestion
from complaints.states import Verb, after
from dispatch.forms.base import EditedForm
from dispatch.forms.triage import AnswerForm, TriageForm
from dispatch.models import Phrase
from dispatch.selectors.choices import category_choices, community_choices
from dispatch.selectors.enclosed import pieces_of
from dispatch.selectors.finding import find_ticket
from dispatch.selectors.phrases import phrases_for
from dispatch.selectors.versions import Versions, versions_of
from dispatch.views.desk import attempt, person, to_ticket
from dispatch.views.phrases import inserted
from dispatch.views.versions import keeps_words

# Buttons that only fill the form: nothing is saved by them.
FILLING = frozenset({"find", "take"})


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def classify(request: HttpRequest, number: str) -> HttpResponse:
    """The edit form; a stale one comes back with both the present values and what was typed."""
    complaint = for_triage(request, number, Verb.CLASSIFY)
    form = _triage_form(request, complaint)
    is_filling = bool(FILLING & request.POST.keys())
    if request.method == "POST" and not is_filling and form.is_valid():
        cleaned = form.cleaned_data
        saved = attempt(
            form,
            lambda: classify_complaint(
                complaint.pk,
                by=person(request),
                version=cleaned["version"],
                where=form.where(complaint),
                category_id=int(cleaned["category"]) if cleaned["category"] else None,
                demand_kind=cleaned["demand_kind"],
                urgency=cleaned["urgency"],
                redacted_text=cleaned["redacted_text"],
            ),
        )
        if saved is not None:
            return to_ticket(request, number, _("已保存。"), can_undo=True)
    return _show_triage(request, complaint, form, is_filling=is_filling)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer what needs no unit."""
    complaint = for_triage(request, number, Verb.ANSWER)
    offers = phrases_for(complaint, person(request), Phrase.Use.ANSWER)
    form = inserted(request, AnswerForm, "answer", offers) or AnswerForm(
        request.POST or None, initial=_from_article(request, complaint)
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved = attempt(
            form,
            lambda: answer_complaint(
                complaint.pk,
                by=person(request),
                answer=given["answer"],
                article_id=given["article"],
                version=given["version"],
            ),
        )
        if saved is not None:
            return to_ticket(request, number, _("已答复。"))
    context = {"complaint": complaint, "form": form, "original": pieces_of(complaint.text)}
    context |= {"fitting": fitting_articles(complaint, on=timezone.localdate()), "phrases": offers}
    context["versions"] = both_versions(form, complaint, {"version": complaint.version})
    return render(request, "dispatch/answer.html", context, status=form.status_code)


def _from_article(request: HttpRequest, complaint: Complaint) -> dict[str, Any]:
    """The words of the article that was chosen, if it is one this person may read."""
    initial: dict[str, Any] = {"version": complaint.version}
    key = request.GET.get("article", "")
    if key.isascii() and key.isdigit() and len(key) < 12:
        rows = articles_for(person(request)).current(timezone.localdate())
        if chosen := rows.filter(pk=int(key)).first():
            initial |= {"article": chosen.pk, "answer": chosen.answer}
    return initial


def for_triage(request: HttpRequest, number: str, verb: Verb) -> Complaint:
    """The complaint, if this person triages and the verb runs from where it stands."""
    user = person(request)
    complaint = find_ticket(number, user)
    if not can_triage(user, complaint):
        raise NotAllowed(_("只有处置中心和专班可以分派诉求。"))
    after(complaint.status, verb)
    return complaint


def _triage_form(request: HttpRequest, complaint: Complaint) -> TriageForm:
    sent = request.POST.copy()
    if "accept" in sent:
        # A suggested category is chosen and all saved by one press, whatever was searched for.
        sent["category"], sent["find_category"] = request.POST.get("accept", ""), ""
    return TriageForm(
        sent or None,
        communities=community_choices(complaint, person(request), sent.get("find_community", "")),
        categories=category_choices(complaint, sent.get("find_category", "")),
        initial=_present(complaint),
    )


def _present(complaint: Complaint) -> dict[str, Any]:
    area = complaint.community or complaint.subdistrict
    return {
        "version": complaint.version,
        "community": area.code if area else "",
        "address": complaint.address,
        "category": str(complaint.category_id or ""),
        "demand_kind": complaint.demand_kind,
        "urgency": complaint.urgency,
        "redacted_text": complaint.redacted_text,
    }


def _show_triage(
    request: HttpRequest, complaint: Complaint, form: TriageForm, *, is_filling: bool
) -> HttpResponse:
    present = _present(complaint)
    context = {"complaint": complaint, "form": form, "is_search": "find" in request.POST}
    context["original"] = pieces_of(complaint.text)
    context["versions"] = both_versions(form, complaint, present)
    context["suggestion"] = category_suggestion(complaint.redacted_text)
    if "take" in request.POST:
        form.take(request.POST.getlist("take"), present)
        context["versions"] = versions_of(complaint, form.pairs(present))
    status = 200 if is_filling else form.status_code
    return render(request, "dispatch/classify.html", context, status=status)


def both_versions(
    form: EditedForm, complaint: Complaint, present: Mapping[str, object]
) -> Versions | None:
    """What is saved now beside what was typed, where somebody saved first."""
    if form.status_code != Conflict.status_code:
        return None
    return versions_of(complaint, form.meet(present))
