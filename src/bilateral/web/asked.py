"""What a request asks for: the pair in its path and the filters in its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import HTTPException, Path, Query, Request

from bilateral.errors import SettingsError
from bilateral.tables.queries import DYAD_TABLES
from bilateral.vocabulary.states import find_state
from bilateral.web.filters import Filters
from bilateral.web.live import LiveRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DyadPath", "TablePath", "check_query", "find_dyad", "find_table", "live_of", "read_filters"]

_MOST_WORDS = 200
_FIRST_YEAR, _LAST_YEAR = 1000, 2900
"""Years that can be asked for: a stretch around them stays within what a date can hold."""

_PAIR = re.compile(r"[A-Z]{2,8}-[A-Z]{2,8}")

DyadPath = Annotated[str, Path(pattern=r"^[A-Z]{2,8}-[A-Z]{2,8}$", description="A pair of states, such as KOR-RUS.")]
TablePath = Annotated[str, Path(pattern=r"^[a-z]{3,20}$", description="A table that can be asked for a pair.")]
_Text = Annotated[str, Query(max_length=40)]


def live_of(request: Request) -> LiveRecord:
    """The record that the app shows."""
    live: LiveRecord = request.app.state.live
    return live


def check_query(request: Request) -> None:
    """Refuse what an address does not know, and what it is asked twice: a mistyped filter would let everything through.

    Pages refuse as the API does: a reader would take the whole table for what was asked for.

    Raises:
        SettingsError: With what it knows.
    """
    known = list(_filters_of(request.scope["route"].dependant))
    given = [name for name, _ in request.query_params.multi_items()]
    wrong = [name for name in given if name not in known] or [name for name in given if given.count(name) > 1]
    if wrong:
        told = "twice" if wrong[0] in known else "which this address does not know"
        message = f"got the filter {wrong[0][:40]!r} {told}, expected each once, any of: {', '.join(known) or 'there is none'}; take it out of the address, or put it right"
        raise SettingsError(message)


def _filters_of(dependant: Any) -> Iterator[str]:
    """The names in the query that a route and what it depends on read."""
    yield from (field.alias for field in dependant.query_params)
    for one in dependant.dependencies:
        yield from _filters_of(one)


def find_dyad(dyad: str) -> tuple[str, str]:
    """The two states of a pair, or a page that says there is none."""
    first, _, second = dyad.partition("-")
    if not _PAIR.fullmatch(dyad) or first == second:
        raise HTTPException(404, f"no pair {dyad}")
    return find_state(first), find_state(second)


def find_table(table: str) -> str:
    """A table that can be asked for a pair, or a page that says there is none."""
    if table not in DYAD_TABLES:
        raise HTTPException(404, f"no table {table}; there are {', '.join(DYAD_TABLES)}")
    return table


def read_filters(  # noqa: PLR0913, PLR0917 - one argument a filter
    start: _Text = "",
    end: _Text = "",
    type: _Text = "",  # noqa: A002 - its name in the address
    realis: _Text = "",
    publisher_class: _Text = "",
    side: _Text = "",
    words: Annotated[str, Query(max_length=_MOST_WORDS)] = "",
    reviewed: _Text = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    kind: _Text = "",
    place: Annotated[str, Query(max_length=_MOST_WORDS)] = "",
    confidence: _Text = "",
) -> Filters:
    """The filters in an address.

    Raises:
        SettingsError: If a year is none in which states dealt with each other.
    """
    for name, given in (("start", start), ("end", end)):
        year = given.strip()[:4]
        if year.isascii() and year.isdigit() and not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            message = f"{name}: got {given!r}, expected a date between the years {_FIRST_YEAR} and {_LAST_YEAR}"
            raise SettingsError(message)
    return Filters(start, end, type, realis, publisher_class, side, words, reviewed, page, kind, place, confidence)
