"""What a promise is about and where it is to be done: the issue of its words, and its place."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bilateral.vocabulary.issues import use_issues

if TYPE_CHECKING:
    from bilateral.extraction.promised import Promised
    from bilateral.parsed import Place, Sentence, Token
    from bilateral.records import Mention
    from bilateral.vocabulary.phrase_index import Match

__all__ = ["Named", "find_issue", "find_place"]

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[.,;:!?]")  # free-trade | won't | ,
_LOCATIVE = frozenset(("in", "at", "near", "off", "outside", "along", "around", "on", "across", "between", "through"))
_ROUTE = frozenset(("from", "to", "linking", "connecting"))
_NAMES = ("name", "capital", "place")


class Named(NamedTuple):
    """A value and the words that tell it."""

    value: str
    start: int
    end: int


def find_issue(promised: Promised) -> Named | None:
    """The issue that a promise belongs to: of its matter, else of its clause.

    Of several the one with most words counts, then the first. Does not find an
    issue that only the sentences around tell.

    Args:
        promised: A candidate.

    Returns:
        The code of an issue with its words; None where no word of the vocabulary stands there.
    """
    own = _issue_of(promised.sentence, promised.what_start, promised.end) or _issue_of(promised.sentence, promised.start, promised.end)
    if own or promised.whole is None:
        return own
    return _issue_of(promised.sentence, promised.whole.what_start, promised.aims[0].start)


def _issue_of(sentence: Sentence, start: int, end: int) -> Named | None:
    found = [one for one in _WORD.finditer(sentence.text) if start <= sentence.start_char + one.start() < end]
    words = [one[0].lower() for one in found]
    hits = [hit for hit in use_issues().index.find(words) if hit.label and not _is_in_name(hit, found)]
    weights = Counter[str]()
    for hit in hits:
        weights[hit.label.removeprefix("-")] += hit.end - hit.start
    if not hits:
        return None
    order = {hit.label.removeprefix("-"): -place for place, hit in reversed(list(enumerate(hits)))}
    code = max(weights, key=lambda one: (weights[one], order[one]))
    first = next(hit for hit in hits if hit.label.removeprefix("-") == code)
    return Named(code, sentence.start_char + found[first.start].start(), sentence.start_char + found[first.end - 1].end())


def _is_in_name(hit: Match, found: list[re.Match[str]]) -> bool:
    """Whether a single word is part of a name ("Flight 007"), not the issue; the first word of a sentence is judged by its letters alone."""
    word = found[hit.start][0]
    return hit.end - hit.start == 1 and hit.start > 0 and word.istitle() and not word.lower().startswith(use_issues().proper)


def find_place(promised: Promised) -> Named | None:
    """Where what is promised is to be done: the first place of a locative phrase of its matter, a town before a state.

    Does not take the side that something is promised to for a place ("sell gas
    to Jordan"), nor where it was promised.

    Args:
        promised: A candidate.

    Returns:
        The name with its words; None where no place is told.
    """
    clause = promised.whole or promised
    sentence = clause.sentence
    places = [one for one in sentence.places if clause.what_start <= one.start_char < clause.end]
    towns = [one for one in places if _is_located(clause, one)]
    if towns:
        return Named(towns[0].name, towns[0].start_char, towns[0].end_char)
    named = [one for one in sentence.mentions if one.how in _NAMES and clause.what_start <= one.start_char < clause.end and _is_located(clause, one, is_state=True)]
    return Named(named[0].quote, named[0].start_char, named[0].end_char) if named else None


def _is_located(clause: Promised, one: Place | Mention, *, is_state: bool = False) -> bool:
    """Whether words stand after a preposition of place, or, for a town, name the thing that is built ("the port of Tema")."""
    token = next((word for word in reversed(clause.sentence.tokens) if one.start_char <= word.start < one.end_char), None)
    if token is None or _is_aside(token, clause):
        return False
    while token.dep in ("conj", "compound", "appos") and token.head is not token:
        token = token.head
    preposition = token.head.lower if token.dep == "pobj" else ""
    if is_state:
        return preposition in ("in", "on", "near", "off") and not _is_of_talk(token)
    return preposition in _LOCATIVE or preposition in _ROUTE or preposition == "of"


def _is_aside(token: Token, clause: Promised) -> bool:
    """Whether a word stands in a clause that only describes: "steps which the ministers in Oslo dislike"."""
    inside = [word for word in (token, *token.ancestors()) if clause.what_start <= word.start < clause.end]
    before = [word for word in clause.sentence.tokens if clause.what_start < word.start < token.start]
    return any(word.tag in ("WDT", "WP", "WP$") and not (word.head.dep == "prep" or word.dep == "pobj") for word in before) or any(word.dep == "relcl" and word.start > clause.what_start for word in inside)


def _is_of_talk(token: Token) -> bool:
    """Whether a state after "in" or "on" is what is spoken or thought of: "invest in Kenya", "confidence in Iran", "sanctions on Iran"."""
    over = token.head.head
    return token.head.lower == "on" or over.lemma.lower() in ("confidence", "trust", "interest", "believe", "interested")
