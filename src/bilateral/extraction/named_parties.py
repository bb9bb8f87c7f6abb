"""Who a noun phrase stands for: by the name in it, or by the state beside its head noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.vocabulary.actor_nouns import load_actor_nouns
from bilateral.vocabulary.offices import load_heads
from bilateral.vocabulary.speech import load_speech
from bilateral.vocabulary.states import is_state
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import Sentence, Token
    from bilateral.records import Mention

__all__ = ["common_lemma", "is_person_noun", "mention_at", "parties_of", "state_of"]

_PLACE_PREPOSITIONS = frozenset(["in", "at", "near", "outside", "around", "inside", "within", "through"])
_OWNING = frozenset(("of", "from"))
_SPOKEN_FOR = frozenset(["spokesman", "spokeswoman", "spokesperson", "spokespeople", "negotiator", "lawyer", "envoy"])
_OF_SPOKESMEN = frozenset(("of", "from", "for", "at"))
_SEATED = frozenset(("government", "authority", "regime", "assembly", "parliament", "leadership", "junta", "administration"))
"""Organs that are of the state in which, or in whose capital, they sit: "the authorities in Riga"."""
_LEADING = frozenset(["led", "headed", "dominated", "commanded", "run", "controlled", "owned", "based"])
_IN_BODIES = frozenset(("ally", "member", "partner", "candidate", "applicant", "country", "nation", "state"))
"""Nouns that a body's name only narrows down."""
_CIVIL_GENERALS = frozenset(("secretary", "director", "attorney", "consul", "governor", "solicitor", "auditor", "comptroller", "inspector"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))


def state_of(party: str) -> str:
    """The state or body of a party code.

    Example:
        >>> state_of("KOR/BUS")
        'KOR'
    """
    return party.split("/", maxsplit=1)[0]


def is_person_noun(token: Token) -> bool:
    """Whether a noun in the singular names one person by role: "a researcher", "the envoy"."""
    if token.tag not in ("NN", "NNP"):
        return False
    lemma = token.lemma.lower()
    return lemma in load_title_words().heads or lemma in load_heads() or lemma in load_speech().persons


def mention_at(sentence: Sentence, token: Token) -> Mention | None:
    """The mention that covers a word, the shortest if several do; a full stop at the word's end need not be covered ("U.S.")."""
    best = None
    end = token.end - (token.text[-1:] == "." and len(token.text) > 2)  # noqa: PLR2004 - "U.S."
    for mention in sentence.mentions:
        if mention.start_char <= token.start and end <= mention.end_char:
            if best is None or mention.end_char - mention.start_char < best.end_char - best.start_char:
                best = mention
        elif mention.start_char > token.start:
            break
    return best


def parties_of(token: Token, sentence: Sentence) -> list[str]:
    """Who a noun phrase stands for, by its head word.

    A name stands for its bearer; "Russian officials", "the government of
    Japan" and "Seoul's envoy" for the state that they serve, with the sector
    of the noun. "Russian gas" and "the Korean War" stand for nobody, nor does
    a capital where something takes place ("in Moscow").

    Args:
        token: Head of the phrase, one member of a coordination.
        sentence: Its sentence.

    Returns:
        Party codes, empty if the phrase names no actor.
    """
    mention = mention_at(sentence, token)
    if mention:
        return _named(mention, token)
    if token.lower in _RELATIVE and token.tag in ("WDT", "WP", "IN") and token.head.dep == "relcl":
        antecedent = token.head.head
        return parties_of(antecedent, sentence) if antecedent.lower not in _RELATIVE else []
    return _described(token, sentence)


def _named(mention: Mention, token: Token) -> list[str]:
    """The parties of a known name, with the sector of a people, and without places."""
    if mention.how == "capital" and token.dep == "pobj" and token.head.lower in _PLACE_PREPOSITIONS:
        return []
    if mention.how == "demonym" and token.tag in ("NNS", "NNPS") and "/" not in mention.parties[0]:
        return [f"{party}/CVL" for party in mention.parties]
    return list(mention.parties)


def _described(token: Token, sentence: Sentence) -> list[str]:
    """The parties of a noun that stands for the state named beside it."""
    nouns = load_actor_nouns()
    lemma = common_lemma(token)
    sector = nouns.sectors.get(lemma)
    if lemma in nouns.places and token.dep in ("nsubj", "agent"):
        return _beside(token, sentence)
    if sector is None and token.pos == "PROPN":
        return _titled(token, sentence)
    if sector is None and lemma not in nouns.parts:
        return []
    if lemma in nouns.parts:
        whole = _partitive(token, sentence)
        if whole:
            return whole
    if sector is None or _is_nominal_modifier(token):
        return []
    return _with_sector(_beside(token, sentence), sector)


