"""An overdue branch goes up the chain, a person a step, by the clock."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dispatch.models.assignment import Assignment


class Escalation(models.Model):
    """提级: the unit, the head of the street, the district, the city, each a dated number of hours
    after the limit. `told` is another person at each step, and nobody where nobody holds the post.
    What became due while nothing ran is all written down, and only the highest step is told."""

    class Step(models.IntegerChoices):
        UNIT = 1, _("承办单位")
        HEAD = 2, _("街道一把手")
        DISTRICT = 3, _("区")
        CITY = 4, _("市")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="escalations")
    step = models.PositiveSmallIntegerField(_("提级到"), choices=Step)
    due_at = models.DateTimeField(_("应提级时间"))
    made_at = models.DateTimeField(_("提级时间"))
    told = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("告知"),
    )  # fmt: skip
    # A higher step became due in the same moment, so nobody is told of this one.
    is_passed_over = models.BooleanField(default=False)
    told_at = models.DateTimeField(_("告知时间"), null=True)

    class Meta:
        verbose_name = _("提级")
        verbose_name_plural = _("提级")
        ordering = ("assignment", "step")
        indexes = (
            # What nobody was told of yet, asked every minute.
            models.Index(
                fields=("told",),
                condition=Q(told_at__isnull=True, is_passed_over=False),
                name="escalation_untold",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("assignment", "step"), name="escalation_once_a_step"),
            models.UniqueConstraint(
                fields=("assignment", "told"), name="escalation_another_person_each_step"
            ),
            models.CheckConstraint(
                condition=Q(step__in=(1, 2, 3, 4)), name="escalation_step_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.step}"
