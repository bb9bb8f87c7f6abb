"""The parties of an event noun: in its own phrase, by the verb that carries it, by the context.

A noun inside an adverbial takes the main clause's subject only for a visit or
talks that the subject makes ("on a visit to Rome, the premier said").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.extraction.actors import parties_of, state_of
from bilateral.extraction.clauses import clause_span, find_objects, find_subjects
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_context import (
    find_aggressor,
    find_victim,
)
from bilateral.extraction.event_parties import (
    belongs_to_both,
    find_acting,
    find_named,
    find_parties,
    find_recipients,
    is_bilateral,
    names_pair,
    other_side,
    split_sides,
)
from bilateral.extraction.event_struck import find_objector, find_sufferer
from bilateral.vocabulary.predicates import load_word_class

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventNoun

__all__ = ["Phrase", "carried_subjects", "find_carrier", "find_directed_sides", "find_members", "find_named_below", "find_prepositions", "find_visitor", "noun_after", "noun_span", "read_phrase", "unique"]

_BEFORE = ("poss", "amod", "compound", "nmod", "nummod", "det", "punct", "advmod")
_TOWARDS = ("to", "against", "towards", "toward", "on")
_ATTENDING = frozenset(("during", "after", "following", "on", "at", "before", "since", "in", "upon"))
_BLAMING = frozenset("accuse blame condemn criticise criticize denounce suspect sanction".split())
_PAIR = 2
_AID = frozenset(("AID", "SUPPORT"))
_HOSTILE = frozenset(("COERCE", "ASSAULT", "THREATEN"))
_UNDERGONE = frozenset(("ACCUSE", "REQUEST", "THREATEN", "SANCTION"))
_MEETING_WITH = frozenset("face draw attract meet receive provoke earn prompt trigger spark incur elicit encounter defy resist shrug ignore".split())
_COMING_UNDER = frozenset("come be run fall".split())
_STRIKING = _HOSTILE | {"SANCTION"}
_PROCEEDING = frozenset(("start", "begin", "open", "finish", "end", "conclude", "close", "continue", "proceed", "follow", "wrap"))
"""Verbs of a programme: "he starts in the morning with a meeting with"."""
_TRAVELLING = frozenset(("visit", "travel", "go", "come", "arrive", "fly", "return", "land", "head", "leave", "be"))


@dataclass(slots=True)
class Phrase:
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


def noun_after(token: Token, noun: EventNoun) -> Token | None:
    """The noun that a pattern asks for after "of": "sanctions" in "the lifting of sanctions".

    Args:
        token: The noun.
        noun: Its pattern.
    """
    pobjs = [pobj for prep in token.find_children("prep") for pobj in prep.find_children("pobj")]
    pobjs += [deep for pobj in pobjs for prep in pobj.find_children("prep") if prep.lower == "of" for deep in prep.find_children("pobj")]  # "the imposition by Peru of tariffs"
    return next((pobj for pobj in pobjs if pobj.lemma in noun.after), None)


def find_carrier(token: Token) -> Token | None:
    """The verb that carries the noun: "hold" in "held a round of talks", "take" in "talks took place".

    Args:
        token: The noun.
    """
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


def carried_subjects(phrase: Phrase, carrier: Token | None) -> list[str]:
    """Who does what the noun names, by the verb that carries it.

    Args:
        phrase: The noun's phrase.
        carrier: The verb, if one carries it.
    """
    if carrier is None or phrase.token.dep == "nsubj":
        return []
    return unique(party for subject in find_subjects(carrier) if not names_pair(subject) for party in find_acting(subject, phrase.sentence))


def read_phrase(doc: ParsedDocument, sentence: Sentence, token: Token, *, noun: EventNoun) -> Phrase:
    """Read the parties before a noun, after "by" (or "of", "from"), and after "between" or "with".

    Args:
        doc: The document.
        sentence: The noun's sentence.
        token: The noun.
        noun: Its pattern.
    """
    inner = noun_after(token, noun)
    phrase = Phrase(doc, sentence, token, noun, [word for word in (token, inner) if word is not None])
    phrase.owners = next(filter(None, (_owners(word, sentence, doc) for word in phrase.words)), [])
    if noun.mode == "meet" and _is_venue(token, sentence):
        phrase.owners = []
    doing = {"by", "from", "of"} - set(noun.prepositions)
    sharing = {"between", "among", "with"} | (set(noun.prepositions) if "mutual" in noun.marks else set())
    phrase.sharers += _holders(token, sentence)
    participles = [clause for clause in token.find_children("acl", "relcl") if clause.tag == "VBN"]  # "the deal signed by Chad with Niger"
    for word in (token, *participles):
        for prep in find_prepositions(word):
            parties = [party for member in find_members(prep) for party in find_acting(member, sentence)]
            if prep.lower == "with":
                phrase.partners += parties
            if prep.lower in sharing:
                phrase.sharers += parties
                phrase.has_strangers |= prep.lower == "with" and not parties and any(member.pos in ("NOUN", "PROPN") for member in find_members(prep))
            elif prep.lower in doing and (word is token or prep.lower == "by"):
                phrase.doers += parties
    return phrase


def _holders(token: Token, sentence: Sentence) -> list[str]:
    """Who has talks by a clause: "the meeting that the premier and I had"."""
    clauses = [clause for clause in token.find_children("relcl") if clause.lemma in ("have", "hold") and clause.tag != "VBN"]
    return [party for clause in clauses for subject in find_subjects(clause) for party in find_acting(subject, sentence)]


def _owners(token: Token, sentence: Sentence, doc: ParsedDocument) -> list[str]:
    """Parties that are named before a noun; "bilateral" names two only in a document about two."""
    edge = _left_edge(token)
    before = [mention for mention in sentence.mentions if edge <= mention.start_char < token.start]
    if any(mention.how != "anaphor" for mention in before):
        before = [mention for mention in before if mention.how != "anaphor" or len(mention.parties) < _PAIR]  # "Oslo's bilateral assistance to Suva" is Oslo's
    named = [party for mention in before if mention.how != "anaphor" or len(mention.parties) < _PAIR or is_bilateral(doc) for party in mention.parties]
    return unique(named or (party for child in token.find_children("poss", "amod", "compound", "nmod") for party in parties_of(child, sentence)))


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


def find_prepositions(token: Token) -> list[Token]:
    """Prepositions of a noun, and those that its verb took from it ("held talks with Chad").

    Args:
        token: The noun.
    """
    found = [child for child in token.children if child.dep in ("prep", "agent")]
    for child in list(found):
        found += [inner for pobj in child.find_children("pobj") if child.lower in ("on", "about", "over", "of", "in", "at") for inner in pobj.find_children("prep") if inner.lower in ("between", "with", "by")]
    if token.dep in ("dobj", "nsubjpass", "nsubj", "attr"):
        found += [child for child in token.head.children if child.dep in ("prep", "agent") and child.i > token.i]
    return found


def find_members(prep: Token) -> list[Token]:
    """The nouns after a preposition, with those coordinated.

    Args:
        prep: The preposition.
    """
    found = prep.find_children("pobj")
    for word in found:
        found.extend(word.find_children("conj"))
    return found


def find_directed_sides(phrase: Phrase) -> tuple[list[str], list[str], Token | None]:
    """Who does it and to whom, for nouns with a direction, and the word that names the recipient.

    Args:
        phrase: The noun's phrase.
    """
    actors = _doers(phrase)
    if phrase.noun.is_clause:
        return (*_concerned_sides(phrase, actors), None)
    recipients, target = _recipients_after(phrase, phrase.noun.prepositions, actors)
    if actors and not recipients and phrase.noun.event_type in _UNDERGONE:
        recipients = _undergoing(phrase, actors) or _obliging(phrase, actors)
    if not actors and recipients and phrase.noun.event_type in _HOSTILE:
        actors = find_aggressor(phrase.doc, phrase.sentence, recipients)  # "the attack on our villages", in a speech against the other side
    if not recipients and not phrase.noun.mode and actors:
        recipients, target = _recipients_after(phrase, _TOWARDS, actors)
    if actors and not recipients and phrase.noun.event_type in _HOSTILE:
        recipients = find_victim(phrase.doc, phrase.sentence, actors)
    if actors and not recipients and phrase.noun.event_type in _STRIKING:
        recipients = find_objector(phrase.doc, phrase.sentence, phrase.token, actors=actors) or find_sufferer(
            phrase.doc, phrase.sentence, phrase.token, actors=actors, event_type=phrase.noun.event_type
        )
    if not actors and recipients and phrase.noun.mode == "visit" and any(child.lower == "your" for child in phrase.token.children):
        actors = other_side(phrase.doc, recipients)  # "on your visit to Vietnam"
    if not recipients and phrase.noun.mode == "visit":
        recipients = [party for party in phrase.owners if state_of(party) not in states_of(actors)]
        has_time = any(phrase.token.start <= time.start_char < phrase.sentence.end_char for time in phrase.sentence.times)
        recipients = recipients or (other_side(phrase.doc, actors) if has_time and actors and not _prepositions_to(phrase.token) else [])
    if phrase.noun.event_type in _AID and not (actors and recipients):
        thanked, thanking = _thanked(phrase, actors)
        return (thanked, thanking, None) if thanked and thanking else (actors, recipients, target)
    return actors, recipients, target


def _undergoing(phrase: Phrase, actors: list[str]) -> list[str]:
    """Who meets with what a noun names: "Washington faced Palestinian criticism", "came under Ghanaian pressure"."""
    token = phrase.token
    verb = token.head.head if token.dep == "pobj" and token.head.lower in ("under", "into") else token.head
    if verb.lemma not in (_MEETING_WITH if token.dep == "dobj" else _COMING_UNDER if token.dep == "pobj" else ()):
        return []
    found = [party for subject in find_subjects(verb) for party in find_acting(subject, phrase.sentence)]
    return [party for party in unique(found) if state_of(party) not in states_of(actors)]


def _obliging(phrase: Phrase, actors: list[str]) -> list[str]:
    """Who does what somebody asked for: the subject of "barred the ships at Delhi's request"."""
    prep = phrase.token.head
    if phrase.token.dep != "pobj" or prep.lower not in ("at", "on", "upon") or prep.head.pos != "VERB":
        return []
    found = [party for subject in find_subjects(prep.head) for party in find_acting(subject, phrase.sentence)]
    return [party for party in unique(found) if state_of(party) not in states_of(actors)]


def _prepositions_to(token: Token) -> bool:
    """Whether a visit's destination is told, though it names no state."""
    return any(prep.lower in ("to", "at") for prep in token.find_children("prep"))


