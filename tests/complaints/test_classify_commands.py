"""A table of sorted texts becomes a model, and the model sorts another, without a database."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from tests.complaints.test_classifying import lessons
from tests.conftest import CHECKOUT


def table(path: Path, rows, header=("说的话", "分类"), encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def train(path: Path, out: Path, **options) -> Path:
    call_command("train_classifier", path, text="说的话", label="分类", out=out, **options)
    return out


def sort(path: Path, model: Path, out: Path) -> list[dict[str, str]]:
    call_command("classify", path, text="说的话", model=model, out=out)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refusal(name: str, *args, **options) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(name, *args, **options)
    assert refused.value.returncode == 2
    words = str(refused.value)
    assert "\n" not in words
    return words


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    return train(table(folder / "lessons.csv", lessons()), folder / "model.npz")


def test_rows_come_back_in_their_order_with_three_best(model, tmp_path):
    asked = ["路灯坏了不亮", "屋里暖气不热", "夜里施工噪声太大", "路灯坏了不亮"]
    path = table(tmp_path / "asked.csv", [(text, "") for text in asked], encoding="utf-8-sig")
    rows = sort(path, model, tmp_path / "out.csv")
    assert [row["label"] for row in rows] == ["路灯", "供暖", "噪声", "路灯"]
    for row in rows:
        assert row["label"] == row["label_1"]
        best = [float(row[f"confidence_{n}"]) for n in (1, 2, 3)]
        assert float(row["confidence"]) == best[0]
        assert best == sorted(best, reverse=True)
        assert {row[f"label_{n}"] for n in (1, 2, 3)} == {"供暖", "噪声", "路灯"}
        assert row["is_sure"] in {"true", "false"}


def test_a_workbook_and_json_lines_are_read_as_well(model, tmp_path):
    book = Workbook()
    book.active.append(["说的话", "编号"])
    book.active.append(["路灯坏了不亮", "1"])
    book.save(tmp_path / "asked.xlsx")
    lines = tmp_path / "asked.jsonl"
    lines.write_text('{"说的话": "路灯坏了不亮"}\n', "utf-8")
    for path in (tmp_path / "asked.xlsx", lines):
        assert [row["label"] for row in sort(path, model, tmp_path / "out.csv")] == ["路灯"]


def test_a_row_without_words_keeps_its_place_and_is_unsure(model, tmp_path):
    path = table(tmp_path / "asked.csv", [("", "1"), ("路灯坏了", "2")])
    rows = sort(path, model, tmp_path / "out.csv")
    assert len(rows) == 2
    assert rows[1]["label"] == "路灯"


def test_with_two_labels_the_third_best_is_empty(tmp_path):
    two = [row for row in lessons() if row[1] != "路灯"]
    made = train(table(tmp_path / "two.csv", two), tmp_path / "model.npz")
    row = sort(table(tmp_path / "a.csv", [("暖气不热", "")]), made, tmp_path / "out.csv")[0]
    assert (row["label_3"], row["confidence_3"]) == ("", "")


def test_the_same_file_gives_the_same_model(model, tmp_path):
    again = train(table(tmp_path / "lessons.csv", lessons()), tmp_path / "again.npz")
    assert again.read_bytes() == model.read_bytes()


def test_figures_of_the_texts_held_back_are_printed(tmp_path, capsys):
    train(table(tmp_path / "lessons.csv", lessons()), tmp_path / "model.npz")
    told = dict(line.split(" ") for line in capsys.readouterr().out.splitlines())
    assert told["texts"] == str(len(lessons()))
    assert 0 <= float(told["macro_f1"]) <= 1
    assert {"calibration_error", "threshold", "coverage"} <= set(told)


def test_a_missing_column_is_named_with_those_found(tmp_path, model):
    path = table(tmp_path / "lessons.csv", lessons())
    words = refusal("train_classifier", path, text="正文", label="分类", out=tmp_path / "m")
    assert "正文" in words
    assert "说的话" in words
    assert "lessons.csv" in words
    words = refusal("classify", path, text="正文", model=model, out=tmp_path / "o")
    assert "正文" in words


def test_a_row_without_label_is_named(tmp_path):
    path = table(tmp_path / "lessons.csv", [*lessons()[:3], ("灯坏了", " ")])
    words = refusal("train_classifier", path, text="说的话", label="分类", out=tmp_path / "m")
    assert "第 5 行" in words
    assert "分类" in words


@pytest.mark.parametrize(
    ("rows", "said"),
    [([("灯坏了", "甲")] * 3, "至少要有两个分类"), ([], "至少要有两个分类")],
)
def test_too_little_to_learn_from_is_said(tmp_path, rows, said):
    path = table(tmp_path / "few.csv", rows)
    assert said in refusal(
        "train_classifier", path, text="说的话", label="分类", out=tmp_path / "m"
    )
    assert not (tmp_path / "m").exists()


def test_texts_that_are_all_the_same_are_refused(tmp_path):
    path = table(tmp_path / "same.csv", [("路灯坏了很久", "甲"), ("路灯坏了很久", "乙")] * 4)
    words = refusal("train_classifier", path, text="说的话", label="分类", out=tmp_path / "m")
    assert "几乎一样" in words


def test_a_file_that_is_no_model_is_named(tmp_path):
    path = table(tmp_path / "asked.csv", [("灯", "")])
    for name in ("asked.csv", "nothing.npz"):
        words = refusal(
            "classify", path, text="说的话", model=tmp_path / name, out=tmp_path / "out.csv"
        )
        assert name in words
    assert not (tmp_path / "out.csv").exists()


def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path, model):
    path = table(tmp_path / "lessons.csv", lessons())
    out = tmp_path / "no" / "folder" / "m.npz"
    options = {"text": "说的话", "label": "分类", "out": out}
    assert "folder" in refusal("train_classifier", path, **options)
    assert "folder" in refusal("classify", path, text="说的话", model=model, out=out)


def test_neither_command_asks_for_a_database(tmp_path, model):
    """In a process of its own, under the settings of every day, with no database to be reached."""
    path = table(tmp_path / "asked.csv", [("路灯坏了", "")])
    told = subprocess.run(
        [sys.executable, "manage.py", "classify", path, "--text", "说的话", "--model", model,
         "--out", tmp_path / "out.csv"],
        cwd=CHECKOUT, capture_output=True, text=True, timeout=120, check=False,
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout == "rows 1\n"
    assert told.stderr == ""


def test_real_messages_are_sorted_by_a_model_that_saw_others(shared_data, tmp_path):
    """A part of the reference data; the figure of all of them is in the bench."""
    path = shared_data / "tipdm2020c" / "labelled_raw_shared.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        real = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    made = train(table(tmp_path / "learn.csv", real[:900]), tmp_path / "model.npz")
    rows = sort(table(tmp_path / "ask.csv", real[-300:]), made, tmp_path / "out.csv")
    hits = sum(row["label"] == label for row, (_text, label) in zip(rows, real[-300:], strict=True))
    assert hits / 300 > 0.75
