"""Events told by nouns: "the Oman-Iran talks", "his visit to Peru", "sanctions against Mali".

A noun's parties stand in its own phrase, or come from the verb that carries
it ("held talks", "talks were held"). A noun inside an adverbial never takes
the main clause's subject, but for a visit or talks that the subject makes
("on a visit to Rome, the premier said").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_realis
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_noun_pairs import find_mutual_sides
from bilateral.extraction.event_noun_phrases import (
    carried_subjects,
    find_carrier,
    find_directed_sides,
    noun_after,
    noun_span,
    read_phrase,
)
from bilateral.extraction.event_parties import find_acting, joined_lemma
from bilateral.extraction.realis import find_own_realis
from bilateral.vocabulary.predicates import load_event_nouns, load_event_verbs, load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.extraction.event_noun_phrases import Phrase
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventNoun

__all__ = ["find_noun_acts"]

_BEFORE = ("poss", "amod", "compound", "nmod", "nummod", "det", "punct", "advmod")
_GIVEN = frozenset(("the", "this", "that", "these", "those", "such", "its", "their", "his", "her", "my", "our", "your"))
_HELD = frozenset("plan schedule hold expect due prepare arrange postpone".split())
_AT = frozenset(("at", "during", "in"))
_DUE = frozenset("schedule plan set expect slate".split())
_CALLED_OFF = frozenset("cancel scrap abort abandon call scupper derail".split())
_PUT_OFF = frozenset("postpone delay reschedule put defer".split())
_OPEN_TYPES = frozenset(("ACCUSE", "CONCEDE", "REJECT", "THREATEN", "SANCTION"))
_HOSTILE = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SANCTION", "COERCE", "ASSAULT", "MOBILIZE"))
_CAUSES = frozenset(("for", "over", "after", "since", "following", "despite", "under"))
_KEEPING = frozenset("adhere comply abide honour honor respect implement violate breach break investigate probe recall remember observe fulfil fulfill uphold".split())
"""Verbs whose object is there before they are true: who failed to keep an accord has one."""
_TELLING = frozenset("read describe recall discuss mention recount summarise summarize report review welcome praise note highlight address explain outline characterise characterize use criticise criticize".split())
"""Verbs whose given object is there to be spoken of."""
_UNDER_WAY_NOW = frozenset(("ongoing", "current", "continuing", "recent", "latest", "previous", "earlier", "past"))
_UNDER_WAY = frozenset("negotiation study talk discussion proposal draft idea consultation progress possibility work".split())
"""An agreement that is still their subject is none yet: "negotiation of a trade agreement"."""
_COURSES = frozenset(("history", "tradition", "record", "decade", "year"))
_STANDING = frozenset("close strong excellent good outstanding fruitful effective existing ongoing continuing continued long-standing longstanding successful extensive growing traditional productive active intensive".split())
"""Words by which a cooperation is there, not wished for."""
_FIELDS = frozenset(
    """military defence defense security intelligence counterterrorism counter-terrorism nuclear space naval police maritime
    antiterrorism cyber""".split()
)
"""Fields whose cooperation is a fact of its own (PLOVER COOPERATE contexts military, intelligence, legal)."""


def find_noun_acts(doc: ParsedDocument, sentence: Sentence, taken: frozenset[int]) -> list[Act]:
    """Find the events that nouns tell in one sentence.

    Does not code a noun whose parties are neither in its phrase nor in its
    verb's clause, and leaves nouns that a verb's pattern has used.

    Args:
        doc: The document, for its pair of states.
        sentence: A sentence; one without words gives nothing.
        taken: Indexes of the words that belong to an act already.

    Returns:
        Acts in text order.
    """
    patterns = load_event_nouns()
    acts: list[Act] = []
    for token in sentence.tokens:
        if not (token.pos in ("NOUN", "PROPN") or _is_gerund_noun(token)) or token.i in taken or any(token.i in act.used for act in acts):
            continue
        if token.dep in ("compound", "nmod", "amod", "poss"):
            continue
        found = patterns.get(joined_lemma(token, sentence)) or patterns.get(token.lower if token.pos == "VERB" else token.lemma.lower())
        act = next(filter(None, (_read_noun(doc, sentence, token, noun) for noun in found or () if _has_words(token, noun))), None)
        if act:
            acts.append(act)
    return acts


def _is_gerund_noun(token: Token) -> bool:
    """Whether the tagger took an event noun for a verb: "fighting between Chad and Niger"."""
    is_argument = token.tag == "VBG" and token.dep in ("nsubj", "nsubjpass", "pobj", "csubj", "pcomp", "dobj")
    return is_argument and any(child.dep == "prep" and child.lower in ("between", "with", "by", "of") for child in token.children) and not token.find_children("dobj")


def _has_words(token: Token, noun: EventNoun) -> bool:
    """Whether the words that a pattern asks for stand beside the noun."""
    if noun.modifiers and not set(noun.modifiers) <= {child.lower for child in token.children if child.dep in _BEFORE}:
        return False
    return not noun.after or noun_after(token, noun) is not None


def _read_noun(doc: ParsedDocument, sentence: Sentence, token: Token, noun: EventNoun) -> Act | None:
    """The act that a noun tells, None if its parties are not known or it tells no act of its own."""
    if noun.is_clause and noun.event_type == "AGREE" and (_is_hostile_resolve(token) or _is_own_decision(token, sentence)):
        return None
    carrier = find_carrier(token)
    phrase = read_phrase(doc, sentence, token, noun=noun)
    phrase.subjects = carried_subjects(phrase, carrier)
    actors, recipients, target = find_mutual_sides(phrase) if "mutual" in noun.marks else find_directed_sides(phrase)
    is_open = bool(actors) and not recipients and _may_be_open(phrase)
    if not actors or (not recipients and "lone" not in noun.marks and not is_open) or states_of(actors) & states_of(recipients):
        return None
    if not any(is_state(state) for state in states_of(actors) | states_of(recipients)):
        return None
    if {party.partition("/")[2] for party in actors} <= {"EDU", "MED"} or not _is_concrete(phrase, carrier):
        return None
    is_carried = carrier is not None and (phrase.subjects or carrier.lemma in load_word_class("carriers", "happen") or noun.mode)
    clause = carrier if is_carried else None
    return Act(
        sentence, token, clause, actors, recipients, noun.event_type, noun.mode, noun.cameo_code, _realis(token, clause),
        noun_span(token, clause, noun), noun.pattern, noun.marks, frozenset(word.i for word in phrase.words),
        is_anaphoric=target is None and _is_anaphoric(phrase), target=target, is_open=is_open,
    )  # fmt: skip


def _is_hostile_resolve(token: Token) -> bool:
    """Whether what is decided is an act against somebody: "the decision to expel", "to withhold"."""
    below = [clause for clause in token.find_children("acl", "xcomp", "relcl") if clause.tag == "VB"]
    types = [{verb.event_type for verb in load_event_verbs().get(clause.lemma, ())} for clause in below]
    return any(found and found <= _HOSTILE for found in types)


def _is_own_decision(token: Token, sentence: Sentence) -> bool:
    """Whether one state alone decided, on no common deed: "Canada's decision to close its ports"."""
    if token.lemma != "decision":
        return False
    owners = [child for child in token.children if child.dep in ("poss", "amod", "compound", "nmod")]
    parties = [party for owner in owners for party in find_acting(owner, sentence)]
    below = [clause for clause in token.find_children("acl", "xcomp", "relcl") if clause.tag == "VB"]
    is_common = any(verb.event_type == "COOPERATE" and "mutual" in verb.marks for clause in below for verb in load_event_verbs().get(clause.lemma, ()))
    return len(states_of(parties)) == 1 and not is_common


def _may_be_open(phrase: Phrase) -> bool:
    """Whether a noun names who acted, and a time or "by" shows that it tells an act: "an apology by Oslo in March"."""
    noun = phrase.noun
    if noun.event_type not in _OPEN_TYPES or noun.marks & {"mutual", "lone", "generic", "figure"} or len(states_of(phrase.doers or phrase.owners)) != 1:
        return False
    low, high = noun_span(phrase.token, None, noun)
    has_time = any(time.period and low <= time.start_char < high for time in phrase.sentence.times)
    return bool(phrase.doers) or has_time


def _is_concrete(phrase: Phrase, carrier: Token | None) -> bool:
    """Whether a noun tells an act: a general one ("cooperation") needs a verb, a field or a purpose, a figure needs a time."""
    token, noun = phrase.token, phrase.noun
    realis = "happened" if _is_given_thing(token, carrier) else find_realis(token)
    if "figure" in noun.marks:
        return any(time.period for time in phrase.sentence.times) and realis == "happened" and _told_realis(token) == "happened"
    if noun.event_type == "AGREE" and token.dep == "pobj" and token.head.head.lemma in _UNDER_WAY:
        return False
    if "generic" not in noun.marks:
        return not (noun.mode and carrier is None and realis in ("hypothetical", "denied"))
    if carrier is not None:
        is_finite = carrier.tag in ("VBD", "VBZ", "VBP") or any(child.dep == "aux" and child.lower != "to" for child in carrier.children)
        return is_finite or find_realis(carrier) == "hypothetical"
    if noun.event_type == "COOPERATE" and _is_standing(token):
        return True
    return not noun.mode and not _is_topic(token) and _has_field(token)


def _is_standing(token: Token) -> bool:
    """Whether a cooperation is spoken of as one that goes on: "the close cooperation with Peru", "a long history of cooperation between"."""
    if token.dep == "pobj" and token.head.lower == "of" and token.head.head.lemma in _COURSES:
        return True
    return any(child.dep == "amod" and child.lower in _STANDING for child in token.children) and any(child.lower in _GIVEN for child in token.children) and find_realis(token) == "happened"


def _has_field(token: Token) -> bool:
    """Whether a general noun is narrowed to a field or a purpose: "naval cooperation", "cooperation to build a port"."""
    is_narrowed = any(child.dep in ("acl", "relcl") or (child.dep == "prep" and child.lower == "in") for child in token.children)
    return is_narrowed or any(child.lower in _FIELDS for child in token.children)


def _is_topic(token: Token) -> bool:
    """Whether a noun is only what something is about: "areas of cooperation", "plans for a partnership"."""
    return token.dep == "pobj" and token.head.lower in ("of", "for", "about", "on", "towards", "toward", "into") and token.head.head.lemma not in ("possibility", "prospect", "chance")


def _told_realis(token: Token) -> str:
    """What the verb says whose subject the noun is: "trade will exceed"."""
    return find_realis(token.head) if token.dep in ("nsubj", "nsubjpass") else "happened"


def _realis(token: Token, clause: Token | None) -> str:
    is_any = any(child.lower in ("a", "an", "any") for child in token.children)
    if is_any and token.dep in ("nsubj", "nsubjpass") and find_realis(token.head) == "hypothetical":
        return "hypothetical"  # "a visit to Nairobi might change the tone"
    if _is_called_off(token):
        return "denied" if token.head.lemma in _CALLED_OFF else "planned"
    if _is_due(token) or (clause is None and token.dep == "pobj" and _is_part_of_plan(token, is_any=is_any)):
        return "planned"
    if any((child.dep == "amod" and child.lower in _UNDER_WAY_NOW) or (child.dep == "acl" and child.tag == "VBN" and not any(word.lower == "to" for word in child.children)) for child in token.children):
        return find_own_realis(token) or "happened"  # "the ongoing talks", "talks held in May"
    own = find_own_realis(token) or "happened" if _is_given_fact(token) or _is_given_thing(token, clause) else find_realis(token)
    return own if own != "happened" or clause is None else find_realis(clause)


def _is_due(token: Token) -> bool:
    """Whether a word beside a noun says that it is to come: "talks, scheduled for Thursday", "a visit is due in May"."""
    verb = token.head
    if token.dep in ("nsubj", "nsubjpass"):
        is_set = verb.lemma == "be" and any(child.lower in ("due", "set", "scheduled") for child in verb.find_children("acomp", "oprd"))
        if is_set or verb.lemma in _HELD - {"hold", "postpone"}:
            return True
    holders = (token, token.head.head) if token.dep == "pobj" and token.head.lower == "of" else (token,)
    clauses = [word for holder in holders for word in holder.subtree() if word.dep == "acl" and word.tag == "VBN" and word.lemma in _DUE]
    return any(word.head in holders or any(mark.dep == "punct" and mark.i == word.i - 1 for mark in word.head.children) for word in clauses)


def _is_part_of_plan(token: Token, *, is_any: bool) -> bool:
    """Whether a noun is where or until when something is to be done: "hopes he will ask at a meeting", "are waiting until his visit"."""
    prep, verb = token.head, token.head.head
    if prep.lower in ("until", "till", "before"):
        return verb.tag in ("VBG", "VBZ", "VBP", "VB") and find_realis(verb) != "denied"
    return is_any and prep.lower in _AT and verb.pos in ("VERB", "AUX") and find_realis(verb) in ("planned", "hypothetical")


def _is_called_off(token: Token) -> bool:
    """Whether what a noun names was called off or put off: "the visit has been cancelled", "called off their summit"."""
    verb = token.head
    if token.dep not in ("dobj", "nsubjpass") or verb.pos != "VERB":
        return False
    is_off = verb.lemma in ("call", "put") and any(child.lower == "off" for child in verb.children)
    return is_off or verb.lemma in _CALLED_OFF or verb.lemma in _PUT_OFF


def _is_given_fact(token: Token) -> bool:
    """Whether a noun is taken for granted, whatever the verb above says: "failed to adhere to the accord", "will pay for its violation"."""
    is_given = any(child.dep == "poss" or child.lower in ("the", "this", "that", "these", "those") for child in token.children)
    if token.dep == "pobj":
        return (is_given and token.head.lower in _CAUSES) or token.head.head.lemma in _KEEPING
    return token.dep == "dobj" and is_given and token.head.lemma in _KEEPING


def _is_given_thing(token: Token, clause: Token | None) -> bool:
    """Whether a noun tells a thing that is there, to be spoken of: "wants to read out the premier's meeting with", "will discuss the accord of 2004"."""
    is_given = any(child.dep == "poss" or child.lower in ("the", "this", "these", "those") for child in token.children)
    return clause is None and is_given and token.dep == "dobj" and token.head.lemma in _TELLING


def _is_anaphoric(phrase: Phrase) -> bool:
    """Whether a phrase only points back: "the talks", "this visit"."""
    is_given = any(child.lower in _GIVEN for child in phrase.token.children if child.dep in ("det", "poss"))
    return is_given and not phrase.sharers and not phrase.doers and len(states_of(phrase.owners)) < 2  # noqa: PLR2004 - a pair


