"""Pages of tables from the copy of a large record: which rows, found once for each filter; then what is in fifty of them, by their places."""

# ruff: noqa: S608 - the parts of each query are names from `records.TABLES` and constants; values are parameters

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.web.kept import Kept, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    import duckdb
    import numpy as np

__all__ = ["NEWEST_FIRST", "Places", "dictionaries", "find_places", "is_placed", "keep_places", "read_places"]

NEWEST_FIRST = "coalesce(first_day, last_day) DESC NULLS LAST, doc_id, start_char, record_id"

_MOST_LISTS = 96
"""Lists of places that are kept: of the largest pair of a million events one takes less than a megabyte."""

_KEPT = Kept(_MOST_LISTS)


@dataclass(frozen=True, slots=True)
class Places:
    """Rows in order: their places in the copy, and the identifiers of those that reviewers left, which have none."""

    places: np.ndarray
    others: Mapping[int, str]  # by position

    def __len__(self) -> int:
        return len(self.places)

    def cut(self, first: int, last: int) -> Places:
        """Some of the rows, one after the other."""
        return Places(self.places[first:last], {at - first: other for at, other in self.others.items() if first <= at < last})


def is_placed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether rows of pairs come from a copy."""
    state = state_of(connection)
    return state is not None and state.is_copied


def keep_places(connection: duckdb.DuckDBPyConnection, key: Hashable, look: Callable[[], Any]) -> Any:
    """Lists that are kept until the record changes; fewer of them than of small answers."""
    state = state_of(connection)
    return look() if state is None else _KEPT.find((state.token, key), look)


def find_places(connection: duckdb.DuckDBPyConnection, table: str, asked: Mapping[str, Any], *, where: str, is_judged: bool) -> Places:
    """Which rows of a pair a filter lets through, the newest first.

    Args:
        connection: A connection of which `is_placed` is true.
        table: One of `DYAD_TABLES`.
        asked: Parameters, with `state_a` and `state_b`.
        where: SQL condition.
        is_judged: Whether the condition asks what reviewers said.

    Returns:
        The rows.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    state = state_of(connection)
    is_plain = state is not None and state.is_sorted and not state.judged
    beside = "LEFT JOIN review_marks USING (record_id)" if is_judged else ""
    rows = f"FROM {table}_placed($state_a, $state_b) {beside} WHERE {where}"
    if is_plain:
        return Places(np.sort(connection.execute(f"SELECT place {rows}", dict(asked)).fetchnumpy()["place"]), {})
    found = connection.execute(f"SELECT place, CASE WHEN place IS NULL THEN record_id END AS other {rows} ORDER BY {NEWEST_FIRST}", dict(asked)).fetchnumpy()
    places = np.ma.filled(found["place"], -1).astype(np.int64)
    return Places(places, {int(at): str(found["other"][at]) for at in np.flatnonzero(places < 0)})


def read_places(connection: duckdb.DuckDBPyConnection, table: str, found: Places, *, columns: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is in some rows, in their order.

    Args:
        connection: A connection of which `is_placed` is true.
        table: One of `DYAD_TABLES`.
        found: The rows.
        columns: What is asked of them, in SQL.
        asked: The pair, as `state_a` and `state_b`.

    Returns:
        The rows, with the verdict of the last reviewer.
    """
    query = f"SELECT place, {columns}, NULL AS reviewed, NULL AS reviewed_by FROM placed_{table} WHERE place IN (SELECT unnest($places))"
    places = [int(place) for place in found.places]
    rows = {row.pop("place"): row for row in dictionaries(connection.execute(query, {"places": [place for place in places if place >= 0]}))}
    left: dict[Any, dict[str, Any]] = {}
    if found.others:
        query = f"SELECT {columns}, verdict AS reviewed, reviewer AS reviewed_by FROM {table}_placed($state_a, $state_b) LEFT JOIN review_marks USING (record_id) WHERE place IS NULL AND record_id IN (SELECT unnest($ids))"
        left = {row["record_id"]: row for row in dictionaries(connection.execute(query, {**asked, "ids": list(found.others.values())}))}
    listed = (rows.get(place) if place >= 0 else left.get(found.others[at]) for at, place in enumerate(places))
    return [row for row in listed if row is not None]


def dictionaries(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Rows of a query by column."""
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
