"""The demonstration's articles: invented facts, marked so in their words. Some are due for review,
and each was revised once, so that both can be seen."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from complaints.actions.knowledge import Wording, revise_article, write_article
from complaints.models import Article, Category, Organisation, User

FILE = Path(__file__).with_name("articles.txt")
_WRITTEN_AGO = timedelta(days=140)
_REVISED_AGO = timedelta(days=33)


def write_articles(owner: Organisation, *, by: User, at: datetime) -> list[Article]:
    """All of them, kept by one unit."""
    categories = dict(Category.objects.values_list("code", "pk"))
    today = timezone.localdate(at)
    written = []
    for wording in _wordings(owner.pk, categories, today):
        first = replace(wording, review_on=today - timedelta(days=30))
        article = write_article(first, by=by, at=at - _WRITTEN_AGO)
        later = at - _REVISED_AGO
        written.append(revise_article(article.pk, wording, by=by, version=1, at=later))
    return written


def _wordings(owner: int, categories: Mapping[str, int], today: date) -> Iterator[Wording]:
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        title, asked, code, public, days, answer, title_en, answer_en = (
            part.strip() for part in line.split("|")
        )
        yield Wording(
            title=title,
            question_words=asked,
            answer=answer,
            title_en=title_en,
            answer_en=answer_en,
            category_id=categories.get(code),
            owner_id=owner,
            source="演示内容，无文件依据",
            is_public=public == "yes",
            review_on=today + timedelta(days=int(days)),
            since=today - _WRITTEN_AGO,
        )
