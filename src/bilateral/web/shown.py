"""Which columns a table page shows, and how."""

from __future__ import annotations

from datetime import date
from typing import Any

from bilateral.briefings.names import name_party
from bilateral.briefings.wording import NOT_GIVEN, show_period

__all__ = ["COLUMNS", "column_name", "show_cell", "show_value"]

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


def show_value(row: dict[str, Any], column: str) -> str:
    """A value of an answer as a page shows it: days as dates, codes of parties as names, shares as they are.

    Example:
        >>> show_value({"party": "KOR"}, "party"), show_value({"is_balanced": False}, "is_balanced"), show_value({"balance": 0.5}, "balance")
        ('South Korea', 'no', '0.5')
    """
    value = row.get(column)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return show_period(value.isoformat())
    if column in _NAMED and value:
        return ", ".join(map(name_party, value)) if isinstance(value, list | tuple) else name_party(value)
    if column in _DATES and isinstance(value, str):
        return show_period(value)
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or NOT_GIVEN
    return show_cell(row, column) if column not in _PLAIN or value is None else str(value).replace("_", " ")


_NAMED = ("party", "other", "towards_party", "actor", "recipient", "parties", "with_first", "with_second", "reporter", "partner", "found_reporter")
_DATES = ("first_told", "last_told", "found_period")
_PLAIN = ("issue", "measure", "direction", "period")


def column_name(column: str) -> str:
    """A column as a heading.

    Example:
        >>> column_name("kor_stance"), column_name("n_kept"), column_name("p_any")
        ('KOR stance', 'kept', 'chance of any')
    """
    if column in _HEADINGS:
        return _HEADINGS[column]
    head, _, rest = column.partition("_")
    is_code = len(head) == _CODE and rest in ("stance", "quote", "day", "speaker")
    return f"{head.upper()} {rest}" if is_code else column.removeprefix("n_").removeprefix("is_").replace("_", " ")


_CODE = 3
_HEADINGS = {"p_any": "chance of any", "p_value": "p", "p_adjusted": "p adjusted", "n": "acts", "n_independent": "voices", "voices": "who", "name": "third party", "base_mean": "mean so far"}
