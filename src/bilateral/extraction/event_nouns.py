"""Events told by nouns: "the Oman-Iran talks", "his visit to Peru", "sanctions against Mali".

A noun's parties stand in its own phrase, or come from the verb that carries
it ("held talks", "talks were held"). A noun inside an adverbial never takes
the main clause's subject, but for a visit or talks that the subject makes
("on a visit to Rome, the premier said").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.extraction.actors import parties_of, state_of
from bilateral.extraction.clauses import clause_span, find_objects, find_realis, find_subjects
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_parties import (
    belongs_to_both,
    find_acting,
    find_named,
    find_parties,
    find_recipients,
    is_bilateral,
    joined_lemma,
    other_side,
    split_sides,
)
from bilateral.extraction.realis import find_own_realis
from bilateral.vocabulary.predicates import load_event_nouns, load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventNoun

__all__ = ["find_noun_acts"]

_BEFORE = ("poss", "amod", "compound", "nmod", "nummod", "det", "punct", "advmod")
_TOWARDS = ("to", "against", "towards", "toward", "on")
_ATTENDING = frozenset(("during", "after", "following", "on", "at", "before", "since", "in", "upon"))
_BLAMING = frozenset("accuse blame condemn criticise criticize denounce suspect sanction".split())
_GIVEN = frozenset(("the", "this", "that", "these", "those", "such", "its", "their", "his", "her", "my", "our", "your"))
_YEAR = 4
_HELD = frozenset("plan schedule hold expect due prepare arrange postpone".split())
_OPEN_TYPES = frozenset(("ACCUSE", "CONCEDE", "REJECT", "THREATEN", "SANCTION"))
_AID = frozenset(("AID", "SUPPORT"))
_CAUSES = frozenset(("for", "over", "after", "since", "following", "despite", "under"))
_KEEPING = frozenset("adhere comply abide honour honor respect implement violate breach break investigate probe recall remember observe fulfil fulfill uphold".split())
"""Verbs whose object is there before they are true: who failed to keep an accord has one."""
_UNDER_WAY = frozenset("negotiation study talk discussion proposal draft idea consultation progress possibility work".split())
"""An agreement that is still their subject is none yet: "negotiation of a trade agreement"."""
_FIELDS = frozenset(
    """military defence defense security intelligence counterterrorism counter-terrorism nuclear space naval police maritime
    antiterrorism cyber""".split()
)
"""Fields whose cooperation is a fact of its own (PLOVER COOPERATE contexts military, intelligence, legal)."""


@dataclass(slots=True)
class _Phrase:
    """A noun with the parties of its phrase: before it, after "by", after "between" or "with", and its verb's subject."""

    doc: ParsedDocument
    sentence: Sentence
    token: Token
    noun: EventNoun
    words: list[Token]
    owners: list[str] = field(default_factory=list)
    doers: list[str] = field(default_factory=list)
    sharers: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    has_strangers: bool = False  # "with" somebody who is no state


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
        if token.pos not in ("NOUN", "PROPN") or token.i in taken or any(token.i in act.used for act in acts):
            continue
        if token.dep in ("compound", "nmod", "amod", "poss"):
            continue
        found = patterns.get(joined_lemma(token, sentence)) or patterns.get(token.lemma.lower())
        act = next(filter(None, (_read_noun(doc, sentence, token, noun) for noun in found or () if _has_words(token, noun))), None)
        if act:
            acts.append(act)
    return acts


def _has_words(token: Token, noun: EventNoun) -> bool:
    """Whether the words that a pattern asks for stand beside the noun."""
    if noun.modifiers and not set(noun.modifiers) <= {child.lower for child in token.children if child.dep in _BEFORE}:
        return False
    return not noun.after or _noun_after(token, noun) is not None


def _noun_after(token: Token, noun: EventNoun) -> Token | None:
    """The noun that a pattern asks for after "of": "sanctions" in "the lifting of sanctions"."""
    pobjs = (pobj for prep in token.find_children("prep") for pobj in prep.find_children("pobj"))
    return next((pobj for pobj in pobjs if pobj.lemma in noun.after), None)


