"""Tables as offices really send them, and tables that nobody's spreadsheet runs as a program."""

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from complaints.errors import Invalid
from complaints.files.tables import (
    TableRefused,
    csv_chunks,
    open_table,
    safe_text,
    write_csv,
    write_xlsx,
)
from complaints.files.tables.writing import plain_text

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
# What a spreadsheet file cannot hold as it is, apart from what is tested by name.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


def read(content, **options):
    with open_table(io.BytesIO(content), name="热线.csv", **options) as table:
        return table.columns, list(table.rows)


def refusal(content, **options):
    with pytest.raises(TableRefused) as caught:
        read(content, **options)
    assert isinstance(caught.value, Invalid)
    assert caught.value.message.startswith("热线.csv")
    return caught.value.message


def workbook(*rows, prepare=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book.active)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


SAMPLE = '工单号,内容\n1,暖气不热\n2,"楼道灯坏，\n一直没修"\n'


@pytest.mark.parametrize(
    "content",
    [
        SAMPLE.encode(),
        b"\xef\xbb\xbf" + SAMPLE.encode(),
        SAMPLE.encode("gb18030"),
        SAMPLE.encode("utf-16"),
        SAMPLE.replace("\n", "\r\n").encode("gbk"),
        SAMPLE.replace(",", "\t").encode(),
        SAMPLE.replace(",", ";").encode(),
        ("\n\n" + SAMPLE).encode(),
        SAMPLE.replace("内容", "内容 ,,").replace("1,暖气不热", "1,暖气不热,,").encode(),
    ],
    ids=["utf-8", "mark", "gb18030", "utf-16", "gbk", "tabs", "semicolons", "blank", "commas"],
)
def test_a_table_of_text_is_read_in_every_usual_wrapping(content):
    columns, rows = read(content)
    assert columns == ("工单号", "内容")
    assert [row.values["工单号"] for row in rows] == ["1", "2"]
    assert rows[0].values["内容"] == "暖气不热"
    assert rows[1].values["内容"].replace("\r", "") == "楼道灯坏，\n一直没修"


def test_rows_know_where_they_start_in_the_file():
    _columns, rows = read(b'a,b\n1,"x\ny"\n\n2,z\n')
    assert [(row.line, row.values) for row in rows] == [
        (2, {"a": "1", "b": "x\ny"}),
        (5, {"a": "2", "b": "z"}),
    ]


def test_a_bad_row_comes_with_its_reason_and_the_others_are_good():
    content = 'a,b\n1,2\n3\n4,5,6\n7,"x"y\n8,9\n,\n10,\x00\n'
    _columns, rows = read(content.encode())
    assert [(row.line, bool(row.problem)) for row in rows] == [
        (2, False),
        (3, True),
        (4, True),
        (5, True),
        (6, False),
        (8, True),
    ]
    assert "2" in rows[1].problem
    assert "1" in rows[1].problem
    assert "b" in rows[5].problem


def test_a_quote_never_closed_is_said_and_not_swallowed():
    _columns, rows = read(b'a,b\n1,2\n3,"4\n5,6\n7,8\n')
    assert [(row.line, bool(row.problem)) for row in rows] == [(2, False), (3, True)]
    assert "引号" in rows[1].problem


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b" \n \n", "空"),
        (b"\xef\xbb\xbf", "空"),
        (b"a,,c\n1,2,3\n", "第 2 列"),
        (b",,\n1,2,3\n", "第 1 列"),
        (b"a,b,a\n1,2,3\n", "重复：a"),
        ("工单号\n甲\n".encode() + b"\xff\xff\xff\n", "第 3 行"),
        ("内容\n楼道灯坏了一直没人修\n".encode() + "甲".encode("gbk") + b"\n", "第 3 行"),
        (b'[{"a": 1}]', "每行一个对象"),
        (b'{"a": 1', "JSON"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, ".xlsx"),
        (b"PK\x03\x04" + b"\x00" * 600, "XLSX"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content, said):
    assert said in refusal(content)


def test_missing_columns_are_named_with_those_found():
    with open_table(io.BytesIO(SAMPLE.encode()), name="热线.csv") as table:
        table.require(["工单号"])
        with pytest.raises(TableRefused) as caught:
            table.require(["工单号", "联系电话", "创建时间"])
    assert caught.value.message == (
        "热线.csv 第 1 行：缺少列：联系电话、创建时间。文件中有这些列：工单号、内容。"
    )


def test_a_path_is_named_by_its_file_and_a_missing_one_refused(tmp_path):
    path = tmp_path / "十月.csv"
    with pytest.raises(TableRefused, match=r"十月\.csv"), open_table(path):
        pass
    path.write_text(SAMPLE, encoding="utf-8")
    with open_table(path) as table:
        assert table.name == "十月.csv"
        assert len(list(table.rows)) == 2