def _thanked(phrase: Phrase, actors: list[str]) -> tuple[list[str], list[str]]:
    """Who gave what he is thanked for, and to whom: "Fiji thanked Japan for the grant", "our appreciation for Japan's help"."""
    prep = phrase.token.head
    if phrase.token.dep != "pobj" or prep.lower != "for":
        return [], []
    verb = prep.head
    if verb.pos != "VERB" and verb.lemma in load_word_class("unnamed", "thanks"):  # a noun or adjective of thanks: its giver is the verb's subject
        verb = next((word for word in verb.ancestors() if word.pos in ("VERB", "AUX")), verb)
        thanked = actors
    elif verb.lemma == "thank":
        thanked = unique(party for obj in find_objects(verb) for party in find_acting(obj, phrase.sentence)) or actors
    else:
        return [], []
    thanking = [party for party in unique(party for word in find_subjects(verb) for party in find_acting(word, phrase.sentence)) if state_of(party) not in states_of(thanked)]
    return thanked, thanking


def _doers(phrase: Phrase) -> list[str]:
    """Who does what a noun names: after "by", before the noun, by its verb, or by the blame for it; one visitor."""
    blamed = _blamed(phrase)
    if blamed and any(child.lower in ("its", "their", "his", "her") for child in phrase.token.children):
        return blamed  # "condemned Pyongyang for its test": the pronoun may have been taken for the one who condemns
    actors = unique(phrase.doers or phrase.owners or phrase.subjects or blamed)
    if phrase.noun.mode == "visit":
        actors = actors or find_visitor(phrase)
        return [party for party in actors if state_of(party) == state_of(actors[0])]
    return phrase.subjects if phrase.subjects and not phrase.doers and not phrase.owners else actors