def _read_noun(doc: ParsedDocument, sentence: Sentence, token: Token, noun: EventNoun) -> Act | None:
    """The act that a noun tells, None if its parties are not known or it tells no act of its own."""
    carrier = _find_carrier(token)
    phrase = _read_phrase(doc, sentence, token, noun)
    phrase.subjects = _carried_subjects(phrase, carrier)
    actors, recipients, target = _mutual_sides(phrase) if "mutual" in noun.marks else _directed_sides(phrase)
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
        _span(token, clause, noun), noun.pattern, noun.marks, frozenset(word.i for word in phrase.words),
        is_anaphoric=target is None and _is_anaphoric(phrase), target=target, is_open=is_open,
    )  # fmt: skip


def _may_be_open(phrase: _Phrase) -> bool:
    """Whether a noun names who acted, and a time or "by" shows that it tells an act: "an apology by Oslo in March"."""
    noun = phrase.noun
    if noun.event_type not in _OPEN_TYPES or noun.marks & {"mutual", "lone", "generic", "figure"} or len(states_of(phrase.doers or phrase.owners)) != 1:
        return False
    low, high = _span(phrase.token, None, noun)
    has_time = any(time.period and low <= time.start_char < high for time in phrase.sentence.times)
    return bool(phrase.doers) or has_time


def _is_concrete(phrase: _Phrase, carrier: Token | None) -> bool:
    """Whether a noun tells an act: a general one ("cooperation") needs a verb, a field or a purpose, a figure needs a time."""
    token, noun = phrase.token, phrase.noun
    realis = find_realis(token)
    if "figure" in noun.marks:
        return any(time.period for time in phrase.sentence.times) and realis == "happened" and _told_realis(token) == "happened"
    if noun.event_type == "AGREE" and token.dep == "pobj" and token.head.head.lemma in _UNDER_WAY:
        return False
    if "generic" not in noun.marks:
        return not (noun.mode and carrier is None and realis in ("hypothetical", "denied"))
    if carrier is not None:
        is_finite = carrier.tag in ("VBD", "VBZ", "VBP") or any(child.dep == "aux" and child.lower != "to" for child in carrier.children)
        return is_finite or find_realis(carrier) == "hypothetical"
    return not noun.mode and not _is_topic(token) and _has_field(token)


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
    if token.dep in ("nsubj", "nsubjpass") and token.head.lemma in _HELD - {"hold", "postpone"}:
        return "planned"
    own = find_own_realis(token) or "happened" if _is_given_fact(token) else find_realis(token)
    return own if own != "happened" or clause is None else find_realis(clause)


def _is_given_fact(token: Token) -> bool:
    """Whether a noun is taken for granted, whatever the verb above says: "failed to adhere to the accord", "will pay for its violation"."""
    is_given = any(child.dep == "poss" or child.lower in ("the", "this", "that", "these", "those") for child in token.children)
    if token.dep == "pobj":
        return (is_given and token.head.lower in _CAUSES) or token.head.head.lemma in _KEEPING
    return token.dep == "dobj" and is_given and token.head.lemma in _KEEPING


def _span(token: Token, clause: Token | None, noun: EventNoun) -> tuple[int, int]:
    if "figure" in noun.marks and token.dep in ("nsubj", "nsubjpass"):
        return clause_span(token.head)
    if clause is not None:
        return clause_span(clause)
    left = [child for child in token.children if child.dep in ("conj", "relcl", "appos", "parataxis", "ccomp", "advcl", "cc", "punct")]
    kept = [token]
    for word in kept:
        kept.extend(child for child in word.children if child not in left and child.dep != "relcl")
    return min(word.start for word in kept), max(word.end for word in kept)


def _is_anaphoric(phrase: _Phrase) -> bool:
    """Whether a phrase only points back: "the talks", "this visit"."""
    is_given = any(child.lower in _GIVEN for child in phrase.token.children if child.dep in ("det", "poss"))
    return is_given and not phrase.sharers and not phrase.doers and len(states_of(phrase.owners)) < 2  # noqa: PLR2004 - a pair


