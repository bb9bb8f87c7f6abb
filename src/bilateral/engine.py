"""Where steps run: in this process or in a pool of processes, with the same results.

An engine takes a function and items and yields one `Outcome` an item, in the
order of the items. To add one that runs on a cluster (Ray, Dask), write a function
of the signature of `run_in_pool` that keeps four promises, and choose it in `run`:
results come in order; it takes only a bounded number of items ahead; an exception
or a death is the `Outcome` of its item and of no other; `setup` runs once a worker
before its first item. The tests of this module hold any engine to them.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import threading
import warnings
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bilateral.errors import BilateralError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["Outcome", "WorkerDiedError", "can_fork", "run", "run_in_pool", "run_in_process"]

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNKS_AHEAD = 3
"""Chunks taken for each worker before their results are asked for: one at work, two waiting.

With fewer, workers wait for a slow first item; with more, memory grows. Not tuned further.
"""


CHUNKS_LEFT = 4
"""A chunk is at most this part of each worker's share of the items taken before: with 20 items and two workers the last has two."""


class WorkerDiedError(BilateralError):
    """A worker process ended while it worked on an item, twice."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What became of one item: its result, or the exception that it raised.

    Exactly one of the two counts: where `error` is None, `result` is what the
    function returned (which may be None).
    """

    item: Item
    result: Result | None = None
    error: BaseException | None = None


def run_in_process(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    setup: Callable[[], object] | None = None,
) -> Generator[Outcome[Item, Result], None, None]:
    """Run a function on items in this process, one after the other.

    Does not survive an item that kills the process: use `run_in_pool`.

    Args:
        function: Called with one item.
        items: The items, read one at a time; may have no end.
        setup: Called once before the first item; its exception is raised.

    Yields:
        One outcome an item, in order.

    Example:
        >>> [outcome.result for outcome in run_in_process(len, ["a", "bc"])]
        [1, 2]
    """
    if setup is not None:
        setup()
    for item in items:
        yield _attempt(function, item)


def _attempt(function: Callable[[Item], Result], item: Item) -> Outcome[Item, Result]:
    """Call the function; an exception becomes the outcome."""
    try:
        return Outcome(item, function(item))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - one bad item never stops a run
        return Outcome(item, error=error)


_setup_error: list[BaseException] = []
"""In a worker: what `setup` raised, so that it is told instead of repeated for each item."""


