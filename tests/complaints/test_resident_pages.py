"""What a resident meets: the form, the receipt, the page that follows up; and what each bad input
is answered with. Nothing typed is lost, nothing half-written stays."""

import re
import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image

from complaints.actions.life import answer_complaint
from complaints.models import Area, Complaint, Identity, Photo
from complaints.selectors.places import forget_territory
from complaints.views import visitors
from tests import make

pytestmark = pytest.mark.django_db

WORDS = "小区东门的路灯坏了三天，晚上看不清路，请修一下。"
PHONE = "010-00000002"
NAME = "测试居民乙"
NEW = "/complaints/new/"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[116.0, 39.0], [117.0, 39.0], [117.0, 40.0], [116.0, 40.0], [116.0, 39.0]]],
}


@pytest.fixture(autouse=True)
def office() -> Iterator[make.Office]:
    made = make.office()
    Area.objects.filter(pk=made.places.community.pk).update(outline=SQUARE)
    forget_territory()
    yield made
    forget_territory()


def key_of(response: Any) -> str:
    found = re.search(r'name="key" value="([\w-]+)"', response.content.decode())
    assert found
    return found[1]


def sent(client: Client, **fields: object) -> Any:
    """The form as a browser sends it; a field given as None is left out."""
    given: dict[str, object] = {
        "key": key_of(client.get(NEW)),
        "text": WORDS,
        "address": "晨光社区东门",
        **fields,
    }
    return client.post(NEW, {name: value for name, value in given.items() if value is not None})


def jpeg(size: tuple[int, int] = (320, 240), name: str = "a.jpg") -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", size, "#7a8f6b").save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def test_words_and_a_place_are_enough(client: Client) -> None:
    response = sent(client)
    assert response.status_code == 302
    assert response["Location"] == reverse("receipt")
    complaint = Complaint.objects.get()
    assert complaint.text == WORDS
    assert complaint.is_anonymous
    assert not Identity.objects.exists()


def test_the_receipt_shows_number_code_and_a_link_that_opens(client: Client) -> None:
    page = client.post(
        NEW, {"key": key_of(client.get(NEW)), "text": WORDS, "address": "东门"}, follow=True
    ).content.decode()
    complaint = Complaint.objects.get()
    assert complaint.number in page
    code = re.search(r"data-receipt-code>([0-9A-Z-]{14})<", page)
    assert code
    link = re.search(r"/complaints/track/[\w-]{22}/", page)
    assert link
    assert "<svg" in page
    opened = Client().get(link[0])
    assert opened.status_code == 200
    assert WORDS in opened.content.decode()


