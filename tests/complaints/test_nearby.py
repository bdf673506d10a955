"""Who is about to file sees open matters of the same kind close by, and joins one with a press.
What might lead to a caller is shown to nobody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints.actions import tracking
from complaints.actions.photos import add_photo, show_to_neighbours
from complaints.errors import Conflict, OfficeError
from complaints.models import (
    Actor,
    Area,
    Category,
    Complaint,
    ComplaintEvent,
    DemandKind,
    JointMember,
    Parameter,
    Photo,
)
from complaints.selectors.joint import membership_of
from complaints.selectors.places import forget_territory
from dispatch.actions.assignments import Order, dispatch_complaint
from dispatch.models import Assignment
from dispatch.tasks import send_joined_along
from tests import make
from tests.complaints.test_resident_pages import SQUARE, jpeg, sent

pytestmark = pytest.mark.django_db

HERE = (116.5, 39.5)
# Some 86 m to the east, and some 860.
NEAR, FAR = (116.501, 39.5), (116.51, 39.5)
TOLD = "东门口的路灯照明坏了一周"
MINE = "小区东门的路灯照明不亮，晚上看不清"
CHECKED = "东门口的路灯照明坏了一周，请修。"


@pytest.fixture(autouse=True)
def office() -> Iterator[make.Office]:
    made = make.office()
    Area.objects.filter(pk=made.places.community.pk).update(outline=SQUARE)
    forget_territory()
    yield made
    forget_territory()


def open_matter(made: make.Office, *, checked: str = CHECKED, **facts: Any) -> Complaint:
    """A matter that a unit works on; its words were checked by a person."""
    facts = {"at": timezone.now() - timedelta(days=2), "words": TOLD, "point": NEAR, **facts}
    complaint = make.filed(made, **facts).complaint
    order = Order(
        organisation_id=made.bodies.city_office.pk, override_reason="测试",
        redacted_text=checked,
        handler_id=made.people.handler.pk if complaint.is_secret else None,
    )  # fmt: skip
    dispatch_complaint(complaint.pk, by=made.people.triage, order=order, at=complaint.received_at)
    complaint.refresh_from_db()
    return complaint


def shown(client: Client, **told: str) -> list[str]:
    """The references of the matters that the form shows."""
    told = {"text": MINE, "point": "{},{}".format(*HERE), **told}
    page = client.post(reverse("file-hints"), told).content.decode()
    return re.findall(r'name="joins" id="joins-[1-9]" value="([0-9a-f]{24})"', page)


def page_of(client: Client, **told: str) -> str:
    told = {"text": MINE, "point": "{},{}".format(*HERE), **told}
    return client.post(reverse("file-hints"), told).content.decode()


def test_a_matter_near_by_is_shown_with_words_place_distance_and_age(
    client: Client, office: make.Office
) -> None:
    matter = open_matter(office)
    page = page_of(client)
    assert CHECKED in page
    assert "100 米以内" in page
    assert "2 天前" in page
    assert matter.place_words in page
    # Its number would let a stranger speak of it as his own.
    assert matter.number not in page
    assert str(matter.pk) not in shown(client)


def test_what_was_said_is_not_shown_only_what_was_checked(
    client: Client, office: make.Office
) -> None:
    open_matter(office, words=f"{TOLD}，我叫王桂兰，住 3 号楼 502")
    page = page_of(client)
    assert CHECKED in page
    assert "王桂兰" not in page
    assert "502" not in page


@pytest.mark.parametrize(
    "told", [{"point": "{},{}".format(*FAR)}, {"text": "垃圾没人收"}, {"point": ""}]
)
def test_what_is_far_or_of_another_kind_or_nowhere_shows_nothing(
    client: Client, office: make.Office, told: dict[str, str]
) -> None:
    open_matter(office)
    assert shown(client) != []
    assert shown(client, **told) == []


def test_the_community_is_enough_where_no_point_was_set(
    client: Client, office: make.Office
) -> None:
    open_matter(office, point=None)
    page = page_of(client, point="", community="晨光社区")
    assert CHECKED in page
    assert "同一社区" in page
    assert shown(client, point="", address="暮色社区西门") == []


def test_how_near_and_how_new_are_numbers_of_the_office(
    client: Client, office: make.Office
) -> None:
    open_matter(office)
    Parameter.objects.filter(key=Parameter.Key.NEARBY_DISTANCE).update(amount=80)
    assert shown(client) == []
    Parameter.objects.filter(key=Parameter.Key.NEARBY_DISTANCE).update(amount=300)
    Parameter.objects.filter(key=Parameter.Key.NEARBY_AGE).update(amount=1)
    assert shown(client) == []


def kept_from_neighbours(made: make.Office, why: str) -> None:
    """A matter as near and as like as can be, but for one thing."""
    if why == "secret":
        open_matter(made, is_secret=True)
    elif why == "not yet checked":
        make.filed(made, words=TOLD, at=timezone.now(), point=NEAR)
    elif why == "reported":
        open_matter(made, demand_kind=DemandKind.REPORT)
    elif why == "done":
        branch = make.dispatched(made, make.filed(made, words=TOLD, point=NEAR).complaint)
        make.branch_in(made, "closed", branch=branch)
        Parameter.objects.filter(key=Parameter.Key.NEARBY_AGE).update(amount=9000)
    elif why == "sensitive kind":
        open_matter(made)
        Category.objects.filter(pk=made.category.pk).update(sensitivity="sensitive")
    elif why == "a kind about somebody":
        open_matter(made)
        Category.objects.filter(pk=made.category.pk).update(is_told_nearby=False)


@pytest.mark.parametrize(
    "why",
    ["secret", "not yet checked", "reported", "done", "sensitive kind",
     "a kind about somebody"],
)  # fmt: skip
def test_what_might_lead_to_a_caller_is_shown_to_nobody(
    client: Client, office: make.Office, why: str
) -> None:
    kept_from_neighbours(office, why)
    assert shown(client) == []


def test_who_joins_has_a_number_a_code_and_a_turn_of_his_own(
    client: Client, office: make.Office
) -> None:
    lead = open_matter(office)
    (reference,) = shown(client)
    page = sent(client, text=MINE, point="{},{}".format(*HERE), joins=reference, address=None)
    assert page.status_code == 302
    joined = Complaint.objects.exclude(pk=lead.pk).get()
    member = membership_of(joined)
    assert member is not None
    assert (member.case.lead, member.how) == (lead, JointMember.How.JOINED)
    assert joined.number != lead.number
    assert joined.code_hash not in ("", lead.code_hash)
    receipt = client.get(reverse("receipt")).content.decode()
    assert joined.number in receipt
    assert "一起办理" in receipt
    assert lead.number not in receipt
    # One goes along with the other from now on, and is shown no second time.
    send_joined_along()
    assert shown(Client()) == [reference]
    assert "另有 1 人加入" in page_of(Client())


def test_a_matter_that_is_over_by_now_holds_nobody_up(client: Client, office: make.Office) -> None:
    lead = open_matter(office)
    (reference,) = shown(client)
    make.branch_in(office, "withdrawn", branch=Assignment.objects.get(complaint=lead))
    filed = sent(client, text=MINE, point="{},{}".format(*HERE), joins=reference, address=None)
    assert filed.status_code == 302
    assert not JointMember.objects.exists()


@pytest.mark.parametrize("forged", ["0" * 24, "1", "' OR 1=1", "x" * 40])
def test_a_reference_that_was_not_shown_joins_nothing(
    client: Client, office: make.Office, forged: str
) -> None:
    open_matter(office)
    assert sent(client, text=MINE, joins=forged).status_code == 302
    assert not JointMember.objects.exists()


def test_a_secret_matter_joins_nothing(client: Client, office: make.Office) -> None:
    open_matter(office)
    (reference,) = shown(client)
    sent(client, text=MINE, point="{},{}".format(*HERE), joins=reference, is_secret="on")
    assert not JointMember.objects.exists()


def test_without_scripts_the_first_step_shows_what_the_second_joins(
    client: Client, office: make.Office
) -> None:
    open_matter(office)
    page = sent(client, text=MINE, community="晨光社区", act="look")
    assert page.status_code == 200
    reference = re.search(r'name="joins"[^>]*value="([0-9a-f]{24})"', page.content.decode())
    assert reference
    sent(client, text=MINE, community="晨光社区", joins=reference[1])
    assert JointMember.objects.count() == 1


def test_who_looks_around_too_often_is_told_nothing_more_and_may_still_file(
    client: Client, office: make.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_matter(office)
    monkeypatch.setattr(tracking, "LOOKS", 2)
    assert [len(shown(client)) for _ in range(3)] == [1, 1, 0]
    assert sent(client, text=MINE).status_code == 302


def test_the_search_asks_few_questions_however_many_are_near(
    client: Client, office: make.Office, django_assert_max_num_queries: Any
) -> None:
    for step in range(6):
        open_matter(office, words=f"{TOLD}{step}")
    with django_assert_max_num_queries(22):
        assert len(shown(client)) == 3


def test_a_lamp_whose_code_was_read_shows_what_was_told_of_it(
    client: Client, office: make.Office
) -> None:
    open_matter(office)
    lamp = make.component(office, at=HERE)
    page = client.get(reverse("file-new"), {"component": lamp.code}).content.decode()
    assert CHECKED in page


@pytest.fixture
def photo(office: make.Office, settings: Any, tmp_path: Path) -> Photo:
    """A photo of an open matter, as its caller sent it."""
    settings.MEDIA_ROOT = tmp_path
    matter = open_matter(office)
    return add_photo(matter.pk, jpeg().read(), by=Actor.RESIDENT, stage="report")


def test_a_photo_is_shown_once_a_person_has_looked_at_it_and_no_longer_than_he_says(
    client: Client, office: make.Office, photo: Photo
) -> None:
    address = reverse("nearby-photo", args=[photo.pk])
    assert client.get(address).status_code == 404
    assert address not in page_of(client)
    officer = Client()
    officer.force_login(office.people.triage)
    door = reverse("office-photo-show", args=[photo.pk])
    told = officer.post(door, {"show": "yes"}, follow=True).content.decode()
    assert "附近可见" in told
    assert "照片给附近居民看" in told
    assert address in page_of(client)
    shown = client.get(address)
    assert shown.status_code == 200
    assert shown.headers["Content-Type"] == "image/jpeg"
    officer.post(door, {"show": "no"})
    assert client.get(address).status_code == 404


def test_only_who_places_matters_decides_what_neighbours_see(
    office: make.Office, photo: Photo
) -> None:
    for who in (office.people.handler, office.people.neighbour, office.people.head):
        with pytest.raises(OfficeError):
            show_to_neighbours(photo.pk, by=who, is_shown=True)
    photo.refresh_from_db()
    assert photo.shown_at is None


def test_a_photo_of_a_matter_that_is_over_is_shown_no_more(
    client: Client, office: make.Office, photo: Photo
) -> None:
    show_to_neighbours(photo.pk, by=office.people.triage, is_shown=True)
    branch = Assignment.objects.get(complaint=photo.complaint_id)
    make.branch_in(office, "withdrawn", branch=branch)
    assert client.get(reverse("nearby-photo", args=[photo.pk])).status_code == 404


def test_a_photo_of_a_secret_matter_is_shown_to_nobody(
    office: make.Office, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    matter = open_matter(office, is_secret=True)
    kept = add_photo(matter.pk, jpeg().read(), by=Actor.RESIDENT, stage="report")
    with pytest.raises(Conflict):
        show_to_neighbours(kept.pk, by=office.people.triage, is_shown=True)


def test_letting_see_twice_is_told_once(office: make.Office, photo: Photo) -> None:
    for _ in range(2):
        show_to_neighbours(photo.pk, by=office.people.triage, is_shown=True)
    events = ComplaintEvent.objects.filter(complaint=photo.complaint_id, verb="show_photo")
    assert events.count() == 1
