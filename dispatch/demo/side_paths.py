"""What lies beside the straight way, one of each, in the street of the fixed accounts: a talk about
whose it is, an objection and an extension that wait, a demand for a reply, the head's signature, a
petition, a sweep of like places and a link for a contractor. All of it is invented."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from complaints.demo.people import STREET
from complaints.models import Complaint, OrganisationKind, User
from dispatch.actions.asks.asking import Wish, ask
from dispatch.actions.consulting.talking import consult, opine
from dispatch.actions.endorsements import lay_before_head, sign_endorsement
from dispatch.actions.petitions import Linked, link_petition, take_petition_step
from dispatch.actions.supervision.demanding import supervise
from dispatch.actions.sweeps import look_at_place, open_sweep
from dispatch.actions.work_links import make_link
from dispatch.demo.office import Office
from dispatch.models import Assignment, Opinion, Petition, SweptPlace
from dispatch.querysets import AssignmentQuerySet
from dispatch.selectors.choices import units_to_ask
from dispatch.selectors.sweeps import like_places
from dispatch.states.petitions import PetitionVerb

K = OrganisationKind


def walk_side_paths(office: Office) -> None:
    """Each on a complaint of its own, in the last hour."""
    side = _Side(office)
    side.talk()
    side.object()
    side.extend()
    side.link()
    side.demand()
    side.lay_before_head()
    side.petition()
    side.sweep()


class _Side:
    """The people of the fixed accounts, and complaints of their street that no way has taken."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.taken: set[int] = set()
        names = ("centre", "desk", "head")
        people = {one.username: one for one in User.objects.filter(username__in=names)}
        self.centre, self.desk, self.head = (people[name] for name in names)

    def before(self, minutes: int) -> datetime:
        return self.office.at - timedelta(minutes=minutes)

    def worker(self, key: int) -> User:
        return User.objects.get(pk=self.office.staff.workers[key][0].pk)

    def leads(self, *statuses: str, whole: str = "dispatched") -> AssignmentQuerySet:
        """Of offices of the street, under way, with nobody named and nothing that goes along."""
        return Assignment.objects.filter(
            complaint__subdistrict__code=STREET, complaint__is_secret=False,
            complaint__status=whole, organisation__kind=K.OFFICE, status__in=statuses,
            role="lead", follows=None, handler=None, dispatched_at__lt=self.before(30),
        ).exclude(complaint__in=self.taken)  # fmt: skip

    def first(self, rows: AssignmentQuerySet) -> Iterator[Assignment]:
        """The one dispatched last, where there is one; no other way takes its complaint."""
        wanted = rows.select_related("complaint", "organisation")
        for branch in wanted.order_by("-dispatched_at", "-pk")[:1]:
            self.taken.add(branch.complaint_id)
            yield branch

    def talk(self) -> None:
        """Two offices and a department are asked whose it is; one has said that it is not."""
        waiting = Complaint.objects.with_place().in_status("received").going_alone()
        found = waiting.filter(subdistrict__code=STREET, is_secret=False, category__isnull=False)
        for complaint in found.filter(received_at__lt=self.before(20)).order_by("received_at")[:1]:
            kinds, workers = {K.OFFICE, K.DISTRICT_DEPARTMENT}, self.office.staff.workers
            units = [one.pk for one in units_to_ask(complaint) if one.kind in kinds]
            asked = [key for key in units if key in workers][:3]
            question = "这处设施的权属有两种说法，请各单位说明职责依据，再定由谁主办。"
            talk = consult(
                complaint.pk, by=self.centre, question=question, units=asked,
                redacted_text=complaint.redacted_text, at=self.before(18),
            )  # fmt: skip
            words = "本单位没有这一项职责，也查不到移交记录，建议由产权主管单位牵头。"
            opine(
                talk.pk, by=self.worker(asked[0]), stance=Opinion.Stance.NOT_OURS, words=words,
                at=self.before(9),
            )  # fmt: skip

    def object(self) -> None:
        """Given back with the unit that it should go to; the centre decides."""
        lately = self.leads("to_sign", "signed").filter(dispatched_at__gt=self.before(120))
        for branch in self.first(lately):
            words = "职责清单里这一项由另一科室承担，附清单条目。"
            wish = Wish(kind="objection", ground="not_ours", words=words)
            ask(branch.pk, by=self.worker(branch.organisation_id), wish=wish, at=self.before(12))

    def extend(self) -> None:
        """More time for works, and the caller has been told why."""
        running = self.leads("signed", "contacted")
        in_time = running.filter(feedback_due_at__gt=self.office.at + timedelta(hours=4))
        for branch in self.first(in_time):
            length = branch.feedback_due_at - branch.dispatched_at
            wish = Wish(
                kind="extension", ground="works", told_by="phone",
                words="配件已经订货，三天后到，到货当天安装。",
                until_at=branch.feedback_due_at + length / 4,
            )  # fmt: skip
            ask(branch.pk, by=self.worker(branch.organisation_id), wish=wish, at=self.before(14))

    def link(self) -> None:
        """A contractor without an account gets the place and the problem for some days."""
        for branch in self.first(self.leads("signed", "contacted")):
            by = self.worker(branch.organisation_id)
            make_link(branch.pk, by=by, company="虚构京西市政养护队", at=self.before(25))

    def demand(self) -> None:
        """What is long overdue: the desk demands a reply in words."""
        late = self.leads("signed", "contacted", whole="to_call_back")
        for branch in self.first(late.filter(complaint__finished_at=None)):
            words = "请说明超期原因和办结时间，今天到现场一次。"
            supervise(branch.complaint_id, by=self.desk, words=words, at=self.before(16))

    def lay_before_head(self) -> None:
        """Signed with words; another one is waited for."""
        for is_signed in (True, False):
            for branch in self.first(self.leads("to_sign", "signed", "contacted")):
                reason = "同一地点多人反映，涉及两个科室，请领导明确。"
                row = lay_before_head(
                    branch.complaint_id, by=self.centre, reason=reason, at=self.before(28)
                )
                if is_signed:
                    words = "城管办牵头，今天到现场，有困难直接报我。"
                    sign_endorsement(row.pk, by=self.head, words=words, at=self.before(20))

    def petition(self) -> None:
        """The same matter lies with the petition office of the district, and is registered."""
        for branch in self.first(self.leads("signed", "contacted", "reported")):
            day = timezone.localdate(self.before(60 * 24))
            linked = Linked(
                level=Petition.Level.DISTRICT, number="XF-2026-演示-0001", received_on=day,
                about="反映同一小区的同一问题，要求书面答复。",
            )  # fmt: skip
            at = self.before(22)
            row = link_petition(branch.complaint_id, linked, by=self.centre, at=at)
            register = PetitionVerb.REGISTER.value
            take_petition_step(row.pk, by=self.centre, verb=register, on=day, at=self.before(21))

    def sweep(self) -> None:
        """Three communities look for the like: one has found it, one has not, one is waited for."""
        done = Assignment.objects.filter(
            complaint__subdistrict__code=STREET, complaint__is_secret=False, role="lead",
            complaint__status__in=("finished", "to_call_back", "called_back"),
            complaint__category__isnull=False, reported_at__lt=self.before(60), follows=None,
        ).exclude(status__in=("returned", "withdrawn", "undone"))  # fmt: skip
        for branch in self.first(done):
            complaint = branch.complaint
            areas = [one.area.pk for one in like_places(complaint, at=self.office.at)[:3]]
            sweep = open_sweep(
                complaint.pk, by=self.centre, what="看看别的社区有没有同类问题", areas=areas,
                due_on=timezone.localdate(self.office.at) + timedelta(days=7), at=self.before(40),
            )  # fmt: skip
            places = sweep.places.order_by("pk")
            looked = (
                (SweptPlace.Result.FOUND, "三号楼南侧有同样的情况，已拍照。", "三号楼南侧"),
                (SweptPlace.Result.CLEAR, "逐栋看过，没有。", ""),
            )
            for place, (result, words, where) in zip(places, looked, strict=False):
                look_at_place(
                    place.pk, by=self.centre, result=result, words=words, where=where,
                    at=self.before(30),
                )  # fmt: skip
