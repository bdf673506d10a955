"""Offices at work get the number and words that a new one is set up with."""

from datetime import date

from django.db import migrations

WORDS = (
    ("endorse", "{number} 请您批办。", "{number} is laid before you: please sign."),
    (
        "endorsed", "{number} 领导已批办，请查看批示。",
        "The head has signed {number}: please read his words.",
    ),
)  # fmt: skip


def prepare(apps, schema_editor):
    alias = schema_editor.connection.alias
    parameters = apps.get_model("complaints", "Parameter").objects.using(alias)
    if not parameters.exists():
        return
    parameters.get_or_create(
        key="endorse_limit",
        since=date(2023, 1, 1),
        defaults={
            "amount": 30, "unit": "minutes", "is_ours": True,
            "source": "怀柔区做法为与首次联系同时（bj148.org 2019）；时限未见公开规定，本系统默认值",
        },
    )  # fmt: skip
    wordings = apps.get_model("complaints", "NoticeTemplate").objects.using(alias)
    for code, words, words_en in WORDS:
        wordings.get_or_create(
            code=code,
            since=date(2021, 9, 24),
            defaults={
                "words": words, "words_en": words_en, "is_urgent": True, "source": "本系统拟定",
                "is_ours": True,
            },
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("complaints", "0031_endorsement_words")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
