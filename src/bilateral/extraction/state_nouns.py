"""Nouns that stand for a state or body named before: "the island nation", "the other side", "his guest", "the bloc", "the latter".

Each is resolved only where the text leaves one candidate: the one state of the
kind among those just named, the other of a pair of which one is at hand, the
one body of the last sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.discourse import clause_subject, states_before
from bilateral.extraction.named_parties import mention_at, parties_of, state_of
from bilateral.vocabulary.actor_nouns import load_actor_nouns
from bilateral.vocabulary.epithets import find_epithet
from bilateral.vocabulary.states import is_body, is_state, load_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.extraction.discourse import Memory
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["COUNTRY_NOUNS", "REFERRING_NOUNS", "find_body", "find_country", "find_other", "find_sides"]

COUNTRY_NOUNS = frozenset(["country", "nation", "state", "republic"])
"""Nouns for any state; "state" and "republic" only with what it is."""
_STATE_WINDOW = 2
"""Sentences back in which "the country" looks for a state."""
_DEFINITE = frozenset(("the", "this", "that"))
_PLAIN = frozenset(["whole", "entire", "great"])
_OTHER = frozenset(("other", "neighbouring", "neighboring"))
_NOT_EPITHETS = frozenset(["host", "home", "foreign", "developing", "same", "first", "only", "most", "best", "many", "member", "third", "recipient", "donor", "common", "individual", "next", "last"])
_OTHERS = frozenset(["counterpart", "guest", "host", "neighbour", "neighbor", "rival", "opposite", "visitor"])
_NAMED_BODIES = {"world": "UNO"}
_BODIES = frozenset(["bloc", "alliance", "organization", "organisation", "grouping", "body", "union"])
_SIDES = frozenset(["side", "party", "leader", "minister", "president", "premier", "delegation", "principal", "participant", "neighbour", "neighbor", "government"])

REFERRING_NOUNS = COUNTRY_NOUNS | _OTHERS | _BODIES | _SIDES | {"former", "latter"}
"""Nouns that this module reads."""


def find_country(doc: ParsedDocument, sentence: Sentence, token: Token, *, memory: Memory) -> list[str]:
    """The state that "the country", "this nation" or "the Baltic state" stands for.

    Does not read nouns that a clause or phrase behind them tells apart ("the
    country that won").

    Args:
        doc: The document.
        sentence: The noun's sentence.
        token: The noun.
        memory: What the text has told so far.

    Returns:
        One state, or nothing.
    """
    owner = next((child for child in token.children if child.dep == "poss"), None)
    if owner is not None:
        own = mention_at(sentence, owner)
        return [state_of(own.parties[0])] if own is not None and len(own.parties) == 1 and token.lower == "country" else []
    determiner = next((child.lower for child in token.children if child.dep == "det"), "")
    before = [child for child in token.children if child.i < token.i and child.dep != "det"]
    epithet = find_epithet(_words_before(sentence, token, before))
    is_name = epithet is None and any(child.tag == "NNP" for child in before)  # "the United | Kingdom"
    if is_name or determiner not in _DEFINITE or any(child.dep in ("relcl", "prep", "acl") for child in token.children):
        return []
    if any(child.lower in _OTHER for child in before):
        return _other_of_pair(sentence, token, memory)
    if epithet is not None:
        return _fitting(doc, sentence, token, memory=memory, states=epithet)
    return _by_kind(doc, sentence, token, memory=memory, before=before)


def _words_before(sentence: Sentence, token: Token, before: Sequence[Token]) -> str:
    """The words between the article and a noun."""
    start = min((word.start for child in before for word in child.subtree()), default=token.start)
    return sentence.text[start - sentence.start_char : token.start - sentence.start_char]


def _fitting(doc: ParsedDocument, sentence: Sentence, token: Token, *, memory: Memory, states: frozenset[str]) -> list[str]:
    """The one state just named that an epithet fits, of several the last subject."""
    fitting = [state for state in _recent(doc, sentence, token) if state in states]
    acting = [state_of(party) for party in memory.subject[1]] if memory.subject is not None and sentence.index - memory.subject[0] <= 1 else []
    return fitting if len(fitting) == 1 else _only(state for state in acting if state in fitting)


def _by_kind(doc: ParsedDocument, sentence: Sentence, token: Token, *, memory: Memory, before: Sequence[Token]) -> list[str]:
    """A state by what it is ("the kingdom"), else by being the only one at hand."""
    kinds = load_actor_nouns().kingdoms
    if token.lower in kinds:
        return _kingdom(doc, kinds[token.lower])
    if token.lower in ("state", "republic") or any(child.lower in _NOT_EPITHETS for child in before):
        return []
    if any(child.lower not in _PLAIN for child in before):
        return _only(_recent(doc, sentence, token))
    return _last_named(sentence, token, memory)


def _last_named(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The state that stands before in the sentence, else the last subject."""
    states = [state_of(party) for party in states_before(sentence, token) if is_state(state_of(party))]
    if len(states) == 1:
        return states if not _is_partner_of_unknown(sentence, token, states[0]) else _other_than(sentence, token, memory, states[0]) if memory.is_of_two else []
    if states:
        return states[-1:] if _is_object_state(sentence, token, states[-1]) else []
    before = memory.subject
    if before is not None and sentence.index - before[0] <= _STATE_WINDOW and len(before[1]) == 1 and is_state(state_of(before[1][0])):
        return [state_of(before[1][0])]
    return _of_person(sentence, token, memory) if before is None or sentence.index - before[0] > _STATE_WINDOW else []


def _of_person(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The state of the one person named before in the sentence, of the two that the text is about: "Rabuka said the country"."""
    states = {state_of(party) for mention in sentence.mentions if mention.person and mention.end_char <= token.start for party in mention.parties}
    return _only(state for state in states if state in (memory.dyad or ())) if len(states) == 1 else []


def _is_partner_of_unknown(sentence: Sentence, token: Token, state: str) -> bool:
    """Whether the one state named is the partner of somebody unknown: "The port authority signed a deal with | Peru for the country's first"."""
    mention = next((mention for mention in sentence.mentions if mention.end_char <= token.start and state in map(state_of, mention.parties)), None)
    word = next((word for word in sentence.tokens if mention is not None and word.start == mention.start_char), None)
    while word is not None and word.dep in ("amod", "compound", "nmod", "poss"):
        word = word.head
    if word is None or word.dep != "pobj" or word.head.lower != "with":
        return False
    verb = next((above for above in word.head.ancestors() if above.pos == "VERB"), None)
    heads = find_subjects(verb) if verb is not None else []
    return bool(heads) and all(head.tag in ("NN", "NNP", "NNS", "NNPS") and not parties_of(head, sentence) for head in heads)


def _is_object_state(sentence: Sentence, token: Token, party: str) -> bool:
    """Whether the last state named is not the subject of the clause of "the country": it is then the one meant."""
    subject = clause_subject(token)
    return subject is not None and party not in parties_of(subject, sentence) and bool(parties_of(subject, sentence))


def _recent(doc: ParsedDocument, sentence: Sentence, token: Token) -> list[str]:
    """States named in the sentence before a word and in the two sentences before, in text order."""
    found = dict.fromkeys(state_of(party) for party in states_before(sentence, token))
    for earlier in doc.sentences[max(0, sentence.index - _STATE_WINDOW) : sentence.index]:
        found.update(dict.fromkeys(state_of(party) for mention in earlier.mentions if mention.how != "pronoun" for party in mention.parties))
    return [state for state in found if is_state(state)]


def _only(states: Iterable[str]) -> list[str]:
    found = list(states)
    return found if len(found) == 1 else []


def _kingdom(doc: ParsedDocument, kind: str) -> list[str]:
    """The one state of the document whose official name has a word."""
    states = load_states()
    named = {state_of(party) for other in doc.sentences for mention in other.mentions for party in mention.parties if mention.how in ("name", "demonym", "capital")}
    return _only(sorted(code for code in named if code in states and kind in states[code].official_name.lower()))


def find_other(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The other of two: "his counterpart", "its giant neighbour", "the other side", "the former", "the latter".

    Does not find the other of a text about several states.

    Args:
        sentence: The noun's sentence.
        token: The noun.
        memory: What the text has told so far.

    Returns:
        One state, or nothing.
    """
    lower = token.lower
    if lower in ("former", "latter"):
        return _former_or_latter(sentence, token, memory)
    owner = next((child for child in token.children if child.dep == "poss"), None)
    if lower in _OTHERS and owner is not None:
        own = mention_at(sentence, owner)
        beside = {state_of(party) for party in parties_of(token, sentence)} - ({state_of(own.parties[0])} if own is not None and own.parties else set())
        return [] if own is None or len(own.parties) != 1 or beside else _other_than(sentence, token, memory, state_of(own.parties[0]))
    is_other = any(child.lower == "other" for child in token.children) and any(child.lower == "the" for child in token.children)
    return _other_of_pair(sentence, token, memory) if is_other and lower in ("side", "party", "government") else []


def _former_or_latter(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The first or second of the two states named last."""
    is_noun = token.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "poss", "agent", "conj")
    pair = _pair_at(sentence, token, memory)
    if not is_noun or not pair or not any(child.lower == "the" for child in token.children):
        return []
    return [pair[0] if token.lower == "former" else pair[1]]


def _pair_at(sentence: Sentence, token: Token, memory: Memory) -> Sequence[str]:
    """The two states named before a word in its sentence, else the pair of the sentence before."""
    here = [state_of(party) for party in states_before(sentence, token) if is_state(state_of(party))]
    here = list(dict.fromkeys(here))
    if len(here) == 2:  # noqa: PLR2004 - a pair
        return here
    return memory.pair if sentence.index - memory.pair_at <= _STATE_WINDOW else ()


def _other_than(sentence: Sentence, token: Token, memory: Memory, own: str) -> list[str]:
    """The other of the pair at hand that has a state in it, else of the document's pair."""
    for pair in (_pair_at(sentence, token, memory), memory.dyad or ()):
        if own in pair:
            return [state for state in pair if state != own]
    return []


def _other_of_pair(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The one of the pair at hand that was not the last subject."""
    pair = _pair_at(sentence, token, memory)
    subject = clause_subject(token)
    acting = {state_of(party) for party in parties_of(subject, sentence)} if subject is not None else set()
    if not acting and memory.subject is not None and sentence.index - memory.subject[0] <= 1:
        acting = {state_of(party) for party in memory.subject[1]}
    if not acting & set(pair):
        acting = {state_of(party) for party in states_before(sentence, token)}
    rest = [state for state in pair if state not in acting]
    return rest if len(pair) == 2 and len(rest) == 1 else []  # noqa: PLR2004 - a pair


def find_body(doc: ParsedDocument, sentence: Sentence, token: Token) -> list[str]:
    """The body that "the bloc" or "the alliance" stands for: the one named in the last sentences.

    Does not find an alliance of states without a name.

    Args:
        doc: The document.
        sentence: The noun's sentence.
        token: The noun.

    Returns:
        One body, or nothing.
    """
    words = {child.lower for child in token.children}
    is_named = token.i > 0 and sentence.tokens[token.i - 1].tag in ("NNP", "NNPS")  # "Food and Agriculture | Organization"
    if token.lower not in _BODIES or "the" not in words or is_named or any(child.dep in ("prep", "relcl", "poss") for child in token.children):
        return []
    named = next((body for word, body in _NAMED_BODIES.items() if word in words and token.lower == "body"), None)
    if named is not None:
        return [named]
    found: dict[str, None] = {}
    for near in doc.sentences[max(0, sentence.index - _STATE_WINDOW) : sentence.index + 1]:
        found.update(dict.fromkeys(state_of(party) for mention in near.mentions if mention.end_char <= token.start for party in mention.parties))
    return _only(body for body in found if is_body(body))


def find_sides(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """Both sides behind a bare plural: "the Parties shall", "Ministers welcomed" in a joint text, "the neighbours" of a pair.

    Does not read plurals with a name or another description beside them.

    Args:
        sentence: The noun's sentence.
        token: The noun in the plural.
        memory: What the text has told so far.

    Returns:
        Two states, or nothing.
    """
    lemma = token.lemma.lower()
    if lemma not in _SIDES or any(child.lower not in ("the", "both", "prime", "foreign", "defence", "defense", "trade", "two") and child.dep in ("amod", "compound", "poss", "det", "nummod", "prep", "nmod") for child in token.children):
        return []
    if memory.joint and token.text[:1].isupper():
        return list(memory.joint)
    if lemma in ("neighbour", "neighbor") and any(child.lower == "the" for child in token.children) and sentence.index - memory.pair_at <= 1:
        return list(memory.pair)
    return []
