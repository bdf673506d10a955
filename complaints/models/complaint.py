"""The complaint: what was said, where, and where it stands as a whole."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.catalogue import Category, DemandKind
from complaints.models.component import Component
from complaints.models.territory import Area
from complaints.querysets import ComplaintQuerySet
from complaints.states import OPEN_TO_JOIN, Status


class Channel(models.TextChoices):
    HOTLINE = "hotline", _("12345热线")
    WEB = "web", _("网上提交")
    WINDOW = "window", _("窗口来访")
    PHONE = "phone", _("街道来电")
    COMMUNITY = "community", _("社区上报")
    FEED = "feed", _("数据导入")


class Complaint(models.Model):
    """One demand. Who said it is in `Identity`; who must act is in dispatch."""

    class StatusChoice(models.TextChoices):
        RECEIVED = Status.RECEIVED.value, _("已受理")
        ANSWERED = Status.ANSWERED.value, _("已直接答复")
        ADVISED = Status.ADVISED.value, _("已告知，不派单")
        DISPATCHED = Status.DISPATCHED.value, _("办理中")
        FINISHED = Status.FINISHED.value, _("已办结")
        TO_CALL_BACK = Status.TO_CALL_BACK.value, _("待回访")
        CALLED_BACK = Status.CALLED_BACK.value, _("已回访")
        ARCHIVED = Status.ARCHIVED.value, _("已归档")
        WITHDRAWN = Status.WITHDRAWN.value, _("已撤回")

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("一般")
        URGENT = "urgent", _("紧急")

    class CategorySetBy(models.TextChoices):
        NOBODY = "", _("未定")
        RESIDENT = "resident", _("居民")
        CLERK = "clerk", _("工作人员")
        FEED = "feed", _("导入")

    class Datum(models.TextChoices):
        WGS84 = "wgs84", "WGS 84 / CGCS2000"
        GCJ02 = "gcj02", "GCJ-02"
        BD09 = "bd09", "BD-09"

    number = models.CharField(_("编号"), max_length=20, unique=True)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    demand_kind = models.CharField(
        _("诉求类型"), max_length=10, choices=DemandKind, default=DemandKind.HELP
    )
    text = models.TextField(_("诉求内容"))
    # What the units may read: the office confirms it before the first dispatch.
    redacted_text = models.TextField(_("派单内容"))
    is_redaction_confirmed = models.BooleanField(_("派单内容已核对"), default=False)
    answer = models.TextField(_("答复"), blank=True)

    address = models.CharField(_("地点"), max_length=300, blank=True)
    # What the units may read of it: a caller may have written his own door.
    redacted_address = models.CharField(_("派单地点"), max_length=400, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    datum = models.CharField(_("坐标系"), max_length=6, choices=Datum, default=Datum.WGS84)
    component = models.ForeignKey(
        Component, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("城市部件"),
    )  # fmt: skip
    community = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("社区")
    )
    subdistrict = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("街道")
    )
    district = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("分类")
    )
    category_set_by = models.CharField(
        _("分类来源"), max_length=10, choices=CategorySetBy, blank=True, default=""
    )
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency, default=Urgency.NORMAL
    )
    is_secret = models.BooleanField(_("保密"), default=False)
    is_anonymous = models.BooleanField(_("未留联系方式"), default=False)

    status = models.CharField(
        _("状态"), max_length=14, choices=StatusChoice, default=StatusChoice.RECEIVED
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    received_at = models.DateTimeField(_("受理时间"))
    dispatch_due_at = models.DateTimeField(_("派单时限"), null=True, blank=True)
    finished_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    # Counts up each time it is reopened; what was done in earlier rounds stays as it was.
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    chase_count = models.PositiveSmallIntegerField(_("催办次数"), default=0)

    source = models.CharField(_("来源系统"), max_length=40, blank=True)
    external_number = models.CharField(_("来源编号"), max_length=80, blank=True)
    # What the source said, kept as it said it; never turned into a place, a unit or a clock.
    reported_district = models.CharField(_("来源所写区"), max_length=80, blank=True)
    reported_subdistrict = models.CharField(_("来源所写街道"), max_length=80, blank=True)
    reported_community = models.CharField(_("来源所写社区"), max_length=80, blank=True)
    reported_unit = models.CharField(_("来源所写承办单位"), max_length=120, blank=True)
    reported_category = models.CharField(_("来源所写分类"), max_length=200, blank=True)
    reported_on_time = models.BooleanField(_("来源所写是否按期"), null=True, blank=True)

    idempotency_key = models.CharField(_("提交标识"), max_length=64, null=True, unique=True)  # noqa: DJ001
    code_hash = models.CharField(_("查询码摘要"), max_length=64, blank=True)
    token_hash = models.CharField(_("链接摘要"), max_length=64, null=True, unique=True)  # noqa: DJ001

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("诉求")
        verbose_name_plural = _("诉求")
        ordering = ("-received_at", "-pk")
        indexes = (
            # A street's board, newest first, and its queues by state.
            models.Index(fields=("subdistrict", "status", "-received_at"), name="complaint_street"),
            models.Index(fields=("district", "-received_at"), name="complaint_district"),
            models.Index(fields=("community", "-received_at"), name="complaint_community"),
            models.Index(fields=("-received_at", "-id"), name="complaint_newest"),
            models.Index(fields=("status", "-received_at"), name="complaint_status"),
            # The board's filters "urgent" and "secret" find few among many.
            models.Index(
                fields=("-received_at",),
                condition=models.Q(urgency="urgent"),
                name="complaint_urgent",
            ),
            models.Index(
                fields=("-received_at",),
                condition=models.Q(is_secret=True),
                name="complaint_secret",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("source", "external_number"),
                condition=~models.Q(external_number=""),
                name="complaint_once_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in Status]),
                name="complaint_status_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="finished") | models.Q(finished_at__isnull=False),
                name="complaint_finished_has_an_instant",
            ),
            models.CheckConstraint(
                # Answered at once, advised, archived and withdrawn may have gone to no unit.
                condition=models.Q(
                    status__in=("received", "answered", "advised", "archived", "withdrawn")
                )
                | models.Q(is_redaction_confirmed=True),
                name="complaint_checked_before_dispatch",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_under_way(self) -> bool:
        """It waits for dispatch, for a unit or for its callback, and is not finished."""
        return self.status in OPEN_TO_JOIN and self.finished_at is None

    @property
    def place_words(self) -> str:
        """The place as far as it is known and as units may read it."""
        return self._place_with(self.redacted_address)

    @property
    def told_place_words(self) -> str:
        """The place as it was told, for its caller and for who reads the original."""
        return self._place_with(self.address)

    def _place_with(self, address: str) -> str:
        known = [area.name for area in (self.subdistrict, self.community) if area is not None]
        return worded_place(known, (self.reported_subdistrict, self.reported_community), address)


def worded_place(known: Sequence[str], reported: Sequence[str], address: str) -> str:
    """Street and community as far as known, else as they were reported, and the address."""
    return " ".join([*(known or [part for part in reported if part]), address]).strip()


class NumberSeries(models.Model):
    """The last number given out on a day; its row lock makes numbers single."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")

    def __str__(self) -> str:
        return f"{self.day} {self.last}"
