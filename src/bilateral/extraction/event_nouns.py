"""Events told by nouns: "the Oman-Iran talks", "his visit to Peru", "sanctions against Mali".

A noun's parties stand in its own phrase, or come from the verb that carries
it ("held talks", "talks were held"). A noun inside an adverbial never takes
the main clause's subject, but for a visit or talks that the subject makes
("on a visit to Rome, the premier said").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, parties_of, state_of
from bilateral.extraction.clauses import clause_span, find_objects, find_realis, find_subjects
from bilateral.extraction.event_acts import Act, states_of
from bilateral.extraction.event_parties import (
    belongs_to_both,
    find_acting,
    find_named,
    find_parties,
    find_recipients,
    joined_lemma,
    other_side,
    split_sides,
)
from bilateral.vocabulary.predicates import load_event_nouns, load_word_class

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.vocabulary.predicates import EventNoun

__all__ = ["find_noun_acts"]

_BEFORE = ("poss", "amod", "compound", "nmod", "nummod", "det", "punct", "advmod")
_TOWARDS = ("to", "against", "towards", "toward", "on")
_ATTENDING = frozenset(("during", "after", "following", "on", "at", "before", "since", "in", "upon"))
_BLAMING = frozenset("accuse blame condemn criticise criticize denounce suspect sanction".split())
_GIVEN = frozenset(("the", "this", "that", "these", "those", "such", "its", "their", "his", "her", "my", "our", "your"))
_UNDER_WAY = frozenset("negotiation study talk discussion proposal draft idea consultation progress possibility work".split())
"""An agreement that is still their subject is none yet: "negotiation of a trade agreement"."""
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
    carrier = _find_carrier(token)
    inner = _noun_after(token, noun)
    owners, doers, sharers = _parties_in_phrase(token, sentence, noun)
    if inner is not None:  # "the lifting of American sanctions on Cuba"
        owners = owners or _parties_in_phrase(inner, sentence, noun)[0]
    subjects = _carried_subjects(sentence, token, carrier)
    if "mutual" in noun.marks:
        sides = _mutual_sides(doc, sentence, token, noun, [*owners, *sharers, *doers], subjects)
        target = None
    else:
        *sides, target = _directed_sides(doc, sentence, token, noun, owners, doers, subjects)
    actors, recipients = sides
    if not actors or (not recipients and "lone" not in noun.marks) or states_of(actors) & states_of(recipients):
        return None
    if {party.partition("/")[2] for party in actors} <= {"EDU", "MED"}:
        return None
    if not _is_concrete(token, noun, carrier, sentence):
        return None
    clause = carrier if carrier is not None and (subjects or carrier.lemma in load_word_class("carriers", "happen") or noun.mode) else None
    return Act(
        sentence, token, clause, actors, recipients, noun.event_type, noun.mode, noun.cameo_code, _realis(token, clause),
        _span(token, clause, noun), noun.pattern, noun.marks, frozenset(word.i for word in (token, inner) if word is not None),
        is_anaphoric=_is_anaphoric(token, owners, doers, sharers, target), target=target,
    )  # fmt: skip


def _is_concrete(token: Token, noun: EventNoun, carrier: Token | None, sentence: Sentence) -> bool:
    """Whether a noun tells an act: a general one ("cooperation") needs a verb, a field or a purpose, a figure needs a time."""
    if "figure" in noun.marks:
        return any(time.period for time in sentence.times) and find_realis(token) == "happened" and _told_realis(token) == "happened"
    if noun.event_type == "AGREE" and token.dep == "pobj" and token.head.head.lemma in _UNDER_WAY:
        return False
    if "generic" not in noun.marks:
        return not (noun.mode and carrier is None and find_realis(token) in ("hypothetical", "denied"))
    if carrier is not None:
        return carrier.tag in ("VBD", "VBZ", "VBP") or any(child.dep == "aux" and child.lower != "to" for child in carrier.children) or find_realis(carrier) == "hypothetical"
    if noun.mode or _is_topic(token):
        return False
    has_field = any(child.lower in _FIELDS for child in token.children)
    return has_field or any(child.dep in ("acl", "relcl") or (child.dep == "prep" and child.lower == "in") for child in token.children)


def _is_topic(token: Token) -> bool:
    """Whether a noun is only what something is about: "areas of cooperation", "plans for a partnership"."""
    return token.dep == "pobj" and token.head.lower in ("of", "for", "about", "on", "towards", "toward", "into") and token.head.head.lemma not in ("possibility", "prospect", "chance")


def _told_realis(token: Token) -> str:
    """What the verb says whose subject the noun is: "trade will exceed"."""
    return find_realis(token.head) if token.dep in ("nsubj", "nsubjpass") else "happened"


def _realis(token: Token, clause: Token | None) -> str:
    own = find_realis(token)
    return own if own != "happened" or clause is None else find_realis(clause)


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


def _is_anaphoric(token: Token, owners: list[str], doers: list[str], sharers: list[str], target: Token | None) -> bool:
    """Whether a phrase only points back: "the talks", "this visit"."""
    is_given = any(child.lower in _GIVEN for child in token.children if child.dep in ("det", "poss"))
    return is_given and not sharers and not doers and target is None and len(states_of(owners)) < 2  # noqa: PLR2004 - a pair


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


def _carried_subjects(sentence: Sentence, token: Token, carrier: Token | None) -> list[str]:
    """Who does what the noun names, by the verb that carries it, or by the clause that a visit is beside."""
    if carrier is not None and token.dep != "nsubj":
        return _unique(party for subject in find_subjects(carrier) for party in find_acting(subject, sentence))
    return []


def _parties_in_phrase(token: Token, sentence: Sentence, noun: EventNoun) -> tuple[list[str], list[str], list[str]]:
    """Parties before the noun, after "by" (or "of", "from"), and after "between" or "with"."""
    owners: list[str] = []
    for mention in sentence.mentions:
        if _left_edge(token) <= mention.start_char < token.start:
            owners += mention.parties
    if not owners:
        owners = [party for child in token.find_children("poss", "amod", "compound", "nmod") for party in parties_of(child, sentence)]
    doing = ("by", *(("from",) if "from" not in noun.prepositions else ()), *(("of",) if "of" not in noun.prepositions else ()))
    doers, sharers = [], []
    for prep in _prepositions(token):
        members = _members(prep)
        if prep.lower in ("between", "among", "with") or ("mutual" in noun.marks and prep.lower in noun.prepositions):
            sharers += [party for member in members for party in find_acting(member, sentence)]
        elif prep.lower in doing:
            doers += [party for member in members for party in find_acting(member, sentence)]
    for clause in token.find_children("acl", "relcl"):
        if clause.tag == "VBN":  # "the agreement signed by Chad"
            doers += [party for subject in find_subjects(clause) for party in find_acting(subject, sentence)]
            sharers += [p for prep in _prepositions(clause) if prep.lower in ("between", "with") for m in _members(prep) for p in find_acting(m, sentence)]
    return _unique(owners), _unique(doers), _unique(sharers)


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


def _mutual_sides(  # noqa: PLR0913 - what is known of a noun
    doc: ParsedDocument, sentence: Sentence, token: Token, noun: EventNoun, parties: list[str], subjects: list[str]
) -> tuple[list[str], list[str]]:
    """The two sides of what both do; the second from the document's pair only where a word says "bilateral"."""
    named = _unique([*subjects, *parties])
    if noun.is_clause and not named:
        named = _unique([*named, *_named_below(token, sentence, named)])
    if len(states_of(named)) > 1:
        return split_sides(named)
    is_given = any(child.lower in ("the", "this", "that", "these", "those") for child in token.children)
    if belongs_to_both(token) and (named or not is_given):
        return (named, other_side(doc, named)) if named else _pair(doc)
    is_year = any(child.tag == "CD" and len(child.text) == 4 for child in token.children)  # noqa: PLR2004 - "the 2008 communique"
    return _pair(doc) if is_given and is_year and not named and noun.event_type == "AGREE" else ([], [])


