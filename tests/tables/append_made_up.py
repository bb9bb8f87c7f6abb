"""Adds made-up documents to a record in small batches; the kill test ends it at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from made_up import add, numbered

from bilateral.tables import store as stores

DOCUMENTS = 12
BATCH = 3
COMPACT_FILES = 3  # compaction is killed too


def append_all(path: Path) -> None:
    with stores.open_store(path, create=True) as store:
        for first in range(0, DOCUMENTS, BATCH):
            add(store, *(numbered(number) for number in range(first, first + BATCH)))


if __name__ == "__main__":
    import deltalake.exceptions  # noqa: F401 - loaded before the clock starts
    import pyarrow.dataset  # noqa: F401

    stores.COMPACT_FILES = COMPACT_FILES
    print("ready", flush=True)  # noqa: T201
    append_all(Path(sys.argv[1]))
