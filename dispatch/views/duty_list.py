"""The duty list to look up, matters beside it, and figures asked of communities."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.errors import NotAllowed
from complaints.states import verbs_from
from dispatch.actions.duty_list import (
    accept_matter,
    refuse_matter,
    register_figures,
    register_matter,
)
from dispatch.forms.base import OfficeForm
from dispatch.forms.duty_list import AcceptMatterForm, FiguresForm, MatterForm, RefuseMatterForm
from dispatch.models import OffListMatter
from dispatch.permissions import reads_duties
from dispatch.selectors.duty_list import (
    communities_kept,
    departments,
    entries_on,
    figures_of,
    find_matter,
    handed_down,
    matters_of,
    streets_kept,
)
from dispatch.states import OFF_LIST_LIFE, OffListVerb
from dispatch.views.board import doors
from dispatch.views.desk import attempt, offset, person


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """The list in force; beside it what departments handed down, and what communities are asked."""
    user, today = person(request), timezone.localdate()
    if not reads_duties(user):
        raise NotAllowed(_("您没有要查的职责清单。"))
    shown, after = request.GET.get("shown", ""), offset(request)
    streets, communities = streets_kept(user, on=today), communities_kept(user, on=today)
    context: dict[str, object] = {
        "shown": shown, "keeps_matters": bool(streets), "keeps_figures": bool(communities),
        **doors(request),
    }  # fmt: skip
    if shown == "matters":
        context["matters"], context["following"] = matters_of(streets, after=after)
        context["handed"] = handed_down(streets)
    elif shown == "figures":
        context["figures"], context["following"] = figures_of(communities, after=after)
    else:
        words = request.GET.get("q", "")[:60]
        context |= {"q": words, "groups": entries_on(today, words=words)}
    return render(request, "dispatch/duties/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_matter(request: HttpRequest) -> HttpResponse:
    """A department hands something down."""
    user, today = person(request), timezone.localdate()
    streets = streets_kept(user, on=today)
    if not streets:
        raise NotAllowed(_("清单外事项由街道处置中心、专班和一把手登记。"))
    known = {unit.pk: unit for street in streets for unit in departments(street, on=today)}
    form = MatterForm(request.POST or None, streets=streets, departments=list(known.values()))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, partial(register_matter, by=user, **form.cleaned_data))
        if row is not None:
            messages.success(request, _("已登记，请拒绝或接受。"))
            return redirect("office-matter", row.pk)
    context = {"form": form, "name": _("登记清单外事项")}
    return render(request, "dispatch/duties/form.html", context, status=form.status_code)


@require_safe
def matter(request: HttpRequest, key: int) -> HttpResponse:
    """One of them, with both answers."""
    return _page(request, find_matter(key, person(request)))


@require_POST
def refuse(request: HttpRequest, key: int) -> HttpResponse:
    """With the article."""
    row = find_matter(key, person(request))
    form = RefuseMatterForm(request.POST, auto_id="refuse_%s")
    if form.is_valid():
        act = partial(refuse_matter, key, by=person(request), **form.cleaned_data)
        if attempt(form, act) is not None:
            messages.success(request, _("已拒绝，答复可以直接转给部门。"))
            return redirect("office-matter", key)
    return _page(request, row, refusing=form)


@require_POST
def accept(request: HttpRequest, key: int) -> HttpResponse:
    """With an approval and means."""
    row = find_matter(key, person(request))
    form = AcceptMatterForm(request.POST, auto_id="accept_%s")
    if form.is_valid():
        act = partial(accept_matter, key, by=person(request), means=form.means())
        if attempt(form, act) is not None:
            messages.success(request, _("已接受，到期自动结束。"))
            return redirect("office-matter", key)
    return _page(request, row, accepting=form)


@require_http_methods(["GET", "HEAD", "POST"])
def new_figures(request: HttpRequest) -> HttpResponse:
    """Somebody asks a community for figures."""
    user = person(request)
    communities = communities_kept(user, on=timezone.localdate())
    if not communities:
        raise NotAllowed(_("社区填报由社区和街道处置中心登记。"))
    form = FiguresForm(request.POST or None, communities=communities)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["community"]
        row = attempt(form, lambda: register_figures(key, form.figures(), by=user))
        if row is not None:
            messages.success(request, str(row.get_verdict_display()))
            return redirect(reverse("office-duties", query={"shown": "figures"}))
    context = {"form": form, "name": _("登记社区填报")}
    return render(request, "dispatch/duties/form.html", context, status=form.status_code)


def _page(
    request: HttpRequest,
    row: OffListMatter,
    *,
    refusing: OfficeForm | None = None,
    accepting: OfficeForm | None = None,
) -> HttpResponse:
    verbs = verbs_from(OFF_LIST_LIFE, row.status)
    words = _("“%(title)s”不在街道职责清单内，依据%(article)s，未经市、区政府批准，街道不予承担。")
    article = _("《北京市街道办事处条例》第十条")
    reply = words % {"title": row.title, "article": article}
    initial = {"article": article, "reply": reply}
    refused = refusing or accepting
    context = {
        "row": row, "form": refused,
        "refuse": refusing or RefuseMatterForm(initial=initial, auto_id="refuse_%s"),
        "accept": accepting or AcceptMatterForm(auto_id="accept_%s"),
        "may_refuse": OffListVerb.REFUSE in verbs,
        "may_accept": OffListVerb.ACCEPT in verbs and not row.is_own_work,
    }  # fmt: skip
    status = refused.status_code if refused else 200
    return render(request, "dispatch/duties/matter.html", context, status=status)
