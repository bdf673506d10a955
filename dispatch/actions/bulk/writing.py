"""Walks lives in memory and writes their rows a thousand lives at a time."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from dispatch.actions.bulk import branches, callbacks, lives
from dispatch.actions.bulk.rows import Rows, Walk

CHUNK = 1000

TAKE: dict[type[lives.Step], Callable[[Rows, Walk, Any], None]] = {
    lives.Classify: branches.classify,
    lives.AnswerAtOnce: branches.answer_at_once,
    lives.Photograph: branches.photograph,
    lives.Archive: branches.archive,
    lives.Dispatch: branches.dispatch,
    lives.Sign: branches.sign,
    lives.Return: branches.give_back,
    lives.Contact: branches.contact,
    lives.ReportBack: branches.report,
    lives.TellResident: branches.tell_resident,
    lives.TellHotline: branches.tell_hotline,
    lives.OpenCallback: callbacks.open_callback,
    lives.TryCallback: callbacks.try_callback,
    lives.CompleteCallback: callbacks.complete_callback,
    lives.CloseInvalid: callbacks.close_invalid,
    lives.ApplyExclusion: callbacks.apply_exclusion,
    lives.DecideExclusion: callbacks.decide_exclusion,
}


def write_lives(found: Iterable[lives.Life], *, told: Callable[[int], None] | None = None) -> int:
    """Write all lives or none; `told` hears how many are written so far. Returns how many."""
    rows = Rows()
    number = 0
    with transaction.atomic():
        for number, life in enumerate(found, start=1):
            _walk(rows, life)
            if number % CHUNK == 0:
                rows.write()
                if told:
                    told(number)
        rows.write()
    return number


def _walk(rows: Rows, life: lives.Life) -> None:
    complaint = rows.ground.file(
        life.draft, by=life.by, channel=life.channel, key=life.key, at=life.at
    )
    walk = Walk(complaint)
    for step in life.steps:
        TAKE[type(step)](rows, walk, step)
