"""Commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument
    from bilateral.records import Commitment, Event, Factor, Figure, Office, Project, Statement

__all__ = ["find_commitments"]


def find_commitments(doc: ParsedDocument, events: Sequence[Event], figures: Sequence[Figure]) -> list[Commitment]:
    """Not written yet."""
    return []
