"""Whose figure it is: the states that a quantity concerns, and which way it flows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.extraction.indicators import Measured
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention

__all__ = ["find_direction", "find_parties"]

_BILATERAL = re.compile(r"\b(?:bilateral|two-way|mutual|joint|reciprocal|between|both|each other|inter-\w+|our)\b", re.IGNORECASE)
_NOT_PARTIES = frozenset(("place",))


def find_parties(doc: ParsedDocument, sentence: Sentence, measured: Measured, clause: tuple[int, int], at: int) -> list[str]:
    """States and bodies that a figure concerns: those of its clause, else of its sentence, else the document's pair.

    Does not follow pronouns that have no mention.

    Args:
        doc: A parsed document.
        sentence: The sentence of the figure.
        measured: What the figure measures.
        clause: Start and end of its clause.
        at: Where the number stands.

    Returns:
        Codes without sector, those named first in front; empty if nobody is known.
    """
    named = _states(m for m in sentence.mentions if clause[0] <= m.start_char < clause[1])
    if not named and (measured.indicator is None or not measured.indicator.is_bilateral):
        before = [m for m in sentence.mentions if m.start_char < at]
        named = _states(before[-1:] or sentence.mentions[:1])
    dyad = list(doc.dyad or ())
    if not named:
        return dyad
    text = doc.text[clause[0] : clause[1]]
    is_of_two = (measured.indicator is not None and measured.indicator.is_bilateral) or bool(_BILATERAL.search(text))
    if is_of_two and len(named) == 1 and named[0] in dyad:
        return [*named, *(state for state in dyad if state not in named)]
    return named


def _states(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(state_of(party) for mention in mentions if mention.how not in _NOT_PARTIES for party in mention.parties))


def find_direction(sentence: Sentence, measured: Measured, parties: list[str], clause: tuple[int, int]) -> str | None:
    """From whom to whom a figure flows: "Kenyan exports to Uganda" KEN>UGA, "imports from China" CHN>…

    Args:
        sentence: The sentence of the figure.
        measured: What it measures.
        parties: Its parties.
        clause: Start and end of its clause.

    Returns:
        `AAA>BBB`, None where nothing flows or the sides are not clear.
    """
    indicator = measured.indicator
    if indicator is None or not indicator.direction or len(parties) != 2:  # noqa: PLR2004 - a pair
        return None
    owner, other = _owner(sentence, measured, parties, clause), None
    if owner is not None:
        other = next(state for state in parties if state != owner)
    if owner is None or other is None:
        return None
    return f"{other}>{owner}" if indicator.direction == "to_owner" else f"{owner}>{other}"


_TO = re.compile(r"\b(?:to|into|in|for)\s+(?:the\s+)?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)


def _owner(sentence: Sentence, measured: Measured, parties: list[str], clause: tuple[int, int]) -> str | None:
    """The state whose exports, visit or aid it is: "to B" names the other, a name before the word the owner."""
    indicator = measured.indicator
    near = [m for m in sentence.mentions if clause[0] <= m.start_char < clause[1] and len(m.parties) == 1 and state_of(m.parties[0]) in parties]
    for mention in near:
        state = state_of(mention.parties[0])
        before = sentence.text[max(0, mention.start_char - sentence.start_char - 12) : mention.start_char - sentence.start_char]
        other = next(item for item in parties if item != state)
        if _TO.search(before):
            return other if indicator is not None and indicator.direction != "to_owner" else state
        if _FROM.search(before):
            return state if indicator is not None and indicator.direction != "to_owner" else other
    return state_of(near[0].parties[0]) if near else None
