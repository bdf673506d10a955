"""Adjectives of the ground's rows; another table is reached by `pk__in` over its own model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import connections, models
from django.db.models import Q

from complaints.kernels.bigrams import query_terms
from complaints.states import OPEN_TO_JOIN, ImportStatus, MessageStatus, RunStatus

if TYPE_CHECKING:
    from complaints.models.complaint import Complaint
    from complaints.models.importing import ImportRun
    from complaints.models.knowledge import Article
    from complaints.models.learning import LearningRun
    from complaints.models.notice import Notice
    from complaints.models.organisation import Organisation
    from complaints.models.outward import OutwardMessage
    from complaints.models.people import Post, Sight, User
    from complaints.models.risk import RiskFlag
    from complaints.models.search import SearchText
    from complaints.models.territory import Area

Row = TypeVar("Row", bound=models.Model)

# Whose post it is to take in another system's files.
IMPORTS = frozenset({"triage_officer", "desk"})
# Kinds of demand that ask for a thing to be put right; who reports, reports somebody.
THINGS = ("help", "suggest", "complain")
# Shorter digits are words: a house number, a year.
NUMBER_LENGTH = 14


class DatedQuerySet(models.QuerySet[Row]):
    def current(self, on: date) -> Self:
        """Rows in force on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class AreaQuerySet(models.QuerySet["Area"]):
    def named(self, name: str) -> Self:
        """Areas of this name; more than one where the city uses it twice."""
        return self.filter(name=name)

    def within(self, code: str) -> Self:
        """The area of this code and all below it."""
        return self.filter(code__startswith=code.removesuffix("0000"))


def waits_at(at: datetime) -> Q:
    """A run that was asked for, or left by a worker whose lease has ended."""
    return Q(status=RunStatus.REQUESTED) | Q(status=RunStatus.RUNNING, lease_until__lt=at)


class RunQuerySet(models.QuerySet[Any]):
    def waiting(self, at: datetime) -> Self:
        """Asked for, or left by a worker whose lease has ended."""
        return self.filter(waits_at(at))

    def unfinished(self) -> Self:
        """Asked for or under way."""
        return self.filter(status__in=(RunStatus.REQUESTED, RunStatus.RUNNING))


class ArticleQuerySet(DatedQuerySet["Article"]):
    def saying(self, words: str) -> Self:
        """Articles that hold all these words. A few hundred rows are read through: no index."""
        terms = query_terms(words)
        if not terms:
            return self.none() if words.strip() else self
        rows = self
        for term in terms:
            rows = rows.filter(bigrams__contains=f" {term} ")
        return rows


class RiskFlagQuerySet(models.QuerySet["RiskFlag"]):
    def standing(self) -> Self:
        """Not set aside."""
        return self.filter(set_aside_at__isnull=True)


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    def coordinating(self, district: int | None) -> Self:
        """Who coordinates a district (its key); one, unless two are on record."""
        return self.filter(kind="district_body", area=district).order_by("code")


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> Self:
        """The files of the bodies where this person places complaints: who sends one works there,
        and so do those who go on with it."""
        posts = user.current_posts if user.is_active else ()
        return self.filter(
            organisation_id__in=[post.organisation_id for post in posts if post.role in IMPORTS]
        )

    def waiting(self, at: datetime) -> Self:
        """Asked for, or left by a worker whose lease has ended."""
        return self.filter(
            Q(status=ImportStatus.REQUESTED) | Q(status=ImportStatus.RUNNING, lease_until__lt=at)
        )

    def at_work(self, at: datetime) -> Self:
        """Somebody is writing rows of it now."""
        return self.filter(status=ImportStatus.RUNNING, lease_until__gte=at)

    def to_erase(self, before: datetime) -> Self:
        """Ended, or sent and never started, before an instant, and still holding what was sent."""
        ended = Q(ended_at__lt=before) | Q(ended_at__isnull=True, started_at__isnull=True)
        still = self.exclude(status__in=(ImportStatus.REQUESTED, ImportStatus.RUNNING))
        return still.filter(ended, erased_at__isnull=True, uploaded_at__lt=before)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User, *, within: models.QuerySet[Any] | None = None) -> Self:
        """The rows this person's posts let him see: the one rule for pages, API and exports.

        `within` are keys that the caller narrows to anyway. What a unit ever held grows with the
        years; asked among these keys only, it is as short as the list it is for.
        """
        sight = user.sight
        # What is not asked for is not put together: this runs on every page.
        if not (sight.everywhere or sight.areas or sight.unplaced):
            # Said apart, so that the planner starts from the few rows held.
            open_rows = Q(is_secret=False) | self._among(_named(sight, within))
            return self.filter(open_rows, self._among(_held(sight, within)))
        open_rows = Q(is_secret=False)
        if not sight.everywhere:
            open_rows &= _placed(sight) | self._among(_held(sight, within))
        if sight.secret_everywhere:
            return self.filter(open_rows | Q(is_secret=True))
        named = self._among(_named(sight, within))
        return self.filter(open_rows | Q(is_secret=True) & (_secret(sight) | named))

    def _among(self, keys: models.QuerySet[Any]) -> Q:
        return among("pk", keys, using=self.db)

    def in_status(self, *statuses: str) -> Self:
        """Complaints in one of these states."""
        return self.filter(status__in=statuses)

    def under_way(self) -> Self:
        """Waiting for dispatch, for a unit or for the callback, and not finished."""
        return self.filter(status__in=OPEN_TO_JOIN, finished_at__isnull=True)

    def received_between(self, start: datetime, end: datetime) -> Self:
        """Received in [start, end)."""
        return self.filter(received_at__gte=start, received_at__lt=end)

    def going_alone(self) -> Self:
        """Without those that go along with another one."""
        along = _other("JointMember").objects.filter(
            complaint=models.OuterRef("pk"), until__isnull=True
        )
        return self.exclude(models.Exists(along))

    def told_to_neighbours(self) -> Self:
        """What anybody may read who tells of the same matter: still under way, of a kind that is
        about things and not about somebody, its words and place checked by a person, nothing
        secret. Who is complained about must not find here who complained."""
        return self.under_way().filter(
            category__is_told_nearby=True, category__sensitivity="normal",
            demand_kind__in=THINGS, is_secret=False, is_redaction_confirmed=True,
        )  # fmt: skip

    def unplaced(self) -> Self:
        """Place not yet found on the territory."""
        return self.filter(subdistrict__isnull=True)

    def with_place(self) -> Self:
        """With the joins a list or page needs; outlines are large and stay behind."""
        names = ("community", "subdistrict", "district")
        outlines = [f"{name}__outline" for name in names]
        return self.select_related(*names, "category__parent__parent").defer(*outlines)

    def saying(self, words: str) -> Self:
        """Complaints whose dispatchable text, address or number holds all these words."""
        number = words.strip()
        if number.isdecimal() and len(number) >= NUMBER_LENGTH:
            return self.filter(number=number)
        terms = query_terms(words)
        if not terms:
            return self.none() if number else self
        found = _other("SearchText").objects.using(self.db).holding_a_phrase([terms])
        return self.filter(pk__in=found.values("pk"))


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    def holding_a_phrase(self, phrases: Sequence[Sequence[str]]) -> models.QuerySet[SearchText]:
        """Texts with all the terms of one of these phrases, by the index alone."""
        if connections[self.db].vendor == "postgresql":
            one = "string_to_array(bigrams, ' ') @> %s::text[]"
            where = [f"({' OR '.join([one] * len(phrases))})"]
            params = [list(phrase) for phrase in phrases]
            return self.extra(where=where, params=params)  # noqa: S610 - as many %s as phrases
        quoted = [[f'"{term}"' for term in phrase] for phrase in phrases]
        match = " OR ".join(f"({' AND '.join(phrase)})" for phrase in quoted)
        return self.extra(
            where=[
                "complaint_id IN (SELECT rowid FROM complaints_searchtext_fts"
                " WHERE complaints_searchtext_fts MATCH %s)"
            ],
            params=[match],
        )


