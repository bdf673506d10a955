"""Whoever was named before there were notices finds them in the same inbox, read or unread as they
were. Apart from the columns: PostgreSQL changes no table that has rows waiting to be checked."""

from django.db import migrations


def tell_again(apps, schema_editor):
    mentions = apps.get_model('dispatch', 'Mention').objects
    notices = apps.get_model('complaints', 'Notice').objects
    for mention in mentions.filter(notice=None).select_related('note__complaint').order_by('pk'):
        number = mention.note.complaint.number
        mention.notice = notices.create(
            recipient_id=mention.user_id, code='mentioned', complaint=mention.note.complaint,
            url=f'/office/{number}/#notes', facts={'number': number}, made_at=mention.note.at,
            read_at=mention.read_at and max(mention.read_at, mention.note.at),
        )
        mention.save(update_fields=['notice'])


class Migration(migrations.Migration):

    dependencies = [('dispatch', '0016_mentions_get_a_notice')]

    operations = [migrations.RunPython(tell_again, migrations.RunPython.noop, elidable=True)]
