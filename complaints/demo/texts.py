"""Putting sentences together as callers, clerks and people at a form do."""

import random
import re
from collections.abc import Callable

from complaints.demo.slots import Filler
from complaints.demo.words import Topic, general
from complaints.models import Channel, DemandKind

_LONG, _SHORT = 0.1, 0.13
_ENDS = "。！？"
_MONTHS_OF = (
    ("大雪", (12, 1, 2)),
    ("结冰", (12, 1, 2)),
    ("雨", (4, 5, 6, 7, 8, 9, 10)),
    ("烧烤", (4, 5, 6, 7, 8, 9, 10)),
)


def compose(
    topic: Topic, filler: Filler, *, channel: str, demand_kind: str, phone: str = ""
) -> str:
    """One complaint's words. A number the caller leaves in them is for the redaction to find."""
    rng = filler.rng
    fate = rng.random()
    if demand_kind in (DemandKind.CONSULT, DemandKind.PRAISE) and channel != Channel.WEB:
        text = _asked(topic, filler)
    elif fate < _SHORT:
        text = _short(topic, filler)
    elif channel == Channel.WEB:
        text = _on_the_web(topic, filler, is_long=fate > 1 - 2 * _LONG)
    else:
        text = _ticket(topic, filler, is_long=fate > 1 - _LONG)
    if phone:
        text += rng.choice([f"联系电话{phone}。", f"可以打{phone}找我。", f"我的电话是{phone}。"])
    return text


def _wrong(topic: Topic, filler: Filler) -> str:
    """What is wrong, told in its season where the words name one."""
    month = filler.day.month
    fitting = [
        line
        for line in topic.wrongs
        if not any(sign in line and month not in months for sign, months in _MONTHS_OF)
    ]
    return filler.rng.choice(fitting or topic.wrongs)


def _ticket(topic: Topic, filler: Filler, *, is_long: bool) -> str:
    """As a clerk takes it down."""
    rng, said = filler.rng, general()
    parts = [_opened(rng.choice(said["opening.hotline"]), rng) + _wrong(topic, filler)]
    _maybe(parts, rng, 0.55, topic.harms)
    if is_long:
        parts += rng.sample(said["story"], 3)
        _maybe(parts, rng, 0.8, topic.harms)
    _maybe(parts, rng, 0.5, said["tried"] if rng.random() < 0.85 else said["tried.none"])
    parts.append(_wished(topic, rng, said["ending.hotline"]))
    return _joined(parts, filler)


def _on_the_web(topic: Topic, filler: Filler, *, is_long: bool) -> str:
    """As somebody writes who sees an empty field and has time."""
    rng, said = filler.rng, general()
    first = rng.choice(said["opening.web"])
    parts = [first + rng.choice(["，", "！", "。"]) + _wrong(topic, filler)]
    _maybe(parts, rng, 0.6, topic.harms)
    _maybe(parts, rng, 0.5, said["story"])
    if is_long:
        parts += [line for line in rng.sample(said["story"], 3) if line not in parts]
        _maybe(parts, rng, 0.8, said["tried"])
    _maybe(parts, rng, 0.7, topic.wishes)
    parts.append(rng.choice(said["ending.web"]))
    text = _joined(parts, filler)
    return text.replace("。", "。\n", 1) if is_long else text


def _short(topic: Topic, filler: Filler) -> str:
    """As somebody types with one thumb."""
    rng = filler.rng
    wrong = _wrong(topic, filler)
    if rng.random() < 0.5:
        wrong = wrong.replace("，", " ")
    end = rng.choice(["", "", *general()["ending.short"]])
    gap = rng.choice(["，", " ", "！", "。"]) if end else ""
    return filler.fill(f"{wrong}{gap}{end}")


def _asked(topic: Topic, filler: Filler) -> str:
    """A question or a word of thanks on the telephone."""
    rng, said = filler.rng, general()
    opening = said["opening.consult" if "表扬" not in topic.name else "opening.hotline"]
    parts = [_opened(rng.choice(opening), rng) + _wrong(topic, filler)]
    _maybe(parts, rng, 0.25, said["tried.none"])
    _maybe(parts, rng, 0.7, topic.wishes)
    return _joined(parts, filler)


def _wished(topic: Topic, rng: random.Random, endings: tuple[str, ...]) -> str:
    wish, ending = rng.choice(topic.wishes or endings), rng.choice(endings)
    ways: list[Callable[[], str]] = [
        lambda: wish,
        lambda: f"诉求：{wish}",
        lambda: ending,
        lambda: f"{wish}，{ending}",
    ]
    return rng.choice(ways)()


def _opened(opening: str, rng: random.Random) -> str:
    return opening + rng.choice(["，", "：", "，", "："])


def _maybe(parts: list[str], rng: random.Random, chance: float, sentences: tuple[str, ...]) -> None:
    if sentences and rng.random() < chance:
        sentence = rng.choice(sentences)
        if sentence not in parts:
            parts.append(sentence)


def _joined(parts: list[str], filler: Filler) -> str:
    """Some write one breath, some stop after each thought."""
    gap = filler.rng.choice(["。", "。", "。", "，"])
    text = filler.fill(gap.join(parts))
    text = re.sub(r"[，。]{2,}", "。", text)
    return text if text[-1] in _ENDS else f"{text}。"
