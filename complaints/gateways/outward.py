"""Sending a message to an Apprise address. Called by tasks only, outside every transaction."""

import logging
import re

import apprise

from complaints.kernels.outward import is_listed, reach_of

# Seconds to reach a host, and to wait for its answer: one dead address holds nobody up for long.
CONNECT = 3.0
ANSWER = 5.0
_CODE = re.compile(r"error[=:]\s*(\d{3})|\b(?:code|status)\D{0,3}(\d{3})\b", re.IGNORECASE)

NOT_LISTED = "not_listed"
UNREADABLE = "unreadable"
REFUSED = "refused"


def send(url: str, *, title: str, body: str, listed: frozenset[str]) -> str:
    """Send it once; "" where it arrived, else the cause: one of this file's words, and the answer's
    number behind it where there was one. The address itself is in no cause and no log."""
    reach = reach_of(url)
    if reach is None:
        return UNREADABLE
    if not is_listed(reach, listed):
        return NOT_LISTED
    # A redirect would lead where nobody looked.
    asset = apprise.AppriseAsset(http_redirects=False, secure_logging=True, async_mode=False)
    target = apprise.Apprise.instantiate(url, asset=asset)
    if target is None:
        return UNREADABLE
    target.socket_connect_timeout = CONNECT
    target.socket_read_timeout = ANSWER
    target.redirects = False
    with apprise.LogCapture(level=logging.WARNING) as said:  # type: ignore[no-untyped-call]
        arrived = target.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT)
        found = _CODE.search(said.getvalue())
    if arrived:
        return ""
    return f"{REFUSED} {found[1] or found[2]}" if found else REFUSED
