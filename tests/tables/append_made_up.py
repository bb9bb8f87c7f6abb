"""Adds made-up documents to a record in small batches; the kill test ends it at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import deltalake.exceptions  # noqa: F401 - loaded before the clock starts
import pyarrow.dataset  # noqa: F401
from made_up import add, numbered

from bilateral.tables import store as stores

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = 8
BATCH = 2
COMPACT_FILES = 3  # compaction is killed too


def append_all(path: Path) -> None:
    with stores.open_store(path, create=True) as store:
        for first in range(0, DOCUMENTS, BATCH):
            add(store, *(numbered(number) for number in range(first, first + BATCH)))


def append_in_child(path: Path) -> None:
    stores.COMPACT_FILES = COMPACT_FILES
    append_all(path)
