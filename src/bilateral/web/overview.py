"""The brief behind the overview of a pair, written once for each state of the record."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.briefings.brief import Brief
    from bilateral.record import Record

__all__ = ["read_overview"]


@lru_cache(maxsize=16)
def read_overview(record: Record, pair: tuple[str, str], state: tuple[str, ...]) -> Brief:
    """The brief of a pair; `state` tells when documents were added, so that it is written anew."""
    del state  # only a key
    return record.brief(*pair)
