"""Articles in the browser: found, written, revised, used for an answer, read by residents."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from complaints.models import Article, ArticleUse, Complaint
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


def form(office: Office, **changes: Any) -> dict[str, Any]:
    return {
        "title": "路灯多久修好",
        "answer": "三天内修好。",
        "owner": office.bodies.city_office.pk,
        "source": "测试文件",
        "since": "2026-01-01",
        "review_on": "2027-01-01",
        **changes,
    }


def test_an_article_is_written_revised_and_both_wordings_are_read(
    office: Office, client: Client
) -> None:
    client.force_login(office.people.triage)
    assert client.post("/office/articles/new/", form(office)).status_code == 302
    article = Article.objects.get()
    edit = f"/office/articles/{article.pk}/edit/"
    assert "三天内修好。" in client.get(edit).content.decode()
    assert client.post(edit, form(office, version=1, answer="一周内。")).status_code == 302
    page = client.get(f"/office/articles/{article.pk}/").content.decode()
    assert "一周内。" in page
    assert "三天内修好。" in page
    assert "第 2 版" in page


def test_what_was_typed_is_kept_when_it_is_refused(office: Office, client: Client) -> None:
    client.force_login(office.people.triage)
    refused = client.post("/office/articles/new/", form(office, title="", answer="写了很久"))
    assert refused.status_code == 422
    assert "写了很久" in refused.content.decode()
    article = make.article(office.bodies.city_office, answer="别人保存的")
    stale = client.post(f"/office/articles/{article.pk}/edit/", form(office, version=9))
    assert stale.status_code == 409
    assert "别人保存的" in stale.content.decode()
    assert "三天内修好。" in stale.content.decode()


def test_the_list_marks_what_is_due_for_review_and_keeps_its_query_count(
    office: Office, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(office.people.triage)
    today = timezone.localdate()
    body = office.bodies.city_office
    make.article(body, title="到期的", review_on=today - timedelta(days=1))
    with django_assert_max_num_queries(7):
        client.get("/office/articles/")
    for number in range(12):
        make.article(body, title=f"没到期的{number}", review_on=today)
    with django_assert_max_num_queries(7):
        html = client.get("/office/articles/").content.decode()
    assert html.count("该复核了") == 1
    due = client.get("/office/articles/", {"show": "overdue"}).content.decode()
    assert "到期的" in due
    assert "没到期的" not in due
    assert "没有找到" in client.get("/office/articles/", {"q": "老年"}).content.decode()


def test_confirmed_with_one_press(office: Office, client: Client) -> None:
    article = make.article(office.bodies.city_office, review_on=date(2026, 1, 1))
    client.force_login(office.people.handler)
    door = f"/office/articles/{article.pk}/confirm/"
    assert client.post(door, {"version": 1}).status_code == 302
    assert client.post(door, {"version": 1}).status_code == 409
    assert client.post(door, {"version": "x" * 40}).status_code == 409
    assert Article.objects.get().review_on > timezone.localdate()


def test_a_consultation_is_answered_with_the_best_article(office: Office, client: Client) -> None:
    article = make.article(office.bodies.city_office, question_words="路灯坏了 看不清路")
    make.article(office.bodies.city_office, title="老年卡怎样办理", answer="到社区登记。")
    complaint = make.received(office)
    client.force_login(office.people.triage)
    door = f"/office/{complaint.number}/answer/"
    offered = client.get(door).content.decode()
    assert offered.index("路灯多久修好") < offered.index("用这一条答复")
    assert "老年卡" not in offered
    filled = client.get(door, {"article": article.pk}).content.decode()
    assert "找产权单位的要一周。</textarea>" in filled
    for nonsense in ("0", "x", "9" * 30):
        assert client.get(door, {"article": nonsense}).status_code == 200
    sent = {"version": complaint.version, "answer": "三天。", "article": article.pk}
    assert client.post(door, sent).status_code == 302
    assert ArticleUse.objects.get().complaint == complaint
    ticket = client.get(f"/office/{complaint.number}/").content.decode()
    assert "引用知识库" in ticket
    assert "答复过 1 件" in client.get(f"/office/articles/{article.pk}/").content.decode()
    assert Complaint.objects.get(pk=complaint.pk).answer == "三天。"


def test_residents_find_public_articles_and_no_others(office: Office, client: Client) -> None:
    shown = make.article(office.bodies.city_office, title="路灯坏了找谁", is_public=True)
    hidden = make.article(office.bodies.city_office, title="值班要点")
    html = client.get("/guide/").content.decode()
    assert "路灯坏了找谁" in html
    assert "值班要点" not in html
    assert "路灯坏了找谁" in client.get("/guide/", {"q": "路灯"}).content.decode()
    assert "路灯坏了找谁" not in client.get("/guide/", {"q": "老年"}).content.decode()
    assert shown.answer in client.get(f"/guide/{shown.pk}/").content.decode()
    assert client.get(f"/guide/{hidden.pk}/").status_code == 404


def test_the_api_reads_what_its_reader_may(office: Office, client: Client) -> None:
    make.article(office.bodies.city_office, title="路灯坏了找谁", is_public=True)
    make.article(office.bodies.city_office, title="路灯值班要点")

    def titles(**asked: str) -> list[str]:
        return [row["title"] for row in client.get("/api/v1/articles/", asked).json()["results"]]

    client.force_login(office.people.triage)
    assert titles() == ["路灯坏了找谁", "路灯值班要点"]
    assert titles(q="值班") == ["路灯值班要点"]
    client.force_login(office.people.property_clerk)
    assert titles() == ["路灯坏了找谁"]
