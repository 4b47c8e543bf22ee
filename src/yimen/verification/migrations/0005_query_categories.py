import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0004_answers_stay'),
    ]

    operations = [
        migrations.AddField(
            model_name='sourcequery',
            name='categories',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None, verbose_name='核对项目'),
            preserve_default=False,
        ),
    ]
