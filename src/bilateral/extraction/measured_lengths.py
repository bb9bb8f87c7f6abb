"""What lasted or how long ago it was: the durations that say something of a relation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.indicator_words import Measured, find_by_noun, find_nearest
from bilateral.vocabulary.measures import load_indicators

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token

__all__ = ["find_length"]

_FIRST_IN = re.compile(r"\b(?:first|last)\b(?:\W+[\w'’-]+){0,14}?\W+(?:in|for|since)\b[\w\s]{0,24}$", re.IGNORECASE)
_SPAN_BEFORE = re.compile(
    r"\b(?:(?:over|in|during|for|within|through|throughout)\s+(?:the\s+)?(?:past|last|next|coming|previous|following|first|recent)"
    r"|within|every|after|aged|age\s+of|the\s+(?:past|last|next|coming|previous|first))\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_LASTS = re.compile(r"\b(?:for|lasted|lasting|lasts|took|spanning|span\s+of)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:in|for|after)\s+[\w\s]{0,16}$", re.IGNORECASE)
_OF_RELATIONS = re.compile(r"\b(?:diplomatic\s+)?(?:relations|ties|relationship)\b", re.IGNORECASE)
_FOUNDED = re.compile(r"\b(?:relations|ties|relationship|friendship|establish|recognition)\w*", re.IGNORECASE)
_NOT_LENGTHS = frozenset("old low high ago age olds record".split())


def find_length(quantity: Quantity, noun: Token | None, sentence: Sentence, verb: Token) -> Measured | None:  # noqa: PLR0911 - one return a rule, in order
    """What lasted, or since when something was the first; None for spans that only set a time."""
    before = sentence.text[: quantity.start]
    after = sentence.text[quantity.end :]
    next_words = re.findall(r"[A-Za-z]+", after[:24])[:2]
    if next_words and next_words[0].lower() in _NOT_LENGTHS - {"ago"}:
        return None
    if quantity.is_anniversary:
        return _relation_years() if _FOUNDED.search(after[:90]) else None
    if quantity.is_attributive:
        return _attributive_length(quantity, noun, sentence)
    first = _FIRST_IN.search(before[-160:])
    if first and quantity.unit == "years":
        visit = re.search(r"\b(?:visit|trip|summit|meeting|talks|war|election|exercise|deal|agreement)\b", before[-160:], re.IGNORECASE)
        return Measured(f"years since the last {visit[0].lower() if visit else 'one'}", None, None)
    is_ago = bool(next_words) and next_words[0].lower() == "ago"
    if quantity.unit == "years" and _OF_RELATIONS.search(before[-90:] + " " + after[:90]) and not _SPAN_BEFORE.search(before[-30:]):
        if is_ago or re.match(r"\s+(?:of|since)\b", after) or _IN_ALL.search(before[-24:]):
            return _relation_years()
        return None
    if is_ago or _SPAN_BEFORE.search(before[-30:]) or not _LASTS.search(before[-30:]):
        return None
    if any(child.dep == "aux" and child.lemma in ("have", "'ve") for child in verb.children) and not _ITS_LENGTH.search(before[-30:]):
        return None  # "had been dead for six years"
    found = find_nearest(quantity, sentence, (sentence.start_char, sentence.start_char + quantity.end))
    if found is not None and found.trigger is not None and "," in before[found.trigger[1] - sentence.start_char :] and not found.name.endswith("stay"):
        found = None
    return found or (Measured("length", None, None) if _ITS_LENGTH.search(before[-30:]) else None)


_ITS_LENGTH = re.compile(r"\b(?:lasted|lasting|lasts?|took|spanning|span\s+of)\s+(?:for\s+)?(?:\w+\s+){0,3}$", re.IGNORECASE)


def _relation_years() -> Measured:
    indicator = next(item for item in load_indicators() if item.name == "years of relations")
    return Measured(indicator.name, indicator, None)


def _attributive_length(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """"a three-day visit", "a five-year term"."""
    if noun is None or noun.lower in _NOT_LENGTHS:
        return None
    return find_by_noun(quantity, noun, sentence) or Measured(f"length of {noun.lower}", None, (noun.start, noun.end))
