"""Whether the installation is ready: database, migrations, worker."""

from datetime import timedelta
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

HEARTBEAT = timedelta(seconds=60)


def healthz(request: HttpRequest) -> JsonResponse:
    """200 once all three are ready, else 503; says which is not. Reads no family, needs no sign-in."""
    ready = {"database": False, "migrations": False, "worker": False}
    try:
        ready["database"] = _answers("SELECT 1")
        ready["migrations"] = _migrated()
        ready["worker"] = _worker_alive()
    except Exception:
        return JsonResponse({"ready": False, **ready}, status=503)
    return JsonResponse({"ready": all(ready.values()), **ready}, status=200 if all(ready.values()) else 503)


healthz.audience, healthz.duties = "public", ()  # type: ignore[attr-defined]


def _answers(sql: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone() is not None


def _migrated() -> bool:
    applied = MigrationRecorder(connection).applied_migrations()
    return _wanted_migrations() <= set(applied)


@cache
def _wanted_migrations() -> frozenset[tuple[str, str]]:
    """Those that lie on the disk; they do not change while a process runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _worker_alive() -> bool:
    since = timezone.now() - HEARTBEAT
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s", [since])
        return cursor.fetchone()[0] > 0
