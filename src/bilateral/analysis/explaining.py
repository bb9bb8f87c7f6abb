"""What stands behind a change of a series: the kinds of acts that grew or shrank, and single acts as examples."""


from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.vocabulary.cameo import load_cameo
from bilateral.vocabulary.codebook import QUADS

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

    from bilateral.analysis.dyad_series import Rows

__all__ = ["Act", "Span", "explain_change"]

_ACTS = 3
"""Kinds of acts that are told for a change."""

_EXAMPLES = 2
"""Single acts told for each kind."""

_QUADS = {str(code): name for code, name in QUADS.items()}

_LABEL = "coalesce(mode, cameo_code, event_type, quad_code::VARCHAR)"
_EITHER = "((actor = $state_a AND recipient = $state_b) OR (actor = $state_b AND recipient = $state_a))"
_KINDS = """
    SELECT {label} AS label,
        coalesce(sum(n_events) FILTER (event_date_start BETWEEN $first AND $last), 0) AS n,
        coalesce(sum(n_events) FILTER (event_date_start BETWEEN $from AND $to AND NOT event_date_start BETWEEN $first AND $last), 0) AS n_else
    FROM {events} AS event WHERE {either} AND event_date_start BETWEEN $from AND $to GROUP BY ALL
"""
_SINGLE = """
    WITH acts AS (
        SELECT event_date_start, actor_name, recipient_name, event_type, cameo_code, native_id, native_row,
            count(*) OVER (PARTITION BY event_date_start) AS on_day
        FROM {events} AS event WHERE {either} AND {label} = $label AND event_date_start BETWEEN $first AND $last
    )
    SELECT event_date_start, any_value(actor_name), any_value(recipient_name), any_value(event_type), any_value(cameo_code),
        coalesce(min(native_id), 'row ' || min(native_row)::VARCHAR) AS id, max(on_day) AS on_day
    FROM acts GROUP BY event_date_start, actor_name, recipient_name
    ORDER BY on_day DESC, event_date_start, min(native_row) LIMIT {most}
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a change, and the days that they are held against."""

    first: dt.date
    last: dt.date
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of act that a change is made of: how often, how often expected, and single acts with their ids."""

    name: str
    n: int
    expected: float
    examples: tuple[str, ...]
    ids: tuple[str, ...]


def _name(label: str) -> str:
    """What a kind of act is called.

    Example:
        >>> _name("visit"), _name("057"), _name("AID"), _name("4")
        ('visit', 'Sign formal agreement', 'AID', 'material conflict')
    """
    if label in _QUADS:
        return _QUADS[label]
    entry = load_cameo().get(label)
    return entry.name if entry else label


def explain_change(connection: duckdb.DuckDBPyConnection, dyad: tuple[str, str], rows: Rows, *, span: Span) -> list[Act]:
    """The kinds of acts that differ most between a change and the days around it.

    Visits, meetings and calls are told by PLOVER's mode, other acts by their CAMEO
    name or type. Does not know causes: it tells what was done, not why.

    Args:
        connection: A connection to DuckDB.
        dyad: The two states; both directions are taken together.
        rows: Where the events are.
        span: The days of the change and those it is held against.

    Returns:
        Up to three kinds, the one furthest from what was expected first.
    """
    sides: dict[str, Any] = {"state_a": dyad[0], "state_b": dyad[1]}
    days = {"first": span.first, "last": span.last, "from": min(span.since, span.first), "to": max(span.until, span.last)}
    query = _KINDS.format(label=_LABEL, events=rows.events, either=_EITHER)
    found = connection.execute(query, sides | days).fetchall()
    inside = (span.last - span.first).days + 1
    outside = max((days["to"] - days["from"]).days + 1 - inside, 1)
    kinds = [(label, int(n), float(n_else) * inside / outside) for label, n, n_else in found if label is not None]
    kinds.sort(key=lambda kind: (-abs(kind[1] - kind[2]), kind[0]))
    return [_act(connection, rows, sides, span, kind) for kind in kinds[:_ACTS]]


def _act(
    connection: duckdb.DuckDBPyConnection, rows: Rows, sides: dict[str, Any], span: Span, kind: tuple[str, int, float]
) -> Act:
    label, n, expected = kind
    shrank = n < expected
    days = {"first": span.since, "last": span.until} if shrank else {"first": span.first, "last": span.last}
    query = _SINGLE.format(events=rows.events, either=_EITHER, label=_LABEL, most=_EXAMPLES)
    found = connection.execute(query, sides | days | {"label": label}).fetchall()
    examples = tuple(f"{day} {actor or '?'} > {recipient or '?'}: {_name(code or kind_of or label)}" for day, actor, recipient, kind_of, code, _, _ in found)
    return Act(_name(label), n, round(expected, 1), examples, tuple(str(row[5]) for row in found))
