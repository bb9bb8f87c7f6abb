"""How often something may be asked: so many at once, then one in so many seconds."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Limit"]

_MOST_KEYS = 10_000
"""Names and addresses remembered; with more of them, those that waited longest are forgotten."""


class Limit:
    """A bucket for each key that holds so many tries and fills again with time.

    Example:
        >>> limit = Limit(2, 30.0, clock=lambda: 0.0)
        >>> limit.take("ann"), limit.take("ann"), limit.take("ann"), limit.take("bob")
        (0.0, 0.0, 30.0, 0.0)
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}  # tries left, and when that was so

    def take(self, key: str) -> float:
        """Take one try.

        Args:
            key: Whose.

        Returns:
            0 where there was one left, else the seconds until there is.
        """
        with self._lock:
            left, now = self._now(key)
            if left < 1:
                return (1 - left) * self._seconds
            self._keep(key, left - 1, now)
            return 0.0

    def give_back(self, key: str) -> None:
        """Give a try back that counted for nothing."""
        with self._lock:
            left, now = self._now(key)
            self._keep(key, min(left + 1, self._most), now)

    def forget(self, key: str) -> None:
        """Give all tries back."""
        with self._lock:
            self._left.pop(key, None)

    def _now(self, key: str) -> tuple[float, float]:
        now = self._clock()
        left, then = self._left.get(key, (float(self._most), now))
        return min(left + (now - then) / self._seconds, self._most), now

    def _keep(self, key: str, left: float, now: float) -> None:
        self._left.pop(key, None)
        self._left[key] = left, now  # the newest stand last
        while len(self._left) > _MOST_KEYS:
            del self._left[next(iter(self._left))]
