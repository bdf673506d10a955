"""The office's articles: kept by their unit, revised without losing a wording, used and counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from complaints.actions.knowledge import (
    Wording,
    confirm_article,
    revise_article,
    write_article,
)
from complaints.actions.life import answer_complaint
from complaints.errors import Conflict, Invalid, NotAllowed
from complaints.kernels.bigrams import bigrams
from complaints.models import Article, ArticleUse, ArticleVersion, User
from complaints.selectors.knowledge import articles_for, fitting_articles, public_lines
from tests import make
from tests.make import START, Office

pytestmark = pytest.mark.django_db
DAY = timezone.localdate(START)


@pytest.fixture
def office() -> Office:
    return make.office()


def wording(office: Office, **changes: object) -> Wording:
    given = Wording(
        title="老年卡怎样办理",
        question_words="敬老卡 老年证",
        answer="带身份证到社区登记。",
        owner_id=office.bodies.city_office.pk,
        source="测试文件",
        review_on=date(2027, 1, 1),
        since=date(2026, 1, 1),
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def test_a_revision_keeps_every_wording_there_ever_was(office: Office) -> None:
    by = office.people.triage
    article = write_article(wording(office), by=by, at=START)
    later = START + timedelta(days=1)
    revise_article(article.pk, wording(office, answer="改过了。"), by=by, version=1, at=later)
    article.refresh_from_db()
    assert (article.answer, article.version) == ("改过了。", 2)
    kept = ArticleVersion.objects.order_by("number").values_list("number", "answer", "at")
    assert list(kept) == [(1, "带身份证到社区登记。", START), (2, "改过了。", later)]


def test_the_second_of_two_editors_is_told_so_and_nothing_is_lost(office: Office) -> None:
    by = office.people.triage
    article = write_article(wording(office), by=by, at=START)
    revise_article(article.pk, wording(office, answer="甲"), by=by, version=1, at=START)
    with pytest.raises(Conflict):
        revise_article(article.pk, wording(office, answer="乙"), by=by, version=1, at=START)
    assert Article.objects.get().answer == "甲"


def test_read_and_still_right_sets_the_next_review_by_the_office_s_number(office: Office) -> None:
    article = make.article(office.bodies.city_office, review_on=DAY - timedelta(days=3))
    confirm_article(article.pk, by=office.people.handler, version=1, at=START)
    article.refresh_from_db()
    assert article.review_on == DAY + timedelta(days=180)
    assert article.versions.count() == 2


@pytest.mark.parametrize(
    ("who", "may"),
    [("triage", True), ("desk", True), ("handler", True), ("administrator", True),
     ("safety_handler", False), ("neighbour", False), ("next_triage", False), ("head", False),
     ("clerk", False), ("community_worker", False)],
)  # fmt: skip
def test_a_unit_s_articles_are_kept_by_its_people_and_its_street_s_desk(
    office: Office, who: str, may: bool
) -> None:
    person: User = getattr(office.people, who)
    if may:
        write_article(wording(office), by=person, at=START)
        return
    with pytest.raises(NotAllowed):
        write_article(wording(office), by=person, at=START)
    article = make.article(office.bodies.city_office)
    with pytest.raises(NotAllowed):
        confirm_article(article.pk, by=person, version=1, at=START)


def test_nobody_hands_an_article_to_a_unit_whose_articles_he_does_not_keep(office: Office) -> None:
    article = make.article(office.bodies.city_office)
    other = wording(office, owner_id=office.bodies.next_office.pk)
    with pytest.raises(NotAllowed):
        revise_article(article.pk, other, by=office.people.triage, version=1, at=START)


@pytest.mark.parametrize("name", ["title", "answer", "source"])
def test_an_article_without_title_answer_or_source_is_refused(office: Office, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        write_article(wording(office, **{name: " "}), by=office.people.triage, at=START)
    assert refused.value.field == name


@pytest.mark.parametrize("words", ["老年", "老年卡", "敬老", "身份证", "社区 登记", "身份证 老年"])
def test_two_characters_are_found_wherever_they_stand(office: Office, words: str) -> None:
    article = write_article(wording(office), by=office.people.triage, at=START)
    make.article(office.bodies.city_office)
    assert list(Article.objects.saying(words)) == [article]


def test_what_no_article_holds_is_not_found(office: Office) -> None:
    make.article(office.bodies.city_office)
    assert not Article.objects.saying("老年卡").exists()
    assert not Article.objects.saying("灯").exists()
    assert Article.objects.saying("  ").count() == 1
    assert all(f" {term} " in Article.objects.get().bigrams for term in bigrams("路灯多久"))


def test_a_complaint_is_offered_what_fits_it_best(office: Office) -> None:
    body = office.bodies.city_office
    lights = make.article(body, question_words="路灯坏了 不亮 看不清路")
    make.article(body, title="老年卡怎样办理", answer="到社区登记。")
    make.article(body, title="路灯坏了找谁", answer="已经停用", until=date(2026, 1, 2))
    make.article(office.bodies.next_office, title="小区路灯坏了", answer="别的街道的事")
    found = fitting_articles(make.received(office), on=DAY)
    assert [one.key for one in found] == [lights.pk]


def test_an_answer_with_an_article_is_kept_and_counted(office: Office) -> None:
    article = make.article(office.bodies.city_office)
    complaint = make.received(office)
    by = office.people.triage
    answer_complaint(complaint.pk, by=by, answer="三天内修好。", article_id=article.pk, at=START)
    use = ArticleUse.objects.get()
    assert (use.article, use.complaint, use.version, use.by) == (article, complaint, 1, by)


def test_an_article_that_has_ended_answers_nothing(office: Office) -> None:
    article = make.article(office.bodies.city_office, until=date(2026, 1, 2))
    complaint = make.received(office)
    with pytest.raises(Invalid):
        answer_complaint(
            complaint.pk, by=office.people.triage, answer="好", article_id=article.pk, at=START
        )
    complaint.refresh_from_db()
    assert complaint.status == "received"


def test_residents_and_other_readers_find_only_what_is_public_and_in_force(office: Office) -> None:
    body = office.bodies.city_office
    shown = make.article(body, title="路灯坏了怎样报修", is_public=True)
    make.article(body, title="路灯值班要点")
    make.article(body, title="路灯旧规定", is_public=True, until=date(2026, 1, 2))
    assert [line.key for line in public_lines("路灯", on=DAY, limit=20)] == [shown.pk]
    assert [line.key for line in public_lines("", on=DAY, limit=20)] == [shown.pk]
    assert articles_for(office.people.property_clerk).count() == 2
    assert articles_for(office.people.handler).count() == 3
    assert articles_for(None).count() == 2
