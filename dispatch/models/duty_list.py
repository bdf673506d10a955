"""The street's duty list, what is handed down beside it, and the figures asked of communities."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Organisation
from complaints.querysets import DatedQuerySet
from dispatch.querysets import OffListQuerySet
from dispatch.states import OffListStatus


class DutyEntry(models.Model):
    """One duty, by source and article, from a day to a day; what routing and refusal cite. The
    text of the 105 articles of 2020 is not public: the entries that come with the program are
    ours, in the six groups after the six offices."""

    class Group(models.TextChoices):
        PARTY = "party", _("党群工作")
        LIVELIHOOD = "livelihood", _("民生保障")
        CITY = "city", _("城市管理")
        SAFETY = "safety", _("平安建设")
        COMMUNITY = "community", _("社区建设")
        SUPPORT = "support", _("综合保障")

    class Holder(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", _("党工委")
        OFFICE = "office", _("办事处")

    code = models.CharField(_("编号"), max_length=20)
    group = models.CharField(_("类别"), max_length=10, choices=Group)
    title = models.CharField(_("职责"), max_length=200)
    holder = models.CharField(_("承担主体"), max_length=16, choices=Holder)
    article = models.CharField(_("条款"), max_length=60)
    source = models.CharField(_("依据"), max_length=200)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("职责清单")
        verbose_name_plural = _("职责清单")
        ordering = ("group", "code", "-since")
        constraints = (
            models.UniqueConstraint(fields=("code", "since"), name="duty_entry_once_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="duty_entry_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class OffListMatter(models.Model):
    """A department hands a matter down that the list does not hold. Refused with the article; or
    accepted with the approval of the district or the city on record, and with people, money and
    technique named (街道办事处条例 Art. 10, 41). A department's own work is never taken on."""

    class Approval(models.TextChoices):
        DISTRICT = "district", _("区政府批准")
        CITY = "city", _("市政府批准")

    class StatusChoice(models.TextChoices):
        PENDING = OffListStatus.PENDING.value, _("待处理")
        REFUSED = OffListStatus.REFUSED.value, _("已拒绝")
        ACCEPTED = OffListStatus.ACCEPTED.value, _("已接受")
        ENDED = OffListStatus.ENDED.value, _("已结束")

    street = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("街道")
    )
    department = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("下派部门")
    )
    title = models.CharField(_("事项"), max_length=120)
    words = models.CharField(_("下派要求"), max_length=1000)
    is_own_work = models.BooleanField(_("属部门本职工作"), default=False)
    received_on = models.DateField(_("收到日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))
    status = models.CharField(
        _("状态"), max_length=12, choices=StatusChoice, default=StatusChoice.PENDING
    )
    article = models.CharField(_("引用条款"), max_length=120, blank=True)
    reply = models.CharField(_("答复"), max_length=1000, blank=True)
    approval = models.CharField(_("批准层级"), max_length=8, choices=Approval, blank=True)
    document = models.CharField(_("批准文件"), max_length=120, blank=True)
    people = models.CharField(_("人员保障"), max_length=200, blank=True)
    money = models.CharField(_("经费保障"), max_length=200, blank=True)
    technique = models.CharField(_("技术保障"), max_length=200, blank=True)
    # A temporary task has a last day, and ends by itself.
    until_on = models.DateField(_("截止日期"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    objects = OffListQuerySet.as_manager()

    class Meta:
        verbose_name = _("清单外事项")
        verbose_name_plural = _("清单外事项")
        ordering = ("-received_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in OffListStatus]),
                name="off_list_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="off_refused") | (~Q(article="") & ~Q(reply="")),
                name="off_list_refused_by_an_article",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("off_accepted", "off_ended"))
                | (
                    Q(is_own_work=False, until_on__isnull=False)
                    & ~Q(approval="")
                    & ~Q(document="")
                    & ~Q(people="")
                    & ~Q(money="")
                    & ~Q(technique="")
                ),
                name="off_list_accepted_with_means",
            ),
            models.CheckConstraint(
                condition=Q(status="off_pending") | Q(decided_at__isnull=False),
                name="off_list_decided_at_an_instant",
            ),
        )

    def __str__(self) -> str:
        return self.title


class FigureRequest(models.Model):
    """Somebody asks a community for figures or a form. Without a legal ground it is refused; what
    the system has already is given from here instead (条例 Art. 32: 减负)."""

    class Known(models.TextChoices):
        NOTHING = "", _("系统里没有")
        RECEIVED = "received", _("收到的诉求件数")
        FINISHED = "finished", _("办结的诉求件数")
        OPEN = "open", _("在办的诉求件数")
        CALLERS = "repeated", _("并案的诉求件数")

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("可以填报")
        NO_GROUND = "no_ground", _("没有法定依据，不填")
        OFFERED = "offered", _("系统已有，直接提供")

    community = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("社区")
    )
    asker = models.CharField(_("要求填报的单位"), max_length=120)
    title = models.CharField(_("表格或数据名称"), max_length=200)
    legal_ground = models.CharField(_("法定依据"), max_length=200, blank=True)
    known = models.CharField(_("系统已有的数据"), max_length=10, choices=Known, blank=True)
    since = models.DateField(_("数据起始"), null=True)
    until = models.DateField(_("数据截止"), null=True)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict)
    offered = models.PositiveIntegerField(_("提供的数据"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("社区填报")
        verbose_name_plural = _("社区填报")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(verdict="accepted") | (~Q(legal_ground="") & Q(known="")),
                name="figures_asked_by_law",
            ),
            models.CheckConstraint(
                condition=Q(verdict="offered", offered__isnull=False)
                | (~Q(verdict="offered") & Q(offered__isnull=True)),
                name="figures_offered_are_there",
            ),
        )

    def __str__(self) -> str:
        return self.title
