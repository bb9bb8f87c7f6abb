"""Files of SQLite beside the copy of a large record: made whole or from those of an earlier state, read by many, written by nobody."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["make_beside", "open_beside"]

_OPENED = threading.local()
_MOST_MEMORY_KB = 64_000
"""What SQLite may hold while it writes."""


def make_beside(file: Path, fill: Callable[[sqlite3.Connection], None]) -> Path:
    """Make a file for the present state; one of an earlier state is copied first, and deleted at the end.

    Args:
        file: Its name; nothing is done where it is there.
        fill: Brings an open file, which is empty or of an earlier state, up to the present one.

    Returns:
        The file.
    """
    if file.exists():
        return file
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.unfinished")  # two apps of one record can be at it at once
    others = [other for other in file.parent.glob(f"{_KIND}*{file.suffix}") if other != file]
    earlier = next((other for other in others if _layout(other) == _layout(file)), None)
    try:
        _write(unfinished, earlier, fill)
    except sqlite3.Error:
        if earlier is None:
            raise
        _write(unfinished, None, fill)  # the one of before is damaged
    unfinished.replace(file)
    for other in others:
        with contextlib.suppress(OSError):  # who reads it keeps it until the end
            other.unlink()
    return file


def _write(unfinished: Path, earlier: Path | None, fill: Callable[[sqlite3.Connection], None]) -> None:
    unfinished.unlink(missing_ok=True)
    if earlier:
        shutil.copyfile(earlier, unfinished)
    with contextlib.closing(sqlite3.connect(unfinished)) as made:
        made.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_MOST_MEMORY_KB};")
        fill(made)
        made.commit()


_KIND = "copy-"


def _layout(file: Path) -> str:
    """The part of a name that tells which columns and version of the program a file is of: copy-<layout>-<state>.words."""
    return file.stem.rpartition("-")[0]


def open_beside(file: str) -> sqlite3.Connection:
    """A connection to read by, of this thread."""
    opened: dict[str, tuple[str, sqlite3.Connection]] = _OPENED.__dict__.setdefault("files", {})
    kind = Path(file).suffix
    if kind not in opened or opened[kind][0] != file:
        opened[kind] = file, sqlite3.connect(f"{Path(file).as_uri()}?mode=ro&immutable=1", uri=True)
    return opened[kind][1]
