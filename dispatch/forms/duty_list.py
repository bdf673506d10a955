"""Matters handed down beside the list, and figures asked of a community."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Organisation
from dispatch.actions.duty_list import WORDS_MAX, Figures, Means
from dispatch.forms.base import OfficeForm, day_field, words_area, words_line
from dispatch.models import FigureRequest, OffListMatter


def _named(bodies: Sequence[Organisation]) -> list[tuple[Any, Any]]:
    return [("", _("（请选择）")), *((one.pk, one.name) for one in bodies)]


class MatterForm(OfficeForm):
    """What a department hands down."""

    street = forms.TypedChoiceField(label=gettext_lazy("街道"), coerce=int)
    department = forms.TypedChoiceField(label=gettext_lazy("下派部门"), coerce=int)
    title = words_line(gettext_lazy("事项"), 120)
    words = words_area(gettext_lazy("下派要求"), WORDS_MAX)
    is_own_work = forms.BooleanField(
        label=gettext_lazy("属部门本职工作"), required=False,
        help_text=gettext_lazy("部门的本职工作不能推给街道和社区，只能拒绝。"),
    )  # fmt: skip
    received_on = day_field(gettext_lazy("收到日期"), required=False)

    def __init__(
        self,
        *args: Any,
        streets: Sequence[Organisation],
        departments: Sequence[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        street: Any = self.fields["street"]
        street.choices = [(one.pk, one.name) for one in streets]
        department: Any = self.fields["department"]
        department.choices = _named(departments)


class RefuseMatterForm(OfficeForm):
    """By which article, in what words."""

    article = words_line(gettext_lazy("引用条款"), 120)
    reply = words_area(gettext_lazy("答复"), WORDS_MAX, rows=5)


class AcceptMatterForm(OfficeForm):
    """Who approved it, and what comes with it."""

    approval = forms.ChoiceField(
        label=gettext_lazy("批准层级"), choices=OffListMatter.Approval.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    document = words_line(gettext_lazy("批准文件"), 120)
    people = words_line(gettext_lazy("人员保障"), 200)
    money = words_line(gettext_lazy("经费保障"), 200)
    technique = words_line(gettext_lazy("技术保障"), 200)
    until_on = day_field(gettext_lazy("截止日期"))

    def means(self) -> Means:
        """What the action takes; call after is_valid()."""
        return Means(**self.cleaned_data)


class FiguresForm(OfficeForm):
    """What is asked of which community, by whom, on what ground."""

    community = forms.TypedChoiceField(label=gettext_lazy("社区"), coerce=int)
    asker = words_line(gettext_lazy("要求填报的单位"), 120)
    title = words_line(gettext_lazy("表格或数据名称"), 200)
    legal_ground = words_line(
        gettext_lazy("法定依据"), 200, required=False,
        help_text=gettext_lazy("没有法定依据的，社区不填。"),
    )  # fmt: skip
    known = forms.ChoiceField(
        label=gettext_lazy("系统已有的数据"), choices=FigureRequest.Known.choices, required=False,
        help_text=gettext_lazy("系统里有的，直接从这里提供，不用社区再填。"),
    )  # fmt: skip
    since = day_field(
        gettext_lazy("数据起始"), required=False, help_text=gettext_lazy("不填从今年算起。")
    )
    until = day_field(
        gettext_lazy("数据截止"), required=False, help_text=gettext_lazy("不填到今天。")
    )

    def __init__(self, *args: Any, communities: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community: Any = self.fields["community"]
        community.choices = _named(communities)

    def figures(self) -> Figures:
        """What the action takes; call after is_valid()."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "community"}
        return Figures(**given)
