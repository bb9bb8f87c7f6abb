"""What an official says against another state without a word of blame: harm that it does, and what it has failed to do.

"The American sanctions have cost us billions", "Tokyo has not opened its
market", "Ankara refuses to honour the accord": whoever says so for a state
blames the other (GUIDE, "events": ACCUSE is criticise, blame, express
dissatisfaction). "We will resist any incursion" threatens, "we cannot accept
this" rejects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import find_subjects, is_negated, is_passive
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_parties import find_acting, find_owners
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_topic", "is_defiant", "is_exposed", "is_failing", "is_harm", "is_refusal", "who_harms"]

_REACH = 3
"""Sentences over which a speaker goes on speaking of another state."""
_WILL = frozenset(("will", "would", "shall", "'ll", "’ll", "can", "could", "wo", "ca"))
_GUESSED = frozenset(("would", "could", "may", "might", "should", "must", "can", "to", "will", "'ll"))


def is_exposed(word: Token) -> bool:
    """Whether a wrong is said to be there, with nobody named: "there have been new provocations", "that is an occupation".

    Args:
        word: A word.
    """
    if word.pos != "NOUN" or word.dep != "attr" or word.lemma not in load_word_class("unnamed", "wrongs"):
        return False
    verb = word.head
    opens = any(child.dep == "expl" or (child.dep == "nsubj" and child.lower in ("this", "that", "these", "those")) for child in verb.children)
    is_open = any(child.dep == "aux" and child.lower in _GUESSED for child in verb.children) or is_negated(verb) or any(child.lower in ("no", "any") for child in word.children)
    return verb.lemma == "be" and opens and not is_open and not any(child.dep == "prep" and child.lower in ("by", "of", "in", "from") for child in word.children)


def find_topic(doc: ParsedDocument, sentence: Sentence, speaker: str) -> list[str]:
    """The other state of which a speaker has been speaking: the one state beside his own that the paragraph's last sentences name.

    Args:
        doc: The document.
        sentence: A sentence.
        speaker: The state that speaks.

    Returns:
        The other state of the document's pair, or nothing.
    """
    named: set[str] = set()
    for index in range(sentence.index, max(-1, sentence.index - _REACH - 1), -1):
        before = doc.sentences[index]
        if before.paragraph != sentence.paragraph:
            break
        named |= {state_of(party) for mention in before.mentions for party in mention.parties if is_state(state_of(party))}
    others = named - {speaker}
    return list(others) if len(others) == 1 and speaker in (doc.dyad or ()) and others <= set(doc.dyad or ()) else []


def is_harm(verb: Token) -> bool:
    """Whether a verb tells that something hurts: "have cost our farmers", "threatens regional peace".

    Args:
        verb: A word.
    """
    if verb.lemma not in load_word_class("reproach", "harming") or verb.pos != "VERB" or verb.dep in ("amod", "relcl", "acl") or is_passive(verb) or is_negated(verb):
        return False
    objects = verb.find_children("dobj")
    if any(child.dep == "aux" and child.lower in _GUESSED for child in verb.children) or any(child.dep == "mark" and child.lower in ("if", "unless", "whether") for child in verb.children):
        return False
    is_own = any(child.lower in ("his", "her", "its", "their", "own") for word in objects for child in word.children)  # "has hurt its own standing"
    return bool(objects) and not is_own and not any(deep.lemma.lower() in load_word_class("reproach", "ills") for word in objects for deep in word.subtree())


def is_failing(verb: Token) -> bool:
    """Whether a verb tells that something owed has not been done: "has not opened its market", "refuses to honour".

    Args:
        verb: A word.
    """
    if (verb.lemma not in load_word_class("reproach", "owed") and verb.lemma not in load_word_class("reproach", "failing")) or verb.pos != "VERB" or verb.dep in ("relcl", "acl", "advcl") or is_passive(verb):
        return False
    if any(child.dep == "aux" and child.lower in _GUESSED for child in verb.children) or any(child.dep == "mark" and child.lower in ("if", "unless", "whether") for child in verb.children):
        return False
    if verb.lemma in load_word_class("reproach", "failing"):
        return not is_negated(verb) and any(clause.lemma in load_word_class("reproach", "owed") for clause in verb.find_children("xcomp"))
    has_past = any(child.dep == "aux" and child.lemma in ("have", "do", "be") for child in verb.children)
    return verb.lemma in load_word_class("reproach", "owed") and has_past and any(child.dep == "neg" for child in verb.children)


def is_defiant(verb: Token) -> bool:
    """Whether a verb announces resistance: "we will resist", "would defend its rights".

    Args:
        verb: A word.
    """
    if verb.lemma not in load_word_class("reproach", "resisting") or verb.pos != "VERB" or is_negated(verb):
        return False
    return verb.lemma != "defend" or any(word.lemma in load_word_class("reproach", "own") and any(child.dep == "poss" for child in word.children) for word in verb.find_children("dobj"))


def is_refusal(verb: Token) -> bool:
    """Whether a verb says that something will not be granted: "we cannot accept this", "will never yield".

    Args:
        verb: A word.
    """
    if verb.lemma not in load_word_class("reproach", "refused") or verb.pos != "VERB" or is_passive(verb) or verb.dep in ("relcl", "acl", "advcl"):
        return False
    return any(child.dep == "neg" for child in verb.children) and any(child.dep == "aux" and child.lower in _WILL for child in verb.children)


def who_harms(sentence: Sentence, verb: Token, speaker: str) -> list[str]:
    """The one other state that a clause of a state's own words reproaches: its subject, or whose thing the subject is.

    Args:
        sentence: The clause's sentence.
        verb: A verb of harm or of something not done.
        speaker: The state that speaks.

    Returns:
        Its party codes, or nothing.
    """
    subjects = find_subjects(verb)
    if len(subjects) != 1:
        return []
    parties = find_acting(subjects[0], sentence) or ([] if subjects[0].pos == "PRON" else find_owners(subjects[0], sentence, ("of", "by", "from")))
    states = states_of(parties)
    is_one = len(states) == 1 and speaker not in states and is_state(state_of(parties[0]))
    return list(dict.fromkeys(parties)) if is_one and not any(party.endswith(("/CVL", "/OPP", "/REB", "/BUS", "/EDU", "/MED")) for party in parties) else []