def test_the_code_is_shown_to_the_browser_that_filed_and_not_for_long(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(client)
    assert client.get(reverse("receipt")).status_code == 200
    assert Client().get(reverse("receipt")).status_code == 302
    monkeypatch.setattr(visitors, "RECEIPT_LASTS", -visitors.RECEIPT_LASTS)
    sent(client)
    assert client.get(reverse("receipt")).status_code == 302


def test_twenty_clicks_on_submit_make_one_complaint(client: Client) -> None:
    form = {"key": key_of(client.get(NEW)), "text": WORDS, "address": "东门", "phone": PHONE}
    answers = {client.post(NEW, form).status_code for _ in range(20)}
    assert answers == {302}
    assert Complaint.objects.count() == 1
    assert Identity.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_complaint() -> None:
    form = {"key": "k" * 32, "text": WORDS, "address": "东门"}
    begin = threading.Barrier(2)
    answers: list[int] = []

    def click() -> None:
        begin.wait()
        answers.append(Client().post(NEW, form).status_code)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert answers == [302, 302]
    assert Complaint.objects.count() == 1


def test_an_empty_form_is_answered_beside_the_fields(client: Client) -> None:
    page = sent(client, text="  ", address=None)
    assert page.status_code == 422
    words = page.content.decode()
    assert "请写下要反映的内容。" in words
    assert "请写明地点，或在地图上点一下，两样有一样就行。" in words
    assert 'aria-describedby="id_text_helptext id_text_error"' in words
    assert 'id="id_text_error"' in words
    assert not Complaint.objects.exists()


def test_a_megabyte_of_text_is_refused_in_words_and_comes_back_whole(client: Client) -> None:
    long = "路" * 350_000
    page = sent(client, text=long)
    assert page.status_code == 422
    words = page.content.decode()
    assert "内容太长：350000 字，最多 20000 字" in words
    assert long in words
    assert not Complaint.objects.exists()


def test_more_text_than_the_server_reads_at_once_gets_the_413_page(client: Client) -> None:
    page = client.post(NEW, {"text": "a" * 4 * 1024 * 1024})
    assert page.status_code == 413
    assert "一次传的东西太大了" in page.content.decode()


def test_a_body_beyond_the_limit_is_refused_before_it_is_parsed(client: Client) -> None:
    with override_settings(BODY_MAX_BYTES=1000):
        page = client.post(NEW, {"text": "路" * 1000})
    assert page.status_code == 413
    assert "您写的字还在那一页上" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("漏水😀了𠮷", "漏水😀了𠮷"),
        ("<script>alert(1)</script>漏水", "<script>alert(1)</script>漏水"),
        ("漏\x00水", "漏水"),
        ("漏水\u202e乱序\u200f", "漏水\u202e乱序\u200f"),
        ("{{ 7 }}{% debug %}", "{{ 7 }}{% debug %}"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
    ids=["emoji", "html", "null", "rtl", "template", "formula"],
)
def test_odd_words_are_kept_as_words(client: Client, typed: str, kept: str) -> None:
    assert sent(client, text=typed).status_code == 302
    assert Complaint.objects.get().text == kept
    receipt = client.get(reverse("receipt")).content.decode()
    link = re.search(r"/complaints/track/[\w-]{22}/", receipt)
    assert link
    shown = client.get(link[0]).content.decode()
    assert "<script>alert" not in shown
    assert '<p class="said">' in shown


@pytest.mark.parametrize("field", ["address", "name", "community", "phone", "point"])
def test_a_null_byte_anywhere_is_no_server_error(client: Client, field: str) -> None:
    assert sent(client, **{field: "1\x002"}).status_code in {302, 422}


def test_a_point_inside_the_city_finds_its_community(client: Client, office: make.Office) -> None:
    assert sent(client, address=None, point="116.5,39.5").status_code == 302
    assert Complaint.objects.get().community == office.places.community


def test_a_point_outside_the_city_is_said_so_and_nothing_is_lost(client: Client) -> None:
    page = sent(client, address=None, point="121.47,31.23", phone=PHONE)
    assert page.status_code == 422
    words = page.content.decode()
    assert "这个点不在本市范围内" in words
    assert WORDS in words
    assert PHONE in words
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("point", ["here", "1", "1,2,3", "nan,nan", "inf,1", "999,999"])
def test_a_point_that_is_no_point_is_refused_in_words(client: Client, point: str) -> None:
    page = sent(client, address=None, point=point)
    assert page.status_code == 422
    assert not Complaint.objects.exists()


def test_a_community_is_taken_by_code_or_by_its_only_name(
    client: Client, office: make.Office
) -> None:
    for community in (office.places.community.code, "晨光社区"):
        assert sent(client, address=None, community=community).status_code == 302
    assert {one.community for one in Complaint.objects.all()} == {office.places.community}


def test_an_unknown_community_and_a_long_address_are_refused_in_words_not_with_a_fault(
    client: Client,
) -> None:
    response = sent(client, community="没有这个社区", address="远" * 298)
    assert response.status_code == 422
    assert "合起来太长" in response.content.decode()
    assert "远" * 298 in response.content.decode()
    assert Complaint.objects.count() == 0


def test_an_unknown_community_is_kept_as_words_for_triage(client: Client) -> None:
    assert sent(client, address="3 号楼", community="不在册家园").status_code == 302
    complaint = Complaint.objects.get()
    assert complaint.community is None
    assert complaint.address == "不在册家园 3 号楼"


@pytest.mark.parametrize("phone", ["不告诉你", "139000", "1390000071"])
def test_a_phone_that_is_no_phone_is_refused_and_the_rest_is_kept(
    client: Client, phone: str
) -> None:
    page = sent(client, phone=phone, name=NAME)
    assert page.status_code == 422
    words = page.content.decode()
    assert "电话号码好像不对" in words
    assert NAME in words
    assert WORDS in words


def test_photos_are_attached_the_first_time(client: Client) -> None:
    assert sent(client, photos=[jpeg(), jpeg((200, 200))]).status_code == 302
    complaint = Complaint.objects.get()
    assert complaint.photos.count() == 2
    assert not Photo.objects.exclude(pending_key="").exists()


def test_accepted_photos_survive_a_refused_form(client: Client) -> None:
    page = sent(client, text="", photos=[jpeg()])
    assert page.status_code == 422
    photo = Photo.objects.get()
    words = page.content.decode()
    assert f'value="{photo.pk}"' in words
    assert client.get(reverse("photo", args=[photo.pk])).status_code == 200
    assert Client().get(reverse("photo", args=[photo.pk])).status_code == 404
    again = {"key": key_of(page), "text": WORDS, "address": "东门", "kept": [str(photo.pk)]}
    assert client.post(NEW, again).status_code == 302
    assert list(Complaint.objects.get().photos.all()) == [photo]


def test_a_photo_whose_box_was_emptied_is_not_sent(client: Client) -> None:
    page = sent(client, text="", photos=[jpeg()])
    client.post(NEW, {"key": key_of(page), "text": WORDS, "address": "东门"})
    assert Complaint.objects.get().photos.count() == 0


def test_another_forms_photo_cannot_be_claimed(client: Client) -> None:
    sent(client, text="", photos=[jpeg()])
    stolen = Photo.objects.get()
    sent(Client(), kept=[str(stolen.pk)])
    assert Complaint.objects.get().photos.count() == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", b"MZ" + b"\x90" * 4000),
        ("photo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("photo.jpg", b"<html><script>alert(1)</script></html>"),
        ("photo.jpg", b""),
        ("photo.jpg", b"PK\x03\x04" + b"\x00" * 200),
    ],
    ids=["renamed exe", "svg", "html", "empty", "zip"],
)
def test_what_is_no_photo_is_refused_by_name_and_the_words_stay(
    client: Client, name: str, data: bytes
) -> None:
    page = sent(client, photos=[SimpleUploadedFile(name, data, "image/jpeg")])
    assert page.status_code == 422
    words = page.content.decode()
    assert f"“{name}”：" in words
    assert WORDS in words
    assert not Complaint.objects.exists()
    assert not Photo.objects.exists()