def _begin_worker(setup: Callable[[], object] | None) -> None:
    """Prepare a worker: it ends with its parent, leaves Ctrl-C to it, and is set up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if setup is None:
        return
    try:
        setup()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - sent to the parent, which raises it
        _setup_error.append(error)
    gc.freeze()  # what was loaded stays: to look through it for garbage takes time and, in a forked worker, memory


def _end_with_parent() -> None:
    """Wait for the parent to end, then end this process; else a killed run leaves its workers."""
    from multiprocessing import parent_process  # noqa: PLC0415 - heavy
    from multiprocessing.connection import wait  # noqa: PLC0415 - heavy

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _pickled(result: Any, error: BaseException | None) -> bytes:
    """A result or an exception as bytes; one that cannot travel becomes an exception that can."""
    try:
        content = pickle.dumps((result, error))
        pickle.loads(content)  # noqa: S301 - made on the line above
    except Exception as failure:  # noqa: BLE001 - any class may fail to pickle in any way
        lost = f"{type(error).__name__}: {error}" if error else f"the result cannot leave the worker: {failure}"
        return pickle.dumps((None, RuntimeError(lost)))
    return content


def _work(function: Callable[[Any], Any], chunk: list[Any]) -> list[bytes] | BaseException:
    """In a worker: the pickled outcomes of a chunk, or the exception of `setup`."""
    if _setup_error:
        return _setup_error[0]
    outcomes = (_attempt(function, item) for item in chunk)
    return [_pickled(outcome.result, outcome.error) for outcome in outcomes]


class _Pool:
    """Processes that can be started anew. Used by `run_in_pool` only."""

    def __init__(self, workers: int, setup: Callable[[], object] | None, preload: Callable[[], object] | None) -> None:
        self._workers, self._setup, self._preload = workers, setup, preload
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[[Any], Any], chunk: list[Any]) -> Future[list[bytes] | BaseException]:
        """Give a chunk to the processes, starting them if there are none."""
        if self._executor is not None:
            return self._executor.submit(_work, function, chunk)
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - heavy
        from multiprocessing import get_context  # noqa: PLC0415 - heavy

        is_forked = self._is_loaded_to_fork()
        context = get_context("fork" if is_forked else "spawn")
        self._executor = ProcessPoolExecutor(self._workers, context, initializer=_begin_worker, initargs=(self._setup,))
        with _forking() if is_forked else contextlib.nullcontext():
            return self._executor.submit(_work, function, chunk)  # forks all workers now

    def _is_loaded_to_fork(self) -> bool:
        """Whether workers are to be forked; what they share was then loaded into this process."""
        if self._preload is None or not can_fork():
            return False
        try:
            return self._preload() is not False
        except (Exception, SystemExit) as error:
            raise _SetupError(error) from error

    def end(self) -> None:
        """End the processes at once, whatever they are doing."""
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        processes = list((executor._processes or {}).values())  # noqa: SLF001 - public only from Python 3.14
        for process in processes:
            process.kill()
        executor.shutdown(wait=True, cancel_futures=True)
        for process in processes:
            process.join()


def can_fork() -> bool:
    """Whether workers can be forked off this process, so that they share what it loaded.

    On Linux alone, where libraries allow for it; and not off a thread, as of a web server, beside which others work.
    """
    return sys.platform == "linux" and threading.current_thread() is threading.main_thread()


@contextlib.contextmanager
def _forking() -> Iterator[None]:
    """While workers are forked: what is loaded stays out of their garbage collection, which would copy it page by page."""
    gc.freeze()
    try:
        with warnings.catch_warnings():
            # Python warns of threads, which do not live on in a worker: those of libraries that no worker calls
            warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)
            yield
    finally:
        gc.unfreeze()


def _outcome(item: Any, content: bytes) -> Outcome[Any, Any]:
    """The outcome of an item from what its worker sent."""
    result, error = pickle.loads(content)  # noqa: S301 - sent by our own worker
    return Outcome(item, result, error)


def _received(future: Future[list[bytes] | BaseException]) -> list[bytes]:
    """What a worker sent for a chunk; waits for it, and raises the exception of `setup`."""
    sent = future.result()
    if isinstance(sent, BaseException):
        raise _SetupError(sent)
    return sent


class _SetupError(Exception):
    """Carries what `setup` raised past the handling of items."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _run_alone(
    function: Callable[[Item], Result],
    chunk: list[Item],
    pool: _Pool,
) -> Generator[Outcome[Item, Result], None, None]:
    """Try each item of a chunk by itself, so that only the one to blame fails."""
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - heavy

    for item in chunk:
        try:
            yield _outcome(item, _received(pool.submit(function, [item]))[0])
        except BrokenExecutor:
            pool.end()
            message = (
                "got a worker that ended while it worked on this item, twice, expected a result; the system "
                "may have killed it for want of memory: use fewer workers, or leave the item out"
            )
            yield Outcome(item, error=WorkerDiedError(message))
        except _SetupError:
            raise
        except Exception as error:  # noqa: BLE001 - the item could not be sent to the worker
            yield Outcome(item, error=error)


def run_in_pool(  # noqa: PLR0913 - options
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    setup: Callable[[], object] | None = None,
    preload: Callable[[], object] | None = None,
    chunk_size: int = 1,
) -> Generator[Outcome[Item, Result], None, None]:
    """Run a function on items in a pool of processes.

    An item whose worker is killed is tried once more alone in a fresh process, then
    reported with a `WorkerDiedError`. Does not limit time or memory of an item. When
    the iterator is closed or interrupted, the processes are ended at once; they also
    end when this process is killed. With `preload` workers are forked where `can_fork`
    says so; else they are spawned, and a script that calls this needs
    `if __name__ == "__main__":`.

    Args:
        function: Importable, called with one item; its result must be picklable.
        items: Picklable items, taken at most `CHUNKS_AHEAD` chunks a worker ahead;
            may have no end.
        workers: Number of processes, 1 or more.
        setup: Importable, called once in each process; what it raises is raised here.
        preload: Called in this process before it forks workers, to load once what they share; false where that must not be
            forked. Not called where workers are spawned.
        chunk_size: Items sent to a process at once, at most.

    Yields:
        One outcome an item, in the order of the items.

    Raises:
        SettingsError: If `workers` or `chunk_size` is below 1.
    """
    if workers < 1 or chunk_size < 1:
        message = f"got {workers} workers and chunks of {chunk_size}, expected 1 or more of each"
        raise SettingsError(message)
    pool, alone = _Pool(workers, setup, preload), _Pool(1, setup, preload)
    try:
        yield from _in_order(function, _Reader(items, chunk_size, workers), pool, alone, limit=workers * CHUNKS_AHEAD)
    except _SetupError as error:
        raise error.cause from None
    finally:
        pool.end()
        alone.end()


