"""The fields of a record as a form shows them, and what a filled form says."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from bilateral.errors import SchemaError
from bilateral.records import EVIDENCE_TABLES, TABLES
from bilateral.review.following import FOLLOWS
from bilateral.review.rows import FIXED, parse_value
from bilateral.vocabulary.codebook import load_event_types
from bilateral.vocabulary.issues import load_issues
from bilateral.vocabulary.states import find_state, is_state, load_bodies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Field", "fields_of", "find_words", "open_form", "read_changes", "read_new"]

_SECTORS = next(tuple(item.metadata["values"]) for item in dataclasses.fields(TABLES["offices"]) if item.name == "sector")

_PARTIES = ("actor", "recipient", "parties", "speaker_state", "addressee_state", "state")

@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    description: str
    value: str
    choices: tuple[str, ...]
    is_needed: bool
    kind: str  # text, number or choice


def fields_of(table: str, row: Mapping[str, Any] | None = None) -> list[Field]:
    """The fields of a table, filled from a row if there is one.

    Args:
        table: A table of evidence.
        row: Values by column.

    Returns:
        Fields in the order of the columns; first and last character come last.

    Raises:
        SchemaError: If there is no such table.
    """
    if table not in EVIDENCE_TABLES:
        message = f"got the table {table[:40]!r}, expected one of: {', '.join(EVIDENCE_TABLES)}"
        raise SchemaError(message)
    shown = [item for item in dataclasses.fields(TABLES[table]) if item.name not in FIXED and item.name not in FOLLOWS]
    made = [_field(item, (row or {}).get(item.name)) for item in shown]
    return sorted(made, key=lambda one: one.name in ("start_char", "end_char"))


def _field(item: dataclasses.Field[Any], value: Any) -> Field:
    kind = str(item.type)
    listed = _CHOICES.get(item.name)
    choices = listed() if listed else tuple(item.metadata["values"])
    is_needed = not kind.endswith("None") and kind not in ("Any", "list[str]")
    form = "choice" if choices else "number" if kind.startswith("int") else "text"
    return Field(item.name, item.name.replace("_", " "), item.metadata["description"], _shown(value), choices, is_needed, form)


_CHOICES: dict[str, Callable[[], tuple[str, ...]]] = {"event_type": lambda: tuple(load_event_types()), "speaker_sector": lambda: _SECTORS, "issue": lambda: tuple(issue.code for issue in load_issues())}
"""Closed lists that stand elsewhere than beside the column."""


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


def _values(table: str, form: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of each field, parties as codes; what stands there already is not judged."""
    names = [field.name for field in fields_of(table)]
    found = {name: parse_value(table, name, form[f"set-{name}"]) for name in names if f"set-{name}" in form}
    for name in _PARTIES:
        if found.get(name) and found[name] != row.get(name):
            found[name] = [_party(one) for one in found[name]] if isinstance(found[name], list) else _party(found[name])
    if found.get("dyad") and found["dyad"] != row.get("dyad"):
        found["dyad"] = "-".join(sorted(map(_party, found["dyad"].split("-"))))
    return found


def _party(text: str) -> str:
    """A party by code or name, with its sector.

    Example:
        >>> _party("Norway"), _party("KEN/BUS"), _party("Shanghai Cooperation Organisation")
        ('NOR', 'KEN/BUS', 'SCO')
    """
    name, slash, sector = text.partition("/")
    body = next((one.code for one in load_bodies().values() if name.strip().casefold() in map(str.casefold, (one.code, one.name, *one.other_names))), "")
    return (body or (name if is_state(name) else find_state(name))) + slash + sector.strip().upper()


def read_changes(table: str, form: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, Any]:
    """What a filled form changes of a record.

    Args:
        table: Its table.
        form: Fields `set-<column>`.
        row: The record as it was shown.

    Returns:
        New values by column.

    Raises:
        SchemaError: If nothing is changed, or a value does not fit.
        StateError: If a party is not known.
    """
    given = _values(table, form, row)
    changes = {name: value for name, value in given.items() if value != row.get(name)}
    if not changes:
        message = "got no change, expected another value in one field at least; to say that the record is right, accept it"
        raise SchemaError(message)
    _check_type(changes)
    return changes


def read_new(table: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a record that a reviewer adds; arguments and errors as for `read_changes`."""
    given = _values(table, form, {})
    missing = [field.label for field in fields_of(table) if field.is_needed and given.get(field.name) is None]
    if missing:
        message = f"got a record without {', '.join(missing)}, expected a value in each field that is marked as needed"
        raise SchemaError(message)
    _check_type(given)
    return given


def _check_type(values: Mapping[str, Any]) -> None:
    if "event_type" in values and values["event_type"] not in load_event_types():
        message = f"got the event type {str(values['event_type'])[:40]!r}, expected one of: {', '.join(load_event_types())}"
        raise SchemaError(message)


def open_form(document: Mapping[str, Any], *, edit: str, add: str, place: tuple[str, str, str], picked: str = "", coded: Any = None) -> dict[str, Any] | None:  # noqa: PLR0913 - one a choice
    """The form that a document's page shows.

    Args:
        document: A document with its records.
        edit: Identifier of the record to edit.
        add: Table of the record to add.
        place: First character, one past the last, and words of a new record; where no characters are given, the words tell them.
        picked: How the record came before the reviewer, as the form is to tell.
        coded: The record as the coder made it, which a second reading edits.

    Returns:
        `table`, `record_id`, `quote`, `picked` and `fields`; None where neither is asked for.

    Raises:
        SchemaError: If there is no such record or table, or the words do not tell a place.
    """
    if edit:
        found = [(table, row) for table, rows in document["records"].items() for row in rows if row["record_id"] == edit]
        if not found:
            message = f"got the record {edit!r}, expected one of this document"
            raise SchemaError(message)
        table, row = found[0]
        if picked == "second" and coded is not None:
            row = {item.name: getattr(coded, item.name) for item in dataclasses.fields(coded)}
        return {"table": table, "record_id": edit, "quote": row["quote"], "picked": picked, "fields": fields_of(table, row)}
    if not add:
        return None
    first, last = _place(document["text"], place)
    given = {"start_char": first, "end_char": last}
    return {"table": add, "record_id": "", "quote": document["text"][first:last], "fields": fields_of(add, given)}


def _place(text: str, place: tuple[str, str, str]) -> tuple[int, int]:
    start, end, words = place
    if not start or not end:
        return find_words(text, words)
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
        message = f"got the characters {start} to {end}, expected a stretch of the {len(text)} characters of the document"
        raise SchemaError(message)
    return int(start), int(end)


def find_words(text: str, words: str) -> tuple[int, int]:
    r"""Where some words stand in a text, whatever the white space.

    Raises:
        SchemaError: If they stand nowhere or more than once.

    Example:
        >>> find_words("Norway and\nKenya met.", "Norway and Kenya")
        (0, 16)
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    if len(found) != 1:
        told = "no words" if not pattern else f"words that stand {len(found)} times in the document"
        message = f"got {told}, expected words that stand in it once: copy a few more of those around them"
        raise SchemaError(message)
    return found[0]
