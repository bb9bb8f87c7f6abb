"""Whom a hostile act struck, where its own words do not say: the one who complains of it, or who suffers it.

"Dushanbe accused Bishkek of shelling a school", "protested at Peru's seizure
of two boats", "Georgia was subjected to Russian aggression": the side that
accuses, protests or suffers is the side that was struck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import find_subjects, is_passive
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_context import find_author, names_third
from bilateral.extraction.event_parties import find_acting
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_objector", "find_sufferer"]

_SAYING = frozenset("say state claim report announce declare add tell".split())
_CARRIED = frozenset(("conj", "xcomp", "pcomp", "pobj", "prep", "dobj", "ccomp", "nsubjpass", "agent"))
"""Edges over which what is complained of hangs on the complaint."""
_ANSWERS = frozenset("protest response retaliation anger reaction answer reprisal complaint outrage objection opposition".split())
_SUFFERING = frozenset("subject suffer face endure experience undergo sustain withstand survive victim target".split())
_SPEECH = frozenset(("ASSAULT", "COERCE"))


def find_objector(doc: ParsedDocument, sentence: Sentence, word: Token, *, actors: list[str]) -> list[str]:
    """The side that complains of an act, and so was struck by it: "accused Lima of seizing two boats".

    Does not take a third party for the victim: the sentence may name no other
    state, and what is only said counts in a document about these two alone.

    Args:
        doc: The document.
        sentence: The sentence.
        word: The verb or noun that tells the act.
        actors: Who acts.

    Returns:
        One state, or nothing.
    """
    acting = states_of(actors)
    above = _complaint_above(word)
    if above is None or len(acting) != 1 or (word.lemma in load_word_class("unnamed", "internal") and above.lemma not in _SAYING):
        return []  # "criticised Samoa's jailing of a journalist" may come from anybody
    said = states_of([party for subject in find_subjects(above) for party in find_acting(subject, sentence)]) - acting
    if len(said) != 1 or not all(map(is_state, said)) or names_third(sentence, said | acting):
        return []
    is_told = above.lemma in _SAYING and said | acting != set(doc.dyad or ())
    return [] if is_told else list(said)


def _complaint_above(word: Token) -> Token | None:
    """The verb of complaint or telling that an act hangs on."""
    below, is_answer = word, False  # "in protest at"
    for above in word.ancestors():
        if below.dep not in _CARRIED:
            return None
        if above.pos == "VERB" and above.lemma in load_word_class("unnamed", "complaining"):
            return above
        if below.dep == "ccomp":
            return above if above.lemma in _SAYING else None
        if above.pos == "VERB" and below.dep not in ("conj", "xcomp"):
            return above if is_answer else None
        is_answer |= above.pos == "NOUN" and above.lemma in _ANSWERS
        below = above
    return None


def find_sufferer(doc: ParsedDocument, sentence: Sentence, noun: Token, *, actors: list[str], event_type: str) -> list[str]:
    """Who is said to suffer what a noun names: "suffered attacks by", "was the victim of", or the author of a speech against the actor.

    Args:
        doc: The document.
        sentence: The sentence.
        noun: An event noun.
        actors: Who acts.
        event_type: The type of the act.

    Returns:
        Party codes, or nothing.
    """
    acting = states_of(actors)
    head = noun.head.head if noun.dep == "pobj" else noun.head
    verb = head.head if head.dep in ("attr", "pobj") else head
    if noun.dep in ("dobj", "pobj") and head.lemma in _SUFFERING and verb.pos in ("VERB", "AUX"):
        subjects = verb.find_children("nsubjpass") if is_passive(verb) else find_subjects(verb)
        found = [party for subject in subjects for party in find_acting(subject, sentence) if state_of(party) not in acting]
        if found:
            return found
    author = find_author(doc)
    is_pair = author is not None and len(acting) == 1 and acting | {author} == set(doc.dyad or ()) and author not in acting
    return [author] if is_pair and author and event_type in _SPEECH and not names_third(sentence, acting | {author}) else []
