"""One complaint's page, its place on the map, and the look at who called."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from complaints.actions.flagging import set_flag_aside
from complaints.actions.identity import Revealed, reveal_identity
from complaints.actions.life import archive_complaint
from complaints.actions.photos import show_to_neighbours
from complaints.errors import OfficeError
from complaints.models import Area, Complaint, Post, RiskFlag, User
from complaints.permissions import reads_flags
from dispatch.actions.undoing import undo_step
from dispatch.forms.branches import RevealForm
from dispatch.selectors.finding import find_ticket, number_of_photo
from dispatch.selectors.history import named
from dispatch.selectors.ticket import ticket_page
from dispatch.selectors.undoing import step_to_undo
from dispatch.selectors.words import refusal_words
from dispatch.views.desk import attempt, person, to_ticket


@require_safe
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """Everything this person may read and do on one complaint."""
    return show_ticket(request, number)


def show_ticket(
    request: HttpRequest, number: str, *, refused: OfficeError | None = None
) -> HttpResponse:
    """The page, after a refused press with the words of the refusal on top."""
    user = person(request)
    page = ticket_page(number, user)
    context = {
        "page": page,
        "complaint": page.complaint,
        "reveal": RevealForm(auto_id="reveal_%s"),
        "refusal": refusal_words(refused) if refused else "",
    }
    status = refused.status_code if refused else 200
    return render(request, "dispatch/ticket.html", context, status=status)


@require_safe
def place(request: HttpRequest, number: str) -> HttpResponse:
    """The community's outline for the map of one complaint."""
    complaint = find_ticket(number, person(request))
    drawn = Area.objects.filter(outline__isnull=False)
    area = drawn.filter(pk=complaint.community_id).first() if complaint.community_id else None
    facts = {"name": area.name, "origin": area.outline_origin} if area else {}
    features = [{"type": "Feature", "geometry": area.outline, "properties": facts}] if area else []
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_POST
@cache_control(no_store=True, private=True)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Name, phone and home for one look, under a watermark; the look is on record first."""
    user = person(request)
    complaint = find_ticket(number, user)
    form = RevealForm(request.POST, auto_id="reveal_%s")
    shown: Revealed | None = None
    if form.is_valid():
        reason, ip = form.cleaned_data["reason"], request.META.get("REMOTE_ADDR") or None
        shown = attempt(form, lambda: reveal_identity(complaint.pk, by=user, reason=reason, ip=ip))
    context = {"complaint": complaint, "reveal": form, "shown": shown, "mark": mark_of(user)}
    is_part = request.headers.get("HX-Request") == "true"
    template = "dispatch/identity.html#panel" if is_part else "dispatch/identity.html"
    return render(request, template, context, status=form.status_code)


@require_POST
def archive(request: HttpRequest, number: str) -> HttpResponse:
    """Put it away."""
    complaint = find_ticket(number, person(request))
    try:
        archive_complaint(complaint.pk, by=person(request))
    except OfficeError as error:
        return show_ticket(request, number, refused=error)
    return to_ticket(request, number, _("已归档。"))


@require_POST
def show_photo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let neighbours who tell of the same matter see a photo, or no longer."""
    user = person(request)
    number = number_of_photo(key, user)
    is_shown = request.POST.get("show") == "yes"
    try:
        show_to_neighbours(key, by=user, is_shown=is_shown)
    except OfficeError as error:
        return show_ticket(request, number, refused=error)
    words = _("附近的居民可以看到这张照片了。") if is_shown else _("附近的居民看不到这张照片了。")
    return to_ticket(request, number, words)


@require_POST
def set_aside(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """A flag that tells of no danger."""
    user = person(request)
    flags = RiskFlag.objects.filter(complaint=find_ticket(number, user))
    # Who may not read flags is not told either that there is one.
    flag = get_object_or_404(flags if reads_flags(user) else flags.none(), pk=key)
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        set_flag_aside(flag.pk, by=user, reason=reason)
    except OfficeError as error:
        return show_ticket(request, number, refused=error)
    return to_ticket(request, number, _("已搁置这条提示。"))


@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Take back one's own step of a moment ago; it may have left one's sight by that step."""
    user = person(request)
    step = step_to_undo(user, number, request.POST.get("step", ""))
    try:
        undo_step(step, by=user)
    except OfficeError as error:
        if not Complaint.objects.visible_to(user).filter(number=number).exists():
            raise
        return show_ticket(request, number, refused=error)
    return to_ticket(request, number, _("已撤销，跟没办这一步一样；办理记录里两步都在。"))


def mark_of(user: User) -> str:
    """Who looks, of which unit, when: printed across what he sees."""
    today = timezone.localdate()
    post = Post.objects.current(today).filter(user=user).select_related("organisation").first()
    who = named(user, post) if post else str(user)
    return f"{who} {timezone.localtime():%Y-%m-%d %H:%M}"
