"""Words that tell to whom and on what occasion something is said: `addressees.toml`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["Addressees", "Heading", "load_addressees"]

_ADDRESSEES = ("with", "to")
_ABBREVIATED = 3
"""Letters up to which a title may end with a point: "Mr.", "Mrs."."""


@dataclass(frozen=True, slots=True)
class Heading:
    """How the heading of a transcript tells the occasion, and how its speakers turn to each other."""

    occasion: re.Pattern[str]
    vocative: re.Pattern[str]
    interviewer: re.Pattern[str]
    titles: tuple[str, ...]
    not_names: frozenset[str]
    askers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Addressees:
    """Everything that `addressees.toml` says."""

    verbs: dict[str, frozenset[str]]  # verb -> prepositions before who is spoken to; none where he is its object
    messages: frozenset[str]
    media: frozenset[str]  # "on" them is an occasion, after "told" they are who is told
    occasions: dict[str, str | None]  # noun -> preposition before who is spoken to
    acts: frozenset[str]
    before: frozenset[str]  # prepositions before an occasion
    before_of: frozenset[str]  # "ahead" of
    hearers: frozenset[str]
    own: frozenset[str]  # nouns of the speaker's own state where no other is named
    heading: Heading


@cache
def load_addressees() -> Addressees:
    """The words of addressees and occasions, read once a process.

    Raises:
        VocabularyError: If the file is wrong; the message names the key.

    Example:
        >>> load_addressees().verbs["tell"], load_addressees().occasions["interview"]
        (frozenset(), 'with')
    """
    raw = read_toml("addressees.toml")
    for noun, entry in raw["occasion"].items():
        if entry.get("addressee") not in (None, *_ADDRESSEES):
            message = f"addressees.toml, key {noun!r}: got the addressee after {entry['addressee']!r}, expected one of {_ADDRESSEES}"
            raise VocabularyError(message)
    return Addressees(
        verbs={lemma: frozenset(entry.get("prepositions", ())) for lemma, entry in raw["verb"].items()},
        messages=frozenset(raw["message"]),
        media=frozenset(raw["medium"]),
        occasions={noun: entry.get("addressee") for noun, entry in raw["occasion"].items()},
        acts=frozenset(raw["act"]),
        before=frozenset(raw["prepositions"]["before"]),
        before_of=frozenset(raw["prepositions"]["of"]),
        hearers=frozenset(raw["hearer"]["nouns"].split()),
        own=frozenset(raw["hearer"]["own"].split()),
        heading=_heading(raw["heading"]),
    )


def _any_of(words: list[str]) -> str:
    """One of some words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _heading(raw: dict[str, Any]) -> Heading:
    behind = r"(?:\s+(?:with|to|at|on|in|aboard|en\s+route|following|after|before|for)\b|,|\s*[-–—]\s*(?=[A-Z][a-z]+\b))[^\n]*?"  # with the Prime Minister of Malta
    stop = r"(?=\s+by\b|\s*[,;]?\s*\d{1,2}[-/]\d|\s*[,;-]?\s*(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\s+joined\b|\s*\n|\s*$)"
    occasion = re.compile(rf"\b(?:(?:{_any_of(raw['before'])})\s+)*(?:{_any_of(raw['nouns'])})\b(?:{behind}{stop})?", re.IGNORECASE)
    name = r"(?:\s+[A-Z][\w’'-]+){0,2}"
    abbreviated = [title for title in raw["titles"] if len(title) <= _ABBREVIATED]  # Mr. President
    titled = rf"(?:(?:{_any_of(abbreviated)})\.?|{_any_of([title for title in raw['titles'] if title not in abbreviated])}){name}"
    lead = rf"(?i:{_any_of(raw['leads'])})"
    led = rf"(?:{lead}(?:[,.!]\s*|\s+))"
    vocative = re.compile(rf"[\s\"“]*(?:{led}*(?P<titled>{titled})|{led}+(?P<bare>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?))(?=[,.!]|\s*$|\s+[-–—])")  # Thank you, Mr. President. | Well, Jim,
    interviewer = re.compile(r"(?i:\binterview\s+(?:with|by))\s+(?P<who>[A-Z][\w’'-]+(?:\s+(?:and\s+)?[A-Z][a-z’'-]+){1,3})")  # Interview with Alan Jones
    return Heading(occasion, vocative, interviewer, tuple(raw["titles"]), frozenset(raw["not_names"].split()), frozenset(raw["askers"]))
