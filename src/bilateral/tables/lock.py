"""One writer at a time: a lock that the operating system frees when its holder dies."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from bilateral.errors import RecordError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["WriterLock", "take_lock"]

_FAR_BYTE = 1 << 30
"""Windows locks a byte, not a file; this one lies after the process number."""


class WriterLock:
    """A held lock; `free` gives it back. Made by `take_lock`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor
        _held.add(self)

    def free(self) -> None:
        """Give the lock back; a second call does nothing."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        _held.discard(self)
        os.ftruncate(descriptor, 0)
        os.close(descriptor)

    def leave(self) -> None:
        """Let go of a lock that another process holds: a forked worker must not keep it after that process has died."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


_held: set[WriterLock] = set()


def _leave_all() -> None:
    """In a process that was forked: the locks are those of its parent."""
    for lock in _held:
        lock.leave()
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)


def _lock(descriptor: int) -> None:
    """Lock an open file without waiting, or raise `OSError`."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - only there

        os.lseek(descriptor, _FAR_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - only there

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take_lock(path: Path) -> WriterLock:
    """Take the lock of a record, so that no other run writes to it.

    Does not wait, does not block readers, and does not protect a folder on a
    network drive whose server ignores locks. A lock file left by a killed run is
    no lock: the system freed it, and its content is only the holder's number.

    Args:
        path: The lock file; made if missing, never deleted.

    Returns:
        The held lock.

    Raises:
        RecordError: If another run holds it.
        OSError: If the file cannot be written.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(descriptor)
    except OSError as error:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
        os.close(descriptor)
        message = (
            f"got a record that another run is writing to (process {holder}): {path.parent}; "
            "expected no other writer; wait for it to end, then run again"
        )
        raise RecordError(message) from error
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, str(os.getpid()).encode())
    return WriterLock(descriptor)
