"""Which columns a table page shows, and how."""

from __future__ import annotations

from typing import Any

from bilateral.briefings.names import name_party
from bilateral.briefings.wording import NOT_GIVEN, show_period

__all__ = ["COLUMNS", "show_cell"]

COLUMNS = {
    "offices": ("person", "office", "state"),
    "events": ("event_date", "actor", "recipient", "event_type", "mode", "realis", "place_name"),
    "statements": ("published", "speaker", "speaker_state", "speaker_office", "statement_type"),
    "figures": ("period", "indicator", "value", "unit", "figure_type", "parties", "claimed_by"),
    "commitments": ("published", "actor", "recipient", "firmness", "deadline", "status"),
    "projects": ("published", "project_name", "parties", "status", "due"),
    "factors": ("published", "polarity", "factor_type", "said_by"),
}

_PERIODS = ("event_date", "period", "deadline", "due", "published")
_WHOLE = 1000


def show_cell(row: dict[str, Any], column: str) -> str:
    """A value of a row as a page shows it.

    Example:
        >>> show_cell({"actor": ["KOR", "RUS"]}, "actor"), show_cell({"deadline": None}, "deadline")
        ('South Korea, Russia', '–')
    """
    value = row.get(column)
    if value in (None, "", []):
        return NOT_GIVEN
    if column in _PERIODS:
        return show_period(value)
    if column in ("actor", "recipient", "parties"):
        return ", ".join(map(name_party, value))
    if column == "speaker_state":
        return name_party(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= _WHOLE or value.is_integer() else f"{value:,.4g}"
    return ", ".join(value) if isinstance(value, list) else str(value)
