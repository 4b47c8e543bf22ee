"""Settings of the suite: the embedded database, tuned for tests, shared by all its processes."""

import os
from pathlib import Path

from yimen.config import embedded

CACHE = Path(__file__).resolve().parents[1] / ".cache"
if not os.environ.get("YIMEN_OWNER_DATABASE_URL"):
    SERVER = embedded.start(CACHE / "test-db", fast=True)
    os.environ["YIMEN_DATABASE_URL"] = SERVER.app_url()
    os.environ["YIMEN_OWNER_DATABASE_URL"] = SERVER.owner_url()
os.environ.setdefault("YIMEN_DATA", str(CACHE / "test-data"))
os.environ["YIMEN_SYNTHETIC"] = "1"
os.environ.setdefault("YIMEN_SECRET_KEY", "only-for-tests-0123456789abcdefghijklmnopqrstuvwxyz")

from yimen.config.settings import *  # noqa: E402, F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise warns where it is missing)
