"""Visits whose destination is "here": "arrived here for talks", "the visiting Peruvian minister".

Where "here" is, is told by the report's dateline or beside the word ("here in
Lima").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, parties_of, state_of
from bilateral.extraction.clauses import clause_span, find_objects, find_realis, find_subjects, is_passive
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_parties import find_parties
from bilateral.extraction.home_state import find_dateline_state
from bilateral.vocabulary.predicates import load_word_class

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention

__all__ = ["find_visits"]

_COMING = frozenset("arrive come fly travel return land visit".split())
_EXPECTED_OR_MET = frozenset("expect await welcome receive greet meet host".split())
_JOURNEYS = frozenset("visit trip journey stay tour arrival".split())
_TALKING = frozenset("talk negotiation consultation meeting visit summit discussion ceremony exercise".split())
_VISIT_MARKS = frozenset(("visit",))


def find_visits(doc: ParsedDocument, sentence: Sentence, taken: frozenset[int]) -> list[Act]:
    """Find visits to the place where the report was written.

    Does not take "here" for a place in a text without a dateline, unless a
    place stands beside it, nor anybody but persons and delegations for visitors.

    Args:
        doc: The document.
        sentence: A sentence.
        taken: Indexes of the words that belong to an act already.

    Returns:
        Acts in text order.
    """
    acts = []
    for token in sentence.tokens:
        act = None
        if token.lower in ("here", "there") and token.dep in ("advmod", "prep", "pcomp"):
            act = _visit_there(doc, sentence, token) if token.head.lemma in _JOURNEYS else _visit_here(doc, sentence, token)
        elif token.lower == "in" and token.dep == "prep" and token.head.lemma == "be":
            act = _being_in(sentence, token)
        elif token.lower == "in" and token.dep == "prep" and token.head.pos in ("NOUN", "PROPN"):
            act = _guest_in(sentence, token)
        elif token.lower in ("in", "at") and token.dep == "prep" and token.head.tag == "VBN" and token.head.lemma in _EXPECTED_OR_MET:
            act = _received_in(sentence, token)
        elif token.lower == "visiting" and token.dep == "amod":
            act = _visiting(doc, sentence, token)
        if act is not None and act.head.i not in taken:
            acts.append(act)
    return acts


def _visit_here(doc: ParsedDocument, sentence: Sentence, here: Token) -> Act | None:
    """Read "arrived here for talks", "who is here to discuss": the subject visits the state that "here" lies in."""
    verb = here.head if here.head.pos in ("VERB", "AUX") else here.head.head
    is_stay = verb.lemma == "be" and any(child.dep in ("advcl", "xcomp") or (child.dep == "prep" and child.lower in ("for", "on")) for child in (*verb.children, *here.children) if child is not here)
    if verb.lemma not in _COMING and not is_stay:
        return None
    visitors = [party for subject in find_subjects(verb) if _is_visitor(subject, sentence) for party in find_parties(subject, sentence)]
    return _make(sentence, verb, (visitors, _state_of_here(doc, sentence, here)), verb)


def _visit_there(doc: ParsedDocument, sentence: Sentence, there: Token) -> Act | None:
    """Read "talked about the secretary's recent visit there": the state named last before it was visited."""
    noun = there.head
    visitors = [party for owner in noun.find_children("poss") for party in find_parties(owner, sentence)]
    host = _state_of_here(doc, sentence, there) if there.lower == "here" else _last_named(doc, sentence, there, visitors)
    act = _make(sentence, noun, (visitors, host), None)
    if act is not None:
        act.span, act.is_anaphoric = (min(word.start for word in noun.subtree()), there.end), False
        act.realis = find_realis(noun)
    return act


def _last_named(doc: ParsedDocument, sentence: Sentence, there: Token, visitors: list[str]) -> str | None:
    """The one state named by its name last before a word, in its sentence or the one before."""
    for index in (sentence.index, sentence.index - 1):
        mentions = [mention for mention in (doc.sentences[index].mentions if index >= 0 else ()) if mention.end_char <= there.start and mention.how in ("name", "capital") and len(mention.parties) == 1]
        states = [state_of(mention.parties[0]) for mention in mentions if state_of(mention.parties[0]) not in states_of(visitors)]
        if states:
            return states[-1]
    return None


def _being_in(sentence: Sentence, prep: Token) -> Act | None:
    """Read "the director will be in Lima this weekend": a person abroad at a time is on a visit."""
    verb = prep.head
    low, high = clause_span(verb)
    pobj = next(iter(prep.find_children("pobj")), None)
    mention = mention_at(sentence, pobj) if pobj is not None else None
    has_time = any(time.period and low <= time.start_char < high for time in sentence.times)
    if pobj is None or not (has_time or _is_there_to_talk(verb, pobj)):
        return None
    return _stay(sentence, verb, pobj, mention=mention)


def _guest_in(sentence: Sentence, prep: Token) -> Act | None:
    """Read "the Irish premier, in London for talks, said": a person who is somewhere to talk is on a visit."""
    guest = prep.head
    pobj = next(iter(prep.find_children("pobj")), None)
    if pobj is None or not _is_visitor(guest, sentence) or not (_is_there_to_talk(prep, pobj) or _is_there_to_talk(guest, pobj)):
        return None
    mention = mention_at(sentence, pobj)
    hosts = [state_of(party) for party in mention.parties] if mention is not None and mention.how in ("name", "capital") else []
    hosts = hosts or [place.state for place in sentence.places if place.start_char <= pobj.start < place.end_char and place.state]
    act = _make(sentence, prep, (parties_of(guest, sentence), hosts[0] if len(hosts) == 1 else None), None)
    if act is not None:
        act.span, act.is_anaphoric, act.target = (prep.start, max(word.end for holder in (prep, *(child for child in guest.children if child.dep == "prep" and child.lower == "for")) for word in holder.subtree())), False, pobj
    return act


def _is_there_to_talk(verb: Token, pobj: Token) -> bool:
    """Whether one is somewhere "for talks"."""
    preps = [prep for holder in (verb, pobj) for prep in holder.find_children("prep") if prep.lower == "for"]
    return any(word.lemma in _TALKING for prep in preps for word in prep.find_children("pobj"))


def _received_in(sentence: Sentence, prep: Token) -> Act | None:
    """Read "the premier is expected in Lima", "the president was welcomed in Hanoi"."""
    verb = prep.head
    pobj = next(iter(prep.find_children("pobj")), None)
    if pobj is None or not any(child.dep == "auxpass" for child in verb.children) or verb.find_children("agent"):
        return None
    act = _stay(sentence, verb, pobj, mention=mention_at(sentence, pobj))
    if act is not None and verb.lemma in ("expect", "await") and act.realis == "happened":
        act.realis = "planned"
    return act


def _stay(sentence: Sentence, verb: Token, pobj: Token, *, mention: Mention | None) -> Act | None:
    """The visit of a verb's subject to a place."""
    hosts = [state_of(party) for party in mention.parties] if mention is not None and mention.how in ("name", "capital") else []
    hosts = hosts or [place.state for place in sentence.places if place.start_char <= pobj.start < place.end_char and place.state]
    subjects = find_objects(verb) if is_passive(verb) else find_subjects(verb)
    visitors = [party for subject in subjects if _is_visitor(subject, sentence) for party in find_parties(subject, sentence)]
    return _make(sentence, verb, (visitors, hosts[0] if len(hosts) == 1 else None), verb)


