"""Django's own checks with the served settings and invented secrets; a warning is a failure."""

import base64
import os
import subprocess
import sys

INVENTED_KEY = base64.b64encode(bytes(range(32))).decode()
SERVED = {
    "DJANGO_SETTINGS_MODULE": "beijing_governance.settings.production",
    "SECRET_KEY": "only-for-this-check-" + "0123456789abcdef" * 4,
    "FIELD_KEYS": f"k1:{INVENTED_KEY}",
    "HASH_KEY": INVENTED_KEY,
    "ALLOWED_HOSTS": "office.example",
    "DATABASE_URL": "postgres://office@127.0.0.1:1/office",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def main() -> int:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env={**os.environ, **SERVED}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
