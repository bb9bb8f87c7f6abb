"""The lock of a record and processes that are forked while it is held."""

from __future__ import annotations

import os
import sys
from multiprocessing import get_context

import pytest

from bilateral.errors import RecordError
from bilateral.tables.lock import take_lock


def wait_for(there, gate):
    there.set()
    gate.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
def test_a_forked_worker_does_not_keep_the_lock_of_a_writer_that_died(tmp_path):
    lock = take_lock(tmp_path / "writer.lock")
    context = get_context("fork")
    there, gate = context.Event(), context.Event()
    worker = context.Process(target=wait_for, args=(there, gate))
    worker.start()
    there.wait()
    try:
        with pytest.raises(RecordError, match="another run"):
            take_lock(tmp_path / "writer.lock")
        os.close(lock._descriptor)  # as when the writer is killed: nothing is given back
        lock._descriptor = None
        take_lock(tmp_path / "writer.lock").free()
    finally:
        gate.set()
        worker.join()