def test_a_pixel_bomb_is_refused_in_words(client: Client) -> None:
    made = BytesIO()
    Image.new("1", (12_000, 12_000)).save(made, "PNG")
    page = sent(client, photos=[SimpleUploadedFile("big.png", made.getvalue(), "image/png")])
    assert page.status_code == 422
    assert "尺寸太大" in page.content.decode()
    assert not Photo.objects.exists()


def test_a_photo_of_sixty_megabytes_is_refused_in_words(client: Client) -> None:
    big = SimpleUploadedFile("大照片.jpg", b"\xff\xd8" + b"\x00" * (60 * 1024 * 1024))
    page = sent(client, photos=[big])
    assert page.status_code == 422
    words = page.content.decode()
    assert "“大照片.jpg”：有 60 MB，超过 25 MB" in words
    assert WORDS in words


def test_the_seventh_photo_is_refused_and_six_stay(client: Client) -> None:
    page = sent(client, photos=[jpeg((100 + n, 100), f"{n}.jpg") for n in range(7)])
    assert page.status_code == 422
    assert "最多上传 6 张照片" in page.content.decode()
    assert Photo.objects.count() == 6


def test_a_name_of_a_file_is_shown_as_words(client: Client) -> None:
    page = sent(client, photos=[SimpleUploadedFile('"><img src=x>.jpg', b"no", "image/jpeg")])
    assert "<img src=x>" not in page.content.decode()


def test_a_form_that_lay_too_long_comes_back_with_its_words() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(NEW, {"key": "k" * 32, "text": WORDS, "phone": PHONE, "address": "东门"})
    assert page.status_code == 403
    words = page.content.decode()
    assert "您写的都还在，请再按一次“提交”" in words
    assert WORDS in words
    assert PHONE in words
    assert "csrfmiddlewaretoken" in words
    assert not Complaint.objects.exists()


def test_nothing_else_that_a_form_may_carry_is_taken(client: Client) -> None:
    sent(client, status="archived", number="1", urgency="urgent", is_redaction_confirmed="on")
    complaint = Complaint.objects.get()
    assert complaint.status == "received"
    assert complaint.urgency == "normal"
    assert not complaint.is_redaction_confirmed


def test_sixty_an_hour_is_the_most_from_one_address(client: Client) -> None:
    for _ in range(60):
        assert sent(client, text="").status_code == 422
    page = sent(client)
    assert page.status_code == 429
    assert WORDS in page.content.decode()
    assert not Complaint.objects.exists()