def test_the_callers_file_stays_open():
    file = io.BytesIO(SAMPLE.encode())
    with open_table(file) as table:
        assert len(list(table.rows)) == 2
    assert not file.closed


def test_json_lines_keep_numbers_as_they_were_written():
    lines = [
        {"a": "漏雨", "b": 1, "c": None},
        {"a": True, "b": 1.50},
        {"a": [1], "b": 2},
        [1],
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    content += '\n{"b": 20190101123456789012, "a": "x", "c": "\\ud800"}\nnot json\n' + "[" * 200_000
    columns, rows = read(content.encode())
    assert columns == ("a", "b", "c")
    assert rows[0].values == {"a": "漏雨", "b": "1", "c": ""}
    assert rows[1].values == {"a": "true", "b": "1.5", "c": ""}
    assert rows[4].values["b"] == "20190101123456789012"
    assert [bool(row.problem) for row in rows] == [False, False, True, True, True, True, True]
    assert [row.line for row in rows] == [1, 2, 3, 4, 5, 6, 7]


def test_a_workbook_gives_texts_as_a_person_would_type_them():
    content = workbook(
        ["工单号", "时间", "日期", "数", "比率", "真", "空"],
        [
            "0012",
            datetime.fromisoformat("2018-10-01T08:30"),
            date(2018, 10, 1),
            3.0,
            0.25,
            True,
            None,
        ],
        [12, time(8, 30), "２０１８年", "３", "=1+1", "x", ""],
        [],
        ["末行"],
    )
    columns, rows = read(content)
    assert columns == ("工单号", "时间", "日期", "数", "比率", "真", "空")
    assert list(rows[0].values.values()) == [
        "0012", "2018-10-01 08:30:00", "2018-10-01", "3", "0.25", "true", "",
    ]  # fmt: skip
    # A formula that was never computed has no value; it is not taken for text.
    assert list(rows[1].values.values()) == ["12", "08:30:00", "２０１８年", "３", "", "x", ""]
    assert (rows[2].line, rows[2].values["工单号"], rows[2].problem) == (5, "末行", "")


def test_a_title_merged_over_the_table_is_passed_by():
    def merge(sheet):
        sheet.merge_cells("A1:B1")

    columns, rows = read(workbook(["十月工单"], ["工单号", "内容"], ["1", "漏雨"], prepare=merge))
    assert columns == ("工单号", "内容")
    assert [(row.line, row.values["内容"]) for row in rows] == [(3, "漏雨")]


def test_merged_cells_and_dates_of_1900_are_read_as_they_are():
    def merge(sheet):
        sheet.merge_cells("A2:A3")

    content = workbook(
        ["街道", "日"], ["甲街", datetime.fromisoformat("1900-03-01")], [None, "x"], prepare=merge
    )
    _columns, rows = read(content)
    assert [list(row.values.values()) for row in rows] == [["甲街", "1900-03-01"], ["", "x"]]


def test_an_order_number_that_excel_has_shortened_is_a_problem():
    _columns, rows = read(workbook(["工单号", "内容"], [2018100112345678901, "漏雨"], [1, "x"]))
    assert "15 位" in rows[0].problem
    assert "第 1 列" in rows[0].problem
    assert rows[1].problem == ""


def rezipped(content, replace):
    """The same workbook with one member's bytes changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, replace(member, old.read(member)))
    return made.getvalue()


def test_a_zip_bomb_is_refused_by_its_directory():
    content = rezipped(
        workbook(["a", "b"]),
        lambda member, old: b" " * 300_000_000 if member == "xl/styles.xml" else old,
    )
    assert len(content) < 400_000
    assert "200 MB" in refusal(content)


def test_a_workbook_that_lies_about_its_size_is_refused():
    content = bytearray(rezipped(workbook(["a", "b"]), lambda _m, old: old + b" " * 5_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        sizes = {member.file_size for member in archive.infolist()}
    for size in sizes:
        true = size.to_bytes(4, "little")
        at = content.find(true)
        while at >= 0:
            content[at : at + 4] = (1000).to_bytes(4, "little")
            at = content.find(true, at + 4)
    assert "XLSX" in refusal(bytes(content), unpacked_max=1_000_000)


def test_entities_that_grow_are_refused():
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
        + b"ha" * 1000
        + b'"><!ENTITY b "'
        + b"&a;" * 1000
        + b'">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c>'
        b"</row></sheetData></worksheet>"
    )
    content = rezipped(
        workbook(["a", "b"]), lambda member, old: laughs if "sheet1" in member else old
    )
    assert "XLSX" in refusal(content)


def test_a_sheet_with_a_row_beyond_the_last_is_refused():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>'
    )
    content = rezipped(
        workbook(["a", "b"]), lambda member, old: sheet if "sheet1" in member else old
    )
    assert "行列过多" in refusal(content)


def test_a_sheet_with_a_cell_far_out_is_refused():
    def far(sheet):
        sheet["XFD2"] = "x"

    assert "行列过多" in refusal(workbook(["a", "b"], ["1", "2"], prepare=far))


def test_other_zips_are_no_workbooks():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "XLSX" in refusal(made.getvalue())


def test_a_long_file_is_read_in_little_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w", encoding="gb18030") as file:
        file.write("工单号,内容\n")
        file.writelines(f"{number},楼道灯坏了一直没人修理\n" for number in range(60_000))
    tracemalloc.start()
    with open_table(path) as table:
        assert sum(1 for _row in table.rows) == 60_000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_csv_becomes_text_and_comes_back(text):
    content = b"".join(csv_chunks(["a", "b"], [[text, "x"]]))
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1]
    assert cells[0] == f"'{text}"
    _columns, rows = read(content)
    assert rows[0].values["a"] == text


@pytest.mark.parametrize("text", ["漏雨", "1+1", "a=b", "'x", "", "3号楼", "—", "－"[:0]])
def test_a_harmless_text_is_left_alone(text):
    assert safe_text(text) == text


@given(texts)
def test_what_is_made_safe_comes_back_exactly(text):
    assert plain_text(safe_text(text)) == text
    assert not safe_text(text).startswith(tuple(FORMULAS[0][:1] + "+-@\t\r\n"))


@given(st.lists(st.tuples(texts.filter(str.strip), texts), max_size=8))
def test_a_csv_given_out_and_taken_in_has_not_changed(items):
    _columns, rows = read(b"".join(csv_chunks(["工单号", "内容"], items)))
    assert [tuple(row.values.values()) for row in rows] == items
    assert not any(row.problem for row in rows)


def test_a_csv_shows_numbers_as_numbers_and_starts_with_its_mark():
    made = io.BytesIO()
    write_csv(made, ["单位", "综合"], [["甲街", Decimal("82.30")], ["乙街", -5], [None, None]])
    assert made.getvalue().decode("utf-8") == "\ufeff单位,综合\r\n甲街,82.30\r\n乙街,-5\r\n,\r\n"


def test_a_long_csv_comes_in_pieces_that_make_the_whole():
    chunks = list(csv_chunks(["n"], ([number] for number in range(2000))))
    assert len(chunks) > 3
    assert b"".join(chunks).count(b"\r\n") == 2001


def xlsx(columns, rows, **options):
    made = io.BytesIO()
    write_xlsx(made, columns, rows, **options)
    return made.getvalue()


def test_no_text_in_a_workbook_is_a_formula_a_link_or_a_number():
    texts_in = [
        *FORMULAS[:4],
        "＝1",
        "http://example.invalid/",
        "mailto:a@b.invalid",
        "007",
        "{=A1}",
    ]
    sheet = load_workbook(io.BytesIO(xlsx(["=a"], [[text] for text in texts_in]))).active
    assert [sheet.cell(row, 1).value for row in range(1, len(texts_in) + 2)] == ["=a", *texts_in]
    assert {cell.data_type for row in sheet.rows for cell in row} == {"s"}
    assert not any(cell.hyperlink for row in sheet.rows for cell in row)


def test_decimals_in_a_workbook_are_numbers_that_show_all_their_digits():
    content = xlsx(
        ["率", "数", "日"], [[Decimal("95.00"), 7, date(2026, 11, 18)], [Decimal(3), 0, None]]
    )
    sheet = load_workbook(io.BytesIO(content)).active
    assert (sheet["A2"].value, sheet["A2"].number_format) == (95, "0.00")
    assert (sheet["A3"].value, sheet["A3"].number_format) == (3, "0")
    assert (sheet["B2"].value, sheet["C2"].value) == (7, "2026-11-18")


def test_characters_xml_cannot_hold_and_over_long_texts_spoil_no_workbook():
    content = xlsx(
        ["a", "b"], [["x\x00\x0b\ud800\uffff", "字" * 40_000]], sheet="三率[2026/11]：" * 9
    )
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet["A2"].value.startswith("x")
    assert len(sheet["B2"].value) == 32_767
    assert sheet["B2"].value.endswith("…")
    assert sheet.title.startswith("三率 2026 11 ")


def test_a_workbook_given_out_can_be_taken_in():
    columns, rows = read(xlsx(["工单号", "内容"], [["007", "=1+1"], ["8", "漏雨\n两处"]]))
    assert columns == ("工单号", "内容")
    assert [list(row.values.values()) for row in rows] == [["007", "=1+1"], ["8", "漏雨\n两处"]]


@pytest.mark.shared_data
def test_the_real_files_are_read_whole(shared_data):
    path = shared_data / "pingshan2018" / "events_shared_to_2018-10-31.csv"
    with open_table(path) as table:
        table.require(["rec_id", "street", "achieve"])
        rows = list(table.rows)
    assert len(rows) == 6952
    assert not any(row.problem for row in rows)
