"""What was told inside leaves the house: a moment later, once, to who wants it there, without a
word about a caller."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone

from complaints.actions.outward import gathering
from complaints.actions.outward.addresses import (
    end_address,
    keep_address,
    send_again,
    try_address,
)
from complaints.actions.outward.gathering import LINES_MAX, gather_notices
from complaints.actions.outward.sending import BACK_OFF, claim_parcel, finish_parcel
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from complaints.kernels.outward import is_listed, reach_of
from complaints.models import (
    Complaint,
    Notice,
    NoticeTemplate,
    OutwardAddress,
    OutwardMessage,
    Parameter,
)
from complaints.states import MESSAGE_LIFE, MessageStatus, MessageVerb, message_after
from complaints.tasks import gather_told, send_messages
from dispatch.actions.undoing import undo_step
from dispatch.models import Assignment
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=16)
ROBOT = "wecombot://0123abcd-0123-0123-0123-0123456789ab"


@pytest.fixture
def office() -> Office:
    return make.office()


@dataclass
class Gateway:
    """A gateway of the office's own on loopback, and what came in there."""

    host: str
    status: int = 200
    got: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"json://{self.host}/notices"


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    kept = Gateway("")

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            kept.got.append(json.loads(self.rfile.read(length)))
            self.send_response(kept.status)
            if kept.status == 302:
                self.send_header("Location", f"http://{kept.host}/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    kept.host = f"127.0.0.1:{server.server_address[1]}"
    settings.NOTIFY_HOSTS = [kept.host]
    Thread(target=server.serve_forever, daemon=True).start()
    yield kept
    server.shutdown()
    server.server_close()


def keep(office: Office, url: str = ROBOT, *, at: datetime = make.START) -> OutwardAddress:
    """An address of the unit that handles; the message that tries it is out of the way."""
    unit = office.bodies.city_office.pk
    address = keep_address(unit, by=office.people.triage, title="值班群", url=url, at=at)
    OutwardMessage.objects.filter(address=address).delete()
    return address


def asked(
    office: Office, at: datetime, complaint: Complaint | None = None, **order: Any
) -> Assignment:
    """A unit is asked at this instant."""
    received = at - timedelta(minutes=10)
    return make.dispatched(office, complaint, at=received, **order)


def told_at(instant: datetime) -> None:
    """What was told in the test so far was told then."""
    Notice.objects.update(made_at=instant)


def waiting() -> OutwardMessage:
    return OutwardMessage.objects.get(status="waiting")


def test_a_dispatch_leaves_after_fifteen_seconds_and_not_before(office: Office) -> None:
    keep(office)
    now = timezone.now()
    branch = asked(office, now)
    assert gather_notices(at=now + timedelta(seconds=14)) == 0
    gather_notices(at=now + SOON)
    message = waiting()
    assert (message.kind, message.code) == ("urgent", "dispatched")
    assert message.facts["lines"][0]["number"] == branch.complaint.number
    assert gather_notices(at=now + SOON) == 0


def test_a_dispatch_taken_back_in_time_never_leaves(office: Office) -> None:
    keep(office)
    now = timezone.now()
    branch = asked(office, now)
    step = branch.complaint.events.get(verb="dispatch")
    undo_step(step.pk, by=office.people.triage, at=now + timedelta(seconds=5))
    gather_notices(at=now + SOON)
    assert not OutwardMessage.objects.filter(code="dispatched").exists()


def test_twenty_people_of_one_unit_give_one_line(office: Office) -> None:
    keep(office)
    for number in range(20):
        make.person(f"t-more-{number}", "handler", office.bodies.city_office)
    now = timezone.now()
    asked(office, now)
    assert Notice.objects.filter(code="dispatched").count() == 21
    gather_notices(at=now + SOON)
    assert len(waiting().facts["lines"]) == 1


def test_a_hand_over_is_not_cut_by_the_end_of_a_batch(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(office)
    make.person("t-second", "handler", office.bodies.city_office)
    now = timezone.now()
    asked(office, now)
    asked(office, now + timedelta(seconds=1))
    Notice.objects.exclude(code="dispatched").delete()
    monkeypatch.setattr(gathering, "BATCH", 3)
    assert [gather_notices(at=now + 2 * SOON) for _ in range(3)] == [2, 2, 0]
    assert len(waiting().facts["lines"]) == 2


def test_a_full_message_is_followed_by_another(office: Office) -> None:
    keep(office)
    now = timezone.now()
    for second in range(LINES_MAX + 1):
        asked(office, now + timedelta(seconds=second))
    gather_notices(at=now + 3 * SOON)
    rows = OutwardMessage.objects.filter(code="dispatched").order_by("pk")
    assert [len(one.facts["lines"]) for one in rows] == [LINES_MAX, 1]


def test_what_is_read_already_and_what_is_secret_stays_inside(office: Office) -> None:
    keep(office)
    now = timezone.now()
    asked(office, now)
    Notice.objects.update(read_at=now)
    filed = make.filed(office, is_secret=True)
    asked(office, now, filed.complaint, handler=office.people.handler)
    gather_notices(at=now + SOON)
    assert not OutwardMessage.objects.exists()


def test_what_is_not_urgent_waits_for_the_morning_as_one_message(office: Office) -> None:
    keep(office)
    NoticeTemplate.objects.update(is_urgent=False)
    night = make.START.replace(hour=14)  # ten in the evening, in Beijing
    asked(office, night)
    asked(office, night + timedelta(minutes=1))
    gather_notices(at=night + timedelta(minutes=2))
    message = waiting()
    assert (message.kind, message.facts) == ("digest", {"counts": {"dispatched": 2}})
    assert timezone.localtime(message.leave_at).strftime("%H:%M") == "08:00"
    assert claim_parcel(at=night + timedelta(hours=9)) is None
    parcel = claim_parcel(at=night + timedelta(hours=10))
    assert parcel is not None
    assert parcel.body.splitlines() == ["昨日以来的提醒：", "新派单 2 条"]


def test_after_a_dead_day_old_urgent_notices_come_as_one_digest(office: Office) -> None:
    keep(office)
    for hour in range(6):
        asked(office, make.START + timedelta(hours=hour))
    gather_notices(at=make.START + timedelta(days=1))
    assert waiting().facts == {"counts": {"dispatched": 6}}


def test_a_real_gateway_gets_the_words_and_nothing_of_the_caller(
    office: Office, gateway: Gateway
) -> None:
    keep(office, gateway.url)
    branch = asked(office, timezone.now())
    told_at(timezone.now() - SOON)
    assert gather_told() > 0
    assert send_messages() == 1
    said = json.dumps(gateway.got, ensure_ascii=False)
    assert branch.complaint.number in said
    assert branch.organisation.name in said
    for secret in (make.CALLER.name, make.CALLER.phone, make.CALLER.home, make.WORDS):
        assert secret not in said
    message = OutwardMessage.objects.get(code="dispatched")
    assert (message.status, message.cause) == ("sent", "")
    assert OutwardAddress.objects.get().last_sent_at is not None


def test_the_message_leads_back_to_the_site_where_it_knows_its_address(
    office: Office, gateway: Gateway, settings: Any
) -> None:
    settings.SITE_URL = "https://desk.example.cn"
    address = keep(office, gateway.url)
    try_address(address.pk, by=office.people.triage)
    assert send_messages() == 1
    assert "https://desk.example.cn/office/inbox/" in gateway.got[0]["message"]


def test_a_gateway_that_fails_is_tried_later_and_then_given_up_in_sight(
    office: Office, gateway: Gateway
) -> None:
    gateway.status = 500
    address = keep(office, gateway.url)
    try_address(address.pk, by=office.people.triage)
    assert send_messages() == 0
    message = OutwardMessage.objects.get()
    assert (message.status, message.attempts, message.cause) == ("waiting", 1, "refused 500")
    at = message.leave_at
    for later in [*BACK_OFF[1:], timedelta()]:
        parcel = claim_parcel(at=at)
        assert parcel is not None
        assert claim_parcel(at=at) is None
        finish_parcel(parcel.key, attempt=parcel.attempt, cause="refused 500", at=at)
        at += later
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("failed", len(BACK_OFF) + 1)
    gateway.status = 200
    send_again(message.pk, by=office.people.triage)
    assert send_messages() == 1


def test_no_redirect_is_followed(office: Office, gateway: Gateway) -> None:
    gateway.status = 302
    address = keep(office, gateway.url)
    try_address(address.pk, by=office.people.triage)
    assert send_messages() == 0
    assert len(gateway.got) == 1


def test_a_host_that_is_taken_off_the_list_gets_nothing_more(
    office: Office, gateway: Gateway, settings: Any
) -> None:
    address = keep(office, gateway.url)
    try_address(address.pk, by=office.people.triage)
    settings.NOTIFY_HOSTS = []
    assert send_messages() == 0
    assert OutwardMessage.objects.get().cause == "not_listed"
    assert gateway.got == []


def test_a_lost_worker_s_message_is_taken_by_another_and_only_one_writes_the_end(
    office: Office,
) -> None:
    address = keep(office)
    try_address(address.pk, by=office.people.triage, at=make.START)
    lost = claim_parcel(at=make.START)
    assert lost is not None
    assert claim_parcel(at=make.START + timedelta(minutes=1)) is None
    taken = claim_parcel(at=make.START + timedelta(minutes=3))
    assert taken is not None
    assert finish_parcel(lost.key, attempt=lost.attempt, cause="") is None
    assert finish_parcel(taken.key, attempt=taken.attempt, cause="") is not None


def test_a_robot_is_not_hurried(office: Office) -> None:
    address = keep(office)
    try_address(address.pk, by=office.people.triage, at=make.START)
    first = claim_parcel(at=make.START)
    assert first is not None
    finish_parcel(first.key, attempt=1, cause="", at=make.START)
    asked(office, make.START)
    gather_notices(at=make.START + SOON)
    OutwardAddress.objects.update(quiet_until=make.START + 2 * SOON)
    assert claim_parcel(at=make.START + SOON) is None
    assert claim_parcel(at=make.START + 2 * SOON) is not None


def test_without_an_address_of_its_own_a_unit_is_told_where_the_installation_says(
    office: Office, gateway: Gateway, settings: Any
) -> None:
    settings.NOTIFY_URLS = [gateway.url]
    asked(office, timezone.now())
    told_at(timezone.now() - SOON)
    gather_told()
    assert send_messages() > 0
    assert gateway.got


def test_without_any_address_nothing_is_made_and_nothing_waits(office: Office) -> None:
    asked(office, make.START)
    gather_notices(at=make.START + SOON)
    assert not OutwardMessage.objects.exists()
    assert not Notice.objects.filter(gathered_at=None).exists()


def test_the_address_is_sealed_and_ends_with_what_waits_for_it(office: Office) -> None:
    address = keep(office)
    assert "0123abcd" not in address.sealed_url
    try_address(address.pk, by=office.people.triage)
    with pytest.raises(Conflict):
        try_address(address.pk, by=office.people.triage)
    end_address(address.pk, by=office.people.triage)
    assert OutwardMessage.objects.get().status == "dropped"
    with pytest.raises(Conflict):
        end_address(address.pk, by=office.people.triage)


@pytest.mark.parametrize(
    "url",
    [
        "", "http://10.0.0.1/", "file:///etc/passwd", "exec://sh", "syslog://", "wecombot://",
        "json://169.254.169.254/latest", "json://127.0.0.1:6379/", "jsons://[::1]/",
        "mailtos://u:p@example.org?smtp=127.0.0.1", "json://example.org:99999/",
        "wecombot://a b", "json://exa\u200bmple.org/",
    ],
)  # fmt: skip
def test_an_address_that_leads_where_it_must_not_is_refused(office: Office, url: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep(office, url)
    assert refused.value.field == "url"


def test_a_listed_host_is_meant_with_every_port_or_with_one() -> None:
    mail = reach_of("mailtos://u:p@example.org?smtp=mail.example.org")
    assert mail is not None
    assert mail.hosts == ("example.org", "mail.example.org")
    assert is_listed(mail, frozenset({"example.org", "mail.example.org"}))
    assert not is_listed(mail, frozenset({"example.org"}))
    port = reach_of("jsons://example.org:8443/x")
    assert port is not None
    assert is_listed(port, frozenset({"example.org"}))
    assert not is_listed(port, frozenset({"example.org:443"}))


def test_nobody_keeps_the_addresses_of_another_street(office: Office) -> None:
    address = keep(office)
    unit = office.bodies.city_office.pk
    for stranger in (office.people.next_triage, office.people.handler):
        with pytest.raises(NotAllowed):
            keep_address(unit, by=stranger, title="值班群", url=ROBOT)
        with pytest.raises(NotFound):
            try_address(address.pk, by=stranger)


def test_a_sixth_address_is_refused(office: Office) -> None:
    for _ in range(5):
        keep(office)
    with pytest.raises(Conflict):
        keep(office)


@pytest.mark.parametrize("status", MessageStatus)
@pytest.mark.parametrize("verb", MessageVerb)
def test_a_message_moves_as_its_table_says(status: MessageStatus, verb: MessageVerb) -> None:
    if (status, verb) in MESSAGE_LIFE:
        assert message_after(status, verb) == MESSAGE_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            message_after(status, verb)


def test_the_delay_is_longer_than_an_undo(office: Office) -> None:
    amounts = dict(Parameter.objects.values_list("key", "amount"))
    assert amounts["notice_delay"] > amounts["undo_window"]
