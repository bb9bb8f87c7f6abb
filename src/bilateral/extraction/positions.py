"""Aims, sides taken and reports of nobody: attributions that are no statements.

"Supports the bill", "seeks to join", "is expected to win", "seems to hold",
"would not say whether". They tell what somebody holds or what is held, but by
the guide no statement of anybody. Documents are coded without them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects, is_passive, spread_conjuncts
from bilateral.extraction.contents import find_content, leftmost, rightmost
from bilateral.extraction.reports import Report, find_participle_subjects
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.parsed import Sentence, Token
    from bilateral.vocabulary.speech import Cue

__all__ = ["find_positions"]

_HEADLINE = re.compile(r"(?P<who>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4})\s*:\s+(?=[\"“‘'A-Z])")  # Sanders: "We will win"
_OWNERS = ("of", "among", "by", "from")


def find_positions(sentence: Sentence, known: Sequence[Report] = ()) -> Iterator[Report]:
    """Find what somebody aims at, supports, rejects or deals with in words, and what nobody named holds.

    Does not find statements: see `reports`.

    Args:
        sentence: A parsed sentence.
        known: Its reports, whose cues are left out.

    Yields:
        Reports marked as positions; without speakers where none is named.
    """
    taken = {report.cue_start for report in known}
    for token in sentence.tokens:
        if token.start not in taken:
            found = _position(token, sentence)
            if found is not None:
                yield found
    headline = _HEADLINE.match(sentence.text)
    if headline and not known:
        yield from _headline(sentence, headline)


def _position(token: Token, sentence: Sentence) -> Report | None:
    if token.tag[:2] == "VB":
        return _of_verb(token, sentence)
    if token.tag in ("NN", "NNS"):
        return _of_noun(token, sentence)
    if token.tag in ("JJ", "VBN", "VBD"):
        return _of_adjective(token, sentence)
    return None


def _of_verb(verb: Token, sentence: Sentence) -> Report | None:
    speech = load_speech()
    if verb.lemma in speech.appearances:
        return _appearance(verb)
    for cue in (speech.verbs.get(verb.lemma), speech.position_verbs.get(verb.lemma)):
        if cue is None or (cue.particle and not any(child.lower == cue.particle for child in verb.children)):
            continue
        content = find_content(verb, cue, sentence)
        if content:
            return _report(verb, content, tuple(find_subjects(verb) or find_participle_subjects(verb, sentence)))
    return None


def _appearance(verb: Token) -> Report | None:
    """What nobody named takes to be so: "|the truce| seems |to hold|"."""
    subjects = [child for child in verb.children if child.dep == "nsubj"]
    clauses = [child for child in verb.children if child.dep in ("xcomp", "ccomp", "acomp", "oprd") and child.i > verb.i]
    speech = load_speech()
    if not subjects or not clauses or clauses[0].lemma in speech.verbs or clauses[0].lemma in speech.position_verbs:
        return None  # "seemed to imply": the subject is who speaks
    return _report(verb, (leftmost(subjects[0]), rightmost(clauses[0])), ())


def _of_noun(noun: Token, sentence: Sentence) -> Report | None:
    speech = load_speech()
    lemma = noun.lemma.lower()
    owners = [word for poss in noun.find_children("poss") for word in spread_conjuncts(poss)]
    for cue in (speech.nouns.get(lemma), speech.position_nouns.get(lemma)):
        if cue is None:
            continue
        content = find_content(noun, cue, sentence)
        speakers = owners or _carriers(noun) or _behind(noun, cue)
        if content and speakers:
            return _report(noun, content, tuple(speakers))
    return None


def _carriers(noun: Token) -> list[Token]:
    """Who made, had or gave what a noun tells."""
    verb = noun.head
    is_carried = noun.dep == "dobj" and verb.lemma in load_speech().carriers
    return list(find_subjects(verb)) if is_carried and not is_passive(verb) else []


def _behind(noun: Token, cue: Cue) -> list[Token]:
    """Whose it is by a phrase after the noun that is not its content."""
    return [
        word
        for prep in noun.find_children("prep")
        if prep.lower in _OWNERS and prep.lower not in cue.frames
        for pobj in prep.find_children("pobj")
        for word in spread_conjuncts(pobj)
    ]


def _of_adjective(adjective: Token, sentence: Sentence) -> Report | None:
    speech = load_speech()
    verb = adjective.head if adjective.dep in ("acomp", "oprd", "attr", "conj", "ccomp", "xcomp") else adjective
    for cue in (speech.adjectives.get(adjective.lower), speech.position_adjectives.get(adjective.lower)):
        content = find_content(adjective, cue, sentence) if cue else None
        if content:
            subjects = find_subjects(verb) or [word for child in verb.children if child.dep in ("nsubj", "nsubjpass") for word in spread_conjuncts(child)]
            return _report(adjective, content, tuple(subjects)) if subjects else None
    return None


def _report(cue: Token, content: tuple[int, int], speakers: tuple[Token, ...]) -> Report:
    return Report(*content, cue.start, cue.end, speakers, is_whole=False, is_position=True)


def _headline(sentence: Sentence, found: re.Match[str]) -> Iterator[Report]:
    """What a headline gives to the name before its colon."""
    first = sentence.start_char
    start, colon = first + found.end(), first + sentence.text.index(":", found.end("who"))
    speakers = [token for token in sentence.tokens if token.end == first + found.end("who")]
    if start < sentence.end_char:
        yield replace(_report(sentence.tokens[0], (start, sentence.end_char), tuple(speakers)), cue_start=colon, cue_end=colon + 1)
