"""Tables of units scored from files: what other houses printed comes out to the last decimal."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

# 盘锦 2023-01…04: 办结率, 满意率, 按时反馈率, 有效回访率 and the printed score.
PANJIN = [
    ("大洼区", 98.06, 99.00, 100.00, 100.00, "99.3"),
    ("盘山县", 98.44, 98.37, 100.00, 100.00, "99.2"),
    ("兴隆台区", 97.95, 98.44, 100.00, 99.96, "99.1"),
    ("双台子区", 96.21, 94.01, 100.00, 100.00, "97.4"),
    ("高新区", 100, 100, 100, 100, "100.0"),
    ("辽滨", 99.25, 97.02, 100, 100, "99.0"),
]
PANJIN_SCHEME = {
    "measures": [
        {"name": "办结率", "weight": 20, "rate": "a"},
        {"name": "满意率", "weight": 30, "rate": "b"},
        {"name": "按时反馈率", "weight": 25, "rate": "c"},
        {"name": "有效回访率", "weight": 25, "rate": "d"},
    ],
}
THREE = "unit,accepted,valid,contacted,resolved,satisfied,basic\n"


def scored(folder: Path, text: str, scheme: Any = None) -> list[dict[str, str]]:
    table, out = folder / "units.csv", folder / "out.csv"
    table.write_text(text, encoding="utf-8")
    more = {}
    if scheme is not None:
        more["scheme"] = folder / "scheme.json"
        more["scheme"].write_text(json.dumps(scheme, ensure_ascii=False), encoding="utf-8")
    call_command("score", table, out=out, **more)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refusal(folder: Path, text: str, scheme: Any = None) -> str:
    with pytest.raises(CommandError) as refused:
        scored(folder, text, scheme)
    assert refused.value.returncode == 2
    assert not (folder / "out.csv").exists()
    words = str(refused.value)
    assert "\n" not in words
    return words


def shares(name: str, rounding: str, digits: int) -> dict[str, Any]:
    return {
        "measures": [{"name": "share", "weight": 100, "num": name, "den": "total"}],
        "rate_digits": digits, "rounding": rounding,
    }  # fmt: skip


def test_given_rates_are_weighed_and_rounded_once(tmp_path: Path) -> None:
    lines = "".join(f"{u},{a},{b},{c},{d}\n" for u, a, b, c, d, _score in PANJIN)
    rows = scored(tmp_path, "unit,a,b,c,d\n" + lines, PANJIN_SCHEME)
    assert [row["composite"] for row in rows] == [one[-1] for one in PANJIN]
    assert rows[3]["办结率"] == "96.21"
    # 97.445 rounded twice would be 97.5.
    assert rows[3]["composite"] == "97.4"
    assert [row["rank"] for row in rows] == ["2", "3", "4", "6", "1", "5"]
    assert {row["rank_lo"] for row in rows} == {""}


def test_the_dissatisfied_are_counted_over_what_the_hotline_closed(tmp_path: Path) -> None:
    text = "unit,bad,closed\n住建,8,87\n公安,6,70\n城管,5,66\n卫健,3,63\n"
    scheme = {
        "measures": [{"name": "不满意率", "weight": 100, "num": "bad", "den": "closed"}],
        "rate_digits": 0,
    }
    rows = scored(tmp_path, text, scheme)
    assert [row["不满意率"] for row in rows] == ["9", "9", "8", "5"]
    scheme["measures"][0]["complement"] = True
    assert [row["不满意率"] for row in scored(tmp_path, text, scheme)] == ["91", "91", "92", "95"]
    on_time = scored(tmp_path, "unit,n,total\n宁国,597,601\n", shares("n", "half_up", 2))
    assert on_time[0]["share"] == "99.33"


def test_published_shares_were_cut_and_not_rounded(tmp_path: Path) -> None:
    text = "unit,n,total\n十月城管,362,1247\n十月物业,295,1247\n十一月城管,337,1258\n" \
        "十一月物业,259,1258\n"  # fmt: skip
    down = scored(tmp_path, text, shares("n", "down", 1))
    assert [row["share"] for row in down] == ["29.0", "23.6", "26.7", "20.5"]
    half_up = scored(tmp_path, text, shares("n", "half_up", 1))
    assert [row["share"] for row in half_up] == ["29.0", "23.7", "26.8", "20.6"]


def test_closed_and_on_time_over_what_was_due(tmp_path: Path) -> None:
    text = "unit,closed,on_time,due\n湖州,15300,15289,15308\n"
    scheme = {
        "measures": [
            {"name": "结案率", "weight": 50, "num": "closed", "den": "due"},
            {"name": "按时率", "weight": 50, "num": "on_time", "den": "due"},
        ],
        "rate_digits": 2,
    }
    (row,) = scored(tmp_path, text, scheme)
    assert (row["结案率"], row["按时率"]) == ("99.95", "99.88")


def test_a_given_composite_is_ranked_within_its_league(tmp_path: Path) -> None:
    text = (
        "unit,league,score\n灌南,县,141.15\n云台山,区,98.18\n灌云,县,139.15\n徐圩,区,95.5\n"
        "赣榆,县,138.98\n开发区,区,86\n东海,县,135.75\n海州,区,82\n连云,区,81\n"
    )
    rows = scored(tmp_path, text, {"given": "score", "composite_digits": 2})
    ranks = {row["unit"]: (row["league"], row["rank"]) for row in rows}
    assert [ranks[unit] for unit in ("灌南", "灌云", "赣榆", "东海")] == [
        ("县", str(place)) for place in range(1, 5)
    ]
    assert [ranks[unit] for unit in ("云台山", "徐圩", "开发区", "海州", "连云")] == [
        ("区", str(place)) for place in range(1, 6)
    ]
    assert rows[0]["composite"] == "141.15"
    assert "share" not in rows[0]


def test_the_three_rates_are_the_default(tmp_path: Path) -> None:
    text = THREE + "甲,40,20,20,18,10,5\n乙,40,10,10,10,10,0\n丙,90,0,0,0,0,0\n"
    rows = scored(tmp_path, text)
    # 10 × 1 + 50 × 0.9 + 40 × (10 + 0.9 × 5) / 20 = 84.0
    assert rows[0] == {
        "unit": "甲", "response_rate": "100", "resolution_rate": "90",
        "satisfaction_rate": "72.5", "composite": "84.0", "rank": "2", "grade": "",
        "rank_lo": "1", "rank_hi": "2",
    }  # fmt: skip
    assert [row["composite"] for row in rows] == ["84.0", "100.0", "0.0"]
    assert (rows[2]["rank"], rows[2]["rank_lo"]) == ("3", "")


def test_whom_the_counts_cannot_tell_apart_may_stand_in_each_others_place(tmp_path: Path) -> None:
    lines = "".join(f"甲{n},50,50,50,{44 + n % 3},44,2\n" for n in range(6))
    rows = scored(tmp_path, THREE + lines + "乙,9000,9000,9000,3000,3000,0\n")
    for row in rows:
        assert int(row["rank_lo"]) <= int(row["rank"]) <= int(row["rank_hi"])
    assert (rows[-1]["rank_lo"], rows[-1]["rank_hi"]) == ("7", "7")
    assert all(int(row["rank_hi"]) - int(row["rank_lo"]) >= 3 for row in rows[:-1])


def test_too_few_stand_apart_and_grades_have_equal_standing(tmp_path: Path) -> None:
    text = THREE + "甲,3,1,1,1,1,0\n乙,40,30,30,29,29,0\n丙,40,30,30,20,20,0\n"
    scheme = {"min_n": 10, "bands": {"优秀": 95, "达标": 60}}
    one, other, third = scored(tmp_path, text, scheme)
    assert (one["composite"], one["rank"], one["grade"], one["rank_hi"]) == ("100.0", "", "", "")
    assert (other["rank"], other["grade"]) == ("1", "优秀")
    assert (third["rank"], third["grade"]) == ("2", "达标")
    scheme["bands"] = [{"name": "优秀", "from": 99.5}, {"name": "达标", "from": 60}]
    assert scored(tmp_path, text, scheme)[1]["grade"] == "达标"


def test_equals_share_a_rank_unless_more_were_accepted(tmp_path: Path) -> None:
    text = THREE + "甲,40,20,20,18,18,0\n乙,60,20,20,18,18,0\n丙,40,20,20,18,18,0\n"
    assert [row["rank"] for row in scored(tmp_path, text)] == ["2", "1", "2"]
    rows = scored(tmp_path, text, {"tie": "lowest_rank"})
    assert [row["rank"] for row in rows] == ["1", "1", "1"]


def test_thirds_are_printed_with_twelve_decimals_and_no_more(tmp_path: Path) -> None:
    (row,) = scored(tmp_path, "\ufeff" + THREE + "甲,3,3,1,2,3,0\n")
    assert row["response_rate"] == "33.333333333333"
    assert row["resolution_rate"] == "66.666666666667"
    assert row["satisfaction_rate"] == "100"


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ({"weights": 1}, "weights"),
        ({"measures": []}, "measures"),
        ({"measures": [{"name": "a", "weight": 90, "rate": "valid"}]}, "100"),
        ({"measures": [{"name": "a", "weight": 100, "num": "valid"}]}, "a: either"),
        ({"measures": [{"name": "a", "weight": "x", "rate": "valid"}]}, "a/weight"),
        ({"measures": ["a"]}, "measures"),
        ({"basic_factor": 2}, "basic_factor"),
        ({"rounding": "up"}, "half_up | down"),
        ({"tie": "first"}, "tie"),
        ({"composite_digits": -1}, "composite_digits"),
        ({"rate_digits": 40}, "rate_digits"),
        ({"bands": [1]}, "bands"),
        ({"min_n": True}, "min_n"),
        ([], "scheme.json"),
    ],
)
def test_a_scheme_that_cannot_be_is_refused_with_its_key(
    tmp_path: Path, scheme: Any, words: str
) -> None:
    assert words in refusal(tmp_path, THREE + "甲,40,20,20,18,18,0\n", scheme)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit,valid\n甲,1\n", "contacted"),
        (THREE + "甲,40,20,20,很多,18,0\n", "resolved"),
        (THREE + "甲,40,20,20,-1,18,0\n", "resolved"),
        (THREE + "甲,40,20,21,18,18,0\n", "甲: response_rate"),
        (THREE + ",40,20,20,18,18,0\n", "unit"),
        (THREE + "甲,40,20\n", "2"),
        ("", "units.csv"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_row_and_column(
    tmp_path: Path, text: str, words: str
) -> None:
    assert words in refusal(tmp_path, text)
