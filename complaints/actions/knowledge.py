"""Writing the office's articles, revising them without losing a wording, and using one."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions.history import author
from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.kernels.bigrams import bigrams
from complaints.models import (
    Article,
    ArticleUse,
    ArticleVersion,
    By,
    Category,
    Complaint,
    Organisation,
    Parameter,
    User,
)
from complaints.permissions import can_keep_articles_of
from complaints.selectors.parameters import span_of

TITLE_MAX = 120
TITLE_EN_MAX = 200
ANSWER_MAX = 5000


@dataclass(frozen=True, slots=True)
class Wording:
    """An article as typed."""

    title: str
    answer: str
    owner_id: int
    source: str
    review_on: date
    since: date
    title_en: str = ""
    answer_en: str = ""
    question_words: str = ""
    category_id: int | None = None
    is_public: bool = False
    until: date | None = None


def write_article(wording: Wording, *, by: By, at: datetime | None = None) -> Article:
    """A new one."""
    at = at or timezone.now()
    with transaction.atomic():
        _may_keep(by, wording.owner_id)
        _check(wording)
        article = Article(version=1)
        _put(article, wording)
        article.save(force_insert=True)
        _keep_version(article, by=by, at=at)
    return article


def revise_article(
    key: int, wording: Wording, *, by: By, version: int, at: datetime | None = None
) -> Article:
    """Change what it says; what it said before stays on record."""
    at = at or timezone.now()
    with transaction.atomic():
        article = _locked(key, by=by, version=version)
        _may_keep(by, wording.owner_id)
        _check(wording)
        article.version += 1
        _put(article, wording)
        article.save()
        _keep_version(article, by=by, at=at)
    return article


def confirm_article(key: int, *, by: By, version: int, at: datetime | None = None) -> Article:
    """Somebody has read it and it is still right: its next review is set, as a version."""
    at = at or timezone.now()
    with transaction.atomic():
        article = _locked(key, by=by, version=version)
        today = timezone.localdate(at)
        article.review_on = today + next_review(today)
        article.version += 1
        article.save(update_fields=["review_on", "version"])
        _keep_version(article, by=by, at=at)
    return article


def use_article(key: int, complaint: Complaint, *, by: By, at: datetime) -> ArticleUse:
    """The complaint is answered with it; called inside the transaction of the answer."""
    article = Article.objects.current(timezone.localdate(at)).filter(pk=key).first()
    if article is None:
        raise Invalid(_("这条知识已经停用，请另选一条或者直接写答复。"), field="answer")
    return ArticleUse.objects.create(
        article=article, version=article.version, complaint=complaint, at=at, **author(by)
    )


def next_review(on: date) -> timedelta:
    """How long an article may stand unread."""
    return span_of(Parameter.Key.ARTICLE_REVIEW, on=on)


def _locked(key: int, *, by: By, version: int) -> Article:
    article = Article.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if article is None:
        raise NotFound(_("没有这条知识。"))
    _may_keep(by, article.owner_id)
    if version != article.version:
        raise Conflict(
            _("这条知识刚被别人修改过。请核对最新内容后再保存；您填写的内容仍在页面上。")
        )
    return article


def _put(article: Article, wording: Wording) -> None:
    for name, value in asdict(wording).items():
        setattr(article, name, value.strip() if isinstance(value, str) else value)
    told = (article.title, article.question_words, article.answer)
    words = " ".join((*told, article.title_en, article.answer_en))
    # Spaces at both ends, so that each term stands between two.
    article.bigrams = f" {' '.join(bigrams(words))} "


def _check(wording: Wording) -> None:
    for name, words in (
        ("title", _("请写明标题。")),
        ("answer", _("请写明答复内容。")),
        ("source", _("请写明依据：文件名称，或者由谁确认。")),
    ):
        if not getattr(wording, name).strip():
            raise Invalid(words, field=name)
    if wording.until is not None and wording.until < wording.since:
        raise Invalid(_("终止日期不能早于起始日期。"), field="until")
    if wording.category_id and not Category.objects.filter(pk=wording.category_id).exists():
        raise Invalid(_("请选择分类。"), field="category")


def _keep_version(article: Article, *, by: By, at: datetime) -> None:
    names = [field.attname for field in ArticleVersion._meta.concrete_fields]  # noqa: SLF001
    own = {"id", "article_id", "number", "by_id", "at"}
    said = {name: getattr(article, name) for name in names if name not in own}
    ArticleVersion.objects.create(
        article=article,
        number=article.version,
        by=by if isinstance(by, User) else None,
        at=at,
        **said,
    )


def _may_keep(by: By, owner_id: int) -> None:
    owner = Organisation.objects.select_related("area__parent").filter(pk=owner_id).first()
    if owner is None:
        raise Invalid(_("请选择维护单位。"), field="owner")
    if isinstance(by, User):
        by.forget_posts()
        if not can_keep_articles_of(by, owner):
            raise NotAllowed(_("您没有修改这个单位知识条目的权限。"))
