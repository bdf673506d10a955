"""The ranking on the command line: columns, formats, refusals."""

import csv
import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from complaints.models import Complaint, Organisation
from dispatch.models import ScoringScheme
from tests import make
from tests.conftest import CHECKOUT
from tests.dispatch.golden_month import golden_month

pytestmark = pytest.mark.django_db

MONTH_HEADER = (
    "rank,unit,code,accepted,closed,valid,contacted,resolved,satisfied,basic,"
    "response_rate,resolution_rate,satisfaction_rate,composite,"
    "composite_lo,composite_hi,rank_lo,rank_hi,grade"
)


def ranked(*arguments):
    said = io.StringIO()
    call_command("rank", *arguments, stdout=said)
    return said.getvalue()


def test_the_months_rates_as_csv():
    golden_month()
    lines = ranked("--period", "2026-10", "--level", "unit", "--format", "csv").splitlines()
    assert lines == [
        MONTH_HEADER,
        "1,晨光社区居委会,T-ST1-K,2,2,2,2,2,1,1,100.00,100.00,95.00,98.0,39.0,100.0,1,4,",
        "2,西虚街道城市管理办公室,T-ST2-U,6,6,3,3,2,2,1,100.00,66.67,96.67,82.0,35.7,98.4,1,4,",
        "3,东虚街道城市管理办公室,T-ST1-U,12,11,10,9,8,6,2,90.00,80.00,78.00,80.2,51.0,95.1,1,4,",
        "4,东虚街道平安建设办公室,T-ST1-S,4,4,4,4,3,2,1,100.00,75.00,72.50,76.5,33.0,97.4,1,4,",
        ",汇总,,24,23,19,18,15,11,5,97.50,80.42,85.54,84.2,,,,,",
    ]


def test_the_months_rates_as_json_carry_exact_figures_and_their_cohort():
    golden_month()
    said = json.loads(
        ranked("--period", "2026-10", "--level", "unit", "--base", "kept", "--format", "json")
    )
    assert (said["from"], said["to"], said["base"]) == ("2026-09-19", "2026-10-18", "kept")
    assert said["as_of"].endswith("+08:00")
    city = next(row for row in said["rows"] if row["code"] == "T-ST1-U")
    assert (city["composite"], city["composite_all"], city["rank"]) == ("89.1", "80.2", 2)
    assert city["exact"] == ["1", "8/9", "13/15", "802/9"]
    assert said["summary"]["accepted"] == 23


def test_a_free_range_of_days_includes_both(tmp_path):
    golden_month()
    one = ranked("--from", "2026-10-18", "--to", "2026-10-18", "--level", "unit", "--format", "csv")
    assert one.splitlines()[1].startswith("1,东虚街道城市管理办公室,T-ST1-U,1,1,1,")
    assert ranked("--from", "2026-10-20", "--to", "2026-10-30", "--format", "csv") == (
        f"{MONTH_HEADER}\n"
    )


def test_the_table_states_its_cohort():
    golden_month()
    said = ranked("--period", "2026-10")
    assert "2026-09-19 0:00 至 2026-10-18 24:00" in said
    assert "数据截至" in said
    assert "东虚街道" in said


def test_a_workbook_holds_numbers_and_never_a_formula(tmp_path):
    golden_month()
    Organisation.objects.filter(code="T-ST1-K").update(name="=1+1 社区居委会")
    out = tmp_path / "month.xlsx"
    common = ("--period", "2026-10", "--level", "unit")
    assert ranked(*common, "--format", "xlsx", "--out", str(out)) == ""
    sheet = load_workbook(out).worksheets[0]
    assert [cell.value for cell in sheet[1]] == MONTH_HEADER.split(",")
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1 社区居委会", "s")
    assert (sheet["D2"].value, sheet["N2"].value) == (2, 98)
    assert "'=1+1 社区居委会" in ranked(*common, "--format", "csv")


def test_a_first_reader_of_an_empty_database_finds_the_default_scheme():
    assert ranked("--period", "2026-10", "--format", "csv") == f"{MONTH_HEADER}\n"
    assert ScoringScheme.objects.count() == 1


@pytest.mark.shared_data
def test_the_real_on_time_table_line_for_line_after_the_real_import(shared_data):
    folder = shared_data / "pingshan2018"
    events = folder / "events_shared_to_2018-10-31.csv"
    call_command("import_complaints", str(events), "--json", stdout=io.StringIO())
    days = ("--from", "2018-10-01", "--to", "2018-10-31", "--measure", "on_time")
    expected = (folder / "ranking_street_2018-10.csv").read_text("utf-8-sig").splitlines()[1:]
    header, *lines = ranked(*days, "--format", "csv").splitlines()
    assert header == "unit,n,overtime,ontime_rate,rank_min,basis"
    assert lines == [f"{line},reported" for line in expected]
    units = list(csv.DictReader(io.StringIO(ranked(*days, "--level", "unit", "--format", "csv"))))
    text = (folder / "ranking_dispose_unit_2018-10.csv").read_text("utf-8-sig")
    assert len(units) == len(text.splitlines()) - 1
    said = json.loads(ranked(*days, "--format", "json"))
    assert (said["as_reported"], said["by_clocks"]) == (2971, 0)
    assert "basis: 2971 as reported by their source, 0 by our clocks" in ranked(*days)


def test_own_and_reported_tickets_are_told_apart():
    office = make.office()
    make.branch_in(office, "closed")
    make.branch_in(office, "closed")
    Complaint.objects.filter(pk=Complaint.objects.first().pk).update(reported_on_time=False)
    days = ("--from", "2026-11-02", "--to", "2026-11-02", "--measure", "on_time")
    assert ranked(*days, "--format", "csv").splitlines()[1] == "东虚街道,2,1,0.5,1,both"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--period", "2026-13"], "2026-11"),
        (["--period", "Oktober"], "2026-11"),
        (["--period", "2026-10", "--from", "2026-10-01"], "--period"),
        (["--from", "2026-10-02", "--to", "2026-10-01"], "晚于"),
        (["--from", "2026-10-02"], "--to"),
        (["--from", "2026-02-30", "--to", "2026-03-01"], "2026-02-30"),
        ([], "--period"),
        (["--period", "2026-10", "--out", "/nonexistent/folder/month.csv"], "/nonexistent"),
    ],
)
def test_unusable_arguments_are_refused_in_one_line(arguments, word):
    make.scheme()
    with pytest.raises(CommandError, match=word) as refusal:
        ranked(*arguments)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)


def test_a_wrong_level_ends_the_program_with_two():
    done = subprocess.run(
        [sys.executable, "manage.py", "rank", "--period", "2026-10", "--level", "planet"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "planet" in done.stderr
    assert done.stdout == ""
