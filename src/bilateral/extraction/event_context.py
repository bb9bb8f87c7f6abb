"""Whom a clause means that names one side or none: "we", "you", "it was a pleasure to meet", in a text about two states.

A press conference, a readout or a release about a visit names its two sides
at the beginning and then says "we agreed", "our meeting", "I welcome you".
Such words are read as both sides, or as the other side, only where the
document is about two states and the sentence names no third.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_parties import is_bilateral, other_side
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_addressed", "find_aggressor", "find_author", "find_partner", "find_speaker", "find_victim", "is_meeting_report", "is_shared_verb", "names_third"]

_FIRST = frozenset(("i", "we", "my", "our", "me", "us"))
_OURS = frozenset(("our", "us", "my", "we", "ours"))
_PLURAL = frozenset(("we", "they", "both"))
_WILLING = frozenset("want intend plan hope agree wish continue begin start manage decide expect propose aim go commit seek".split())
_FAR = 12
"""Sentences of a paragraph that a reader still has in mind."""
_NEAR = 3
"""Sentences of a paragraph in which the speaker last said "I" or "we"."""
_OWN_WORDS = 3
"""First-person words by which a text is its author's own."""
_ADDRESS = re.compile(
    r"\b(?:(?:Mr\.?|Madam|Dear|Your) (?:Vice )?(?:President|Prime Minister|Premier|Chancellor|Chairman|Minister|Secretary|Speaker|Ambassador)|Your (?:Excellency|Majesty|Highness|Eminence)"
    r"|Excellency|Prime Minister,|President [A-Z]\w+,|Prime Minister [A-Z]\w+,|Premier [A-Z]\w+,|Chancellor [A-Z]\w+,)"
)  # Mr. President, Your Excellency


_MEETING = re.compile(
    r"\bjoint (?:\w+ ){0,2}(?:statement|declaration|communiqu[eé]|announcement|press|news|remarks|conference|vision|release|commission)\b|\bread-?out\b|\bbilateral\b"
    r"|\b(?:meeting|talks|call|conference|conversation|summit|remarks|statement) (?:of|with|between|and)\b|\bvisit (?:of|by|to)\b|\b(?:president|prime minister|premier|chancellor|king)\b.*\band\b.*\b(?:president|prime minister|premier|chancellor|king)\b"
    r"|\bcommuniqu[eé]\b|\bdeclaration\b",
    re.IGNORECASE,
)  # Joint Statement, Readout of the President's Call with


def is_meeting_report(doc: ParsedDocument) -> bool:
    """Whether a document is a report, by its title, of what two sides did together.

    Args:
        doc: The document.
    """
    return bool(_MEETING.search(doc.document.title or "")) and is_bilateral(doc)


def find_speaker(doc: ParsedDocument, sentence: Sentence) -> list[str]:
    """The side of the one who says a sentence: that of its "I" or "we", or of the last one in the paragraph.

    Args:
        doc: The document.
        sentence: A sentence.

    Returns:
        One party code, or nothing.
    """
    for index in range(sentence.index, max(-1, sentence.index - _NEAR - 1), -1):
        before = doc.sentences[index]
        if before.paragraph != sentence.paragraph:
            break
        for mention in before.mentions:
            if mention.how == "pronoun" and mention.quote.lower() in _FIRST and len(mention.parties) == 1:
                return list(mention.parties)
    return []


def find_author(doc: ParsedDocument) -> str | None:
    """The state that speaks throughout a text in the first person: a speech or release.

    Does not name anybody in a text with several speakers.

    Args:
        doc: The document with its pronouns resolved.
    """
    voices = Counter(
        state_of(mention.parties[0])
        for sentence in doc.sentences
        for mention in sentence.mentions
        if mention.how == "pronoun" and len(mention.parties) == 1 and mention.quote.lower() in _FIRST
    )
    return next(iter(voices)) if len(voices) == 1 and voices.total() >= _OWN_WORDS else None


def find_victim(doc: ParsedDocument, sentence: Sentence, actors: list[str]) -> list[str]:
    """The side that a hostile act strikes, where one of "us" tells it without a name: "they threatened investors and stifled our growth".

    Args:
        doc: The document.
        sentence: A sentence.
        actors: Who acts.

    Returns:
        The speaker's state, where he says "our" in the sentence and speaks of the other side of the document's pair; or nothing.
    """
    acting = states_of(actors)
    said = _says_ours(sentence)
    pair = set(doc.dyad or ())
    return [said] if said and len(acting) == 1 and acting != {said} and acting | {said} == pair else []


