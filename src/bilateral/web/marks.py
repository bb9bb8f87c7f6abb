"""A document's text cut at the edges of its records, so that overlapping marks can be drawn."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Piece", "cut_text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the records that cover all of it."""

    text: str
    start_char: int
    record_ids: tuple[str, ...]
    tables: tuple[str, ...]
    starts: tuple[str, ...]  # records that begin here
    part_type: str


def cut_text(text: str, parts: Iterable[Mapping[str, Any]], records: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Piece]:
    """Cut a text at every edge of a part or record.

    Args:
        text: The stored text.
        parts: Parts with `start_char`, `end_char` and `part_type`.
        records: Rows by table, each with `record_id`, `start_char` and `end_char`.

    Returns:
        Pieces in order that give the whole text.

    Example:
        >>> rows = {"events": [{"record_id": "e", "start_char": 0, "end_char": 5}], "figures": [{"record_id": "f", "start_char": 3, "end_char": 8}]}
        >>> [(piece.text, piece.record_ids) for piece in cut_text("abcdefgh", [], rows)]
        [('abc', ('e',)), ('de', ('e', 'f')), ('fgh', ('f',))]
    """
    spans = [(row["start_char"], row["end_char"], row["record_id"], table) for table, rows in records.items() for row in rows]
    named = sorted((part["start_char"], part["end_char"], part["part_type"]) for part in parts)
    begins = [first for first, _, _ in named]
    edges = sorted({0, len(text), *(edge for span in (*spans, *named) for edge in span[:2])})
    spans.sort()
    pieces = []
    waiting, over = iter([*spans, (len(text) + 1, 0, "", "")]), list[tuple[int, int, str, str]]()
    coming = next(waiting)
    for start, end in pairwise(edges):
        over = [span for span in over if span[1] > start]
        while coming[0] <= start:
            over.append(coming)
            coming = next(waiting)
        number = bisect_right(begins, start) - 1  # parts do not overlap
        kind = named[number][2] if number >= 0 and end <= named[number][1] else "body"
        pieces.append(
            Piece(
                text[start:end], start, tuple(span[2] for span in over), tuple(dict.fromkeys(span[3] for span in over)),
                tuple(span[2] for span in over if span[0] == start), kind,
            )
        )  # fmt: skip
    return pieces
