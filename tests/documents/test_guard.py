"""Reading processes that workers fork off themselves, as those of a pool that loaded the readers before."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from bilateral.documents import guard
from bilateral.documents.items import Item
from bilateral.documents.read import read_item
from bilateral.engine import run_in_pool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")

STORY = "Talks in Oslo\n\nOSLO, May 2, 2019 (Reuters) - The foreign ministers of Norway and Finland met on Thursday to discuss trade between the two.\n"


def read(item, seconds=20.0):
    """In a worker: the document and the reading process that read it."""
    guard.IDLE_SECONDS = 1.0
    if item.name == "fifo.txt":
        os.mkfifo(item.data)
    document, _ = guard.read_guarded(item, {}, seconds=seconds, memory_bytes=300_000_000)
    reader = guard._readers[0].process
    opened = [str(link.readlink()).split(":")[0] for link in Path(f"/proc/{reader.pid}/fd").iterdir()]
    return document, reader.pid, type(reader).__name__, opened


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    place = tmp_path_factory.mktemp("reading")
    page = f"<html><head><title>Talks in Oslo</title></head><body><p>{STORY * 3}</p></body></html>"
    items = [
        Item(STORY.encode(), "one.txt", "file:///one.txt"),
        Item(page.encode(), "two.html", "file:///two.html"),
        Item(place / "never" / "fifo.txt", "fifo.txt", "file:///fifo.txt"),
        Item(b"", "empty.txt", "file:///empty.txt"),
        Item(STORY.encode(), "one.txt", "file:///one.txt"),
    ]
    (place / "never").mkdir()
    guard.start_reader(300_000_000)  # this process has one of its own, which no worker may ask
    return items, list(run_in_pool(partial(read), items, workers=1, preload=guard.load_readers, chunk_size=5))


def test_a_forked_reader_reads_as_this_process_does(outcomes):
    items, found = outcomes
    for place in (0, 1, 4):
        assert found[place].error is None
        assert found[place].result[0] == read_item(items[place])[0]
        assert found[place].result[2] == "_Forked"


def test_a_forked_reader_that_hangs_is_ended_and_another_one_goes_on(outcomes):
    _, found = outcomes
    assert [one.error and one.error.reason_code for one in found] == [None, None, "too_slow", "empty", None]
    assert found[0].result[1] == found[1].result[1] != found[4].result[1]


def test_a_forked_reader_holds_nothing_open_but_its_pipes(outcomes):
    _, found = outcomes
    kinds = [name for name in found[0].result[3] if name == "pipe"]
    assert len(found[0].result[3]) <= 4  # question, answers, and twice standard error
    assert len(kinds) >= 2


def test_no_reader_outlives_its_worker(outcomes):
    _, found = outcomes
    until = time.monotonic() + 10
    while any(Path(f"/proc/{one.result[1]}").exists() for one in found if one.result) and time.monotonic() < until:
        time.sleep(0.05)
    left = [Path(f"/proc/{one.result[1]}/stat") for one in found if one.result]
    assert not [path for path in left if path.exists() and path.read_text().rsplit(")", 1)[1].split()[0] != "Z"]
