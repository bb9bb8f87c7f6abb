"""The terms of an undertaking: what it costs, when it is due, who takes part and how it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.quantities import find_quantities
from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence, Token

__all__ = ["find_cost", "find_due", "find_participants", "find_stage"]

_COST = re.compile(r"\b(?:costs?|costing|worth|valued|priced?|investments?|invest|budget|funded|financed|funding|grant)\b", re.IGNORECASE)
_UNREAL = re.compile(r"\b(?:to|will|would|could|should|may|might|must|shall|can|once|until|when|if|unless|not|never|yet|after|before|upon|on|for|of|the)\b[^,.;]{0,25}$", re.IGNORECASE)
"""What stands before a word of completion that has not come true: "is expected to be completed", "the completion"."""

_NEW = re.compile(r"\b(?:propos\w+|new|planned|plans? (?:for|to)|idea of|unveil\w*|put forward|envisag\w+|considering|establish\w*|creat\w+|set up|launch\w*|announced?|introduc\w+)\b", re.IGNORECASE)
"""What stands shortly before an undertaking that does not exist yet."""

_NEAR_NEW = 45
"""Characters before its noun in which such a word counts (chosen without tuning: a noun phrase)."""

_DEFINITE = frozenset(("the", "its", "their", "our", "this"))


def find_cost(sentences: Sequence[Sentence], span: tuple[int, int]) -> tuple[float | None, str | None]:
    """What an undertaking costs: a sum in its own phrase, else the first beside a word of cost.

    Does not tell what one side pays from what the whole costs.

    Args:
        sentences: Sentences about it, its own first.
        span: Its phrase, in characters of the document.

    Returns:
        Value and ISO 4217 currency; two times None if no sum is named.
    """
    for sentence in sentences:
        sums = [one for one in find_quantities(sentence.text) if one.unit_class == "money"]
        inside = [one for one in sums if span[0] <= sentence.start_char + one.start < span[1]]
        if inside:
            return inside[0].value, inside[0].unit
        cued = [one for one in sums if any(abs(one.start - cue.end()) < _NEAR_SUM or abs(cue.start() - one.end) < _NEAR_SUM for cue in _COST.finditer(sentence.text))]
        if cued:
            return cued[0].value, cued[0].unit
    return None, None


_NEAR_SUM = 60
"""Characters between a sum and a word of cost (chosen without tuning: a clause)."""


def find_due(sentences: Sequence[Sentence]) -> str | None:
    """When it is to be ready: the first deadline of its sentences, ISO 8601."""
    return next((time.period for sentence in sentences for time in sentence.times if time.is_deadline and time.period), None)


def find_participants(sentences: Sequence[Sentence]) -> list[str]:
    """Companies and organisations named beside the undertaking, as named."""
    names = [
        mention.quote
        for sentence in sentences
        for mention in sentence.mentions
        if mention.how == "company" or any(party.endswith("/BUS") for party in mention.parties)
    ]
    return list(dict.fromkeys(names))


def find_stage(own: Sequence[Sentence], near: Sequence[Sentence], heads: Sequence[Token], *, is_standing: bool) -> str:
    """How an undertaking stands, by the words of its sentences, else by those that go on from them.

    A word of completion counts only where it has come true. A programme or body
    that the text takes for granted ("the Erasmus programme") is under way.

    Args:
        own: Sentences that name it.
        near: These and what goes on from each.
        heads: The nouns that name it.
        is_standing: Whether it is a programme or body with a title.

    Returns:
        A status of the table of projects; announced where nothing is told.
    """
    for sentences in (own, near):
        for status, pattern in load_project_words().statuses:
            if any(_tells(sentence.text, pattern, status) for sentence in sentences):
                return status
    definite = any(child.lower in _DEFINITE for head in heads for child in head.children if child.i < head.i)
    is_new = any(_NEW.search(sentence.text[max(0, head.start - sentence.start_char - _NEAR_NEW) : head.end - sentence.start_char]) for sentence, head in zip(own, heads, strict=False))
    return "under way" if is_standing and definite and not is_new else "announced"


def _tells(text: str, pattern: re.Pattern[str], status: str) -> bool:
    return any(status != "delivered" or not _UNREAL.search(text[: found.start()]) for found in pattern.finditer(text))