def find_aggressor(doc: ParsedDocument, sentence: Sentence, recipients: list[str]) -> list[str]:
    """Who strikes "us" where the clause does not say: "our fish are being stolen", in a speech against the other side.

    Args:
        doc: The document.
        sentence: A sentence.
        recipients: Who is struck.

    Returns:
        The other state of the document's pair, or nothing.
    """
    said = _says_ours(sentence)
    if not said or states_of(recipients) != {said} or said not in (doc.dyad or ()) or find_author(doc) != said:
        return []
    return [state for state in doc.dyad or () if state != said]


def _says_ours(sentence: Sentence) -> str | None:
    """The state of the speaker who says "our" or "us" in a sentence."""
    found = {state_of(mention.parties[0]) for mention in sentence.mentions if mention.how == "pronoun" and len(mention.parties) == 1 and mention.quote.lower() in _OURS}
    state = next(iter(found)) if len(found) == 1 else None
    return state if state and is_state(state) else None


def find_partner(doc: ParsedDocument, sentence: Sentence, actors: list[str], *, verb: Token) -> list[str]:
    """The other side of what "we" or "they" did together: "we agreed on a plan".

    Does not read "we" where the sentence names a third state or the document
    is not about two.

    Args:
        doc: The document.
        sentence: The sentence.
        actors: The one side that the subject stands for.
        verb: The verb; an infinitive counts only after "want to", "intend to" and the like.

    Returns:
        The other state, or nothing.
    """
    subjects = find_subjects(verb)
    is_plural = bool(subjects) and all(subject.lower in _PLURAL for subject in subjects)
    if not (is_plural or verb.lemma == "agree") or not _is_own_deed(verb) or _is_idle(verb):
        return []
    if any(subject.head.dep == "relcl" and subject.head.tag in ("VBP", "VBZ") for subject in subjects):
        return []  # "the matters on which we cooperate" tells no act
    other = other_side(doc, actors)
    if other and not (is_meeting_report(doc) or _is_at_hand(doc, sentence, other[0])):
        return []
    return [] if not other or names_third(sentence, states_of(actors) | states_of(other)) else other


def _is_at_hand(doc: ParsedDocument, sentence: Sentence, state: str) -> bool:
    """Whether a paragraph has named a state up to a sentence, or the two sentences before it have."""
    near = (before for before in doc.sentences[max(0, sentence.index - _FAR) : sentence.index + 1] if before.paragraph == sentence.paragraph or sentence.index - before.index <= 2)  # noqa: PLR2004
    return any(state_of(party) == state for before in near for mention in before.mentions for party in mention.parties)


def _is_own_deed(verb: Token) -> bool:
    """Whether a verb has its subject beside it, or takes it from one of will or success: "we want to sign", not "we came to discuss"."""
    while verb.dep == "conj" and verb.head.pos == "VERB":
        verb = verb.head
    if any(child.dep in ("nsubj", "nsubjpass") for child in verb.children):
        return True
    return verb.dep == "xcomp" and verb.head.lemma in _WILLING and any(child.dep == "nsubj" for child in verb.head.children)


def _is_idle(verb: Token) -> bool:
    """Whether a verb tells no deed of two: "I agree with you", "we're talking about money"."""
    if verb.lemma == "agree" and verb.tag in ("VBP", "VBZ"):
        return True
    if verb.lemma == "speak" and verb.find_children("prep"):
        return True  # "they don't speak for us"
    return verb.lemma == "talk" and verb.tag == "VBG" and any(child.dep == "aux" and child.tag in ("VBP", "VBZ") for child in verb.children)


def names_third(sentence: Sentence, sides: frozenset[str]) -> bool:
    """Whether a sentence names a state that is on neither side.

    Args:
        sentence: The sentence.
        sides: States of the two sides.
    """
    return any(is_state(state_of(party)) and state_of(party) not in sides for mention in sentence.mentions if mention.how != "pronoun" for party in mention.parties)


def find_addressed(doc: ParsedDocument, sentence: Sentence, word: Token, *, actors: list[str]) -> list[str]:
    """The side that "you" is, where the speaker addresses the other side by his title: "I welcome you, Mr President".

    Args:
        doc: The document.
        sentence: The sentence.
        word: The word in the recipient's slot.
        actors: The speaker's side.

    Returns:
        The other state of the document's pair, or nothing.
    """
    if word.lower not in ("you", "yourself") and not any(deep.lower in ("you", "your") for deep in word.subtree()):
        return []
    near = [other.text for other in doc.sentences[max(0, sentence.index - 1) : sentence.index + 1] if other.paragraph == sentence.paragraph]
    if not any(_ADDRESS.search(text.replace("\n", " ")) for text in near):
        return []
    return other_side(doc, actors)


def is_shared_verb(lemma: str) -> bool:
    """Whether a verb tells what two do together: "agree", "discuss".

    Args:
        lemma: The verb.
    """
    return lemma in load_word_class("unnamed", "shared")
