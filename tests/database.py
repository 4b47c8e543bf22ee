"""Emptying the suite's database after a test whose transactions committed."""

from django.db import connections

KEEP = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "regions_division",
    "guard_installation",
)


def empty_everything() -> None:
    """Every table but what migrations and the suite's set-up put there, by the owner role."""
    connections["default"].close()
    owner = connections["owner"]
    with owner.cursor() as cursor:
        tables = [t for t in owner.introspection.table_names(cursor) if t not in KEEP]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE " + ", ".join(tables) + " CASCADE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    owner.close()
