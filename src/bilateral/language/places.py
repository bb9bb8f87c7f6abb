"""Places in text, from the gazetteer.

Does not find places below the size of the gazetteer, nor tell apart two places
of one name: the more populous is taken, one in a state that the document names
before that.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bilateral.parsed import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bilateral.parsed import Sentence
    from bilateral.vocabulary.places import PlaceName
    from bilateral.vocabulary.scan import NameIndex

__all__ = ["find_places", "resolve_places"]

_AT_PLACE = re.compile(r"\b(?:in|at|near|to|from|outside|around|of|off)\s+(?:the\s+)?$|,\s+$", re.IGNORECASE)


@cache
def _index() -> NameIndex[tuple[PlaceName, ...]]:
    from bilateral.vocabulary.places import load_places  # noqa: PLC0415 - a megabyte
    from bilateral.vocabulary.scan import build_index  # noqa: PLC0415

    by_name: dict[str, list[PlaceName]] = {}
    for place in load_places():
        for name in (place.name, *place.other_names):
            by_name.setdefault(name, []).append(place)
    ranked = {
        name: tuple(sorted(places, key=lambda place: (-place.population, place.state, place.name)))
        for name, places in by_name.items()
    }
    return build_index((name, places, True) for name, places in ranked.items())


def find_places(text: str, states: Collection[str] = ()) -> list[Place]:
    """Places named in one sentence.

    Args:
        text: A sentence.
        states: States that the document names: they decide between places of one name.

    Returns:
        One `Place` each, in text order, with offsets into `text`.
    """
    places = []
    for start, end, candidates in _index().find(text):
        if not text[start].isupper():
            continue
        chosen = next((place for place in candidates if place.state in states), candidates[0])
        if chosen.is_ambiguous and not _AT_PLACE.search(text[:start]):
            continue
        places.append(
            Place(start, end, text[start:end], chosen.name, chosen.state, chosen.latitude, chosen.longitude)
        )
    return places


def resolve_places(sentences: Sequence[Sentence], states: Collection[str]) -> None:
    """Find the places of all sentences of a document.

    Args:
        sentences: Sentences; their `places` are set, with offsets into the document.
        states: States that the document names.
    """
    for sentence in sentences:
        offset = sentence.start_char
        sentence.places = [
            Place(p.start_char + offset, p.end_char + offset, p.quote, p.name, p.state, p.latitude, p.longitude)
            for p in find_places(sentence.text, states)
        ]
