"""What belongs together: one matter told by many callers, worked once, told to each."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.complaint import Complaint
from complaints.models.people import Actor


class JointCase(models.Model):
    """Its lead goes to the units; the others go along with it, each under its own number."""

    lead = models.ForeignKey(Complaint, models.PROTECT, related_name="+", verbose_name=_("主件"))
    opened_at = models.DateTimeField(_("合并时间"))
    closed_at = models.DateTimeField(_("解散时间"), null=True)

    class Meta:
        verbose_name = _("并案")
        verbose_name_plural = _("并案")
        constraints = (
            models.UniqueConstraint(
                fields=("lead",), condition=Q(closed_at__isnull=True), name="joint_case_once_a_lead"
            ),
        )

    def __str__(self) -> str:
        return str(self.lead_id)


class JointMember(models.Model):
    """One complaint that goes along, from one instant to another."""

    class How(models.TextChoices):
        JOINED = "joined", _("诉求人加入")
        MERGED = "merged", _("工作人员合并")

    case = models.ForeignKey(JointCase, models.PROTECT, related_name="members")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    how = models.CharField(_("方式"), max_length=6, choices=How)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    since = models.DateTimeField(_("起始"))
    until = models.DateTimeField(_("终止"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(_("操作者"), max_length=10, choices=Actor)

    class Meta:
        verbose_name = _("并案诉求")
        verbose_name_plural = _("并案诉求")
        ordering = ("since", "pk")
        # The first of these is also the index by which queues and the task find who goes along now.
        constraints = (
            models.UniqueConstraint(
                fields=("complaint",), condition=Q(until__isnull=True), name="joint_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="joint_member_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.complaint_id}"
