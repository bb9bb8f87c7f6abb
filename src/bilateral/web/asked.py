"""What a request asks for: the pair in its path and the filters in its address."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import HTTPException, Path, Query, Request

from bilateral.tables.queries import DYAD_TABLES
from bilateral.vocabulary.states import find_state
from bilateral.web.filters import Filters
from bilateral.web.live import LiveRecord

__all__ = ["DyadPath", "TablePath", "find_dyad", "find_table", "live_of", "read_filters"]

_MOST_WORDS = 200
_PAIR = re.compile(r"[A-Z]{2,8}-[A-Z]{2,8}")

DyadPath = Annotated[str, Path(pattern=r"^[A-Z]{2,8}-[A-Z]{2,8}$", description="A pair of states, such as KOR-RUS.")]
TablePath = Annotated[str, Path(pattern=r"^[a-z]{3,20}$", description="A table that can be asked for a pair.")]
_Text = Annotated[str, Query(max_length=40)]


def live_of(request: Request) -> LiveRecord:
    """The record that the app shows."""
    live: LiveRecord = request.app.state.live
    return live


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
) -> Filters:
    """The filters in an address."""
    return Filters(start, end, type, realis, publisher_class, side, words, reviewed, page)
