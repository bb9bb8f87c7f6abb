"""What a quantity counts or measures: by trigger words near it, else by the noun phrase it counts.

The nearest trigger of a fitting kind of unit in the clause decides; a counted
noun goes before the rest of the clause. Durations count only where the text
says what lasted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.vocabulary.measures import load_indicators
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.measures import Indicator

__all__ = ["Measured", "find_indicator", "noun_of"]

_RATE = re.compile(
    r"\W{0,2}(?:\w+\W+){0,6}?(?P<rate>(?:a|per|each|every)\s(?:year|month|week|day|annum)|annually|yearly|monthly|weekly|daily)\b", re.IGNORECASE
)
_RATES = {"annum": "a year", "annually": "a year", "yearly": "a year", "monthly": "a month", "weekly": "per week", "daily": "per day"}
_FIRST_IN = re.compile(r"\b(?:first|last)\b(?:\W+[\w'’-]+){0,14}?\W+(?:in|for|since)\b[\w\s]{0,24}$", re.IGNORECASE)  # noqa: RUF001
_SPAN_BEFORE = re.compile(
    r"\b(?:(?:over|in|during|for|within|through|throughout)\s+(?:the\s+)?(?:past|last|next|coming|previous|following|first|recent)"
    r"|within|every|after|aged|age\s+of|the\s+(?:past|last|next|coming|previous|first))\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_LASTS = re.compile(r"\b(?:for|lasted|lasting|lasts|took|spanning|span\s+of)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:in|for|after)\s+[\w\s]{0,16}$", re.IGNORECASE)
_OF_RELATIONS = re.compile(r"\b(?:diplomatic\s+)?(?:relations|ties|relationship)\b", re.IGNORECASE)
_FOUNDED = re.compile(r"\b(?:relations|ties|relationship|friendship|establish|recognition)\w*", re.IGNORECASE)
_NOT_LENGTHS = frozenset("old low high ago age olds record".split())  # noqa: SIM905
_TOO_FAR = 140
"""Characters between a quantity and a trigger beyond which they hardly belong together."""
_EMPTY_NOUNS = frozenset(
    "way reason factor thing point question aspect kind type sort part hand step side half page chapter section paragraph word fact example"  # noqa: SIM905
    " country nation state leader president minister government capital continent neighbour neighbor party people korea superpower power bloc time"
    " other another one figure number issue term front level decade pillar goal option person man woman rival ally counterpart chief".split()
)
"""Counted nouns that say nothing of a relation unless the number is large ("two sides", "three reasons")."""
_SMALL = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured: its name, the entry that told, and the word that showed it."""

    name: str
    indicator: Indicator | None
    trigger: tuple[int, int] | None  # in characters of the document
    is_rate: bool = False


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
        if head.i not in inside and head.i > words[-1].i and head.tag[:2] == "NN" and word.dep in ("nummod", "compound", "amod", "nmod", "quantmod"):
            return head
    return _noun_behind(quantity, words, sentence)


def _noun_behind(quantity: Quantity, words: list[Token], sentence: Sentence) -> Token | None:
    """The head of the noun phrase right behind a number where the parser did not link them."""
    if quantity.unit_class not in ("count", "duration", "rank") or not words:
        return None
    noun = None
    for token in sentence.tokens[words[-1].i + 1 : words[-1].i + 7]:
        if token.tag[:2] == "NN":
            noun = token
        elif noun is not None or token.tag not in ("JJ", "JJS", "JJR", "VBN", "VBG", "CD", "HYPH", "RBS", "POS"):
            break
    return noun


