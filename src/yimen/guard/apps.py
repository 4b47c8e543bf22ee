from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate

from yimen.guard import keys, policies


class GuardConfig(AppConfig):
    name = "yimen.guard"
    verbose_name = "守护"

    def ready(self) -> None:
        post_migrate.connect(write_policies, sender=self)


def write_policies(using: str, **kwargs: Any) -> None:
    """After the last migration the database holds what the models declare; a new installation gets its keys."""
    if using != "owner":
        return
    if not settings.ENV.keys_path.exists():
        keys.make_keys(settings.ENV.keys_path)
    policies.apply(connections[using])
