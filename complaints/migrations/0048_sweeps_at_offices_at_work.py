"""Offices at work get what a new one is set up with."""

from datetime import date

from django.db import migrations

WORDS = (
    (
        "sweep", "请查看本社区有没有同类问题：{number}。",
        "Please look whether your community has the like: {number}.", False,
    ),
)  # fmt: skip


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    parameters = apps.get_model("complaints", "Parameter").objects.using(alias)
    if not parameters.exists():
        return
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
    dependencies = [("complaints", "0047_sweep_words")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