def find_indicator(quantity: Quantity, noun: Token | None, sentence: Sentence, *, clause: tuple[int, int]) -> Measured | None:
    """What a quantity measures, None if it says nothing of a relation, a state or a project.

    Args:
        quantity: A quantity, offsets in characters of the sentence.
        noun: The noun that it counts, if any.
        sentence: Its sentence.
        clause: Start and end of its clause, in characters of the document.
    """
    if quantity.unit_class == "duration":
        return _length(quantity, noun, sentence)
    if quantity.unit_class == "count" and not _counts(quantity, noun, sentence):
        return None
    rate = _RATE.match(sentence.text, quantity.end, quantity.end + 70)
    if quantity.unit_class == "amount" and quantity.is_attributive and noun is not None:
        return Measured(f"{_DIMENSIONS.get(quantity.unit, 'size')} of {noun.lower}", None, (noun.start, noun.end))
    found = _victims(quantity, noun, sentence, clause) or _by_noun(quantity, noun, sentence) or _by_trigger(quantity, noun, sentence, clause)
    if found is None and noun is not None and quantity.unit_class in ("count", "rank"):
        found = Measured(_noun_name(quantity, noun, sentence), None, (noun.start, noun.end))
    if found is None and quantity.unit_class in ("money", "percent", "times", "amount"):
        found = Measured(_phrase_near(quantity, noun, sentence), None, None)
    if found is None:
        return None
    if rate:
        return Measured(f"{found.name} {_rate_name(rate['rate'])}", found.indicator, found.trigger, is_rate=True)
    return found


_DIMENSIONS = {
    **dict.fromkeys(("kilometres", "miles", "metres"), "length"), **dict.fromkeys(("megawatts", "gigawatts"), "capacity"),
    **dict.fromkeys(("hectares", "acres", "square kilometres", "square miles"), "area"),
}  # fmt: skip


def _victims(quantity: Quantity, noun: Token | None, sentence: Sentence, clause: tuple[int, int]) -> Measured | None:
    """People killed, injured or expelled: what happened to them goes before what they are."""
    if quantity.unit_class != "count" or (noun is not None and noun.lemma.lower() not in load_speech().speaker_nouns | _PEOPLE):
        return None
    at = sentence.start_char + quantity.start
    near = max(clause[0], at - 30), min(max(clause[1], at), at + 60)
    return _nearest(quantity, sentence, near, ("people killed", "people injured", "diplomats expelled"))


_PEOPLE = frozenset("civilian troop soldier trooper other child body serviceman guard hostage marine pilgrim national crew sailor fisherman ranger".split())  # noqa: SIM905


def _rate_name(text: str) -> str:
    words = text.lower().split()
    if words[-1] in _RATES:
        return _RATES[words[-1]]
    return f"a {words[-1]}" if words[-1] in ("year", "month") else f"per {words[-1]}"


def _counts(quantity: Quantity, noun: Token | None, sentence: Sentence) -> bool:  # noqa: PLR0911 - one return a rule, in order
    """Whether a bare number counts something that matters."""
    if quantity.value < 2:  # noqa: PLR2004 - "one" only as "only one"
        before = sentence.text[max(0, quantity.start - 8) : quantity.start].lower().split()
        return bool(before) and before[-1] in ("only", "just", "single") and noun is not None
    if noun is None and not quantity.is_bare:
        return True
    if noun is None or noun.lemma.lower() in ("other", "person", "people"):
        return _is_victims(quantity, sentence)
    if quantity.is_bare and not quantity.is_word and _NUMBERED.search(sentence.text, max(0, quantity.start - 30), quantity.start):
        return False
    if quantity.value <= _SMALL and (_is_definite(noun) or noun.lemma.lower() in _EMPTY_NOUNS):
        return False
    if noun.lemma.lower() in _EMPTY_NOUNS and _is_definite(noun):
        return False
    if quantity.is_bare and not quantity.is_word and 1800 <= quantity.value <= 2100 and noun.tag not in ("NNS", "NNPS"):  # noqa: PLR2004 - a year
        return False
    is_title = quantity.is_word and noun.tag in ("NNP", "NNPS") and not any(m.start_char <= noun.start < m.end_char for m in sentence.mentions)
    return not is_title


