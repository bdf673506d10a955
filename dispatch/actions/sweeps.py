"""Having like places looked at, what is found there, and filing it with its cause."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import lock_complaint, record
from complaints.actions.intake import Draft, Where, file_complaint
from complaints.actions.notices import tell
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import Area, Channel, Complaint, NoticeCode, User
from dispatch.models import Sweep, SweptPlace
from dispatch.permissions import can_file_finding, can_look, can_sweep
from dispatch.selectors.receivers import people_of_areas
from dispatch.selectors.sweeps import has_result, like_places, sweep_url, works_on

WORDS_MAX = 1000


def open_sweep(
    key: int,
    *,
    by: User,
    what: str,
    areas: Collection[int],
    due_on: date | None,
    at: datetime | None = None,
) -> Sweep:
    """Communities of the same street are to be looked at by a day; who works there is told."""
    at = at or timezone.now()
    what = what.strip()[:300]
    if not what:
        raise Invalid(_("请写明查什么。"), field="what")
    if due_on is None or due_on < timezone.localdate(at):
        raise Invalid(_("完成日期不能早于今天。"), field="due_on")
    with transaction.atomic():
        complaint = lock_complaint(key, by=by)
        if not can_sweep(by, complaint, works=works_on(by, complaint)):
            raise NotAllowed(_("举一反三由处置中心或承办单位发起。"))
        if complaint.is_secret:
            raise Conflict(_("保密诉求不做举一反三。"))
        if not has_result(complaint):
            raise Conflict(_("有了办理结果才能举一反三。"))
        if Sweep.objects.filter(complaint=complaint, ended_at__isnull=True).exists():
            raise Conflict(_("这件诉求的举一反三还没有完成。"))
        known = {one.area.pk: one.area for one in like_places(complaint, at=at)}
        chosen = sorted(set(areas))
        if not chosen or not set(chosen) <= set(known):
            raise Invalid(_("请选择本街道要查看的社区。"), field="areas")
        sweep = Sweep.objects.create(
            complaint=complaint, round=complaint.round, what=what, due_on=due_on, opened_by=by,
            opened_at=at,
        )  # fmt: skip
        SweptPlace.objects.bulk_create(SweptPlace(sweep=sweep, area=known[one]) for one in chosen)
        record(complaint, "sweep", by=by, at=at, from_status=complaint.status)
        _tell(sweep, [known[one] for one in chosen], by=by, at=at)
    return sweep


def look_at_place(
    key: int, *, by: User, result: str, words: str, where: str = "", at: datetime | None = None
) -> SweptPlace:
    """Somebody has been there; the last place ends the sweep."""
    at = at or timezone.now()
    words = words.strip()[:WORDS_MAX]
    if result not in SweptPlace.Result.values or not result:
        raise Invalid(_("请选择结果。"), field="result")
    if not words:
        raise Invalid(_("请写明查看情况。"), field="words")
    with transaction.atomic():
        place = _locked(key)
        if not can_look(by, place):
            raise NotAllowed(_("由处置中心、发起人或这个社区的人员填写。"))
        if place.result:
            raise Conflict(_("这个地方已经查看过了。"))
        place.result, place.words, place.where = result, words, where.strip()[:200]
        place.by, place.at = by, at
        place.save(update_fields=["result", "words", "where", "by", "at"])
        sweep = place.sweep
        if not sweep.places.filter(result="").exists():
            sweep.ended_at = at
            sweep.save(update_fields=["ended_at"])
            record(sweep.complaint, "end_sweep", by=by, at=at)
    return place


def file_finding(key: int, *, by: User, at: datetime | None = None) -> Complaint:
    """What was found becomes a complaint of its own, once; its history names the cause."""
    at = at or timezone.now()
    with transaction.atomic():
        place = _locked(key)
        if not can_file_finding(by, place):
            raise NotAllowed(_("由处置中心立案。"))
        if place.result != SweptPlace.Result.FOUND:
            raise Conflict(_("没有发现问题，不用立案。"))
        if place.filed_id is not None:
            raise Conflict(_("已经立案。"))
        cause = place.sweep.complaint
        draft = Draft(
            text=_("举一反三发现：%(what)s。%(words)s") % {
                "what": place.sweep.what, "words": place.words,
            },
            where=Where(address=place.where, community_id=place.area_id),
            demand_kind=cause.demand_kind,
            category_id=cause.category_id,
        )  # fmt: skip
        made = file_complaint(draft, by=by, channel=Channel.COMMUNITY, at=at).complaint
        place.filed, place.filed_by = made, by
        place.save(update_fields=["filed", "filed_by"])
        record(made, "caused_by", by=by, at=at, facts={"number": cause.number})
    return made


def _locked(key: int) -> SweptPlace:
    found = SweptPlace.objects.filter(pk=key).values_list("sweep_id", flat=True).first()
    if found is None:
        raise NotFound(_("没有这个查看的地方。"))
    sweep = Sweep.objects.select_for_update(of=("self",)).select_related("complaint").get(pk=found)
    place = SweptPlace.objects.select_for_update(of=("self",)).get(pk=key)
    place.sweep = sweep
    return place


def _tell(sweep: Sweep, areas: Collection[Area], *, by: User, at: datetime) -> None:
    """Who works in those communities does not see the complaint: he is led to the sweep."""
    people = people_of_areas([one.pk for one in areas], on=timezone.localdate(at))
    facts = {"number": sweep.what[:60]}
    tell(people, NoticeCode.SWEEP, complaint=None, url=sweep_url(sweep), at=at, facts=facts, by=by)
