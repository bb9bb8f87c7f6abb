"""Who is signed in: random identifiers that only this server knows, with an end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import secrets
import threading
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bilateral.web.accounts import Account

__all__ = ["Session", "Sessions", "sessions_file"]

_LOGGER = logging.getLogger("bilateral")
_FORMAT = 1
_KEEP_SECONDS = 60.0
"""How often it is written down when somebody was last seen: after a restart an idle browser may be signed in so much longer or shorter."""

_MOST_OF_ONE = 20
"""Browsers in which one account is signed in at once; the one that was longest idle is signed out."""


@dataclass(slots=True)
class Session:
    """One browser in which somebody is signed in."""

    name: str
    stamp: str  # that of the account when it began
    began: float
    seen: float


def sessions_file(accounts: Path) -> Path:
    """Where those who are signed in are noted, beside the file of their accounts."""
    return accounts.with_name(f"{accounts.name}.sessions")


class Sessions:
    """All who are signed in; noted in a file, by digests of their identifiers, so that a restart of the server signs nobody out."""

    def __init__(self, idle_seconds: float, most_seconds: float, clock: Callable[[], float] = time.time, file: Path | None = None) -> None:
        self._idle, self._most, self._clock, self._file = idle_seconds, most_seconds, clock, file
        self._lock = threading.Lock()
        self._open = {key: one for key, one in _read(file).items() if not self._is_over(one, clock()) and one.began <= clock()} if file else {}
        self._written = clock()

    def begin(self, account: Account) -> str:
        """Sign somebody in: a new identifier, never one that the browser brought."""
        identifier, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._open = {key: one for key, one in self._open.items() if not self._is_over(one, now)}
            own = sorted((key for key, one in self._open.items() if one.name == account.name), key=lambda key: self._open[key].seen)
            for key in own[: max(0, len(own) - _MOST_OF_ONE + 1)]:
                del self._open[key]
            self._open[_key(identifier)] = Session(account.name, account.stamp, now, now)
            self._write()
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
                self._write()
                return None
            found.seen = now
            if now - self._written > _KEEP_SECONDS:
                self._write()
            return found

    def end(self, identifier: str) -> None:
        """Sign one browser out."""
        with self._lock:
            if self._open.pop(_key(identifier), None):
                self._write()

    def _write(self) -> None:
        """Note all sessions, for the owner's eyes alone; where that fails, a restart signs out, which the log tells."""
        self._written = self._clock()
        if self._file is None:
            return
        unfinished = self._file.with_name(f".{self._file.name}.unfinished")
        try:
            unfinished.unlink(missing_ok=True)
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
                json.dump({"format": _FORMAT, "sessions": {key: asdict(one) for key, one in self._open.items()}}, stream)
            unfinished.replace(self._file)
        except OSError as error:
            _LOGGER.warning("sessions are not noted in %s (%s): a restart of this server signs everybody out", self._file, error.strerror)

    def count(self, account: Account) -> int:
        """In how many browsers an account is signed in."""
        now = self._clock()
        with self._lock:
            return sum(one.name == account.name and one.stamp == account.stamp and not self._is_over(one, now) for one in self._open.values())

    def _is_over(self, session: Session, now: float) -> bool:
        return now - session.seen > self._idle or now - session.began > self._most


def _read(file: Path) -> dict[str, Session]:
    """What was noted; nobody where there is no such file or it cannot be read: they sign in again."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        given = json.loads(file.read_text("utf-8"))
        if given["format"] == _FORMAT:
            return {str(key): Session(str(one["name"]), str(one["stamp"]), float(one["began"]), float(one["seen"])) for key, one in given["sessions"].items()}
    return {}


def _key(identifier: str) -> str:
    """Looked up by digest: how long a look-up takes tells nothing of an identifier."""
    return hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()