def _concerned_sides(phrase: Phrase, actors: list[str]) -> tuple[list[str], list[str]]:
    """The sides of a will or plan: who has it, and who else is named in it."""
    if len(states_of(actors)) > 1:
        return split_sides(actors)
    recipients = find_named_below(phrase, actors) if actors else []
    if not recipients and actors and any(belongs_to_both(child) for child in phrase.token.children):
        recipients = other_side(phrase.doc, actors)
    return actors, recipients


def _recipients_after(phrase: Phrase, prepositions: tuple[str, ...], actors: list[str]) -> tuple[list[str], Token | None]:
    slots = [member for word in phrase.words for prep in find_prepositions(word) if prep.lower in prepositions for member in find_members(prep)]
    return find_recipients(phrase.doc, phrase.sentence, slots, actors=actors)


def find_named_below(phrase: Phrase, actors: list[str]) -> list[str]:
    """Other parties in what a noun governs: "a decision to reopen the border between Oman and Yemen".

    Args:
        phrase: The noun's phrase.
        actors: Who acts; they are left out.
    """
    below = [child for child in phrase.token.children if child.dep in ("prep", "acl", "ccomp", "relcl")]
    for word in below:
        below.extend(child for child in word.children if child.dep not in ("relcl", "advcl"))
    return find_named(phrase.sentence, below, actors)


