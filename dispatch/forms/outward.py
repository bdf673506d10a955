"""An address that messages leave to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from complaints.actions.outward.addresses import TITLE_MAX
from complaints.kernels.outward import URL_MAX
from complaints.models import Organisation
from dispatch.forms.base import OfficeForm, WordsField


class AddressForm(OfficeForm):
    """Whose it is, what it is called, and where it leads."""

    organisation = forms.ChoiceField(label=gettext_lazy("单位"))
    title = WordsField(
        label=gettext_lazy("名称"),
        max_length=TITLE_MAX,
        help_text=gettext_lazy("例如“值班群”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    url = WordsField(
        label=gettext_lazy("地址"),
        max_length=URL_MAX,
        help_text=gettext_lazy(
            "企业微信群机器人 wecombot://密钥，钉钉 dingtalk://密钥，飞书 feishu://密钥，"
            "邮箱 mailtos://…，短信网关 jsons://…。保存后加密，任何人都不能再看到。"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["organisation"]
        units.choices = [(str(one.pk), one.name) for one in organisations]
