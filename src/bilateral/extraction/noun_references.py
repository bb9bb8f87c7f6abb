"""Nouns that refer back: "the president", "the professor", "the country", "the kingdom", "his counterpart"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.discourse import DESCRIBED, find_described
from bilateral.extraction.home_state import HEAD_TITLES, find_own_head, has_head
from bilateral.extraction.known_names import make_mention
from bilateral.extraction.leaders_known import find_holders, reference_days
from bilateral.extraction.named_parties import mention_at, parties_of, state_of
from bilateral.extraction.persons import Person
from bilateral.extraction.state_nouns import (
    COUNTRY_NOUNS,
    REFERRING_NOUNS,
    find_body,
    find_country,
    find_other,
    find_sides,
)
from bilateral.vocabulary.actor_nouns import load_actor_nouns
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from bilateral.extraction.discourse import Memory
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention

__all__ = ["can_refer", "resolve_noun"]

_NOT_PRESENT = frozenset(["former", "next", "first", "deputy", "vice", "then", "future", "previous", "every", "each", "any"])
_HONORIFICS = re.compile(r",?\s+(?:the\s+)?(?:(?:Rt|Right|Hon|Honou?rable|Dr|Mr|Mrs|Ms|Sir|H\.E|His|Her|Excellency|Senator)\b\.?\s*)+")  # the Rt Hon |John Key
_STATE_WORDS = frozenset(("republic", "state", "states", "kingdom", "federation", "union", "confederation", "council", "assembly", "parliament", "senate", "emirates"))
_VISIT_WINDOW = 6
"""Sentences back in which "the President" finds the state that is visited."""
_CROWNED = frozenset(("king", "queen", "emir", "sultan", "emperor"))
PERSON_WINDOW = 4
"""Sentences back in which "the minister" looks for a person, as for "he"."""
_NOT_OFFICES = frozenset(["director", "secretary", "general", "deputy", "member", "head", "chief", "captain", "major", "officer", "representative", "official", "side", "executive", "prince", "manager", "founder", "owner", "leader"])


def resolve_noun(doc: ParsedDocument, sentence: Sentence, token: Token, *, memory: Memory) -> Mention | None:
    """What a noun refers back to: "the president", "the country", "the kingdom", "his counterpart", "the ministry".

    Does not resolve what could mean two parties equally well.

    Args:
        doc: The document.
        sentence: The noun's sentence.
        token: The noun, in the singular or plural.
        memory: What the text has told so far.

    Returns:
        A mention over the noun, or None.
    """
    if token.dep in ("compound", "nmod"):
        return None
    parties, how = _plural(sentence, token, memory) if token.tag in ("NNS", "NNPS") else _singular(doc, sentence, token, memory)
    if parties:
        return make_mention(doc, (token.start, token.end), parties, how=how)
    is_office = token.lower in load_title_words().heads and token.lower not in _NOT_OFFICES and token.tag in ("NN", "NNP")
    found = _office(doc, sentence, token, memory) if is_office else None
    if found is not None:
        return found
    parties = find_described(sentence, token, memory) or _own_government(sentence, token, memory)
    return make_mention(doc, (token.start, token.end), parties, how="group") if parties else None


def _plural(sentence: Sentence, token: Token, memory: Memory) -> tuple[list[str], str]:
    """Both sides behind a plural, and how the mention is told."""
    return find_sides(sentence, token, memory), "anaphor"


def _singular(doc: ParsedDocument, sentence: Sentence, token: Token, memory: Memory) -> tuple[list[str], str]:
    """The state or body behind a noun that names its kind, and how the mention is told."""
    if token.lower in COUNTRY_NOUNS or token.lower in load_actor_nouns().kingdoms:
        return find_country(doc, sentence, token, memory=memory), "anaphor"
    other = find_other(sentence, token, memory)
    return (other, "office") if other else (find_body(doc, sentence, token), "anaphor")


def can_refer(token: Token) -> bool:
    """Whether a noun is one of those that stand for an actor without its name.

    Args:
        token: The noun.
    """
    words = _referring_nouns()
    return token.lower in words or token.lemma.lower() in words


@cache
def _referring_nouns() -> frozenset[str]:
    return frozenset().union(REFERRING_NOUNS, DESCRIBED, load_actor_nouns().kingdoms, load_title_words().heads) - _NOT_OFFICES | REFERRING_NOUNS | DESCRIBED


def _own_government(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The author's state behind "the Government", in a government's own text."""
    is_bare = token.text == "Government" and [child.lower for child in token.children if child.dep in ("det", "amod", "compound", "poss", "prep", "nmod")] == ["the"]
    if memory.home and is_bare and not parties_of(token, sentence):
        return [memory.home]
    is_white_house = token.text == "Administration" and [child.lower for child in token.children if child.dep in ("det", "amod", "compound", "poss", "nmod", "prep")] == ["the"]
    is_of_usa = memory.home == "USA" or "USA" in (memory.dyad or ()) or (memory.visited is not None and memory.visited[1] == "USA")
    return ["USA"] if is_white_house and is_of_usa else []


