"""What a text has told so far: the persons, the last subject and the pair of states that later words refer back to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.named_parties import is_person_noun, mention_at, parties_of, state_of
from bilateral.extraction.persons import Person
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence, Token

__all__ = ["DESCRIBED", "FIRST_PERSON", "UNKNOWN", "Memory", "clause_subject", "find_described", "pair_in", "person_at", "remember", "remember_description", "remember_meeting", "remember_names", "remember_subject", "remember_visit", "states_before"]

FIRST_PERSON = frozenset(["i", "me", "my", "mine", "we", "us", "our", "ours", "myself", "ourselves"])
"""Pronouns of the one who speaks."""

DESCRIBED = frozenset(
    """ministry delegation embassy government administration regime junta army navy parliament assembly senate consulate mission troop soldier fisherman sailor
    authority official lawmaker diplomat negotiator company firm court police military rebel ship vessel crew coastguard agency department cabinet leadership
    envoy ambassador consul king queen sultan emir team force""".split()
)
"""Nouns of organs and groups that a text describes once ("the Greek navy") and then calls by the noun alone."""
_DESCRIBED_WINDOW = 3
_ALSO_CALLED = {
    "envoy": ("ambassador", "diplomat", "emissary"),
    "diplomat": ("envoy", "ambassador", "consul"),
    "monarch": ("king", "queen", "sultan", "emir"),
    "soldier": ("troop",),
    "vessel": ("ship",),
    "ship": ("vessel",),
}
"""A noun, and those that it can stand in for."""
_MEETING_VERBS = frozenset(("meet", "see", "host", "welcome", "receive", "telephone", "phone", "call", "greet"))
_MEETING_WITH = frozenset(["meet", "speak", "talk", "discuss", "meeting", "discussion", "conversation", "call", "consultation", "negotiation", "lunch", "dinner", "breakfast", "session", "dialogue", "exchange", "raise", "consult", "confer", "negotiate", "sit", "dine", "summit"])
_GOING = frozenset(["visit", "trip", "travel", "journey", "tour", "arrive", "arrival", "fly", "return"])

UNKNOWN = ""
"""Name of a person (or thing) whom only a proper noun tells: he may be who "he" is, so that nobody else is."""


@dataclass(slots=True)
class Memory:
    """What the text has told so far."""

    persons: dict[str, Person]
    shown: list[tuple[int, str, bool]] = field(default_factory=list)  # sentence, person, as a subject
    subject: tuple[int, list[str], bool] | None = None  # sentence, parties, plural
    pair: tuple[str, ...] = ()
    dyad: tuple[str, str] | None = None
    is_of_two: bool = False  # whether the document is about its pair alone
    has_mr_and_i: tuple[int, int] = (-99, -99)  # paragraph and sentence of the last "X and I"
    i_party: str | None = None
    home: str | None = None  # whose government's text this is: "the President" is its own
    speaker: str | None = None  # who has the floor in a transcript: never "he"
    speaker_title: str = ""  # his label, in lower case
    own: str | None = None  # his state
    other: str | None = None  # the state of the one whom he speaks with
    joint: tuple[str, ...] = ()  # the two who issue a joint text
    person_ends: set[int] = field(default_factory=set)  # where mentions of persons end in the sentence
    rivals: bool = False  # whether the sentence of a plural subject has another plural of another party
    named: tuple[str, ...] = ()  # states that the last sentence with a name names
    named_at: int = -99
    has_plural: bool = False  # whether it has another noun in the plural, which "they" may be
    pair_at: int = -99  # sentence that last named a pair
    described: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)  # "ministry" -> sentence and party of the last one described
    unnamed: tuple[int, str] | None = None  # sentence and party of the last person told by his role alone
    leaders: list[tuple[int, str]] = field(default_factory=list)  # sentence and state of each person or office
    visited: tuple[int, str] | None = None  # sentence and state of the last visit told
    met: tuple[int, int, str] | None = None  # sentence, paragraph and party of the last one who was met or talked with


def person_at(sentence: Sentence, token: Token, memory: Memory) -> Person | None:
    """The person whom a word names, None if it names none."""
    mention = mention_at(sentence, token)
    if mention is None or not mention.person:
        return None
    return memory.persons.get(mention.person) or (Person(mention.person, mention.parties[0]) if mention.parties else None)


def clause_subject(token: Token) -> Token | None:
    """The subject of the clause in which a word stands, if it is not the word itself."""
    for word in token.ancestors():
        if word.pos in ("VERB", "AUX"):
            return next((subject for subject in find_subjects(word) if subject is not token), None)
    return None


def states_before(sentence: Sentence, token: Token) -> list[str]:
    """Parties named before a word in its sentence, in text order; persons and pronouns are left out."""
    found = {
        party: None
        for mention in sentence.mentions
        if mention.end_char <= token.start and not mention.person and mention.how not in ("anaphor", "pronoun")
        for party in mention.parties
    }
    return list(found)


def pair_in(sentence: Sentence) -> tuple[str, ...]:
    """The two states of a sentence that names just two."""
    named = {state_of(party): None for mention in sentence.mentions if mention.how != "talks" for party in mention.parties if is_state(state_of(party))}
    return tuple(named) if len(named) == 2 else ()  # noqa: PLR2004 - a pair


def _is_vocative(sentence: Sentence, token: Token, memory: Memory) -> bool:
    """Whether a person is addressed: "Mr Howard, what is your message"."""
    after = sentence.tokens[token.i + 1].text if token.i + 1 < len(sentence.tokens) else ""
    has_you = any(word.lower in ("you", "your") for word in sentence.tokens)
    del memory
    return after == "," and has_you and token.i < 4  # noqa: PLR2004 - title and name


def _is_according(token: Token) -> bool:
    """Whether a word stands in "according to …"."""
    return token.dep == "pobj" and token.head.lower == "to" and token.head.head.lower == "according"


def _is_inverted(token: Token) -> bool:
    """Whether a word is the subject behind a word of saying, which the parser may take for its object: "said a researcher"."""
    return token.dep in ("dobj", "attr") and token.head.lemma in ("say", "add", "note", "explain", "argue", "warn", "comment") and not token.head.find_children("nsubj")


def remember(memory: Memory, sentence: Sentence, token: Token) -> None:
    """Take up a person when his last word has been read, and "X and I"."""
    if token.lower == "i" and token.dep == "conj":
        other = mention_at(sentence, token.head)
        memory.has_mr_and_i = (sentence.paragraph, sentence.index)
        memory.i_party = other.parties[0] if other is not None and other.parties else None
    is_heard = token.dep == "nsubj" or _is_according(token) or _is_inverted(token)
    if not is_heard and token.end not in memory.person_ends:
        return
    mention = mention_at(sentence, token)
    is_office = mention is not None and not mention.person and mention.end_char == token.end and (mention.how == "office" or token.lower in ("he", "she"))  # "the President", whose name nothing tells
    is_unknown = is_office or (mention is None and token.tag == "NNP") or ((mention is None or not mention.person) and token.tag == "NN" and is_person_noun(token))
    if is_unknown and is_heard:
        memory.shown.append((sentence.index, UNKNOWN, True))
        memory.unnamed = (sentence.index, mention.parties[0]) if is_office and mention is not None and len(mention.parties) == 1 else _role_party(sentence, token)
    if mention is None or not mention.person or mention.end_char != token.end or _is_vocative(sentence, token, memory):
        return
    head = token
    while head.dep == "compound" and head.head is not head:
        head = head.head
    is_subject = head.dep in ("nsubj", "nsubjpass", "agent") or _is_according(head)
    memory.persons.setdefault(mention.person, Person(mention.person, mention.parties[0]))
    memory.shown.append((sentence.index, mention.person, is_subject))


def _role_party(sentence: Sentence, token: Token) -> tuple[int, str] | None:
    """The party of a person told by his role: "a Taiwanese official", "a Brazilian official, Marta Nunes"."""
    words = [token, *token.find_children("appos")] if token.tag == "NN" else [token, *(child for child in token.find_children("appos", "compound") if child.tag == "NN")]
    parties = next((parties for word in words if (parties := parties_of(word, sentence))), [])
    return (sentence.index, parties[0]) if len(parties) == 1 else None


def remember_description(memory: Memory, sentence: Sentence, token: Token) -> None:
    """Take up an organ or group of a state by its noun: "the Ethiopian foreign ministry" for a later "the ministry"."""
    lemma = token.lemma.lower()
    if lemma not in DESCRIBED or (token.dep in ("compound", "nmod") and token.head.pos != "PROPN"):  # but "Swedish envoy Lars Holm"
        return
    mention = mention_at(sentence, token)
    if mention is None or mention.how in ("office", "person"):
        parties = tuple(parties_of(token, sentence))
        if parties:
            memory.described[lemma] = (sentence.index, parties)


def find_described(sentence: Sentence, token: Token, memory: Memory) -> list[str]:
    """The party of an organ that an earlier noun described: "the ministry", "the troops".

    Does not find an organ with a description of its own, nor one told long before.

    Args:
        sentence: The noun's sentence.
        token: The noun.
        memory: What the text has told so far.

    Returns:
        Party codes, or nothing.
    """
    lemma = token.lemma.lower()
    known = max((memory.described[word] for word in (lemma, *_ALSO_CALLED.get(lemma, ())) if word in memory.described), default=None)
    if known is None or sentence.index - known[0] > _DESCRIBED_WINDOW or sentence.index == known[0]:
        return []
    before = [child.lower for child in token.children if child.dep in ("det", "amod", "compound", "poss", "prep", "nmod", "nummod")]
    return list(known[1]) if before in (["the"], ["the", "foreign"], ["the", "defence"], ["the", "defense"]) and not parties_of(token, sentence) else []


def remember_meeting(memory: Memory, sentence: Sentence, token: Token) -> None:
    """Take up with whom the speaker's side met or talked: "I spoke with the Foreign Minister of Haiti"."""
    if token.dep not in ("dobj", "pobj"):
        return
    above = token.head if token.dep == "dobj" else token.head.head
    if token.dep == "dobj":
        is_met = above.lemma in _MEETING_VERBS
    else:
        is_met = (token.head.lower == "with" and above.lemma.lower() in _MEETING_WITH) or (token.head.lower == "to" and above.lemma in ("speak", "talk"))
    if is_met and _is_own_act(above, sentence, memory):
        states = {state_of(party) for party in parties_of(token, sentence)}
        if len(states) == 1 and is_state(next(iter(states))):
            memory.met = (sentence.index, sentence.paragraph, states.pop())


