from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.errors import OfficeError


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("诉求")

    def ready(self) -> None:
        OfficeError.translate = gettext
