"""What every background run has in common: a row asked for, claimed by one worker for a time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.querysets import RunQuerySet
from complaints.states import RunStatus


class Run(models.Model):
    """A request is a row; `lease_until` frees it when its worker is lost."""

    status = models.CharField(_("状态"), max_length=10, default=RunStatus.REQUESTED.value)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField(_("提出时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    cause = models.CharField(_("未完成原因"), max_length=200, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        abstract = True
