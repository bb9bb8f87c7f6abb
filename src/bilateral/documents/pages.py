"""Running heads, feet and page numbers of paged texts."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from bilateral.documents.cues import LIST_MARK, SPEAKER, find_cue, is_page_edge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.documents.lines import Line

__all__ = ["find_page_furniture", "find_running_lines", "same_line"]

MAX_RUNNING_CHARS = 90
"""Longest running head."""

FOOT_LINES = 6
"""Most lines between two lines of a page's foot and the next page's head that belong to them."""

EDGE_LINES = 3
"""Lines at the top and at the foot of a page among which running heads are looked for."""

_DIGITS = re.compile(r"\d+")


def same_line(text: str) -> str:
    """A line with its numbers made one, so that "Page 2" and "Page 3" are the same.

    Example:
        >>> same_line("Page  2 of 9") == same_line("page 3 of 9")
        True
    """
    return _DIGITS.sub("0", " ".join(text.lower().split()))


def _can_run(text: str) -> bool:
    return (
        3 < len(text) <= MAX_RUNNING_CHARS  # noqa: PLR2004 - a word
        and (text[-1].isalnum() or text[-1] in "|)")
        and not LIST_MARK.match(text)
        and not SPEAKER.match(text[:120])
        and len(_DIGITS.findall(text)) <= 2  # noqa: PLR2004 - a row of a table has more
    )


def _stands_apart(lines: Sequence[Line], i: int, others: set[int]) -> bool:
    """Whether a repeated line is no piece of a sentence: beside another such line, or between full stops."""
    if i - 1 in others or i + 1 in others:
        return True
    before = lines[i - 1].text[-1] if i else "."
    after = lines[i + 1].text[0] if i + 1 < len(lines) else "A"
    return before in '.!?:;"”)' and not after.islower()


def find_page_furniture(lines: Sequence[Line]) -> set[int]:
    r"""Lines of page heads and feet in a soft-wrapped text whose pages are not marked.

    Does not find a head that stands once.

    Args:
        lines: Lines as in the file, not yet joined.

    Returns:
        Indexes of the lines: repeated lines, links and page numbers that stand
        near each other, and what is between them.

    Example:
        >>> from bilateral.documents.lines import find_lines
        >>> find_page_furniture(find_lines("It was agreed.\nThe Bureau\nIN12\n2\nThen it ended."))
        set()
    """
    times = Counter(same_line(line.text) for line in lines if _can_run(line.text))
    edges = {i for i, line in enumerate(lines) if is_page_edge(line.text)}
    again = {i for i, line in enumerate(lines) if times[same_line(line.text)] > 1}
    anchors = sorted(edges | {i for i in again if _stands_apart(lines, i, edges | again)})
    found = {i for i in anchors if i in again}
    for one, two in pairwise(anchors):
        between = lines[one + 1 : two]
        if two - one <= FOOT_LINES and all(_can_run(line.text) for line in between):
            found.update(range(one, two + 1))
    return found if any(times[same_line(lines[i].text)] > 1 for i in found) else set()


def find_running_lines(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """Which lines of each page are its running head, foot or number.

    Does not find a head that changes from page to page, such as a chapter's.

    Args:
        pages: The lines of each page, in order.

    Returns:
        One set of line indexes per page.

    Example:
        >>> find_running_lines([["The Bureau", "It was so.", "1"], ["The Bureau", "It is so.", "2"]])
        [{0, 2}, {0, 2}]
    """
    edges = [
        {i for i in range(len(page)) if i < EDGE_LINES or i >= len(page) - EDGE_LINES} for page in pages
    ]
    times = Counter(key for page, edge in zip(pages, edges, strict=True) for key in {same_line(page[i]) for i in edge})
    needed = max(2, len(pages) // 4)
    return [
        {
            i
            for i in edge
            if find_cue(page[i]) == "page number"
            or (times[same_line(page[i])] >= needed and len(page[i]) <= MAX_RUNNING_CHARS and page[i][-1] not in ".,;")
        }
        for page, edge in zip(pages, edges, strict=True)
    ]
