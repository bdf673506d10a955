import re
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import Post, Role, User
from dispatch.actions.saved_views import VIEWS_MAX, save_view
from dispatch.models import BoardChoice, SavedView
from dispatch.selectors.saved_views import PASSING, query_of
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keep(user: User, query: str = "queue=new&q=路灯", **more: Any) -> SavedView:
    return save_view(by=user, name=more.pop("name", "路灯"), query=query, **more)


def columns_of(html: str) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', html.split("data-rows")[1])


def test_the_present_filters_are_kept_without_the_place_in_the_list(office: Office) -> None:
    sent = {"name": " 路灯 ", "query": "queue=new&after=x&q=路灯&community=&status=received"}
    answer = desk(office.people.triage).post("/office/views/", sent)
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("路灯", "q=%E8%B7%AF%E7%81%AF&queue=new&status=received")
    assert answer["Location"] == f"/office/?view={view.pk}"


def test_a_view_opens_by_its_filters_so_that_its_address_can_be_handed_on(office: Office) -> None:
    wanted = make.received(office).number
    other = make.filed(office, words="没有暖气", category=office.advice).complaint.number
    view = keep(office.people.triage)
    answer = desk(office.people.triage).get(f"/office/?view={view.pk}", follow=True)
    address = answer.redirect_chain[-1][0]
    assert unquote(address) == f"/office/?queue=new&q=路灯&view={view.pk}"
    html = answer.content.decode()
    assert wanted in html
    assert other not in html
    # The neighbour knows no such view, but the filters are in the address.
    assert desk(office.people.next_triage).get(address).status_code == 200


def test_a_view_is_read_by_its_owner_or_by_the_unit_it_is_shared_with(office: Office) -> None:
    who, centre = office.people, office.bodies.centre
    colleague = make.person("t-second", Role.TRIAGE_OFFICER, centre)
    own, shared = keep(who.triage), keep(who.triage, name="共用的", organisation_id=centre.pk)
    seen = SavedView.objects.visible_to
    assert set(seen(who.triage)) == {own, shared}
    assert set(seen(colleague)) == {shared}
    assert not seen(who.next_triage).exists()
    assert desk(colleague).get(f"/office/views/{shared.pk}/").status_code == 403
    assert desk(colleague).post(f"/office/views/{shared.pk}/remove/").status_code == 403
    assert desk(who.next_triage).get(f"/office/views/{shared.pk}/").status_code == 404
    # Its owner has left: the unit keeps it up.
    Post.objects.filter(user=who.triage).update(until=make.SINCE)
    answer = desk(colleague).post(
        f"/office/views/{shared.pk}/", {"name": "改名", "organisation": centre.pk}
    )
    assert answer.status_code == 302
    assert SavedView.objects.get(pk=shared.pk).name == "改名"


def test_nobody_shares_with_a_unit_that_he_is_not_of(office: Office) -> None:
    sent = {"name": "a", "query": "queue=new", "organisation": office.bodies.next_centre.pk}
    assert desk(office.people.triage).post("/office/views/", sent).status_code == 422
    assert not SavedView.objects.exists()


