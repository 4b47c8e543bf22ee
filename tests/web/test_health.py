"""/healthz：数据库、迁移和后台任务都就绪了，才算就绪。"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from yimen.web.health import healthz

pytestmark = pytest.mark.django_db


def a_worker(seen_ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now() - seen_ago]
        )


@pytest.mark.parametrize(
    ("seen_ago", "status", "worker"),
    [
        pytest.param(timedelta(seconds=5), 200, True, id="后台任务刚有心跳"),
        pytest.param(timedelta(minutes=5), 503, False, id="后台任务五分钟没有心跳"),
        pytest.param(None, 503, False, id="没有后台任务"),
    ],
)
def test_it_is_ready_only_with_a_living_worker(seen_ago, status, worker):
    if seen_ago is not None:
        a_worker(seen_ago)

    answer = healthz(RequestFactory().get("/healthz"))

    assert answer.status_code == status
    assert json.loads(answer.content) == {
        "ready": worker,
        "database": True,
        "migrations": True,
        "worker": worker,
    }