def remember_visit(memory: Memory, sentence: Sentence, token: Token) -> None:
    """Take up which state is visited: "I will visit Peru", "his trip to Lima"."""
    above = token.head if token.dep == "dobj" else token.head.head
    is_visit = (token.dep == "dobj" and above.lemma == "visit") or (token.dep == "pobj" and token.head.lower in ("to", "in") and above.lemma.lower() in _GOING)
    mention = mention_at(sentence, token) if is_visit else None
    if mention is not None and mention.how in ("name", "capital") and len(mention.parties) == 1 and state_of(mention.parties[0]) not in (memory.own, memory.home):
        memory.visited = (sentence.index, state_of(mention.parties[0]))


def _is_own_act(act: Token, sentence: Sentence, memory: Memory) -> bool:
    """Whether who speaks, or a person of his side, does what a verb or noun tells: "I met", "my talks with", "the minister had talks with"."""
    if any(child.dep == "poss" and child.lower in ("my", "our") for child in act.children):
        return True
    verb = act if act.pos in ("VERB", "AUX") else next((word for word in act.ancestors() if word.pos in ("VERB", "AUX")), None)
    subjects = find_subjects(verb) if verb is not None else ()
    return any(word.lower in ("i", "we") or memory.own is None or memory.own in {state_of(party) for party in parties_of(word, sentence)} for word in subjects)


