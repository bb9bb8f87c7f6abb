"""Who says "I" and "we": the speaker of a turn, of a quotation, or the author of a release."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from bilateral.extraction.joint_texts import find_joint_pair, find_only_two
from bilateral.extraction.known_names import name_index
from bilateral.extraction.named_parties import mention_at, parties_of, state_of
from bilateral.extraction.plenary_speeches import find_plenary_author
from bilateral.extraction.speech_author import find_met_in_title, find_speech_author
from bilateral.extraction.speech_leanings import find_leaning_author
from bilateral.extraction.transcripts import find_turns
from bilateral.extraction.turn_voices import ADDRESSED_BY_NAME, find_turn_voices, find_turns_with
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilateral.extraction.persons import Person
    from bilateral.extraction.transcripts import Turn
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Office

__all__ = ["Voices", "hear_voices", "inside", "is_addressed", "part_at", "speaker_at", "voice_at"]

_OPENING = '"“„«'
_SAYING = frozenset(["say", "tell", "add", "note", "state", "stress", "announce", "declare", "write", "explain", "argue", "warn", "claim", "insist", "emphasize", "emphasise", "reiterate", "continue", "conclude", "remark", "reply", "answer", "admit", "believe"])
_AUTHOR = re.compile(r"\b(?:I|my|My|We|we|Our|our)\b")
_VOCATIVE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Madam|Madame|Mister)\.? (?:Vice )?(?:President|Prime Minister|Chancellor|Premier|Secretary|Minister|Ambassador|Foreign Minister|Taoiseach)\b"
    r"|\bYour (?:Excellency|Majesty|Highness|Royal Highness)\b|\b(?:President|Prime Minister|Premier|Chancellor|Minister)(?: [A-Z][\w'-]+)?, (?:thank|you|your|I|we|it|welcome)\b)"
)  # Mr. President |  Your Majesty |  Prime Minister, thank you


@dataclass(slots=True)
class Voices:
    """Who speaks where: by paragraph of a transcript, by sentence of a report with quotations, else the author's party."""

    turns: dict[int, Turn] = field(default_factory=dict)
    by_label: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)  # label -> the state spoken with
    answering: dict[int, str] = field(default_factory=dict)  # start of a question -> the party that answers it
    quoted: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    after_question: set[int] = field(default_factory=set)  # starts of parts that answer a question
    told: dict[int, str] = field(default_factory=dict)  # sentence -> the party to which its quotation is said
    heard: dict[int, list[tuple[str, str | None]]] = field(default_factory=dict)
    quotations: list[tuple[int, int]] = field(default_factory=list)
    author: tuple[str, str | None] | None = None
    author_other: str | None = None  # the state that the author's text is about
    author_guest: str | None = None  # the state that its title says is spoken to
    joint: tuple[str, ...] = ()  # the two who issue a joint text
    addressed: set[int] = field(default_factory=set)  # paragraphs in which somebody is addressed by his title


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
    if voices.turns:
        voices.addressed = _addressed_turns(doc, voices.turns)
        voices.by_label = find_turn_voices(doc, voices.turns, persons, offices=offices)
        voices.others = find_turns_with(doc, voices.turns, voices.by_label, persons=persons)
        _pair_questions(voices)
        return voices
    voices.quotations = _quotations(doc)
    for sentence in doc.sentences:
        if sentence.tokens:
            _hear(voices, sentence, persons)
    voices.joint = find_joint_pair(doc)
    voices.author = _author(doc, offices, voices.quotations)
    if voices.author:
        voices.author_other = _author_other(doc, voices.author[0])
        voices.author_guest = voices.author_other if voices.author_other in find_met_in_title(doc) else None
        voices.addressed = _addressed(doc) if voices.author_guest else set()
    return voices


def _addressed(doc: ParsedDocument) -> set[int]:
    """Paragraphs in which somebody is addressed by his title."""
    return {sentence.paragraph for sentence in doc.sentences if _VOCATIVE.search(sentence.text) or ADDRESSED_BY_NAME.search(sentence.text)}


