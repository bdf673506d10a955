"""What is demanded, and the words on both sides of a reply."""

from django.utils.translation import gettext_lazy

from dispatch.actions.supervision.demanding import WORDS_MAX
from dispatch.forms.base import OfficeForm, instant_field, words_area


class SuperviseForm(OfficeForm):
    """What is demanded; by when a reply, and by when somebody is there."""

    words = words_area(gettext_lazy("督办要求"), WORDS_MAX)
    due_at = instant_field(
        gettext_lazy("回复时限"), help_text=gettext_lazy("不填按默认时限。"), required=False
    )
    arrive_by_at = instant_field(
        gettext_lazy("到场时限"),
        help_text=gettext_lazy("需要承办单位在某个时间以前到现场核实的，请填写。"),
        required=False,
    )


class ReplyForm(OfficeForm):
    """What was done."""

    words = words_area(gettext_lazy("办理情况"), WORDS_MAX)


class SendBackForm(OfficeForm):
    """Why the reply does not do."""

    words = words_area(gettext_lazy("为什么退回"), WORDS_MAX)


class ClearForm(OfficeForm):
    """Why it is let go."""

    words = words_area(gettext_lazy("销督意见"), WORDS_MAX)
