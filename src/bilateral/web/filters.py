"""What a page shows of a table, told in its address: period, type, realis, publishers, reviewed or not, words, page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from bilateral import periods
from bilateral.errors import SettingsError

__all__ = ["A_PAGE", "REVIEWED", "TYPE_COLUMNS", "Filters"]

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

    def where(self, table: str) -> tuple[str, dict[str, Any]]:
        """SQL conditions on the rows of `dyad_query` and their parameters.

        Raises:
            SettingsError: If a date cannot be read.
        """
        conditions, values = ["true"], dict[str, Any]()
        for name, column, sign in (("start", "coalesce(last_day, first_day)", ">="), ("end", "coalesce(first_day, last_day)", "<=")):
            if given := getattr(self, name):
                conditions.append(f"{column} {sign} ${name}::DATE")
                values[name] = _day(given, is_end=name == "end")
        plain = {"type": TYPE_COLUMNS[table], "publisher_class": "publisher_class", "side": "publisher_state"}
        if table == "events":
            plain["realis"] = "realis"
        for name, column in plain.items():
            if given := getattr(self, name):
                conditions.append(f"{column} = ${name}")
                values[name] = given
        if self.words:
            conditions.append("contains(lower(quote), lower($words))")
            values["words"] = self.words
        if self.reviewed:
            if self.reviewed not in REVIEWED:
                message = f"got reviewed={self.reviewed!r}, expected one of: {', '.join(REVIEWED)}"
                raise SettingsError(message)
            conditions.append(REVIEWED[self.reviewed])
        return " AND ".join(conditions), values

    def address(self, **changes: Any) -> str:
        """The query of an address with these filters, some of them changed; a change goes back to the first page."""
        changed = replace(self, **({"page": 1} | changes))
        given = {name: getattr(changed, name) for name in self.__dataclass_fields__}
        return "?" + urlencode({name: value for name, value in given.items() if value and (name, value) != ("page", 1)})


def _day(text: str, *, is_end: bool) -> str:
    try:
        first, last = periods.bounds(text)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    return (last if is_end else first).isoformat()
