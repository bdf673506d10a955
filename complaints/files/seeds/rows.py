"""The plain rows that the seed files are read into; nothing is looked up here."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any


@dataclass(frozen=True, slots=True)
class AreaSeed:
    code: str
    name: str
    level: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class OutlineSeed:
    """`geometry` is GeoJSON; `origin` one of `Area.OutlineOrigin`."""

    code: str
    geometry: dict[str, Any]
    origin: str


@dataclass(frozen=True, slots=True)
class PlaceSeed:
    name: str
    kind: str
    area: str
    lon: float
    lat: float
    origin: str


@dataclass(frozen=True, slots=True)
class CategorySeed:
    code: str
    name: str
    name_en: str
    level: int
    parent: str
    demand_kind: str
    clock_kind: str
    sensitivity: str
    is_told_nearby: bool
    community_assists: bool
    office_key: str
    source: str
    since: date


@dataclass(frozen=True, slots=True)
class LimitSeed:
    stage: str
    clock_kind: str
    amount: int
    unit: str
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class ParameterSeed:
    key: str
    amount: int
    unit: str
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class QuestionSeed:
    """`options` are lines, the English ones in the same order."""

    category: str
    position: int
    text: str
    text_en: str
    kind: str
    options: str
    options_en: str
    since: date


@dataclass(frozen=True, slots=True)
class ElsewhereSeed:
    """`words_en` are lines."""

    name: str
    name_en: str
    words: str
    words_en: str
    advice: str
    advice_en: str
    turn_to: str
    turn_to_en: str
    source: str
    is_ours: bool
    since: date


@dataclass(frozen=True, slots=True)
class ComponentSeed:
    code: str
    name: str
    kind: str
    area: str
    where: str
    lon: float
    lat: float
    category: str
    since: date


@dataclass(frozen=True, slots=True)
class OutcomeSeed:
    code: str
    kind: str
    name: str
    name_en: str
    ground: str
    ground_en: str
    reply: str
    reply_en: str
    turn_to: str
    turn_to_en: str
    phone: str
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class RiskWordSeed:
    word: str
    kind: str
    what_to_do: str
    limit_hint: str
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class NoticeWordsSeed:
    code: str
    words: str
    words_en: str
    is_urgent: bool
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class SessionSeed:
    starts: time
    ends: time
    since: date
    source: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class DaySeed:
    day: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class YearSeed:
    year: int
    source: str
    is_provisional: bool
    days: tuple[DaySeed, ...]


@dataclass(frozen=True, slots=True)
class OrganisationSeed:
    code: str
    name: str
    kind: str
    office_key: str
    area: str
    parent: str
    around_the_clock: bool
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ContractSeed:
    """`area` and `estate` name the gazetteer entry of kind estate."""

    organisation: str
    area: str
    estate: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the demonstration's outlines are drawn from: see `kernels.cells.nested_cells`."""

    district: str
    seed: int
    seats: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Ground:
    areas: tuple[AreaSeed, ...]
    outlines: tuple[OutlineSeed, ...]
    categories: tuple[CategorySeed, ...]
    limits: tuple[LimitSeed, ...]
    parameters: tuple[ParameterSeed, ...]
    sessions: tuple[SessionSeed, ...]
    years: tuple[YearSeed, ...]
    questions: tuple[QuestionSeed, ...] = ()
    elsewhere: tuple[ElsewhereSeed, ...] = ()
    components: tuple[ComponentSeed, ...] = ()
    outcomes: tuple[OutcomeSeed, ...] = ()
    risk_words: tuple[RiskWordSeed, ...] = ()
    notice_words: tuple[NoticeWordsSeed, ...] = ()
    places: tuple[PlaceSeed, ...] = ()
    organisations: tuple[OrganisationSeed, ...] = ()
    contracts: tuple[ContractSeed, ...] = ()
