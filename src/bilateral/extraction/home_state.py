"""Whose government a text comes from, by how it speaks of leaders.

A government's own texts write "the President" for its own head, with a capital
and without a name, and name those of others: "the President thanked Prime
Minister Gilani". Newsrooms write "the president".
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.leaders_known import find_holders, reference_days
from bilateral.extraction.named_parties import state_of
from bilateral.vocabulary.leaders import load_leaders
from bilateral.vocabulary.places import load_places
from bilateral.vocabulary.speech import load_speech
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence

__all__ = ["HEAD_TITLES", "find_dateline_state", "find_own_head", "find_text_home", "find_title_home", "has_head"]

HEAD_TITLES = frozenset(("president", "prime minister", "chancellor", "premier"))
"""Offices that a state has one of."""

LEAST_VOTES = 2
"""Sentences that must speak so before a text is taken for a government's own."""

_OWN_TITLE = re.compile(r"\b[Tt]he (President|Prime Minister|Chancellor|Premier)\b(?!,? (?:of|[A-Z]))")  # the President


_HEAD_CHARACTERS = 400
"""Characters at the beginning of a text in which its letterhead or room stands."""


def find_text_home(doc: ParsedDocument) -> str | None:
    """Whose government's text a document is: by its official publisher, its letterhead or room, or how it speaks of its head.

    Does not take the place of a newsroom for a government's.

    Args:
        doc: A document with mentions of names.

    Returns:
        A state code, or None.
    """
    publisher = doc.document.publisher_state
    if doc.document.publisher_class == "official" and publisher and is_state(publisher):
        return publisher
    room = next((state for words, state in load_speech().rooms.items() if words in doc.text[:_HEAD_CHARACTERS]), None)
    return room or find_title_home(doc)


def find_title_home(doc: ParsedDocument) -> str | None:
    """The side of a document's pair whose head it calls "the President", with a capital and no name.

    Does not find the home of a text that names its own head, nor of one that
    speaks so of both sides.

    Args:
        doc: A document with mentions of names; its pair must be known.

    Returns:
        A state code, or None.
    """
    if doc.dyad is None:
        return None
    votes: Counter[str] = Counter()
    for sentence in doc.sentences:
        title = _OWN_TITLE.search(sentence.text)
        if title:
            votes.update(_others(doc, sentence, title[1]))
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < LEAST_VOTES or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    return ranked[0][0]


def _others(doc: ParsedDocument, sentence: Sentence, title: str) -> set[str]:
    """The side that is not the one whose leader the sentence names, if it has such an office."""
    first, second = doc.dyad or ("", "")
    named = {
        state_of(party) for mention in sentence.mentions if mention.how in ("person", "leader") for party in mention.parties
    } & {first, second}
    if len(named) != 1:
        return set()
    other = second if first in named else first
    days = reference_days(doc)
    return {other} if days is None or find_holders(other, title.lower(), days) else set()


def find_own_head(doc: ParsedDocument, home: str, title: str) -> str | None:
    """Full name of the home state's head by a title at the time of a document, None if not one holder is known."""
    days = reference_days(doc)
    names = {leader.person for leader in find_holders(home, title, days)} if days else set()
    return names.pop() if len(names) == 1 else None


def has_head(state: str, title: str) -> bool:
    """Whether a state has had a head of that title since 1990: the United States have no prime minister.

    Args:
        state: A state code.
        title: "president", "prime minister", "chancellor" or "premier".
    """
    return (state, title) in _heads() or (title == "premier" and (state, "prime minister") in _heads())


@cache
def _heads() -> frozenset[tuple[str, str]]:
    return frozenset((leader.state, leader.office.lower()) for leader in load_leaders())


def find_dateline_state(doc: ParsedDocument) -> str | None:
    """The state where a report was written, by the place of its dateline.

    Args:
        doc: A document.

    Returns:
        A state code; None for a text without a dateline.
    """
    return _place_states().get(doc.dateline_place) if doc.dateline_place else None


@cache
def _place_states() -> dict[str, str]:
    """The state of the most populous place of each name."""
    ranked = sorted(load_places(), key=lambda place: place.population)
    return {name: place.state for place in ranked if place.state for name in (place.name, *place.other_names)}
