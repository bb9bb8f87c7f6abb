"""The two sides of an act that a noun tells of both: "talks between Chad and Niger", "our treaty", "the close cooperation with Peru".

The second side comes from the context only where a word says that both are meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import find_objects, find_subjects
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_context import find_author, find_speaker, is_meeting_report, names_third
from bilateral.extraction.event_noun_phrases import (
    find_members,
    find_named_below,
    find_prepositions,
    find_visitor,
    noun_span,
    unique,
)
from bilateral.extraction.event_parties import (
    belongs_to_both,
    find_acting,
    find_parties,
    is_bilateral,
    names_pair,
    other_side,
    split_sides,
)
from bilateral.vocabulary.predicates import load_word_class

if TYPE_CHECKING:
    from bilateral.extraction.event_noun_phrases import Phrase
    from bilateral.parsed import ParsedDocument, Token

__all__ = ["find_mutual_sides"]

_ANY = frozenset(("more", "other", "any", "further", "additional", "several", "many", "some", "various"))
"""Words of talks and deals that are none in particular: "more bilateral deals"."""
_YEAR = 4
_MADE = frozenset("reach sign conclude strike agree broker negotiate adopt initial seal ink finalise finalize".split())
"""Participles after a pact: "the accord signed in Rome"."""
_HELD = frozenset("plan schedule hold expect due prepare arrange postpone".split())
_PACTS = frozenset("agreement treaty accord pact deal memorandum declaration communique communiqué plan statement convention fta".split())
_PAIR = 2


def find_mutual_sides(phrase: Phrase) -> tuple[list[str], list[str], None]:
    """The two sides of what both do; the second from the context only where a word says that both are meant.

    Args:
        phrase: The noun's phrase.
    """
    is_between = len(states_of(phrase.sharers)) >= _PAIR  # "cooperation between Peru and Chile was hurt by Chile's step"
    others = [*phrase.sharers, *phrase.doers] if is_between else [*phrase.doers, *phrase.sharers]
    named = unique([*phrase.subjects, *phrase.owners, *others])
    if phrase.has_strangers and len(states_of(named)) < _PAIR:
        return [], [], None  # "meetings with donors"
    if phrase.noun.is_clause and len(states_of(named)) < _PAIR:  # "we made a decision to set up a council between our two countries"
        named = unique([*named, *find_named_below(phrase, named)])
    count = len(states_of(named))
    sides = _several_sides(phrase, named) if count >= _PAIR else _one_side(phrase, named) if count else _no_side(phrase)
    return (*sides, None)


def _several_sides(phrase: Phrase, named: list[str]) -> tuple[list[str], list[str]]:
    """The sides of a phrase that names two or more; "agreements with Japan and Korea" names the partners alone."""
    if states_of(named) - states_of(phrase.partners):
        return split_sides(named)
    author = find_author(phrase.doc)
    own = _lauding(phrase) or ([author] if author else find_speaker(phrase.doc, phrase.sentence))
    return (own, named) if own and not states_of(own) & states_of(named) else ([], [])


def _one_side(phrase: Phrase, named: list[str]) -> tuple[list[str], list[str]]:
    """The sides of a phrase that names one: with a guest or the text's own side, by "our", by "bilateral"."""
    doc = phrase.doc
    if phrase.noun.event_type == "CONSULT" and states_of(named) <= states_of(phrase.partners):
        guests = [party for party in find_visitor(phrase) if state_of(party) not in states_of(named)]
        if len(states_of(guests)) == 1:
            return guests, named  # "speaking after talks with the Peruvian minister, he said"
        host = _own_side(phrase, named)
        if host:
            return host, named  # "the meeting with the Peruvian minister", in a briefing by one side
    if phrase.noun.event_type == "AGREE" and states_of(named) <= states_of(phrase.partners) and is_bilateral(doc) and _is_pact_told(phrase):
        other = other_side(doc, named)
        if states_of(named) <= set(doc.dyad or ()) and not names_third(phrase.sentence, states_of(named) | states_of(other)):
            return other, named  # "the loan agreement with Oman", in a report on Yemen and Oman
    shared = _cooperating_side(phrase, named)
    if shared[0] and shared[1]:
        return shared
    if _is_ours(phrase):
        other = other_side(doc, named)
        return named, [] if names_third(phrase.sentence, states_of(named) | states_of(other)) else other
    return (named, other_side(doc, named)) if belongs_to_both(phrase.token) else ([], [])


