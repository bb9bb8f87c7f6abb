"""The values that the filters of a table offer, read once for each state of the record."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bilateral.web.rows import list_choices

if TYPE_CHECKING:
    from bilateral.web.live import LiveRecord

__all__ = ["read_choices"]


@lru_cache(maxsize=128)
def read_choices(live: LiveRecord, table: str, pair: tuple[str, str], *, state: tuple[str, ...]) -> dict[str, list[str]]:
    """The values of a table's filters that rows of a pair have; `state` tells when they are to be read anew."""
    del state  # only a key
    with live.open() as connection:
        return list_choices(connection, table, pair)