def among(column: str, keys: models.QuerySet[Any], *, using: str) -> Q:
    """One of these keys. PostgreSQL reads the whole table where an OR holds a subquery, or where it
    thinks the keys many; where it is given an array it asks an index for each."""
    if connections[using].vendor == "postgresql":
        return Q(_IsAnyOf(models.F(column), _Array(keys), output_field=models.BooleanField()))
    return Q(**{f"{column}__in": keys})


class _Array(models.Subquery):
    template = "(ARRAY(%(subquery)s))"
    # Without any key there is no condition to print, and the others decide.
    empty_result_set_value = NotImplemented


class _IsAnyOf(models.Func):
    template = "%(expressions)s"
    arg_joiner = " = ANY"


def _placed(sight: Sight) -> Q:
    placed = Q(subdistrict_id__in=sight.areas) | Q(district_id__in=sight.areas)
    return placed | _unplaced(sight) if sight.unplaced else placed


def _secret(sight: Sight) -> Q:
    placed = Q(subdistrict_id__in=sight.secret_areas) | Q(district_id__in=sight.secret_areas)
    return placed | _unplaced(sight) if sight.secret_unplaced else placed


def _unplaced(sight: Sight) -> Q:
    in_district = Q(subdistrict__isnull=True, district_id__in=sight.unplaced_districts)
    return Q(district__isnull=True) | in_district


def _held(sight: Sight, within: models.QuerySet[Any] | None) -> models.QuerySet[Any]:
    mine = Q(organisation_id__in=sight.holders) | Q(organisation__area_id__in=sight.areas)
    return _holdings(mine, within)


def _named(sight: Sight, within: models.QuerySet[Any] | None) -> models.QuerySet[Any]:
    # Named as one of the unit: who left it is named no more.
    return _holdings(Q(person_id=sight.user_id, organisation_id__in=sight.holders), within)


def _holdings(whose: Q, within: models.QuerySet[Any] | None) -> models.QuerySet[Any]:
    among_these = Q() if within is None else Q(complaint_id__in=within)
    holdings: models.QuerySet[Any] = _other("Holding").objects
    return holdings.filter(among_these, whose, until__isnull=True).values("complaint_id")


def _other(name: str) -> Any:
    """A model of the layer above, looked up when asked: importing it would turn the arrow round."""
    return apps.get_model("complaints", name)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """His own; of complaints only those that he may see now."""
        complaints = apps.get_model("complaints", "Complaint").objects
        seen = complaints.visible_to(user).filter(pk=models.OuterRef("complaint"))
        return self.filter(Q(complaint__isnull=True) | models.Exists(seen), recipient=user)

    def unread(self) -> Self:
        """Not read yet."""
        return self.filter(read_at__isnull=True)

    def ungathered(self, before: datetime) -> Self:
        """Nobody has looked yet whether they leave the house."""
        return self.filter(gathered_at__isnull=True, made_at__lte=before)


class OutwardMessageQuerySet(models.QuerySet["OutwardMessage"]):
    def waiting(self, at: datetime) -> Self:
        """To be sent now, or left by a worker whose lease has ended; not to an address that just
        failed."""
        due = Q(status=MessageStatus.WAITING, leave_at__lte=at)
        due |= Q(status=MessageStatus.SENDING, lease_until__lt=at)
        quiet = Q(address__quiet_until__isnull=True) | Q(address__quiet_until__lte=at)
        return self.filter(due).filter(quiet)
