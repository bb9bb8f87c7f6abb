"""The unit of a quantity in words: a unit of measure with its rate, an age, or the noun that is counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.counted_nouns import noun_of
from bilateral.vocabulary.measures import load_units

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token

__all__ = ["counted_noun", "is_age", "name_noun", "name_unit"]

_NOTHING = "-"
_RATE = re.compile(
    r"\s?(?:/|-?\s?\bper\b[\s-]|-?\ba[\s-]|\ban\s|\bevery\s|\beach\s)\s?(?P<by>(?:square |cubic |metric |mega |million )?[A-Za-z]+)\b(?!\s(?:earlier|ago|before|later|old))"
)  # $60 a barrel, 40 hours per week, 6 cents-a-share
_OF_GOODS = re.compile(r"\s+of\s+(?:[a-z]+\s+){0,2}?[a-z]+(?=\s+(?:a|an|per|every|each)\s+(?:year|month|week|day|hour)\b)")  # gallons of jet fuel a year
_BY_TIME_OR_GOODS = frozenset(
    """year month week day hour minute second night barrel tonne ton gallon litre liter share head person pound ounce kilo kilogram kilowatt mile kilometre kilometer metre meter
    unit piece dozen game bushel acre hectare bottle""".split()
)
"""What "a" leads to in a rate; behind "per" any noun does."""
_OLD = re.compile(r"[\s-]{0,3}(?P<unit>year|month|week|day)s?\s?[\s-]\s?olds?\b", re.IGNORECASE)
_WILL_BE = re.compile(r"\b(?:he|she|who)\s+(?:will\s+be|turned|turns|is|was)\s+(?:only\s+|just\s+)?$", re.IGNORECASE)
_OLDEST = 110
_WEIGHED = re.compile(r"\b(?:weigh|weight|heav|lift|lbs?|ounces?)\w*\b", re.IGNORECASE)
_PAID = re.compile(r"\b(?:pay|paid|pays|price|cost|costs|worth|sterling|fine|fee|wage|salary|tax|budget|spend|spent|earn|profit|million|billion|shares?|sold|bought|buy|British|UK|London)\w*\b|£", re.IGNORECASE)
_HEAVY = 1e5
"""No weight in pounds is told beyond this; sums of money are."""


def name_unit(first: Quantity, last: Quantity, sentence: Sentence) -> str:
    """The name of a quantity's unit in the singular.

    Args:
        first: A quantity, or the lower bound of a range.
        last: Its upper bound, else the quantity again.
        sentence: Its sentence.

    Returns:
        "dollar per barrel", "year of age", "public housing property"; "-" where nothing is named.
    """
    text = sentence.text
    old = _OLD.match(text, last.end) or (_OLD.search(text, last.start, last.end + 8) if last.unit_class == "duration" else None)
    if old and old.start() <= last.end:
        return f"{old['unit'].lower()} of age"
    if is_age(first, sentence):
        return "year of age"
    if last.unit == "times":
        return _with_rate("count", last, sentence)
    if last.unit == "percent" and not _is_percent_sign(text, last):
        return f"% {_of_what(last, sentence)}"
    if last.unit != "count":
        return _with_rate(_named(text, last), last, sentence)
    noun = counted_noun(last, sentence)
    return _with_rate(name_noun(noun, last, sentence), last, sentence) if noun is not None else _NOTHING


def _is_percent_sign(text: str, item: Quantity) -> bool:
    return not item.is_word or bool(re.search(r"%|per\s?cent|pct|percentage|pc\b|pp\b", text[item.start : item.end], re.IGNORECASE))


def _of_what(item: Quantity, sentence: Sentence) -> str:
    noun = _of_noun(item.end, sentence)
    return name_noun(noun, item, sentence) if noun is not None else _NOTHING


def _of_noun(end: int, sentence: Sentence) -> Token | None:
    """The noun behind "of" right after a number: "one of my shops", "dozens of homes"."""
    of = next((word for word in sentence.tokens if word.lower == "of" and 0 <= word.start - sentence.start_char - end <= 1), None)
    if of is None:
        return None
    whole = of.find_children("pobj")
    if whole:
        return whole[0] if whole[0].tag[:2] == "NN" else None
    return next((word for word in sentence.tokens[of.i + 1 : of.i + 7] if word.tag in ("NNS", "NNPS")), None)


def _named(text: str, item: Quantity) -> str:
    """The name of a unit of measure; "tons" and "pounds" by how they are used."""
    word = text[item.start : item.end].lower()
    if item.unit == "GBP" and word.endswith(("pounds", "pound")) and item.value < _HEAVY and (_WEIGHED.search(text) or not _PAID.search(text)):
        return "pound-mass"
    if item.unit == "INR" and word.endswith(("rupee", "rupees")) and not word.startswith("indian"):
        return "rupee"
    if item.unit == "tonnes" and re.search(r"(?<!metric )\btons?$", word):
        return "ton"
    return load_units().name.get(item.unit, item.unit)


def _with_rate(name: str, item: Quantity, sentence: Sentence) -> str:
    """A unit with what it is counted by: "barrel per day"."""
    if " per " in name:
        return name
    end = item.end
    if item.unit == "count":
        noun = counted_noun(item, sentence)
        end = max(end, noun.end - sentence.start_char) if noun is not None else end
    behind = _RATE.match(sentence.text, end) or _RATE.match(sentence.text, getattr(_OF_GOODS.match(sentence.text, end), "end", lambda: end)())
    if behind is None:
        return name
    word = {"annum": "year"}.get(behind["by"].lower(), behind["by"].lower())
    is_listed = word.split()[-1] in _BY_TIME_OR_GOODS or word in load_units().after
    if not is_listed and "per" not in behind[0][: behind.start("by") - behind.start()].lower():
        return name
    known = load_units().after.get(behind["by"]) or load_units().after.get(word)
    return f"{name} per {load_units().name.get(known.unit, word) if known is not None else word}"


def is_age(item: Quantity, sentence: Sentence) -> bool:
    """Whether a bare number is somebody's age: "Ann Lee, 44, said".

    Args:
        item: A quantity.
        sentence: Its sentence.
    """
    if item.unit != "count" or not item.is_bare or item.is_word or not 1 < item.value <= _OLDEST or item.value % 1:
        return False
    text = sentence.text
    if _WILL_BE.search(text, 0, item.start) and counted_noun(item, sentence) is None:
        return True
    return bool(_NAME_BEFORE.search(text, 0, item.start) and _CLOSED.match(text, item.end))


_NAME_BEFORE = re.compile(r"\b[A-Z][a-z]+(?:\s+(?:de|van|von|al|el|bin|Mc|Mac|O')?\s?[A-Z][\w'’-]+)+\s?,?\s\(?$")
_CLOSED = re.compile(r"\s?[,)]|\s+(?:who|has|was|is|said|had|told|from|of)\b|\.$")


def counted_noun(item: Quantity, sentence: Sentence) -> Token | None:
    """The noun that a bare number counts.

    Args:
        item: A quantity.
        sentence: Its sentence.

    Returns:
        The noun, that behind "of" for "one of the", None if the number stands alone.
    """
    if re.match(r"\s+of\b", sentence.text[item.end : item.end + 4]):
        return _of_noun(item.end, sentence)
    start, end = item.start + sentence.start_char, item.end + sentence.start_char
    words = [word for word in sentence.tokens if word.start < end and start < word.end]
    return noun_of(item, words, sentence) if words else None


def name_noun(noun: Token, item: Quantity, sentence: Sentence) -> str:
    """A counted noun with what stands between the number and it, by lemma: "commercial fisherman".

    Args:
        noun: A noun.
        item: The quantity that counts it.
        sentence: Its sentence.
    """
    low = item.end + sentence.start_char
    words = [
        child for child in noun.children
        if low <= child.start < noun.start and child.dep in ("amod", "compound", "nmod", "nn") and child.tag not in ("CD", "DT") and child.text[:1].isalpha()
    ]  # fmt: skip
    inner = [
        deep for child in words for deep in child.children
        if low <= deep.start < noun.start and deep.dep in ("compound", "nn", "amod", "conj") and deep.text[:1].isalpha() and deep.tag not in ("CD", "RB")
    ]  # fmt: skip
    ordered = sorted([*words, *inner, noun], key=lambda word: word.i)
    return " ".join(_lemma(word) for word in ordered).lower()


def _lemma(word: Token) -> str:
    return word.lemma if word.tag in ("NNS", "NN", "JJS", "JJR", "NNPS") and word.lower != "people" else word.text
