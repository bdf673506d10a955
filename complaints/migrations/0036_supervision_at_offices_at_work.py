"""Offices at work get the numbers and words that a new one is set up with."""

from datetime import date

from django.db import migrations

OURS = "未见公开规定，本系统默认值"
PARAMETERS = (
    ("supervise_overdue", 24, "hours", OURS),
    ("supervise_chases", 3, "times", OURS),
    ("supervise_callers", 5, "pieces", OURS),
    ("supervise_returns", 2, "times", OURS),
    ("supervise_reply", 24, "hours", OURS),
    ("supervise_mean_wait", 10, "days", OURS),
    ("supervise_mean_least", 10, "pieces", OURS),
    ("unrest_reply", 2, "hours", "区分中心2小时内回复市中心（某区工单用语，非公开规定）"),
    ("escalate_unit", 0, "minutes", OURS),
    ("escalate_head", 4, "hours", OURS),
    ("escalate_district", 24, "hours", OURS),
    ("escalate_city", 72, "hours", OURS),
)
WORDS = (
    (
        "supervised", "{number} 已被督办，请按时回复。",
        "{number} is under supervision: please reply in time.", True,
    ),
    (
        "sup_replied", "{number} 的督办已回复，请审看。",
        "A reply on {number} under supervision waits for you.", False,
    ),
    (
        "sup_sent_back", "{number} 的督办回复未通过，请重新回复。",
        "Your reply on {number} did not do: please reply again.", True,
    ),
    (
        "escalated", "{number} 逾期未办结，已提级到您。",
        "{number} is overdue and has come up to you.", True,
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
    dependencies = [("complaints", "0035_supervision_words")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
