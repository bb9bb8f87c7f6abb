"""Who takes part in an event: from the words in a slot to party codes.

A slot's word may be a party ("Seoul"), something that belongs to one ("Iran's
test") or stand for one where it acts ("Chinese vessels"). The other side of
the document's pair is filled in only where a word says that both are meant
("bilateral", "their ties").
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, parties_of, state_of
from bilateral.extraction.event_acts import states_of
from bilateral.extraction.event_home import find_home_side
from bilateral.extraction.named_parties import common_lemma
from bilateral.vocabulary.predicates import load_word_class
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["CAUSES", "belongs_to_both", "find_acting", "find_named", "find_owners", "find_parties", "find_place_states", "find_recipients", "in_text_order", "is_bilateral", "joined_lemma", "names_pair", "other_side", "points_back", "split_sides"]

_OWNING_PREPOSITIONS = ("of", "by", "from")
_LOOSE_PREPOSITIONS = ("with", "against", "to", "on", "in", "between", "towards", "toward", "over", "for")
_BEFORE = ("poss", "amod", "compound", "nmod", "nummod")
_POINTERS = frozenset(("this", "these", "those", "such"))
_DENIED_POINTERS = _POINTERS | {"the"}
_ANSWERABLE = frozenset(
    """allegation accusation charge claim demand request proposal offer invitation criticism move decision statement attack test
    launch call plan report threat warning step action bid ruling initiative suggestion announcement deployment""".split()
)
_PEOPLE = frozenset("man woman leader writer author actor singer player poet painter scholar city town river island newspaper daily".split())
_LEADING = frozenset(("leader", "president", "minister", "premier", "official", "delegation", "party", "king"))
_BESIDE_PAIR = frozenset(("both", "two", "prime", "foreign"))
_OTHERS = frozenset(("neighbour", "neighbor", "rival", "counterpart"))
_CLAIMING = frozenset(("consider", "call", "claim", "regard", "see", "deem"))
_LISTED = frozenset(("country", "state", "nation", "government", "power", "member", "ally", "neighbour", "neighbor"))
"""Nouns whose members are listed after "including": "four countries, including Chad and Niger"."""
CAUSES = frozenset(("response", "retaliation", "reaction", "revenge", "reprisal", "answer"))
"""What stands below them is why something was struck, not whose it is: "destroyed the platform in response to an attack on a Kuwaiti tanker"."""
_HOLDING = frozenset(("claim", "control", "administer", "hold", "own", "govern", "occupy", "make", "propose", "offer", "submit", "present", "table", "issue", "extend", "put", "raise", "build", "operate", "announce", "give", "show", "provide", "take", "express", "play", "achieve", "send", "lend", "pay", "undertake", "launch", "conduct", "commit", "grant", "offer", "afford", "extend", "display", "demonstrate", "voice", "owe"))
_LEAST_SHARE = 0.75
"""Share of the mentions of states that the two of a bilateral document have (the examples: 0.78 to 1)."""
_LEAST_OF_EACH = 0.1
"""Share of the mentions of both that the less named one must have: a text on one state that names another twice is not about two."""
_LEAST_MENTIONS = 4
_MAX_NAMED = 4
"""A clause that names more parties is a list (a forum's members), not an address."""


def find_parties(token: Token, sentence: Sentence) -> list[str]:
    """The party that a word names, through "a number of" and the like; empty if it names none.

    Args:
        token: Head of a phrase.
        sentence: Its sentence.
    """
    named = parties_of(token, sentence)
    if not named and token.lemma in _LISTED:
        return _unique(party for inner in _pobjs(token, ("including", "like", "as")) for party in parties_of(inner, sentence))
    if named or token.lemma not in load_word_class("transparent", "nouns"):
        return named
    return _unique(party for inner in _pobjs(token, ("of", "from", "in")) for party in find_parties(inner, sentence))


def find_acting(token: Token, sentence: Sentence) -> list[str]:
    """The party that a subject stands for: a name, or a noun that acts for its owner ("Chinese vessels").

    Does not take the owner of any other noun: "Russian gas" does nothing.

    Args:
        token: Head of the subject.
        sentence: Its sentence.
    """
    named = find_parties(token, sentence)
    if named:
        return named
    if common_lemma(token) in load_word_class("acting", "nouns"):
        return find_owners(token, sentence, _OWNING_PREPOSITIONS)
    return _described_company(token, sentence) if token.pos == "PROPN" else []


def _described_company(token: Token, sentence: Sentence) -> list[str]:
    """The home state of an unknown name that is described beside it: "Brookside, the Kenyan dairy"."""
    for appos in token.find_children("appos"):
        if appos.pos == "NOUN":
            states = _unique(state_of(party) for child in appos.find_children("amod") for party in _of_modifier(child, sentence))
            if len(states) == 1:
                return [f"{states[0]}/BUS"] if appos.lemma.lower() not in _PEOPLE else []
    return []


def find_owners(token: Token, sentence: Sentence, prepositions: tuple[str, ...] = _OWNING_PREPOSITIONS) -> list[str]:
    """The parties that a noun belongs to: "Iran's test", "the Iranian navy", "a ship of the Iranian navy".

    Args:
        token: Head of the phrase.
        sentence: Its sentence.
        prepositions: Those whose noun owns it.
    """
    found: list[str] = _claimant(token, sentence)
    for child in token.children:
        if child.dep in _BEFORE:
            found += _of_modifier(child, sentence)
        elif child.dep == "appos" or (child.dep in ("prep", "agent") and child.lower in prepositions):
            targets = [child] if child.dep == "appos" else child.find_children("pobj")
            for target in targets:
                for member in _with_conjuncts(target):
                    found += find_parties(member, sentence) or find_owners(member, sentence, prepositions)
        elif child.dep == "relcl" and (child.lemma in _HOLDING or token.lemma in load_word_class("unnamed", "deeds")):  # "airspace that Seoul claims"
            found += [party for subject in child.find_children("nsubj") for party in find_parties(subject, sentence)]
        elif child.dep == "acl" and child.tag == "VBN":
            found += [party for inner in _pobjs(child, ("by",)) for party in find_parties(inner, sentence)]
    return _unique(found)


def _claimant(verb: Token, sentence: Sentence) -> list[str]:
    """Whose a thing is by his own account: "what Athens considers its airspace"."""
    if verb.lemma not in _CLAIMING or not any(child.lower == "what" for child in verb.children):
        return []
    is_own = any(deep.dep == "poss" and deep.lower in ("its", "their", "his", "her") for deep in verb.subtree())
    return [party for subject in verb.find_children("nsubj") for party in find_parties(subject, sentence)] if is_own else []


def _of_modifier(word: Token, sentence: Sentence) -> list[str]:
    """Parties of what stands before a noun, and of what stands before that."""
    mention = mention_at(sentence, word)
    found = list(mention.parties) if mention else parties_of(word, sentence)
    for child in word.children:
        if child.dep in (*_BEFORE, "conj", "punct") and child.pos != "PUNCT":
            found += _of_modifier(child, sentence)
    return found


def _with_conjuncts(token: Token) -> list[Token]:
    found = [token]
    for word in found:
        found.extend(child for child in word.children if child.dep == "conj")
    return found


def _pobjs(token: Token, prepositions: tuple[str, ...]) -> list[Token]:
    return [
        member
        for prep in token.children
        if prep.dep in ("prep", "agent") and prep.lower in prepositions
        for pobj in prep.find_children("pobj")
        for member in _with_conjuncts(pobj)
    ]


def find_recipients(doc: ParsedDocument, sentence: Sentence, tokens: Iterable[Token], *, actors: list[str]) -> tuple[list[str], Token | None]:
    """Who is acted on: parties of the words in the recipient's slot that are not the actor's own.

    Args:
        doc: The document, for its pair of states.
        sentence: The sentence.
        tokens: Words in the slot.
        actors: Who acts.

    Returns:
        Party codes and the word that gave them; empty and None if the slot names no other party.
    """
    acting = states_of(actors)
    words = [word for word in tokens if not _is_own_person(word, sentence, acting) and not (word.lemma in CAUSES and word.head.lower == "in")]
    for loose in ((), _OWNING_PREPOSITIONS, _LOOSE_PREPOSITIONS):
        found: list[str] = []
        where: Token | None = None
        for word in words:
            if loose == ():
                mention = mention_at(sentence, word)
                parties = list(mention.parties) if mention else find_parties(word, sentence)  # a capital "in" which is a party here
            else:
                parties = find_owners(word, sentence, (*_OWNING_PREPOSITIONS, *loose))
            other = [party for party in parties if state_of(party) not in acting]
            if other:
                found += other
                where = where or word
        if found:
            return _without_bodies(_unique(found)) if loose else _unique(found), where
    placed = find_place_states(sentence, words, actors) or _resolution(words)
    if placed and not states_of(placed[0]) & acting:
        return placed
    return _only_meant(doc, sentence, words, actors)


def _only_meant(doc: ParsedDocument, sentence: Sentence, words: list[Token], actors: list[str]) -> tuple[list[str], Token | None]:
    """The other side that a word means without a name: "bilateral ties", "these charges", "the government" where the report was written."""
    acting = states_of(actors)
    for word in words:
        if belongs_to_both(word) or _answers(word):
            other = other_side(doc, actors)
            if other:
                return other, word
    for word in words if acting else ():
        home = find_home_side(doc, sentence, word)
        if home and home[0] not in acting:
            return home, word  # "urged the government to hold elections"
    return [], None


def _without_bodies(parties: list[str]) -> list[str]:
    """The states among the owners of a thing: in "Peru's membership of the council" the body is not addressed."""
    states = [party for party in parties if is_state(state_of(party))]
    return states or parties


def _is_own_person(word: Token, sentence: Sentence, acting: frozenset[str]) -> bool:
    """Whether a word names a person of the actor's own side, wherever he is posted: "our ambassador to Peru"."""
    mention = mention_at(sentence, word)
    return mention is not None and mention.how in ("office", "person") and states_of(list(mention.parties)) <= acting


def _resolution(words: list[Token]) -> tuple[list[str], Token] | None:
    """The United Nations behind "Resolution 1718"."""
    for word in words:
        if word.lemma.lower() == "resolution" and any(child.tag == "CD" for child in word.children):
            return ["UNO"], word
    return None


def joined_lemma(token: Token, sentence: Sentence) -> str:
    """The lemma of a word with a hyphen that the parser cut: "co-operation", "cease-fire"; its own lemma otherwise.

    Args:
        token: The word's last part.
        sentence: Its sentence.
    """
    at = token.i
    if at > 1 and sentence.tokens[at - 1].text == "-" and sentence.tokens[at - 1].start == sentence.tokens[at - 2].end:
        return f"{sentence.tokens[at - 2].lower}-{token.lemma.lower()}"
    return token.lemma.lower()


def find_place_states(sentence: Sentence, tokens: Iterable[Token], actors: list[str]) -> tuple[list[str], Token] | None:
    """The state of a place that is visited: "travelled to Mombasa".

    Args:
        sentence: The sentence, with its places.
        tokens: Words in the slot of the place.
        actors: Who travels; their own places are left out.

    Returns:
        The state and the word, None if no word names a place abroad.
    """
    for token in tokens:
        for place in sentence.places:
            if place.state and place.start_char <= token.start < place.end_char and place.state not in states_of(actors):
                return [place.state], token
    return None


def _answers(word: Token) -> bool:
    """Whether a phrase points back at what the other side did: "rejects these allegations"."""
    pointers = _DENIED_POINTERS if word.lemma in ("allegation", "accusation") else _POINTERS
    return word.lemma in _ANSWERABLE and any(child.lower in pointers for child in word.children)


def points_back(word: Token) -> bool:
    """Whether a phrase is of something told before ("the plan", "this step") or names what one side did ("a proposal").

    Args:
        word: Head of the phrase.
    """
    is_told = any(child.dep in ("relcl", "acl") or (child.dep == "prep" and child.lower in ("of", "in", "against")) for child in word.children)
    is_pointed = word.lower in _POINTERS or (not is_told and any(child.lower in _DENIED_POINTERS for child in word.children))
    return is_pointed or word.lemma in _ANSWERABLE or word.lemma in _OTHERS


def belongs_to_both(token: Token) -> bool:
    """Whether a noun is said to be of both sides: "bilateral ties", "their joint projects".

    Args:
        token: Head of the phrase.
    """
    words = load_word_class("bilateral", "words")
    queue = [token]
    for word in queue:
        for child in word.children:
            if child.lower in words or (child.lower == "way" and any(grand.lower == "two" for grand in child.children)):
                return True  # "two-way" is cut by the parser
            if child.dep in ("prep", "pobj", "conj", "pcomp", "dobj", "compound") or (child.dep == "poss" and child.lower == "their"):
                queue.append(child)
    return False


def names_pair(word: Token) -> bool:
    """Whether a word stands for two states together, without naming them: "both", "the two", "the countries", "our ministers".

    Args:
        word: Head of a subject.
    """
    if word.lower == "both" or (word.lower == "two" and any(child.lower == "the" for child in word.children)):
        return True
    if word.tag == "NNS" and word.lemma in load_word_class("unnamed", "counterparts") and any((child.dep == "poss" and child.lower in ("our", "their")) or child.lower == "respective" for child in word.children):
        return not any(child.dep in ("prep", "relcl", "appos") for child in word.children)  # "our foreign ministers will meet"
    is_told = any(child.dep in ("poss", "amod", "prep", "relcl", "compound") and child.lower not in _BESIDE_PAIR for child in word.children)
    is_given = any(child.lower in ("the", "both", "two") for child in word.children)
    return word.tag == "NNS" and word.lemma in load_word_class("unnamed", "pair") | _LEADING and is_given and not is_told


def other_side(doc: ParsedDocument, actors: list[str]) -> list[str]:
    """The other state of the document's pair, where the actors are all of one of the two; else empty.

    Args:
        doc: The document.
        actors: Who acts.
    """
    acting = states_of(actors)
    if not doc.dyad or len(acting) != 1 or not acting <= set(doc.dyad) or not is_bilateral(doc):
        return []
    return [state for state in doc.dyad if state not in acting]


def is_bilateral(doc: ParsedDocument) -> bool:
    """Whether a document names hardly any states but two.

    Args:
        doc: A document with its mentions.
    """
    if not doc.dyad:
        return False
    counts = Counter(state for sentence in doc.sentences for mention in sentence.mentions for state in {state_of(party) for party in mention.parties} if is_state(state))
    both = sum(counts[state] for state in doc.dyad)
    fewer = min(counts[state] for state in doc.dyad)
    return both >= _LEAST_MENTIONS and fewer > 1 and fewer >= _LEAST_OF_EACH * both and both >= _LEAST_SHARE * sum(counts.values())


def find_named(sentence: Sentence, tokens: Iterable[Token], actors: list[str]) -> list[str]:
    """Other parties that are named anywhere among words, states before bodies; empty if they are a crowd.

    Args:
        sentence: The sentence.
        tokens: The words to look among.
        actors: Who acts; their own states are left out.
    """
    acting = states_of(actors)
    found: list[str] = []
    spans = [(token.start, token.end) for token in tokens]
    if not spans:
        return []
    low, high = min(start for start, _ in spans), max(end for _, end in spans)
    starts = {start for start, _ in spans}
    for mention in sentence.mentions:
        if low <= mention.start_char < high and (mention.start_char in starts or any(s <= mention.start_char < e for s, e in spans)):
            found += [party for party in mention.parties if state_of(party) not in acting]
    states = [party for party in _unique(found) if is_state(state_of(party))]
    chosen = states or _unique(found)
    return chosen if len(states_of(chosen)) <= _MAX_NAMED else []


def split_sides(parties: list[str]) -> tuple[list[str], list[str]]:
    """The side named first, and the others: for acts that both sides do.

    Args:
        parties: Party codes of both sides.
    """
    if not parties:
        return [], []
    first = state_of(parties[0])
    return [p for p in parties if state_of(p) == first], [p for p in parties if state_of(p) != first]


def in_text_order(doc: ParsedDocument, parties: list[str]) -> list[str]:
    """Parties in the order in which the document first names their states: "both sides" has no order of its own.

    Args:
        doc: The document.
        parties: Party codes.
    """
    states = states_of(parties)
    first: dict[str, int] = {}
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            for party in mention.parties:
                if mention.how != "anaphor" and state_of(party) in states:
                    first.setdefault(state_of(party), mention.start_char)
        if len(first) == len(states):
            break
    return sorted(parties, key=lambda party: first.get(state_of(party), 0))


def _unique(parties: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(parties))
