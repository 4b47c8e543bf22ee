from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OPEN = models.Q(("state__in", ["confirmed", "refused", "withdrawn", "terminated"]), _negated=True)
ACTIVE = models.Q(("state", "active"))


class Migration(migrations.Migration):
    atomic = False  # so that an office goes on working while they are built
    dependencies = [("cases", "0005_book_versions")]
    operations = [
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["county", "town", "due_on", "submitted_at", "id"],
                include=("state", "village", "household"), condition=OPEN, name="case_open_of_town",
            ),
        ),
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["county", "due_on", "submitted_at", "id"], condition=OPEN, name="case_open_of_county",
            ),
        ),
        AddIndexConcurrently(
            "award",
            models.Index(
                fields=["county", "town", "recheck_by", "id"],
                include=("village", "household"), condition=ACTIVE, name="award_active_of_town",
            ),
        ),
        AddIndexConcurrently(
            "award",
            models.Index(
                fields=["county", "recheck_by", "id"],
                include=("town", "village", "household"), condition=ACTIVE, name="award_active_of_county",
            ),
        ),
    ]  # fmt: skip
