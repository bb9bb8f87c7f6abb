"""Nouns that refer back: "the president", "the professor", "the country", "the kingdom", "his counterpart"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.discourse import clause_subject, states_before
from bilateral.extraction.home_state import HEAD_TITLES, find_own_head
from bilateral.extraction.known_names import make_mention
from bilateral.extraction.leaders_known import find_holders, reference_days
from bilateral.extraction.named_parties import mention_at, parties_of, state_of
from bilateral.extraction.persons import Person
from bilateral.vocabulary.actor_nouns import load_actor_nouns
from bilateral.vocabulary.states import is_state, load_states
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from bilateral.extraction.discourse import Memory
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention

__all__ = ["resolve_noun"]

PERSON_WINDOW = 4
"""Sentences back in which "the minister" looks for a person, as for "he"."""
STATE_WINDOW = 2
"""Sentences back in which "the country" looks for a state."""

_NOT_OFFICES = frozenset(["director", "secretary", "general", "deputy", "member", "head", "chief", "captain", "major", "officer", "representative", "official", "side", "executive", "king", "queen", "prince", "manager", "founder", "owner", "leader"])
_COUNTRY = frozenset(["country", "nation"])


def resolve_noun(doc: ParsedDocument, sentence: Sentence, token: Token, *, memory: Memory) -> Mention | None:
    """"the president", "the country", "the kingdom", "his counterpart"."""
    lower = token.lower
    if token.dep == "compound" or (token.pos == "PROPN" and token.head.pos == "PROPN" and token.dep in ("compound", "nmod")):
        return None
    if lower == "counterpart":
        return _counterpart(doc, sentence, token, memory)
    determiner = next((child.lower for child in token.children if child.dep == "det"), "")
    if lower in _COUNTRY or lower in load_actor_nouns().kingdoms:
        return _country(doc, sentence, token, memory, determiner)
    if lower in load_title_words().heads and lower not in _NOT_OFFICES:
        return _office(doc, sentence, token, memory, determiner)
    return None


def _counterpart(doc: ParsedDocument, sentence: Sentence, token: Token, memory: Memory) -> Mention | None:
    """"his counterpart": the other side of the document's pair."""
    owner = next((child for child in token.children if child.dep == "poss"), None)
    if owner is None or parties_of(token, sentence) == [] or doc.dyad is None:
        return None
    parties = parties_of(token, sentence)
    own = mention_at(sentence, owner)
    del memory
    if own is None or not own.parties or state_of(own.parties[0]) not in doc.dyad or set(map(state_of, parties)) != {state_of(own.parties[0])}:
        return None
    other = next(state for state in doc.dyad if state != state_of(own.parties[0]))
    return make_mention(doc, (token.start, token.end), [other], how="office")


def _country(doc: ParsedDocument, sentence: Sentence, token: Token, memory: Memory, determiner: str) -> Mention | None:
    """"the country": the last state named as subject, if it is the only one at hand."""
    if determiner not in ("the", "this", "that") or any(child.dep in ("relcl", "prep", "amod") and child.lower not in ("whole", "entire", "great") for child in token.children):
        return None
    kinds = load_actor_nouns().kingdoms
    named = states_before(sentence, token)
    if token.lower in kinds:
        return _kingdom(doc, sentence, token, kinds[token.lower])
    states = [party for party in named if is_state(state_of(party))]
    if len(states) == 1:
        return make_mention(doc, (token.start, token.end), [state_of(states[0])], how="anaphor")
    if len(states) > 1:
        last = states[-1] if _is_object_state(sentence, token, states[-1]) else None
        return make_mention(doc, (token.start, token.end), [state_of(last)], how="anaphor") if last else None
    before = memory.subject
    if before is not None and sentence.index - before[0] <= STATE_WINDOW and len(before[1]) == 1 and is_state(state_of(before[1][0])):
        return make_mention(doc, (token.start, token.end), [state_of(before[1][0])], how="anaphor")
    return None


def _is_object_state(sentence: Sentence, token: Token, party: str) -> bool:
    """Whether the last state named is not the subject of the clause of "the country": it is then the one meant."""
    subject = clause_subject(token)
    return subject is not None and party not in parties_of(subject, sentence) and bool(parties_of(subject, sentence))