NAMES = st.sampled_from(sorted([*PASSING, "q", "status", "unit"]))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, st.text(max_size=12)), max_size=8))
def test_what_is_kept_of_an_address_is_kept_the_same_again(sent: list[tuple[str, str]]) -> None:
    kept = query_of(QueryDict(urlencode(sent)))
    assert query_of(QueryDict(kept)) == kept
    assert set(QueryDict(kept)) <= {"q", "status", "unit"}
    assert all(all(values) for _name, values in QueryDict(kept).lists())


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "", "query": "queue=new"}, "请给视图起个名称"),
        ({"name": "路灯", "query": "queue=new"}, "已经有叫“路灯”的视图"),
        ({"name": "坏的", "query": "queue=new&received_from=昨天"}, "受理日期从"),
        ({"name": "长" * 31, "query": "queue=new"}, "30"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_typed(
    office: Office, sent: dict[str, str], words: str
) -> None:
    keep(office.people.triage)
    answer = desk(office.people.triage).post("/office/views/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert f'value="{sent["name"]}"' in html or not sent["name"]
    assert SavedView.objects.count() == 1


def test_there_is_a_limit_to_how_many_a_person_keeps(office: Office) -> None:
    for number in range(VIEWS_MAX):
        keep(office.people.triage, name=f"视图{number}")
    answer = desk(office.people.triage).post("/office/views/", {"name": "多", "query": "queue=new"})
    assert answer.status_code == 422
    assert f"最多保存 {VIEWS_MAX} 个视图" in answer.content.decode()


def test_a_filter_that_no_longer_parses_is_told_and_finds_nothing(office: Office) -> None:
    make.received(office)
    view = keep(office.people.triage, "queue=new&unit=T-GONE")
    client = desk(office.people.triage)
    html = client.get(f"/office/?view={view.pk}", follow=True).content.decode()
    assert "这个视图有筛选条件已经不能用" in html
    assert "这里没有诉求" in html
    assert "承办单位" in client.get(f"/office/views/{view.pk}/").content.decode()
    client.post(f"/office/views/{view.pk}/", {"name": view.name, "query": "queue=new&view=1"})
    assert SavedView.objects.get().query == "queue=new"


def test_the_counts_come_in_one_query_and_everything_is_not_counted(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    who = office.people
    make.received(office)
    for number in range(5):
        keep(who.triage, name=f"视图{number}")
    keep(who.triage, "queue=all", name="全部")
    keep(who.triage, "queue=new&q=暖气", name="暖气")
    client = desk(who.triage)
    with django_assert_max_num_queries(9):
        html = client.get("/office/views/", headers={"hx-request": "true"}).content.decode()
    assert sorted(re.findall(r">(\d+)</data>", html)) == ["0", "1", "1", "1", "1", "1"]
    assert "<html" not in html


def test_the_board_opens_with_the_view_chosen_for_it(office: Office) -> None:
    view = keep(office.people.triage)
    client = desk(office.people.triage)
    client.post("/office/choices/", {"first": str(view.pk), "next": "/office/views/"})
    assert (
        unquote(client.get("/office/")["Location"]) == f"/office/?queue=new&q=路灯&view={view.pk}"
    )
    client.post(f"/office/views/{view.pk}/remove/")
    assert client.get("/office/").status_code == 200


def test_columns_are_chosen_by_a_person_or_kept_with_a_view(office: Office) -> None:
    make.received(office)
    client = desk(office.people.triage)
    client.post("/office/choices/", {"columns": ["channel", "place", "nonsense"]})
    assert len(columns_of(client.get("/office/?queue=new").content.decode())) == 8
    client.post("/office/choices/", {"columns": ["channel", "place"]})
    html = client.get("/office/?queue=new").content.decode()
    assert columns_of(html) == ["编号", "内容", "地点", "渠道"]
    view = keep(office.people.triage)
    client.post("/office/choices/", {"columns": ["clock"], "view": view.pk})
    html = client.get(f"/office/?view={view.pk}", follow=True).content.decode()
    assert columns_of(html) == ["编号", "内容", "最近时限"]


def test_the_keys_stay_switched_off(office: Office) -> None:
    make.received(office)
    client = desk(office.people.triage)
    assert 'data-keys="on"' in client.get("/office/?queue=new").content.decode()
    answer = client.post("/office/choices/", {"keys": "off", "next": "https://example.org/"})
    assert answer["Location"] == "/office/"
    assert 'data-keys="off"' in client.get("/office/?queue=new").content.decode()
    assert not BoardChoice.objects.get().has_keys


def test_the_preview_stays_switched_off(office: Office) -> None:
    make.received(office)
    client = desk(office.people.triage)
    assert "board has-preview" in client.get("/office/?queue=new").content.decode()
    client.post("/office/choices/", {"preview": "off"})
    assert "board has-preview" not in client.get("/office/?queue=new").content.decode()


def test_whoever_sees_no_complaint_keeps_no_board(office: Office) -> None:
    client = desk(office.people.privacy_officer)
    assert client.get("/office/views/").status_code == 403
    assert client.post("/office/views/", {"name": "a", "query": ""}).status_code == 403
    assert client.post("/office/choices/", {"keys": "off"}).status_code == 403


def test_a_view_that_is_gone_is_told(office: Office) -> None:
    html = desk(office.people.triage).get("/office/?view=987", follow=True).content.decode()
    assert "没有这个视图，或没有与您共用" in html
