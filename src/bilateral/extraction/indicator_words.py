"""Which words of a sentence name what a number measures: the counted noun, the whole of a share, the subject, else the nearest.

The indicator words of a sentence are looked for once and kept with its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.counted_nouns import noun_name
from bilateral.vocabulary.measures import load_indicators
from bilateral.vocabulary.openings import openings_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.measures import Indicator

__all__ = ["EMPTY_WHOLES", "Measured", "find_by_noun", "find_by_phrase", "find_by_whole", "find_nearest", "find_spoken"]

_OPENING = 3
"""Letters by which the beginnings of words are looked up; an indicator of a shorter word is always tried."""
_TOO_FAR = 140
"""Characters between a quantity and a trigger beyond which they hardly belong together."""


@dataclass(slots=True)
class Measured:
    """What is measured: its name, the entry that told, and the word that showed it."""

    name: str
    indicator: Indicator | None
    trigger: tuple[int, int] | None  # in characters of the document
    is_rate: bool = False
    is_change: bool = False  # named as a growth rate


@lru_cache(maxsize=16)
def _words_of(text: str, kind: str) -> tuple[tuple[int, Indicator, re.Match[str]], ...]:
    """All words of a text for indicators of a kind of unit, in the order of the vocabulary: the numbers of one sentence share them."""
    return tuple((order, indicator, match) for order, indicator in _likely(text, kind) for match in _matches(indicator, text))


def _matches(indicator: Indicator, text: str) -> Iterator[re.Match[str]]:
    """The words of an indicator in a text, in its order; tried only where words begin with their letters, which is many times quicker."""
    if indicator.openings is None or not indicator.is_opened:
        yield from indicator.pattern.finditer(text)
        return
    places = openings_in(text)
    end = 0
    for start in sorted({place for opening in indicator.openings for place in places.get(opening, ())}):
        match = indicator.pattern.match(text, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield match


@cache
def _of_kind(kind: str) -> tuple[tuple[int, Indicator], ...]:
    """The indicators that are told in a kind of unit, with their place in the vocabulary."""
    return tuple((order, indicator) for order, indicator in enumerate(load_indicators()) if kind in indicator.units)


def _likely(text: str, kind: str) -> Iterator[tuple[int, Indicator]]:
    """The indicators of a kind that a text can name, by the letters its words begin with."""
    by_opening, always = _by_opening(kind)
    named = {place for opening in openings_in(text).keys() & by_opening.keys() for place in by_opening[opening]}
    rows = _of_kind(kind)
    return (rows[place] for place in sorted(named | always))


@cache
def _by_opening(kind: str) -> tuple[dict[str, tuple[int, ...]], frozenset[int]]:
    """The indicators of a kind by the letters that their words begin with, and those that do not tell, as places in `_of_kind`."""
    by_opening: dict[str, list[int]] = {}
    always = []
    for place, (_order, indicator) in enumerate(_of_kind(kind)):
        is_told = indicator.openings is not None and all(len(opening) == _OPENING for opening in indicator.openings)
        for opening in (indicator.openings or ()) if is_told else ():
            by_opening.setdefault(opening, []).append(place)
        if not is_told:
            always.append(place)
    return {opening: tuple(places) for opening, places in by_opening.items()}, frozenset(always)


def _words_within(quantity: Quantity, text: str, low: int, high: int) -> Iterator[tuple[int, Indicator, re.Match[str]]]:
    """The indicator words that fit a quantity's unit between two places of a sentence."""
    return (row for row in _words_of(text, quantity.unit_class) if low <= row[2].start() and row[2].end() <= high)