def _kingdom(doc: ParsedDocument, sentence: Sentence, token: Token, kind: str) -> Mention | None:
    """"the kingdom": the one state of the document whose official name has the word."""
    states = load_states()
    named = {state_of(party) for other in doc.sentences for mention in other.mentions for party in mention.parties if mention.how in ("name", "demonym", "capital")}
    fitting = sorted(code for code in named if code in states and kind in states[code].official_name.lower())
    del sentence
    return make_mention(doc, (token.start, token.end), fitting, how="anaphor") if len(fitting) == 1 else None


def _office(doc: ParsedDocument, sentence: Sentence, token: Token, memory: Memory, determiner: str) -> Mention | None:
    """The holder of an office named without his name: "the South Korean president", "the professor"."""
    beside = parties_of(token, sentence)
    owned = any(child.dep == "poss" for child in token.children)
    if determiner in ("a", "an") or not (determiner or beside or owned) or (determiner not in ("the", "this", "that") and not owned and token.dep != "nsubj"):
        return None
    if any(child.lower in ("former", "next", "first", "deputy", "vice", "then", "future", "previous", "every", "each", "any") for child in token.children):
        return None
    title = _title_of(token)
    states = {state_of(party) for party in beside}
    if len(states) > 1:
        return None
    state = next(iter(states), None)
    if state is None and token.text[:1].isupper() and title in HEAD_TITLES and memory.home:
        return make_mention(doc, (token.start, token.end), [memory.home], how="office", person=find_own_head(doc, memory.home, title))
    person = _holder(doc, sentence, memory, title, state)
    if person is not None:
        return make_mention(doc, (token.start, token.end), [person.party], how="office", person=person.name)
    return make_mention(doc, (token.start, token.end), beside, how="office") if beside else None


def _title_of(token: Token) -> str:
    """A title with the words that make it one: "prime minister", "foreign minister"."""
    words = load_title_words()
    parts = [child.lower for child in sorted(token.children, key=lambda child: child.i) if child.i < token.i and (child.lower in words.modifiers or child.lower in words.portfolios)]
    return " ".join([*parts, token.lower])


def _holder(doc: ParsedDocument, sentence: Sentence, memory: Memory, title: str, state: str | None) -> Person | None:
    """The one person at hand who holds an office; of several the last one named nearby."""
    fitting = [person for person in memory.persons.values() if (state is None or person.state == state) and any(_holds(office, title) for office in person.offices)]
    if state is not None:
        if len(fitting) == 1:
            return fitting[0]
        leaders = {leader.person: leader for leader in find_holders(state, title, reference_days(doc))} if reference_days(doc) else {}
        if not fitting and len(leaders) == 1:
            leader = next(iter(leaders.values()))
            return Person(leader.person, leader.state, [leader.office])
    recent = [name for index, name, _ in memory.shown if sentence.index - index <= PERSON_WINDOW]
    if state is None and not recent:
        return None
    names = {person.name for person in fitting}
    near = [name for name in recent if name in names]
    if near and (state is not None or len(set(near)) == 1):
        return memory.persons[near[-1]]
    if state is None and title in ("professor", "analyst", "expert", "scholar", "researcher", "economist", "historian", "academic", "specialist"):
        scholars = [name for name in recent if memory.persons.get(name) and memory.persons[name].party.endswith(("/EDU", "/BUS"))]
        return memory.persons[scholars[-1]] if scholars and len(set(scholars)) == 1 else None
    return None


def _holds(office: str, title: str) -> bool:
    """Whether an office can be called by a title: the same head, and no rank that the title lacks."""
    own = office.lower().split(" of ")[0].split(" for ")[0].split()
    wanted = title.split()
    if not own or own[-1] != wanted[-1]:
        return office.lower().startswith(f"{wanted[-1]} ") and len(wanted) == 1 and wanted[-1] not in ("minister", "president")
    ranks = {"deputy", "vice", "former", "assistant"}
    if (set(own) & ranks) != (set(wanted) & ranks):
        return False
    return len(wanted) == 1 or set(wanted) <= set(office.lower().split()) or wanted[-1] != "minister"
