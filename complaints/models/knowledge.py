"""What the office answers again and again (热线数据库, 条例 Art. 31): articles with an owner and a
day of review. Every wording is kept; which complaint was answered with which is a row."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import Category
from complaints.models.complaint import Complaint
from complaints.models.following_up import Signed
from complaints.models.languages import worded
from complaints.models.organisation import Organisation
from complaints.querysets import ArticleQuerySet


class ArticleWords(models.Model):
    """What an article says, for whom, on whose word, until when."""

    title = models.CharField(_("标题"), max_length=120)
    title_en = models.CharField(_("英文标题"), max_length=200, blank=True)
    # The words people ask with, where the title has others.
    question_words = models.CharField(_("常见问法"), max_length=300, blank=True)
    answer = models.TextField(_("答复内容"))
    answer_en = models.TextField(_("答复内容（英文）"), blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("分类")
    )
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("维护单位")
    )
    source = models.CharField(_("依据"), max_length=200)
    is_public = models.BooleanField(_("居民可以查看"), default=False)
    review_on = models.DateField(_("复核日期"))
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def shown_title(self) -> str:
        """In the reader's language."""
        return worded(self.title, self.title_en)

    @property
    def shown_answer(self) -> str:
        """In the reader's language."""
        return worded(self.answer, self.answer_en)


class Article(ArticleWords):
    """Its present wording, and the terms it is found by."""

    version = models.PositiveIntegerField(_("版本"), default=1)
    bigrams = models.TextField(blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("知识条目")
        verbose_name_plural = _("知识条目")
        ordering = ("title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="article_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.shown_title


class ArticleVersion(ArticleWords):
    """One wording as it was saved, never changed."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("知识条目版本")
        verbose_name_plural = _("知识条目版本")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("article", "number"), name="article_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.article_id} {self.number}"


class ArticleUse(Signed):
    """A complaint was answered with an article, in the wording of that day."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="uses")
    version = models.PositiveIntegerField(_("版本"))
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("知识引用")
        verbose_name_plural = _("知识引用")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("article", "complaint", "at"), name="article_use_once_an_answer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} {self.complaint_id}"
