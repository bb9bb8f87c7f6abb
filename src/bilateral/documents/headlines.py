"""Which line of a text is its headline."""



from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.documents.cues import FIELD, SPEAKER, find_cue, is_prose
from bilateral.documents.imprints import read_letterhead

if TYPE_CHECKING:
    from collections.abc import Container

    from bilateral.documents.lines import Line

__all__ = ["find_title_lines"]

HEAD_LINES = 12
"""Lines from the top among which the headline is looked for."""

BODY_LINES = 60
"""Lines of the body in which the headline's words are looked for."""

TITLE_LINES = 4
"""Most lines of one headline."""

MAX_TITLE_CHARS = 220
"""Longest headline; the longest of the 13 gold documents has 107 characters."""

LETTERHEAD_LOSS = 1.2
"""What a name or an office loses against other lines: more than the text can give by saying it again."""

LINE_LOSS = 0.12
"""What a candidate loses for each line above it that is no menu; .08 to .2 are alike on gold and layouts."""

PLAIN_WORDS = 2
"""Words without a capital from which a line above the date line is a headline; others may be places and names."""

DATE_GAIN = 0.3
"""What a line gains that has the date line or the byline right below it."""

_WORD = re.compile(r"\w{4,}")
_PLAIN_WORD = re.compile(r"\b[a-z]{3,}")
_GOES_ON = re.compile(r"(?:\b(?:in|on|of|for|to|and|the|a|an|with|from|by|at|over|as|its|his|their|or|into|between|against|vs\.?)|[,:–—-])$", re.IGNORECASE)
_NAMES = re.compile(r"(?:[A-Z\u00c0-\u024f][\w.'’-]*+ ){1,2}[A-Z\u00c0-\u024f][\w.'’-]*+(?:(?:,| and| &) (?:[A-Z\u00c0-\u024f][\w.'’-]*+ ?){2,4})*$")
_LETTERHEAD = re.compile(r"(?:the )?(?:ministry|department|embassy|office|government|permanent mission|consulate|press|white house|kremlin|council|parliament|minister|prime minister)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;,][\"”’]?$")


def _is_candidate(line: Line) -> bool:
    text = line.text
    if not 8 <= line.n_chars <= MAX_TITLE_CHARS or find_cue(text) not in {"", "list head", "comment head"}:  # noqa: PLR2004
        return False
    return not is_prose(text) and not _SENTENCE.search(text) and not SPEAKER.match(text) and len(text.split()) > 1


def _is_letterhead(text: str) -> bool:
    """Whether a line is the name of a person, an office or a publisher, with or without its slogan."""
    return bool(_NAMES.match(text) or (_LETTERHEAD.match(text) and len(text.split()) <= 7) or read_letterhead(text))  # noqa: PLR2004


def _score(i: int, lines: list[Line], body_words: set[str], whole: str) -> float:
    """Share of the line's words that the text uses again; more where the line itself comes again or a date stands below."""
    words = {word.lower() for word in _WORD.findall(lines[i].text)}
    shared = sum(word in body_words for word in words) / max(len(words), 2)
    loss = LETTERHEAD_LOSS if _is_letterhead(lines[i].text) else 0.0
    again = not loss and whole.count(lines[i].text) > 1 and len(words) > 1
    above = sum(find_cue(line.text) in {"", "date line", "byline"} for line in lines[:i])
    is_dated = i + 1 < len(lines) and len(_PLAIN_WORD.findall(lines[i].text)) >= PLAIN_WORDS and find_cue(lines[i + 1].text) in {"date line", "byline"}
    return shared + again - LINE_LOSS * above + (0.15 if lines[i].text.isupper() else 0.0) + (DATE_GAIN if is_dated else 0.0) - loss


def _runs_on(before: Line, after: Line) -> bool:
    """Whether a headline goes on from one line to the next."""
    if after.gap or find_cue(before.text) or find_cue(after.text):
        return False
    return bool(_GOES_ON.search(before.text)) or (before.text.isupper() and after.text.isupper() and not _LETTERHEAD.match(before.text))


def _ends_sentence(text: str) -> bool:
    return bool(re.search(r"[.!?…:][\"”’')\]]{0,3}(?:\[\d{1,3}\])?$", text[-8:]))


def find_title_lines(lines: list[Line], text: str, *, passed: Container[int] = ()) -> tuple[int, int] | None:
    r"""The lines that make up the headline.

    Does not find a headline below the first paragraph, and none where the text
    begins with its first paragraph.

    Args:
        lines: Lines of a text.
        text: The text.
        passed: Indexes of lines that are none, such as running heads.

    Returns:
        Index of the first line and one past the last; null if there is none.

    Example:
        >>> from bilateral.documents.lines import find_lines
        >>> story = "Ministers meet in Seoul\n\nThe two ministers met in Seoul on Friday, where they agreed to raise trade."
        >>> find_title_lines(find_lines(story), story)
        (0, 1)
    """
    head = len(lines)
    for i, line in enumerate(lines[:HEAD_LINES]):
        is_text = is_prose(line.text) and find_cue(line.text) == "" and (_ends_sentence(line.text) or line.n_chars > MAX_TITLE_CHARS)
        if is_text or line.is_wrapped or (SPEAKER.match(line.text) and not FIELD.match(line.text)):
            head = i
            break
    head = min(head, HEAD_LINES)
    candidates = [i for i in range(head) if i not in passed and _is_candidate(lines[i])]
    if not candidates or head == len(lines) > 3:  # noqa: PLR2004 - a list of short lines has no headline
        return None
    body_words = {word.lower() for line in lines[head : head + BODY_LINES] for word in _WORD.findall(line.text[:2_000])}
    best = max(candidates, key=lambda i: _score(i, lines, body_words, text))
    first, last = best, best + 1
    while first > 0 and last - first < TITLE_LINES and first - 1 not in passed and _runs_on(lines[first - 1], lines[first]):
        first -= 1
    while last < head and last - first < TITLE_LINES and last not in passed and _runs_on(lines[last - 1], lines[last]):
        last += 1
    return first, last
