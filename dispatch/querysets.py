"""Adjectives of dispatch's rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from complaints.models import Complaint
from complaints.querysets import among
from complaints.states import OPEN_TO_JOIN
from dispatch.states import (
    ENDED,
    OPEN,
    WHISTLE_OPEN,
    AskStatus,
    BranchStatus,
    OffListStatus,
    SummonsStatus,
    SuperviseStatus,
)

if TYPE_CHECKING:
    from complaints.models import User
    from dispatch.models.ask import Ask
    from dispatch.models.assignment import Assignment
    from dispatch.models.duty_list import OffListMatter
    from dispatch.models.label import Label
    from dispatch.models.phrase import Phrase
    from dispatch.models.rule import RuleSet
    from dispatch.models.saved_view import SavedView
    from dispatch.models.summons import Summons
    from dispatch.models.supervision import Supervision
    from dispatch.models.whistle import Whistle


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def drafts(self) -> Self:
        """Not published yet."""
        return self.filter(live_from__isnull=True)

    def in_force(self, at: datetime) -> Self:
        """The one version that decides at an instant; none before the first has begun."""
        return self.filter(live_from__lte=at).order_by("-live_from")[:1]


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def visible_to(self, user: User) -> Self:
        """His own, those of the units he holds a post in, and those of their streets' offices."""
        posts = user.current_posts if user.is_active else ()
        units = {post.organisation_id for post in posts}
        streets = {key for post in posts for key in (post.area_id, post.area_above_id) if key}
        own = Q(owner=user, organisation__isnull=True, area__isnull=True)
        return self.filter(own | Q(organisation__in=units) | Q(area__in=streets))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """Branches of the complaints this person may see."""
        return self.filter(complaint__in=Complaint.objects.visible_to(user).values("pk"))

    def live(self) -> Self:
        """Neither returned nor withdrawn with its complaint."""
        return self.exclude(status__in=[status.value for status in ENDED])

    def this_round(self) -> Self:
        """Of the round its complaint is in; earlier rounds are history."""
        return self.filter(round=models.F("complaint__round"))

    def first_leads(self) -> Self:
        """The lead of each complaint; of one that was reopened, the lead of its first round."""
        leads = self.model.objects.live().filter(role="lead")
        earlier = leads.filter(
            complaint=models.OuterRef("complaint"), round__lt=models.OuterRef("round")
        )
        return self.filter(Q(round=1) | ~models.Exists(earlier), role="lead")

    def open(self) -> Self:
        """Neither closed nor ended before."""
        return self.filter(status__in=[status.value for status in OPEN])

    def to_sign(self) -> Self:
        """Waiting for the unit to sign for it."""
        return self.filter(status=BranchStatus.TO_SIGN)

    def untold(self) -> Self:
        """Reported, and the caller does not know yet."""
        return self.filter(status__in=(BranchStatus.REPORTED, BranchStatus.HOTLINE_TOLD))

    def overdue(self, at: datetime) -> Self:
        """Open past the feedback limit."""
        return self.open().filter(feedback_due_at__lt=at)

    def under_way(self) -> Self:
        """Of complaints that still wait for their end; one called back was judged as it stood."""
        return self.filter(
            complaint__status__in=[status.value for status in OPEN_TO_JOIN],
            complaint__finished_at__isnull=True,
        )

    def due_between(self, start: datetime, end: datetime) -> Self:
        """Open, with the feedback limit in [start, end)."""
        return self.open().filter(feedback_due_at__gte=start, feedback_due_at__lt=end)

    def awaiting_callback(self, at: datetime) -> Self:
        """The limit has passed and no callback was opened yet. Starts from the complaints under
        way: asked every few seconds, it must not look at all that ever was."""
        under_way = Complaint.objects.in_status("dispatched", "finished", "to_call_back")
        in_work = among("complaint_id", under_way.order_by().values("pk"), using=self.db)
        return self.live().filter(in_work, feedback_due_at__lte=at, callback__isnull=True)


class AskQuerySet(models.QuerySet["Ask"]):
    def visible_to(self, user: User) -> Self:
        """On branches of the complaints this person may see."""
        return self.filter(
            assignment__complaint__in=Complaint.objects.visible_to(user).values("pk")
        )

    def stopped(self, at: datetime) -> Self:
        """Clocks that stand still now; they run again by themselves when the time is over."""
        return self.filter(kind="pause", status=AskStatus.GRANTED, until_at__gt=at)

    def shelved(self) -> Self:
        """On the shelf, and not struck off."""
        return self.filter(kind="shelf", status=AskStatus.GRANTED)

    def to_review(self, on: date) -> Self:
        """The shelf's day has come, and nobody was told of that day yet."""
        told = Q(told_review_on__isnull=False, told_review_on=models.F("review_on"))
        return self.shelved().filter(review_on__lte=on).exclude(told)


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def visible_to(self, user: User) -> Self:
        """On complaints this person may see; and about his own unit, or one in his area."""
        seen = Q(complaint__in=Complaint.objects.visible_to(user).values("pk"))
        if user.sight.everywhere:
            return self.filter(seen | Q(organisation__isnull=False))
        return self.filter(seen | _near("organisation", user))

    def standing(self) -> Self:
        """Not let go yet."""
        return self.exclude(status=SuperviseStatus.CLEARED)


class OffListQuerySet(models.QuerySet["OffListMatter"]):
    def over_on(self, day: date) -> Self:
        """Taken on, with their last day behind."""
        return self.filter(status=OffListStatus.ACCEPTED, until_on__lt=day)


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> Self:
        """His own, and those shared with a unit he is of today."""
        units = {post.organisation_id for post in user.current_posts}
        return self.filter(Q(owner=user) | Q(organisation_id__in=units))


class LabelQuerySet(models.QuerySet["Label"]):
    def in_reach(self, user: User) -> Self:
        """In use, everybody's and those of the places of his posts."""
        posts = user.current_posts
        areas = {post.area_id for post in posts} | {post.area_above_id for post in posts}
        return self.filter(
            Q(area__isnull=True) | Q(area_id__in=[one for one in areas if one]), is_archived=False
        )


class WhistleQuerySet(models.QuerySet["Whistle"]):
    def visible_to(self, user: User) -> Self:
        """Those that one of his bodies blew or is called to, and those of the area he speaks for
        or of an area in it: who is above sees the whole."""
        if user.sight.everywhere:
            return self
        called = self.model.objects.filter(_near("summons__organisation", user)).values("pk")
        return self.filter(_near("blower", user) | Q(pk__in=called))

    def open(self) -> Self:
        """Neither concluded nor called off."""
        return self.filter(status__in=[status.value for status in WHISTLE_OPEN])


class SummonsQuerySet(models.QuerySet["Summons"]):
    def awaited(self) -> Self:
        """Nobody has come yet, and the clock runs."""
        return self.filter(status=SummonsStatus.AWAITED)

    def to_answer(self) -> Self:
        """Nobody has come, or the unit will not; it may still come."""
        return self.filter(
            status__in=(SummonsStatus.AWAITED, SummonsStatus.SILENT, SummonsStatus.REFUSED)
        )

    def silent_at(self, at: datetime) -> Self:
        """Whose clock has passed with nobody there, of whistles still open."""
        running = [status.value for status in WHISTLE_OPEN]
        return self.awaited().filter(report_by_at__lte=at, whistle__status__in=running)


def _near(body: str, user: User) -> Q:
    sight = user.sight
    near = Q(**{f"{body}__in": sight.holders})
    for above in ("area", "area__parent", "area__parent__parent"):
        near |= Q(**{f"{body}__{above}__in": sight.areas})
    return near
