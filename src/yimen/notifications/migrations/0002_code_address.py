"""The address that asked for a code, as a blind index: codes are limited per phone and per address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_start")]
    operations = [
        migrations.AddField(
            "onetimecode",
            "address_index",
            models.BinaryField(default=b"", max_length=32, verbose_name="来源地址盲索引"),
        ),
        migrations.AddIndex(
            "onetimecode", models.Index(fields=["address_index", "created_at"], name="code_of_address")
        ),
    ]
