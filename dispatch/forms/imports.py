"""A file from another system, and which of its columns carries what."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.imports.preview import Sheet
from complaints.files.feeds import PARTED
from dispatch.forms.base import OfficeForm, WordsField

PARTS = 3
SAMPLE_SIGNS = 12
LABELS = {
    "text": gettext_lazy("诉求内容"),
    "number": gettext_lazy("来源编号"),
    "received": gettext_lazy("受理时间"),
    "nature": gettext_lazy("诉求类型"),
    "category": gettext_lazy("分类"),
    "district": gettext_lazy("区"),
    "subdistrict": gettext_lazy("街道（乡镇）"),
    "community": gettext_lazy("社区（村）"),
    "address": gettext_lazy("地点"),
    "unit": gettext_lazy("承办单位"),
    "on_time": gettext_lazy("是否按期"),
    "caller_name": gettext_lazy("诉求人"),
    "caller_phone": gettext_lazy("联系电话"),
    "caller_home": gettext_lazy("住址"),
}
GROUPS = (
    (gettext_lazy("诉求"), ("text", "number", "received", "nature", "category")),
    (gettext_lazy("地点"), ("district", "subdistrict", "community", "address")),
    (gettext_lazy("办理（照来源所写保存）"), ("unit", "on_time")),
    (gettext_lazy("诉求人（加密保存）"), ("caller_name", "caller_phone", "caller_home")),
)
CONSTANTS = ("district", "subdistrict")


class UploadForm(OfficeForm):
    """The file and whose it is."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        allow_empty_file=True,
        max_length=None,
        help_text=gettext_lazy("CSV、XLSX 或每行一个对象的 JSON，最大 100 MB；第一行是列名。"),
        error_messages={"required": gettext_lazy("请选择文件。")},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.jsonl,.json"}),
    )
    source = WordsField(
        label=gettext_lazy("来源名称"),
        max_length=40,
        help_text=gettext_lazy(
            "同一来源每次写同一个名称：编号相同的诉求只导入一次，列的对应会记住。"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "sources"}),
    )


class ColumnsForm(OfficeForm):
    """One list of the file's columns for each field; text and category may take several."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(column.name, _sampled(column.name, column.samples)) for column in sheet.columns]
        for name in LABELS:
            for part, key in enumerate(_keys(name)):
                chosen = sheet.guessed.get(name, ())
                self.fields[key] = forms.ChoiceField(
                    label=_part_label(name, part),
                    choices=[("", _("不导入这一项")), *offered],
                    required=key == "text",
                    initial=chosen[part] if part < len(chosen) else "",
                    error_messages={"required": _("请选出写着诉求内容的列。")},
                )
        for name in CONSTANTS:
            self.fields[f"all_{name}"] = WordsField(
                label=_("整个文件都在同一个%(level)s") % {"level": LABELS[name]},
                required=False,
                max_length=80,
                initial=sheet.constants.get(name, ""),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in CONSTANTS:
            if cleaned.get(name) and cleaned.get(f"all_{name}"):
                self.add_error(f"all_{name}", _("已经选了列，这里请留空。"))
        return cleaned

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page shows them."""
        return [
            (str(title), [self[key] for name in names for key in _with_constant(name)])
            for title, names in GROUPS
        ]

    def said(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The columns as a run keeps them."""
        columns = {}
        for name in LABELS:
            # Twice the same column says nothing new.
            chosen = list(dict.fromkeys(given[key] for key in _keys(name) if given.get(key)))
            if chosen:
                columns[name] = chosen
        words = {name: given.get(f"all_{name}") for name in CONSTANTS}
        constants = {name: word for name, word in words.items() if word}
        return {"columns": columns, "constants": constants}

    @property
    def guessed(self) -> dict[str, Any]:
        """What the page begins with, as if it had been sent."""
        return {key: self.get_initial_for_field(one, key) for key, one in self.fields.items()}


def _keys(name: str) -> list[str]:
    return [name, *(f"{name}_{part}" for part in range(2, PARTS + 1) if name in PARTED)]


def _with_constant(name: str) -> list[str]:
    return [*_keys(name), *([f"all_{name}"] if name in CONSTANTS else [])]


def _part_label(name: str, part: int) -> str:
    if not part:
        return str(LABELS[name])
    return _("%(field)s（第 %(part)d 列）") % {"field": LABELS[name], "part": part + 1}


def _sampled(name: str, samples: tuple[str, ...]) -> str:
    sample = samples[0].replace("\n", " ")[:SAMPLE_SIGNS] if samples else ""
    return _("%(column)s（如 %(sample)s）") % {"column": name, "sample": sample} if sample else name
