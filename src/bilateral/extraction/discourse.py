"""What a text has told so far: the persons, the last subject and the pair of states that later words refer back to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.named_parties import is_person_noun, mention_at, parties_of, state_of
from bilateral.extraction.persons import Person
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence, Token

__all__ = ["FIRST_PERSON", "UNKNOWN", "Memory", "clause_subject", "pair_in", "person_at", "remember", "remember_names", "remember_subject", "states_before"]

FIRST_PERSON = frozenset(["i", "me", "my", "mine", "we", "us", "our", "ours", "myself", "ourselves"])
"""Pronouns of the one who speaks."""

UNKNOWN = ""
"""Name of a person (or thing) whom only a proper noun tells: he may be who "he" is, so that nobody else is."""


@dataclass(slots=True)
class Memory:
    """What the text has told so far."""

    persons: dict[str, Person]
    shown: list[tuple[int, str, bool]] = field(default_factory=list)  # sentence, person, as a subject
    subject: tuple[int, list[str], bool] | None = None  # sentence, parties, plural
    pair: tuple[str, ...] = ()
    dyad: tuple[str, str] | None = None
    has_mr_and_i: tuple[int, int] = (-99, -99)  # paragraph and sentence of the last "X and I"
    i_party: str | None = None
    home: str | None = None  # whose government's text this is: "the President" is its own
    speaker: str | None = None  # who has the floor in a transcript: never "he"


def person_at(sentence: Sentence, token: Token, memory: Memory) -> Person | None:
    """The person whom a word names, None if it names none."""
    mention = mention_at(sentence, token)
    if mention is None or not mention.person:
        return None
    return memory.persons.get(mention.person) or (Person(mention.person, mention.parties[0]) if mention.parties else None)


def clause_subject(token: Token) -> Token | None:
    """The subject of the clause in which a word stands, if it is not the word itself."""
    for word in token.ancestors():
        if word.pos in ("VERB", "AUX"):
            return next((subject for subject in find_subjects(word) if subject is not token), None)
    return None


def states_before(sentence: Sentence, token: Token) -> list[str]:
    """Parties named before a word in its sentence, in text order; persons and pronouns are left out."""
    found = {
        party: None
        for mention in sentence.mentions
        if mention.end_char <= token.start and not mention.person and mention.how not in ("anaphor", "pronoun")
        for party in mention.parties
    }
    return list(found)


def pair_in(sentence: Sentence) -> tuple[str, ...]:
    """The two states of a sentence that names just two."""
    named = {state_of(party): None for mention in sentence.mentions if mention.how != "talks" for party in mention.parties if is_state(state_of(party))}
    return tuple(named) if len(named) == 2 else ()  # noqa: PLR2004 - a pair


def _is_vocative(sentence: Sentence, token: Token, memory: Memory) -> bool:
    """Whether a person is addressed: "Mr Howard, what is your message"."""
    after = sentence.tokens[token.i + 1].text if token.i + 1 < len(sentence.tokens) else ""
    has_you = any(word.lower in ("you", "your") for word in sentence.tokens)
    del memory
    return after == "," and has_you and token.i < 4  # noqa: PLR2004 - title and name


def _is_according(token: Token) -> bool:
    """Whether a word stands in "according to …"."""
    return token.dep == "pobj" and token.head.lower == "to" and token.head.head.lower == "according"


def _is_inverted(token: Token) -> bool:
    """Whether a word is the subject behind a word of saying, which the parser may take for its object: "said a researcher"."""
    return token.dep in ("dobj", "attr") and token.head.lemma in ("say", "add", "note", "explain", "argue", "warn", "comment") and not token.head.find_children("nsubj")


def remember(memory: Memory, sentence: Sentence, token: Token) -> None:
    """Take up a person when his last word has been read, and "X and I"."""
    if token.lower == "i" and token.dep == "conj":
        other = mention_at(sentence, token.head)
        memory.has_mr_and_i = (sentence.paragraph, sentence.index)
        memory.i_party = other.parties[0] if other is not None and other.parties else None
    mention = mention_at(sentence, token)
    is_unknown = (mention is None and token.tag == "NNP") or ((mention is None or not mention.person) and token.tag == "NN" and is_person_noun(token))
    if is_unknown and (token.dep == "nsubj" or _is_according(token) or _is_inverted(token)):
        memory.shown.append((sentence.index, UNKNOWN, True))
    if mention is None or not mention.person or mention.end_char != token.end or _is_vocative(sentence, token, memory):
        return
    head = token
    while head.dep == "compound" and head.head is not head:
        head = head.head
    is_subject = head.dep in ("nsubj", "nsubjpass", "agent") or _is_according(head)
    memory.persons.setdefault(mention.person, Person(mention.person, mention.parties[0]))
    memory.shown.append((sentence.index, mention.person, is_subject))


def remember_names(memory: Memory, sentence: Sentence) -> None:
    """Take up the persons of a sentence that was not parsed."""
    for mention in sentence.mentions:
        if mention.person and mention.parties:
            memory.persons.setdefault(mention.person, Person(mention.person, mention.parties[0]))
            memory.shown.append((sentence.index, mention.person, False))


def remember_subject(memory: Memory, sentence: Sentence) -> None:
    """Take up the subject of the main clause, and the pair of states that the sentence is about."""
    pair = pair_in(sentence)
    if pair:
        memory.pair = pair
    root = sentence.root
    if root is None:
        return
    heads = _main_subjects(root)
    if not heads:
        memory.subject = None
        return
    if heads[0].lower in FIRST_PERSON:
        named = states_before(sentence, sentence.tokens[-1])
        memory.subject = (sentence.index, named, False) if len(named) == 1 else None
        return
    persons = [head for head in heads if person_at(sentence, head, memory)]
    if persons and len(heads) == 1:
        return
    parties = list(dict.fromkeys(party for head in heads for party in parties_of(head, sentence)))
    is_plural = len(heads) > 1 or len(parties) > 1 or heads[0].tag in ("NNS", "NNPS")
    memory.subject = (sentence.index, parties, is_plural) if parties else None


def _main_subjects(root: Token) -> Sequence[Token]:
    subjects = find_subjects(root)
    if subjects:
        return subjects
    return [word for child in root.children if child.dep == "ccomp" for word in find_subjects(child)]
