"""Words and marks that all pages share: icons, status marks, clocks, dates, form controls."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
SPRITE = "vendor/bootstrap-icons-1.13.2/icons.svg"
SOON_SECONDS = 4 * 3600
# The same few hundred stand on every page; the sprite's address is one for a process.
MARKS_KEPT = 1024

# Tone and icon of each stored state, of the complaint's life and of a branch's. The word stands
# beside them always, so colour carries nothing alone.
LOOKS: dict[str, tuple[str, str]] = {
    "received": ("calm", "inbox"),
    "answered": ("good", "chat-left-text"),
    "advised": ("good", "signpost-split"),
    "dispatched": ("calm", "send"),
    "finished": ("good", "check2-circle"),
    "to_call_back": ("soon", "telephone"),
    "called_back": ("good", "telephone-fill"),
    "archived": ("still", "archive"),
    "to_sign": ("soon", "pencil-square"),
    "signed": ("calm", "check-lg"),
    "contacted": ("calm", "telephone"),
    "reported": ("calm", "journal-text"),
    "resident_told": ("calm", "person-fill"),
    "hotline_told": ("calm", "headset"),
    "closed": ("good", "check-circle"),
    "returned": ("late", "arrow-return-left"),
    "withdrawn": ("still", "x-circle"),
    "undone": ("still", "arrow-counterclockwise"),
    "open": ("soon", "circle"),
    "done": ("good", "check-circle"),
    "invalid": ("still", "slash-circle"),
    "pending": ("soon", "hourglass-split"),
    "granted": ("good", "check-circle"),
    "refused": ("late", "x-circle"),
    "blown": ("late", "megaphone-fill"),
    "at_work": ("calm", "people-fill"),
    "concluded": ("good", "check-circle"),
    "called_off": ("still", "x-circle"),
    "awaited": ("soon", "hourglass-split"),
    "silent": ("late", "exclamation-triangle-fill"),
    "reported_in": ("good", "geo-alt-fill"),
    "left": ("still", "box-arrow-right"),
    "excused": ("still", "slash-circle"),
    "let_go": ("still", "dash-circle"),
    "planned": ("soon", "calendar-event"),
    "in_session": ("calm", "people-fill"),
    "amending": ("soon", "pencil-square"),
    "frozen": ("good", "lock-fill"),
    "not_held": ("still", "x-circle"),
    "kept": ("good", "check-circle"),
    "not_kept": ("late", "x-circle"),
    "upheld": ("late", "exclamation-octagon"),
    "set_aside": ("still", "slash-circle"),
    "waiting": ("soon", "hourglass-split"),
    "sending": ("calm", "send"),
    "sent": ("good", "check-circle"),
    "dropped": ("still", "x-circle"),
    "uploaded": ("soon", "list-check"),
    "requested": ("soon", "hourglass-split"),
    "running": ("calm", "arrow-repeat"),
    "cancelled": ("still", "slash-circle"),
    "failed": ("late", "exclamation-triangle-fill"),
    "risk": ("late", "exclamation-triangle-fill"),
    "urgent": ("late", "lightning-charge-fill"),
    "secret": ("soon", "lock-fill"),
}
NOTE_LOOKS = {
    "error": ("late", "exclamation-triangle-fill"),
    "warning": ("soon", "exclamation-circle-fill"),
    "success": ("good", "check-circle-fill"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline in words; `at` is shown beside them when it is still to come or was missed."""

    name: str
    words: str
    icon: str
    tone: str
    at: datetime | None


