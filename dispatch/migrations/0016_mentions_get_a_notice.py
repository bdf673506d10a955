import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0023_notices'),
        ('dispatch', '0015_rules_have_a_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='mention',
            name='notice',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='complaints.notice'),
        ),
    ]
