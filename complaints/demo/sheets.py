"""Files of another system: one that came in with rows left over, one whose columns wait."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from complaints.actions.imports.runs import start_import, upload_import
from complaints.actions.imports.work import claim_import, work_on_import
from complaints.models import Area, Organisation, User

_SOURCE = "区级热线（演示）"
_HEADER = (
    "工单编号",
    "受理时间",
    "诉求内容",
    "所属街乡镇",
    "所属社区",
    "问题地址",
    "来电人",
    "联系电话",
)
# Minutes ago, and the words; what was keyed in badly has no minutes.
_CAME = (
    (55, "小区南门外的路灯有三盏不亮，晚上老人出门看不清台阶。"),
    (51, "楼道里堆了旧家具，消防通道走不通，请派人清理。"),
    (48, "早市收摊后垃圾没有清，路面油污很滑。"),
    (44, "一层底商排油烟直对居民窗户，夏天不敢开窗。"),
    (39, "单元门禁坏了两周，快递员随便进出。"),
    (33, "便道上共享单车堆成一片，轮椅过不去。"),
    (29, "健身器材的踏板松了，孩子差点摔下来。"),
    (24, "小区东侧树枝压在电线上，刮风时打火。"),
    (None, "夜里一点还在卸货，希望错开休息时间。"),
    (None, "地下室有积水，蚊虫很多。"),
)
_WAITING = (
    (18, "社区活动室周末能不能延长开放时间？"),
    (12, "车棚顶漏雨，电动车充电不安全。"),
)
_LEFT_OVER = "昨天晚上"


def rows_of_files() -> int:
    """How many complaints come in by a file."""
    return sum(minutes is not None for minutes, _words in _CAME)


def files_came(by: User, *, at: datetime) -> int:
    """Send both files for the body of this person; how many complaints came in."""
    first = upload_import(
        _sheet(_CAME, by, at, 1), name="十一月工单.csv", source=_SOURCE, by=by, at=at
    )
    columns = {
        "number": "工单编号", "received": "受理时间", "text": "诉求内容",
        "subdistrict": "所属街乡镇", "community": "所属社区", "address": "问题地址",
        "caller_name": "来电人", "caller_phone": "联系电话",
    }  # fmt: skip
    start_import(first.pk, columns={"columns": columns}, by=by, at=at)
    claimed = claim_import(at=at)
    if claimed is not None:
        work_on_import(claimed.pk, attempt=claimed.attempt, at=at)
    second = _sheet(_WAITING, by, at, 101)
    upload_import(second, name="十一月补充.csv", source=_SOURCE, by=by, at=at)
    return rows_of_files()


def _sheet(
    said: tuple[tuple[int | None, str], ...], by: User, at: datetime, first: int
) -> io.BytesIO:
    out = io.StringIO()
    csv.writer(out).writerows([_HEADER, *_rows(said, by, at, first)])
    return io.BytesIO(out.getvalue().encode("utf-8-sig"))


def _rows(
    said: tuple[tuple[int | None, str], ...], by: User, at: datetime, first: int
) -> Iterator[tuple[str, ...]]:
    body = Organisation.objects.select_related("area").get(pk=by.current_posts[0].organisation_id)
    communities = list(Area.objects.filter(parent_id=body.area_id).order_by("code")[:4])
    street = body.area.name if body.area else ""
    for turn, (minutes, words) in enumerate(said):
        community = communities[turn % len(communities)].name
        moment = timezone.localtime(at - timedelta(minutes=minutes or 0))
        when = f"{moment:%Y-%m-%d %H:%M}" if minutes is not None else _LEFT_OVER
        phone = f"010-0000{7000 + first + turn}"
        number = f"QX{first + turn:05d}"
        yield number, when, words, street, community, f"{community}内", "演示居民", phone
