"""The terms of an undertaking: what it costs and who takes part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.quantities import find_quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence

__all__ = ["find_cost", "find_participants"]

_COST = re.compile(r"\b(?:costs?|costing|worth|valued|priced?|investments?|invest|budget|funded|financed|funding|grant)\b", re.IGNORECASE)

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


def find_participants(sentences: Sequence[Sentence]) -> list[str]:
    """Companies and organisations named beside the undertaking, as named."""
    names = [
        mention.quote
        for sentence in sentences
        for mention in sentence.mentions
        if mention.how == "company" or any(party.endswith("/BUS") for party in mention.parties)
    ]
    return list(dict.fromkeys(names))
