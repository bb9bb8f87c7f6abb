"""Items are Python expressions and the function is `eval`: importable in any worker."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from bilateral.engine import CHUNKS_AHEAD, WorkerDiedError, can_fork, run, run_in_pool, run_in_process
from bilateral.errors import DocumentError, SettingsError

DIE = "__import__('os').kill(__import__('os').getpid(), 9)"
LOADED = partial(exec, "import sys; sys.bilateral_test = [*getattr(sys, 'bilateral_test', []), 'loaded']")
"""Loads something, and tells how often it did."""

ENGINES = pytest.mark.parametrize("options", [{"workers": 0}, {"workers": 1}, {"workers": 2, "chunk_size": 3}])


def told(outcomes):
    return [
        (outcome.item, outcome.result, outcome.error and f"{type(outcome.error).__name__}: {outcome.error}")
        for outcome in outcomes
    ]


@ENGINES
def test_engines_give_the_same_in_order(options):
    items = [f"{n} * 2" for n in range(20)]
    items[5], items[6], items[7] = "1 / 0", "None", "exit(3)"
    items[8] = "(_ for _ in ()).throw(__import__('bilateral.errors').errors.DocumentError('no text', 'empty'))"
    outcomes = list(run(eval, items, **options))
    assert told(outcomes) == told(run_in_process(eval, items))
    assert outcomes[4].result == 8
    assert isinstance(outcomes[5].error, ZeroDivisionError)
    assert isinstance(outcomes[8].error, DocumentError)
    assert outcomes[8].error.reason_code == "empty"


@ENGINES
def test_setup_runs_before_the_first_item(options):
    setup = partial(exec, "import os; os.environ['BILATERAL_TEST'] = 'ready'")
    try:
        outcomes = list(run(eval, ["__import__('os').environ['BILATERAL_TEST']"] * 4, setup=setup, **options))
    finally:
        os.environ.pop("BILATERAL_TEST", None)
    assert [outcome.result for outcome in outcomes] == ["ready"] * 4


@ENGINES
def test_a_failing_setup_is_raised(options):
    with pytest.raises(ZeroDivisionError):
        list(run(eval, ["1"] * 4, setup=partial(exec, "1 / 0"), **options))


@ENGINES
def test_an_error_of_the_items_comes_after_the_results(options):
    def items():
        yield from ["1", "2", "3", "4"]
        raise OSError(5, "disk")

    outcomes = run(eval, items(), **options)
    assert [next(outcomes).result for _ in range(4)] == [1, 2, 3, 4]
    with pytest.raises(OSError, match="disk"):
        next(outcomes)


@ENGINES
def test_no_items(options):
    assert list(run(eval, [], **options)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(("chunk_size", "preload"), [(1, None), (4, None), (4, LOADED)])
def test_a_killed_worker_fails_its_item_only(chunk_size, preload):
    items = [str(n) for n in range(14)]
    items[3] = DIE
    outcomes = list(run_in_pool(eval, items, workers=2, chunk_size=chunk_size, preload=preload))
    assert isinstance(outcomes[3].error, WorkerDiedError)
    assert "memory" in str(outcomes[3].error)
    assert [outcome.result for outcome in outcomes] == [*range(3), None, *range(4, 14)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_an_item_that_kills_only_once_is_saved(tmp_path):
    mark = str(tmp_path / "mark")
    once = f"__import__('os').path.exists({mark!r}) or (open({mark!r}, 'w'), {DIE})"
    outcomes = list(run_in_pool(eval, ["1", once, "2"], workers=1))
    assert [outcome.result for outcome in outcomes] == [1, True, 2]


SHARED = "(__import__('sys').bilateral_test, __import__('os').getppid())"


@pytest.mark.skipif(not can_fork(), reason="forks workers on Linux alone")
def test_forked_workers_share_what_was_loaded_once(monkeypatch):
    monkeypatch.setattr(sys, "bilateral_test", ["before"], raising=False)
    outcomes = list(run_in_pool(eval, [SHARED] * 6, workers=2, preload=LOADED))
    assert {outcome.error for outcome in outcomes} == {None}
    assert [outcome.result for outcome in outcomes] == [(["before", "loaded"], os.getpid())] * 6
    with pytest.raises(ZeroDivisionError):
        list(run_in_pool(eval, ["1"], workers=1, preload=partial(exec, "1 / 0")))


def test_workers_are_spawned_off_a_thread_or_where_nothing_may_be_forked(monkeypatch):
    """A web server's other threads may hold what a forked worker would wait for."""
    monkeypatch.setattr(sys, "bilateral_test", ["here"], raising=False)
    look = ["getattr(__import__('sys'), 'bilateral_test', None)"]
    with ThreadPoolExecutor(1) as thread:
        outcomes = thread.submit(lambda: list(run_in_pool(eval, look, workers=1, preload=LOADED))).result()
    outcomes += run_in_pool(eval, look, workers=1, preload=partial(eval, "False"))
    assert [(outcome.result, outcome.error) for outcome in outcomes] == [(None, None)] * 2


def test_few_items_are_shared_evenly():
    outcomes = list(run_in_pool(eval, ["(__import__('time').sleep(0.02), __import__('os').getpid())[1]"] * 20, workers=2, preload=LOADED, chunk_size=16))
    each = Counter(outcome.result for outcome in outcomes)
    assert sum(each.values()) == 20
    assert max(each.values()) <= 15  # one chunk of 16 would leave four to the other


def test_what_cannot_travel_fails_its_item_only():
    items = ["1", "lambda: 1", "type('Odd', (Exception,), {})", lambda: 2, "5"]
    outcomes = list(run_in_pool(eval, items, workers=1, chunk_size=5))
    assert [outcome.result for outcome in outcomes] == [1, None, None, None, 5]
    assert "cannot leave the worker" in str(outcomes[1].error)
    assert outcomes[3].error is not None


def test_endless_items_are_taken_as_needed():
    taken = itertools.count()
    with contextlib.closing(run_in_pool(eval, (str(next(taken)) for _ in itertools.repeat(0)), workers=2)) as outcomes:
        assert [next(outcomes).result for _ in range(30)] == list(range(30))
    assert next(taken) <= 30 + 2 * CHUNKS_AHEAD


def test_wrong_numbers():
    for options in ({"workers": -1}, {"workers": 1, "chunk_size": 0}):
        with pytest.raises(SettingsError, match="1 or more"):
            list(run(eval, ["1"], **options))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - a zombie is dead; nobody collects it in a container
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(("sent", "preload"), [(signal.SIGINT, "None"), (signal.SIGINT, "int"), (signal.SIGKILL, "None"), (signal.SIGKILL, "int")])
def test_an_interrupted_run_leaves_no_workers(sent, preload):
    code = (
        "import itertools, signal; from bilateral.engine import run_in_pool\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        'items = (\'(__import__("time").sleep(0.05), __import__("os").getpid())[1]\' for _ in itertools.count())\n'
        f"for outcome in run_in_pool(eval, items, workers=2, preload={preload}): print(outcome.result, flush=True)"
    )
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen([sys.executable, "-c", code], **options) as process:
        workers = {int(process.stdout.readline()) for _ in range(20)}
        if sent == signal.SIGINT:
            os.killpg(process.pid, sent)  # as a terminal does
        else:
            process.kill()
        process.stdout.read()
        errors = process.stderr.read()
    until = time.monotonic() + 10
    while any(map(is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))
    if sent == signal.SIGINT:
        assert errors.rstrip().endswith("KeyboardInterrupt")
        assert errors.count("Traceback") == 1
