"""Answers that take long on a large record: computed once for each state by a process beside the app, while pages say so."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import OrderedDict
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from bilateral.answers.dossier import render_brief
from bilateral.errors import BilateralError, RecordError
from bilateral.record import Record
from bilateral.tables.copied import LARGE
from bilateral.tables.queries import connect
from bilateral.web.kept import Kept

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable
    from pathlib import Path

    from fastapi import FastAPI

    from bilateral.briefings.brief import Brief
    from bilateral.settings import Settings

__all__ = ["StillComputingError", "compute", "end_with_app", "open_here", "read_brief", "read_brief_file"]

SOON_SECONDS = 0.5
"""How long a page of a large record waits for an answer that nobody asked for yet."""

_MOST_KEPT = 128
"""Answers that are kept."""

_MOST_TASKS = 40
"""Answers after which the process beside the app is replaced, so that what it holds goes with it."""

_NICENESS = 5
"""The process beside the app steps back for the pages."""

_Found = TypeVar("_Found")
_State = tuple[str, ...]


class StillComputingError(BilateralError):
    """An answer that is being computed: ask again."""

    headers: ClassVar = {"Retry-After": "3", "Refresh": "3"}
    """For programs, and for browsers, which then look again by themselves."""

    def __init__(self) -> None:
        super().__init__("This answer is being computed; it takes a while for a record of this size. The page looks again by itself every few seconds.")


class _Beside:
    """The process beside the app, and what it was asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._asked: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def ask(self, key: Hashable, look: Callable[..., Any], *given: Any) -> Future[Any]:
        """What is being or was computed for a key; begun where it was not."""
        with self._lock:
            waiting = self._asked.get(key)
            if waiting is None:
                waiting = self._asked[key] = self._begin(look, *given)
            self._asked.move_to_end(key)
            for old in list(self._asked)[: max(0, len(self._asked) - _MOST_KEPT)]:
                self._asked.pop(old).cancel()
        return waiting

    def _begin(self, look: Callable[..., Any], *given: Any) -> Future[Any]:
        if self._pool is None:
            spawning = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawning, initializer=_step_back, max_tasks_per_child=_MOST_TASKS)
        try:
            return self._pool.submit(look, *given)
        except BrokenProcessPool:
            self._pool = None
            return self._begin(look, *given)

    def forget(self, key: Hashable) -> None:
        """Let the next who asks try again."""
        with self._lock:
            self._asked.pop(key, None)

    def end(self) -> None:
        """End the process, whatever it is at."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None
                for child in multiprocessing.active_children():
                    child.terminate()
            self._asked.clear()


_BESIDE = _Beside()
_HERE = Kept(_MOST_KEPT)


def _step_back() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


@lru_cache(maxsize=8)
def _is_large(path: Path, state: _State) -> bool:
    del state  # only a key
    with connect(path) as connection:
        return bool(connection.execute("SELECT count(*) FROM stored_versions").fetchall()[0][0] >= LARGE)


def compute(record: Record, state: _State, look: Callable[..., _Found], *given: Any) -> _Found:
    """An answer on a record, computed once for each state however many ask.

    Args:
        record: The record.
        state: What tells one state of it from another.
        look: A function of a module: from the folder, the settings, the state and what is given to the answer; all of it can be pickled.
        given: What is asked.

    Returns:
        The answer.

    Raises:
        StillComputingError: If the record is large and the answer is not there yet.
    """
    key = (record.path, look.__qualname__, given, state)
    if not _is_large(record.path, state):
        return _HERE.find((record, key), lambda: look(record.path, record.settings, state, *given))
    waiting = _BESIDE.ask(key, look, record.path, record.settings, state, *given)
    try:
        found: _Found = waiting.result(SOON_SECONDS)
    except TooLate:
        raise StillComputingError from None
    except BrokenProcessPool as error:
        _BESIDE.forget(key)
        message = "got no answer: the process that computed it ended, perhaps for want of memory; expected one: ask again, or ask on the command line"
        raise RecordError(message) from error
    except BaseException:
        _BESIDE.forget(key)  # the next who asks tries again
        raise
    return found


_OPENED: dict[Path, Record] = {}


def open_here(path: Path, settings: Settings) -> Record:
    """A record of this process, the same each time, so that what is kept by record is found again."""
    known = _OPENED.get(path)
    if known is None or known.settings != settings:
        known = _OPENED[path] = Record(path, settings)
    return known


@lru_cache(maxsize=4)
def _write(record: Record, pair: tuple[str, str], state: _State) -> Brief:
    del state  # only a key
    return record.brief(*pair)


def read_brief(record: Record, pair: tuple[str, str], state: _State) -> Brief:
    """The brief of a pair; of a large record without the list of documents, which its files have. Errors as for `compute`."""
    return compute(record, state, _brief, pair)


def _brief(path: Path, settings: Settings, state: _State, pair: tuple[str, str]) -> Brief:
    brief = _write(open_here(path, settings), pair, state)
    return replace(brief, documents=()) if len(brief.documents) >= LARGE else brief


def read_brief_file(record: Record, pair: tuple[str, str], state: _State, *, form: str) -> bytes:
    """The brief of a pair as a file of one form; arguments and errors as for `compute`."""
    return compute(record, state, _render, pair, form)


def _render(path: Path, settings: Settings, state: _State, pair: tuple[str, str], form: str) -> bytes:
    return render_brief(path, _write(open_here(path, settings), pair, state), form)


@asynccontextmanager
async def end_with_app(app: FastAPI) -> AsyncIterator[None]:
    """Let the processes beside an app end with it."""
    yield
    app.state.live.end()
    _BESIDE.end()