def _blamed(phrase: Phrase) -> list[str]:
    """Who is blamed for an act: "accused Pakistan of an attack", "condemned Israel for the raid" (GUIDE: then he did it)."""
    token = phrase.token.head if phrase.token.dep == "conj" else phrase.token
    prep = token.head
    if token.dep != "pobj" or prep.lower not in ("of", "for", "over", "after"):
        return []
    objects = find_objects(prep.head) if prep.head.pos == "VERB" else []
    if prep.head.pos == "VERB" and prep.head.lemma in _BLAMING:
        return unique(party for obj in objects for party in find_acting(obj, phrase.sentence))
    if prep.head.dep == "pobj" and prep.head.head.lower in ("against", "on"):
        return unique(find_acting(prep.head, phrase.sentence))
    hit = (target for word in (prep.head, *objects) for against in word.find_children("prep") if against.lower in ("against", "on") for target in find_members(against))
    return unique(party for target in hit for party in find_acting(target, phrase.sentence))


def find_visitor(phrase: Phrase) -> list[str]:
    """The subject of the clause that a visit stands beside: "following a visit to Rome, the minister said".

    Args:
        phrase: The noun's phrase.
    """
    token = phrase.token
    is_given = any(child.dep == "det" and child.lower in ("the", "this", "that") for child in token.children)
    is_programme = token.dep == "pobj" and token.head.lower == "with" and token.head.head.lemma in _PROCEEDING
    is_programme |= token.dep == "pobj" and token.head.lower == "for" and token.head.head.lemma in _TRAVELLING  # "visited Suva for talks with"
    if not is_programme and (token.dep != "pobj" or token.head.lower not in _ATTENDING or (is_given and not phrase.partners)):
        return []
    verb = token.head.head.head if token.head.head.dep == "prep" else token.head.head
    if verb.pos not in ("VERB", "AUX"):
        return []
    return unique(party for subject in find_subjects(verb) for party in find_parties(subject, phrase.sentence))


def unique(parties: Iterable[str]) -> list[str]:
    """Each party once, in the order in which they come.

    Args:
        parties: Party codes.
    """
    return list(dict.fromkeys(parties))


def noun_span(token: Token, clause: Token | None, noun: EventNoun) -> tuple[int, int]:
    """The words that tell the act: the carrying clause, or the noun's own phrase.

    Args:
        token: The noun.
        clause: The verb that carries it, if any.
        noun: Its pattern.
    """
    if "figure" in noun.marks and token.dep in ("nsubj", "nsubjpass"):
        return clause_span(token.head)
    if clause is not None:
        return clause_span(clause)
    left = [child for child in token.children if child.dep in ("conj", "relcl", "appos", "parataxis", "ccomp", "advcl", "cc", "punct")]
    kept = [token]
    for word in kept:
        kept.extend(child for child in word.children if child not in left and child.dep != "relcl")
    return min(word.start for word in kept), max(word.end for word in kept)