@register.simple_tag
@lru_cache(maxsize=MARKS_KEPT)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration."""
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href
    )


@register.simple_tag
def status_badge(status: str, words: str = "") -> SafeString:
    """A stored state with its word: {% status_badge row.status row.get_status_display %}."""
    tone, name = LOOKS.get(status, ("still", "circle"))
    return _mark(tone, name, str(words or status))


@lru_cache(maxsize=MARKS_KEPT)
def _mark(tone: str, name: str, words: str) -> SafeString:
    return format_html('<span class="mark mark-{}">{}{}</span>', tone, icon(name), words)


@register.simple_tag
def clock(
    due_at: datetime | None,
    done_at: datetime | None = None,
    name: str = "",
    now: datetime | None = None,
) -> SafeString:
    """A deadline in words, colour and icon: {% clock row.sign_due_at row.signed_at "签收" %}."""
    read = read_clock(due_at, done_at, name=str(name), now=now or timezone.now())
    words = read.words
    if read.name:
        words = _("%(name)s %(words)s") % {"name": read.name, "words": words}
    return format_html(
        '<span class="clock clock-{}">{}<span>{}</span>{}</span>',
        read.tone, icon(read.icon), words, _instant(read.at),
    )  # fmt: skip


def _instant(at: datetime | None) -> SafeString:
    if at is None:
        return SafeString("")
    return format_html(
        '<time class="clock-at" datetime="{}">{}</time>', at.isoformat(), short_time(at)
    )


def read_clock(
    due_at: datetime | None, done_at: datetime | None, *, name: str, now: datetime
) -> Clock:
    """What a deadline says at `now`: met, missed, soon, to come, or none at all."""
    if due_at is None:
        return Clock(name, _("无时限"), "dash-circle", "still", None)
    if done_at is not None:
        if done_at <= due_at:
            return Clock(name, _("按时完成"), "check-circle", "good", done_at)
        late = say_span((done_at - due_at).total_seconds())
        words = _("已完成，晚了 %(span)s") % {"span": late}
        return Clock(name, words, "exclamation-circle", "late", done_at)
    left = (due_at - now).total_seconds()
    if left < 0:
        words = _("逾期 %(span)s") % {"span": say_span(-left)}
        return Clock(name, words, "exclamation-triangle-fill", "late", due_at)
    words = _("还剩 %(span)s") % {"span": say_span(left)}
    if left <= SOON_SECONDS:
        return Clock(name, words, "alarm-fill", "soon", due_at)
    return Clock(name, words, "clock", "still", due_at)


def say_span(seconds: float) -> str:
    """A length of time in at most two units, rounded down: 3 小时 20 分钟."""
    minutes = int(seconds // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = (
        (days, ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}),
        (hours, ngettext("%(n)s 小时", "%(n)s 小时", hours) % {"n": hours}),
        (minutes, ngettext("%(n)s 分钟", "%(n)s 分钟", minutes) % {"n": minutes}),
    )
    said = [words for count, words in parts if count]
    return " ".join(said[:2]) if said else _("不到 1 分钟")


@register.filter
def length_words(length: timedelta) -> str:
    """A length of time in at most two units."""
    return say_span(length.total_seconds())


@register.filter
def due_words(due_at: datetime | None) -> str:
    """Only the words of an open deadline."""
    return read_clock(due_at, None, name="", now=timezone.now()).words


@register.filter
def long_day(at: datetime | None) -> str:
    """2026年11月23日; in English 23 November 2026."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if _is_chinese():
        return f"{local.year}年{local.month}月{local.day}日"
    return f"{local.day} {local:%B %Y}"


@register.filter
def long_time(at: datetime | None) -> str:
    """2026年11月23日 14:05, on Beijing's clock."""
    return f"{long_day(at)} {timezone.localtime(at):%H:%M}" if at else ""


@register.filter
def short_time(at: datetime | None) -> str:
    """11-23 14:05; with the year when it is another one."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    same_year = local.year == timezone.localtime().year
    return f"{local:%m-%d %H:%M}" if same_year else f"{local:%Y-%m-%d %H:%M}"


@register.filter
def clock_time(at: datetime | None) -> str:
    """14:05:30, for what lasts only seconds."""
    return f"{timezone.localtime(at):%H:%M:%S}" if at else ""


@register.filter
def control(field: BoundField, extra_class: str = "") -> SafeString:
    """The field's control with the house's class for its kind."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        name = "form-check-input"
    elif isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        name = ""
    elif isinstance(widget, forms.Select):
        name = "form-select"
    else:
        name = "form-control"
    classes = " ".join(part for part in (widget.attrs.get("class", ""), name, extra_class) if part)
    return field.as_widget(attrs={"class": classes} if classes else {})


@register.filter
def is_check(field: BoundField) -> bool:
    """A single box to tick: its label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def spoken(words: object) -> str:
    """Words in the language they are in: among English, what is Chinese says so."""
    text = str(words)
    if _is_chinese() or not _CHINESE.search(text):
        return text
    return format_html('<span lang="zh-Hans">{}</span>', text)


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """The numbers to print, 0 for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in numbers]


@register.filter
def note_tone(level: str) -> str:
    """The tone of a message's level."""
    return NOTE_LOOKS.get(level, ("calm", ""))[0]


@register.filter
def note_icon(level: str) -> str:
    """The icon of a message's level."""
    return NOTE_LOOKS.get(level, ("", "info-circle-fill"))[1]


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
