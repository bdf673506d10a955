"""A photo is shown to who may see its complaint, and to nobody else; there is no public address."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from complaints.actions.tracking import open_by_token
from complaints.errors import NotFound
from complaints.files.watermarks import watermarked
from complaints.models import Complaint, Photo, User
from complaints.permissions import can_read_original
from complaints.selectors.tracking import photos_for_caller
from complaints.views import visitors


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def show_photo(request: HttpRequest, key: UUID) -> HttpResponse:
    """For staff by sight, for a resident by what his browser has opened."""
    refuse_foreign(request)
    photo = Photo.objects.select_related("complaint").filter(pk=key).first()
    if photo is None:
        raise Http404
    if _is_residents_own(request, photo):
        return _jpeg(_bytes(photo))
    user = request.user
    complaint = photo.complaint
    if not isinstance(user, User) or complaint is None:
        raise Http404
    if not Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists():
        raise Http404
    if can_read_original(user, complaint):
        return _jpeg(_bytes(photo))
    return _jpeg(watermarked(_bytes(photo), words=_mark_of(user)))


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def show_linked_photo(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """A photo of the complaint that the receipt's link opens."""
    refuse_foreign(request)
    try:
        complaint = open_by_token(token)
    except NotFound:
        raise Http404 from None
    photo = photos_for_caller().filter(pk=key, complaint=complaint).first()
    if photo is None:
        raise Http404
    return _jpeg(_bytes(photo))


@login_not_required
@require_safe
@cache_control(no_store=True, private=True)
def show_nearby_photo(request: HttpRequest, key: UUID) -> HttpResponse:
    """A photo that a person has let neighbours see, as long as its matter is told to them."""
    refuse_foreign(request)
    told = Complaint.objects.told_to_neighbours()
    photo = Photo.objects.filter(pk=key, shown_at__isnull=False, complaint__in=told).first()
    if photo is None:
        raise Http404
    return _jpeg(_bytes(photo))


def _is_residents_own(request: HttpRequest, photo: Photo) -> bool:
    if photo.complaint_id is None:
        return bool(photo.pending_key) and photo.pending_key == visitors.pending_key(request)
    is_his = photo.complaint_id == visitors.tracked_complaint(request)
    return is_his and photo.stage != Photo.Stage.EVIDENCE


def refuse_foreign(request: HttpRequest) -> None:
    if request.headers.get("Sec-Fetch-Site", "same-origin") in {"cross-site", "same-site"}:
        raise PermissionDenied


def _mark_of(user: User) -> str:
    return f"{user} {user.username} {timezone.localtime():%Y-%m-%d %H:%M}"


def _bytes(photo: Photo) -> bytes:
    try:
        with photo.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise Http404 from None


def _jpeg(data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="image/jpeg")
    response.headers["Content-Disposition"] = 'inline; filename="photo.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
