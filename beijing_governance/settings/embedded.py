"""A try-out or one street of ten staff: SQLite, no broker, secrets made at the first start."""

from beijing_governance.secrets import local_secrets
from beijing_governance.settings.base import *  # noqa: F403
from beijing_governance.settings.base import STORAGES, VAR_DIR, env
from beijing_governance.settings.databases import database

SETTINGS_KIND = "embedded"
DEBUG = False

_secrets = local_secrets(VAR_DIR)
SECRET_KEY = env.str("SECRET_KEY", default=_secrets.secret_key)
FIELD_KEYS = env.list("FIELD_KEYS", default=list(_secrets.field_keys))
HASH_KEY = env.str("HASH_KEY", default=_secrets.hash_key)
DEMO_PASSWORD = _secrets.demo_password

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {
    "default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))
}
CELERY_BROKER_URL = env.str("REDIS_URL", default="memory://")
CELERY_TASK_ALWAYS_EAGER = CELERY_BROKER_URL == "memory://"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
