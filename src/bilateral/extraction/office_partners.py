"""States that a person in office deals with, which are not his own: "Sweden's envoy met | Minister Reyes", "Minister Reyes thanked | Sweden"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.joint_texts import find_only_two
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.person_names import Word
    from bilateral.parsed import ParsedDocument

__all__ = ["find_other_side", "is_dealt_with", "is_met"]

_MEETS = frozenset(["met", "meets", "meet", "meeting", "with", "hosted", "received", "visited", "welcomed", "thanked", "told", "asked", "urged", "invited", "briefed", "informed", "accused", "criticised", "criticized", "praised"])
"""Between a state and an office: what that state did to its holder."""
_OWN_VERBS = frozenset(["said", "added", "led", "headed", "represented", "governed", "ruled", "noted", "claimed", "insisted", "hoped", "stressed", "announced", "declared", "expressed", "stated", "based", "believed", "feared", "wanted", "explained", "argued", "confirmed"])
"""After an office's holder these are followed by his own state as often as by another: "said Kenya"."""
_ACTS = frozenset(["visit", "visits", "met", "meets", "told", "tells", "thanks", "left", "urges", "asks", "accuses", "welcomes", "praises", "overcome", "sees"])
_ARTICLES = frozenset(("the", "its", "his", "her", "their", "neighbouring", "neighboring"))
_MET_WORDS = 5
_MARKS = frozenset(',;:()\u2013\u2014"\u201c\u201d')
_OF_OTHERS = re.compile(r"\b(?:us|(?:[Ww]e|[Oo]ur)\b.{0,400}\b(?:them|they|their))\b", re.DOTALL)
"""In a quotation that names one side: "offered | us a loan", "| we look forward to work with them"."""
_QUOTED = re.compile('["\u201c][^"\u201c\u201d]*["\u201d]')
_QUOTED_ON = 600
"""Characters behind a sentence in which its quotation may end."""


def is_dealt_with(words: Sequence[Word], i: int, *, span: tuple[int, int], name_at: tuple[int, int]) -> bool:
    """Whether a state's name is that of a side that a person meets, thanks or accuses, so that he is not of it.

    Args:
        words: The words of a sentence.
        i: Index of a word of the name.
        span: Where the office stands, by first word and one past the last.
        name_at: Where the person stands, likewise.
    """
    if i < span[0]:
        between = words[i + 1 : span[0]]
        return any(word.lower in _MEETS for word in between) and not any(word.text in _MARKS or word.lower == "and" for word in between)
    before = i - 1
    while before > name_at[1] and (words[before].lower in _ARTICLES or words[before].known is words[i].known):
        before -= 1
    verb = words[before]
    is_act = verb.lower in _ACTS or (verb.lower.endswith("ed") and verb.lower not in _OWN_VERBS)
    return before >= name_at[1] and not verb.is_cap and is_act


def is_met(words: Sequence[Word], first: int) -> bool:
    """Whether an office is that of one who is met: "held talks with | the Minister for Trade", "called on | the Premier".

    Args:
        words: The words of a sentence.
        first: Index of the first word of the office.
    """
    before = [word.lower for word in words[max(0, first - _MET_WORDS) : first] if word.lower not in _ARTICLES]
    if before[-1:] == ["with"]:
        return bool({"talks", "discussions", "meeting", "meetings", "met", "consultations", "talk", "negotiations"} & set(before))
    return before[-1:] == ["met"] or before[-2:] in (["called", "on"], ["call", "on"])


def find_other_side(doc: ParsedDocument, words: Sequence[Word], *, span: tuple[int, int], name_at: tuple[int, int]) -> str | None:
    """The other of the two states of a document, where a person deals with one, or says "us" and names one.

    Does not read documents about more than two states.

    Args:
        doc: A document with the mentions of names.
        words: The words of the person's sentence.
        span: Where the office stands in them.
        name_at: Where the person stands in them.

    Returns:
        A state code, or None.
    """
    pair = find_only_two(doc)
    if not pair:
        return None
    dealt = {state for i, word in enumerate(words) if _is_side(word, pair) and is_dealt_with(words, i, span=span, name_at=name_at) for state in _states(word)}
    others = dealt or _named_to_us(doc, words, pair)
    return next((state for state in pair if state not in others), None) if len(others) == 1 else None


def _is_side(word: Word, pair: Sequence[str]) -> bool:
    return word.known is not None and not word.known.person and set(_states(word)) <= set(pair)


def _states(word: Word) -> list[str]:
    return [party.split("/")[0] for party in word.known.parties if is_state(party.split("/")[0])] if word.known is not None else []


def _named_to_us(doc: ParsedDocument, words: Sequence[Word], pair: Sequence[str]) -> set[str]:
    """The side of which a person speaks in his own words beside "us": "The Tongans offered us a ship," said."""
    start, end = words[0].start, words[-1].end
    found: set[str] = set()
    for quoted in _QUOTED.finditer(doc.text[start : end + _QUOTED_ON]):
        if _OF_OTHERS.search(quoted[0]):
            found |= {state for word in words if start + quoted.start() <= word.start < start + quoted.end() and _is_side(word, pair) for state in _states(word)}
    return found