_NUMBERED = re.compile(
    r"\b(?:Section|Article|Resolution|Chapter|Order|Law|Act|Phase|Stage|Protocol|Annex|Paragraph|Page|Flight|Boeing|Airbus|Type|Line|Route|Highway|Group of|Class"
    r"|Mark|Block|Area|Zone|Unit|Track|Tier|Level|Category|Round|Vision|Agenda|Decree|Directive|Convention|Su|MiG|No\.?|Number|no\.|number|article|section|resolution"
    r"|chapter|page|paragraph|flight)\s+$"
)  # UN Resolution 2231
_VICTIMS = re.compile(r"\b(?:kill|injur|wound|dead|died|arrest|detain|displac|expel|deport|releas)\w*", re.IGNORECASE)


def _is_victims(quantity: Quantity, sentence: Sentence) -> bool:
    """Whether a number without a noun counts people: "killed 20", "63 injured"."""
    near = sentence.text[max(0, quantity.start - 40) : quantity.end + 20]
    return bool(_VICTIMS.search(near)) and not (quantity.is_bare and 1800 <= quantity.value <= 2100)  # noqa: PLR2004 - a year


_VICTIM_NAMES = ("people killed", "people injured", "prisoners", "diplomats expelled", "refugees")


def _is_definite(noun: Token) -> bool:
    """Whether "the", "these" or an owner stands before a noun: those are known already."""
    return any(child.dep in ("det", "poss", "predet") and child.lower not in ("a", "an", "some", "no") for child in noun.children)