def _find_carrier(token: Token) -> Token | None:
    """The verb that carries the noun: "hold" in "held a round of talks", "take" in "talks took place"."""
    word = token
    while word.dep == "pobj" and word.head.lower == "of" and word.head.head.lemma in load_word_class("transparent", "nouns"):
        word = word.head.head
    if word.dep == "conj" and word.head.pos in ("NOUN", "PROPN"):
        word = word.head
    verb = word.head
    if verb is word or verb.pos not in ("VERB", "AUX"):
        return None
    if word.dep in ("dobj", "nsubjpass") and verb.lemma in load_word_class("carriers", "do"):
        return verb
    if word.dep == "nsubj" and verb.lemma in load_word_class("carriers", "happen"):
        return verb
    return None


def _carried_subjects(phrase: _Phrase, carrier: Token | None) -> list[str]:
    """Who does what the noun names, by the verb that carries it."""
    if carrier is None or phrase.token.dep == "nsubj":
        return []
    return _unique(party for subject in find_subjects(carrier) for party in find_acting(subject, phrase.sentence))


def _read_phrase(doc: ParsedDocument, sentence: Sentence, token: Token, noun: EventNoun) -> _Phrase:
    """Parties before the noun, after "by" (or "of", "from"), and after "between" or "with"."""
    inner = _noun_after(token, noun)
    phrase = _Phrase(doc, sentence, token, noun, [word for word in (token, inner) if word is not None])
    phrase.owners = next(filter(None, (_owners(word, sentence) for word in phrase.words)), [])
    if noun.mode == "meet" and _is_venue(token, sentence):
        phrase.owners = []
    doing = {"by", "from", "of"} - set(noun.prepositions)
    sharing = {"between", "among", "with"} | (set(noun.prepositions) if "mutual" in noun.marks else set())
    participles = [clause for clause in token.find_children("acl", "relcl") if clause.tag == "VBN"]  # "the deal signed by Chad with Niger"
    for word in (token, *participles):
        for prep in _prepositions(word):
            parties = [party for member in _members(prep) for party in find_acting(member, sentence)]
            if prep.lower == "with":
                phrase.partners += parties
            if prep.lower in sharing:
                phrase.sharers += parties
                phrase.has_strangers |= prep.lower == "with" and not parties and any(member.pos in ("NOUN", "PROPN") for member in _members(prep))
            elif prep.lower in doing and (word is token or prep.lower == "by"):
                phrase.doers += parties
    return phrase


def _owners(token: Token, sentence: Sentence) -> list[str]:
    """Parties that are named before a noun."""
    edge = _left_edge(token)
    named = [party for mention in sentence.mentions if edge <= mention.start_char < token.start for party in mention.parties]
    return _unique(named or (party for child in token.find_children("poss", "amod", "compound", "nmod") for party in parties_of(child, sentence)))


def _is_venue(token: Token, sentence: Sentence) -> bool:
    """Whether the one name before talks is where they were held: "the Manila meeting", not "the Tokyo-Seoul talks"."""
    edge = _left_edge(token)
    before = [mention for mention in sentence.mentions if edge <= mention.start_char < token.start]
    is_owner = any(child.dep == "poss" for child in token.children)
    return len(before) == 1 and before[0].how == "capital" and not is_owner


def _left_edge(token: Token) -> int:
    """Where the words before a noun begin."""
    queue = [child for child in token.children if child.dep in _BEFORE and child.i < token.i]
    for word in queue:
        queue.extend(child for child in word.children if child.i < token.i and child.dep not in ("relcl", "acl", "advcl"))
    return min((word.start for word in queue), default=token.start)


def _prepositions(token: Token) -> list[Token]:
    """Prepositions of a noun, and those that its verb took from it ("held talks with Chad")."""
    found = [child for child in token.children if child.dep in ("prep", "agent")]
    for child in list(found):
        found += [inner for pobj in child.find_children("pobj") if child.lower in ("on", "about", "over", "of", "in", "at") for inner in pobj.find_children("prep") if inner.lower in ("between", "with", "by")]
    if token.dep in ("dobj", "nsubjpass", "nsubj", "attr"):
        found += [child for child in token.head.children if child.dep in ("prep", "agent") and child.i > token.i]
    return found


def _members(prep: Token) -> list[Token]:
    found = prep.find_children("pobj")
    for word in found:
        found.extend(word.find_children("conj"))
    return found