def find_by_noun(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """The indicator that the counted noun itself names: "40 flights", "$13 billion loan"."""
    if noun is None:
        return None
    phrase = sentence.text[quantity.end : noun.end - sentence.start_char]
    matches = [
        (match.end(), indicator, match)
        for _order, indicator in _likely(phrase, quantity.unit_class)
        for match in _matches(indicator, phrase)
    ]
    for end, indicator, match in matches:
        if end >= len(phrase.rstrip()) - 1:
            start = sentence.start_char + quantity.end + match.start()
            return _named(indicator, quantity, (start, start + len(match[0])), sentence)
    return None


_OF_WHOLE = re.compile(r"\s*of\s+(?P<whole>[^,;.()]{2,70})", re.IGNORECASE)
EMPTY_WHOLES = frozenset("which whom what it them this that these those".split())


def find_by_whole(quantity: Quantity, sentence: Sentence) -> Measured | None:
    """What a percentage is a share of: "61 per cent of our exports", "8 per cent of serving personnel"."""
    behind = _OF_WHOLE.match(sentence.text, quantity.end) if quantity.unit_class == "percent" else None
    if behind is None or behind["whole"].split()[0].lower() in EMPTY_WHOLES:
        return None
    start = quantity.end + sentence.start_char
    of = next((token for token in sentence.tokens if token.lower == "of" and 0 <= token.start - start <= 1), None)
    whole = of.find_children("pobj") if of is not None else []
    if not whole:
        return None
    is_empty = whole[0].lower in ("all", "half", "total", "value", "number")
    phrase = behind["whole"] if is_empty else sentence.text[behind.start("whole") : whole[0].end - sentence.start_char]
    for _order, indicator in _likely(phrase, "percent"):
        for match in _matches(indicator, phrase):
            low = sentence.start_char + behind.start("whole") + match.start()
            return Measured(f"share of {indicator.name}", indicator if indicator.is_whole else None, (low, low + len(match[0])))
    return Measured(f"share of {noun_name(quantity, whole[0], sentence)}", None, (whole[0].start, whole[0].end))


_LEVEL_VERBS = frozenset(
    """be reach total amount stand come hit exceed surpass top approach average account make rise grow increase climb jump surge soar expand fall decline drop
    decrease shrink plunge plummet slump slip dip contract double triple quadruple treble widen narrow go remain accelerate value estimate put rebound recover""".split()
)
"""Verbs that say of their subject how much it is or by how much it changed."""


def find_by_phrase(quantity: Quantity, sentence: Sentence, verb: Token) -> Measured | None:
    """The word that a number hangs on ("a deficit of $3 billion") or the subject of a verb of size ("trade, long small, reached $3 billion")."""
    if quantity.unit_class not in ("money", "percent", "times", "amount"):
        return None
    at = quantity.start + sentence.start_char
    anchor = next((token for token in reversed(sentence.tokens) if token.start < quantity.end + sentence.start_char and token.end > at), None)
    if anchor is None:
        return None
    for head in anchor.ancestors():
        if head is verb or head.pos in ("VERB", "AUX"):
            break
        if head.pos == "NOUN" and (head.end <= at or head.start >= quantity.end + sentence.start_char):
            found = _named_by(quantity, head, sentence)
            if found is not None:
                return found
    if verb.lemma not in _LEVEL_VERBS:
        return None
    if verb.dep == "acl":  # investments valued at $3 billion
        return _named_by(quantity, verb.head, sentence)
    subjects = [subject for subject in find_subjects(verb) if subject.pos == "NOUN"] or (
        [child for child in verb.children if child.dep == "nsubjpass" and child.pos == "NOUN"]
    )
    return next((found for subject in subjects if (found := _named_by(quantity, subject, sentence)) is not None), None)


_GENERAL = frozenset(("value", "cost", "price"))
"""Measures of anything: in "the value of trade" the other word counts."""
_NEAR_NOUN = 40
"""Characters of a noun phrase in front of and behind its head that can name what is measured."""


def _named_by(quantity: Quantity, head: Token, sentence: Sentence) -> Measured | None:
    """The indicator that a noun with what stands right before it, or its "of" phrase, names."""
    left = min([head.start, *(child.start for child in head.children if child.dep in ("compound", "amod", "nmod", "poss"))])
    right = max([head.end, *(word.end for prep in head.find_children("prep") if prep.lower in ("of", "in", "between", "with") for word in prep.find_children("pobj"))])
    right = min(right, head.end + _NEAR_NOUN)
    low, high = left - sentence.start_char, right - sentence.start_char
    matches = [
        (indicator.name in _GENERAL, not (match.start() <= head.start - sentence.start_char < match.end()), order, match, indicator)
        for order, indicator, match in _words_within(quantity, sentence.text, max(0, low), high)
    ]
    if not matches:
        return None
    *_, match, indicator = min(matches, key=lambda item: item[:3])
    return _named(indicator, quantity, (sentence.start_char + match.start(), sentence.start_char + match.end()), sentence)


def find_nearest(quantity: Quantity, sentence: Sentence, span: tuple[int, int], *, names: tuple[str, ...] | None = None) -> Measured | None:
    """The indicator whose words stand nearest to a number.

    Args:
        quantity: A quantity.
        sentence: Its sentence.
        span: Where to look, in characters of the document.
        names: The indicators that may be named; None: all.
    """
    low, high = span[0] - sentence.start_char, span[1] - sentence.start_char
    best: tuple[float, int, Indicator, re.Match[str]] | None = None
    for order, indicator, match in _words_within(quantity, sentence.text, max(0, low), max(0, high)):
        if names is None or indicator.name in names:
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


def find_spoken(quantity: Quantity, sentence: Sentence) -> Measured | None:
    """What the sentence before a number speaks of, for "they were 71 percent lower": the indicator that its main subject names.

    Args:
        quantity: A quantity of the next sentence.
        sentence: The sentence before it.
    """
    root = sentence.root
    subjects = find_subjects(root) if root is not None else []
    for subject in subjects:
        found = _named_by(quantity, subject, sentence)
        if found is not None and found.indicator is not None and found.indicator.is_whole:
            return found
    wholes = [item for _order, item in _likely(sentence.text, quantity.unit_class) if item.is_whole]
    named = next((item for item in wholes if item.pattern.search(sentence.text)), None)
    return Measured(named.name, named, None) if named is not None else None
