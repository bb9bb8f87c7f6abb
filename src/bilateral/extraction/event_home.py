"""Officials and organs that a report names without their state: those of the country where it was written.

A dispatch from Colombo that says "a senior official accused India" or "India
urged the government to hold elections" means the officials and the government
of the country of its dateline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, state_of
from bilateral.extraction.home_state import find_dateline_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_home_side"]

_OFFICIALS = frozenset(("official", "spokesman", "spokeswoman", "spokesperson", "minister", "negotiator"))
"""Nouns that need no article to be of the home state: "a senior official", "officials"."""
_ORGANS = frozenset(("government", "ministry", "authority", "administration", "cabinet", "parliament", "foreign-ministry", "presidency", "military", "army", "navy"))
_RANKS = frozenset(
    """a an one the some several many other another two three senior top high ranking high-ranking leading government ministry foreign trade finance defence defense
    interior oil energy agriculture fisheries fishery economy economic transport state presidential official official's central bank deputy prime local here
    unnamed unidentified also industry information commerce army military navy treasury planning development commission""".split()
)
"""Words beside an official that tell of no other employer than the home state's government."""
_OTHERS = frozenset(("foreign", "local"))
"""Words that mean the home state's only beside another noun: "foreign ministry official", but "foreign officials"."""
_LEAST_MENTIONS = 2
"""Mentions of the dateline's state: a text written somewhere about others has fewer."""


def find_home_side(doc: ParsedDocument, sentence: Sentence, word: Token) -> list[str]:
    """The state of the dateline behind "a senior official", "the government" or "the trade ministry".

    Does not read texts without a dateline, nor nouns with a name, a
    nationality or an owner beside them, nor officials of firms and bodies.

    Args:
        doc: The document.
        sentence: The noun's sentence.
        word: Head of the phrase.

    Returns:
        One state code, or nothing.
    """
    if doc.dateline_place is None or not _is_of_home(word) or mention_at(sentence, word) is not None:
        return []
    home = find_dateline_state(doc)
    if home is None:
        return []
    named = sum(home in {state_of(party) for party in mention.parties} for sentence in doc.sentences for mention in sentence.mentions)
    return [home] if named >= _LEAST_MENTIONS else []


def _is_of_home(word: Token) -> bool:
    """Whether nothing beside a noun of an official or organ tells of another state or employer."""
    lemma = word.lemma.lower()
    is_organ = lemma in _ORGANS
    if not (is_organ or lemma in _OFFICIALS) or word.tag not in ("NN", "NNS", "NNP", "NNPS"):
        return False
    beside = [deep for child in word.children if child.i < word.i and child.dep in ("det", "amod", "compound", "nmod", "poss", "nummod", "advmod") for deep in child.subtree()]
    if any(deep.lower not in _RANKS or deep.pos == "PROPN" for deep in beside) or any(child.lower in _OTHERS and child.dep == "amod" for child in word.children if not _has_organ(word)):
        return False
    if any(child.dep in ("appos", "poss", "relcl") or (child.dep == "prep" and child.lower in ("of", "from", "at", "in", "for")) for child in word.children):
        return False
    has_article = any(deep.lower in ("the", "its") for deep in beside)
    if not is_organ:
        return not has_article or len(beside) > 1  # "the spokesman" has been told of before
    return has_article or (lemma == "authority" and word.tag == "NNS")


def _has_organ(word: Token) -> bool:
    """Whether an official's organ stands before him: "foreign ministry official"."""
    return word.lemma.lower() in _ORGANS or any(child.lower in ("ministry", "government", "minister", "bank", "trade") for child in word.children if child.dep in ("compound", "nmod"))
