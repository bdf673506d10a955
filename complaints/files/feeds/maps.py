"""Which columns of another system's table carry what: three maps of our own, and the office's."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from complaints.errors import Invalid
from complaints.files.feeds.values import name_of

# A part is one cell, under the first of its names that the file has.
Part = tuple[str, ...]

PARTED = frozenset({"text", "category"})
SINGLE = frozenset(
    {
        "number", "received", "nature", "district", "subdistrict", "community", "address", "unit",
        "on_time", "caller_name", "caller_phone", "caller_home",
    }
)  # fmt: skip
FIELDS = PARTED | SINGLE
_FIRST = ("number", "received", "text")
FIELDS_IN_ORDER = (*_FIRST, *sorted(FIELDS.difference(_FIRST)))
CONSTANT_FIELDS = frozenset({"district", "subdistrict", "community", "unit", "nature"})


@dataclass(frozen=True, slots=True)
class FeedMap:
    """Which columns of a source carry what. `needed` fields must be there for the map to fit."""

    source: str
    fields: Mapping[str, tuple[Part, ...]]
    needed: frozenset[str]
    constants: Mapping[str, str] = field(default_factory=dict)
    text_joiner: str = "\n"

    def missing(self, header: Iterable[str]) -> list[str]:
        """The needed columns that a file of this header lacks, as the map calls them."""
        have = {plain(name) for name in header}
        parts = (
            part for name in FIELDS_IN_ORDER if name in self.needed for part in self.fields[name]
        )
        return ["/".join(part) for part in parts if not any(plain(one) in have for one in part)]

    def columns_in(self, header: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The file's own names of the columns that each field is made of."""
        real = {plain(name): name for name in header}
        columns = {
            name: tuple(
                real[found]
                for part in parts
                if (found := next((plain(one) for one in part if plain(one) in real), None))
            )
            for name, parts in self.fields.items()
        }
        return {name: found for name, found in columns.items() if found}


def plain(name: str) -> str:
    """A column's name without the spaces, widths and cases that exports differ in."""
    return name_of(name).replace(" ", "").casefold()


def _of(**fields: str | Part | list[Part]) -> dict[str, tuple[Part, ...]]:
    """A string is one part of one name, a tuple one part of several names, a list several parts."""
    made: dict[str, tuple[Part, ...]] = {}
    for name, said in fields.items():
        parts = said if isinstance(said, list) else [said if isinstance(said, tuple) else (said,)]
        made[name] = tuple(parts)
    return made


# Events of a district without a text: its own words for the type are all that is said.
PINGSHAN = FeedMap(
    source="pingshan",
    fields=_of(
        number="rec_id",
        received="create_time",
        text=[("event_type",), ("main_type",), ("sub_type",)],
        category=[("event_type",), ("main_type",), ("sub_type",)],
        nature="property",
        subdistrict="street",
        community="community",
        unit="dispose_unit",
        on_time="achieve",
    ),
    needed=frozenset({"number", "received", "text", "subdistrict", "unit", "on_time"}),
    text_joiner="，",
)
TIPDM = FeedMap(
    source="tipdm",
    fields=_of(
        number="msg_id",
        received="time",
        text=[("title",), ("body",)],
        category=[("label",)],
    ),
    needed=frozenset({"number", "received", "text"}),
)
# The running number of an export (序号) starts anew in each file and is therefore no number.
BEIJING = FeedMap(
    source="beijing-12345",
    fields=_of(
        number=("编号", "工单编号", "工单号", "受理编号", "诉求编号"),
        received=("创建时间", "受理时间", "来电时间", "诉求时间"),
        text=("主要内容", "诉求内容", "反映内容", "工单内容"),
        nature=("诉求性质", "诉求类型", "来电类别"),
        district=("被反映区", "所属区", "所在区"),
        subdistrict=("被反映街乡镇", "所属街乡镇", "被反映街道", "所在街道", "所属街道"),
        community=("所在村社区", "所在社区", "所属社区"),
        address=("被反映地址", "问题地址", "事发地址", "地址"),
        unit=("二级承办单位简称", "二级承办单位", "承办单位"),
        category=[("一级分类",), ("二级分类",), ("三级分类",)],
        on_time=("是否按期", "是否按时办结"),
        caller_name=("诉求人", "来电人", "姓名", "联系人"),
        caller_phone=("联系电话", "来电号码", "电话"),
        caller_home=("住址", "家庭住址"),
    ),
    needed=frozenset({"received", "text"}),
)
BUILT_IN = (PINGSHAN, TIPDM, BEIJING)


