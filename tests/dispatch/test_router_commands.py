"""A table of past events becomes a model, and the model suggests units, without a database."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dispatch.files.unit_models import read_unit_model
from tests.conftest import CHECKOUT

HEADER = ("街道", "社区", "事项", "单位", "时间")
PAST = [
    ("东虚街道", "晨光社区", "路灯", "城管办", "2026-01-02"),
    ("东虚街道", "晨光社区", "路灯", "城管办", "2026-01-03"),
    ("东虚街道", "暮色社区", "路灯", "城管办", "2026/1/4"),
    ("东虚街道", "暮色社区", "调解", "暮色社区", "2026-01-05 08:30"),
    ("西虚街道", "远山社区", "调解", "远山社区", "2026-01-06"),
    ("西虚街道", "近水社区", "调解", "近水社区", "2026-01-06"),
    ("西虚街道", "远山社区", "噪声", "执法队", "2026-01-07"),
]
FIELDS = "街道,社区,事项"


def table(path: Path, rows=PAST, header=HEADER, encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def train(path: Path, out: Path, **options) -> Path:
    call_command("train_router", path, **{"fields": FIELDS, "label": "单位", "out": out, **options})
    return out


def refusal(name: str, *args, **options) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(name, *args, **options)
    assert refused.value.returncode == 2
    words = str(refused.value)
    assert "\n" not in words
    return words


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("units")
    return train(table(folder / "past.csv"), folder / "model", time="时间")


def test_rows_come_back_in_their_order_with_three_units_and_a_reason(model, tmp_path):
    asked = [("东虚街道", "晨光社区", "路灯"), ("西虚街道", "远山社区", "噪声"),
             ("西虚街道", "近水社区", "调解"), ("", "", "没有过的事")]  # fmt: skip
    path = table(tmp_path / "asked.csv", asked, HEADER[:3], encoding="utf-8-sig")
    out = tmp_path / "out.csv"
    call_command("suggest_units", path, model=model, out=out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["unit", "confidence", "unit2", "unit3", "reason"]
    assert [row["unit"] for row in rows[:3]] == ["城管办", "执法队", "近水社区"]
    assert rows[0]["reason"] == "“路灯 晨光社区”以前有 2 件，其中 2 件由它承办。"
    assert rows[3]["reason"] == "这类事项没有先例，按全部派单推测。"
    for row in rows:
        assert 0 < float(row["confidence"]) <= 1
        assert len({row["unit"], row["unit2"], row["unit3"]}) == 3


def test_the_same_rows_give_the_same_file(model, tmp_path):
    again = train(table(tmp_path / "past.csv", PAST), tmp_path / "model", time="时间")
    assert again.read_bytes() == model.read_bytes()
    assert read_unit_model(again).rows == len(PAST)


def test_without_a_column_of_time_all_rows_weigh_the_same(tmp_path):
    made = train(table(tmp_path / "past.csv"), tmp_path / "model")
    assert read_unit_model(made).last_day is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"fields": "街道,没有"}, "没有"), ({"label": "没有"}, "没有"), ({"time": "没有"}, "没有"),
        ({"fields": ","}, "--fields"), ({"fields": "街道,单位"}, "单位"),
        ({"fields": "a,b,c,d,e,f,g"}, "6"), ({"time": "事项"}, "路灯"),
    ],
)  # fmt: skip
def test_what_cannot_be_learnt_from_is_told_in_one_line(tmp_path, options, words):
    path = table(tmp_path / "past.csv")
    given = {"fields": FIELDS, "label": "单位", "out": tmp_path / "model", **options}
    assert words in refusal("train_router", path, **given)
    assert not (tmp_path / "model").exists()


def test_a_row_without_its_unit_is_named(tmp_path):
    path = table(tmp_path / "past.csv", [*PAST, ("东虚街道", "晨光社区", "路灯", " ", "")])
    told = refusal("train_router", path, fields=FIELDS, label="单位", out=tmp_path / "model")
    assert "9" in told
    assert "单位" in told


def test_files_that_are_none_are_told_in_one_line(model, tmp_path):
    past, out = table(tmp_path / "past.csv"), tmp_path / "out.csv"
    empty = table(tmp_path / "empty.csv", [])
    for content in (b"", b"not a model", model.read_bytes()[:-20]):
        broken = tmp_path / "broken"
        broken.write_bytes(content)
        assert "train_router" in refusal("suggest_units", past, model=broken, out=out)
    assert "missing" in refusal("suggest_units", past, model=tmp_path / "missing", out=out)
    assert refusal("suggest_units", tmp_path / "missing.csv", model=model, out=out)
    assert refusal("suggest_units", past, model=model, out=tmp_path / "no" / "out.csv")
    assert refusal("train_router", empty, fields=FIELDS, label="单位", out=tmp_path / "model")


def test_both_commands_run_without_a_database(tmp_path):
    past, made, out = table(tmp_path / "past.csv"), tmp_path / "model", tmp_path / "out.csv"
    environ = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
               "DJANGO_SETTINGS_MODULE": "beijing_governance.settings.test"}  # fmt: skip
    for command in (
        ["train_router", past, "--fields", FIELDS, "--label", "单位", "--out", made],
        ["suggest_units", past, "--model", made, "--out", out],
    ):
        line = [sys.executable, "manage.py", *map(str, command)]
        ended = subprocess.run(line, cwd=CHECKOUT, env=environ, capture_output=True, check=False)
        assert ended.returncode == 0, ended.stderr.decode()
    assert len(out.read_text("utf-8").splitlines()) == len(PAST) + 1
