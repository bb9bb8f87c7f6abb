"""Who is named: mentions of states, bodies, persons and groups, and what refers back to them.

Names come from the vocabulary, the longest first. Persons come from the
document's own words (see `offices`), then from the table of leaders. Pronouns
and phrases such as "the two countries" are resolved inside the document;
where that would be a guess they stay unresolved. Two states are never merged.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from bilateral.records import Mention
from bilateral.vocabulary.names import load_names
from bilateral.vocabulary.scan import NameIndex, build_index
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Office
    from bilateral.vocabulary.names import Name

__all__ = ["find_dyad", "find_mentions", "mention_at", "parties_of", "state_of"]

_TITLE_WEIGHT = 3
"""A state in the headline counts as often as this in the body when the dyad is chosen."""

_SECTOR_OF_NOUN = {
    "company": "BUS", "firm": "BUS", "corporation": "BUS", "business": "BUS", "bank": "BUS", "investor": "BUS",
    "entrepreneur": "BUS", "businessman": "BUS", "enterprise": "BUS", "exporter": "BUS", "industry": "BUS",
    "parliament": "LEG", "lawmaker": "LEG", "legislator": "LEG", "senator": "LEG", "congress": "LEG", "duma": "LEG",
    "army": "MIL", "navy": "MIL", "military": "MIL", "troop": "MIL", "soldier": "MIL", "warship": "MIL", "general": "MIL",
    "opposition": "OPP", "court": "JUD", "prosecutor": "JUD", "newspaper": "MED", "media": "MED", "journalist": "MED",
    "professor": "EDU", "scholar": "EDU", "university": "EDU", "researcher": "EDU", "expert": "EDU", "analyst": "EDU",
    "people": "CVL", "citizen": "CVL", "protester": "CVL", "tourist": "CVL", "worker": "CVL", "student": "CVL",
    "rebel": "REB", "separatist": "REB", "militant": "REB",
}  # fmt: skip
_STANDS_FOR_STATE = frozenset(
    """government administration president premier minister ministry leader official authority side envoy ambassador
    diplomat delegation leadership policymaker spokesman spokeswoman spokesperson chancellor king queen prince emir
    secretary cabinet embassy foreign state country nation counterpart republic regime""".split()
) | frozenset(_SECTOR_OF_NOUN)
_BOTH = re.compile(
    r"\b(?:(?:the|these|our|their) two (?:countries|nations|states|sides|governments|parties|leaders|presidents|prime ministers|foreign ministers"
    r"|ministers|neighbou?rs|peoples|economies|militaries|capitals|heads of state|delegations|partners|allies|powers)"
    r"|both (?:countries|nations|states|sides|governments|parties|leaders|presidents|ministers|capitals|peoples|delegations)"
    r"|the (?:sides|parties)(?= (?:agreed|discussed|signed|noted|expressed|reaffirmed|exchanged|welcomed|stressed|confirmed|decided))"
    r"|each other|one another|the two(?= (?:agreed|discussed|signed|met|held|also|will|have|are|were)))\b",
    re.IGNORECASE,
)


@cache
def _index() -> NameIndex[Name]:
    return build_index((name.text, name, name.is_case_sensitive) for name in load_names())


def state_of(party: str) -> str:
    """The state or body of a party code.

    Example:
        >>> state_of("KOR/BUS")
        'KOR'
    """
    return party.split("/")[0]


def find_mentions(doc: ParsedDocument) -> None:
    """Find the names that the vocabulary knows, and the two states that the document is about.

    Does not need a parse; does not find persons that the vocabulary does not
    know, nor pronouns.

    Args:
        doc: A document cut into sentences; their `mentions` and its `dyad` are set.
    """
    for sentence in doc.sentences:
        sentence.mentions = [
            _mention(doc, sentence.start_char + found.start, sentence.start_char + found.end, found.entry.parties, found.entry.how, found.entry.person)
            for found in _index().find(sentence.text)
            if found.entry.parties
        ]
    doc.dyad = find_dyad(doc)
    for sentence in doc.sentences:
        _add_both_sides(doc, sentence)
        sentence.mentions.sort(key=lambda mention: mention.start_char)


def _mention(doc: ParsedDocument, start: int, end: int, parties: Iterable[str], how: str, person: str | None = None) -> Mention:  # noqa: PLR0913
    return Mention(doc.doc_id, start, end, doc.text[start:end], list(parties), person, how)


def find_dyad(doc: ParsedDocument) -> tuple[str, str] | None:
    """The two states that a document names most, those of its headline weighing more.

    Args:
        doc: A document with the mentions of known names.

    Returns:
        Two codes, the more frequent first; None if it names fewer than two states.
    """
    counts: Counter[str] = Counter()
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            counts.update({state_of(party) for party in mention.parties if is_state(state_of(party))})
    for found in _index().find(doc.document.title or ""):
        for party in found.entry.parties:
            if is_state(state_of(party)):
                counts[state_of(party)] += _TITLE_WEIGHT
    ranked = sorted(counts, key=lambda state: (-counts[state], state))
    return (ranked[0], ranked[1]) if len(ranked) > 1 else None


def _add_both_sides(doc: ParsedDocument, sentence: Sentence) -> None:
    """Mentions for "the two countries" and the like: the last two states named, else the document's pair."""
    for found in _BOTH.finditer(sentence.text):
        start = sentence.start_char + found.start()
        parties = _two_last_states(doc, sentence, start) or doc.dyad
        if parties:
            sentence.mentions.append(_mention(doc, start, start + len(found[0]), parties, "anaphor"))