def _cooperating_side(phrase: Phrase, named: list[str]) -> tuple[list[str], list[str]]:
    """The sides of a cooperation that names one: "we value the close cooperation with Peru", "the close cooperation that we have"."""
    if phrase.noun.event_type != "COOPERATE":
        return [], []
    if states_of(named) <= states_of(phrase.partners):
        speaking = [party for party in _lauding(phrase) if state_of(party) not in states_of(named)]
        return (speaking, named) if len(states_of(speaking)) == 1 else ([], [])
    is_ours = any(subject.lower == "we" for clause in phrase.token.find_children("relcl") for subject in find_subjects(clause))
    return (named, other_side(phrase.doc, named)) if is_ours else ([], [])


def _lauding(phrase: Phrase) -> list[str]:
    """Who speaks of a cooperation as there: the subject of the verb that it is the object of."""
    verb = phrase.token.head
    if phrase.token.dep != "dobj" or verb.pos != "VERB":
        return []
    return unique(party for subject in find_subjects(verb) for party in find_acting(subject, phrase.sentence))


def _is_pact_told(phrase: Phrase) -> bool:
    """Whether a pact is one that was made: not "an agreement is possible", "no deal", "hopes for a deal"."""
    is_any = any(child.lower in (*_ANY, "no", "a", "an") for child in phrase.token.children)
    is_made = any(clause.tag == "VBN" and clause.lemma in _MADE for clause in phrase.token.find_children("acl", "relcl"))
    return is_made or not is_any


def _no_side(phrase: Phrase) -> tuple[list[str], list[str]]:
    """The document's pair, where a phrase without names is of both: "trade between the neighbours", "the 2008 accord"."""
    token = phrase.token
    prepositions = [prep for prep in find_prepositions(token) if prep.lower == "between"]
    if any(member.lemma.lower() in load_word_class("unnamed", "pair") for prep in prepositions for member in find_members(prep)):
        return _pair(phrase.doc)
    is_given = any(child.lower in ("the", "this", "that", "these", "those") for child in token.children)
    is_any = any(child.lower in _ANY for child in token.children)
    if belongs_to_both(token) and not is_given and not is_any:
        return _pair(phrase.doc)
    if phrase.noun.event_type == "CONSULT" and any(child.dep == "poss" and child.lower == "their" for child in token.children):
        beside = _pair_beside(phrase)
        if beside[0]:
            return beside
    is_agreement = phrase.noun.event_type == "AGREE"
    if phrase.noun.event_type == "CONSULT" and token.dep == "dobj" and (subjects := find_subjects(token.head)) and all(map(names_pair, subjects)):
        return _pair(phrase.doc)  # "our officials will begin negotiations"
    if phrase.noun.after and is_agreement and is_meeting_report(phrase.doc):  # "looked forward to the signing of a memorandum"
        pair = _pair(phrase.doc)
        return ([], []) if names_third(phrase.sentence, states_of([*pair[0], *pair[1]])) else pair
    is_told = (_has_year(token) or (is_given and _is_told_pact(phrase))) if is_agreement else phrase.noun.event_type == "CONSULT" and _is_told_meeting(phrase, is_given=is_given)
    return _pair(phrase.doc) if is_told else ([], [])


