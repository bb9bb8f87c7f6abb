"""A run that is killed loses no finished document and, run again, makes no duplicate."""



from __future__ import annotations

import multiprocessing
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from append_made_up import COMPACT_FILES, append_all, append_in_child

from bilateral.records import TABLES
from bilateral.tables import store as stores
from bilateral.tables.checks import check_record
from bilateral.tables.queries import connect

KILLS = 20


def finish(path: Path) -> float:
    """Seconds that a run takes from here to its end."""
    began = time.monotonic()
    append_all(path)
    return time.monotonic() - began


def stored_rows(path: Path) -> dict[str, list[str]]:
    """Every row in the files, also of documents that are not stored, and the originals."""
    with connect(path) as connection:
        rows = {
            table: sorted(map(repr, connection.execute(f"SELECT * FROM stored_{table}").fetchall()))
            for table in TABLES
            if table != "runs"
        }
    return rows | {
        "originals": sorted(file.name for file in path.glob("originals/*/*") if file.suffix != ".unfinished")
    }


def kill_and_repeat(path: Path, after: float) -> tuple[int | None, list[str], dict[str, list[str]]]:
    process = multiprocessing.get_context("forkserver").Process(target=append_in_child, args=(path,))
    process.start()
    time.sleep(after)
    process.kill()
    process.join()
    seen = []
    if (path / "bilateral-record.json").exists():  # a reader between the kill and the next run
        with connect(path) as connection:
            seen = connection.execute("SELECT doc_id FROM all_events ANTI JOIN all_documents USING (doc_id)").fetchall()
    finish(path)
    return process.exitcode, seen + check_record(path), stored_rows(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_at_any_moment_and_run_again_equals_an_undisturbed_run(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "COMPACT_FILES", COMPACT_FILES)
    monkeypatch.syspath_prepend(Path(__file__).parent)
    multiprocessing.get_context("forkserver").set_forkserver_preload(["append_made_up"])
    kill_and_repeat(tmp_path / "server", 0.1)  # starts the server
    finish(tmp_path / "first")  # loads what is loaded once
    seconds = finish(tmp_path / "whole")
    expected = stored_rows(tmp_path / "whole")
    moments = random.Random(20100912)
    folders = [tmp_path / f"killed {number}" for number in range(KILLS)]
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(kill_and_repeat, folders, [moments.uniform(0, seconds) for _ in folders]))
    assert sum(code == -9 for code, _, _ in results) >= KILLS / 2
    for _, problems, rows in results:
        assert problems == []
        assert rows == expected
