"""The noun that a number counts, whether the count says something, and what it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token

__all__ = ["VICTIM_NAMES", "is_telling_count", "is_victims", "noun_name", "noun_of"]

_EMPTY_NOUNS = frozenset(
    "way reason factor thing point question aspect kind type sort part hand step side half page chapter section paragraph word fact example"
    " country nation state leader president minister government capital continent neighbour neighbor party people korea superpower power bloc time"
    " other another one figure number issue term front level decade pillar goal option person man woman rival ally counterpart chief"
    " purpose principle trial trip speech sentence word paragraph article version case moment piece minute phone speaker reporter idea official friend guest colleague gentleman lady author journalist".split()
)
"""Counted nouns that say nothing of a relation unless the number is large ("two sides", "three reasons")."""
_SMALL = 3
_CROWD = 1000
"""From here on "people" says something also of nobody killed: "40 million people"."""
_FEW = 12
"""Up to here an empty noun stays empty: "four questions", but "120 countries"."""
_VAGUE_ADJECTIVES = frozenset("record additional further more other new total same such extra another different separate own last next several".split())
_TIME_NOUNS = frozenset("year month week day quarter decade century season morning evening night time today yesterday".split())


def noun_of(quantity: Quantity, words: list[Token], sentence: Sentence) -> Token | None:
    """The noun that a number counts, None if it stands alone.

    Args:
        quantity: A quantity of the sentence.
        words: The words of the quantity.
        sentence: Its sentence.
    """
    inside = {word.i for word in words}
    for word in words:
        head = word.head
        steps = 0
        while head.i in inside and head.head is not head and steps < len(words):
            head, steps = head.head, steps + 1
        if head.i not in inside and head.i > words[-1].i and _is_counted(quantity, head) and word.dep in ("nummod", "compound", "amod", "nmod", "quantmod"):
            return head
    return _noun_behind(quantity, words, sentence)


def _is_counted(quantity: Quantity, noun: Token) -> bool:
    """Whether a noun can be what a number counts; "76 million last year" counts no years."""
    return noun.tag[:2] == "NN" and noun.text[:1].isalnum() and (quantity.unit_class != "count" or noun.lemma.lower() not in _TIME_NOUNS or noun.i - 1 == _last_index(noun))


def _last_index(noun: Token) -> int:
    """The place of the number right in front of a noun, else -1."""
    return next((child.i for child in noun.children if child.dep == "nummod" and child.i == noun.i - 1), -1)


def _noun_behind(quantity: Quantity, words: list[Token], sentence: Sentence) -> Token | None:
    """The head of the noun phrase right behind a number where the parser did not link them."""
    if quantity.unit_class not in ("count", "duration", "rank") or not words:
        return None
    noun = None
    for token in sentence.tokens[words[-1].i + 1 : words[-1].i + 7]:
        if token.tag[:2] == "NN" and token.text[:1].isalnum() and (token.lemma.lower() not in _TIME_NOUNS or quantity.unit_class != "count"):
            noun = token
        elif noun is not None or token.tag not in ("JJ", "JJS", "JJR", "VBN", "VBG", "CD", "HYPH", "RBS", "POS"):
            break
    return noun


def is_telling_count(quantity: Quantity, noun: Token | None, sentence: Sentence) -> bool:  # noqa: PLR0911 - one return a rule, in order
    """Whether a bare number counts something that matters.

    Args:
        quantity: A quantity of unit `count`.
        noun: The noun that it counts, if any.
        sentence: Its sentence.
    """
    if quantity.value < 2:  # noqa: PLR2004 - "one" only as "only one"
        before = sentence.text[max(0, quantity.start - 8) : quantity.start].lower().split()
        return bool(before) and before[-1] in ("only", "just", "single") and noun is not None
    if noun is None and not quantity.is_bare:
        return True
    is_crowd = noun is not None and noun.lower == "people" and quantity.value >= _CROWD
    if noun is None or (noun.lemma.lower() in ("other", "person", "people") and not is_crowd):
        return is_victims(quantity, sentence)
    if quantity.is_bare and _NUMBERED.search(sentence.text, max(0, quantity.start - 30), quantity.start):
        return False
    if quantity.value <= _SMALL and _is_definite(noun):
        return False
    if quantity.value <= _FEW and quantity.is_bare and noun.lemma.lower() in _EMPTY_NOUNS:
        return False
    if noun.lemma.lower() in _EMPTY_NOUNS and _is_definite(noun):
        return False
    if quantity.is_bare and not quantity.is_word and 1800 <= quantity.value <= 2100 and noun.tag not in ("NNS", "NNPS"):  # noqa: PLR2004 - a year
        return False
    is_title = quantity.is_word and noun.tag in ("NNP", "NNPS") and not any(m.start_char <= noun.start < m.end_char for m in sentence.mentions)
    return not is_title


_NUMBERED = re.compile(
    r"\b(?:Section|Article|Resolution|Chapter|Order|Law|Act|Phase|Stage|Protocol|Annex|Paragraph|Page|Flight|Boeing|Airbus|Type|Line|Route|Highway|Group\s+of|Class"
    r"|Mark|Block|Area|Zone|Unit|Track|Tier|Level|Category|Round|Vision|Agenda|Decree|Directive|Convention|Su|MiG|No\.?|Number|no\.|number|article|section|resolution"
    r"|chapter|page|paragraph|flight)\s+$"
)  # UN Resolution 2231
_VICTIMS = re.compile(r"\b(?:kill|injur|wound|dead|died|arrest|detain|displac|expel|deport|releas)\w*", re.IGNORECASE)


def is_victims(quantity: Quantity, sentence: Sentence) -> bool:
    """Whether a number without a noun counts people: "killed 20", "63 injured".

    Args:
        quantity: A quantity.
        sentence: Its sentence.
    """
    near = sentence.text[max(0, quantity.start - 40) : quantity.end + 20]
    return bool(_VICTIMS.search(near)) and not (quantity.is_bare and 1800 <= quantity.value <= 2100)  # noqa: PLR2004 - a year


VICTIM_NAMES = ("people killed", "people injured", "prisoners", "diplomats expelled", "refugees")


def _is_definite(noun: Token) -> bool:
    """Whether "the", "these" or an owner stands before a noun: those are known already."""
    return any(child.dep in ("det", "poss", "predet") and child.lower not in ("a", "an", "some", "no") for child in noun.children)


def noun_name(quantity: Quantity, noun: Token, sentence: Sentence) -> str:
    """The counted noun with its modifiers, without number and nationality.

    Args:
        quantity: A quantity.
        noun: The noun that it counts.
        sentence: Its sentence.
    """
    inside = range(quantity.start + sentence.start_char, quantity.end + sentence.start_char)
    words = [
        child
        for child in noun.children
        if child.i < noun.i and child.dep in ("amod", "compound", "nmod") and child.start not in inside and child.tag != "CD"
        and not any(m.start_char <= child.start < m.end_char for m in sentence.mentions)
    ]  # fmt: skip
    words = [word for word in words if word.lower not in _VAGUE_ADJECTIVES]
    if noun.tag in ("NNPS", "NNP") and _is_people(noun, sentence):
        return "tourists" if _COMING.search(sentence.text) else "people"
    name = " ".join(word.lower for word in (*words, noun))
    return f"rank as {name}" if quantity.unit == "rank" else name


_COMING = re.compile(r"\b(?:visit|tour|travel|arriv|holiday|vacation|flew|came to|could bring)\w*\b", re.IGNORECASE)


def _is_people(noun: Token, sentence: Sentence) -> bool:
    """Whether a counted name is a nation's people: "30,000 South Koreans"."""
    return noun.lower.endswith("s") and any(m.start_char <= noun.start < m.end_char for m in sentence.mentions)
