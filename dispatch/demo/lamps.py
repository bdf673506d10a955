"""Neighbours in front of the same thing: one read its code off and told of it, another joined.

What a visitor finds who opens the form with such a code: /complaints/new/?component=…
"""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from complaints.actions.intake import Draft, Filed, Where, file_complaint
from complaints.models import Actor, Component, Question
from complaints.selectors.questions import questions_for
from dispatch.actions.assignments import Order, dispatch_complaint
from dispatch.actions.merging import send_joined
from dispatch.demo.office import Office

# Category of the thing, what the first one said, what the second one said.
_TOLD = (
    ("050601", "这盏路灯三天没亮了，晚上走到这里一片黑，请修一修。",
     "路灯还是不亮，昨晚有老人差点绊倒。"),
    ("050601", "路灯一闪一闪的，整夜都这样，晃眼。", "这盏路灯坏了，忽明忽暗，麻烦换个灯。"),
    ("050101", "垃圾箱满了没人清运，袋子都堆到路上了，味道很大。",
     "垃圾箱又满了，垃圾清运不及时，苍蝇很多。"),
)  # fmt: skip
COUNT = 2 * len(_TOLD)


def neighbours_tell(office: Office, *, seed: int) -> None:
    """Two at each of a few things, in streets that the demonstration staffs."""
    chance = random.Random(seed)
    chosen: set[int] = set()
    for number, (code, first, second) in enumerate(_TOLD):
        thing = _thing(office, code, without=chosen, chance=chance)
        chosen.add(thing.pk)
        at = office.at - timedelta(hours=chance.uniform(40, 60))
        lead = _file(thing, first, key=f"demo {seed} lamp {number}", at=at)
        by = office.staff.triage[thing.area.parent_id or 0]
        order = Order(redacted_text=lead.complaint.redacted_text)
        dispatch_complaint(lead.complaint.pk, by=by, order=order, at=at + timedelta(minutes=9))
        later = at + timedelta(hours=chance.uniform(3, 20))
        joined = _file(
            thing, second, key=f"demo {seed} lamp {number} joined", at=later,
            joins=lead.complaint.pk,
        )  # fmt: skip
        send_joined(joined.complaint.pk, at=later + timedelta(minutes=1))


def _thing(office: Office, code: str, *, without: set[int], chance: random.Random) -> Component:
    staffed = [key for key in office.staff.triage if key]
    rows = Component.objects.filter(category__code=code, area__parent__in=staffed)
    rows = rows.exclude(pk__in=without).select_related("area", "category__parent__parent")
    found: Component = chance.choice(list(rows.order_by("code")))
    return found


def _file(
    thing: Component, words: str, *, key: str, at: datetime, joins: int | None = None
) -> Filed:
    asked = questions_for(thing.category, on=timezone.localdate(at))
    answers = {one.pk: one.choices[0] for one in asked if one.kind == Question.Kind.CHOICE}
    where = Where(
        address=f"{thing.where} {thing.name}", lon=thing.lon, lat=thing.lat,
        community_id=thing.area_id,
    )  # fmt: skip
    draft = Draft(
        text=words, where=where, category_id=thing.category_id, component_id=thing.pk,
        joins_id=joins, answers=answers,
    )  # fmt: skip
    return file_complaint(draft, by=Actor.RESIDENT, idempotency_key=key, at=at)
