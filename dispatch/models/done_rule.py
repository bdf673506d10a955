"""When a complaint with several units is done as a whole."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DoneRule(models.TextChoices):
    """A rule says it, the lead's branch keeps it. Who is still at work then goes on, and is judged
    as before."""

    ALL = "all", _("各单位都双反馈")
    LEAD_AND_ANY = "lead_and_any", _("主办和任一协办双反馈")