def _mutual_sides(phrase: _Phrase) -> tuple[list[str], list[str], None]:
    """The two sides of what both do; the second from the document's pair only where a word says "bilateral"."""
    token, doc = phrase.token, phrase.doc
    named = _unique([*phrase.subjects, *phrase.owners, *phrase.sharers, *phrase.doers])
    if phrase.has_strangers and len(states_of(named)) < 2:  # noqa: PLR2004 - "meetings with donors"
        return [], [], None
    if phrase.noun.is_clause and not named:
        named = _named_below(phrase, [])
    if not named and any(prep.lower == "between" and any(member.lemma.lower() in load_word_class("unnamed", "pair") for member in _members(prep)) for prep in _prepositions(token)):
        return (*_pair(doc), None)  # "trade between the neighbours"
    if len(states_of(named)) > 1:
        is_one_side = not states_of(named) - states_of(phrase.partners)  # "agreements with Japan and Korea" names the partners alone
        return ([], [], None) if is_one_side else (*split_sides(named), None)
    is_given = any(child.lower in ("the", "this", "that", "these", "those") for child in token.children)
    if belongs_to_both(token) and (named or not is_given):
        return (named, other_side(doc, named), None) if named else (*_pair(doc), None)
    is_told = _has_year(token) if phrase.noun.event_type == "AGREE" else phrase.noun.event_type == "CONSULT" and _is_told_meeting(phrase, is_given=is_given)
    return (*_pair(doc), None) if is_told and not named else ([], [], None)


def _has_year(token: Token) -> bool:
    """Whether a noun is told apart by its year: "the 2008 communique", "an agreement of 2004"."""
    words = [*token.children, *(pobj for prep in token.find_children("prep") if prep.lower in ("of", "from") for pobj in prep.find_children("pobj"))]
    return any(child.tag == "CD" and len(child.text) == _YEAR for child in words)


def _is_told_meeting(phrase: _Phrase, *, is_given: bool) -> bool:
    """Whether talks that name no side are told by their place and time, or as the leaders': "the summits of the past two years"."""
    if phrase.token.pos == "PROPN":
        return False  # "the 2020 Summit" has a name, and members of its own
    low, high = _span(phrase.token, None, phrase.noun)
    has_time = any(low <= time.start_char < high for time in phrase.sentence.times)
    has_place = any(low <= place.start_char < high for place in phrase.sentence.places)
    is_theirs = any(child.dep == "poss" and child.lemma.lower() in ("leader", "president", "minister", "their") for child in phrase.token.children)
    verb = phrase.token.head
    if phrase.token.dep in ("nsubjpass", "nsubj") and verb.lemma in _HELD:  # "a summit is planned for May"
        return bool(phrase.sentence.times)
    return has_time and (is_theirs or (is_given and (has_place or phrase.token.lemma.lower() == "summit")))


def _pair(doc: ParsedDocument) -> tuple[list[str], list[str]]:
    return ([doc.dyad[0]], [doc.dyad[1]]) if doc.dyad and is_bilateral(doc) else ([], [])


def _directed_sides(phrase: _Phrase) -> tuple[list[str], list[str], Token | None]:
    """Who does it and to whom, for nouns with a direction."""
    actors = _doers(phrase)
    if phrase.noun.is_clause:
        return (*_concerned_sides(phrase, actors), None)
    recipients, target = _recipients_after(phrase, phrase.noun.prepositions, actors)
    if not recipients and not phrase.noun.mode and actors:
        recipients, target = _recipients_after(phrase, _TOWARDS, actors)
    if not recipients and phrase.noun.mode == "visit":
        recipients = [party for party in phrase.owners if state_of(party) not in states_of(actors)]
        has_time = any(phrase.token.start <= time.start_char < phrase.sentence.end_char for time in phrase.sentence.times)
        recipients = recipients or (other_side(phrase.doc, actors) if has_time and actors and not _prepositions_to(phrase.token) else [])
    if phrase.noun.event_type in _AID and not (actors and recipients):
        thanked, thanking = _thanked(phrase)
        return (thanked, thanking, None) if thanked and thanking else (actors, recipients, target)
    return actors, recipients, target


def _prepositions_to(token: Token) -> bool:
    """Whether a visit's destination is told, though it names no state."""
    return any(prep.lower in ("to", "at") for prep in token.find_children("prep"))


