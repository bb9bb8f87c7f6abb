"""Who is signed in: random identifiers that only this server knows, with an end."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.web.accounts import Account

__all__ = ["Session", "Sessions"]

_MOST_OF_ONE = 20
"""Browsers in which one account is signed in at once; the one that was longest idle is signed out."""


@dataclass(slots=True)
class Session:
    """One browser in which somebody is signed in."""

    name: str
    stamp: str  # that of the account when it began
    began: float
    seen: float


class Sessions:
    """All who are signed in; a restart of the server signs everybody out."""

    def __init__(self, idle_seconds: float, most_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle, self._most, self._clock = idle_seconds, most_seconds, clock
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}

    def begin(self, account: Account) -> str:
        """Sign somebody in: a new identifier, never one that the browser brought."""
        identifier, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._open = {key: one for key, one in self._open.items() if not self._is_over(one, now)}
            own = sorted((key for key, one in self._open.items() if one.name == account.name), key=lambda key: self._open[key].seen)
            for key in own[: max(0, len(own) - _MOST_OF_ONE + 1)]:
                del self._open[key]
            self._open[_key(identifier)] = Session(account.name, account.stamp, now, now)
        return identifier

    def find(self, identifier: str) -> Session | None:
        """The session of an identifier; None where there is none or it is over."""
        now = self._clock()
        with self._lock:
            found = self._open.get(_key(identifier))
            if found is None:
                return None
            if self._is_over(found, now):
                del self._open[_key(identifier)]
                return None
            found.seen = now
            return found

    def end(self, identifier: str) -> None:
        """Sign one browser out."""
        with self._lock:
            self._open.pop(_key(identifier), None)

    def count(self, account: Account) -> int:
        """In how many browsers an account is signed in."""
        now = self._clock()
        with self._lock:
            return sum(one.name == account.name and one.stamp == account.stamp and not self._is_over(one, now) for one in self._open.values())

    def _is_over(self, session: Session, now: float) -> bool:
        return now - session.seen > self._idle or now - session.began > self._most


def _key(identifier: str) -> str:
    """Looked up by digest: how long a look-up takes tells nothing of an identifier."""
    return hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()
