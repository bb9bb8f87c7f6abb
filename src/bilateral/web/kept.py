"""What pages ask again and again, found once for each state of a live record, however many ask at once."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

__all__ = ["LATELY_SECONDS", "Kept", "LiveState", "forget_state", "is_unjudged", "keep", "keep_lately", "note_state", "state_of"]

LATELY_SECONDS = 60.0
"""How old what tells of a whole large record may be while reviewers decide: each decision changes a few of a million rows."""

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


@dataclass(frozen=True, slots=True)
class LiveState:
    """The state of a live record that a connection shows."""

    token: str  # another one after each addition and each decision
    coded: str = ""  # another one after each addition
    words: str = ""  # the index of words, where there is one
    packed: str = ""  # the packed documents, where there are
    is_copied: bool = False  # whether rows of pairs come from a copy, which knows each by its place
    judged: frozenset[str] = frozenset()  # documents whose records reviewers judged
    is_sorted: bool = False  # whether places of the copy are in the order of days
    is_renamed: bool = False  # whether reviewers renamed persons, in whatever document


_KEPT = Kept(_MOST)
_STATES: dict[int, LiveState] = {}
_LATELY: OrderedDict[Hashable, tuple[str, float, Any]] = OrderedDict()
_LOCK = threading.Lock()


def note_state(connection: duckdb.DuckDBPyConnection, state: LiveState) -> None:
    """Note which state a connection shows, until `forget_state`."""
    _STATES[id(connection)] = state


def forget_state(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget a connection that is closed."""
    _STATES.pop(id(connection), None)


def state_of(connection: duckdb.DuckDBPyConnection) -> LiveState | None:
    """The state that a connection of a live record shows; None of any other connection."""
    return _STATES.get(id(connection))


def keep(connection: duckdb.DuckDBPyConnection, key: Hashable, look: Callable[[], _Found]) -> _Found:
    """What `look` finds by a connection, kept until the record changes where it is a live record's."""
    state = state_of(connection)
    return look() if state is None else _KEPT.find((state.token, key), look)


def keep_lately(connection: duckdb.DuckDBPyConnection, key: Hashable, look: Callable[[], _Found]) -> _Found:
    """As `keep`; of a record that has a copy, decisions of the last `LATELY_SECONDS` may not be in it yet, added documents always are."""
    state = state_of(connection)
    if state is None or not state.is_copied:
        return keep(connection, key, look)
    with _LOCK:
        token, since, _ = known = _LATELY.get((state.coded, key), ("", float("-inf"), None))
    if token == state.token or time.monotonic() - since < LATELY_SECONDS:
        kept: _Found = known[2]
        return kept
    found = keep(connection, ("lately", key), look)
    with _LOCK:
        _LATELY[state.coded, key] = state.token, time.monotonic(), found
        while len(_LATELY) > _MOST:
            _LATELY.popitem(last=False)
    return found


def is_unjudged(connection: duckdb.DuckDBPyConnection, doc_id: str) -> bool:
    """Whether a live record shows the records of a document as the coder found them; False where that is not known."""
    state = state_of(connection)
    return state is not None and not state.is_renamed and doc_id not in state.judged
