"""What a page shows of a table, told in its address: period, type, realis, publishers, place, confidence, reviewed or not, words, page."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bilateral import periods
from bilateral.errors import SettingsError
from bilateral.records import TABLES
from bilateral.vocabulary.codebook import load_event_types

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["A_PAGE", "CONFIDENCE", "DOUBTS", "KINDS", "NOT_TOLD", "REVIEWED", "TYPE_COLUMNS", "Filters", "known_values"]

A_PAGE = 50

TYPE_COLUMNS = {
    "events": "event_type",
    "statements": "statement_type",
    "figures": "figure_type",
    "commitments": "firmness",
    "projects": "status",
    "factors": "polarity",
}
"""The column of each table that `type` filters by."""

REVIEWED = {"yes": "verdict IS NOT NULL", "no": "verdict IS NULL", "accepted": "verdict = 'accepted'", "edited": "verdict = 'edited'", "added": "verdict = 'added'"}
"""What `reviewed` can ask for; rejected records are in no table."""

DOUBTS = {
    "events": "event_date IS NULL OR realis IN ('hypothetical', 'denied')",
    "statements": "other_named = 'near' OR (speaker_office IS NOT NULL AND speaker = speaker_office)",
    "figures": "period IS NULL OR claimed_by IS NULL",
    "commitments": "deadline IS NULL",
    "projects": "status = 'unknown'",
    "factors": "said_by IS NULL",
}
"""What makes a record less sure, by table: what its words leave open. No measured chance of error."""

CONFIDENCE = ("higher", "lower")
"""What `confidence` can ask for: records to which no condition of `DOUBTS` applies, or those to which one does."""

KINDS = {"cooperation in words": 1, "cooperation in deeds": 2, "conflict in words": 3, "conflict in deeds": 4}
"""What `kind` can ask of events, with the quad code."""

NOT_TOLD = "not told"
"""What `place` asks for events of which no place is told."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a table page; empty ones let everything through."""

    start: str = ""
    end: str = ""
    type: str = ""
    realis: str = ""
    publisher_class: str = ""
    side: str = ""  # home state of the publisher
    words: str = ""
    reviewed: str = ""  # one of `REVIEWED`
    page: int = 1
    kind: str = ""  # one of `KINDS`
    place: str = ""
    confidence: str = ""  # one of `CONFIDENCE`

    def where(self, table: str) -> tuple[str, dict[str, Any]]:
        """SQL conditions on the rows of `dyad_query` and their parameters.

        Raises:
            SettingsError: If a date cannot be read, or a filter has no such value.
        """
        conditions, values = ["true"], dict[str, Any]()
        for name, column, sign in (("start", "coalesce(last_day, first_day)", ">="), ("end", "coalesce(first_day, last_day)", "<=")):
            if given := getattr(self, name):
                conditions.append(f"{column} {sign} ${name}::DATE")
                values[name] = _day(given, is_end=name == "end")
        self._ask_plain(table, conditions, values)
        if self.words:
            conditions.append("contains(lower(quote), lower($words))")
            values["words"] = self.words
        if self.reviewed:
            conditions.append(REVIEWED[self._known("reviewed", REVIEWED)])
        if self.confidence:
            is_doubtful = self._known("confidence", CONFIDENCE) == "lower"
            conditions.append(f"{'' if is_doubtful else 'NOT '}coalesce({DOUBTS[table]}, false)")
        if table == "events":
            self._ask_events(conditions, values)
        return " AND ".join(conditions), values

    def _ask_plain(self, table: str, conditions: list[str], values: dict[str, Any]) -> None:
        """What has one value of a column."""
        plain = {"type": TYPE_COLUMNS[table], "publisher_class": "publisher_class", "side": "publisher_state"}
        if table == "events":
            plain["realis"] = "realis"
        for name, column in plain.items():
            if given := getattr(self, name):
                if known := known_values(table, column):
                    self._known(name, known)
                conditions.append(f"{column} = ${name}")
                values[name] = given

    def _ask_events(self, conditions: list[str], values: dict[str, Any]) -> None:
        """What events alone are asked for: their kind and their place."""
        if self.kind:
            conditions.append("quad_code = $kind")
            values["kind"] = KINDS[self._known("kind", KINDS)]
        if self.place == NOT_TOLD:
            conditions.append("place_name IS NULL")
        elif self.place:
            conditions.append("lower(place_name) = lower($place)")
            values["place"] = self.place

    def _known(self, name: str, known: Iterable[str]) -> str:
        """The value of a filter that has a closed list."""
        given: str = getattr(self, name)
        if given not in known:
            message = f"got {name}={given!r}, expected one of: {', '.join(known)}"
            raise SettingsError(message)
        return given

    def address(self, **changes: Any) -> str:
        """The query of an address with these filters, some of them changed; a change goes back to the first page."""
        changed = replace(self, **({"page": 1} | changes))
        given = {name: getattr(changed, name) for name in self.__dataclass_fields__}
        return "?" + urlencode({name: value for name, value in given.items() if value and (name, value) != ("page", 1)})


@cache
def known_values(table: str, column: str) -> tuple[str, ...]:
    """The values that a column can have, where its list is closed: all others would only ever show an empty page."""
    if column == "event_type":
        return tuple(load_event_types())
    return next((tuple(item.metadata["values"]) for row in (table, "documents") for item in fields(TABLES[row]) if item.name == column), ())


def _day(text: str, *, is_end: bool) -> str:
    try:
        first, last = periods.bounds(text)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    return (last if is_end else first).isoformat()
