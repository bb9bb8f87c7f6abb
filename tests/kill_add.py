"""Kill `add` at random moments and run it again; prints one line for each trial whose tables differ.

    python tests/kill_add.py DOCUMENTS FOLDER TRIALS SEED

Forks children from a process that has loaded the parser and the libraries, so that a trial takes two seconds and
not ten. The parent itself never touches a record: the storage library's threads do not survive a fork.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sys
import time
import warnings
from pathlib import Path

import deltalake  # noqa: F401 - loaded once, for all children
import duckdb  # noqa: F401
import pyarrow.dataset  # noqa: F401

from bilateral.documents.opening import open_items
from bilateral.pipeline import code_item, load_for_coding
from bilateral.record import Record, open_record
from bilateral.records import TABLES
from bilateral.settings import Settings

SETTINGS = Settings(workers=0, commit_every=2)


def add(documents: Path, folder: Path) -> None:
    open_record(folder, settings=SETTINGS).add([documents])


def write_digest(folder: Path, out: Path) -> None:
    """One hash over all rows of all tables but `runs`, in a stable order."""
    digest = hashlib.sha256()
    record = Record(folder, SETTINGS)
    for table in TABLES:
        if table != "runs":
            rows = record.sql(f"SELECT * FROM all_{table}").to_pylist()
            digest.update("\n".join(sorted(map(repr, rows))).encode())
    out.write_text(digest.hexdigest())


def finish(documents: Path, folder: Path, out: Path) -> None:
    """The run after the kill, and what it leaves."""
    add(documents, folder)
    write_digest(folder, out)


def in_child(function, *args: Path, kill_after: float | None = None) -> float:
    """Run a function in a forked child, killed after so many seconds if asked; returns how long it took."""
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            function(*args)
            status = 0
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if kill_after is None and status != 0:
        message = f"a run that was not killed failed: {function.__name__} {status}"
        raise RuntimeError(message)
    return time.monotonic() - start


def main() -> None:
    documents, folder = Path(sys.argv[1]), Path(sys.argv[2])
    trials, seed = int(sys.argv[3]), int(sys.argv[4])
    load_for_coding(SETTINGS)
    for item in (item for path in sorted(documents.iterdir()) for item in open_items(path)):
        code_item(item, SETTINGS)  # so that no child has to read the vocabulary
    chance = random.Random(seed)
    seconds = in_child(add, documents, folder / "whole")
    in_child(write_digest, folder / "whole", folder / "whole.txt")
    expected = (folder / "whole.txt").read_text()
    for trial in range(trials):
        record, digest = folder / f"record-{trial}", folder / f"record-{trial}.txt"
        in_child(add, documents, record, kill_after=chance.uniform(0.0, seconds))
        in_child(finish, documents, record, digest)
        if digest.read_text() != expected:
            print(f"trial {trial}: other tables than the undisturbed run")
    print(f"{trials} trials, an undisturbed run takes {seconds:.2f} s")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
