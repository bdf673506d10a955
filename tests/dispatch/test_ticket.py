import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint, IdentityAccess, Photo, User
from dispatch.models import Assignment
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


class Desk:
    """A browser in which one person after the other signs in."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, user: User, path: str, status: int = 200) -> str:
        self.client.force_login(user)
        answer = self.client.get(f"/office/{path}")
        assert answer.status_code == status, answer.content.decode()[:3000]
        return answer.content.decode()

    def post(self, user: User, path: str, status: int = 302, **sent: Any) -> str:
        self.client.force_login(user)
        answer = self.client.post(f"/office/{path}", sent)
        assert answer.status_code == status, answer.content.decode()[:3000]
        return answer.content.decode()


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


def steps(html: str) -> set[str]:
    """What the page offers: the last part of each action's or link's address."""
    main = html.split('<main id="main"')[1].split("</main>")[0]
    doors = re.findall(r'(?:action|href)="/office/(?:branches/\d+|[\d]+)/([\w-]+)/"', main)
    return set(doors) - {"reveal", "place", "related", "notes"}


def edit(complaint: Complaint, **changes: Any) -> dict[str, Any]:
    return {
        "version": complaint.version,
        "community": "110199001001",
        "address": "东门",
        "category": complaint.category_id,
        "demand_kind": "help",
        "urgency": "normal",
        "redacted_text": "路灯坏了，请修。",
        **changes,
    }


CALLER = {"chase", "add", "withdraw"}
OFFERED: dict[str, dict[str, set[str] | None]] = {
    "received": {
        "triage": {
            "dispatch",
            "edit",
            "answer",
            "advise",
            "merge",
            "whistle",
            "lay",
            "supervise",
            "consult",
            "petition",
        }
        | CALLER,
        "clerk": {"advise", "supervise"} | CALLER,
        "head": {"supervise", "petition"},
        "handler": None,
    },
    "answered": {"triage": {"archive", "reopen"}, "head": set(), "handler": None},
    "advised": {
        "triage": {"archive", "reopen", "resume"},
        "clerk": {"reopen", "resume"},
        "head": set(),
        "handler": None,
    },
    "dispatched": {
        "triage": {
            "dispatch",
            "edit",
            "exclude",
            "merge",
            "whistle",
            "lay",
            "supervise",
            "petition",
        }
        | CALLER,
        "clerk": {"supervise"} | CALLER,
        "head": {"exclude", "supervise", "petition"},
        "handler": {"sign", "object"},
    },
    "finished": {
        "triage": {"ask", "exclude", "reopen", "sweep"},
        "head": {"exclude"},
        "handler": {"ask", "sweep"},
    },
    "to_call_back": {
        "triage": {"ask", "exclude", "reopen", "sweep"},
        "head": {"exclude"},
        "handler": {"ask", "sweep"},
    },
    "called_back": {
        "triage": {"archive", "ask", "exclude", "reopen", "sweep"},
        "clerk": {"reopen"},
        "head": {"exclude"},
        "handler": {"ask", "sweep"},
    },
    "archived": {"triage": {"exclude", "reopen"}, "head": {"exclude"}, "handler": set()},
    "withdrawn": {"triage": set(), "head": set(), "handler": None},
}


@pytest.mark.parametrize("status", OFFERED)
def test_the_page_offers_exactly_what_state_and_post_allow(
    office: Office, desk: Desk, status: str
) -> None:
    number = make.complaint_in(office, status).number
    for role, wanted in OFFERED[status].items():
        user = getattr(office.people, role)
        if wanted is None:
            desk.get(user, f"{number}/", status=404)
        else:
            assert steps(desk.get(user, f"{number}/")) == wanted, role


BRANCH_OFFERED = {
    "to_sign": ({"sign", "object"}, set()),
    "signed": ({"contact", "object", "ask", "links"}, set()),
    "contacted": ({"contact", "report", "ask", "links"}, set()),
    "reported": ({"tell-resident", "ask", "sweep"}, {"tell-hotline"}),
    "resident_told": ({"ask", "sweep"}, {"tell-hotline"}),
    "hotline_told": ({"tell-resident", "ask", "sweep"}, set()),
    "closed": ({"ask", "sweep"}, set()),
}


@pytest.mark.parametrize("status", BRANCH_OFFERED)
def test_a_branch_offers_the_units_steps_to_the_unit_and_the_centres_to_the_centre(
    office: Office, desk: Desk, status: str
) -> None:
    branch = make.branch_in(office, status)
    number = branch.complaint.number
    of_unit, of_centre = BRANCH_OFFERED[status]
    assert steps(desk.get(office.people.handler, f"{number}/")) == of_unit
    offered = steps(desk.get(office.people.clerk, f"{number}/"))
    assert offered - CALLER - {"reopen", "supervise"} == of_centre


def test_units_and_leaders_read_the_checked_words_only(office: Office, desk: Desk) -> None:
    complaint = make.received(office, words="我电话 13800000000，路灯坏了")
    make.dispatched(office, complaint)
    who = office.people
    for person in (who.triage, who.clerk, who.desk):
        assert "13800000000" in desk.get(person, f"{complaint.number}/")
    for person in (who.handler, who.head, who.district_leader, who.city_viewer):
        html = desk.get(person, f"{complaint.number}/")
        assert "路灯坏了" in html
        assert "13800000000" not in html


def test_who_does_not_see_it_gets_no_page_and_no_outline(office: Office, desk: Desk) -> None:
    number = make.received(office).number
    for person in (office.people.neighbour, office.people.next_triage, office.people.auditor):
        for path in (f"{number}/", f"{number}/place/", f"{number}/edit/", f"{number}/dispatch/"):
            desk.get(person, path, status=404)


@pytest.mark.parametrize("number", ["0", "20261102999999", "x" * 60, "abc-def"])
def test_a_number_that_nothing_has_is_not_found(office: Office, desk: Desk, number: str) -> None:
    desk.get(office.people.triage, f"{number}/", status=404)


def test_the_history_tells_who_of_which_unit_did_what_and_when(office: Office, desk: Desk) -> None:
    branch = make.branch_in(office, "closed")
    html = desk.get(office.people.triage, f"{branch.complaint.number}/")
    for words in ("受理诉求", "核对派单内容", "签收", "联系上诉求人", "报办理结果", "反馈诉求人"):
        assert words in html
    assert "东虚街道城市管理办公室 测试承办人员" in html
    assert "2026年11月2日 09:20" in html


def test_a_look_at_the_caller_needs_a_reason_and_leaves_a_trace(office: Office, desk: Desk) -> None:
    complaint = make.received(office)
    user = office.people.triage
    path = f"{complaint.number}/reveal/"
    assert make.CALLER.phone not in desk.get(user, f"{complaint.number}/")
    refused = desk.post(user, path, status=422, reason="看看")
    assert make.CALLER.phone not in refused
    assert "看看" in refused
    assert IdentityAccess.objects.count() == 0
    shown = desk.post(user, path, status=200, reason="电话核实地点")
    assert make.CALLER.phone in shown
    assert make.CALLER.name in shown
    assert "东虚街道诉求处置中心" in shown
    look = IdentityAccess.objects.get()
    assert (look.user, look.reason, look.ip) == (user, "电话核实地点", "127.0.0.1")
    answer = desk.client.post(f"/office/{path}", {"reason": "再次核实"})
    assert "no-store" in answer["Cache-Control"]


def test_a_look_inside_the_page_is_a_part_of_it(office: Office, desk: Desk) -> None:
    complaint = make.received(office)
    desk.client.force_login(office.people.triage)
    answer = desk.client.post(
        f"/office/{complaint.number}/reveal/",
        {"reason": "电话核实"},
        headers={"HX-Request": "true"},
    )
    html = answer.content.decode()
    assert "<html" not in html
    assert make.CALLER.phone in html


def test_who_may_not_look_is_refused_and_nothing_is_shown(office: Office, desk: Desk) -> None:
    branch = make.dispatched(office)
    number = branch.complaint.number
    for person in (office.people.head, office.people.district_leader, office.people.city_viewer):
        html = desk.post(person, f"{number}/reveal/", status=403, reason="我想看一下")
        assert make.CALLER.phone not in html
    assert IdentityAccess.objects.count() == 0


def test_triage_saves_place_category_and_words(office: Office, desk: Desk) -> None:
    complaint = make.filed(office, is_placed=False).complaint
    desk.post(
        office.people.triage, f"{complaint.number}/edit/",
        **edit(complaint, community="110199001002", urgency="urgent"),
    )  # fmt: skip
    saved = Complaint.objects.get(pk=complaint.pk)
    assert saved.community == office.places.other_community
    assert saved.subdistrict == office.places.street
    assert (saved.urgency, saved.redacted_text) == ("urgent", "路灯坏了，请修。")


def test_a_stale_edit_shows_both_the_saved_and_the_typed_words(office: Office, desk: Desk) -> None:
    complaint = make.received(office)
    desk.post(
        office.people.triage, f"{complaint.number}/edit/",
        **edit(complaint, redacted_text="第一个人写的话"),
    )  # fmt: skip
    html = desk.post(
        office.people.desk, f"{complaint.number}/edit/", status=409,
        **edit(complaint, redacted_text="第二个人写的话", address="第二个人写的地点"),
    )  # fmt: skip
    shown = re.sub("</?mark[^>]*>", "", html)
    assert "第一个人写的话" in shown
    assert "第二个人写的话" in shown
    assert "第二个人写的地点" in shown
    saved = Complaint.objects.get(pk=complaint.pk)
    assert saved.redacted_text == "第一个人写的话"
    assert f'name="version" value="{saved.version}"' in html
    desk.post(
        office.people.desk, f"{complaint.number}/edit/",
        **edit(saved, redacted_text="第二个人写的话"),
    )  # fmt: skip
    assert Complaint.objects.get(pk=complaint.pk).redacted_text == "第二个人写的话"


def test_a_complaint_placed_in_another_street_leaves_the_board(office: Office, desk: Desk) -> None:
    complaint = make.filed(office, is_placed=False).complaint
    html = desk.post(
        office.people.triage, f"{complaint.number}/edit/", status=200, find="community",
        **edit(complaint, community="", find_community="远山", redacted_text="没写完的"),
    )  # fmt: skip
    assert "西虚街道 远山社区" in html
    assert "没写完的" in html
    desk.post(
        office.people.triage, f"{complaint.number}/edit/",
        **edit(complaint, community="110199002001", find_community="远山"),
    )  # fmt: skip
    desk.get(office.people.triage, f"{complaint.number}/", status=404)
    desk.get(office.people.next_triage, f"{complaint.number}/")


def test_communities_are_found_by_initials_without_a_script(office: Office, desk: Desk) -> None:
    complaint = make.filed(office, is_placed=False).complaint
    html = desk.post(
        office.people.triage, f"{complaint.number}/edit/", status=200, find="community",
        **edit(complaint, community="", find_community="cgsq"),
    )  # fmt: skip
    assert "查到的社区" in html
    assert "东虚街道 晨光社区" in html


@pytest.mark.parametrize(
    "changes",
    [
        {"redacted_text": "  "}, {"redacted_text": "好" * 20_001}, {"community": "999"},
        {"category": "999999"}, {"demand_kind": "x"}, {"version": "x"}, {"address": "长" * 301},
    ],
)  # fmt: skip
def test_a_refused_edit_keeps_what_was_typed_and_changes_nothing(
    office: Office, desk: Desk, changes: dict[str, str]
) -> None:
    complaint = make.received(office)
    sent = edit(complaint, **{"address": "写了一半的地点", **changes})
    html = desk.post(office.people.triage, f"{complaint.number}/edit/", status=422, **sent)
    assert sent["address"] in html
    assert Complaint.objects.get(pk=complaint.pk).version == complaint.version


def test_emoji_html_and_null_bytes_are_only_words(office: Office, desk: Desk) -> None:
    complaint = make.received(office)
    words = "😀<script>alert(1)</script>\x00路灯\u202e坏了"
    desk.post(
        office.people.triage, f"{complaint.number}/edit/", **edit(complaint, redacted_text=words)
    )
    html = desk.get(office.people.triage, f"{complaint.number}/")
    assert "<script>alert(1)" not in html
    assert "😀&lt;script&gt;" in html


def test_an_answer_at_once_ends_the_matter_and_a_second_one_is_refused(
    office: Office, desk: Desk
) -> None:
    complaint = make.received(office)
    path = f"{complaint.number}/answer/"
    sent: dict[str, Any] = {"version": complaint.version, "answer": "可以到社区服务站办理。"}
    empty = desk.post(office.people.triage, path, status=422, **{**sent, "answer": " "})
    assert "请写明答复内容" in empty
    desk.post(office.people.triage, path, **sent)
    assert Complaint.objects.get(pk=complaint.pk).status == "answered"
    desk.post(office.people.triage, path, status=409, **sent)


def test_a_called_back_complaint_is_archived_once(office: Office, desk: Desk) -> None:
    complaint = make.complaint_in(office, "called_back")
    desk.post(office.people.triage, f"{complaint.number}/archive/")
    again = desk.post(office.people.triage, f"{complaint.number}/archive/", status=409)
    assert "已归档" in again
    assert "不能再办“归档”" in again


def test_staff_key_in_for_a_caller_and_read_the_code_out_once(office: Office, desk: Desk) -> None:
    sent: dict[str, Any] = {
        "key": "a" * 32, "channel": "phone", "text": "楼道灯不亮", "address": "3 号楼",
        "community": "晨光社区", "demand_kind": "help", "urgency": "normal",
        "category": office.category.pk, "name": "测试居民乙", "phone": "010-00000002",
    }  # fmt: skip
    clerk = office.people.clerk
    desk.get(clerk, "new/")
    desk.post(clerk, "new/", **sent)
    desk.post(clerk, "new/", **sent)
    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.community) == ("phone", office.places.community)
    shown = desk.get(clerk, f"{complaint.number}/receipt/")
    code = re.findall(r'<span class="receipt-code">([^<]+)<', shown)
    assert code
    desk.client.force_login(clerk)
    assert desk.client.get(f"/office/{complaint.number}/receipt/").status_code == 302


def test_who_may_not_key_in_gets_no_form(office: Office, desk: Desk) -> None:
    desk.get(office.people.handler, "new/", status=403)
    desk.post(office.people.handler, "new/", status=403, text="路灯")
    assert Complaint.objects.count() == 0


def test_a_keyed_in_form_without_words_keeps_the_rest(office: Office, desk: Desk) -> None:
    html = desk.post(
        office.people.clerk, "new/", status=422,
        key="b" * 32, channel="phone", text=" ", address="写了一半的地点", urgency="normal",
    )  # fmt: skip
    assert "写了一半的地点" in html
    assert "请写下要反映的内容" in html
    assert Complaint.objects.count() == 0


def test_the_access_log_is_for_the_privacy_officer_and_the_auditor(
    office: Office, desk: Desk
) -> None:
    complaint = make.received(office)
    desk.post(
        office.people.triage, f"{complaint.number}/reveal/", status=200, reason="电话核实地点"
    )
    today = timezone.localdate()
    for person in (office.people.privacy_officer, office.people.auditor):
        html = desk.get(person, "access/")
        assert complaint.number in html
        assert "电话核实地点" in html
        assert make.CALLER.phone not in html
        assert complaint.number in desk.get(
            person, f"access/?number={complaint.number}&day={today}"
        )
        assert complaint.number in desk.get(person, "access/?username=t-triage")
        for query in ("number=1", "username=nobody", f"day={today - timedelta(days=1)}"):
            assert complaint.number not in desk.get(person, f"access/?{query}").split("<table")[-1]
    for person in (office.people.triage, office.people.handler, office.people.district_leader):
        desk.get(person, "access/", status=403)


def test_the_map_gets_the_communitys_outline(office: Office, desk: Desk) -> None:
    place = office.places.community
    ring = [[116.2, 39.9], [116.21, 39.9], [116.21, 39.91], [116.2, 39.9]]
    place.outline = {"type": "Polygon", "coordinates": [ring]}
    place.save(update_fields=["outline"])
    complaint = make.received(office)
    desk.client.force_login(office.people.handler)
    assert desk.client.get(f"/office/{complaint.number}/place/").status_code == 404
    desk.client.force_login(office.people.triage)
    shapes = desk.client.get(f"/office/{complaint.number}/place/").json()
    assert shapes["features"][0]["geometry"]["coordinates"] == [ring]


def test_a_photo_of_the_report_stays_even_where_the_report_is_refused(
    office: Office, desk: Desk
) -> None:
    branch = make.branch_in(office, "contacted")
    user, path = office.people.handler, f"branches/{branch.pk}/report/"
    bad = SimpleUploadedFile("virus.jpg", b"MZ not a photo", content_type="image/jpeg")
    html = desk.post(
        user, path, status=422, outcome="solved", text="灯已经修好", after=[jpeg(), bad]
    )
    assert "灯已经修好" in html
    assert "virus.jpg" in html
    assert Photo.objects.filter(complaint=branch.complaint, stage="after").count() == 1
    assert Assignment.objects.get(pk=branch.pk).status == "contacted"
    desk.post(user, path, outcome="solved", text="灯已经修好")
    assert Assignment.objects.get(pk=branch.pk).status == "reported"


def test_a_photo_of_sixty_megabytes_is_refused_in_words(
    office: Office, desk: Desk, settings: Any
) -> None:
    settings.PHOTO_MAX_BYTES = 10_000
    branch = make.branch_in(office, "contacted")
    large = SimpleUploadedFile("large.jpg", b"x" * 10_001, content_type="image/jpeg")
    html = desk.post(
        office.people.handler, f"branches/{branch.pk}/report/", status=422,
        outcome="solved", text="灯已经修好", before=[large],
    )  # fmt: skip
    assert "large.jpg" in html
    assert "换一张小一点的" in html
    assert Photo.objects.count() == 0


def jpeg() -> SimpleUploadedFile:
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (8, 8), "gray").save(made, "JPEG")
    return SimpleUploadedFile("good.jpg", made.getvalue(), content_type="image/jpeg")


@pytest.mark.parametrize("who", ["triage", "clerk", "handler"])
def test_a_ticket_asks_for_nothing_that_is_not_there(
    office: Office, who: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    branch = make.branch_in(office, "signed")
    client = Client()
    client.force_login(getattr(office.people, who))
    address = f"/office/{branch.complaint.number}/"
    with django_assert_max_num_queries(12) as asked:
        client.get(address)
    told = " ".join(query["sql"] for query in asked if "EXISTS" not in query["sql"])
    for table in ("complaints_recording", "complaints_photo", "complaints_riskflag",
                  "dispatch_labelling", "dispatch_note"):  # fmt: skip
        assert f'FROM "{table}"' not in told
