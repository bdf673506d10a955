"""The tests' set-up: the served engines where their addresses are given, else SQLite."""

import tempfile
from pathlib import Path

from beijing_governance.settings.base import *  # noqa: F403
from beijing_governance.settings.base import INSTALLED_APPS, STORAGES, env
from beijing_governance.settings.databases import database

SETTINGS_KIND = "test"
DEBUG = False
SECRET_KEY = "for-tests-only-and-never-elsewhere-0123456789"  # noqa: S105
FIELD_KEYS = ["t1:" + "A" * 43 + "="]
HASH_KEY = "B" * 43 + "="
DEMO_PASSWORD = "a-password-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]

VAR_DIR = Path(tempfile.mkdtemp(prefix="office-test-"))
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
DATABASES = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'test.sqlite3'}"))
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if template := env.str("TEST_TEMPLATE", default=""):
    # A database already migrated, for tests to copy.
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_BROKER_URL = env.str("REDIS_URL", default="memory://")
CELERY_TASK_ALWAYS_EAGER = False
