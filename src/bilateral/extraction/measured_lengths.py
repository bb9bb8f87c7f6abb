"""What lasted or how long ago it was: the durations that say something of a relation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
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
_LASTS = re.compile(r"\b(?:for|lasted|lasting|lasts|to\s+last|took|spanning|span\s+of)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:in|for|after)\s+[\w\s]{0,16}$", re.IGNORECASE)
_OF_RELATIONS = re.compile(r"\b(?:diplomatic\s+)?(?:relations|ties|relationship)\b", re.IGNORECASE)
_FOUNDED = re.compile(r"\b(?:relations|ties|relationship|friendship|establish|recognition)\w*", re.IGNORECASE)
_NOT_LENGTHS = frozenset("old low high ago age olds record".split())


def find_length(quantity: Quantity, noun: Token | None, sentence: Sentence, *, verb: Token) -> Measured | None:  # noqa: PLR0911 - one return a rule, in order
    """What lasted, or since when something was the first; None for spans that only set a time.

    Args:
        quantity: A duration.
        noun: The noun that it counts or stands before, if any.
        sentence: Its sentence.
        verb: The verb of its clause.
    """
    before = sentence.text[: quantity.start]
    after = sentence.text[quantity.end :]
    next_words = re.findall(r"[A-Za-z]+", after[:24])[:2]
    if next_words and next_words[0].lower() in _NOT_LENGTHS - {"ago"}:
        return None
    if quantity.is_anniversary:
        return _relation_years() if _FOUNDED.search(after[:90]) else _years_of(sentence, quantity)
    if quantity.is_attributive:
        return _attributive_length(quantity, noun, sentence)
    is_ago = bool(next_words) and next_words[0].lower() == "ago"
    if quantity.unit == "years":
        years, is_settled = _years(quantity, sentence, verb, is_ago=is_ago)
        if is_settled:
            return years
    if is_ago or _SPAN_BEFORE.search(before[-30:]) or not _LASTS.search(before[-30:]):
        return None
    if any(child.dep == "aux" and child.lemma in ("have", "'ve") for child in verb.children) and not _ITS_LENGTH.search(before[-30:]):
        return None  # "had been dead for six years"
    found = find_nearest(quantity, sentence, (sentence.start_char, sentence.start_char + quantity.end))
    if found is not None and found.trigger is not None and "," in before[found.trigger[1] - sentence.start_char :] and not found.name.endswith("stay"):
        found = None
    if not _ITS_LENGTH.search(before[-30:]):
        return found
    subject = next((word for word in find_subjects(verb) if word.pos == "NOUN"), None)
    return found or Measured(f"length of {subject.lower}" if subject is not None else "length of talks" if quantity.unit in ("hours", "minutes") else "length", None, None)


def _years(quantity: Quantity, sentence: Sentence, verb: Token, *, is_ago: bool) -> tuple[Measured | None, bool]:
    """What a number of years tells, and whether that settles it: since the last visit, of relations, since an event, of doing something."""
    before, after = sentence.text[: quantity.start], sentence.text[quantity.end :]
    if _FIRST_IN.search(before[-160:]):
        visit = re.search(r"\b(?:visit|trip|summit|meeting|talks|war|election|exercise|deal|agreement)\b", before[-160:], re.IGNORECASE)
        return Measured(f"years since the last {visit[0].lower() if visit else 'one'}", None, None), True
    if _OF_RELATIONS.search(before[-90:] + " " + after[:90]) and not _SPAN_BEFORE.search(before[-30:]):
        is_theirs = is_ago or re.match(r"\s+(?:of|since)\b", after) or _IN_ALL.search(before[-24:])
        return (_relation_years() if is_theirs else None), True
    long = None if is_ago else _since_or_for(quantity, sentence, verb)
    return long, long is not None


_ITS_LENGTH = re.compile(r"\b(?:lasted|lasting|lasts?|took|spanning|span\s+of)\s+(?:for\s+)?(?:\w+\s+){0,3}$", re.IGNORECASE)


_OF_WHAT = re.compile(r"anniversary\s+of\s+(?:the\s+|its\s+|their\s+|our\s+|his\s+)?(?P<what>[^,.;:()]{3,60}?)(?=\s+(?:in|on|and|with|by|at|this|that|which|when|is|was|will|has)\b|\s*[,.;:()]|$)", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?:birth|death|wedding|marriage|assassination)\b", re.IGNORECASE)


def _years_of(sentence: Sentence, quantity: Quantity) -> Measured | None:
    """What has its anniversary: "the 50th anniversary of independence"; none of a person."""
    found = _OF_WHAT.search(sentence.text, max(0, quantity.start - 5), quantity.end + 90)
    if found is None or _PERSONAL.search(found["what"]):
        return None
    return Measured(f"years of {' '.join(found['what'].split()).lower()}", None, None)


_SINCE = re.compile(r"\s+(?:have\s+passed\s+|has\s+passed\s+)?since\s+(?:the\s+|an?\s+|its\s+|their\s+)?(?P<what>[^,.;:()]{3,50})", re.IGNORECASE)
_FOR = re.compile(r"\b[Ff]or\s+(?:(?:more than|over|nearly|almost|about|some|at least)\s+)?$")
_LONG = 10
"""From so many years on a state's doing tells of the relation ("for 50 years it has claimed the region"), below of a career or a project."""


def _since_or_for(quantity: Quantity, sentence: Sentence, verb: Token) -> Measured | None:
    """"180 years since the expulsion"; "for 50 years Ruritania has claimed the islands"."""
    since = _SINCE.match(sentence.text, quantity.end)
    if since and quantity.value >= _LONG:
        return Measured(f"years since {' '.join(since['what'].split()[:4]).lower()}", None, None)
    is_perfect = any(child.dep in ("aux", "auxpass") and child.lower in ("has", "have", "'ve") for child in verb.children)
    if verb.find_children("neg") or not (is_perfect and quantity.value >= _LONG and _FOR.search(sentence.text, 0, quantity.start)):
        return None
    named = any(mention.start_char <= subject.start < mention.end_char for subject in _subjects(verb) for mention in sentence.mentions)
    return Measured(f"years of {verb.lemma}", None, None) if named or any(subject.lower in ("it", "we") for subject in _subjects(verb)) else None


def _subjects(verb: Token) -> list[Token]:
    return [*find_subjects(verb), *verb.find_children("nsubjpass")]


def _relation_years() -> Measured:
    indicator = next(item for item in load_indicators() if item.name == "years of relations")
    return Measured(indicator.name, indicator, None)


def _attributive_length(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """"a three-day visit", "a five-year term"."""
    if noun is None or noun.lower in _NOT_LENGTHS:
        return None
    return find_by_noun(quantity, noun, sentence) or Measured(f"length of {noun.lower}", None, (noun.start, noun.end))
