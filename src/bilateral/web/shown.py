"""Which columns a table page shows, and how."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

from bilateral.briefings.names import name_party
from bilateral.briefings.wording import MINUS, NOT_GIVEN, capitalise, show_balance, show_number, show_period

__all__ = ["COLUMNS", "column_name", "show_cell", "show_passage", "show_title", "show_value"]

COLUMNS = {
    "offices": ("person", "office", "state"),
    "events": ("event_date", "actor", "recipient", "event_type", "mode", "realis", "place_name"),
    "statements": ("published", "speaker", "speaker_state", "speaker_office", "statement_type", "addressee", "addressee_state", "occasion"),
    "figures": ("period", "indicator", "value", "unit", "figure_type", "parties", "claimed_by"),
    "commitments": ("published", "actor", "recipient", "firmness", "condition", "instrument", "issue", "place_name", "deadline", "status"),
    "projects": ("published", "project_name", "other_names", "parties", "status", "start", "due"),
    "factors": ("published", "polarity", "factor_type", "said_by"),
}


def show_title(document: dict[str, Any]) -> str:
    """The title of a document; of one without a title the name of its file, else its address.

    Example:
        >>> show_title({"title": None, "address": "file:///home/ann/talks%201990.txt"})
        'talks 1990.txt'
    """
    address = document.get("address") or ""
    return document.get("title") or (unquote(address.rpartition("/")[2]) if address.startswith("file:") else address) or str(document.get("doc_id") or "no title")


def show_passage(passage: str, words: str) -> tuple[str, str, str]:
    """What was searched for, with the whole words before and after it.

    Example:
        >>> show_passage("rs were paid. The gas pipeline is not bu", "gas pipe")
        ('were paid. The ', 'gas pipe', 'line is not')
    """
    found = re.search(re.escape(words), passage, re.IGNORECASE)
    if found is None:
        return "", "", passage
    before, after = passage[: found.start()], passage[found.end() :]
    return before.partition(" ")[2] if " " in before else before, found[0], after.rpartition(" ")[0] if " " in after else after


_PERIODS = ("event_date", "period", "deadline", "start", "due", "published")
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
    if column in ("speaker_state", "addressee_state", "state"):
        return name_party(value)
    if isinstance(value, float):
        return _show_float(column, value).replace("-", MINUS)
    return ", ".join(value) if isinstance(value, list) else str(value).replace("_", " ") if column == "issue" else str(value)


def _show_float(column: str, value: float) -> str:
    if column in _AMOUNTS and abs(value) >= _MILLION:
        return show_number(value)
    return f"{value:,.0f}" if abs(value) >= _WHOLE or value.is_integer() else f"{value:,.4g}"


_AMOUNTS = ("value", "found_value", "target_value")
_MILLION = 1_000_000
"""From here on a number is told in millions or billions: a line of zeros is misread."""


def show_value(row: dict[str, Any], column: str) -> str:
    """A value of an answer as a page shows it: days as dates, codes of parties as names, shares as they are.

    Example:
        >>> show_value({"party": "KOR"}, "party"), show_value({"is_balanced": False}, "is_balanced"), show_value({"balance": 0.5}, "balance")
        ('South Korea', 'no', '+0.50')
    """
    value = row.get(column)
    if column == "what" and value:
        return _show_what(value, row.get("quote") or "")
    if isinstance(value, date):
        return show_period(value.isoformat())
    if isinstance(value, float) and (shown := _show_number(row, column, value)):
        return shown
    if isinstance(value, str | list | tuple):
        return _show_words(column, value, row) or NOT_GIVEN
    return ("yes" if value else "no") if isinstance(value, bool) else show_cell(row, column)


def _show_what(what: str, quote: str) -> str:
    """What was promised, with an ellipsis where the words go on in the text."""
    _, found, after = " ".join(quote.split()).partition(" ".join(what.split()))
    return f"{what} …" if found and re.match(r" \w", after) else what


def _show_number(row: dict[str, Any], column: str, value: float) -> str:
    """Shares as per cent and balances with their sign, means with two decimals; others as cells show them."""
    if column == "p_any":
        return "<1%" if value < _NEARLY_NONE else ">99%" if value > 1 - _NEARLY_NONE else f"{value:.0%}"  # never told as none or certain
    if column in _SHARES or (column in ("low", "high") and "share_kept" in row):
        return f"{value:.0%}"
    if column in _TWO_DECIMALS:
        return f"{value:,.2f}".replace("-", MINUS)
    if column == "off_pct":
        return f"{value:+.1f}".replace("-", MINUS)
    return show_balance(value) if column.startswith(("balance", "correlation")) else ""


def _show_words(column: str, value: str | list[str] | tuple[str, ...], row: dict[str, Any]) -> str:
    """Parties by name, days as dates, lists by semicolons."""
    if column in _NAMED or _WITH.fullmatch(column) or (column == "side" and isinstance(value, str) and value.isupper()):
        return ", ".join(map(name_party, [value] if isinstance(value, str) else value))
    if not isinstance(value, str):
        return "; ".join(str(one).replace("_", " ") if column == "issues" else str(one) for one in value)
    if column in _DATES:
        return show_period(value).replace("_", " ")
    return value.replace("_", " ") if column in _PLAIN else show_cell(row, column)


_NAMED = ("party", "other", "towards_party", "actor", "recipient", "parties", "reporter", "partner", "found_reporter")
_WITH = re.compile("with_[A-Z]{2,8}")
"""Parties in one community with a state: "with_NOR"."""

_DATES = ("first_told", "last_told", "period", "found_period", "first_period", "last_period", "first_day", "last_day")
_SHARES = ("share_kept", "base_rate", "together", "skill")
_NEARLY_NONE = 0.01
_TWO_DECIMALS = ("expected", "base_mean", "intensity_mean")
_PLAIN = ("issue", "measure", "direction")


def column_name(column: str) -> str:
    """A column as a heading.

    Example:
        >>> column_name("kor_stance"), column_name("n_kept"), column_name("p_any")
        ('South Korea: stance', 'kept', 'chance of any')
        >>> column_name("acts_with_NOR")
        'acts with Norway'
    """
    if column in _HEADINGS:
        return _HEADINGS[column]
    head, _, rest = column.partition("_")
    if len(head) == _CODE and rest in ("stance", "quote", "day", "speaker"):
        return f"{capitalise(name_party(head.upper()))}: {rest}"
    if _WITH.fullmatch(column):
        return f"with {name_party(column.removeprefix('with_'))}"
    before, _, code = column.rpartition("_with_")
    if before and len(code) == _CODE and code.isupper():
        return f"{before.replace('_', ' ')} with {name_party(code)}"
    return column.removeprefix("n_").removeprefix("is_").replace("_", " ")


_CODE = 3
_HEADINGS = {"p_any": "chance of any", "p_value": "p", "p_adjusted": "p adjusted", "n": "acts", "n_independent": "voices", "name": "third party", "base_mean": "mean so far", "n_missed": "missed or cancelled", "publishers": "states of publishers", "off_pct": "off by %", "not_judged_no_deadline": "no deadline", "not_judged_not_due": "not due yet", "not_judged_overdue": "overdue, no report", "corroboration": "who says so"}
