"""Offices at work get the numbers and words that a new one is set up with."""

from datetime import date

from django.db import migrations

NUMBERS = (
    ("objection_window", 24, "hours", "异议权见《北京市接诉即办工作条例》第十二条；时限未见公开规定，本系统默认值"),
    ("objection_urgent", 1, "hours", "未见公开规定，本系统默认值"),
    (
        "objection_times", 1, "times",
        "参照《潍坊市12345政务服务便民热线条例》（指定后不得再退），本系统默认值",
    ),
    ("extension_times", 1, "times", "延期见《北京市接诉即办工作条例》第十五条；次数未见公开规定，本系统默认值"),
    ("extension_share", 100, "percent", "未见公开规定，本系统默认值"),
    ("pause_longest", 30, "days", "未见公开规定，本系统默认值"),
    ("bounces_shown", 2, "times", "未见公开规定，本系统默认值"),
)  # fmt: skip
WORDS = (
    ("asked", "{unit}对 {number} 提出申请，请审核。",
     "{unit} asks for something on {number}: please decide.", True),
    ("ask_decided", "{number} 的申请已审核，请查看。",
     "What you asked for on {number} is decided: please look.", True),
    ("shelf_review", "{number} 挂账到了复查日期，请复查。",
     "{number} is on the shelf and due to be looked at again.", False),
)  # fmt: skip


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    parameters = apps.get_model("complaints", "Parameter").objects.using(alias)
    if not parameters.exists():
        return
    for key, amount, unit, source in NUMBERS:
        parameters.get_or_create(
            key=key,
            since=date(2023, 1, 1),
            defaults={"amount": amount, "unit": unit, "source": source, "is_ours": True},
        )
    wordings = apps.get_model("complaints", "NoticeTemplate").objects.using(alias)
    for code, words, words_en, is_urgent in WORDS:
        wordings.get_or_create(
            code=code,
            since=date(2021, 9, 24),
            defaults={
                "words": words, "words_en": words_en, "is_urgent": is_urgent,
                "source": "本系统拟定", "is_ours": True,
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("complaints", "0029_asks_and_their_numbers")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
