"""The routing rules: their versions, the rules of one, and writing the next."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from complaints.errors import Conflict, NotAllowed, NotFound
from complaints.models import User
from dispatch.actions.rule_sets import (
    add_rule,
    change_rule,
    discard_draft,
    draft_rules,
    move_rule,
    publish_rules,
    recall_rules,
    remove_rule,
)
from dispatch.forms.rules import DraftForm, PublishForm, RuleForm, TrialForm, initial_of
from dispatch.models import RoutingRule, RuleSet
from dispatch.permissions import can_edit_rules, can_read_rules
from dispatch.selectors.precedents import latest_learning
from dispatch.selectors.rule_sets import rule_choices, rule_lines, version_lines
from dispatch.selectors.trials import trials_of
from dispatch.views.desk import attempt, person

KEY = re.compile(r"[0-9]{1,9}\Z")


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest) -> HttpResponse:
    """All versions, and a form to draft the next."""
    user = reader(request)
    form = DraftForm(request.POST or None)
    if request.method == "POST":
        _may_edit(user)
        if form.is_valid():
            name = form.cleaned_data["name"]
            draft = attempt(form, lambda: draft_rules(by=user, name=name))
            if draft is not None:
                messages.success(request, _("已起草“%(name)s”，改好后再发布。") % {"name": draft})
                return redirect("office-rule-set", draft.pk)
    context: dict[str, object] = {"rows": version_lines(at=timezone.now()), "form": form}
    context |= {"may_edit": can_edit_rules(user), "learning": latest_learning()}
    return render(request, "dispatch/rules/versions.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, key: int) -> HttpResponse:
    """The rules of a version in order; a draft may be ordered, published and thrown away."""
    user = reader(request)
    row = get_object_or_404(RuleSet.objects.select_related("made_by", "published_by"), pk=key)
    act, _sign, part = request.POST.get("act", "").partition("-")
    form = PublishForm(request.POST if act == "publish" else None)
    if request.method == "POST":
        _may_edit(user)
        if act != "publish":
            return _changed(
                request, row, act, int(part) if part.isascii() and part.isdigit() else 0
            )
        if form.is_valid():
            when = form.cleaned_data["live_from"]
            if attempt(form, lambda: publish_rules(key, by=user, live_from=when)) is not None:
                messages.success(request, _("“%(name)s”已发布。") % {"name": row.name})
                return redirect("office-rules")
    may_edit = can_edit_rules(user)
    context = {"version": row, "form": form, "may_edit": row.is_draft and may_edit}
    context["may_recall"] = may_edit and row.begins_after(timezone.now())
    context |= {"rows": rule_lines(row, on=timezone.localdate()), "trials": trials_of(row)}
    context["trial_form"] = TrialForm()
    return render(request, "dispatch/rules/version.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: HttpRequest, key: int) -> HttpResponse:
    """One more rule of a draft."""
    user = reader(request)
    _may_edit(user)
    draft = _draft(get_object_or_404(RuleSet, pk=key))
    initial = {"since": timezone.localdate()}
    form = RuleForm(request.POST or None, offers=rule_choices(), initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.asked()
        if attempt(form, lambda: add_rule(key, asked, by=user)) is not None:
            return _kept(request, key)
    context = {"version": draft, "form": form}
    return render(request, "dispatch/rules/rule.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, key: int) -> HttpResponse:
    """One rule of a draft, to be changed."""
    user = reader(request)
    _may_edit(user)
    rows = RoutingRule.objects.select_related("rule_set", "area", "organisation")
    row = get_object_or_404(rows.defer("area__outline"), pk=key)
    draft = _draft(row.rule_set)
    form = RuleForm(request.POST or None, offers=rule_choices(row), initial=initial_of(row))
    if request.method == "POST" and form.is_valid():
        asked = form.asked()
        if attempt(form, lambda: change_rule(key, asked, by=user)) is not None:
            return _kept(request, draft.pk)
    context = {"version": draft, "rule": row, "form": form}
    return render(request, "dispatch/rules/rule.html", context, status=form.status_code)


def _changed(request: HttpRequest, row: RuleSet, act: str, part: int) -> HttpResponse:
    user = person(request)
    if act == "discard":
        messages.success(
            request, _("已删除草稿“%(name)s”。") % {"name": discard_draft(row.pk, by=user)}
        )
        return redirect("office-rules")
    if act == "recall":
        recall_rules(row.pk, by=user)
        messages.success(request, _("已撤回，又是草稿了。"))
        return redirect("office-rule-set", row.pk)
    if not RoutingRule.objects.filter(pk=part, rule_set=row).exists():
        raise NotFound(_("没有这条规则。"))
    if act in {"up", "down"}:
        move_rule(part, by=user, is_up=act == "up")
    elif act == "remove":
        remove_rule(part, by=user)
        messages.success(request, _("已从草稿里删除。"))
    else:
        raise NotFound(_("没有这一步。"))
    return redirect("office-rule-set", row.pk)


def _kept(request: HttpRequest, version_key: int) -> HttpResponse:
    messages.success(request, _("规则已保存在草稿里，发布以后才生效。"))
    return redirect("office-rule-set", version_key)


def _draft(row: RuleSet) -> RuleSet:
    if not row.is_draft:
        raise Conflict(_("已经发布的规则不再修改，请另起草一版。"))
    return row


def reader(request: HttpRequest) -> User:
    user = person(request)
    if not can_read_rules(user):
        raise NotAllowed(_("派单规则由系统管理员、处置中心和专班查看。"))
    return user


def _may_edit(user: User) -> None:
    if not can_edit_rules(user):
        raise NotAllowed(_("派单规则由系统管理员修改。"))
