"""Articles as they are read: the list, one with its wordings, and which fit a complaint best."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from complaints.errors import NotFound
from complaints.kernels.bigrams import bigrams
from complaints.kernels.fitting import fit_scores
from complaints.models import Article, ArticleUse, Complaint, User
from complaints.permissions import can_keep_articles_of, can_read_articles
from complaints.querysets import ArticleQuerySet

EXCERPT = 90
FITTING = 5
# Below this the shared terms are chance: the words of asking itself.
WORTH_SHOWING = 0.08


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One article in a list."""

    key: int
    title: str
    excerpt: str
    category: str
    owner: str
    review_on: date
    is_overdue: bool
    is_public: bool
    has_ended: bool
    use_count: int


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording that was saved; `changed` names what differs from the one before."""

    number: int
    at: datetime
    who: str
    title: str
    answer: str
    source: str
    review_on: date


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything on one article's page."""

    article: Article
    is_overdue: bool
    has_ended: bool
    use_count: int
    wordings: tuple[Wording, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class Fitting:
    """An article that may answer a complaint."""

    key: int
    title: str
    answer: str
    owner: str
    is_overdue: bool


def articles_for(user: User | None) -> ArticleQuerySet:
    """Staff who answer or work read all; everybody else what is public."""
    rows = Article.objects.select_related("category", "owner").order_by("title", "pk")
    if user is not None and can_read_articles(user):
        return rows
    return rows.filter(is_public=True)


def lines_of(rows: Iterable[Article], *, on: date) -> tuple[ArticleLine, ...]:
    """A page of the list; the rows carry `use_count` where it is shown."""
    return tuple(
        ArticleLine(
            key=row.pk,
            title=row.shown_title,
            excerpt=" ".join(row.shown_answer[:EXCERPT].split()),
            category=str(row.category or ""),
            owner=row.owner.name,
            review_on=row.review_on,
            is_overdue=row.review_on < on,
            is_public=row.is_public,
            has_ended=row.until is not None and row.until < on,
            use_count=getattr(row, "use_count", 0),
        )
        for row in rows
    )


def with_use_counts(rows: ArticleQuerySet) -> ArticleQuerySet:
    """How many complaints were answered with each."""
    return rows.annotate(use_count=Count("uses"))


def article_page(key: int, user: User, *, on: date) -> ArticlePage:
    """One article with every wording it ever had."""
    article = articles_for(user).select_related("owner__area__parent").filter(pk=key).first()
    if article is None:
        raise NotFound(_("没有这条知识。"))
    return ArticlePage(
        article=article,
        is_overdue=article.review_on < on,
        has_ended=article.until is not None and article.until < on,
        use_count=article.uses.count(),
        wordings=tuple(
            Wording(
                number=one.number,
                at=one.at,
                who=str(one.by) if one.by else "",
                title=one.shown_title,
                answer=one.shown_answer,
                source=one.source,
                review_on=one.review_on,
            )
            for one in article.versions.select_related("by")
        ),
        may_keep=can_keep_articles_of(user, article.owner),
    )


def public_article(key: int, *, on: date) -> Article:
    """One that residents may read, while it is in force."""
    rows = Article.objects.current(on).select_related("owner", "category")
    found = rows.filter(is_public=True, pk=key).first()
    if found is None:
        raise NotFound(_("没有这条内容，可能已经更新。请回到上一页重新查找。"))
    return found


def public_lines(words: str, *, on: date, limit: int) -> tuple[ArticleLine, ...]:
    """What residents find; the best fit first, all by title where nothing is asked."""
    rows = Article.objects.current(on).filter(is_public=True).select_related("owner", "category")
    found = list(rows.saying(words))
    return lines_of(_by_fit(words, found)[:limit] if words else found[:limit], on=on)


def fitting_articles(complaint: Complaint, *, on: date) -> tuple[Fitting, ...]:
    """The few that fit what was said, the best first. Another street's facts are no answer here."""
    rows = Article.objects.current(on).select_related("owner", "category").filter(_near(complaint))
    scored = _scored(complaint.redacted_text, list(rows), category_id=complaint.category_id)
    best = [(score, row) for score, row in scored if score >= WORTH_SHOWING][:FITTING]
    return tuple(
        Fitting(row.pk, row.shown_title, row.answer, row.owner.name, row.review_on < on)
        for _score, row in best
    )


def articles_used(complaint: Complaint) -> tuple[tuple[int, str], ...]:
    """Key and title of what it was answered with."""
    uses = ArticleUse.objects.filter(complaint=complaint).select_related("article")
    return tuple((use.article_id, use.article.shown_title) for use in uses)


def _near(complaint: Complaint) -> Q:
    if complaint.subdistrict_id is None:
        return Q()
    own = (complaint.community_id, complaint.subdistrict_id, complaint.district_id)
    street = Q(owner__area__level="community") & ~Q(owner__area__parent=complaint.subdistrict_id)
    other = Q(owner__area__level="subdistrict") & ~Q(owner__area__in=[key for key in own if key])
    return ~(street | other)


def _by_fit(words: str, rows: list[Article]) -> list[Article]:
    return [row for _score, row in _scored(words, rows)]


def _scored(
    words: str, rows: list[Article], *, category_id: int | None = None
) -> list[tuple[float, Article]]:
    """By title and ways of asking; what an answer says besides only blurs it. The same category
    counts as a fifth more."""
    texts = [bigrams(f"{row.title} {row.question_words} {row.title_en}") for row in rows]
    scores = fit_scores(bigrams(words), texts)
    weighted = [
        (score * 1.2 if category_id and row.category_id == category_id else score, row)
        for score, row in zip(scores, rows, strict=True)
    ]
    return sorted(weighted, key=lambda pair: (-pair[0], pair[1].pk))
