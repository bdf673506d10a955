"""What other systems write is read as they meant it, or refused with the column's name."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from complaints.errors import Invalid
from complaints.files.feeds import Feed, FeedRow, Refused, RejectsFile, open_feed, read_map
from complaints.files.feeds.values import OFFICE_ZONE, instant_of, name_of, nature_of, verdict_of

BEIJING_HEADER = (
    "编号,创建时间,主要内容,被反映街乡镇,所在村社区,二级承办单位简称,一级分类,二级分类,三级分类"
)


def written(folder: Path, text: str, name: str = "tickets.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def only_row(feed: Feed) -> FeedRow:
    (row,) = feed.rows()
    assert isinstance(row, FeedRow)
    return row


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2018-02-08", datetime(2018, 2, 8, tzinfo=OFFICE_ZONE)),
        ("2020/1/6 12:09:38", datetime(2020, 1, 6, 12, 9, 38, tzinfo=OFFICE_ZONE)),
        ("2020/1/6 9:05", datetime(2020, 1, 6, 9, 5, tzinfo=OFFICE_ZONE)),
        ("2025年3月1日 8时30分", datetime(2025, 3, 1, 8, 30, tzinfo=OFFICE_ZONE)),
        ("２０２５－０３－０１　０８：３０", datetime(2025, 3, 1, 8, 30, tzinfo=OFFICE_ZONE)),
        ("20250301083015", datetime(2025, 3, 1, 8, 30, 15, tzinfo=OFFICE_ZONE)),
        ("20250301", datetime(2025, 3, 1, tzinfo=OFFICE_ZONE)),
        ("2025-03-01T00:30:00Z", datetime(2025, 3, 1, 0, 30, tzinfo=UTC)),
        (
            "2025-03-01T08:30:00.123+09:00",
            datetime(2025, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=9))),
        ),
        ("45717.5", datetime(2025, 3, 1, 12, tzinfo=OFFICE_ZONE)),
    ],
)
def test_an_instant_is_read_in_every_usual_writing(cell, meant):
    assert instant_of(cell) == meant


def test_an_empty_cell_is_no_instant():
    assert instant_of("  ") is None


@pytest.mark.parametrize(
    "cell",
    ["昨天", "2025-02-30", "2025-13-01", "2025-01-01 25:00", "01/02/2025", "1899-12-31",
     "1900-01-00", "00:00:00", "12", "2025-01-01 08:00 +99:99", "9" * 400, "2025-01-01'; --"],
)  # fmt: skip
def test_what_is_no_instant_is_refused_and_not_guessed(cell):
    """F5: a date cell that lost its date says 1900."""
    with pytest.raises(Invalid):
        instant_of(cell)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("投诉", "complain"), ("感谢", "praise"), ("咨询", "consult"), ("求助", "help"),
        ("求决", "help"), ("建议", "suggest"), ("举报", "report"), ("投诉举报", "report"),
        ("", "help"), ("其他", "other"), ("不认识的词", "other"), ("complain", "complain"),
    ],
)  # fmt: skip
def test_a_nature_word_is_one_of_our_kinds(word, kind):
    assert nature_of(word) == kind


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("intime", True), ("按期办结", True), ("是", True), ("overtime", False), ("逾期办结", False),
     ("否", False), ("", None), ("办理中", None)],
)  # fmt: skip
def test_a_verdict_is_kept_and_never_made_up(word, verdict):
    assert verdict_of(word) is verdict


def test_a_short_cell_is_one_line_of_plain_width_without_control_signs():
    assert name_of("　ＢＪ１２３\n\x07 号 ") == "BJ123 号"


def test_a_district_export_is_known_by_its_header(tmp_path):
    path = written(
        tmp_path,
        f"{BEIJING_HEADER}\n"
        "BJ1,2025-06-01 09:30,路灯不亮,八角街道,某社区,城管办,城乡建设,施工管理,夜间施工\n",
    )
    feed = open_feed(path)
    row = only_row(feed)
    assert feed.feed_map.source == "beijing-12345"
    assert (row.number, row.text, row.subdistrict) == ("BJ1", "路灯不亮", "八角街道")
    assert (row.unit, row.category_words) == ("城管办", "城乡建设 / 施工管理 / 夜间施工")
    assert row.on_time is None


def test_the_running_number_of_an_export_is_no_ticket_number(tmp_path):
    path = written(tmp_path, "序号,创建时间,主要内容\n1,2025-06-01,路灯不亮\n")
    assert only_row(open_feed(path)).number == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_reads_alike(tmp_path, encoding):
    """F5."""
    text = f"{BEIJING_HEADER}\nＢＪ１,2025-06-01,路灯不亮𠮷,八角街道,,,,,\n"
    row = only_row(open_feed(written(tmp_path, text, encoding=encoding)))
    assert (row.number, row.text) == ("BJ1", "路灯不亮𠮷")


def test_json_lines_read_like_a_table(tmp_path):
    line = json.dumps({"编号": 12345678901234567890, "创建时间": "2025-06-01", "主要内容": "漏雨"})
    row = only_row(open_feed(written(tmp_path, f"{line}\n", name="tickets.jsonl")))
    assert (row.number, row.text) == ("12345678901234567890", "漏雨")


def test_missing_columns_are_named_with_the_file(tmp_path):
    path = written(
        tmp_path, "rec_id,create_time,street,event_type,main_type,sub_type\n1,2,3,4,5,6\n"
    )
    with pytest.raises(Invalid, match=r"tickets\.csv.*缺少列：achieve、dispose_unit"):
        open_feed(path)


def test_a_header_that_nobody_knows_is_shown_back(tmp_path):
    with pytest.raises(Invalid, match="认不出表头：甲、乙"):
        open_feed(written(tmp_path, "甲,乙\n1,2\n"))


def test_a_map_of_the_office_reads_any_columns(tmp_path):
    described = {
        "source": "某平台",
        "columns": {"number": "工单", "text": ["标题", "正文"], "caller_phone": "电话"},
        "constants": {"district": "石景山区", "nature": "投诉"},
        "text_joiner": "。",
    }
    feed_map = read_map(written(tmp_path, json.dumps(described), name="map.json"))
    path = written(tmp_path, "工单,标题,正文,电话\n7,漏雨,三楼漏雨,010-00000001\n8,噪声,噪声,\n")
    first, second = open_feed(path, feed_map).rows()
    assert isinstance(first, FeedRow)
    assert isinstance(second, FeedRow)
    assert (first.text, first.district, first.demand_kind) == (
        "漏雨。三楼漏雨",
        "石景山区",
        "complain",
    )
    assert first.caller_phone == "010-00000001"
    assert second.text == "噪声", "a part that repeats another says nothing new"


def test_a_row_never_shows_a_caller_when_printed(tmp_path):
    feed_map = read_map(
        written(tmp_path, '{"columns": {"text": "内容", "caller_phone": "电话"}}', name="map.json")
    )
    row = only_row(open_feed(written(tmp_path, "内容,电话\n漏雨,010-00000001\n"), feed_map))
    assert "00000001" not in repr(row)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{", "不是 JSON"),
        ("[]", "text 必有"),
        ('{"columns": {"number": "a"}}', "text 必有"),
        ('{"columns": {"text": "a", "colour": "b"}}', "不认识的字段：colour"),
        ('{"columns": {"text": "a", "number": ["b", "c"]}}', "number 只能对应一列"),
        ('{"columns": {"text": 3}}', "text 应写列名"),
        ('{"columns": {"text": "a"}, "constants": []}', "constants 应为"),
        ('{"columns": {"text": "a"}, "constants": {"number": "1"}}', "不认识的字段：number"),
    ],
)
def test_a_map_that_is_none_is_refused_in_words(tmp_path, said, why):
    path = written(tmp_path, said, name="map.json")
    with pytest.raises(Invalid, match=why) as refusal:
        read_map(path)
    assert "map.json" in refusal.value.message


def test_a_missing_map_or_file_is_named(tmp_path):
    with pytest.raises(Invalid, match=r"none\.json"):
        read_map(tmp_path / "none.json")
    with pytest.raises(Invalid, match=r"none\.csv"):
        open_feed(tmp_path / "none.csv")


def test_a_column_of_a_given_map_that_the_file_lacks_is_named(tmp_path):
    feed_map = read_map(
        written(tmp_path, '{"columns": {"text": "内容", "unit": "单位"}}', name="map.json")
    )
    with pytest.raises(Invalid, match="缺少列：单位"):
        open_feed(written(tmp_path, "内容\n漏雨\n"), feed_map)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("BJ1,昨天,路灯不亮,,,,,,", "“创建时间”列：时间“昨天”读不出来"),
        (f"{'9' * 81},2025-06-01,路灯不亮,,,,,,", "“编号”列：太长：81 字，最多 80 字"),
        (f"BJ1,2025-06-01,路灯不亮,,,{'办' * 121},,,", "“二级承办单位简称”列：太长"),
        (
            f"BJ1,2025-06-01,路灯不亮,,,,{'类' * 100},{'类' * 100},",
            "“一级分类、二级分类、三级分类”列",
        ),
        ("BJ1,2025-06-01,路灯\x00不亮,,,,,,", "主要内容"),
        ("BJ1,2025-06-01,路灯不亮", "列"),
    ],
)
def test_a_bad_cell_gives_the_row_back_with_the_column(tmp_path, row, why):
    """F5."""
    (refused,) = open_feed(written(tmp_path, f"{BEIJING_HEADER}\n{row}\n")).rows()
    assert isinstance(refused, Refused)
    assert refused.line == 2
    assert why in refused.reason


def test_of_two_rows_with_one_number_the_fuller_is_greater_wherever_it_stands(tmp_path):
    path = written(tmp_path, "编号,创建时间,主要内容\n1,2025-06-01,漏雨\n1,2025-06-01,三楼漏雨\n")
    short, full = open_feed(path).rows()
    assert isinstance(short, FeedRow)
    assert isinstance(full, FeedRow)
    assert full.fullness > short.fullness


def test_rejects_stand_beside_the_file_with_a_mark_and_without_formulas(tmp_path):
    """F1."""
    feed = tmp_path / "tickets.csv"
    with RejectsFile(feed, ("编号", "主要内容", "reason")) as rejects:
        rejects.add({"编号": "1", "主要内容": "=cmd|' /C calc'!A0", "reason": "旧"}, "读不出来")
    content = (tmp_path / "tickets.csv.rejected.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "编号,主要内容,reason",
        "1,'=cmd|' /C calc'!A0,读不出来",
    ]


def test_no_rejects_leave_no_file_and_take_an_old_one_away(tmp_path):
    old = tmp_path / "tickets.csv.rejected.csv"
    old.write_text("old")
    with RejectsFile(tmp_path / "tickets.csv", ("编号",)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_import_that_breaks_leaves_the_old_rejects_as_they_were(tmp_path):
    old = tmp_path / "tickets.csv.rejected.csv"
    old.write_text("old")
    with pytest.raises(ZeroDivisionError):
        break_in_the_middle(tmp_path / "tickets.csv")
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


def break_in_the_middle(feed: Path) -> None:
    with RejectsFile(feed, ("编号",)) as rejects:
        rejects.add({"编号": "1"}, "坏")
        raise ZeroDivisionError
