"""What a reader of one kind of file hands over, before it is a `Document`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.records import Part

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Block", "Content", "lay_out", "mark_lines"]


@dataclass(slots=True)
class Block:
    """One line of a text to be stored, with the role it is known to have."""

    text: str
    role: str
    reason: str
    author: str | None = None
    day: str | None = None
    group: int = 0
    """Comments of different groups are parts of their own."""


@dataclass(slots=True)
class Content:
    """Text and parts of a file, and what it says of itself."""

    text: str
    parts: list[Part]
    title: str | None = None
    byline: str | None = None
    address: str | None = None
    publisher_names: list[str] = field(default_factory=list)
    """Names and domains that may be the publisher's, the surest first."""
    dates: list[str] = field(default_factory=list)
    """Dates of the file's metadata, the surest first."""
    found_dates: list[str] = field(default_factory=list)
    """Dates found in the page without a mark of what they are."""
    file_date: str | None = None
    hints: list[str] = field(default_factory=list)
    """What the file's own properties may say of the publisher: author, company, subject."""
    running_heads: list[str] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    """Where in the text each page begins, for files that have pages."""
    retrieved: datetime | None = None
    """When the file itself says that it was fetched, as a saved page does."""


def lay_out(blocks: list[Block], doc_id: str) -> tuple[str, list[Part]]:
    r"""Write blocks one a line and label them.

    Args:
        blocks: Blocks in reading order; their texts hold no line break.
        doc_id: The document that they are of.

    Returns:
        The text, and one part per run of blocks of one role and group.

    Example:
        >>> text, parts = lay_out([Block("One.", "body", "p"), Block("Two.", "body", "p")], "d1")
        >>> text, [(part.start_char, part.end_char) for part in parts]
        ('One.\nTwo.', [(0, 9)])
    """
    parts: list[Part] = []
    position, before = 0, None
    for block in blocks:
        end = position + len(block.text)
        if before is not None and (before.role, before.group) == (block.role, block.group):
            last = parts[-1]
            parts[-1] = Part(
                doc_id, last.part_index, last.part_type, last.start_char, end,
                last.author or block.author, last.part_date or block.day, last.reason,
            )  # fmt: skip
        else:
            parts.append(Part(doc_id, len(parts), block.role, position, end, block.author, block.day, block.reason))
        position, before = end + 1, block
    return "\n".join(block.text for block in blocks), parts


def mark_lines(lines: list[tuple[str, str]]) -> tuple[str, dict[int, str]]:
    r"""Write lines one below the other, and note what is known of them by their first character.

    Args:
        lines: Lines without line breaks, each with what its format tells of it, empty if nothing.

    Returns:
        The text, and the cues for `find_parts`.

    Example:
        >>> mark_lines([("Talks", "headline"), ("They met.", "")])
        ('Talks\nThey met.', {0: 'headline'})
    """
    known: dict[int, str] = {}
    position = 0
    for text, cue in lines:
        if cue:
            known[position] = cue
        position += len(text) + 1
    return "\n".join(text for text, _ in lines), known