def fitting_map(header: Iterable[str]) -> FeedMap:
    """The built-in map whose needed columns are all there; raises Invalid with what is missing."""
    names = list(header)
    for feed_map in BUILT_IN:
        if not feed_map.missing(names):
            return feed_map
    have = {plain(name) for name in names}
    nearest = max(BUILT_IN, key=lambda one: len(have & _names_of(one)))
    if have & _names_of(nearest):
        raise Invalid(
            _("缺少列：%(columns)s（按“%(source)s”的表头读）。可用 --map 指明各列")
            % {"columns": _("、").join(nearest.missing(names)), "source": nearest.source}
        )
    raise Invalid(
        _("认不出表头：%(header)s。可用 --map 指明各列，至少要有诉求内容（text）")
        % {"header": _("、").join(names)[:200]}
    )


def checked_map(feed_map: FeedMap, header: Iterable[str]) -> FeedMap:
    """A given map, if the file has all its columns."""
    missing = feed_map.missing(header)
    if missing:
        raise Invalid(_("缺少列：%(columns)s") % {"columns": _("、").join(missing)})
    return feed_map


def _names_of(feed_map: FeedMap) -> set[str]:
    return {plain(name) for parts in feed_map.fields.values() for part in parts for name in part}


def guessed_columns(header: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What the built-in maps make of a header, as far as they know it: a person looks at it."""
    names = list(header)
    found: dict[str, tuple[str, ...]] = {}
    for feed_map in BUILT_IN:
        if not feed_map.missing(names):
            return feed_map.columns_in(names)
        found |= feed_map.columns_in(names)
    return found


def read_map(path: Path) -> FeedMap:
    """A map of the office's own, from a JSON file:

    {"source": "…", "columns": {"text": ["标题", "内容"], "number": "工单号", …},
     "constants": {"district": "石景山区"}, "text_joiner": "。"}
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Invalid(
            _("%(path)s 打不开：%(why)s") % {"path": path, "why": error.strerror}
        ) from None
    except ValueError as error:
        raise Invalid(_("%(path)s 不是 JSON：%(why)s") % {"path": path, "why": error}) from None
    try:
        return map_of(said)
    except Invalid as refusal:
        raise Invalid(_("%(path)s：%(why)s") % {"path": path, "why": refusal.message}) from None


def map_of(said: Any) -> FeedMap:
    """A map as JSON says it; raises Invalid where it says something else."""
    columns = said.get("columns") if isinstance(said, dict) else None
    if not isinstance(columns, dict) or not columns.get("text"):
        raise Invalid(_('应为 {"columns": {"text": "…", …}}，其中 text 必有'))
    constants = said.get("constants", {})
    if not isinstance(constants, dict):
        raise Invalid(_('constants 应为 {"字段": "固定的值"}'))
    unknown = sorted(columns.keys() - FIELDS) + sorted(constants.keys() - CONSTANT_FIELDS)
    if unknown:
        raise Invalid(
            _("不认识的字段：%(given)s；可用：%(known)s")
            % {"given": _("、").join(unknown), "known": _("、").join(sorted(FIELDS))}
        )
    fields = {name: _parts(name, names) for name, names in columns.items()}
    return FeedMap(
        source=str(said.get("source", "")),
        fields=fields,
        needed=frozenset(fields),
        constants={name: str(word) for name, word in constants.items()},
        text_joiner=str(said.get("text_joiner", "\n")),
    )


def _parts(name: str, names: Any) -> tuple[Part, ...]:
    listed = names if isinstance(names, list) else [names]
    if not listed or not all(isinstance(one, str) and one for one in listed):
        raise Invalid(_("字段 %(name)s 应写列名或列名的数组") % {"name": name})
    if len(listed) > 1 and name not in PARTED:
        raise Invalid(_("字段 %(name)s 只能对应一列") % {"name": name})
    return tuple((one,) for one in listed)
