"""Messages that leave the house: where to, what was sent, and what did not arrive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from complaints.actions.outward.addresses import (
    end_address,
    keep_address,
    send_again,
    try_address,
)
from complaints.errors import NotAllowed
from complaints.permissions import keeps_outward
from complaints.selectors.outward import (
    addresses_kept_by,
    messages_seen,
    organisations_of,
    samples,
    statuses,
)
from dispatch.forms.outward import AddressForm
from dispatch.views.board import doors
from dispatch.views.desk import attempt, offset, person


@require_http_methods(["GET", "HEAD", "POST"])
def outward(request: HttpRequest) -> HttpResponse:
    """The addresses, a form for one more, the words of each kind, and what was sent."""
    user = person(request)
    if not keeps_outward(user):
        raise NotAllowed(_("站外通知由处置中心、专班和系统管理员维护。"))
    form = AddressForm(request.POST or None, organisations=organisations_of(user))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key, title, url = int(given["organisation"]), given["title"], given["url"]
        if attempt(form, lambda: keep_address(key, by=user, title=title, url=url)) is not None:
            messages.success(request, _("地址已保存，正在试发。请稍后刷新，并到群里确认收到。"))
            return redirect("office-outward")
    asked = request.GET.get("status", "")
    status = asked if asked in dict(statuses()) else ""
    sent, following = messages_seen(user, status=status, after=offset(request))
    context = {"addresses": addresses_kept_by(user), "form": form, "samples": samples()}
    context |= {"sent": sent, "following": following, "status": status, "statuses": statuses()}
    context |= doors(request)
    return render(request, "dispatch/outward.html", context, status=form.status_code)


@require_POST
def attempt_one(request: HttpRequest, key: int) -> HttpResponse:
    """A message to see whether it arrives."""
    try_address(key, by=person(request))
    messages.success(request, _("已安排试发，请稍后刷新，并到群里确认收到。"))
    return redirect("office-outward")


@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """Nothing leaves to it any more."""
    address = end_address(key, by=person(request))
    messages.success(request, _("已停用“%(name)s”。") % {"name": address.title})
    return redirect("office-outward")


@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    """One that was given up is tried again."""
    send_again(key, by=person(request))
    messages.success(request, _("已安排重新发送。"))
    return redirect("office-outward")