def _addressed_turns(doc: ParsedDocument, turns: Mapping[int, Turn]) -> set[int]:
    """The same in a transcript, with the paragraphs that follow in the turn of the same speaker."""
    found = _addressed(doc)
    for before, paragraph in pairwise(sorted(turns)):
        goes_on = turns[before].label == turns[paragraph].label and not turns[before].later and not turns[paragraph].is_question
        if before in found and goes_on:
            found.add(paragraph)
    return found


def _pair_questions(voices: Voices) -> None:
    """Who answers each question: the next known speaker."""
    answering = None
    parts = [part for turn in voices.turns.values() for part in (turn, *turn.later)]
    for part in reversed(parts):
        if not part.is_question:
            voice = voices.by_label.get(part.label)
            answering = voice[0] if voice else None
        elif answering:
            voices.answering[part.start] = answering
    asked = None
    for before, part in pairwise(parts):
        if before.is_question and not part.is_question:
            asked = part.label
        asked = asked if part.label == asked else None
        if asked:
            voices.after_question.add(part.start)


def _author_other(doc: ParsedDocument, own: str) -> str | None:
    """The one state that a release is about beside the author's: in its title, else in a government's text about two."""
    states = {state_of(party) for known in name_index().find(doc.document.title or "") for party in known.entry.parties}
    others = {state for state in (find_met_in_title(doc) or states) if is_state(state) and state != state_of(own)}
    if not others and doc.document.publisher_class == "official":
        others = {state for state in find_only_two(doc) if state != state_of(own)}
    return others.pop() if len(others) == 1 else None


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


def _hear(voices: Voices, sentence: Sentence, persons: dict[str, Person]) -> None:
    """The one who is said to speak in a sentence that holds or ends a quotation, and to whom."""
    for token in sentence.tokens:
        if token.lemma not in _SAYING or token.pos != "VERB":
            continue
        subject = next((child for child in token.children if child.dep == "nsubj"), None)
        if subject is None:
            continue
        voice = _voice_of(subject, sentence, persons)
        if voice:
            voices.quoted[sentence.index] = voice
            voices.heard.setdefault(sentence.paragraph, []).append(voice)
        told = [party for child in token.children if child.dep in ("dobj", "dative") for party in parties_of(child, sentence)]
        if len(told) == 1:
            voices.told[sentence.index] = told[0]
        return


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
        if any(not inside(quotations, sentence.start_char + found.start()) for found in _AUTHOR.finditer(sentence.text))
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
    own = find_speech_author(doc) or find_plenary_author(doc) or find_leaning_author(doc)
    return (own, None) if own else None


def inside(spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a character stands in one of some stretches.

    Args:
        spans: Stretches, by first character and one past the last.
        position: The character.
    """
    return any(start <= position < end for start, end in spans)


def part_at(voices: Voices, sentence: Sentence, token: Token | None = None) -> Turn | None:
    """The turn in which a word stands, or a sentence begins; None outside of a transcript.

    Args:
        voices: Who speaks where.
        sentence: The sentence.
        token: Its word, if it matters.
    """
    turn = voices.turns.get(sentence.paragraph)
    if turn is None or not turn.later:
        return turn
    position = token.start if token is not None else sentence.end_char - 1
    return next((part for part in reversed((turn, *turn.later)) if part.start <= position), turn)


def speaker_at(voices: Voices, sentence: Sentence) -> str | None:
    """Full name of the one who has the floor in a transcript, None outside of one or where he is not known."""
    turn = part_at(voices, sentence)
    voice = voices.by_label.get(turn.label) if turn else None
    return voice[1] if voice else None


def voice_at(voices: Voices, sentence: Sentence, token: Token) -> tuple[str, str | None] | None:
    """Party and, if known, full name of the one who says a word in the first person."""
    if voices.turns:
        turn = part_at(voices, sentence, token)
        return voices.by_label.get(turn.label) if turn and not turn.is_question else None
    if inside(voices.quotations, token.start):
        own = voices.quoted.get(sentence.index)
        heard = set(voices.heard.get(sentence.paragraph, ()))
        return own or (heard.pop() if len(heard) == 1 else None)
    return voices.author


def is_addressed(voices: Voices, sentence: Sentence) -> bool:
    """Whether somebody is addressed by his title in a sentence's paragraph: "Mr. President, your visit".

    Args:
        voices: Who speaks where.
        sentence: The sentence.
    """
    return sentence.paragraph in voices.addressed
