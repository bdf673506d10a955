"""One verb for many complaints: each in its own transaction by the verb for one, each answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from complaints.errors import OfficeError
from complaints.models import User
from dispatch.actions.assignments import Order, dispatch_complaint
from dispatch.actions.labels import put_label, take_label
from dispatch.selectors.chosen import Chosen
from dispatch.selectors.words import refusal_words


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one of them."""

    number: str
    words: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A complaint as its line was read on the page: that version, to that unit."""

    version: int
    unit_key: int


def dispatch_each(lines: Iterable[Chosen], read: dict[str, Sent], *, by: User) -> list[Done]:
    """Each to the unit that was shown for it, with the words that were shown. Where the rules name
    another one by now, or somebody saved it since, it is refused and the others go on."""

    def send(line: Chosen) -> str:
        shown = read[line.number]
        order = Order(organisation_id=shown.unit_key, redacted_text=line.full_words)
        branch = dispatch_complaint(line.key, by=by, order=order, version=shown.version)
        return _("已派给%(units)s。") % {"units": branch.organisation.name}

    return [_done(line, send) for line in lines if line.number in read]


def label_each(
    lines: Iterable[Chosen], label_key: int, *, by: User, is_off: bool = False
) -> list[Done]:
    """The same label on each, or off each."""

    def label(line: Chosen) -> str:
        if is_off:
            is_new = take_label(line.key, label_key, by=by)
            return _("已取下。") if is_new else _("原来就没有贴。")
        is_new = put_label(line.key, label_key, by=by)
        return _("已贴上。") if is_new else _("原来就贴着。")

    return [_done(line, label) for line in lines]


def _done(line: Chosen, act: Callable[[Chosen], str]) -> Done:
    try:
        return Done(line.number, act(line), is_done=True)
    except OfficeError as error:
        return Done(line.number, refusal_words(error), is_done=False)
