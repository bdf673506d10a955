"""Places of a lower app's page that an upper app fills; the lower one knows the place alone.

A slot is a list of doors; the page shows those whose verb its own table allows.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.states import Verb


@dataclass(frozen=True, slots=True)
class Slot:
    """`door` is the name of the address, `verb` the step it takes."""

    verb: str
    door: str
    words: Promise | str
    icon: str


# Under a complaint on its caller's own page.
TRACKED = (
    Slot(Verb.RATE.value, "tracked-rate", _("评价办理情况"), "star"),
    Slot(Verb.REOPEN.value, "tracked-again", _("没解决，请重新办理"), "arrow-repeat"),
    Slot(Verb.WITHDRAW.value, "tracked-withdraw", _("撤回这件诉求"), "x-circle"),
)