def _pair_beside(phrase: Phrase) -> tuple[list[str], list[str]]:
    """The two states that the clause beside "their talks" is of: "at their talks the premier told the president"."""
    prep = phrase.token.head
    verb = prep.head
    if phrase.token.dep != "pobj" or verb.pos != "VERB":
        return [], []
    words = [*find_subjects(verb), *find_objects(verb)]
    parties = unique(party for word in words for party in find_parties(word, phrase.sentence))
    return split_sides(parties) if len(states_of(parties)) == _PAIR else ([], [])


def _own_side(phrase: Phrase, partners: list[str]) -> list[str]:
    """The side whose words a text is, where it speaks of given talks with another."""
    is_given = any(child.lower in ("the", "this", "that") for child in phrase.token.children)
    own = find_speaker(phrase.doc, phrase.sentence) if is_given else []
    return own if own and not states_of(own) & states_of(partners) else []


def _is_ours(phrase: Phrase) -> bool:
    """Whether a pronoun says whose talks or treaty it is: "our discussions", "our joint declaration"; not "my understanding"."""
    owners = {child.lower for child in phrase.token.children if child.dep == "poss"}
    if phrase.noun.event_type == "CONSULT" and phrase.noun.mode != "visit":
        return bool(owners & {"our", "their"}) or (bool(owners & {"my", "his", "her"}) and phrase.token.tag == "NN")
    return phrase.noun.event_type == "AGREE" and bool(owners & {"our", "their"}) and phrase.noun.lemma in _PACTS and (phrase.noun.lemma != "statement" or bool(phrase.noun.modifiers))


def _has_year(token: Token) -> bool:
    """Whether a noun is told apart by its year: "the 2008 communique", "an agreement of 2004"."""
    words = [*token.children, *(pobj for prep in token.find_children("prep") if prep.lower in ("of", "from") for pobj in prep.find_children("pobj"))]
    return any(child.tag == "CD" and len(child.text) == _YEAR for child in words)


def _is_told_pact(phrase: Phrase) -> bool:
    """Whether a pact that names no side is told by when or where it was made: "the agreement reached in Geneva last week"."""
    made = [clause for clause in phrase.token.find_children("acl") if clause.tag == "VBN" and clause.lemma in _MADE]
    low, high = noun_span(phrase.token, None, phrase.noun)
    starts = [time.start_char for time in phrase.sentence.times] + [place.start_char for place in phrase.sentence.places]
    return bool(made) and any(low <= start < high for start in starts)


def _is_told_meeting(phrase: Phrase, *, is_given: bool) -> bool:
    """Whether talks that name no side are told by their place and time, or as the leaders': "the summits of the past two years"."""
    if phrase.token.pos == "PROPN":
        return False  # "the 2020 Summit" has a name, and members of its own
    low, high = noun_span(phrase.token, None, phrase.noun)
    has_time = any(low <= time.start_char < high for time in phrase.sentence.times)
    has_place = any(low <= place.start_char < high for place in phrase.sentence.places)
    is_theirs = any(child.dep == "poss" and child.lemma.lower() in ("leader", "president", "minister", "their") for child in phrase.token.children)
    verb = phrase.token.head
    is_due = verb.lemma == "be" and any(child.lower in ("due", "set", "scheduled") for child in verb.find_children("acomp", "oprd"))
    if phrase.token.dep in ("nsubjpass", "nsubj") and (verb.lemma in _HELD or is_due):  # "a summit is planned for May", "is due in May"
        return bool(phrase.sentence.times)
    is_round = phrase.token.dep in ("nsubj", "nsubjpass") and phrase.token.tag == "NNS" and not is_given and not any(child.lower in _ANY for child in phrase.token.children)
    return has_time and (is_theirs or is_round or (is_given and (has_place or phrase.token.lemma.lower() == "summit")))


def _pair(doc: ParsedDocument) -> tuple[list[str], list[str]]:
    return ([doc.dyad[0]], [doc.dyad[1]]) if doc.dyad and is_bilateral(doc) else ([], [])
