"""Where quotation marks open and close, over the sentences of a paragraph.

Apostrophes are told from single marks, a mark that is never closed runs to the
end of its paragraph, and marks inside marks are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bilateral.parsed import ParsedDocument

__all__ = ["Quotation", "find_quotations", "paragraph_bounds", "quotation_at"]

_CLOSES = {
    "“": ("”",), "„": ("“", "”"), "«": ("»",), "‘": ("’",), '"': ('"',), "'": ("'",), "‟": ("”",), "‹": ("›",), "''": ("''",), "``": ("''",),
}  # fmt: skip
_MARK = re.compile(r"''|``|[“”„«»‘’\"'‟‹›]")  # two single marks stand for a double one in plain agency text
_DOUBLED = frozenset(("''", "``"))
_OPENS_BEFORE = frozenset(" \t\n\r([{—–-:;/\u00a0\u2003")
"""What may stand before a straight mark that opens."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, without the marks."""

    start: int
    end: int
    is_closed: bool
    mark: str


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Stretches between quotation marks in one paragraph, the outermost only.

    Does not tell speech from scare quotes or titles.

    Args:
        text: The stored text of a document.
        start: First character of the paragraph.
        end: One past its last character.

    Returns:
        Quotations in text order.

    Example:
        >>> text = 'He said "it was a deal" and left.'
        >>> [text[q.start:q.end] for q in find_quotations(text, 0, len(text))]
        ['it was a deal']
    """
    return list(_scan(text, start, end))


def _scan(text: str, start: int, end: int) -> Iterator[Quotation]:
    position = start
    while position < end:
        found = _MARK.search(text, position, end)
        if not found:
            return
        opening = found.start()
        position = found.end()
        mark = found[0]
        if mark not in _CLOSES or not _can_open(text, opening, len(mark), start, end):
            continue
        closing = _find_close(text, mark, found.end(), end)
        if closing is not None:
            yield Quotation(found.end(), closing, is_closed=True, mark=mark)
            position = closing + 1 + (mark in _DOUBLED)
        elif mark not in "'‘":  # single marks that never close are apostrophes
            yield Quotation(found.end(), end, is_closed=False, mark=mark)
            return


def _can_open(text: str, at: int, width: int, start: int, end: int) -> bool:
    """Whether the mark at a place can open: a straight one stands after a blank and before a word."""
    if at + width >= end or text[at + width].isspace():
        return False
    if text[at] in "“„«‟‹`":
        return True
    before = text[at - 1] if at > start else " "
    if before not in _OPENS_BEFORE and before not in '“"„«':
        return False
    return width > 1 or text[at] == '"' or not text[at + 1].isdigit()  # '90s


def _find_close(text: str, mark: str, start: int, end: int) -> int | None:
    """Where the mark is closed, None if it is not; a possessive ("the workers’ rights") only where nothing else closes it."""
    closers = _CLOSES[mark]
    depth = 0
    doubtful: int | None = None
    for found in _MARK.finditer(text, start, end):
        at = found.start()
        if found[0] == mark and mark in "“«":
            depth += 1
        elif found[0] in closers and _can_close(text, at, mark, end):
            if depth:
                depth -= 1
            elif mark in "'‘" and _is_possessive(text, at, end):
                doubtful = at if doubtful is None else doubtful
            else:
                return at
        elif doubtful is not None and found[0] in _CLOSES and _can_open(text, at, len(found[0]), start, end):
            return doubtful
    return doubtful


def _can_close(text: str, at: int, mark: str, end: int) -> bool:
    """Whether the mark at a place can close: a single one stands at the end of a word."""
    after = text[at + 1] if at + 1 < end else " "
    if mark in "'‘":
        return not after.isalnum() and not text[at - 1].isspace()
    if mark == '"' or mark in _DOUBLED:
        after = text[at + len(mark)] if at + len(mark) < end else " "
        return not (text[at - 1].isspace() and after.isalnum())
    return True


def _is_possessive(text: str, at: int, end: int) -> bool:
    """Whether an apostrophe may be that of "workers’ rights"."""
    return text[at - 1] in "sS" and at + 2 < end and text[at + 1].isspace() and text[at + 2].islower()


def paragraph_bounds(doc: ParsedDocument) -> dict[int, tuple[int, int]]:
    """Start and end of each paragraph that has sentences, by its number."""
    bounds: dict[int, tuple[int, int]] = {}
    for sentence in doc.sentences:
        first = bounds.get(sentence.paragraph)
        bounds[sentence.paragraph] = (first[0] if first else sentence.start_char, sentence.end_char)
    return bounds


def quotation_at(quotations: Iterable[Quotation], position: int) -> Quotation | None:
    """The quotation that covers a place."""
    return next((item for item in quotations if item.start <= position < item.end), None)
