"""What makes the centre's board its own: labels, some of them hanging, and views shared there."""

import random

from complaints.demo.people import COMMUNITY
from complaints.models import Area, Complaint, Role, User
from dispatch.actions.labels import put_label
from dispatch.actions.saved_views import save_view
from dispatch.demo.office import Office
from dispatch.models import Label

_LABELS = (
    ("重点督办", Label.Colour.LATE),
    ("供暖季", Label.Colour.SOON),
    ("学校周边", Label.Colour.CALM),
    ("老旧小区", Label.Colour.STILL),
    ("待踏勘", Label.Colour.GOOD),
)
_VIEWS = (
    ("紧急待派", "queue=new&urgency=urgent"),
    ("到期前先看", "queue=due_today&sort=nearest"),
    ("路灯", "queue=all&q=路灯&sort=newest"),
)
_HUNG = 60


def furnish(office: Office, *, seed: int) -> None:
    """In the street of the fixed accounts, by its dispatcher."""
    street = Area.objects.get(code=COMMUNITY[:9])
    by = office.staff.triage[street.pk]
    labels = [
        Label.objects.get_or_create(name=name, area=street, defaults={"colour": colour})[0]
        for name, colour in _LABELS
    ]
    _hang(labels, by, office, random.Random(seed))
    centre = next(post for post in by.current_posts if post.role == Role.TRIAGE_OFFICER)
    for name, query in _VIEWS:
        save_view(by=by, name=name, query=query, organisation_id=centre.organisation_id)


def _hang(labels: list[Label], by: User, office: Office, chance: random.Random) -> None:
    """On the newest of what still waits."""
    rows = Complaint.objects.visible_to(by).filter(
        subdistrict=labels[0].area_id, status__in=("received", "dispatched", "to_call_back")
    )
    for key in rows.order_by("-received_at", "-pk").values_list("pk", flat=True)[:_HUNG]:
        for label in chance.sample(labels, chance.choice((0, 0, 1, 1, 2))):
            put_label(key, label.pk, by=by, at=office.at)
