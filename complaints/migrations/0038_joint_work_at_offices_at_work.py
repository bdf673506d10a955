"""Offices at work get the words that a new one is set up with."""

from datetime import date

from django.db import migrations

WORDS = (
    (
        "co_cannot", "{unit} 协办 {number} 办不了，请主办单位接手。",
        "{unit} cannot finish its part of {number}: please go on with it.", True,
    ),
    (
        "copied", "{number} 已直派街道，抄送区里督促协调。",
        "{number} went directly to the street; the district has this copy.", False,
    ),
)  # fmt: skip


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    if not apps.get_model("complaints", "Parameter").objects.using(alias).exists():
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
    dependencies = [("complaints", "0037_words_of_joint_work")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
