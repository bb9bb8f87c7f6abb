"""Who says "I" and "we": the speaker of a turn, of a quotation, or the author of a release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.extraction.named_parties import mention_at, parties_of
from bilateral.extraction.transcripts import find_turns
from bilateral.extraction.voices import home_of
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.persons import Person
    from bilateral.extraction.transcripts import Turn
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Office

__all__ = ["Voices", "hear_voices", "speaker_at", "voice_at"]

_OPENING = '"“„«'
_SAYING = frozenset(["say", "tell", "add", "note", "state", "stress", "announce", "declare", "write", "explain", "argue", "warn", "claim", "insist", "emphasize", "emphasise", "reiterate", "continue", "conclude", "remark", "reply", "answer", "admit", "believe"])
_AUTHOR = re.compile(r"\b(?:I|my|My)\b")
_AUTHORS = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")


@dataclass(slots=True)
class Voices:
    """Who speaks where: by paragraph of a transcript, by sentence of a report with quotations, else the author's party."""

    turns: dict[int, Turn] = field(default_factory=dict)
    by_label: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    quoted: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    heard: dict[int, list[tuple[str, str | None]]] = field(default_factory=dict)
    quotations: list[tuple[int, int]] = field(default_factory=list)
    author: tuple[str, str | None] | None = None


def hear_voices(doc: ParsedDocument, persons: dict[str, Person], offices: Sequence[Office]) -> Voices:
    """Find out who says "I" and "we" in a document.

    Does not know the author of an article; in one, "we" outside a quotation
    stays unresolved.

    Args:
        doc: A parsed document with the mentions of names.
        persons: Its persons by full name.
        offices: Its offices.
    """
    voices = Voices(turns=find_turns(doc))
    home = home_of(doc) if voices.turns else None
    for turn in voices.turns.values():
        if turn.label not in voices.by_label:
            voice = _labelled(turn.label, persons, offices) or ((home, None) if home else None)
            if voice:
                voices.by_label[turn.label] = voice
    if voices.turns:
        return voices
    voices.quotations = _quotations(doc)
    for sentence in doc.sentences:
        voice = _speaker_in(sentence, persons) if sentence.tokens else None
        if voice:
            voices.quoted[sentence.index] = voice
            voices.heard.setdefault(sentence.paragraph, []).append(voice)
    voices.author = _author(doc, offices, voices.quotations)
    return voices


def _labelled(label: str, persons: dict[str, Person], offices: Sequence[Office]) -> tuple[str, str | None] | None:
    """The person whom a label names by surname or by office."""
    words = set(re.findall(r"\w+", label.lower()))
    named = [person for person in persons.values() if words & set(re.findall(r"\w{3,}", person.name.lower()))]
    if len(named) == 1:
        return named[0].party, named[0].name
    title = " ".join(re.findall(r"\w+", label.lower())).removeprefix("the ")
    holders = {office.person: office for office in offices if office.office.lower() == title}
    if len(holders) == 1:
        office = next(iter(holders.values()))
        return office.state, office.person
    return None


def _quotations(doc: ParsedDocument) -> list[tuple[int, int]]:
    """Stretches in double quotation marks, each within one paragraph."""
    found = []
    opened: int | None = None
    for match in re.finditer(r"[\"“”„«»]|\n\s*\n", doc.text):
        mark = match[0]
        if mark.isspace():
            if opened is not None:
                found.append((opened, match.start()))
            opened = None
        elif opened is None and mark in _OPENING:
            opened = match.end()
        elif opened is not None and mark in '"”»':
            found.append((opened, match.start()))
            opened = None
    return found


def _speaker_in(sentence: Sentence, persons: dict[str, Person]) -> tuple[str, str | None] | None:
    """The one who is said to speak in a sentence that holds or ends a quotation."""
    for token in sentence.tokens:
        if token.lemma in _SAYING and token.pos == "VERB":
            for subject in token.children:
                if subject.dep == "nsubj":
                    return _voice_of(subject, sentence, persons)
    return None


def _voice_of(subject: Token, sentence: Sentence, persons: dict[str, Person]) -> tuple[str, str | None] | None:
    mention = mention_at(sentence, subject)
    if mention is not None and mention.person:
        person = persons.get(mention.person)
        return (person.party if person else mention.parties[0]), mention.person
    parties = parties_of(subject, sentence)
    return (parties[0], None) if len(parties) == 1 else None


def _author(doc: ParsedDocument, offices: Sequence[Office], quotations: list[tuple[int, int]]) -> tuple[str, str | None] | None:
    """The party of a release in the first person: its letterhead's, its publisher's, or the government that it calls its own."""
    first = [
        sentence
        for sentence in doc.sentences
        if any(not _inside(quotations, sentence.start_char + found.start()) for found in _AUTHOR.finditer(sentence.text))
    ]
    body = next((part.start_char for part in doc.parts if part.part_type == "body"), 0)
    heads = [office for office in offices if office.end_char <= body and office.quote.isupper()]
    if heads:
        return heads[0].state, heads[0].person
    is_official = doc.document.publisher_class == "official" and doc.document.publisher_state
    if is_official and is_state(str(doc.document.publisher_state)):
        return str(doc.document.publisher_state), None
    if not first:
        return None
    plural = [sentence for sentence in doc.sentences if _AUTHORS.search(sentence.text)]
    named = {
        party
        for sentence in (*first, *plural)
        for mention in sentence.mentions
        if mention.how == "demonym" and doc.text[mention.end_char : mention.end_char + 11] == " Government"
        for party in mention.parties
    }
    return (named.pop(), None) if len(named) == 1 else None


def _inside(spans: list[tuple[int, int]], position: int) -> bool:
    return any(start <= position < end for start, end in spans)


def speaker_at(voices: Voices, sentence: Sentence) -> str | None:
    """Full name of the one who has the floor in a transcript, None outside of one or where he is not known."""
    turn = voices.turns.get(sentence.paragraph)
    voice = voices.by_label.get(turn.label) if turn else None
    return voice[1] if voice else None


def voice_at(voices: Voices, sentence: Sentence, token: Token) -> tuple[str, str | None] | None:
    """Party and, if known, full name of the one who says a word in the first person."""
    turn = voices.turns.get(sentence.paragraph)
    if voices.turns:
        return voices.by_label.get(turn.label) if turn else None
    if _inside(voices.quotations, token.start):
        own = voices.quoted.get(sentence.index)
        heard = set(voices.heard.get(sentence.paragraph, ()))
        return own or (heard.pop() if len(heard) == 1 else None)
    return voices.author
