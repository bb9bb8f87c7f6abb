"""The values that the filters of a table offer, read once for each state of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.web.kept import keep_lately
from bilateral.web.rows import list_choices

if TYPE_CHECKING:
    from bilateral.web.live import LiveRecord

__all__ = ["read_choices"]


def read_choices(live: LiveRecord, table: str, pair: tuple[str, str]) -> dict[str, list[str]]:
    """The values of a table's filters that rows of a pair have."""
    with live.open() as connection:
        return keep_lately(connection, ("choices", table, pair), lambda: list_choices(connection, table, pair))
