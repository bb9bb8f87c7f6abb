"""Columns of a record that follow from others: what a change brings with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bilateral.vocabulary.codebook import intensity, load_event_types

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FOLLOWS", "following"]

FOLLOWS = frozenset({
    "event_date_start", "event_date_end", "deadline_start", "deadline_end", "period_start", "period_end", "place_latitude",
    "place_longitude", "cue_start_char", "cue_end_char", "rule", "trigger", "quad_code", "intensity",
    "addressee_start_char", "addressee_end_char", "occasion_start_char", "occasion_end_char",
    "condition_start_char", "condition_end_char", "instrument_words", "instrument_start_char", "instrument_end_char", "issue_words",
    "issue_start_char", "issue_end_char", "place_start_char", "place_end_char",
})  # fmt: skip
"""Columns that follow from others or tell how the coder came to a record: no reviewer is asked for them."""


_TOLD_IN = {
    f"{name}_{part}": column
    for name, column in (("condition", "condition"), ("instrument", "instrument"), ("issue", "issue"), ("place", "place_name"))
    for part in ("words", "start_char", "end_char")
    if f"{name}_{part}" in FOLLOWS
}
"""Where the words of a promise's terms stand, by column, with the column that a reviewer changes."""


def following(table: str, changes: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from changed columns, beside the days of a date and the words of a span.

    The class and strength of an event follow from its type and mode; what belonged to
    an old place, cue, addressee, occasion, type, condition, instrument or issue is emptied. Does not look new places up.

    Args:
        table: Table of the record.
        changes: New values by column.
        row: The record as it was; empty for a new one.

    Returns:
        Values of other columns.

    Example:
        >>> following("events", {"event_type": "AGREE"}, {"mode": None})["quad_code"]
        1
    """
    found: dict[str, Any] = {}
    if table == "events" and "place_name" in changes:
        found |= dict.fromkeys(("place_latitude", "place_longitude"))
    if table == "statements":
        return {f"{name}_{edge}_char": None for name in ("cue", "addressee", "occasion") if name in changes for edge in ("start", "end")}
    if table == "commitments":
        told = [column for column, name in _TOLD_IN.items() if name in changes]
        return dict.fromkeys(told)
    if table != "events" or not {"event_type", "mode"} & changes.keys():
        return found
    event_type, mode = (changes.get(name, row.get(name)) for name in ("event_type", "mode"))
    if event_type not in load_event_types():
        return found
    if "event_type" in changes and "cameo_code" not in changes:
        found["cameo_code"] = None
    return found | {"quad_code": load_event_types()[event_type].quad_code, "intensity": intensity(event_type, mode)}