def followed(client: Client, number: str, code: str) -> Any:
    return client.post(reverse("track"), {"number": number, "code": code})


def test_number_and_code_open_the_page_in_any_way_of_writing(client: Client) -> None:
    filed = make.filed(make.office())
    for code in (filed.code, filed.code.lower(), filed.code.replace("-", " ")):
        fresh = Client()
        assert followed(fresh, filed.complaint.number, code)["Location"] == reverse("tracked")
        page = fresh.get(reverse("tracked")).content.decode()
        assert filed.complaint.number in page
        assert make.WORDS in page


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer() -> None:
    filed = make.filed(make.office())
    wrong_code = followed(Client(), filed.complaint.number, "0000-0000-0000")
    wrong_number = followed(Client(), "20990101000001", filed.code)
    assert wrong_code.status_code == wrong_number.status_code == 404
    plain = [
        re.sub(r'value="[^"]*"|"X-CSRFToken": "\w+"', "", page.content.decode())
        for page in (wrong_code, wrong_number)
    ]
    assert plain[0] == plain[1]


def test_the_sixth_try_in_a_quarter_of_an_hour_is_refused_even_with_the_right_code() -> None:
    filed = make.filed(make.office())
    client = Client()
    for _ in range(5):
        assert followed(client, filed.complaint.number, "0000-0000-0000").status_code == 404
    page = followed(client, filed.complaint.number, filed.code)
    assert page.status_code == 429
    assert "15 分钟后再试" in page.content.decode()
    assert client.get(reverse("tracked")).status_code == 302


def test_a_phone_opens_nothing(client: Client) -> None:
    filed = make.filed(make.office())
    assert followed(client, filed.complaint.number, make.CALLER.phone[-4:]).status_code == 404


def test_the_page_names_who_has_it_and_says_the_answer(client: Client) -> None:
    made = make.office()
    filed = make.filed(made)
    make.dispatched(made, filed.complaint)
    page = client.get(reverse("tracked-by-link", args=[filed.token])).content.decode()
    assert "已经交给承办单位" in page
    assert made.bodies.city_office.name in page
    for person in (make.CALLER.name, make.CALLER.phone, make.CALLER.home):
        assert person not in page


def test_the_unit_s_answer_reaches_the_page(client: Client) -> None:
    made = make.office()
    filed = make.filed(made)
    branch = make.dispatched(made, filed.complaint)
    make.branch_in(made, "closed", branch=branch)
    page = client.get(reverse("tracked-by-link", args=[filed.token])).content.decode()
    assert "给您的答复" in page
    assert "路灯已经修好。" in page


def test_an_answer_given_at_once_reaches_the_page(client: Client) -> None:
    made = make.office()
    filed = make.filed(made)
    answer_complaint(filed.complaint.pk, by=made.people.triage, answer="可在社区办理居住证明。")
    page = client.get(reverse("tracked-by-link", args=[filed.token])).content.decode()
    assert "可在社区办理居住证明。" in page
    assert "直接答复" in page


def test_closing_the_page_closes_it(client: Client) -> None:
    filed = make.filed(make.office())
    followed(client, filed.complaint.number, filed.code)
    assert client.get(reverse("tracked")).status_code == 200
    client.post(reverse("stop-tracking"))
    assert client.get(reverse("tracked")).status_code == 302


def test_an_unknown_link_is_not_found_in_words(client: Client) -> None:
    page = client.get(reverse("tracked-by-link", args=["A" * 22]))
    assert page.status_code == 404
    assert "这个链接打不开" in page.content.decode()


def photographed(office: make.Office) -> tuple[Photo, str]:
    client = Client()
    sent(client, photos=[jpeg((640, 480))], community=office.places.community.code)
    page = client.get(reverse("receipt")).content.decode()
    token = re.search(r"/complaints/track/([\w-]{22})/", page)
    assert token
    return Photo.objects.get(), token[1]