def common_lemma(token: Token) -> str:
    """The lemma of a noun in lower case, also of one that is written like a name: "U.S. Warships".

    Args:
        token: A noun.
    """
    lemma = token.lemma.lower()
    if lemma == "general" and any(child.lower in _CIVIL_GENERALS for child in token.children):
        return "secretary"  # "the Secretary-General" is no soldier
    return lemma[:-1] if token.tag == "NNPS" and lemma.endswith("s") and not lemma.endswith("ss") else lemma


def _is_nominal_modifier(token: Token) -> bool:
    """Whether a noun only modifies another ("government bonds")."""
    return token.dep in ("compound", "nmod", "amod") and token.head.pos in ("NOUN", "PROPN") and token.head.i > token.i


def _with_sector(parties: Iterable[str], sector: str) -> list[str]:
    if sector == "GOV":
        return list(dict.fromkeys(party.removesuffix("/CVL") for party in parties))
    return list(dict.fromkeys(f"{state_of(party)}/{sector}" for party in parties))


def _titled(token: Token, sentence: Sentence) -> list[str]:
    """A person whom nothing but the title before the name tells: "Indian lawmaker Shashi Tharoor"."""
    for child in token.find_children("compound", "appos", "nmod"):
        lemma = child.lemma.lower()
        if mention_at(sentence, child) is None and any(_is_actor_noun(word) for word in (lemma, child.lower)):
            beside = _beside(token, sentence) or _beside(child, sentence)
            return _with_sector(beside, load_actor_nouns().sectors.get(lemma, "GOV"))
    return next((list(organ.parties) for child in token.find_children("compound", "nmod") if (organ := mention_at(sentence, child)) is not None and organ.how == "seat"), [])  # the Royal Fiji Navy Band


def _is_actor_noun(word: str) -> bool:
    """Whether a word in lower case can head an office."""
    return word in load_actor_nouns().sectors


def _partitive(token: Token, sentence: Sentence) -> list[str]:
    """What "members of", "a group of" take their parties from."""
    found: dict[str, None] = {}
    for prep in token.find_children("prep"):
        if prep.lower == "of":
            for pobj in prep.find_children("pobj"):
                for member in (pobj, *pobj.find_children("conj")):
                    found.update(dict.fromkeys(parties_of(member, sentence)))
    return list(found)


def _beside(token: Token, sentence: Sentence) -> list[str]:
    """Parties named by what modifies a noun: "Russian" and "U.S.-led" before "Seoul's" and "of Japan"."""
    close = _parties_among(token.find_children("amod", "compound", "nmod", "nummod"), token, sentence)
    if close and token.lemma.lower() in _IN_BODIES and not any(map(is_state, map(state_of, close))):
        close = _parties_among(token.find_children("appos"), token, sentence) or close  # "our NATO ally, Norway"
    if close:
        return close
    owners = token.find_children("poss", "appos")
    prepositions: frozenset[str] = _OF_SPOKESMEN if token.lemma.lower() in _SPOKEN_FOR else _OWNING | {"in"} if token.lemma.lower() in _SEATED else _OWNING
    for prep in token.find_children("prep"):
        if prep.lower in prepositions:
            owners += prep.find_children("pobj")
    return _parties_among(owners, token, sentence)


def _parties_among(modifiers: list[Token], token: Token, sentence: Sentence) -> list[str]:
    found: dict[str, None] = {}
    for word in modifiers:
        for member in (word, *word.find_children("conj")):
            found.update(dict.fromkeys(_modifier_parties(member, token, sentence)))
    return list(found)


def _place_state(word: Token, sentence: Sentence) -> str | None:
    """The state of a city before a noun: "Shanghai authorities", "Mumbai's police"."""
    if word.pos != "PROPN" or word.dep == "pobj":
        return None
    return next((place.state for place in sentence.places if place.start_char <= word.start and word.end <= place.end_char), None)


def _modifier_parties(word: Token, token: Token, sentence: Sentence) -> list[str]:
    mention = mention_at(sentence, word)
    if mention is not None:
        if mention.how in ("body", "talks") and word.dep == "pobj" and word.head.lower == "from":
            return []
        return list(mention.parties)
    if word.lower in _LEADING or word.lower.endswith(tuple(f"-{verb}" for verb in _LEADING)):
        within = [party for mention in sentence.mentions if mention.start_char == word.start for party in mention.parties]
        return within or [party for child in word.children for party in _modifier_parties(child, token, sentence)]
    place = _place_state(word, sentence)
    if place:
        return [place]
    if word.dep in ("poss", "pobj", "compound"):
        return _described(word, sentence) if word is not token and not _is_nominal_modifier(word) else _beside(word, sentence)
    return []
