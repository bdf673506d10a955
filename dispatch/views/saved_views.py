"""A person's own boards: kept, shared, changed, removed; and what he chose for all of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.errors import NotAllowed
from dispatch.actions.saved_views import (
    change_view,
    choose_columns,
    choose_first_view,
    may_use_board,
    remove_view,
    save_view,
    switch_keys,
    switch_preview,
)
from dispatch.filters import counts_of, unreadable
from dispatch.forms.saved_views import ChoiceForm, ViewForm
from dispatch.models import SavedView
from dispatch.permissions import can_change_view
from dispatch.selectors.saved_views import choice_of, find_view, query_of, units_of, views_of
from dispatch.views.desk import attempt, person


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """All of them with their counts; a new one is kept here."""
    user = person(request)
    may_use_board(user)
    form = ViewForm(request.POST or None, units=units_of(user))
    if request.method == "POST" and form.is_valid():
        query = query_of(QueryDict(form.cleaned_data["query"]))
        view = attempt(form, lambda: _saved(form, request, query))
        if view is not None:
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
            return redirect(f"/office/?view={view.pk}")
    found = views_of(user, choice_of(user))
    counts = counts_of(found, user, at=timezone.now())
    lines = [(one, counts.get(one.key)) for one in found]
    context = {"lines": lines, "form": form, "query": request.POST.get("query", "")}
    is_part = request.headers.get("HX-Request") == "true" and request.method == "GET"
    template = "dispatch/views.html#counts" if is_part else "dispatch/views.html"
    return render(request, template, context, status=form.status_code)


def _saved(form: ViewForm, request: HttpRequest, query: str) -> SavedView:
    cleaned, user = form.cleaned_data, person(request)
    form.refuse_unreadable(unreadable(query, user))
    return save_view(
        by=user, name=cleaned["name"], query=query, organisation_id=cleaned["organisation"]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def view(request: HttpRequest, key: int) -> HttpResponse:
    """One view: its name, its readers, its filters anew."""
    user = person(request)
    kept = find_view(key, user)
    if not can_change_view(user, kept):
        raise NotAllowed(_("这个视图由建立的人修改。"))
    initial = {"name": kept.name, "organisation": kept.organisation_id, "query": ""}
    form = ViewForm(request.POST or None, units=units_of(user), initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: _changed(form, request, key))
        if changed is not None:
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": changed.name})
            return redirect(f"/office/?view={key}")
    context = {"kept": kept, "form": form, "lost": unreadable(kept.query, user)}
    return render(request, "dispatch/view.html", context, status=form.status_code)


def _changed(form: ViewForm, request: HttpRequest, key: int) -> SavedView:
    cleaned, user = form.cleaned_data, person(request)
    query = query_of(QueryDict(cleaned["query"])) if cleaned["query"] else None
    form.refuse_unreadable(unreadable(query or "", user))
    return change_view(
        key, by=user, name=cleaned["name"], organisation_id=cleaned["organisation"], query=query
    )


@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Away with it."""
    name = remove_view(key, by=person(request))
    messages.success(request, _("已删除视图“%(name)s”。") % {"name": name})
    return redirect("office-views")


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Columns, keys or the view to begin with: whichever was sent."""
    user, form = person(request), ChoiceForm(request.POST)
    if not form.is_valid():
        return _back(request)
    chosen = form.cleaned_data
    if chosen["keys"]:
        switch_keys(by=user, has_keys=chosen["keys"] == "on")
    elif chosen["preview"]:
        switch_preview(by=user, has_preview=chosen["preview"] == "on")
    elif chosen["first"]:
        key = int(chosen["first"]) if chosen["first"].isdecimal() else None
        choose_first_view(by=user, view_key=key)
    else:
        choose_columns(by=user, columns=chosen["columns"], view_key=chosen["view"])
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    given = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return redirect(given if is_ours and given.startswith("/office/") else "office")