def test_a_photo_is_shown_to_its_caller_and_to_nobody_else(office: make.Office) -> None:
    photo, token = photographed(office)
    linked = Client().get(reverse("linked-photo", args=[token, photo.pk]))
    assert linked.status_code == 200
    assert linked["Content-Type"] == "image/jpeg"
    assert linked["X-Content-Type-Options"] == "nosniff"
    assert linked["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in linked["Cache-Control"]
    assert Client().get(reverse("photo", args=[photo.pk])).status_code == 404
    assert Client().get(reverse("linked-photo", args=["A" * 22, photo.pk])).status_code == 404
    other = make.filed(office)
    foreign = reverse("linked-photo", args=[other.token, photo.pk])
    assert Client().get(foreign).status_code == 404


def test_staff_see_a_photo_by_sight_and_units_with_a_watermark(office: make.Office) -> None:
    photo, _token = photographed(office)
    address = reverse("photo", args=[photo.pk])

    def seen(user: object) -> Any:
        client = Client()
        client.force_login(user)  # type: ignore[arg-type]
        return client.get(address)

    with photo.file.open("rb") as file:
        original = file.read()
    assert seen(office.people.triage).content == original
    assert seen(office.people.handler).status_code == 404
    assert seen(office.people.next_triage).status_code == 404
    assert photo.complaint
    make.dispatched(office, photo.complaint, body=office.bodies.city_office)
    marked = seen(office.people.handler)
    assert marked.status_code == 200
    assert marked.content != original


def test_a_photo_is_not_given_to_another_site(office: make.Office) -> None:
    photo, token = photographed(office)
    address = reverse("linked-photo", args=[token, photo.pk])
    assert Client().get(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Client().get(address, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_no_address_of_a_journey_holds_a_person(client: Client) -> None:
    seen: list[str] = []
    response = sent(client, phone=PHONE, name=NAME)
    while response.status_code == 302:
        seen.append(response["Location"])
        response = client.get(response["Location"])
    seen += re.findall(r'(?:href|action|src)="([^"]+)"', response.content.decode())
    assert len(seen) > 5
    for address in seen:
        assert PHONE not in address
        assert "00000002" not in address
        assert NAME not in address


def test_personal_pages_are_not_kept_by_the_browser(client: Client) -> None:
    filed = make.filed(make.office())
    for address in (
        NEW,
        reverse("receipt"),
        reverse("track"),
        reverse("tracked-by-link", args=[filed.token]),
    ):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_the_front_door_says_the_three_ways_and_the_limits(client: Client) -> None:
    words = client.get("/").content.decode()
    for name in ("file-new", "track", "guide"):
        assert f'href="{reverse(name)}"' in words
    assert "7 天内" in words


def test_the_guide_finds_a_matter_and_says_who_and_how_long(client: Client) -> None:
    words = client.get(reverse("guide"), {"q": "路灯"}).content.decode()
    assert "路灯照明" in words
    assert "街道城市管理办公室" in words
    assert "7 天内" in words
    none = client.get(reverse("guide"), {"q": "没有这一类\x00"})
    assert "没有找到这一类" in none.content.decode()


def test_the_guide_asks_a_fixed_number_of_questions(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        make.category(f"0201{number:02}", f"例子{number}", office_key="urban_management")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get(reverse("guide"))


def test_the_type_ahead_finds_a_community_by_name_and_by_letters(client: Client) -> None:
    for words in ("晨光", "chenguang", "cgsq"):
        offers = client.post(reverse("place-offer"), {"q": words}).json()["offers"]
        assert [offer["value"] for offer in offers] == ["110199001001"]
        assert offers[0]["text"] == "虚构区 东虚街道 晨光社区"
    assert client.post(reverse("place-offer"), {"q": "\x00"}).json() == {"offers": []}


def test_a_tapped_point_is_named(client: Client) -> None:
    named = client.post(reverse("place-at"), {"point": "116.5,39.5"}).json()
    assert named == {"words": "虚构区 东虚街道 晨光社区"}
    assert client.post(reverse("place-at"), {"point": "121.4,31.2"}).json() == {"words": ""}
    assert client.post(reverse("place-at"), {"point": "x"}).status_code == 422


def test_outlines_say_whose_they_are(client: Client) -> None:
    shapes = client.get(reverse("place-outlines", args=["community"])).json()
    assert [shape["properties"]["name"] for shape in shapes["features"]] == ["晨光社区"]
    assert client.get(reverse("place-outlines", args=["galaxy"])).status_code == 404


def test_the_database_is_asked_nothing_about_a_person_on_public_pages(client: Client) -> None:
    with connection.execute_wrapper(_refuse_identity):
        for address in ("/", NEW, reverse("guide"), reverse("track")):
            assert client.get(address).status_code == 200


def _refuse_identity(execute, sql, params, many, context):
    assert "complaints_identity" not in sql
    return execute(sql, params, many, context)
