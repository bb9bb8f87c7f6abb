"""The lines of a plain text and what each looks like."""



from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["Line", "find_lines", "join_wrapped", "joins_next", "wrap_width"]

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")


@dataclass(slots=True)
class Line:
    """One line that is not blank; `start` and `end` leave its indent and trailing space out."""

    start: int
    end: int
    text: str
    indent: int
    gap: int
    """Blank lines before it."""
    role: str = ""
    reason: str = ""
    author: str | None = None
    day: str | None = None
    is_wrapped: bool = False
    """Whether it was joined from several lines of the file."""
    opens: bool = False
    """Whether a part begins here though the line before has the same role."""

    @property
    def n_chars(self) -> int:
        """Length without indent and trailing space."""
        return self.end - self.start


def find_lines(text: str) -> list[Line]:
    r"""The lines of a text that are not blank.

    Args:
        text: A stored text.

    Returns:
        One record per line, in text order.

    Example:
        >>> [(line.text, line.start, line.gap) for line in find_lines("One\r\n\r\n  Two")]
        [('One', 0, 0), ('Two', 9, 1)]
    """
    lines: list[Line] = []
    previous_end = 0
    for found in _LINE.finditer(text):
        raw = found[0]
        stripped = raw.strip(" \t\u00a0\u3000\ufeff\u200b")
        if not stripped or not stripped.strip():
            continue
        indent = raw.index(stripped[0])
        start = found.start() + indent
        between = text[previous_end : found.start()].replace("\r\n", "\n")
        gap = max(0, sum(between.count(mark) for mark in "\n\r\f") - 1) if lines else 0
        lines.append(Line(start, start + len(stripped), stripped, indent, gap))
        previous_end = start + len(stripped)
    return lines


_SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]]{0,3}(?:\[\d{1,3}\])?$")
_OPENING_MARK = re.compile(r"(?:[•●▪*\-–]|\(?\d{1,3}[.)]|#{1,6}|\[\d+\])\s|https?://")

WRAP_SHARE = 0.25
"""Share of lines going on in lower case on the next line from which a text is taken as soft-wrapped.

The soft-wrapped document of the gold sets has .48, all others 0; with .4 a soft-wrapped test layout is missed."""

RAGGED_CHARS = 6
"""Characters that a wrapped line may stay below the width though the next word would have fitted."""

MAX_WRAP_WIDTH = 130
"""Longest line of a text that was wrapped by a program."""


def wrap_width(lines: list[Line]) -> int:
    r"""The width at which a text was wrapped, 0 if it has one paragraph a line.

    Example:
        >>> wrap_width(find_lines("A paragraph a line.\n\nAnother one."))
        0
    """
    if len(lines) < 4:  # noqa: PLR2004 - too few to tell
        return 0
    lengths = sorted(line.n_chars for line in lines)
    widest = lengths[int(len(lengths) * 0.95)]
    going_on = sum(
        after.gap == 0 and after.text[0].islower() and not _SENTENCE_END.search(before.text[-8:]) and before.n_chars * 2 > widest
        for before, after in pairwise(lines)
    )
    return widest if widest <= MAX_WRAP_WIDTH and going_on >= WRAP_SHARE * len(lines) else 0


def joins_next(before: str, after: str, width: int) -> bool:
    """Whether a line was wrapped: the first word of the next one would not have fitted.

    Args:
        before: A line.
        after: The line right below it.
        width: The width at which the text was wrapped.

    Returns:
        Whether both are of one paragraph.

    Example:
        >>> joins_next("The two ministers met in Seoul on", "Friday.", 36), joins_next("They left.", "It rained.", 36)
        (True, False)
    """
    if _OPENING_MARK.match(after) or not before:
        return False
    ends = bool(_SENTENCE_END.search(before[-8:]))
    if len(before) + 1 + len(after[:60].split(maxsplit=1)[0]) > width - RAGGED_CHARS:
        return not (len(before) < width * 0.7 and ends)
    return after[0].islower() and not ends and len(before) > width * 0.5


def join_wrapped(lines: list[Line], text: str, *, stops: Container[int] = ()) -> list[Line]:
    r"""The paragraphs of a soft-wrapped text; the lines as they are of any other.

    Args:
        lines: Lines of a text.
        text: The text that they are of.
        stops: Indexes of lines that stay by themselves, such as running heads.

    Returns:
        Lines, each from the start of its first to the end of its last line.

    Example:
        >>> wrapped = "The two ministers met on Friday to\nspeak of trade and of the railway\nwhich they had agreed to build in\nthe north."
        >>> len(join_wrapped(find_lines(wrapped), wrapped))
        1
    """
    width = wrap_width(lines)
    if not width:
        return lines
    joined: list[Line] = []
    last: Line | None = None
    for i, line in enumerate(lines):
        is_free = i not in stops and i - 1 not in stops and line.gap == 0
        if last is not None and is_free and joins_next(last.text, line.text, width):
            joined[-1].end, joined[-1].is_wrapped = line.end, True
            joined[-1].text = " ".join(text[joined[-1].start : line.end].split())
        else:
            joined.append(Line(line.start, line.end, line.text, line.indent, line.gap))
        last = line
    return joined
