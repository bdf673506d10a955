"""The whistle in the browser's terms: lists, blowing, the page, every step, what was typed kept."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import Complaint
from dispatch.models import Breach, Summons, Whistle, WhistleScore
from tests import make
from tests.whistling import blown, called, came, summons_in, summons_of, whistle_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return make.office()


@pytest.fixture
def who(made):
    return called(made)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def blast(made, *units, **more):
    return {
        "blower": made.bodies.government.pk, "kind": "emergency", "origin": "work",
        "title": "管道爆裂", "reason": "路口冒水，水深三十厘米。", "place": "东门外路口",
        "units": [unit.pk for unit in units], "call_reason": "关阀抢修",
        "legal_ground": "条例第十一条", **more,
    }  # fmt: skip


def words_of(answer):
    return answer.content.decode()


def test_the_desk_blows_from_nothing_and_lands_on_the_whistle(made, who):
    client = signed_in(made.people.desk)
    page = words_of(client.get(reverse("office-whistles-new")))
    assert "虚构区住建委" in page
    assert "虚构市住建委" not in page
    answer = client.post(reverse("office-whistles-new"), blast(made, who.housing, who.fire))
    whistle = Whistle.objects.get()
    assert answer.url == reverse("office-whistle", args=[whistle.pk])
    shown = words_of(client.get(answer.url))
    assert whistle.arrival_code in shown
    assert "虚构区消防支队" in shown
    assert shown.count("还剩") == 2


def test_from_a_complaint_its_number_place_and_point_stand_in_the_form(made, who):
    complaint = make.filed(made, point=(116.501, 39.501)).complaint
    client = signed_in(made.people.triage)
    number = complaint.number
    ticket = reverse("office-ticket", args=[number])
    address = reverse("office-ticket-whistle", args=[number])
    assert address in words_of(client.get(ticket))
    page = words_of(client.get(address))
    assert f'value="{number}"' in page
    assert 'value="116.501"' in page
    answer = client.post(address, blast(made, who.housing, numbers=number, origin="ticket"))
    assert answer.status_code == 302
    shown = words_of(client.get(ticket))
    assert Whistle.objects.get().number in shown
    assert number in words_of(client.get(answer.url))


def test_bad_input_is_told_and_what_was_typed_stays(made, who):
    client = signed_in(made.people.desk)
    sent = blast(made, who.housing, reason="请打 13800000712 找反映人", numbers="二十")
    answer = client.post(reverse("office-whistles-new"), sent)
    page = words_of(answer)
    assert answer.status_code == 422
    assert "“二十”不是诉求编号" in page
    sent["numbers"] = ""
    page = words_of(client.post(reverse("office-whistles-new"), sent))
    assert "各单位都会看到，请改成不指向个人的说法" in page
    assert "请打 13800000712 找反映人" in page
    assert not Whistle.objects.exists()


def test_a_unit_finds_what_waits_for_it_on_its_board_and_reports_in_by_code(made, who):
    whistle = blown(made, who.housing)
    client = signed_in(who.housing_clerk)
    assert "有 1 个哨等本单位报到" in words_of(client.get(reverse("office")))
    assert whistle.number in words_of(client.get(reverse("office-whistles"), {"which": "mine"}))
    page = words_of(client.get(reverse("office-whistle", args=[whistle.pk])))
    assert whistle.arrival_code not in page
    door = reverse("office-summons-report-in", args=[whistle.summons.get().pk])
    assert door in page
    wrong = client.post(door, {"code": "12"})
    assert wrong.status_code == 422
    assert "到场码不对" in words_of(wrong)
    assert client.post(door, {"code": whistle.arrival_code}).status_code == 302
    assert Summons.objects.get().status == "reported_in"
    assert "个哨等本单位报到" not in words_of(client.get(reverse("office")))


def test_a_telephone_near_the_place_reports_in_by_its_position(made, who):
    whistle = blown(made, who.housing)
    door = reverse("office-summons-report-in", args=[whistle.summons.get().pk])
    client = signed_in(who.housing_clerk)
    far = client.post(door, {"lon": "116.6", "lat": "39.5"})
    assert far.status_code == 422
    assert client.post(door, {"lon": "116.5005", "lat": "39.5"}).status_code == 302
    assert "距现场" in words_of(client.get(reverse("office-whistle", args=[whistle.pk])))


def test_a_refusal_in_words_stands_on_the_page_and_the_district_decides(made, who):
    whistle = blown(made, who.housing)
    key = whistle.summons.get().pk
    unit, district = signed_in(who.housing_clerk), signed_in(made.people.district_leader)
    assert unit.post(reverse("office-summons-refuse", args=[key]), {}).status_code == 422
    unit.post(reverse("office-summons-refuse", args=[key]), {"words": "不归本单位管"})
    page = words_of(district.get(reverse("office-whistle", args=[whistle.pk])))
    assert "不归本单位管" in page
    assert "已报告虚构区分中心" in page
    door = reverse("office-summons-decide", args=[key])
    assert door in page
    district.post(door, {"decision": "upheld", "words": "通报"})
    assert Breach.objects.get().decision == "upheld"
    assert district.post(door, {"decision": "upheld", "words": "通报"}).status_code == 409


def test_both_score_and_the_whistle_is_concluded_in_the_browser(made, who):
    summons = summons_in(made, who, "reported_in")
    desk, unit = signed_in(made.people.desk), signed_in(who.housing_clerk)
    conclude = reverse("office-whistle-conclude", args=[summons.whistle_id])
    refused = desk.post(conclude, {})
    assert refused.status_code == 409
    assert "虚构区住建委还没有得到评分" in words_of(refused)
    door = reverse("office-summons-score", args=[summons.pk])
    desk.post(door, {"points": 95, "words": "十分钟到场"})
    unit.post(door, {"points": 90, "words": "有人接应"})
    assert desk.post(conclude, {}).status_code == 302
    assert Whistle.objects.get().status == "concluded"
    assert WhistleScore.objects.count() == 2


def test_a_unit_reads_its_own_scores_and_no_other_units(made, who):
    whistle = blown(made, who.housing, who.fire)
    for body, user in ((who.housing, who.housing_clerk), (who.fire, who.fire_clerk)):
        came(summons_of(whistle, body), by=user)
    desk = signed_in(made.people.desk)
    for body, words in ((who.housing, "住建到得快"), (who.fire, "消防到得慢")):
        door = reverse("office-summons-score", args=[summons_of(whistle, body).pk])
        desk.post(door, {"points": 80, "words": words})
    address = reverse("office-whistle", args=[whistle.pk])
    page = words_of(signed_in(who.housing_clerk).get(address))
    assert "住建到得快" in page
    assert "消防到得慢" not in page
    assert "消防到得慢" in words_of(signed_in(made.people.district_leader).get(address))


def test_the_other_streets_complaints_stay_unseen(made, who):
    mine = make.received(made)
    secret = make.filed(made, is_secret=True).complaint
    whistle = blown(made, who.next_street, by=made.people.triage, tickets=[mine.pk, secret.pk])
    page = words_of(signed_in(who.next_desk).get(reverse("office-whistle", args=[whistle.pk])))
    assert mine.number not in page
    assert secret.number not in page
    # That a secret one is under it, nobody is told who may not see it.
    assert "另有 1 件不在您的查看范围" in page
    own = words_of(signed_in(made.people.triage).get(reverse("office-whistle", args=[whistle.pk])))
    assert mine.number in own
    assert "不在您的查看范围" not in own


def test_a_step_that_is_not_ones_own_is_refused_before_it_is_asked(made, who):
    whistle = blown(made, who.housing)
    key = whistle.summons.get().pk
    assert (
        signed_in(who.housing_clerk).get(reverse("office-summons-excuse", args=[key])).status_code
        == 403
    )
    assert (
        signed_in(who.next_desk).get(reverse("office-summons-excuse", args=[key])).status_code
        == 404
    )
    assert signed_in(made.people.clerk).get(reverse("office-whistles")).status_code == 403


@pytest.mark.parametrize("status", ["blown", "at_work", "concluded", "called_off"])
def test_the_page_offers_exactly_what_the_table_allows(made, who, status):
    whistle = whistle_in(made, who, status)
    page = words_of(signed_in(made.people.desk).get(reverse("office-whistle", args=[whistle.pk])))
    offered = {
        name for name in ("summon", "link", "conclude", "call-off")
        if reverse(f"office-whistle-{name}", args=[whistle.pk]) in page
    }  # fmt: skip
    assert (
        offered
        == {
            "blown": {"summon", "link", "call-off"},
            "at_work": {"summon", "link", "conclude"},
            "concluded": set(),
            "called_off": set(),
        }[status]
    )
    assert (whistle.arrival_code in page) is (status in {"blown", "at_work"})


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_and_pages_ask_as_much_for_one_as_for_many(made, who):
    client = signed_in(made.people.desk)
    whistle = blown(made, who.housing)
    listed = reverse("office-whistles")
    page = reverse("office-whistle", args=[whistle.pk])
    few = asked(client, listed), asked(client, page)
    for _turn in range(4):
        blown(made, who.housing, who.fire, who.next_street)
    many = blown(made, who.housing, who.fire, who.next_street, tickets=[
        make.received(made).pk for _ in range(3)
    ])  # fmt: skip
    assert Complaint.objects.count() == 3
    page = reverse("office-whistle", args=[many.pk])
    assert (asked(client, listed), asked(client, page)) == few
    assert few == (6, 21)
