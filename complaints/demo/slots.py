"""Filling the slots of a sentence: where exactly, since when, how often, how much."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from complaints.demo.places import Community, Spot

SLOT = re.compile(r"\{(\w+)\}")
_FEW = "三四五六七八九"
_GATES = ("东门", "西门", "南门", "北门", "正门", "侧门")
_SPOTS = (
    "中心花园", "地下车库", "东侧通道", "西侧围墙边", "南侧空地", "北侧绿地", "自行车棚旁",
    "垃圾房旁", "儿童乐园", "小广场", "锅炉房后面", "配电室旁边", "值班岗亭对面", "凉亭附近",
)  # fmt: skip
_HOURS = (
    "晚上九点", "晚上十点", "晚上十点半", "夜里十一点", "夜里十二点", "凌晨一点", "凌晨两点",
    "后半夜", "大半夜",
)  # fmt: skip
_EARLY = ("早上五点", "早上五点半", "清晨六点", "天不亮", "凌晨四点多", "早上六点不到")
_TIMES = ("两次", "三次", "四五次", "好几次", "多次", "不下五次", "七八次")
_SHOPS = (
    "烧烤店", "小餐馆", "水果店", "五金店", "洗车店", "快餐店", "面馆", "早餐铺", "超市", "药店",
    "理发店", "棋牌室", "修车铺", "熟食店", "火锅店", "便利店", "奶茶店", "花店", "宠物店",
)  # fmt: skip
_DAYS = (
    "两", "三", "四", "五", "六", "十", "十来", "十几", "3", "4", "5", "7", "10", "好多", "整整三",
)  # fmt: skip
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Scene:
    """One place, so that all sentences of one complaint speak of the same."""

    community: Community
    estate: Spot
    building: int
    entrance: int
    floor: int
    spot: str
    gate: str
    road: Spot
    lane: Spot
    mark: Spot


@dataclass(slots=True)
class Filler:
    """Fills sentences of one complaint; remembers which places were named."""

    scene: Scene
    day: date
    rng: random.Random
    named: set[str] = field(default_factory=set)
    _kept: dict[str, str] = field(default_factory=dict)

    def fill(self, sentence: str) -> str:
        """The sentence with every slot filled; KeyError for a slot that nobody knows."""

        def put(found: re.Match[str]) -> str:
            name = found[1]
            self.named.add(name)
            if name == "n":
                # 两 stands neither before 十, 百 nor before itself.
                tens = sentence[found.end() : found.end() + 1] in ("十", "百", "两")
                return self.rng.choice(_FEW if tens else f"两{_FEW}")
            if name not in self._kept:
                self._kept[name] = _FILL[name](self)
            return self._kept[name]

        filled = SLOT.sub(put, sentence)
        road, mark = self.scene.road.name, self.scene.mark.name
        # Some landmarks carry their road's name already.
        return filled.replace(road + mark, mark) if mark.startswith(road) else filled

    @property
    def place(self) -> Spot:
        """The named place that the point belongs to."""
        if self.named & {"estate", "building", "unit", "floor", "spot", "gate"}:
            return self.scene.estate
        for name, spot in (
            ("mark", self.scene.mark),
            ("lane", self.scene.lane),
            ("road", self.scene.road),
        ):
            if name in self.named:
                return spot
        return self.scene.estate

    @property
    def address(self) -> str:
        """As an office would write it; never a flat."""
        scene, named = self.scene, self.named
        if "building" in named:
            entrance = f"{scene.entrance}单元" if "unit" in named else ""
            return f"{scene.estate.name}{scene.building}号楼{entrance}"
        if "estate" in named:
            at = scene.spot if "spot" in named else scene.gate if "gate" in named else ""
            return f"{scene.estate.name}{at}"
        if "lane" in named:
            return scene.lane.name
        if "road" in named:
            return f"{scene.road.name}{scene.mark.name}附近" if "mark" in named else scene.road.name
        return scene.mark.name if "mark" in named else scene.community.name


def scene_in(community: Community, rng: random.Random) -> Scene:
    """A place in a community, drawn."""
    estate = rng.choice(community.estates)
    return Scene(
        community=community,
        estate=estate,
        building=rng.randint(1, 24),
        entrance=rng.randint(1, 6),
        floor=rng.randint(1, 18),
        spot=rng.choice(_SPOTS),
        gate=rng.choice(_GATES),
        road=rng.choice(community.roads),
        lane=rng.choice(community.lanes),
        mark=rng.choice(community.marks),
    )


def _since(filler: Filler) -> str:
    rng, day = filler.rng, filler.day
    before = day - timedelta(days=rng.randint(2, 25))
    ways = [
        "从昨天开始", "从前天起", "这几天", "最近半个月", "近一周", "一个多月以来", "最近",
        "从上周开始", "连着几天", "这一阵子",
        f"从上周{_WEEKDAYS[before.weekday()]}开始",
        f"从{before.month}月{before.day}日起",
        f"{before.month}月{before.day}日以来",
        f"近{rng.choice(_FEW)}天",
        f"前后有{rng.choice(_FEW)}天",
    ]  # fmt: skip
    season = {12: "入冬以来", 1: "进入一月以来", 4: "开春以来", 6: "入夏以来", 10: "入秋以来"}
    if day.month in season:
        ways += [season[day.month]] * 2
    return rng.choice(ways)


def _money(filler: Filler) -> str:
    rng = filler.rng
    return rng.choice(
        [f"{rng.randint(2, 39)}00", f"{rng.randint(12, 98)}0", f"{rng.randint(1, 9)}千"]
    )


def _cold(filler: Filler) -> str:
    rng = filler.rng
    whole = rng.randint(11, 17)
    return rng.choice([f"{whole}", f"{whole}", f"{whole}.{rng.randint(1, 9)}", "十四五", "十五六"])


_FILL: dict[str, Callable[[Filler], str]] = {
    "estate": lambda f: f.scene.estate.name,
    "building": lambda f: f"{f.scene.building}号楼",
    "unit": lambda f: f"{f.scene.entrance}单元",
    "floor": lambda f: f"{f.scene.floor}层",
    "spot": lambda f: f.scene.spot,
    "gate": lambda f: f.scene.gate,
    "road": lambda f: f.scene.road.name,
    "lane": lambda f: f.scene.lane.name,
    "mark": lambda f: f.scene.mark.name,
    "comm": lambda f: f.scene.community.name,
    "street": lambda f: f.scene.community.street,
    "since": _since,
    "hour": lambda f: f.rng.choice(_HOURS),
    "early": lambda f: f.rng.choice(_EARLY),
    "times": lambda f: f.rng.choice(_TIMES),
    "days": lambda f: f.rng.choice(_DAYS),
    "shop": lambda f: f.rng.choice(_SHOPS),
    "money": _money,
    "cents": lambda f: f.rng.choice(("三毛", "五毛", "八毛", "一块", "一块二", "两块多")),
    "age": lambda f: f.rng.choice(("七十多岁", "八十多岁", "八十五岁", "快九十岁", "七十八岁")),
    "cold": _cold,
}
