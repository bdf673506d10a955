"""What colleagues say to each other beside the complaints on the table: each account that a visitor
signs in with finds a note, and somebody who names him."""

from datetime import datetime, timedelta

from complaints.actions.notices import read_notices
from complaints.demo.people import COMMUNITY
from complaints.models import Complaint, Notice, User
from dispatch.actions.notes import write_note
from dispatch.demo.office import Office
from dispatch.models import Assignment

_FROM_CENTRE = (
    "产权单位说周四前给回话，先别催承办单位，周四上午我再问一次。",
    "这个点位上个月办过一次，麻烦翻一下原来的答复，口径要一致。",
    "来电人情绪比较急，回话请先说清今天能做到哪一步。",
)
_SHARED = (
    "两家下午三点在小区东门碰头一起看，看完各自反馈。",
    "现场照片请拍全景和近景各一张，回访时要用。",
)
_FROM_UNIT = ("配件要等到明天下午，已经和来电人说过，明天装好再报结果。",)


def colleagues_talk(office: Office) -> None:
    """On the open complaints of the community that the fixed accounts work for."""
    here = Complaint.objects.filter(community__code=COMMUNITY, is_secret=False)
    open_ones = list(
        here.filter(status__in=("received", "dispatched")).order_by("-received_at", "pk")[:8]
    )
    for place, complaint in enumerate(open_ones):
        street = complaint.subdistrict_id or 0
        triage, desk = office.staff.triage[street], office.staff.desks[street]
        at = office.at - timedelta(minutes=7 * (len(open_ones) - place))
        if place % 2 == 0:
            text = _FROM_CENTRE[place // 2 % len(_FROM_CENTRE)]
            by, named = (triage, desk) if place % 4 == 0 else (desk, triage)
            write_note(complaint.pk, by=_fresh(by), text=text, named=[named.pk], at=at)
        else:
            _between_units(office, complaint, triage, place, at)
    if open_ones:
        # The desk has read all but its newest.
        desk = office.staff.desks[open_ones[0].subdistrict_id or 0]
        keys = Notice.objects.filter(recipient=desk).order_by("pk").values_list("pk", flat=True)
        read_notices(by=desk, keys=list(keys)[:-1], at=office.at - timedelta(minutes=3))


def _between_units(
    office: Office, complaint: Complaint, triage: User, place: int, at: datetime
) -> None:
    lead = Assignment.objects.open().filter(complaint=complaint, role="lead").first()
    if lead is None:
        return
    worker = office.staff.workers[lead.organisation_id][0]
    text = _SHARED[place % len(_SHARED)]
    write_note(complaint.pk, by=_fresh(triage), text=text, is_shared=True, named=[worker.pk], at=at)
    if place == 1:
        later = at + timedelta(minutes=2)
        write_note(complaint.pk, by=_fresh(worker), text=_FROM_UNIT[0], named=[triage.pk], at=later)


def _fresh(user: User) -> User:
    """Posts are read once a request."""
    return User.objects.get(pk=user.pk)
