"""Secrets of the embedded set-up: made once, in `var/secrets.json`, for the owner's eyes only."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import NamedTuple


class LocalSecrets(NamedTuple):
    """`field_keys` are `id:base64` of 32 bytes, newest first; `hash_key` is base64 of 32 bytes."""

    secret_key: str
    field_keys: tuple[str, ...]
    hash_key: str
    demo_password: str


def local_secrets(var_dir: Path) -> LocalSecrets:
    """Read the secrets, made at the first start; two first starts at once agree on one file."""
    path = var_dir / "secrets.json"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        draft = var_dir / f"secrets.{os.getpid()}.json"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(_made()._asdict(), file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    found = json.loads(path.read_text(encoding="utf-8"))
    return LocalSecrets(
        found["secret_key"],
        tuple(found["field_keys"]),
        found["hash_key"],
        found["demo_password"],
    )


def _made() -> LocalSecrets:
    return LocalSecrets(
        secret_key=secrets.token_urlsafe(48),
        field_keys=(f"k1:{_key()}",),
        hash_key=_key(),
        demo_password=secrets.token_urlsafe(9),
    )


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
