"""Cookies that only this process can have made, and the tokens that forms carry against forgery.

A session is a signed name and an end; nothing is kept of it here. When the desk is started anew,
people log in again. Someone without a name (on an open desk, or behind a proxy) has a session
too: the token of his forms hangs on it.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Final

COOKIE: Final = "sayso_session"  # and the port: desks of one host share their cookies
HOURS: Final = 12


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes sessions and knows its own; ``secret`` is of one process."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def make(self, name: str = "") -> str:
        """Return the cookie of a new session."""
        ends = int(time.time()) + HOURS * 3600
        told = json.dumps([name, ends, secrets.token_hex(16)]).encode()
        packed = base64.urlsafe_b64encode(told).decode()
        return f"{packed}.{self._sign('session', packed)}"

    def name_of(self, cookie: str) -> str | None:
        """Return whose session a cookie is: "" is nobody's by name, None is no session."""
        packed, _, mark = cookie.rpartition(".")
        if not _same(mark, self._sign("session", packed)):
            return None
        name, ends, _ = json.loads(base64.urlsafe_b64decode(packed))
        return str(name) if time.time() < ends else None

    def form_token(self, cookie: str) -> str:
        """Return what the forms of a session carry."""
        return self._sign("form", cookie)

    def is_form_token(self, cookie: str, token: str) -> bool:
        """Tell whether a form is of a session."""
        return _same(token, self.form_token(cookie))

    def _sign(self, what: str, told: str) -> str:
        return hmac.new(
            self.secret, f"{what}:{told}".encode("utf-8", "replace"), "sha256"
        ).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