def _visiting(doc: ParsedDocument, sentence: Sentence, token: Token) -> Act | None:
    """Read "the visiting Peruvian minister": he visits the state where the report was written."""
    guest = token.head
    visitors = parties_of(guest, sentence) if _is_visitor(guest, sentence) else []
    return _make(sentence, token, (visitors, find_dateline_state(doc)), None)


def _make(sentence: Sentence, head: Token, sides: tuple[list[str], str | None], clause: Token | None) -> Act | None:
    visitors, host = sides
    if not visitors or host is None or len(states_of(visitors)) != 1 or host in states_of(visitors):
        return None
    realis = find_realis(head) if clause is not None else "happened"
    span = clause_span(clause) if clause is not None else (head.start, head.head.end)
    return Act(
        sentence, head, clause, list(visitors), [host], "CONSULT", "visit", "042", realis, span, "visit here", _VISIT_MARKS,
        frozenset((head.i,)), is_anaphoric=clause is None,
    )  # fmt: skip


def _is_visitor(word: Token, sentence: Sentence) -> bool:
    """Whether a word is a person or a delegation."""
    mention = mention_at(sentence, word)
    return (mention is not None and bool(mention.person)) or word.lemma.lower() in load_word_class("unnamed", "visitors")


def _state_of_here(doc: ParsedDocument, sentence: Sentence, here: Token) -> str | None:
    """The state of "here in Lima", else of the dateline."""
    pobjs = {pobj.start for holder in (here, here.head) for prep in holder.find_children("prep") if prep.lower in ("in", "at") for pobj in prep.find_children("pobj")}
    for place in sentence.places:
        if any(place.start_char <= start < place.end_char for start in pobjs):
            return place.state
    for mention in sentence.mentions:
        if any(mention.start_char <= start < mention.end_char for start in pobjs) and mention.how in ("name", "capital") and len(mention.parties) == 1:
            return state_of(mention.parties[0])
    return find_dateline_state(doc)