def _two_last_states(doc: ParsedDocument, sentence: Sentence, before: int) -> tuple[str, ...] | None:
    """The two states named in this sentence before a place, if just two are."""
    named = {
        state_of(party): None
        for mention in sentence.mentions
        if mention.start_char < before
        for party in mention.parties
        if is_state(state_of(party))
    }
    return tuple(named) if len(named) == 2 else None  # noqa: PLR2004 - a pair


def mention_at(sentence: Sentence, token: Token) -> Mention | None:
    """The mention that covers a word, the shortest if several do."""
    covering = [m for m in sentence.mentions if m.start_char <= token.start and token.end <= m.end_char]
    return min(covering, key=lambda m: m.end_char - m.start_char, default=None)


def parties_of(token: Token, sentence: Sentence) -> list[str]:
    """Who a noun phrase stands for, by its head word.

    A name stands for its bearer; "Russian officials", "the government of
    Japan" and "Seoul's envoy" for the state that they serve, with the sector
    of the noun. "Russian gas" stands for nobody.

    Args:
        token: Head of the phrase, one member of a coordination.
        sentence: Its sentence.

    Returns:
        Party codes, empty if the phrase names no actor.
    """
    mention = mention_at(sentence, token)
    if mention:
        return list(mention.parties)
    if token.lemma.lower() not in _STANDS_FOR_STATE:
        return []
    sector = _SECTOR_OF_NOUN.get(token.lemma.lower())
    named = _modifier_parties(token, sentence)
    return [f"{state_of(party)}/{sector}" if sector else party for party in named]


def _modifier_parties(token: Token, sentence: Sentence) -> list[str]:
    """Parties named by what modifies a noun: "Russian", "Seoul's", "of Japan"."""
    modifiers = token.find_children("amod", "compound", "poss", "nmod", "appos")
    modifiers += [pobj for prep in token.find_children("prep") if prep.lower == "of" for pobj in prep.find_children("pobj")]
    found: dict[str, None] = {}
    for word in modifiers:
        for member in (word, *word.find_children("conj")):
            mention = mention_at(sentence, member)
            found.update(dict.fromkeys(mention.parties if mention else ()))
    return list(found)


def all_mentions(sentences: Sequence[Sentence]) -> list[Mention]:
    """The mentions of all sentences, in text order."""
    return [mention for sentence in sentences for mention in sentence.mentions]


def resolve_actors(doc: ParsedDocument, offices: Sequence[Office]) -> None:
    """Add mentions of persons and of what refers back to a named actor; first version: known persons only."""
