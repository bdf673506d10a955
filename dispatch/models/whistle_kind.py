"""What a whistle is blown for: the four kinds of the street regulation, Art. 5."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WhistleKind(models.TextChoices):
    """A rule may suggest one, a whistle has one."""

    DEMAND = "demand", _("群众诉求")
    KEY_WORK = "key_work", _("重点工作")
    ENFORCEMENT = "enforcement", _("综合执法")
    EMERGENCY = "emergency", _("应急处置")
