"""The terms of a promise: its target, its deadline and how it stands, as the words tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.periods import bounds, is_period
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bilateral.extraction.promises import Promised
    from bilateral.parsed import ParsedDocument
    from bilateral.records import Figure

__all__ = ["find_deadline", "find_status", "find_target", "has_terms"]

_QUANTITY = re.compile(
    r"(?:US\$|A\$|[$€£¥₹₩])\s?\d|\b\d[\d.,]*\s*(?:%|per\s?cent|million|billion|trillion|tonnes|tons|barrels|bcm|gigawatts?|GW|MW|megawatts?)",
    re.IGNORECASE,
)  # "$30 billion", "93 per cent"
_STATUS_BEFORE = 40
"""Characters before a promise in which a word of status counts ("progress in implementing India's commitment")."""


def _inside(start: int, end: int, promised: Promised) -> bool:
    return promised.start <= start and end <= promised.end


def find_deadline(doc: ParsedDocument, promised: Promised) -> str | None:
    """By when: a deadline in the clause, else a time in it that lies after the document's date.

    Does not find "upon entry into force" and other times without a date.

    Args:
        doc: The document, for its published date.
        promised: The promise with its clause.

    Returns:
        ISO 8601 date or period; None if the clause names none.
    """
    times = [time for time in promised.sentence.times if time.period and _inside(time.start_char, time.end_char, promised)]
    times = [time for time in times if is_period(str(time.period))]
    for time in times:
        if time.is_deadline:
            return time.period
    published = _published(doc)
    for time in times:
        if time.time_type == "date" and published and bounds(str(time.period))[1] > published:
            return time.period
    return None


def _published(doc: ParsedDocument) -> date | None:
    end = doc.document.published_end
    if end is not None:
        return end  # type: ignore[no-any-return]
    text = doc.document.published
    return bounds(text)[1] if text and is_period(text) else None


def find_target(promised: Promised, figures: Sequence[Figure]) -> tuple[float | None, str | None]:
    """The quantity to be reached: a figure of the clause, or a multiple ("double").

    Args:
        promised: The promise with its clause.
        figures: The document's figures.

    Returns:
        Value and unit, two times None if the clause names no quantity.
    """
    inside = [figure for figure in figures if _inside(figure.start_char, figure.end_char, promised)]
    inside += [f for f in figures if f not in inside and f.start_char <= promised.start and promised.end <= f.end_char]
    for figure in inside:
        if figure.figure_type in ("target", "forecast"):
            return figure.value, figure.unit
    multiples = load_promise_words().multiples
    for token in promised.sentence.tokens:
        if _inside(token.start, token.end, promised) and token.lemma in multiples and token.pos == "VERB":
            return multiples[token.lemma], "times"
    return None, None


def has_terms(doc: ParsedDocument, promised: Promised, figures: Sequence[Figure]) -> bool:
    """Whether an aim has a target, a deadline or a named plan: without one it is only a wish (GUIDE, decisions)."""
    if find_deadline(doc, promised) or find_target(promised, figures)[0] is not None:
        return True
    text = doc.text[promised.start : promised.end]
    if _QUANTITY.search(text):
        return True
    plans = load_promise_words().named_plans
    return any(
        token.lemma.lower() in plans and any(child.dep in ("amod", "compound", "prep") for child in token.children)
        for token in promised.sentence.tokens
        if promised.what_start <= token.start and token.end <= promised.end and token.dep in ("dobj", "pobj", "conj")
    )


def find_status(doc: ParsedDocument, promised: Promised) -> str:
    """How a promise stands, as its clause and the words before it tell; announced where they tell nothing."""
    start = max(promised.sentence.start_char, promised.start - _STATUS_BEFORE)
    text = doc.text[start : promised.end]
    for status, pattern in load_promise_words().statuses:
        if pattern.search(text):
            return status
    return "announced"
