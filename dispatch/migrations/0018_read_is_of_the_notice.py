import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('dispatch', '0017_notices_of_earlier_mentions')]

    operations = [
        migrations.AlterField(
            model_name='mention',
            name='notice',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.notice'),
        ),
        migrations.RemoveIndex(model_name='mention', name='mention_unread'),
        migrations.RemoveField(model_name='mention', name='read_at'),
    ]
