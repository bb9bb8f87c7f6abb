"""What pages ask again and again, found once for each state of a live record, however many ask at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import duckdb

__all__ = ["JUDGED", "STATE", "Kept", "is_unjudged", "keep", "words_of"]

STATE = "live_state"
"""Table of a live record's connection: a token of its state, and the index of words where there is one."""

JUDGED = "live_judged"
"""Table of a live record's connection: documents whose records reviewers judged, or all where they renamed persons."""

_MOST = 512

_Found = TypeVar("_Found")


class Kept:
    """Answers by their question: who asks while one is being found waits for it; errors are not kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def find(self, key: Hashable, look: Callable[[], _Found]) -> _Found:
        """The answer to a question, found by `look` where nobody asked before."""
        with self._lock:
            waiting = self._found.get(key)
            is_first = waiting is None
            if waiting is None:
                waiting = self._found[key] = Future()
                while len(self._found) > self._most:
                    self._found.popitem(last=False)
            else:
                self._found.move_to_end(key)
        if is_first:
            try:
                waiting.set_result(look())
            except BaseException as error:
                with self._lock:
                    self._found.pop(key, None)
                waiting.set_exception(error)
                raise
        found: _Found = waiting.result()
        return found


_KEPT = Kept(_MOST)


def _state_of(connection: duckdb.DuckDBPyConnection) -> tuple[str, str | None] | None:
    """Token and index of a live record; None of a connection that is none."""
    import duckdb  # noqa: PLC0415 - heavy

    try:
        found = connection.execute(f"SELECT token, words FROM {STATE}").fetchall()  # noqa: S608 - our own name
    except duckdb.CatalogException:
        return None
    return found[0] if found else None


def keep(connection: duckdb.DuckDBPyConnection, key: Hashable, look: Callable[[], _Found]) -> _Found:
    """What `look` finds by a connection, kept until the record changes where it is a live record's."""
    state = _state_of(connection)
    return look() if state is None else _KEPT.find((state[0], key), look)


def words_of(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The index of words of a live record, where it was made."""
    state = _state_of(connection)
    return state[1] if state else None


def is_unjudged(connection: duckdb.DuckDBPyConnection, doc_id: str) -> bool:
    """Whether a live record shows the records of a document as the coder found them; False where that is not known."""
    if _state_of(connection) is None:
        return False
    judged: frozenset[str] = keep(connection, "judged", lambda: frozenset(row[0] for row in connection.execute(f"SELECT doc_id FROM {JUDGED}").fetchall()))  # noqa: S608 - our own name
    return ALL not in judged and doc_id not in judged


ALL = ""
"""Stands in `JUDGED` for every document."""