def _office(doc: ParsedDocument, sentence: Sentence, token: Token, memory: Memory) -> Mention | None:
    """The holder of an office named without his name: "the South Korean president", "the professor"."""
    beside = parties_of(token, sentence)
    is_vice = token.text in ("President", "Premier") and any(child.text == "Vice" for child in token.children)
    span = (token.start, token.end)
    holder = _holder_beside(doc, sentence, token)
    if holder is not None or not _is_definite(token, is_described=bool(beside)):
        return make_mention(doc, span, list(holder.parties), how="office", person=holder.person) if holder else None
    if memory.home and is_vice and not beside:
        return make_mention(doc, span, [memory.home], how="office")  # "the Vice President", in a government's own text
    states = {state_of(party) for party in beside}
    if any(child.lower in _NOT_PRESENT for child in token.children) or len(states) > 1:
        return None
    title, state = _title_of(token), next(iter(states), None)
    head = _spoken_head(token, title, memory) or _host_head(sentence, token, title, memory) if state is None else None
    if head:
        return make_mention(doc, span, [head], how="office", person=find_own_head(doc, head, title))
    is_of_firm = title == "president" and _is_of_firm(sentence, token)
    person = None if is_of_firm else _holder(doc, sentence, memory, title, state)
    if person is not None:
        return make_mention(doc, span, [person.party], how="office", person=person.name)
    return make_mention(doc, span, beside, how="office") if beside else None


def _is_definite(token: Token, *, is_described: bool) -> bool:
    """Whether an office is of somebody known: "the president", "Russia's president", "Indian Minister" as a subject."""
    determiner = next((child.lower for child in token.children if child.dep == "det"), "")
    is_owned = any(child.dep == "poss" for child in token.children)
    if determiner in ("the", "this", "that") or is_owned:
        return True
    return determiner not in ("a", "an") and token.dep == "nsubj" and bool(determiner or is_described)


def _spoken_head(token: Token, title: str, memory: Memory) -> str | None:
    """Whose head "the President" is with a capital: of two speakers the other's, in a government's own text its own."""
    if not token.text[:1].isupper():
        return None
    own, other = memory.own, memory.other
    if other is not None and title and title in memory.speaker_title:
        return other
    if title not in HEAD_TITLES:
        return None
    if other is not None and has_head(other, title) and not (own and has_head(own, title)):
        return other
    return memory.home if memory.home and has_head(memory.home, title) else None


def _holder_beside(doc: ParsedDocument, sentence: Sentence, token: Token) -> Mention | None:
    """The person whose name follows a title with nothing but an honorific between: "Prime Minister the Hon Ann Lee"."""
    for mention in sentence.mentions:
        if mention.person and token.end <= mention.start_char:
            return mention if _HONORIFICS.fullmatch(doc.text[token.end : mention.start_char]) else None
    return None


def _is_of_firm(sentence: Sentence, token: Token) -> bool:
    """Whether a president is of an organisation with a state in its name: "president of the Kenyan Federation of | Banks"."""
    below = [pobj for prep in token.find_children("prep") if prep.lower in ("of", "at") for pobj in prep.find_children("pobj")]
    return any(pobj.tag in ("NNP", "NNPS") and mention_at(sentence, pobj) is None and pobj.lower not in _STATE_WORDS for pobj in below)


def _host_head(sentence: Sentence, token: Token, title: str, memory: Memory) -> str | None:
    """The head of the state that is visited, where the visitor's own has no such head: "I visit Peru. I will see the President"."""
    own = memory.own or memory.home
    is_capital = token.text[:1].isupper() and title in HEAD_TITLES
    if not is_capital or own is None or has_head(own, title) or memory.visited is None or sentence.index - memory.visited[0] > _VISIT_WINDOW:
        return None
    return memory.visited[1] if has_head(memory.visited[1], title) else None


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
    is_sure = state is not None or len(set(near)) == 1
    if near and (is_sure or title in _CROWNED):
        return memory.persons[near[-1]] if is_sure else _last_crowned(sentence, memory, names)
    if state is None and title in ("professor", "analyst", "expert", "scholar", "researcher", "economist", "historian", "academic", "specialist"):
        scholars = [name for name in recent if memory.persons.get(name) and memory.persons[name].party.endswith(("/EDU", "/BUS"))]
        return memory.persons[scholars[-1]] if scholars and len(set(scholars)) == 1 else None
    return None


def _last_crowned(sentence: Sentence, memory: Memory, names: set[str]) -> Person | None:
    """Of several monarchs the one named in the sentence, else the last who was a subject."""
    here = {name for index, name, _ in memory.shown if index == sentence.index and name in names}
    acting = [name for index, name, is_subject in memory.shown if is_subject and name in names and sentence.index - index <= PERSON_WINDOW]
    chosen = here.pop() if len(here) == 1 else acting[-1] if acting and not here else None
    return memory.persons[chosen] if chosen else None


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
