"""Where an organisation wants to be told: kept, tried, and used no longer."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.fields import seal
from complaints.kernels.outward import SCHEMES, is_listed, reach_of
from complaints.models import Organisation, OutwardAddress, OutwardMessage, User
from complaints.permissions import can_keep_outward_of
from complaints.states import MessageStatus, MessageVerb, message_after

URL_FIELD = "url"
TITLE_MAX = 60
# More groups than that are a list that nobody reads.
MOST = 5


def keep_address(
    organisation_key: int, *, by: User, title: str, url: str, at: datetime | None = None
) -> OutwardAddress:
    """Seal it, and send a message there at once: whoever keeps it sees whether it arrives."""
    at = at or timezone.now()
    title, url = title.strip()[:TITLE_MAX], url.strip()
    if not title:
        raise Invalid(_("请给这个地址起个名称。"), field="title")
    scheme = _checked(url)
    with transaction.atomic():
        organisation = _locked_organisation(organisation_key, by)
        kept = OutwardAddress.objects.filter(organisation=organisation, until__isnull=True)
        if kept.count() >= MOST:
            words = _("一个单位最多 %(most)s 个站外通知地址，请先停用一个。") % {"most": MOST}
            raise Conflict(words)
        row = uuid4()
        address = OutwardAddress.objects.create(
            organisation=organisation,
            title=title,
            scheme=scheme,
            row=row,
            sealed_url=seal(url, row=row, field=URL_FIELD),
            since=at,
            kept_by=by,
        )
        _ask_for_a_test(address, at=at)
    return address


def end_address(key: int, *, by: User, at: datetime | None = None) -> OutwardAddress:
    """It is used no longer, and what waits for it is dropped."""
    at = at or timezone.now()
    with transaction.atomic():
        address = _locked(key, by)
        address.until, address.ended_by = at, by
        address.save(update_fields=["until", "ended_by"])
        waiting = OutwardMessage.objects.filter(address=address)
        for held in (MessageStatus.WAITING, MessageStatus.FAILED):
            waiting.filter(status=held).update(
                status=message_after(held, MessageVerb.DROP), ended_at=at
            )
    return address


def try_address(key: int, *, by: User, at: datetime | None = None) -> OutwardMessage:
    """Send it a message that says no more than that it is one, now."""
    at = at or timezone.now()
    with transaction.atomic():
        address = _locked(key, by)
        tests = OutwardMessage.objects.filter(address=address, kind=OutwardMessage.Kind.TEST)
        if tests.filter(status__in=(MessageStatus.WAITING, MessageStatus.SENDING)).exists():
            raise Conflict(_("已有一条试发在路上，请稍候再看结果。"))
        return _ask_for_a_test(address, at=at)


def send_again(key: int, *, by: User, at: datetime | None = None) -> OutwardMessage:
    """A message that was given up is tried once more from the beginning."""
    at = at or timezone.now()
    with transaction.atomic():
        message = OutwardMessage.objects.select_for_update().filter(pk=key).first()
        if message is None or not _may(by, message.organisation):
            raise NotFound(_("没有这条站外通知，或不在您的查看范围内。"))
        message.status = message_after(message.status, MessageVerb.SEND_AGAIN)
        message.attempts, message.leave_at, message.ended_at = 0, at, None
        message.save(update_fields=["status", "attempts", "leave_at", "ended_at"])
        if message.address_id is not None:
            OutwardAddress.objects.filter(pk=message.address_id).update(quiet_until=None)
    return message


def _ask_for_a_test(address: OutwardAddress, *, at: datetime) -> OutwardMessage:
    OutwardAddress.objects.filter(pk=address.pk).update(quiet_until=None)
    return OutwardMessage.objects.create(
        organisation=address.organisation,
        address=address,
        kind=OutwardMessage.Kind.TEST,
        made_at=at,
        leave_at=at,
    )


def _checked(url: str) -> str:
    reach = reach_of(url)
    if reach is None:
        ways = ", ".join(f"{name}://" for name in SCHEMES)
        words = _("这不是可以用的地址。以这些开头之一：%(ways)s") % {"ways": ways}
        raise Invalid(words, field=URL_FIELD)
    if not is_listed(reach, frozenset(settings.NOTIFY_HOSTS)):
        words = _("系统不向 %(hosts)s 发送。请系统运维人员先把它列入允许的主机（NOTIFY_HOSTS）。")
        raise Invalid(words % {"hosts": ", ".join(reach.hosts)}, field=URL_FIELD)
    return reach.scheme


def _locked_organisation(key: int, by: User) -> Organisation:
    found = Organisation.objects.select_for_update(of=("self",)).select_related("area")
    organisation: Organisation | None = found.filter(pk=key).first()
    if organisation is None:
        raise Invalid(_("请选择单位。"), field="organisation")
    if not _may(by, organisation):
        raise NotAllowed(_("这个单位的站外通知不由您维护。"))
    return organisation


def _locked(key: int, by: User) -> OutwardAddress:
    address = OutwardAddress.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if address is None or not _may(by, address.organisation):
        raise NotFound(_("没有这个站外通知地址，或不在您的查看范围内。"))
    if address.until is not None:
        raise Conflict(_("这个地址已经停用。"))
    return address


def _may(by: User, organisation: Organisation) -> bool:
    return can_keep_outward_of(by, organisation)
