"""What leaves the house: the words of a message, and what its keepers see of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from complaints.models import (
    NoticeCode,
    NoticeTemplate,
    Organisation,
    OutwardAddress,
    OutwardMessage,
    User,
)
from complaints.permissions import areas_of_outward, keeps_all_outward
from complaints.selectors.notices import said, wordings_of
from complaints.states import MESSAGE_LIFE, MessageStatus, MessageVerb

PAGE = 50
# What a gateway may answer with, in words.
_CAUSES = {
    "not_listed": gettext_lazy("主机不在允许发送的范围内"),
    "unreadable": gettext_lazy("地址无法识别"),
    "refused": gettext_lazy("对方没有接受"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """How one kind of notice would be said outside."""

    code: str
    title: str
    words: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """One message in the list: of what kind and how much, not which complaints."""

    key: int
    at: datetime
    to: str
    about: str
    status: str
    status_words: str
    cause: str
    can_send_again: bool


def words_of(message: OutwardMessage) -> str:
    """What is sent: nothing of a caller, and where to go on."""
    today = timezone.localdate()
    if message.kind == OutwardMessage.Kind.TEST:
        words = [_("这是一条试发的提醒，收到即表示地址可用。")]
    elif message.kind == OutwardMessage.Kind.DIGEST:
        counts = message.facts["counts"]
        words = [_("昨日以来的提醒：")]
        words += [f"{NoticeCode(code).label} {_pieces(n)}" for code, n in counts.items()]
    else:
        wording = wordings_of([message.code], on=today).get(message.code)
        words = [said(facts, wording) for facts in message.facts["lines"]]
    if settings.SITE_URL:
        words.append(_("登录办理：%(url)s") % {"url": f"{settings.SITE_URL}/office/inbox/"})
    return "\n".join(words)


def organisations_of(user: User) -> list[Organisation]:
    """For which he may keep addresses, today."""
    rows = Organisation.objects.current(timezone.localdate()).order_by("code")
    return list(rows if keeps_all_outward(user) else rows.filter(_within(user, "")))


def addresses_kept_by(user: User) -> list[OutwardAddress]:
    """Those in use that he may try and end."""
    rows = OutwardAddress.objects.filter(until__isnull=True)
    rows = rows.select_related("organisation", "kept_by")
    return list(rows if keeps_all_outward(user) else rows.filter(_within(user, "organisation__")))


def messages_seen(user: User, *, status: str = "", after: int = 0) -> tuple[list[Sent], int]:
    """One page of what was sent or was not, the newest first, and where the next begins."""
    rows = OutwardMessage.objects.select_related("organisation", "address").order_by("-pk")
    if not keeps_all_outward(user):
        rows = rows.filter(_within(user, "organisation__"))
    if status:
        rows = rows.filter(status=status)
    page = list(rows[after : after + PAGE + 1])
    return [_sent(one) for one in page[:PAGE]], after + PAGE if len(page) > PAGE else 0


def samples() -> list[Sample]:
    """Every kind of notice with its words in force, filled as an example."""
    wordings = wordings_of(NoticeCode.values, on=timezone.localdate())
    return [_sample(code, wordings[code]) for code in NoticeCode.values if code in wordings]


def statuses() -> list[tuple[str, str]]:
    """Where a message may stand, in words."""
    return [
        (MessageStatus.WAITING.value, _("待发送")),
        (MessageStatus.SENDING.value, _("发送中")),
        (MessageStatus.SENT.value, _("已送出")),
        (MessageStatus.FAILED.value, _("未送出")),
        (MessageStatus.DROPPED.value, _("已取消")),
    ]


def _sent(message: OutwardMessage) -> Sent:
    address = message.address.title if message.address else _("默认地址")
    return Sent(
        key=message.pk,
        at=message.made_at,
        to=f"{message.organisation.name} · {address}",
        about=_about(message),
        status=message.status,
        status_words=dict(statuses())[message.status],
        cause=_cause_words(message.cause),
        can_send_again=(MessageStatus(message.status), MessageVerb.SEND_AGAIN) in MESSAGE_LIFE,
    )


def _about(message: OutwardMessage) -> str:
    kind = str(OutwardMessage.Kind(message.kind).label)
    if message.kind == OutwardMessage.Kind.DIGEST:
        return f"{kind} {_pieces(sum(message.facts['counts'].values()))}"
    if message.kind == OutwardMessage.Kind.URGENT:
        return f"{NoticeCode(message.code).label} {_pieces(len(message.facts['lines']))}"
    return kind


def _cause_words(cause: str) -> str:
    kind, _space, number = cause.partition(" ")
    words = str(_CAUSES.get(kind, cause))
    return f"{words} ({number})" if number else words


def _sample(code: str, wording: NoticeTemplate) -> Sample:
    now = timezone.now()
    facts = {"number": f"{now:%Y%m%d}000001", "unit": _("（承办单位）"), "due": now.isoformat()}
    return Sample(code, str(NoticeCode(code).label), said(facts, wording), wording.is_urgent)


def _within(user: User, path: str) -> Q:
    areas: Collection[int] = areas_of_outward(user)
    return Q(**{f"{path}area__in": areas}) | Q(**{f"{path}area__parent__in": areas})


def _pieces(count: int) -> str:
    return ngettext("%(n)s 条", "%(n)s 条", count) % {"n": count}