class _Reader(Generic[Item]):
    """Takes chunks of items; keeps an exception of the items for after the last result.

    Chunks grow with what was taken, so that workers share few items evenly and none waits long for the last chunk of another.
    """

    def __init__(self, items: Iterable[Item], chunk_size: int, workers: int) -> None:
        self._items, self._chunk_size, self._workers = iter(items), chunk_size, workers
        self._n_taken = 0
        self.is_at_end = False
        self.error: Exception | None = None

    def take(self) -> list[Item]:
        """The next chunk; empty at the end."""
        chunk: list[Item] = []
        size = min(self._chunk_size, max(1, self._n_taken // (CHUNKS_LEFT * self._workers)))
        try:
            while len(chunk) < size:
                chunk.append(next(self._items))
                self._n_taken += 1
        except StopIteration:
            self.is_at_end = True
        except Exception as error:  # noqa: BLE001 - raised again in its turn
            self.is_at_end, self.error = True, error
        return chunk


def _in_order(
    function: Callable[[Item], Result],
    reader: _Reader[Item],
    pool: _Pool,
    alone: _Pool,
    *,
    limit: int,
) -> Generator[Outcome[Item, Result], None, None]:
    """Outcomes in the order of the items, at most `limit` chunks ahead."""
    waiting: deque[tuple[list[Item], Future[list[bytes] | BaseException] | None]] = deque()
    while True:
        # after a death (None) nothing new starts before each suspect was tried alone
        while len(waiting) < limit and not reader.is_at_end and not any(future is None for _, future in waiting):
            if chunk := reader.take():
                waiting.append((chunk, _submitted(pool, function, chunk)))
        if not waiting:
            break
        chunk, future = waiting.popleft()
        sent = None if future is None else _sent(future)
        if sent is not None:
            yield from map(_outcome, chunk, sent)
            continue
        if _is_broken(future):
            pool.end()
            waiting = deque((later, None if _is_broken(its) else its) for later, its in waiting)
        yield from _run_alone(function, chunk, alone)
    if reader.error is not None:
        raise reader.error


def _submitted(
    pool: _Pool,
    function: Callable[[Any], Any],
    chunk: list[Any],
) -> Future[list[bytes] | BaseException] | None:
    """The future of a chunk, or None if a worker has died meanwhile."""
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - heavy

    try:
        return pool.submit(function, chunk)
    except BrokenExecutor:
        return None


def _sent(future: Future[list[bytes] | BaseException]) -> list[bytes] | None:
    """What a worker sent for a chunk, or None if the chunk must be tried item by item."""
    try:
        return _received(future)
    except _SetupError:
        raise
    except Exception:  # noqa: BLE001 - the worker died, or an item could not be sent
        return None


def _is_broken(future: Future[Any] | None) -> bool:
    """Whether a future ended, or was never made, because a worker died."""
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - heavy

    if future is None or future.cancelled():
        return True
    return future.done() and isinstance(future.exception(), BrokenExecutor)


def run(  # noqa: PLR0913 - options
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    setup: Callable[[], object] | None = None,
    preload: Callable[[], object] | None = None,
    chunk_size: int = 1,
) -> Generator[Outcome[Item, Result], None, None]:
    """Run a function on items where the number of workers says; results are the same.

    Close the iterator (`contextlib.closing`) where it may not be read to its end.

    Args:
        function: Importable, called with one item.
        items: The items; may have no end.
        workers: Number of processes; 0 runs in this one.
        setup: Importable, called once in each process before its first item.
        preload: As for `run_in_pool`.
        chunk_size: Items sent to a process at once.

    Returns:
        An iterator of one outcome an item, in the order of the items.

    Raises:
        SettingsError: When read, if `workers` is negative or `chunk_size` below 1.

    Example:
        >>> [outcome.result for outcome in run(len, ["a", "bc"], workers=0)]
        [1, 2]
    """
    if workers == 0:
        return run_in_process(function, items, setup=setup)
    return run_in_pool(function, items, workers=workers, setup=setup, preload=preload, chunk_size=chunk_size)
