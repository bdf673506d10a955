"""A petition (信访) about the same matter, at street, district or city, with clocks of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from dispatch.states import PetitionStatus, PetitionVerb


class Petition(models.Model):
    """Linked to a complaint, mostly the lead of a joint case. Who petitions is not kept here: the
    petition office has it. The complaint's clocks and the petition's run beside each other."""

    class Level(models.TextChoices):
        STREET = "street", _("街道")
        DISTRICT = "district", _("区")
        CITY = "city", _("市")

    class StatusChoice(models.TextChoices):
        RECEIVED = PetitionStatus.RECEIVED.value, _("待登记")
        REGISTERED = PetitionStatus.REGISTERED.value, _("已登记转送")
        ACCEPTED = PetitionStatus.ACCEPTED.value, _("已受理")
        FINISHED = PetitionStatus.FINISHED.value, _("已出具处理意见")
        IN_REVIEW = PetitionStatus.IN_REVIEW.value, _("复查中")
        REVIEWED = PetitionStatus.REVIEWED.value, _("已复查")
        IN_REREVIEW = PetitionStatus.IN_REREVIEW.value, _("复核中")
        ENDED = PetitionStatus.ENDED.value, _("信访终结")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    level = models.CharField(_("层级"), max_length=8, choices=Level)
    number = models.CharField(_("信访编号"), max_length=40)
    about = models.CharField(_("信访事项"), max_length=300)
    received_on = models.DateField(_("收到日期"))
    status = models.CharField(
        _("状态"), max_length=14, choices=StatusChoice, default=StatusChoice.RECEIVED
    )
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(_("关联时间"))

    class Meta:
        verbose_name = _("信访件")
        verbose_name_plural = _("信访件")
        ordering = ("received_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("level", "number"), name="petition_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in PetitionStatus]),
                name="petition_status_known",
            ),
        )

    def __str__(self) -> str:
        return self.number


class PetitionStep(models.Model):
    """One step of it, on a day, once; the days give the clocks."""

    class Verb(models.TextChoices):
        REGISTER = PetitionVerb.REGISTER.value, _("登记并转送")
        OBJECT = PetitionVerb.OBJECT.value, _("对转送提出异议")
        INFORM = PetitionVerb.INFORM.value, _("告知受理")
        EXTEND = PetitionVerb.EXTEND.value, _("延期")
        FINISH = PetitionVerb.FINISH.value, _("出具处理意见")
        ASK_REVIEW = PetitionVerb.ASK_REVIEW.value, _("请求复查")
        REVIEW = PetitionVerb.REVIEW.value, _("出具复查意见")
        ASK_REREVIEW = PetitionVerb.ASK_REREVIEW.value, _("请求复核")
        REREVIEW = PetitionVerb.REREVIEW.value, _("出具复核意见")

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="steps")
    verb = models.CharField(_("动作"), max_length=16, choices=Verb)
    on = models.DateField(_("日期"))
    words = models.CharField(_("情况"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("信访步骤")
        verbose_name_plural = _("信访步骤")
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("petition", "verb"), name="petition_step_once"),
            models.CheckConstraint(
                condition=~Q(verb="extend") | ~Q(words=""), name="petition_extended_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.petition_id} {self.verb}"
