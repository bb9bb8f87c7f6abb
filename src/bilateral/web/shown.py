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
    if column in ("speaker_state", "state"):
        return name_party(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= _WHOLE or value.is_integer() else f"{value:,.4g}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def show_value(row: dict[str, Any], column: str) -> str:
    """A value of an answer as a page shows it: days as dates, codes of parties as names, shares as they are.

    Example:
        >>> show_value({"party": "KOR"}, "party"), show_value({"is_balanced": False}, "is_balanced"), show_value({"balance": 0.5}, "balance")
        ('South Korea', 'no', '+0.50')
    """
    value = row.get(column)
    if isinstance(value, date):
        return show_period(value.isoformat())
    if isinstance(value, float) and (shown := _show_number(row, column, value)):
        return shown
    if isinstance(value, str | list | tuple):
        return _show_words(column, value, row) or NOT_GIVEN
    return ("yes" if value else "no") if isinstance(value, bool) else show_cell(row, column)


def _show_number(row: dict[str, Any], column: str, value: float) -> str:
    """Shares as per cent and balances with their sign; others as cells show them."""
    if column == "p_any":
        return "<1%" if value < _NEARLY_NONE else ">99%" if value > 1 - _NEARLY_NONE else f"{value:.0%}"  # never told as none or certain
    if column in _SHARES or (column in ("low", "high") and "share_kept" in row):
        return f"{value:.0%}"
    return f"{value:+.2f}" if column.startswith(("balance", "correlation")) else ""


def _show_words(column: str, value: str | list[str] | tuple[str, ...], row: dict[str, Any]) -> str:
    """Parties by name, days as dates, lists by semicolons."""
    if column in _NAMED:
        return ", ".join(map(name_party, [value] if isinstance(value, str) else value))
    if not isinstance(value, str):
        return "; ".join(str(one).replace("_", " ") if column == "issues" else str(one) for one in value)
    if column in _DATES:
        return show_period(value)
    return value.replace("_", " ") if column in _PLAIN else show_cell(row, column)


_NAMED = ("party", "other", "towards_party", "actor", "recipient", "parties", "with_first", "with_second", "reporter", "partner", "found_reporter")
_DATES = ("first_told", "last_told", "found_period", "first_day", "last_day")
_SHARES = ("share_kept", "base_rate", "together", "skill")
_NEARLY_NONE = 0.01
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
