"""The journal of review as JSON Lines, to be kept, sent and joined with another reviewer's."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

from bilateral.errors import SchemaError
from bilateral.records import Decision
from bilateral.tables.decisions import append_decisions, read_decisions

__all__ = ["export_decisions", "import_decisions"]


def export_decisions(record: str | Path) -> str:
    """The journal as JSON Lines, to be kept, sent or imported elsewhere."""
    rows = [{**dataclasses.asdict(row), "made_at": row.made_at.isoformat()} for row in read_decisions(Path(record))]
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def import_decisions(record: str | Path, text: str) -> tuple[int, int]:
    """Append decisions of another journal, such as a second reviewer's copy of the record.

    Args:
        record: Folder of the record.
        text: JSON Lines as `export_decisions` writes them.

    Returns:
        Decisions read, and how many were new.

    Raises:
        RecordError: If the folder is no record or cannot be written.
        SchemaError: If a line is no decision; nothing is then imported.
    """
    rows = [_read_line(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return len(rows), append_decisions(Path(record), rows)


def _read_line(number: int, line: str) -> Decision:
    names = {item.name: item for item in dataclasses.fields(Decision)}
    try:
        values = json.loads(line)
        made_at = datetime.fromisoformat(values["made_at"])
        payload = json.loads(values["payload"])
        decision = Decision(**{**values, "made_at": made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)})
    except (ValueError, TypeError, KeyError) as error:
        message = f"line {number}: got no decision, expected a JSON object with {', '.join(names)}: {error}"
        raise SchemaError(message) from error
    if decision.decision_type not in names["decision_type"].metadata["values"] or not isinstance(payload, dict):
        message = f"line {number}: got the decision {decision.decision_type!r}, expected one of: {', '.join(names['decision_type'].metadata['values'])}"
        raise SchemaError(message)
    return decision
