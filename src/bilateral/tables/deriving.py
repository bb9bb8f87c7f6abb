"""Make a record's copy and index of words in a process of its own, which the app starts and can end: `python -m bilateral.tables.deriving RECORD`."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import BilateralError, RecordError
from bilateral.tables.copied import make_copy, name_copy, open_copy
from bilateral.tables.lock import take_lock
from bilateral.tables.packed import make_packed
from bilateral.tables.words import make_words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["make_derived", "start_deriving"]

_NICENESS = 5
"""Who reads pages meanwhile goes first."""

_LOCK = "copies.lock"
_LOOK_SECONDS = 0.5
_MOST_SECONDS = 3600.0
"""How long another process is waited for that is making the same: 100,000 documents take some minutes."""

_LEFT = ("making-*", "*.unfinished")
"""What is being made, or was left by a process that was killed."""


def make_derived(path: Path) -> None:
    """Make what large records are served from, where it is not there yet; one process of a record at a time.

    What a killed process left unfinished is deleted first.

    Args:
        path: Folder of the record.

    Raises:
        RecordError: If the folder is missing or no record, or another process is at it for more than an hour.
    """
    with _alone(name_copy(path).parent):
        copy = make_copy(path)
        with open_copy(path, copy) as connection:
            make_words(connection, copy)
            make_packed(connection, copy)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock of the folder of copies, which the system frees of who is killed; what is unfinished there then is nobody's."""
    until = time.monotonic() + _MOST_SECONDS
    while True:
        try:
            lock = take_lock(folder / _LOCK)
            break
        except RecordError as error:
            if time.monotonic() >= until:
                message = f"got a copy of the record that another process has been making for {_MOST_SECONDS / 60:.0f} minutes; expected it to be done: end that process"
                raise RecordError(message) from error
            time.sleep(_LOOK_SECONDS)
    try:
        for left in (found for pattern in _LEFT for found in folder.glob(pattern)):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    left.unlink()
        yield
    finally:
        lock.free()


def start_deriving(path: Path) -> subprocess.Popen[str]:
    """Start `make_derived` in another process.

    Returns:
        The process; where it failed, its standard error tells why.
    """
    command = [sys.executable, "-m", "bilateral.tables.deriving", str(path)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own module


def _main(path: Path) -> int:
    import duckdb  # noqa: PLC0415 - heavy

    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    try:
        make_derived(path)
    except (BilateralError, OSError, duckdb.Error) as error:
        sys.stderr.write(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
