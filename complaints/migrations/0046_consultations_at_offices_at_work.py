"""Offices at work get what a new one is set up with."""

from datetime import date

from django.db import migrations

PARAMETERS = (
    ("consult_limit", 4, "hours", "未见公开规定，本系统默认值"),
)
WORDS = (
    (
        "consulted", "{number} 请贵单位提出会商意见。",
        "Please say what your unit thinks of {number}.", True,
    ),
    (
        "opined", "{number} 有单位提出会商意见。",
        "A unit has said what it thinks of {number}.", False,
    ),
)  # fmt: skip


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    parameters = apps.get_model("complaints", "Parameter").objects.using(alias)
    if not parameters.exists():
        return
    for key, amount, unit, source in PARAMETERS:
        parameters.get_or_create(
            key=key,
            since=date(2023, 1, 1),
            defaults={"amount": amount, "unit": unit, "is_ours": True, "source": source},
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
    dependencies = [("complaints", "0045_consultation_words")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
