"""The served set-up behind a TLS proxy. A missing secret stops the start with its name."""

from beijing_governance.settings.base import *  # noqa: F403
from beijing_governance.settings.base import TRUST_PROXY, env
from beijing_governance.settings.databases import database

SETTINGS_KIND = "production"
DEBUG = False

SECRET_KEY = env.str("SECRET_KEY")
FIELD_KEYS = env.list("FIELD_KEYS")
# Hashes stay while keys rotate: before the oldest field key is dropped, set HASH_KEY to it.
HASH_KEY = env.str("HASH_KEY", default="") or FIELD_KEYS[-1].rpartition(":")[2]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DATABASES = {"default": database(env.str("DATABASE_URL"))}
CELERY_BROKER_URL = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CELERY_BROKER_URL,
    }
}
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Only where the proxy strips the header that a client may send.
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
