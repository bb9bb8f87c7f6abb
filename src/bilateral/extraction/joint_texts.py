"""Texts that two states issue together: "we", "the Ministers" and "the Sides" are both of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.extraction.known_names import name_index
from bilateral.extraction.named_parties import state_of
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument

__all__ = ["find_joint_pair", "find_only_two"]

_JOINT = re.compile(
    r"^[^.!?]{0,60}?\b(?:joint (?:\w+ ){0,2}(?:statement|declaration|communiqu[eé]|announcement|vision|action plan|release)|memorandum (?:of understanding )?between|agreed minutes"
    r"|(?:treaty|agreement|protocol|declaration|partnership) (?:\w+ ){0,6}between)\b",
    re.IGNORECASE,
)
"""How the title of a text by two begins: "Joint Statement of", "Treaty of friendship between"."""
_HEAD_CHARACTERS = 200
_PAIR = 2
_LEAST_SHARE = 0.75
"""Share of the mentions of states that the two of a text about two have, as for events."""


def find_joint_pair(doc: ParsedDocument) -> tuple[str, ...]:
    """The two states that issue a joint text.

    Does not find those of a joint text of three or more.

    Args:
        doc: A document with the mentions of names.

    Returns:
        Two state codes, or nothing.
    """
    title = doc.document.title or doc.text[:_HEAD_CHARACTERS].strip()
    if not _JOINT.search(title):
        return ()
    named = list(dict.fromkeys(state_of(party) for known in name_index().find(title) for party in known.entry.parties))
    states = [state for state in named if is_state(state)]
    if len(states) > _PAIR:
        return ()
    return tuple(states) if len(states) == _PAIR else find_only_two(doc)


def find_only_two(doc: ParsedDocument) -> tuple[str, ...]:
    """The pair of a document that names hardly any states but two.

    Args:
        doc: A document with the mentions of names.

    Returns:
        Two state codes, or nothing.
    """
    if doc.dyad is None:
        return ()
    counts = Counter(state for sentence in doc.sentences for mention in sentence.mentions for state in {state_of(party) for party in mention.parties} if is_state(state))
    both = [counts[state] for state in doc.dyad]
    return doc.dyad if min(both) > 1 and sum(both) >= _LEAST_SHARE * sum(counts.values()) else ()
