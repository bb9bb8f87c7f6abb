"""Events."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument
    from bilateral.records import Commitment, Event, Factor, Figure, Office, Project, Statement

__all__ = ["find_events"]


def find_events(doc: ParsedDocument, statements: Sequence[Statement]) -> list[Event]:
    """Not written yet."""
    return []
