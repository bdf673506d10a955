import re
from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from complaints.models import Complaint, User
from dispatch.actions.labels import put_label
from dispatch.actions.merging import merge_complaints
from dispatch.models import Assignment, Label, Labelling, RoutingRule
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


def asked(*rows: Complaint) -> str:
    return urlencode([("numbers", row.number) for row in rows])


def form_of(html: str) -> dict[str, Any]:
    """What pressing the page's button sends: the ticked numbers, each with what stood beside it."""
    numbers = re.findall(r'name="numbers" value="(\d+)"', html)
    return {"numbers": numbers, **dict(re.findall(r'name="(read-\d+)" value="([\d-]+)"', html))}


def test_each_goes_to_the_unit_of_its_rule_and_the_page_says_so_before(office: Office) -> None:
    rows = [make.received(office), make.received(office)]
    client = desk(office.people.triage)
    html = client.get(f"/office/together/dispatch/?{asked(*rows)}").content.decode()
    assert html.count("<strong>东虚街道城市管理办公室</strong>") == 2
    assert "测试规则" in html
    assert not Assignment.objects.exists()
    done = client.post("/office/together/dispatch/", form_of(html)).content.decode()
    assert "办成 2 件，没有办成 0 件" in done
    assert Assignment.objects.filter(organisation=office.bodies.city_office).count() == 2
    assert all(row.is_redaction_confirmed for row in Complaint.objects.all())


def test_what_cannot_go_is_told_with_its_reason_before_anything_is_pressed(office: Office) -> None:
    gone = make.dispatched(office).complaint
    lead, along = make.received(office), make.received(office)
    merge_complaints(lead.pk, [along.pk], by=office.people.triage, reason="同一盏灯")
    reasons = {
        gone: "已经派给东虚街道城市管理办公室",
        along: "随主件一起派单",
        make.filed(office, is_secret=True).complaint: "保密诉求要逐件派单",
        make.filed(office, category=office.advice).complaint: "没有一条规则适用",
        make.complaint_in(office, "archived"): "不能派单",
    }
    personal = make.received(office)
    Complaint.objects.filter(pk=personal.pk).update(redacted_text="请回电 13800000000")
    reasons[personal] = "可能还有个人信息"
    page = f"/office/together/dispatch/?{asked(*reasons, lead)}"
    html = desk(office.people.triage).get(page).content.decode()
    staying = html.split("不能一起派单的")[1]
    for row, words in reasons.items():
        assert re.search(rf"{row.number}</a> [^<]*{words}", staying), words
    assert form_of(html)["numbers"] == [lead.number]


def test_a_clerk_of_the_hotline_reads_why_and_sends_nothing(office: Office) -> None:
    row = make.received(office)
    client = desk(office.people.clerk)
    html = client.get(f"/office/together/dispatch/?{asked(row)}").content.decode()
    assert "只有处置中心和专班可以派单" in html
    sent = {"numbers": [row.number], f"read-{row.number}": f"1-{office.bodies.city_office.pk}"}
    assert "没有办成 1 件" in client.post("/office/together/dispatch/", sent).content.decode()
    assert not Assignment.objects.exists()


def test_one_that_somebody_saved_meanwhile_is_refused_and_the_others_go(office: Office) -> None:
    rows = [make.received(office) for _ in range(3)]
    client = desk(office.people.triage)
    html = client.get(f"/office/together/dispatch/?{asked(*rows)}").content.decode()
    make.classified(office, rows[0], by=office.people.desk, version=1)
    done = client.post("/office/together/dispatch/", form_of(html)).content.decode()
    assert "办成 2 件，没有办成 1 件" in done
    assert "刚被别人修改过" in done
    assert not Assignment.objects.filter(complaint=rows[0]).exists()


def test_one_whose_rule_changed_meanwhile_is_refused(office: Office) -> None:
    row = make.received(office)
    client = desk(office.people.triage)
    html = client.get(f"/office/together/dispatch/?{asked(row)}").content.decode()
    RoutingRule.objects.update(office_key="safety")
    done = client.post("/office/together/dispatch/", form_of(html)).content.decode()
    assert "没有办成 1 件" in done
    assert not Assignment.objects.exists()


def test_another_streets_complaint_is_counted_as_missing_and_nothing_of_it_is_shown(
    office: Office,
) -> None:
    own = make.received(office)
    foreign = make.filed(
        office, community=office.places.next_community, words="别处的路灯"
    ).complaint
    for way in ("dispatch", "labels", "print"):
        html = (
            desk(office.people.triage)
            .get(f"/office/together/{way}/?{asked(own, foreign)}")
            .content.decode()
        )
        assert own.number in html
        # Its number stands only where the page's own address does.
        assert foreign.number not in html.split('<main id="main"')[1]
        assert "别处的路灯" not in html


def test_nothing_chosen_leads_back_with_a_word(office: Office) -> None:
    client = desk(office.people.triage)
    for way in ("dispatch", "labels", "print", "merge"):
        answer = client.get(f"/office/together/{way}/", follow=True)
        assert "请" in answer.content.decode().split('id="messages"')[1].split("</div>")[0]
    assert "没有办成 0 件" in client.post("/office/together/dispatch/", {}).content.decode()


@pytest.mark.parametrize("shown", ["", "1", "a-b", "1-2-3", "²-³", "9" * 40 + "-1"])
def test_a_clumsy_line_sends_nothing(office: Office, shown: str) -> None:
    row = make.received(office)
    sent = {"numbers": [row.number, "x\x00"], f"read-{row.number}": shown}
    answer = desk(office.people.triage).post("/office/together/dispatch/", sent)
    assert answer.status_code == 200
    assert not Assignment.objects.exists()


def test_a_label_is_put_on_all_of_them_and_taken_off_again(office: Office) -> None:
    rows = [make.received(office), make.received(office)]
    label = Label.objects.create(name="重点督办")
    put_label(rows[0].pk, label.pk, by=office.people.triage)
    client = desk(office.people.triage)
    sent = {"numbers": [row.number for row in rows], "label": label.pk, "way": "on"}
    done = client.post("/office/together/labels/", sent).content.decode()
    assert "原来就贴着" in done
    assert Labelling.objects.count() == 2
    client.post("/office/together/labels/", {**sent, "way": "off"})
    assert not Labelling.objects.exists()
    assert client.post("/office/together/labels/", {**sent, "label": ""}).status_code == 422


def test_merging_goes_on_at_the_page_of_the_first_received_with_the_others_ticked(
    office: Office,
) -> None:
    first, second = make.received(office), make.received(office)
    far = make.filed(office, category=office.advice).complaint
    answer = desk(office.people.triage).get(
        f"/office/together/merge/?{asked(far, second, first)}", follow=True
    )
    html = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith(f"/office/{first.number}/merge/")
    assert re.search(rf'value="{second.number}"[^>]* checked', html)
    assert f'value="{far.number}"' in html


def test_a_sheet_holds_only_what_units_may_read(office: Office) -> None:
    row = make.received(office, words="我电话 13800000000，路灯坏了")
    html = desk(office.people.triage).get(f"/office/together/print/?{asked(row)}").content.decode()
    assert "路灯坏了" in html
    assert "13800000000" not in html
    assert make.CALLER.name not in html


def test_fifty_ask_hardly_more_of_the_database_than_five(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    rows = [make.received(office) for _ in range(20)]
    client = desk(office.people.triage)
    with django_assert_max_num_queries(14):
        client.get(f"/office/together/dispatch/?{asked(*rows)}")