def _thanked(phrase: _Phrase) -> tuple[list[str], list[str]]:
    """Who gave what he is thanked for, and to whom: "Fiji thanked Japan for the grant"."""
    prep = phrase.token.head
    if phrase.token.dep != "pobj" or prep.lower != "for" or prep.head.lemma != "thank":
        return [], []
    thanked = _unique(party for obj in find_objects(prep.head) for party in find_acting(obj, phrase.sentence))
    return thanked, _unique(party for word in find_subjects(prep.head) for party in find_acting(word, phrase.sentence))


def _doers(phrase: _Phrase) -> list[str]:
    """Who does what a noun names: after "by", before the noun, by its verb, or by the blame for it; one visitor."""
    blamed = _blamed(phrase)
    if blamed and any(child.lower in ("its", "their", "his", "her") for child in phrase.token.children):
        return blamed  # "condemned Pyongyang for its test": the pronoun may have been taken for the one who condemns
    actors = _unique(phrase.doers or phrase.owners or phrase.subjects or blamed)
    if phrase.noun.mode == "visit":
        actors = actors or _visitor(phrase)
        return [party for party in actors if state_of(party) == state_of(actors[0])]
    return phrase.subjects if phrase.subjects and not phrase.doers and not phrase.owners else actors


def _concerned_sides(phrase: _Phrase, actors: list[str]) -> tuple[list[str], list[str]]:
    """The sides of a will or plan: who has it, and who else is named in it."""
    if len(states_of(actors)) > 1:
        return split_sides(actors)
    recipients = _named_below(phrase, actors) if actors else []
    if not recipients and actors and any(belongs_to_both(child) for child in phrase.token.children):
        recipients = other_side(phrase.doc, actors)
    return actors, recipients


def _recipients_after(phrase: _Phrase, prepositions: tuple[str, ...], actors: list[str]) -> tuple[list[str], Token | None]:
    slots = [member for word in phrase.words for prep in _prepositions(word) if prep.lower in prepositions for member in _members(prep)]
    return find_recipients(phrase.doc, phrase.sentence, slots, actors=actors)


def _named_below(phrase: _Phrase, actors: list[str]) -> list[str]:
    """Other parties in what a noun governs: "a decision to reopen the border between Oman and Yemen"."""
    below = [child for child in phrase.token.children if child.dep in ("prep", "acl", "ccomp", "relcl")]
    for word in below:
        below.extend(child for child in word.children if child.dep not in ("relcl", "advcl"))
    return find_named(phrase.sentence, below, actors)


def _blamed(phrase: _Phrase) -> list[str]:
    """Who is blamed for an act: "accused Pakistan of an attack", "condemned Israel for the raid" (GUIDE: then he did it)."""
    token = phrase.token.head if phrase.token.dep == "conj" else phrase.token
    prep = token.head
    if token.dep != "pobj" or prep.lower not in ("of", "for", "over", "after"):
        return []
    objects = find_objects(prep.head) if prep.head.pos == "VERB" else []
    if prep.head.pos == "VERB" and prep.head.lemma in _BLAMING:
        return _unique(party for obj in objects for party in find_acting(obj, phrase.sentence))
    if prep.head.dep == "pobj" and prep.head.head.lower in ("against", "on"):
        return _unique(find_acting(prep.head, phrase.sentence))
    hit = (target for word in (prep.head, *objects) for against in word.find_children("prep") if against.lower in ("against", "on") for target in _members(against))
    return _unique(party for target in hit for party in find_acting(target, phrase.sentence))


def _visitor(phrase: _Phrase) -> list[str]:
    """The subject of the clause that a visit stands beside: "following a visit to Rome, the minister said"."""
    token = phrase.token
    is_given = any(child.dep == "det" and child.lower in ("the", "this", "that") for child in token.children)
    if token.dep != "pobj" or token.head.lower not in _ATTENDING or is_given:
        return []
    verb = token.head.head.head if token.head.head.dep == "prep" else token.head.head
    if verb.pos not in ("VERB", "AUX"):
        return []
    return _unique(party for subject in find_subjects(verb) for party in find_parties(subject, phrase.sentence))


def _unique(parties: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(parties))
