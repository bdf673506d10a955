"""A caller's own page after filing: what it offers, and what comes of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.actions.intake import Filed
from complaints.models import Complaint, Identity
from dispatch.models import Callback
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def caller(office: Office, client: Client) -> Callable[[Filed], str]:
    """A browser that has opened its complaint with number and code; answers with the page."""

    def opened(filed: Filed) -> str:
        sent = {"number": filed.complaint.number, "code": filed.code}
        return client.post(reverse("track"), sent, follow=True).content.decode()

    return opened


def page(client: Client) -> str:
    return client.get(reverse("tracked")).content.decode()


def lately(office: Office, **options: object) -> Filed:
    return make.filed(office, at=timezone.now() - timedelta(hours=2), **options)  # type: ignore[arg-type]


def finished_lately(office: Office) -> Filed:
    filed = lately(office)
    start = filed.complaint.received_at
    branch = make.dispatched(office, filed.complaint, at=start)
    make.branch_in(office, "closed", at=start, branch=branch)
    return filed


def test_a_page_offers_what_the_state_allows_and_no_more(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    html = caller(lately(office))
    for door in ("tracked-chase", "tracked-add", "tracked-contact", "tracked-withdraw"):
        assert reverse(door) in html
    for door in ("tracked-rate", "tracked-again"):
        assert reverse(door) not in html
    html = caller(finished_lately(office))
    assert reverse("tracked-rate") in html
    for door in ("tracked-chase", "tracked-add", "tracked-again", "tracked-withdraw"):
        assert reverse(door) not in html


def test_a_chase_is_confirmed_and_the_second_is_told_when(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    caller(lately(office))
    assert "已经催办" in client.post(reverse("tracked-chase"), follow=True).content.decode()
    assert "以后可以再催" in client.post(reverse("tracked-chase"), follow=True).content.decode()
    assert Complaint.objects.get().chase_count == 1


def test_words_are_added_and_nothing_is_lost_when_they_are_refused(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    caller(lately(office))
    refused = client.post(reverse("tracked-add"), {"text": "字" * 20_001})
    assert refused.status_code == 422
    assert "字" * 100 in refused.content.decode()
    client.post(reverse("tracked-add"), {"text": "还有一盏 <b>也</b> 不亮"})
    assert "还有一盏 &lt;b&gt;也&lt;/b&gt; 不亮" in page(client)


def test_own_data_are_seen_in_part_corrected_and_taken_out(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    filed = lately(office)
    caller(filed)
    address = reverse("tracked-contact")
    html = client.get(address).content.decode()
    assert "测**" in html
    assert "010****01" in html
    assert make.CALLER.phone not in html
    assert make.CALLER.name not in html
    assert client.post(address, {"phone": "没有"}).status_code == 422
    assert client.post(address, {}).status_code == 422
    both = client.post(address, {"name": "新称呼", "is_to_go": "on"})
    assert both.status_code == 422
    client.post(address, {"phone": "010-00000099"})
    assert "010****99" in client.get(address).content.decode()
    client.post(address, {"is_to_go": "on"})
    assert not Identity.objects.exists()
    assert Complaint.objects.get().is_anonymous


def test_a_rating_not_solved_takes_it_up_again_in_one_step(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    caller(finished_lately(office))
    said = {"contacted": "yes", "resolved": "no", "satisfaction": "not", "is_again": "on"}
    refused = client.post(reverse("tracked-rate"), said)
    assert refused.status_code == 422
    assert "请写明还有什么没有解决" in refused.content.decode()
    html = client.post(
        reverse("tracked-rate"), said | {"words": "又不亮了"}, follow=True
    ).content.decode()
    complaint = Complaint.objects.get()
    assert (complaint.status, complaint.round) == ("received", 2)
    assert Callback.objects.get().satisfaction == "not"
    for words in ("又不亮了", "路灯已经修好。", "重新受理", reverse("tracked-chase")):
        assert words in html


def test_what_is_solved_is_not_taken_up_again(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    caller(finished_lately(office))
    said = {"contacted": "yes", "resolved": "yes", "satisfaction": "satisfied", "words": "谢谢"}
    assert client.post(reverse("tracked-rate"), said | {"is_again": "on"}).status_code == 422
    client.post(reverse("tracked-rate"), said)
    assert Complaint.objects.get().status == "finished"
    html = client.get(reverse("tracked-rate")).content.decode()
    assert "谢谢" in html


def test_a_withdrawn_matter_says_so_and_offers_nothing_but_ones_own_data(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    caller(lately(office))
    html = client.post(
        reverse("tracked-withdraw"), {"reason": "solved"}, follow=True
    ).content.decode()
    assert "您已经撤回这件诉求" in html
    for door in ("tracked-chase", "tracked-add", "tracked-withdraw", "tracked-rate"):
        assert reverse(door) not in html


def test_the_link_reads_and_only_a_press_opens_the_steps(office: Office, client: Client) -> None:
    filed = lately(office)
    html = client.get(reverse("tracked-by-link", args=[filed.token])).content.decode()
    assert reverse("tracked-chase") not in html
    assert client.post(reverse("tracked-chase")).headers["Location"] == reverse("track")
    opened = client.post(reverse("tracked-open"), {"token": filed.token}, follow=True)
    assert reverse("tracked-chase") in opened.content.decode()
    assert client.post(reverse("tracked-open"), {"token": "A" * 22}).status_code == 404


def test_units_read_added_words_once_they_are_checked_and_never_the_original(
    office: Office, client: Client, caller: Callable[[Filed], str]
) -> None:
    filed = lately(office)
    make.dispatched(office, filed.complaint, at=filed.complaint.received_at)
    caller(filed)
    client.post(reverse("tracked-add"), {"text": "请打 13800000001，北门也不亮"})
    ticket = reverse("office-ticket", args=[filed.complaint.number])
    desk = Client()
    desk.force_login(office.people.handler)
    html = desk.get(ticket).content.decode()
    assert "处置中心核对以后可以看到" in html
    assert "北门也不亮" not in html
    desk.force_login(office.people.triage)
    html = desk.get(ticket).content.decode()
    assert "13800000001" in html
    key = filed.complaint.supplements.get().pk
    check = reverse("office-check", args=[filed.complaint.number, key])
    assert "〔电话〕" in desk.get(check).content.decode()
    desk.post(check, {"redacted_text": "北门也不亮"})
    desk.force_login(office.people.handler)
    html = desk.get(ticket).content.decode()
    assert "北门也不亮" in html
    assert "13800000001" not in html