def remember_names(memory: Memory, sentence: Sentence) -> None:
    """Take up the persons of a sentence that was not parsed."""
    for mention in sentence.mentions:
        if mention.person and mention.parties:
            memory.persons.setdefault(mention.person, Person(mention.person, mention.parties[0]))
            memory.shown.append((sentence.index, mention.person, False))


def remember_subject(memory: Memory, sentence: Sentence) -> None:
    """Take up the subject of the main clause, the persons, and the pair of states that the sentence is about."""
    memory.leaders += [(sentence.index, state_of(mention.parties[0])) for mention in sentence.mentions if mention.how in ("person", "leader", "office") and mention.parties]
    states = dict.fromkeys(state_of(party) for mention in sentence.mentions if mention.how != "pronoun" for party in mention.parties)
    if states:
        memory.named, memory.named_at = tuple(states), sentence.index
        memory.has_plural = memory.own is not None and any(token.tag in ("NNS", "NNPS") and mention_at(sentence, token) is None for token in sentence.tokens)
    pair = pair_in(sentence)
    if pair:
        memory.pair, memory.pair_at = pair, sentence.index
    root = sentence.root
    if root is None:
        return
    heads = _main_subjects(root)
    if not heads:
        memory.subject = None
        return
    if heads[0].lower in FIRST_PERSON:
        named = states_before(sentence, sentence.tokens[-1])
        memory.subject = (sentence.index, named, False) if len(named) == 1 else None
        return
    persons = [head for head in heads if person_at(sentence, head, memory)]
    if persons and len(heads) == 1:
        return
    parties = list(dict.fromkeys(party for head in heads for party in parties_of(head, sentence)))
    is_plural = len(heads) > 1 or len(parties) > 1 or heads[0].tag in ("NNS", "NNPS")
    memory.subject = (sentence.index, parties, is_plural) if parties else None
    memory.rivals = is_plural and any(
        set(others) - set(parties) for token in sentence.tokens if token.tag == "NNS" and token.dep in ("dobj", "pobj") and (others := parties_of(token, sentence))
    )


def _main_subjects(root: Token) -> Sequence[Token]:
    subjects = find_subjects(root)
    if subjects:
        return subjects
    return [word for child in root.children if child.dep == "ccomp" for word in find_subjects(child)]