def _pair(doc: ParsedDocument) -> tuple[list[str], list[str]]:
    return ([doc.dyad[0]], [doc.dyad[1]]) if doc.dyad else ([], [])


def _directed_sides(  # noqa: PLR0913 - what is known of a noun
    doc: ParsedDocument, sentence: Sentence, token: Token, noun: EventNoun, owners: list[str], doers: list[str], subjects: list[str]
) -> tuple[list[str], list[str], Token | None]:
    """Who does it and to whom, for nouns with a direction."""
    actors = doers or owners or subjects or _blamed(sentence, token)
    if noun.mode == "visit":
        actors = actors or _visitor(sentence, token)
        actors = [party for party in actors if state_of(party) == state_of(actors[0])]
    elif subjects and not doers and not _has_owner(token, sentence):
        actors = subjects
    if noun.is_clause and len(states_of(actors)) > 1:
        return (*split_sides(actors), None)
    if noun.is_clause:
        recipients = _named_below(token, sentence, actors) if actors else []
        if not recipients and actors and any(belongs_to_both(child) for child in token.children):
            recipients = other_side(doc, actors)
        return actors, recipients, None
    holders = [word for word in (token, _noun_after(token, noun)) if word is not None]
    slots = [member for word in holders for prep in _prepositions(word) if prep.lower in noun.prepositions for member in _members(prep)]
    recipients, target = find_recipients(doc, sentence, slots, actors)
    if not recipients and not noun.mode:
        slots = [member for prep in _prepositions(token) if prep.lower in _TOWARDS for member in _members(prep)]
        recipients, target = find_recipients(doc, sentence, slots, actors) if actors else ([], None)
    if not recipients and noun.mode == "visit":
        recipients = [party for party in owners if state_of(party) not in states_of(actors)]
    return actors, recipients, target


def _named_below(token: Token, sentence: Sentence, actors: list[str]) -> list[str]:
    """Other parties in what a noun governs: "a decision to reopen the border between Oman and Yemen"."""
    below = [word for child in token.children if child.dep in ("prep", "acl", "ccomp", "relcl") for word in child.subtree()]
    return find_named(sentence, below, actors)


def _blamed(sentence: Sentence, token: Token) -> list[str]:
    """Who is blamed for an act: "accused Pakistan of an attack", "condemned Israel for the raid" (GUIDE: then he did it)."""
    if token.dep != "pobj" or token.head.lower not in ("of", "for", "over") or token.head.head.lemma not in _BLAMING:
        return []
    return _unique(party for obj in find_objects(token.head.head) for party in find_acting(obj, sentence))


def _has_owner(token: Token, sentence: Sentence) -> bool:
    return any(mention_at(sentence, child) or parties_of(child, sentence) for child in token.find_children("poss", "amod", "compound"))


def _visitor(sentence: Sentence, token: Token) -> list[str]:
    """The subject of the clause that a visit stands beside: "following a visit to Rome, the minister said"."""
    if token.dep != "pobj" or token.head.lower not in _ATTENDING:
        return []
    if any(child.dep == "det" and child.lower in ("the", "this", "that") for child in token.children):
        return []
    verb = token.head.head
    if verb.dep == "prep":
        verb = verb.head
    if verb.pos not in ("VERB", "AUX"):
        return []
    return _unique(party for subject in find_subjects(verb) for party in find_parties(subject, sentence))


def _unique(parties: object) -> list[str]:
    return list(dict.fromkeys(parties))  # type: ignore[call-overload]
