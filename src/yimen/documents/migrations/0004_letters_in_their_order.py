from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

WAITING = models.Q(("served_on__isnull", True))


class Migration(migrations.Migration):
    atomic = False  # so that an office goes on working while they are built
    dependencies = [("documents", "0003_numbering")]
    operations = [
        RemoveIndexConcurrently("letter", "letter_to_serve"),
        AddIndexConcurrently(
            "letter",
            models.Index(
                fields=["county", "serve_by", "made_at", "id"],
                include=("town", "village", "household"), condition=WAITING, name="letter_to_serve",
            ),
        ),
        AddIndexConcurrently(
            "letter",
            models.Index(
                fields=["county", "town", "serve_by", "made_at", "id"],
                include=("village", "household"), condition=WAITING, name="letter_to_serve_of_town",
            ),
        ),
    ]  # fmt: skip
