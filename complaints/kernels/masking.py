"""Suggests what in free text names or leads to a person; an officer confirms before units read it.

Recall before precision: a place name masked too much costs a click, a phone number left costs a
person. Every pattern has bounded repeats only, so the time is linear in the text's length.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from complaints.errors import gettext_noop
from complaints.kernels.names import name_spans


class Kind(StrEnum):
    """What a span is; `LABELS` has the word that stands in its place."""

    ID_CARD = "id_card"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    ACCOUNT = "account"
    DOOR = "door"
    NAME = "name"


LABELS = {
    Kind.ID_CARD: gettext_noop("证件号"),
    Kind.PHONE: gettext_noop("电话"),
    Kind.EMAIL: gettext_noop("邮箱"),
    Kind.PLATE: gettext_noop("车牌"),
    Kind.ACCOUNT: gettext_noop("账号"),
    Kind.DOOR: gettext_noop("门牌"),
    Kind.NAME: gettext_noop("姓名"),
}


class Span(NamedTuple):
    """`text[start:end]` is suggested as personal."""

    start: int
    end: int
    kind: Kind


# Full-width forms and the many dashes are read as their plain twins, one for one, so places stay.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {ord(dash): ord("-") for dash in "‐‑‒–—―−﹣"} | {0x3000: 0x20, 0xA0: 0x20}

_NUMERALS = "零〇一二三四五六七八九十"
_D = "[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]"
_IS = "[ :,是为]{0,3}"

_ID_CARD = (
    r"(?<![0-9A-Za-z])[1-9]\d{5}[- ]?(?:18|19|20)\d\d[- ]?(?:0[1-9]|1[0-2])[- ]?"
    r"(?:0[1-9]|[12]\d|3[01])[- ]?\d{3}[\dXx](?![0-9A-Za-z])",
    r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)",
    r"身份证[^\d\n]{0,8}(\d{4,18}[Xx]?)(?![0-9A-Za-z])",
    r"护照[^\dA-Za-z\n]{0,5}([A-Za-z]{1,2}\d{7,8})(?![0-9A-Za-z])",
)
_PHONE = (
    rf"(?<!{_D})(?:\+?86[- ]?)?[1一幺壹](?:[- ]{{0,2}}[3-9三四五六七八九叁肆伍陆柒捌玖])"
    rf"(?:[- ]{{0,3}}{_D}){{9}}(?!{_D})",
    r"(?<!\d)1[3-9]\d\.\d{4}\.\d{4}(?!\d)",
    r"(?<![\d-])0(?:10|2\d|[3-9]\d\d)[)]?[- ]{0,3}[2-9]\d{2,3}[- ]?\d{4}(?:转\d{1,5})?(?!\d)",
    r"(?:电话|座机|联系方式|号码|致电|拨打|回电)[^\d\n]{0,4}([2-9]\d{3}[- ]?\d{4})(?!\d)",
    r"(?:电话|手机)[^\d\n]{0,5}(?:尾号|[后末][四4]位)[^\d\n]{0,3}(\d{4})(?!\d)",
    r"(?<!\d)(1[3-9]\d[*xX#]{4}\d{4})(?!\d)",
)
_EMAIL = (
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_PLATE = (
    rf"[{_PROVINCES}][A-Za-z][·•・‧.\- ]{{0,2}}(?=[A-Za-z]{{0,5}}\d[A-Za-z]{{0,5}}\d)"
    r"(?:[A-Za-z0-9]{4}[警学挂领港澳]|[A-Za-z0-9]{5,6})(?![A-Za-z0-9])",
    r"车牌号?码?[^A-Za-z0-9\n]{0,4}([A-Za-z]?[A-Za-z0-9]{5,6})(?![A-Za-z0-9])",
)
_ACCOUNT = (
    r"(?:微信|薇信|(?<![A-Za-z])(?:[Vv]信|[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat))(?:号码?|ID|id)?"
    rf"{_IS}加?([A-Za-z][-_A-Za-z0-9]{{5,19}}|\d{{6,11}})(?![-_A-Za-z0-9])",
    rf"(?<![A-Za-z])[Qq][Qq]号?码?{_IS}([1-9]\d{{4,10}})(?!\d)",
    rf"(?:抖音|快手|微博|小红书)(?:号|ID|id){_IS}([A-Za-z0-9][-_.A-Za-z0-9]{{4,19}})",
    r"(?:银行卡|卡号|账号|账户|帐号)[^\d\n]{0,8}(\d(?:[ -]?\d){11,19})(?!\d)",
)

_N = rf"(?:\d{{1,4}}|[{_NUMERALS}]{{1,5}})"
_SEP = "[-, 、]{0,2}"
_BUILDING = (
    rf"(?:[甲乙丙丁东西南北]?{_N}[甲乙丙丁A-Za-z]?|[A-Za-z]\d{{0,3}}) ?"
    r"(?:号楼|号院|栋楼?|幢楼?|座|楼|#楼?|号)"
)
_UNIT = rf"(?:{_N}|[A-Za-z]) ?(?:单元|门|梯)"
_FLOOR = rf"{_N} ?(?:层|楼)"
_ROOM = rf"(?:\d{{3,4}}[A-Za-z]?|[{_NUMERALS}]{{3,4}})"
# 501 behind a building is a room, 500 households or 2024年 are not.
_COUNTED = r"(?![\d多余来户人元米平年月日天个次台辆吨度路期号楼业居名家位千万%℃.A-Za-z条棵根盏层])"
_HOUSEHOLD = r"户(?!人|居|村|业|家|型|都|全)"
_INSIDE = rf"(?:{_N}[A-Za-z]? ?(?:室|号房|房间)|{_ROOM}(?:{_HOUSEHOLD}|号|{_COUNTED}))"
_SIDE = "[东西南北中左右](?:户|侧|边|手|门)"
# 号 is also a day of the month and part of other names.
_HOUSE = (
    r"号(?!院|楼|线|门(?![口前])|桥|坑|井|厅|店|文|工|令|机|公|停|晚|早|夜|上午|中午|下午|凌晨|开|起"
    r"|以|之|左右|当|那|到|至|就)"
)
_DOOR = (
    rf"(?:{_BUILDING}{_SEP}){{0,2}}{_UNIT}{_SEP}(?:{_FLOOR}{_SEP})?(?:{_INSIDE}|{_N}号(?![楼院线])|{_SIDE})",
    rf"(?:{_BUILDING}{_SEP}){{1,2}}(?:{_FLOOR}{_SEP})?{_INSIDE}",
    rf"(?:{_BUILDING}{_SEP}){{0,2}}{_FLOOR}[东西南北中左右]户",
    r"(?<![\d-])(?:\d{1,3}-){2,3}\d{3,4}(?![\d-])",
    rf"{_BUILDING}{_SEP}\d{{1,2}}-\d{{3,4}}(?![\d-])",
    r"(?<![\d-])\d{1,2}-\d{3,4}室",
    rf"{_ROOM}室",
    rf"(?:房间号|房号|门牌号?|房间){_IS}([A-Za-z]?\d{{1,5}}[A-Za-z]?号?)(?!\d)",
    rf"(?<![甲乙丙丁])[甲乙丙丁](?:\d{{1,4}}|[{_NUMERALS}]{{1,3}}){_HOUSE}",
    r"(?<!\d)\d{1,4}号(?:院内?)?[甲乙丙丁](?![级类等]|方|醛)",
    rf"(?:胡同|夹道|巷|村|[{_NUMERALS}]条)[东西南北中]?(?:街|区|路|里)?(\d{{1,4}}{_HOUSE})",
    rf"\d{{1,4}}号院(?:内)?{_SEP}\d{{1,4}}{_HOUSE}",
)
_PUBLIC_ROOM = re.compile(
    "(?:居委会|服务中心|服务站|大厅|派出所|办公楼|办公|教学楼|政务|法院|医院|学校|窗口|门诊|社区|街道办)"
    ".{0,6}$"
)

# Where two patterns meet, the earlier kind takes the place.
_PATTERNS: tuple[tuple[Kind, tuple[re.Pattern[str], ...]], ...] = tuple(
    (kind, tuple(re.compile(pattern) for pattern in patterns))
    for kind, patterns in (
        (Kind.ID_CARD, _ID_CARD),
        (Kind.PHONE, _PHONE),
        (Kind.EMAIL, _EMAIL),
        (Kind.PLATE, _PLATE),
        (Kind.ACCOUNT, _ACCOUNT),
        (Kind.DOOR, _DOOR),
    )
)
_LOOK_BACK = 16
# Most texts hold no number, and every pattern of these kinds asks for four digits or letters.
_OF_NUMBERS = frozenset({Kind.ID_CARD, Kind.PHONE, Kind.PLATE, Kind.ACCOUNT})
_NUMBER_SIGN = re.compile(r"[\dA-Za-z零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]")
_LEAST_SIGNS = 4


def find_personal(text: str) -> list[Span]:
    """Spans in order, none over another."""
    plain = text.translate(_PLAIN)
    taken = bytearray(len(plain))
    spans: list[Span] = []
    for span in _candidates(plain):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            spans.append(span)
    return sorted(spans)


def mask(text: str) -> str:
    """The text with the kind in 〔〕 in place of each span, all else unchanged."""
    if not text:
        return ""
    parts, last = [], 0
    for span in find_personal(text):
        parts += [text[last : span.start], f"〔{LABELS[span.kind]}〕"]
        last = span.end
    return "".join([*parts, text[last:]])


def _candidates(plain: str) -> Iterator[Span]:
    has_numbers = len(_NUMBER_SIGN.findall(plain)) >= _LEAST_SIGNS
    for kind, patterns in _PATTERNS:
        if kind in _OF_NUMBERS and not has_numbers:
            continue
        for pattern in patterns:
            for match in pattern.finditer(plain):
                start, end = match.span(pattern.groups)
                if kind is not Kind.DOOR or not _is_public(plain, start):
                    yield Span(start, end, kind)
    for start, end in name_spans(plain):
        yield Span(start, end, Kind.NAME)


def _is_public(plain: str, start: int) -> bool:
    """A room of an office is where people are sent, not where somebody lives."""
    return _PUBLIC_ROOM.search(plain[max(0, start - _LOOK_BACK) : start]) is not None
