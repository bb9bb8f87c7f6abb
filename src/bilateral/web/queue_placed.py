"""What to review first in a large record: the records of a pair are ordered once, and those that somebody judged leave at once.

The order is that of the records as the coder made them: a decision takes its record out of the queue and changes no other's place.
"""

# ruff: noqa: S608 - the parts of each query are constants of `queue` and names of tables; values are parameters

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.tables.packed import read_text
from bilateral.tables.queries import DYAD_TABLES
from bilateral.web.filters import A_PAGE
from bilateral.web.kept import Kept, state_of
from bilateral.web.placed import Places, read_places
from bilateral.web.rows import PLAIN_COLUMNS, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    import numpy as np

__all__ = ["Ordered", "count_waiting", "order_queue", "read_waiting"]

_MOST_ORDERS = 24
"""Orders that are kept; that of the largest pair of a million events takes some 15 megabytes."""

_KEPT, _WAITING = Kept(_MOST_ORDERS), Kept(_MOST_ORDERS)
_AROUND = 160


@dataclass(frozen=True, slots=True)
class Ordered:
    """The records of a pair in the order of the queue, column by column."""

    tables: np.ndarray  # number in `DYAD_TABLES`
    places: np.ndarray
    ids: np.ndarray
    points: np.ndarray
    reasons: np.ndarray  # a bit for each reason of the table that holds
    n_reports: np.ndarray  # of events: documents that tell of the act; 0 of others


def order_queue(connection: duckdb.DuckDBPyConnection, asked: object, queries: Mapping[str, str], *, order: str, values: Mapping[str, Any]) -> Ordered:
    """Order the records of a pair, once for each state of the documents.

    Args:
        connection: A connection of which `placed.is_placed` is true.
        asked: Tells one order from another.
        queries: By table the SQL of `place`, `record_id`, `points`, `reasons` (as a number), `n_reports` and what `order` names.
        order: SQL.
        values: Parameters.

    Returns:
        The records, whether judged or not.
    """
    state = state_of(connection)
    assert state is not None  # noqa: S101 - only such a connection has places

    def look() -> Ordered:
        import numpy as np  # noqa: PLC0415 - heavy

        listed = " UNION ALL ".join(f"SELECT {DYAD_TABLES.index(table)}::TINYINT AS number, * FROM ({query})" for table, query in queries.items())
        found = connection.execute(f"SELECT number, place, encode(record_id) AS id, points, reasons, n_reports FROM ({listed}) ORDER BY {order}", dict(values)).fetchnumpy()
        ids = np.array([bytes(one) for one in found["id"]], dtype="S")
        return Ordered(found["number"], found["place"], ids, found["points"], found["reasons"], np.ma.filled(found["n_reports"], 0))

    return _KEPT.find((state.coded, asked), look)


def _wait(connection: duckdb.DuckDBPyConnection, ordered: Ordered, asked: object) -> np.ndarray:
    """Positions of those that nobody judged, once for each state of the journal."""
    state = state_of(connection)

    def look() -> np.ndarray:
        import numpy as np  # noqa: PLC0415 - heavy

        judged = [record_id for (record_id,) in connection.execute("SELECT record_id FROM review_marks").fetchall()]
        found: np.ndarray = np.flatnonzero(~_among(ordered.ids, judged))
        return found

    return _WAITING.find((state.token if state else "", asked), look)


def _among(ids: np.ndarray, chosen: Sequence[str]) -> np.ndarray:
    """Which identifiers are among some."""
    import numpy as np  # noqa: PLC0415 - heavy

    return np.isin(ids, np.array([one.encode() for one in chosen], dtype="S")) if chosen and len(ids) else np.zeros(len(ids), dtype=bool)


def count_waiting(connection: duckdb.DuckDBPyConnection, ordered: Ordered, asked: object) -> dict[str, int]:
    """How many records of each table nobody judged yet; a table without any is left out."""
    import numpy as np  # noqa: PLC0415 - heavy

    counted = np.bincount(ordered.tables[_wait(connection, ordered, asked)], minlength=len(DYAD_TABLES))
    return {table: int(n) for table, n in zip(DYAD_TABLES, counted, strict=True) if n}


def read_waiting(  # noqa: PLR0913 - one page
    connection: duckdb.DuckDBPyConnection, ordered: Ordered, asked: object, *, page: int, skipped: Sequence[str], reasons: Mapping[str, Sequence[str]]
) -> Page:
    """One page of the records that nobody judged, with the words around them; what the reviewer skipped comes last.

    Args:
        connection: As for `order_queue`.
        ordered: What `order_queue` gives.
        asked: As there.
        page: Number of the page, from 1.
        skipped: Records that the reviewer skipped.
        reasons: By table the words of each reason.

    Returns:
        Records as `queue.read_queue` tells them.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    waiting = _wait(connection, ordered, asked)
    if skipped:
        is_last = _among(ordered.ids[waiting], skipped)
        waiting = np.concatenate((waiting[~is_last], waiting[is_last]))
    shown = waiting[(page - 1) * A_PAGE : page * A_PAGE]
    rows: dict[int, dict[str, Any]] = {}
    for number, table in enumerate(DYAD_TABLES):
        own = [int(at) for at in shown if ordered.tables[at] == number]
        found = read_places(connection, table, Places(ordered.places[own], {}), columns=PLAIN_COLUMNS[table], asked={}) if own else []
        for at, row in zip(own, found, strict=True):
            told = [words for bit, words in enumerate(reasons[table]) if int(ordered.reasons[at]) >> bit & 1]
            rows[at] = {**row, "in_table": table, "points": float(ordered.points[at]), "reasons": told, "n_reports": int(ordered.n_reports[at]) or None}
    chosen = frozenset(skipped)
    return Page([{**rows[int(at)], **_context(connection, rows[int(at)]), "is_skipped": rows[int(at)]["record_id"] in chosen} for at in shown], len(waiting), page)


def _context(connection: duckdb.DuckDBPyConnection, row: Mapping[str, Any]) -> dict[str, Any]:
    """The words before and after a record, and the day that dates it."""
    state = state_of(connection)
    if state is not None and state.packed:
        text = read_text(state.packed, row["doc_id"])
    else:
        found = connection.execute("SELECT text FROM documents WHERE doc_id = ?", [row["doc_id"]]).fetchall()
        text = found[0][0] if found else ""
    first, last = row["start_char"], row["end_char"]
    return {"before": text[max(0, first - _AROUND) : first], "after": text[last : last + _AROUND], "first_day": row["first_day"] or row["last_day"]}
