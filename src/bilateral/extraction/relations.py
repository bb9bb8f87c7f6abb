"""What a sentence tells that one party did to another, where the two are known beforehand.

`events` asks for parties that the vocabulary of states knows and drops what
it cannot assign. Here the user names the two sides ("the strikers", "Mr
Khan"), and the question is only which act binds them. Every pattern of the
vocabulary that fits a verb or noun is a reading; readings are ranked by
whether the first side acts and the second is acted on, then by how near the
main clause they stand. What is only asked for, agreed to, refused or
threatened is that request, agreement, refusal or threat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_realis
from bilateral.extraction.relation_places import Sides, words_in
from bilateral.extraction.relation_readings import read_loosely, read_word
from bilateral.vocabulary.predicates import load_word_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.relation_readings import Reading
    from bilateral.parsed import Sentence, Token

__all__ = ["Relation", "find_relation", "find_relations"]

Span = tuple[int, int]

_FUTURE = frozenset(("will", "'ll", "wo", "shall", "would", "may", "might", "could", "can", "must", "should"))
_GOVERNING = ("03", "10", "12", "13")
"""CAMEO roots whose act is what they say, whatever it is about: agree, demand, reject, threaten."""
_PER_LEVEL, _IS_PURPOSE = 0.45, 1.0
_LEAST_GOVERNING = 2.0
"""Chosen on two thirds of the open PLV rows; halving or doubling one moves macro-F1 on the rest by 0.6 at most."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One reading of what the first side did to the second."""

    event_type: str
    cameo_code: str
    realis: str
    trigger: str
    rule: str
    score: float
    start_char: int


def find_relation(sentence: Sentence, actor: Sequence[Span], recipient: Sequence[Span]) -> Relation | None:
    """The act that binds two given parties of a sentence, by the best reading of its words.

    Does not find an act that no pattern of the vocabulary names.

    Args:
        sentence: A parsed sentence.
        actor: Spans of the words that name who acts, in characters of the document.
        recipient: Spans of the words that name whom it concerns.

    Returns:
        The best reading, None if no word of the sentence is a known predicate.
    """
    sides = Sides(words_in(sentence, actor), words_in(sentence, recipient))
    readings = _read(sentence, sides)
    readings = readings or [_settle(loose) for token in sentence.tokens if (loose := read_loosely(token, sides))]
    best = max(readings, key=lambda reading: (reading.score, -reading.token.i), default=None)
    return _as_relation(_governing(best, readings)) if best else None


def find_relations(sentence: Sentence, actor: Sequence[Span], recipient: Sequence[Span]) -> list[Relation]:
    """All readings of a sentence, each with how well it binds the two parties.

    Args:
        sentence: A parsed sentence.
        actor: Spans of who acts.
        recipient: Spans of whom it concerns.

    Returns:
        At most one reading a word, in text order.
    """
    return [_as_relation(reading) for reading in _read(sentence, Sides(words_in(sentence, actor), words_in(sentence, recipient)))]


def _as_relation(reading: Reading) -> Relation:
    pattern, token = reading.pattern, reading.token
    return Relation(pattern.event_type, pattern.cameo_code, reading.realis, token.text, pattern.pattern, reading.score, token.start)


def _read(sentence: Sentence, sides: Sides) -> list[Reading]:
    return [_settle(reading) for token in sentence.tokens if (reading := read_word(token, sides))]


def _settle(reading: Reading) -> Reading:
    """Weigh a reading by its place in the sentence, and tell whether it took place."""
    token = reading.token
    if not reading.pattern.pattern.startswith("say that R"):
        reading.realis = find_realis(token if token.pos != "AUX" else token.head)
    reading.score -= _PER_LEVEL * _depth(token)
    if token.lemma in ("decide", "decision"):
        reading.score -= _IS_PURPOSE
    if reading.realis in ("planned", "hypothetical") and not _is_planned(token):
        reading.realis = "happened"
        if _is_infinitive(token):
            reading.score -= _IS_PURPOSE
    return reading


def _is_infinitive(token: Token) -> bool:
    return any(child.lower == "to" and child.dep == "aux" for child in token.children)


def _is_planned(token: Token) -> bool:
    """Whether an auxiliary of the future or a word of planning stands at a word or right above it."""
    planning = load_word_class("told", "planning")
    for word in (token, *token.ancestors()):
        if any(child.dep == "aux" and child.lower in _FUTURE for child in word.children):
            return True
        if word is not token and word.lemma in planning:
            return True
        if word is not token and word.pos in ("VERB", "AUX"):
            return False
    return False


def _governing(best: Reading, readings: Sequence[Reading]) -> Reading:
    """The request, agreement, refusal or threat that an act is only the content of; else the act itself."""
    above = {id(reading.token): reading for reading in readings if reading.token.pos not in ("NOUN", "PROPN")}
    found, word = best, best.token
    while word.head is not word and word.dep not in ("relcl", "nsubj", "nsubjpass", "parataxis", "advcl"):
        outer = above.get(id(word.head))
        if outer and word.dep != "conj" and outer.acts >= _LEAST_GOVERNING and outer.pattern.cameo_code.startswith(_GOVERNING):
            found = outer
        word = word.head
    return found


def _depth(token: Token) -> int:
    """How many verbs stand above a word, those coordinated with it left out."""
    depth, below = 0, token
    for word in token.ancestors():
        depth += below.dep != "conj" and word.pos in ("VERB", "AUX")
        below = word
    return depth
