"""What the first model learns from: every sentence of every category, said as callers say it.

A text is put together from sentences of one side only, and the last side is kept for the test: no
sentence about a matter is both taught and asked. The openings and endings of no category are
shared, and so is the catalogue itself: a category's own name is taught and not asked. Where its
only sentence stands on the last side, a category is known by its name alone.
"""

import random
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from complaints.actions.learning import Lesson
from complaints.demo.places import Community, communities
from complaints.demo.slots import Filler, scene_in
from complaints.demo.texts import compose
from complaints.demo.words import Topic, topics
from complaints.kernels.masking import mask
from complaints.models import Category, Channel

SIDES = 3
# Of each sentence, so that its slots are seen filled in more than one way.
TIMES = 2
TAUGHT_ONLY, ASKED = -1, SIDES - 1


def lessons(*, seed: int, at: datetime) -> tuple[list[Lesson], list[Lesson]]:
    """What is taught, and what is asked."""
    rng = random.Random(f"{seed} lessons")
    homes = communities(rng)
    known = Category.objects.filter(level=3).select_related("parent").order_by("code")
    kinds = {row.code: row.demand_kind for row in known}
    on = timezone.localtime(at)
    found = [Lesson(f"{row.parent} {row.name}", row.code, TAUGHT_ONLY) for row in known]
    found += [
        Lesson(mask(_said(topic, kinds[code], homes, on, rng)), code, side)
        for code, whole in topics().items()
        if code in kinds
        for side in range(SIDES)
        for topic in _each_wrong(_of_side(whole, side))
        for _time in range(TIMES)
    ]
    asked = [one for one in found if one.side == ASKED]
    return [one for one in found if one.side != ASKED], asked


def _of_side(topic: Topic, side: int) -> Topic:
    """The topic with the sentences of one side."""

    def own(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(line for line in lines if _side(line) == side)

    return replace(
        topic, wrongs=own(topic.wrongs), harms=own(topic.harms), wishes=own(topic.wishes)
    )


def _side(sentence: str) -> int:
    """Always the same for a sentence, whichever category lends it."""
    return zlib.crc32(sentence.encode()) % SIDES


def _each_wrong(topic: Topic) -> Iterator[Topic]:
    for wrong in topic.wrongs:
        yield replace(topic, wrongs=(wrong,))


def _said(topic: Topic, kind: str, homes: list[Community], on: datetime, rng: random.Random) -> str:
    filler = Filler(scene_in(rng.choice(homes), rng), on.date(), rng)
    channel = rng.choice([Channel.HOTLINE, Channel.HOTLINE, Channel.WEB])
    return compose(topic, filler, channel=channel, demand_kind=kind)