def _by_noun(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """The indicator that the counted noun itself names: "40 flights", "$13 billion loan"."""
    if noun is None:
        return None
    phrase = sentence.text[quantity.end : noun.end - sentence.start_char]
    matches = [
        (match.end(), indicator, match)
        for indicator in load_indicators()
        if quantity.unit_class in indicator.units
        for match in indicator.pattern.finditer(phrase)
    ]
    for end, indicator, match in matches:
        if end >= len(phrase.rstrip()) - 1:
            start = sentence.start_char + quantity.end + match.start()
            return _named(indicator, quantity, (start, start + len(match[0])), sentence)
    return None


def _by_trigger(quantity: Quantity, noun: Token | None, sentence: Sentence, clause: tuple[int, int]) -> Measured | None:
    """The nearest fitting trigger, in the clause first."""
    if quantity.unit_class == "count":
        if _is_victims(quantity, sentence):
            return _nearest(quantity, sentence, clause, _VICTIM_NAMES)
        return _nearest(quantity, sentence, clause) if noun is None else None
    low, high = clause[0] - sentence.start_char, clause[1] - sentence.start_char
    return _nearest(quantity, sentence, (low + sentence.start_char, high + sentence.start_char)) or _nearest(
        quantity, sentence, (sentence.start_char, sentence.end_char)
    )


def _nearest(quantity: Quantity, sentence: Sentence, span: tuple[int, int], names: tuple[str, ...] | None = None) -> Measured | None:
    low, high = span[0] - sentence.start_char, span[1] - sentence.start_char
    best: tuple[float, int, Indicator, re.Match[str]] | None = None
    for order, indicator in enumerate(load_indicators()):
        if quantity.unit_class not in indicator.units or (names is not None and indicator.name not in names):
            continue
        for match in indicator.pattern.finditer(sentence.text, max(0, low), max(0, high)):
            distance = _distance(quantity, match, indicator)
            if distance <= _TOO_FAR and (best is None or (distance, order) < best[:2]):
                best = (distance, order, indicator, match)
    if best is None:
        return None
    match = best[3]
    return _named(best[2], quantity, (sentence.start_char + match.start(), sentence.start_char + match.end()), sentence)


_VAGUE_COST = 45.0
"""Handicap of the catch-all words of "cost" ("deal", "project") against a nearer subject."""


def _distance(quantity: Quantity, match: re.Match[str], indicator: Indicator) -> float:
    gap = quantity.start - match.end() if match.end() <= quantity.start else match.start() - quantity.end
    between = match.string[min(match.end(), quantity.end) : max(match.start(), quantity.start)]
    handicap = _VAGUE_COST if indicator.name == "cost" and not match[0].lower().startswith(("cost", "price tag", "budget")) else 0.0
    if match.end() <= quantity.start and " and " in between:
        handicap += 20
    return max(0, gap) + handicap + 30 * between.count(",") - 4 * len(match[0].split())


def _named(indicator: Indicator, quantity: Quantity, trigger: tuple[int, int], sentence: Sentence) -> Measured:
    """The indicator's name; a percentage "of" a whole is a share of it."""
    name = indicator.name
    if quantity.unit_class == "percent" and indicator.is_whole and _is_share(quantity, trigger, sentence):
        name = f"share of {name}"
    return Measured(name, indicator, trigger)


def _is_share(quantity: Quantity, trigger: tuple[int, int], sentence: Sentence) -> bool:
    """Whether "of" leads from a percentage to the whole: "61 per cent of our exports"."""
    behind = sentence.text[quantity.end : max(quantity.end, trigger[0] - sentence.start_char)]
    return bool(re.match(r"\s*of\b", sentence.text[quantity.end : quantity.end + 5])) and len(behind) < 60  # noqa: PLR2004 - one phrase


def _noun_name(quantity: Quantity, noun: Token, sentence: Sentence) -> str:
    """The counted noun with its modifiers, without number and nationality."""
    inside = range(quantity.start + sentence.start_char, quantity.end + sentence.start_char)
    words = [
        child
        for child in noun.children
        if child.i < noun.i and child.dep in ("amod", "compound", "nmod") and child.start not in inside and child.tag != "CD"
        and not any(m.start_char <= child.start < m.end_char for m in sentence.mentions)
    ]  # fmt: skip
    name = " ".join(word.lower for word in (*words, noun))
    return f"rank as {name}" if quantity.unit == "rank" else name


def _phrase_near(quantity: Quantity, noun: Token | None, sentence: Sentence) -> str:
    """The noun phrase that an unlisted measure is said of: the noun behind, the phrase after "of", or the subject."""
    if noun is not None:
        return _noun_name(quantity, noun, sentence)
    start = quantity.start + sentence.start_char
    anchor = next((token for token in sentence.tokens if token.start <= start < token.end), None)
    for token in sentence.tokens:
        if token.lower == "of" and 0 <= token.start - (quantity.end + sentence.start_char) <= 1:
            whole = token.find_children("pobj")
            if whole:
                return f"share of {whole[0].lower}" if quantity.unit == "percent" else whole[0].lower
    if anchor is not None:
        for head in anchor.ancestors():
            if head.tag == "NN" and head.start < start and head.lower not in ("percent", "per", "cent"):
                return f"{_DIMENSIONS[quantity.unit]} of {head.lower}" if quantity.unit in _DIMENSIONS else _noun_name(quantity, head, sentence)
            for subject in head.find_children("nsubj", "nsubjpass"):
                if subject.tag[:2] == "NN" and not any(m.start_char <= subject.start < m.end_char for m in sentence.mentions):
                    return _noun_name(quantity, subject, sentence)
    return {"money": "amount", "percent": "share", "times": "multiple"}.get(quantity.unit_class, quantity.unit)


def _length(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:  # noqa: PLR0911 - one return a rule, in order
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
    found = _nearest(quantity, sentence, (sentence.start_char, sentence.end_char))
    return found or Measured("length", None, None)


def _relation_years() -> Measured:
    indicator = next(item for item in load_indicators() if item.name == "years of relations")
    return Measured(indicator.name, indicator, None)


def _attributive_length(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """"a three-day visit", "a five-year term"."""
    if noun is None or noun.lower in _NOT_LENGTHS:
        return None
    return _by_noun(quantity, noun, sentence) or Measured(f"length of {noun.lower}", None, (noun.start, noun.end))
