import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0014_first_rule_version")]
    operations = [
        migrations.AlterField(
            model_name="routingrule",
            name="rule_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rules",
                to="dispatch.ruleset",
                verbose_name="版本",
            ),
        ),
    ]
