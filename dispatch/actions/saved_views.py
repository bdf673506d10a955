"""A person's own boards. Nothing of a complaint changes here, so no event row is written."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.models import User
from dispatch.models import BoardChoice, SavedView
from dispatch.permissions import can_change_view
from dispatch.selectors.queues import queues_for

# More names than this nobody reads at a glance; ours, to keep one board's counts cheap.
VIEWS_MAX = 20


def save_view(*, by: User, name: str, query: str, organisation_id: int | None = None) -> SavedView:
    """Keep a board's filters under a name."""
    may_use_board(by)
    with transaction.atomic():
        # The owner's row is the lock: two windows never pass the limit together.
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if SavedView.objects.filter(owner=by).count() >= VIEWS_MAX:
            raise Invalid(
                _("最多保存 %(limit)s 个视图，请先删除不用的。") % {"limit": VIEWS_MAX},
                field="name",
            )
        view = SavedView(owner=by, query=query)
        return _keep(view, by=by, name=name, organisation_id=organisation_id)


def change_view(
    key: int,
    *,
    by: User,
    name: str,
    organisation_id: int | None = None,
    query: str | None = None,
) -> SavedView:
    """Another name, other readers or, where given, other filters."""
    with transaction.atomic():
        view = _locked(key, by)
        view.query = view.query if query is None else query
        return _keep(view, by=by, name=name, organisation_id=organisation_id)


def remove_view(key: int, *, by: User) -> str:
    """It is gone, for those it was shared with too. Returns its name."""
    with transaction.atomic():
        view = _locked(key, by)
        view.delete()
        return view.name


def choose_columns(*, by: User, columns: Sequence[str], view_key: int | None = None) -> None:
    """Which columns a board shows; with a view of his own, which that view shows."""
    with transaction.atomic():
        if view_key is None:
            _choose(by, columns=list(columns))
            return
        view = _locked(view_key, by)
        view.columns = list(columns)
        view.save(update_fields=["columns"])


def choose_first_view(*, by: User, view_key: int | None) -> None:
    """Which view the board opens with; None for the first queue with work in it."""
    seen = SavedView.objects.visible_to(by)
    if view_key is not None and not seen.filter(pk=view_key).exists():
        raise NotFound(_("没有这个视图，或没有与您共用。"))
    _choose(by, first_view_id=view_key)


def switch_keys(*, by: User, has_keys: bool) -> None:
    """Single-letter keys on or off, wherever this person signs in."""
    _choose(by, has_keys=has_keys)


def may_use_board(user: User) -> None:
    """Refused to whom no queue is for."""
    if not queues_for(user):
        raise NotAllowed(_("您的岗位不查看诉求。"))


def switch_preview(*, by: User, has_preview: bool) -> None:
    """The chosen line's complaint beside the list, where the screen is wide enough."""
    _choose(by, has_preview=has_preview)


def _choose(by: User, **chosen: object) -> None:
    may_use_board(by)
    BoardChoice.objects.update_or_create(user=by, defaults=chosen)


def _keep(view: SavedView, *, by: User, name: str, organisation_id: int | None) -> SavedView:
    name = " ".join(name.split())
    if not name:
        raise Invalid(_("请给视图起个名称。"), field="name")
    units = {post.organisation_id for post in by.current_posts}
    if organisation_id not in {None, view.organisation_id, *units}:
        raise NotAllowed(_("只能与自己所在的单位共用。"))
    view.name, view.organisation_id, view.saved_at = name, organisation_id, timezone.now()
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Invalid(_("已经有叫“%(name)s”的视图。") % {"name": name}, field="name") from None
    return view


def _locked(key: int, by: User) -> SavedView:
    rows = SavedView.objects.visible_to(by).select_for_update(of=("self",))
    view = rows.select_related("owner").filter(pk=key).first()
    if view is None:
        raise NotFound(_("没有这个视图，或没有与您共用。"))
    if not can_change_view(by, view):
        raise NotAllowed(_("这个视图由建立的人修改。"))
    return view
