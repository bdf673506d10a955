"""The hotline's file comes in once, whole, and as it was reported."""

import csv
import json
import random
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from openpyxl import Workbook

from complaints import fields
from complaints.actions.imports import BATCH, Imported, import_feed
from complaints.actions.insertion import insert_rows, take_keys
from complaints.actions.intake import Caller, Draft, Where, file_complaint
from complaints.errors import Invalid, NotAllowed
from complaints.files.feeds import open_feed, read_map
from complaints.models import (
    Actor,
    Channel,
    Complaint,
    ComplaintEvent,
    Identity,
    NumberSeries,
    RiskFlag,
    SearchText,
)
from complaints.selectors.places import forget_territory
from tests import make

BEIJING = ZoneInfo("Asia/Shanghai")
HEADER = ("编号", "创建时间", "主要内容", "被反映街乡镇", "所在村社区", "被反映地址", "诉求性质")
PINGSHAN = "pingshan2018/events_shared_to_2018-10-31.csv"
TIPDM = "tipdm2020c/labelled_raw_shared.csv"
# Ours or random: what a second way of filing the same words may differ in.
OWN = {"id", "number", "idempotency_key", "code_hash", "token_hash"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_territory_of_another_test() -> None:
    forget_territory()


def table(folder: Path, rows: Sequence[tuple[str, ...]], header=HEADER, name="tickets.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def run(path: Path, *options: str) -> dict[str, int]:
    out = StringIO()
    call_command("import_complaints", str(path), "--json", *options, stdout=out, stderr=StringIO())
    counts: dict[str, int] = json.loads(out.getvalue().splitlines()[-1])
    return counts


def refusal(path: Path, *options: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("import_complaints", str(path), *options, stdout=StringIO())
    assert refused.value.returncode == 2
    said = str(refused.value)
    assert "\n" not in said
    return said


def everything() -> list[Any]:
    """All that an import writes, in one order."""
    rows: list[Any] = []
    for model in (Complaint, SearchText, Identity, ComplaintEvent, NumberSeries):
        rows += [model.__name__, *model._default_manager.order_by("pk").values_list()]
    return rows


def as_reported() -> dict[str, dict[str, Any]]:
    """Each imported row by its number at the source, without what we gave it ourselves."""
    words = dict(SearchText.objects.values_list("complaint_id", "bigrams"))
    found = {}
    for row in Complaint.objects.values():
        kept = {name: value for name, value in row.items() if name not in OWN}
        found[row["external_number"]] = {**kept, "bigrams": words[row["id"]]}
    return found


def counts(accepted: int, duplicate: int, rejected: int) -> dict[str, int]:
    return {"accepted": accepted, "duplicate": duplicate, "rejected": rejected}


# ---------------------------------------------------------------- the two real files


def test_every_real_dispatched_event_comes_in_as_reported(shared_data, tmp_path):
    """F3: and a second run changes nothing."""
    path = tmp_path / "events.csv"
    path.write_bytes((shared_data / PINGSHAN).read_bytes())
    assert run(path) == counts(6952, 0, 0)
    stored = {row.external_number: row for row in Complaint.objects.filter(source="pingshan")}
    kinds = {"投诉": "complain", "咨询": "consult", "建议": "suggest", "求决": "help",
             "其他": "other", "感谢": "praise"}  # fmt: skip
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            row = stored.pop(line["rec_id"])
            day = datetime.strptime(line["create_time"], "%Y-%m-%d").replace(tzinfo=BEIJING)
            assert row.received_at == day
            assert row.number.startswith(f"{day:%Y%m%d}")
            assert (row.reported_subdistrict, row.reported_community) == (
                line["street"], line["community"],
            )  # fmt: skip
            assert row.reported_unit == line["dispose_unit"]
            assert row.reported_on_time is (line["achieve"] == "intime")
            assert row.demand_kind == kinds[line["property"]]
            types = [line["event_type"], line["main_type"], line["sub_type"]]
            assert row.reported_category == " / ".join(types)
            assert row.text == "，".join(dict.fromkeys(types))
            assert (row.status, row.channel) == ("received", Channel.FEED)
            assert row.dispatch_due_at is None
            assert row.is_anonymous
    assert stored == {}
    before = everything()
    assert run(path) == counts(0, 6952, 0)
    assert everything() == before
    assert list(tmp_path.iterdir()) == [path]


def test_every_real_message_comes_in_once(shared_data, tmp_path):
    """F3: three numbers stand there twice, with two versions of the words."""
    path = tmp_path / "messages.csv"
    path.write_bytes((shared_data / TIPDM).read_bytes())
    assert run(path) == counts(2952, 3, 0)
    messages = Complaint.objects.filter(source="tipdm")
    assert messages.filter(external_number__startswith="row-").count() == 1844
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    stored = {row.external_number: row for row in messages}
    for line in lines:
        if line["msg_id"] and sum(one["msg_id"] == line["msg_id"] for one in lines) == 1:
            row = stored[line["msg_id"]]
            said = datetime.strptime(line["time"], "%Y/%m/%d %H:%M:%S").replace(tzinfo=BEIJING)
            assert row.received_at == said
            assert row.reported_category == line["label"]
            assert row.text.splitlines()[0].strip() == line["title"].strip().splitlines()[0].strip()
    before = everything()
    assert run(path) == counts(0, 2955, 0)
    assert everything() == before


@pytest.mark.parametrize("file", [PINGSHAN, TIPDM])
def test_a_real_file_in_any_order_gives_the_same_rows(shared_data, tmp_path, file):
    """L2."""
    with (shared_data / file).open(encoding="utf-8-sig", newline="") as opened:
        header, *lines = islice(csv.reader(opened), 3001)
    at = datetime(2026, 11, 2, 9, tzinfo=BEIJING)
    found = []
    for turn in range(2):
        random.Random(turn).shuffle(lines)
        path = table(tmp_path, [tuple(line) for line in lines], header=header, name=f"{turn}.csv")
        with transaction.atomic():
            import_feed(open_feed(path), by=Actor.FEED, at=at)
            found.append(as_reported())
            transaction.set_rollback(True)
    assert found[0] == found[1]


# ---------------------------------------------------------------- the bulk verb


def test_the_bulk_verb_writes_the_rows_of_the_single_verb(tmp_path):
    """Words with every sign that an engine's bulk form could trip over."""
    office = make.office()
    make.risk_word("不亮")
    at = make.START + timedelta(hours=1)
    texts = [
        "路灯不亮，电话 13800000000",
        "a\tb\\N\\.\n第二行 \"引号\" 'x' %s",
        "=1+1",
        "𠮷野家门口 😀",
    ]
    callers = [make.CALLER, Caller(phone="13900000001"), Caller(), Caller(name="测试居民乙")]
    wheres = [
        Where(address="晨光社区东门"),
        Where(),
        Where(address="某处\\t"),
        Where(address="暮色社区"),
    ]
    for text, caller, where in zip(texts, callers, wheres, strict=True):
        draft = Draft(text=text, where=where, caller=caller, demand_kind="complain")
        file_complaint(draft, by=Actor.FEED, channel=Channel.FEED, at=at)
    singles = snapshot(Complaint.objects.order_by("pk"))
    (tmp_path / "map.json").write_text(
        json.dumps(
            {
                "source": "s",
                "columns": {
                    "number": "号", "received": "时", "text": "文", "address": "址", "nature": "类",
                    "caller_name": "名", "caller_phone": "话", "caller_home": "家",
                },
            }
        )
    )  # fmt: skip
    rows = [
        (f"N{at_row}", at.isoformat(), text, where.address, "投诉",
         caller.name, caller.phone, caller.home)
        for at_row, (text, caller, where) in enumerate(zip(texts, callers, wheres, strict=True))
    ]  # fmt: skip
    header = ("号", "时", "文", "址", "类", "名", "话", "家")
    path = tmp_path / "tickets.jsonl"
    path.write_text("\n".join(json.dumps(dict(zip(header, row, strict=True))) for row in rows))
    feed = open_feed(path, read_map(tmp_path / "map.json"))
    assert import_feed(feed, by=Actor.FEED) == Imported(4, 0, 0)
    bulk = snapshot(Complaint.objects.filter(source="s").order_by("pk"))
    assert bulk == singles
    assert [row["flags"] for row in bulk] == [[("不亮", at)], [], [], []]
    assert bulk[0]["complaint"]["community_id"] == office.places.community.pk
    numbers = Complaint.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [f"20261102{number:06d}" for number in range(1, 9)]
    assert NumberSeries.objects.get().last == 8


def snapshot(complaints: Any) -> list[dict[str, Any]]:
    """A complaint with all that hangs on it, opened, without what differs by intent: the receipt
    that only a caller holds, and what only a source says."""
    own = OWN | {"source", "external_number"}
    found = []
    for complaint in complaints.values():
        key = complaint["id"]
        identity = Identity.objects.filter(complaint_id=key).first()
        events = ComplaintEvent.objects.filter(complaint_id=key).values(
            "verb", "from_status", "to_status", "by", "actor", "at", "facts__channel"
        )
        found.append(
            {
                "complaint": {name: value for name, value in complaint.items() if name not in own},
                "caller": identity and opened(identity),
                "events": list(events),
                "words": SearchText.objects.get(complaint_id=key).bigrams,
                "flags": list(
                    RiskFlag.objects.filter(complaint_id=key).values_list("word__word", "at")
                ),
            }
        )
    return found


def opened(identity: Identity) -> tuple[str, ...]:
    names = ("name", "phone", "home")
    sealed = [getattr(identity, f"{name}_sealed") for name in names]
    words = [
        fields.unseal(value, row=identity.pk, field=name)
        for name, value in zip(names, sealed, strict=True)
    ]
    return (*words, identity.phone_hash)


def test_rows_inserted_in_bulk_equal_rows_saved_one_by_one():
    made = make.office()
    saved = make.received(made)
    event = ComplaintEvent.objects.get(complaint=saved)
    event.pk, event.facts = (
        None,
        {"words": "制表\t反斜\\N 换行\n引号\"'", "none": None, "deep": [1, {}]},
    )
    event.save(force_insert=True)
    one = ComplaintEvent.objects.filter(pk=event.pk).values().get()
    with transaction.atomic():
        event.pk = None
        insert_rows(ComplaintEvent, [event])
    two = ComplaintEvent.objects.order_by("pk").values().last()
    assert two is not None
    assert {**two, "id": 0} == {**one, "id": 0}
    insert_rows(ComplaintEvent, [])


def test_keys_taken_for_a_bulk_insert_are_not_given_again():
    made = make.office()
    with transaction.atomic():
        keys = take_keys(Complaint, 3)
        base = make.received(made)
        rows = []
        for key in keys:
            base.pk, base.number = key + 1000, f"x{key}"
            base.idempotency_key = base.token_hash = None
            rows.append(
                Complaint(**{f.attname: getattr(base, f.attname) for f in base._meta.fields})
            )
        insert_rows(Complaint, rows)
    assert len(set(keys)) == 3
    if connection.vendor == "sqlite":
        assert take_keys(Complaint, 1) == [keys[-1] + 1001]
    else:
        assert keys[-1] < take_keys(Complaint, 1)[0]


def test_more_rows_than_a_batch_keep_numbers_single_and_search_whole(tmp_path):
    start = datetime(2025, 3, 1, tzinfo=BEIJING)
    rows = [
        (f"N{n}", (start + timedelta(hours=n)).isoformat(), f"第{n}盏路灯不亮", "", "", "", "")
        for n in range(BATCH + 10)
    ]
    assert run(table(tmp_path, rows)) == counts(BATCH + 10, 0, 0)
    assert Complaint.objects.values("number").distinct().count() == BATCH + 10
    assert Complaint.objects.saying("路灯").count() == BATCH + 10
    for series in NumberSeries.objects.all():
        numbers = Complaint.objects.filter(number__startswith=f"{series.day:%Y%m%d}")
        assert numbers.count() == series.last


# ---------------------------------------------------------------- places, categories, clocks


def test_it_runs_right_after_migrate_and_invents_no_clock(tmp_path):
    path = table(tmp_path, [("N1", "2026-11-01 08:00", "路灯不亮", "某街道", "某社区", "", "")])
    assert run(path) == counts(1, 0, 0)
    row = Complaint.objects.get()
    assert (row.dispatch_due_at, row.subdistrict, row.status) == (None, None, "received")
    assert list(Complaint.objects.unplaced()) == [row]


def test_a_ticket_gets_the_dispatch_limit_that_was_in_force_then(tmp_path):
    make.limits()
    rows = [
        ("N1", "2026-11-01 08:00", "路灯不亮", "", "", "", ""),
        ("N2", "2018-11-01 08:00", "路灯不亮", "", "", "", ""),
    ]
    run(table(tmp_path, rows))
    new, old = Complaint.objects.order_by("external_number")
    assert new.dispatch_due_at == new.received_at + timedelta(hours=24)
    assert old.dispatch_due_at is None


@pytest.mark.parametrize(
    ("street", "community", "address", "placed"),
    [
        ("东虚街道", "晨光社区", "", ("东虚街道", "晨光社区")),
        ("东虚街道", "", "", ("东虚街道", None)),
        ("东虚街道", "远山社区", "", ("东虚街道", None)),
        ("不认识街道", "晨光社区", "晨光社区", (None, None)),
        ("", "晨光社区", "", (None, None)),
        ("", "", "晨光社区东门", ("东虚街道", "晨光社区")),
        ("西虚街道", "", "晨光社区东门", ("西虚街道", None)),
        ("东　虚街道", "", "", (None, None)),
    ],
)
def test_known_places_are_matched_and_unknown_ones_kept_as_text(
    tmp_path, street, community, address, placed
):
    """A community is never found in a street that was not."""
    make.territory()
    run(table(tmp_path, [("N1", "2026-11-01", "路灯不亮", street, community, address, "")]))
    row = Complaint.objects.with_place().get()
    found = (row.subdistrict and row.subdistrict.name, row.community and row.community.name)
    assert found == placed
    assert (row.reported_subdistrict, row.reported_community) == (
        " ".join(street.split()), community,
    )  # fmt: skip
    assert Complaint.objects.unplaced().exists() == (placed[0] is None)


def test_a_name_that_two_streets_bear_is_not_guessed_without_the_district(tmp_path):
    places = make.territory()
    other = make.area("110198", "另虚区", "district", places.city)
    make.area("110198001", "东虚街道", "subdistrict", other)
    header = (*HEADER, "所属区")
    rows = [
        ("N1", "2026-11-01", "路灯不亮", "东虚街道", "", "", "", ""),
        ("N2", "2026-11-01", "路灯不亮", "东虚街道", "", "", "", "虚构区"),
        ("N3", "2026-11-01", "路灯不亮", "西虚街道", "", "", "", "另虚区"),
    ]
    run(table(tmp_path, rows, header=header))
    first, second, third = Complaint.objects.order_by("external_number")
    assert (first.subdistrict_id, first.district_id) == (None, None)
    assert (second.subdistrict_id, second.district_id) == (places.street.pk, places.district.pk)
    assert (third.subdistrict_id, third.district_id) == (None, other.pk)


def test_a_category_is_set_by_its_whole_path_only(tmp_path):
    lights = make.category("010306", "路灯照明")
    header = (*HEADER, "一级分类", "二级分类", "三级分类")
    path = ["一级01", "二级0103", "路灯照明"]
    rows = [
        ("N1", "2026-11-01", "路灯不亮", "", "", "", "", *path),
        ("N2", "2026-11-01", "路灯不亮", "", "", "", "", "别的", *path[1:]),
        ("N3", "2026-11-01", "路灯不亮", "", "", "", "", path[0], "", ""),
    ]
    run(table(tmp_path, rows, header=header))
    first, second, third = Complaint.objects.order_by("external_number")
    assert (first.category, first.category_set_by) == (lights, "feed")
    assert (second.category, second.category_set_by) == (None, "")
    assert second.reported_category == "别的 / 二级0103 / 路灯照明"
    assert third.category is None


def test_the_caller_goes_sealed_to_the_identity_table_and_nowhere_else(tmp_path):
    header = (*HEADER, "诉求人", "联系电话", "住址")
    caller = ("测试居民丙", "13900000002", "虚构小区 9 号楼 909")
    text = "路灯不亮，请打 13900000002"
    run(table(tmp_path, [("N1", "2026-11-01", text, "", "", "", "", *caller)], header=header))
    assert opened(Identity.objects.get())[:3] == caller
    row = Complaint.objects.get()
    assert not row.is_anonymous
    assert "13900000002" not in row.redacted_text
    rest = str([one for one in everything() if one != row.text]).replace(text, "")
    for word in caller:
        assert word not in rest


# ---------------------------------------------------------------- duplicates and rejects


def test_one_number_twice_in_a_file_counts_once_and_the_fuller_row_wins(tmp_path):
    """L2."""
    rows = [
        ("N1", "2026-11-01", "漏雨", "", "", "", ""),
        ("N1", "2026-11-01", "三楼漏雨，墙皮掉了", "", "", "", ""),
        ("N1", "2026-11-01", "三楼漏雨，墙皮掉了", "", "", "", ""),
    ]
    assert run(table(tmp_path, rows)) == counts(1, 2, 0)
    assert Complaint.objects.get().text == "三楼漏雨，墙皮掉了"


def test_rows_without_a_number_are_known_by_what_they_say(tmp_path):
    rows = [
        ("1", "2026-11-01", "漏雨"),
        ("2", "2026-11-01", "噪声"),
        ("3", "2026-11-01", "漏雨"),
    ]
    header = ("序号", "创建时间", "主要内容")
    assert run(table(tmp_path, rows, header=header)) == counts(2, 1, 0)
    later = [("1", "2026-11-01", "噪声"), ("2", "2026-11-02", "漏雨")]
    assert run(table(tmp_path, later, header=header)) == counts(1, 1, 0)


def test_the_same_number_of_another_source_is_another_ticket(tmp_path):
    path = table(tmp_path, [("N1", "2026-11-01", "漏雨", "", "", "", "")])
    assert run(path, "--source", "甲") == counts(1, 0, 0)
    assert run(path, "--source", "乙") == counts(1, 0, 0)
    assert run(path, "--source", "甲") == counts(0, 1, 0)


def test_bad_rows_come_back_with_reasons_and_good_ones_come_in(tmp_path):
    """F1, F5: what was mended comes in from the rejects file itself."""
    rows = [
        ("N1", "2026-11-01", "漏雨", "", "", "", ""),
        ("=N2", "昨天", "=HYPERLINK(1)", "", "", "", ""),
        ("N3", "2026-11-01", " ", "", "", "", ""),
        ("N4", "2026-11-01", "长" * 20_001, "", "", "", ""),
        ("N5", "2099-01-01", "漏雨", "", "", "", ""),
        ("N6", "2026-11-01", "null\x00null", "", "", "", ""),
    ]
    path = table(tmp_path, rows)
    assert run(path) == counts(1, 0, 5)
    rejected = path.with_name("tickets.csv.rejected.csv")
    with rejected.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == [*HEADER, "reason"]
    assert [line[0] for line in lines[1:]] == ["'=N2", "N3", "N4", "N5", "N6"]
    assert lines[1][2] == "'=HYPERLINK(1)"
    reasons = [line[-1] for line in lines[1:]]
    assert [reason.split("：")[0] for reason in reasons] == [
        f"第 {line} 行" for line in (3, 4, 5, 6, 7)
    ]
    assert "昨天" in reasons[0]
    assert "将来" in reasons[3]
    rejected.write_text(rejected.read_text("utf-8-sig").replace("昨天", "2026-11-02"), "utf-8")
    assert run(rejected, "--source", "beijing-12345") == counts(1, 0, 4)
    assert Complaint.objects.get(external_number="=N2").text == "=HYPERLINK(1)"


def test_a_dry_run_counts_and_writes_no_ticket(tmp_path):
    rows = [("N1", "2026-11-01", "漏雨", "", "", "", ""), ("N2", "昨天", "漏雨", "", "", "", "")]
    path = table(tmp_path, rows)
    before = everything()
    assert run(path, "--dry-run") == counts(1, 0, 1)
    assert everything() == before
    assert run(path) == counts(1, 0, 1)
    assert run(path, "--dry-run") == counts(0, 1, 1)


def test_a_bar_shows_on_a_terminal_and_nothing_when_piped(tmp_path):
    path = table(tmp_path, [("N1", "2026-11-01", "漏雨", "", "", "", "")] * 2)
    shown = []
    for screen in (Terminal(), StringIO()):
        call_command("import_complaints", str(path), stdout=StringIO(), stderr=screen)
        shown.append(screen.getvalue())
    assert shown[0].endswith("2/2\n")
    assert shown[1] == ""


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_workbook_as_offices_send_them_comes_in(tmp_path):
    """F5: a merged title, blank rows, date cells, numbers as numbers, a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某区12345工单"])
    sheet.merge_cells("A1:G1")
    sheet.append(list(HEADER))
    sheet.append([1001, datetime(2026, 11, 1, 8, 30), "漏雨", "东虚街道", "", "", "投诉"])  # noqa: DTZ001
    sheet.append([])
    sheet.append(["１００２", 45962.5, "=1+1", None, None, None, None])
    sheet.append(["1003", datetime(1899, 12, 31), "漏雨", None, None, None, None])  # noqa: DTZ001
    path = tmp_path / "tickets.xlsx"
    book.save(path)
    assert run(path) == counts(1, 0, 2)
    row = Complaint.objects.get()
    assert (row.external_number, row.demand_kind) == ("1001", "complain")
    assert row.received_at == datetime(2026, 11, 1, 8, 30, tzinfo=BEIJING)


# ---------------------------------------------------------------- unusable input


def test_a_missing_file_and_missing_columns_are_one_clear_line(tmp_path):
    assert "none.csv" in refusal(tmp_path / "none.csv")
    path = table(tmp_path, [("1", "2026-11-01")], header=("编号", "创建时间"))
    said = refusal(path)
    assert "tickets.csv" in said
    assert "主要内容" in said
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "empty.csv" in refusal(tmp_path / "empty.csv")


def test_a_file_that_breaks_in_its_middle_leaves_nothing(tmp_path):
    """F5: found before the first row is written."""
    path = table(tmp_path, [(f"N{n}", "2026-11-01", "漏雨", "", "", "", "") for n in range(1500)])
    path.write_bytes(path.read_bytes() + b"N,2026-11-01,\xff\xff,,,,\n")
    assert "tickets.csv 第 1502 行" in refusal(path)
    assert not Complaint.objects.exists()


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    """F2."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (201 * 1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    assert "bomb.xlsx" in refusal(path)


def test_a_source_name_that_is_none_is_refused(tmp_path):
    path = table(tmp_path, [("N1", "2026-11-01", "漏雨", "", "", "", "")])
    with pytest.raises(Invalid):
        import_feed(open_feed(path), by=Actor.FEED, source="长" * 41)


def test_who_may_not_file_may_not_import(tmp_path):
    office = make.office()
    path = table(tmp_path, [("N1", "2026-11-01", "漏雨", "", "", "", "")])
    with pytest.raises(NotAllowed):
        import_feed(open_feed(path), by=office.people.handler)
    assert import_feed(open_feed(path), by=office.people.triage) == Imported(1, 0, 0)
