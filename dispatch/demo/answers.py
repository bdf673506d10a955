"""What units write back and what callers say in the end, in the words of `complaints.demo`."""

import random

from complaints.demo.slots import Filler
from complaints.demo.words import Topic, general
from dispatch.actions.callbacks import Answers
from dispatch.models import Callback, Report

_CLOSINGS = {
    Report.Outcome.SOLVED: "answer.solved",
    Report.Outcome.EXPLAINED: "answer.explained",
    Report.Outcome.CANNOT_NOW: "answer.cannot",
}
_FALLBACKS = {
    Report.Outcome.SOLVED: "answer.fallback.solved",
    Report.Outcome.EXPLAINED: "answer.fallback.explained",
    Report.Outcome.CANNOT_NOW: "answer.fallback.cannot",
}
_RESOLVED = {
    Report.Outcome.SOLVED: 0.97,
    Report.Outcome.EXPLAINED: 0.72,
    Report.Outcome.CANNOT_NOW: 0.16,
    "": 0.06,
}
_Satisfaction = Callback.Satisfaction


def report_text(topic: Topic, outcome: str, filler: Filler, *, is_anonymous: bool) -> str:
    """A unit's own account of what it did."""
    rng, said = filler.rng, general()
    kind = Report.Outcome(outcome)
    done = {
        Report.Outcome.SOLVED: topic.solved,
        Report.Outcome.EXPLAINED: topic.explained,
        Report.Outcome.CANNOT_NOW: topic.cannot_now,
    }[kind]
    opening = rng.choice(said["answer.anonymous" if is_anonymous else "answer.opening"])
    told = rng.choice(done or said[_FALLBACKS[kind]])
    # One 经 is enough.
    text = told if told[0] == opening[0] else f"{opening}，{told}"
    if not is_anonymous:
        text = f"{text}。{rng.choice(said[_CLOSINGS[kind]])}"
    return f"{filler.fill(text)}。"


def advice(topic: Topic, filler: Filler) -> str:
    """What the centre answers at once."""
    said = general()["answer.fallback.explained"]
    words = filler.rng.choice(topic.explained or said)
    return filler.fill(f"您好，{words}。如有疑问可随时致电街道市民诉求处置中心。")


def what_the_caller_says(
    outcome: str, *, was_reached: bool, please: float, rng: random.Random
) -> Answers:
    """Three answers that hang together, and now and then a word."""
    contacted = rng.random() < (0.985 if was_reached else 0.2)
    resolved = rng.random() < _RESOLVED[outcome]
    content = please if resolved else please * 0.32
    fate = rng.random()
    if fate < content * 0.8:
        satisfaction, mood = _Satisfaction.SATISFIED, "callback.good"
    elif fate < content:
        satisfaction, mood = _Satisfaction.BASIC, "callback.mixed"
    else:
        satisfaction, mood = _Satisfaction.NOT, "callback.bad"
    note = rng.choice(general()[mood]) if rng.random() < 0.4 else ""
    return Answers(
        contacted=contacted, resolved=resolved, satisfaction=satisfaction.value, note=note
    )
