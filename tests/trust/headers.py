"""The heads that every answer must carry."""

from typing import Any, Final

WANTED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY: Final = (
    "default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'",
    "frame-ancestors 'none'", "form-action 'self'",
)  # fmt: skip


def not_protected(answer: Any) -> list[str]:
    """What is missing or weaker than it must be."""
    headers = answer.headers
    wrong = [name for name, value in WANTED.items() if headers.get(name) != value]
    policy = [part.strip() for part in headers.get("Content-Security-Policy", "").split(";")]
    wrong += [part for part in POLICY if part not in policy]
    # Chart pages alone may style by attribute; no page may run a script that is not a file of ours.
    loose = [part for part in policy if "unsafe" in part and not part.startswith("style-src-attr")]
    wrong += loose
    if "microphone=()" not in headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    return wrong
