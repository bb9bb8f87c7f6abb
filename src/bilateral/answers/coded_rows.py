"""The record's own coded incidents as rows of directed dyads, so that they can be counted like a data set."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bilateral.analysis.copies import link_copies
from bilateral.analysis.incidents import group_events
from bilateral.findings import DocumentHead, state_of
from bilateral.records import Event, column_names
from bilateral.tables.queries import connect, dyad_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from bilateral.findings import Incident

__all__ = ["CODED", "coded_tables", "every_coded_table"]

CODED = "coded"
"""Name of the record's own coded incidents among the data sets."""


def coded_tables(record: Path, dyad: tuple[str, str]) -> tuple[pa.Table, pa.Table]:
    """The pair's coded incidents as rows of directed dyads, and the reports of all dyads by day."""
    with connect(record) as connection:
        columns = ", ".join(column_names("events"))
        query = f"SELECT {columns} FROM ({dyad_query('events')}) ORDER BY record_id"  # noqa: S608 - our own names
        events = [Event(*row) for row in connection.execute(query, {"state_a": dyad[0], "state_b": dyad[1]}).fetchall()]
        days = connection.sql(_CODED_DAYS).to_arrow_table()
        heads = _read_heads(connection)
    incidents = group_events(events, heads, link_copies(heads))
    return _as_table([row for incident in incidents for row in _directed(incident, dyad)]), days


def every_coded_table(record: Path) -> tuple[pa.Table, pa.Table]:
    """The coded incidents of all pairs as rows of directed dyads, and the reports by day."""
    with connect(record) as connection:
        columns = ", ".join(column_names("events"))
        events = [Event(*row) for row in connection.execute(f"SELECT {columns} FROM events ORDER BY record_id").fetchall()]  # noqa: S608 - our own names
        days = connection.sql(_CODED_DAYS).to_arrow_table()
        heads = _read_heads(connection)
    rows = []
    for incident in group_events(events, heads, link_copies(heads)):
        states = sorted({state_of(party) for party in (*incident.actor, *incident.recipient)})
        rows += [row for pair in combinations(states, 2) for row in _directed(incident, pair)]
    return _as_table(rows), days


def _read_heads(connection: duckdb.DuckDBPyConnection) -> list[DocumentHead]:
    names = [item.name for item in fields(DocumentHead)]
    rows = connection.execute(f"SELECT {', '.join(names)} FROM documents ORDER BY doc_id").fetchall()  # noqa: S608 - our own names
    signed = names.index("signature")
    heads: list[list[Any]] = [[tuple(value or ()) if place == signed else value for place, value in enumerate(row)] for row in rows]
    return [DocumentHead(*head) for head in heads]


_CODED_DAYS = f"""
    SELECT '{CODED}' AS data_name, event_date_start, event_date_end, count(*) AS n_events
    FROM events WHERE realis = 'happened' AND event_date_start IS NOT NULL AND event_date_end IS NOT NULL GROUP BY ALL
"""  # noqa: S608 - our own name


def _directed(incident: Incident, dyad: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """One row a direction of an incident; what both do without a recipient counts both ways."""
    actors, recipients = ({state_of(party) for party in side} for side in (incident.actor, incident.recipient))
    for actor, recipient in (dyad, dyad[::-1]) if incident.realis == "happened" else ():
        if actor in actors and recipient in (recipients or actors):
            yield {
                "record_id": incident.incident_id, "actor": actor, "recipient": recipient, "event_type": incident.event_type,
                "mode": incident.mode, "quad_code": incident.quad_code, "intensity": incident.intensity, "realis": incident.realis,
                "event_date_start": incident.event_date_start, "event_date_end": incident.event_date_end,
                "event_date": incident.event_date,
            }  # fmt: skip


def _as_table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    kinds = {"quad_code": pa.int64(), "intensity": pa.float64(), "event_date_start": pa.date32(), "event_date_end": pa.date32()}
    names = ("record_id", "actor", "recipient", "event_type", "mode", "quad_code", "intensity", "realis", "event_date", "event_date_start", "event_date_end")
    columns = {name: pa.array([row[name] for row in rows], kinds.get(name, pa.string())) for name in names}
    constants = {"data_name": [CODED] * len(rows), "n_events": pa.array([1] * len(rows), pa.int64()), "cameo_code": pa.nulls(len(rows), pa.string())}
    named = {f"{side}_name": columns[side] for side in ("actor", "recipient")}
    return pa.table({**columns, **constants, **named, "native_row": pa.array(range(len(rows)), pa.int64()), "native_id": columns["record_id"]})
