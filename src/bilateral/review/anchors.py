"""Find the words of a decision again in a text that may have changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AROUND", "Anchor", "anchor_of", "find_again"]

AROUND = 60
"""Characters kept before and after the words: enough to tell two places with the same words apart."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a document with what stood around them."""

    doc_id: str
    doc_sha256: str
    address: str
    start_char: int
    end_char: int
    quote: str
    prefix: str = ""
    suffix: str = ""


def anchor_of(text: str, start: int, end: int, *, document: tuple[str, str, str]) -> Anchor:
    """The anchor of a stretch of a text.

    Args:
        text: Stored text of the document.
        start: First character.
        end: One past the last.
        document: Its identifier, SHA-256 and address.

    Returns:
        The anchor.

    Example:
        >>> anchor_of("A pact was signed in Rome.", 7, 17, document=("d", "0" * 64, "file:a.txt")).quote
        'was signed'
    """
    return Anchor(*document, start, end, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def find_again(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Where the words of an anchor stand in a text now.

    The old place is tried first, then every place with the same words, whatever the
    white space and the case; of several the one whose surroundings fit best, then
    the nearest. Does not find words that were changed.

    Args:
        anchor: Words of an earlier version.
        text: The text of now.

    Returns:
        First character and one past the last; None if the words are gone.

    Example:
        >>> old = anchor_of("Signed. A pact was signed in Rome.", 15, 25, document=("d", "", ""))
        >>> text = "ROME. Update. A pact was  signed in Rome."
        >>> text[slice(*find_again(old, text))]
        'was  signed'
    """
    places = _exact_places(anchor, text) or _loose_places(anchor, text)
    if not places:
        return None
    if (anchor.start_char, anchor.end_char) in places and len(places) == 1:
        return places[0]
    return max(places, key=lambda place: (_fit(anchor, text, place), -abs(place[0] - anchor.start_char), -place[0]))


def _exact_places(anchor: Anchor, text: str) -> list[tuple[int, int]]:
    if not anchor.quote:
        return []
    starts = (found.start() for found in re.finditer(f"(?={re.escape(anchor.quote)})", text))  # places may overlap
    return [(start, start + len(anchor.quote)) for start in starts]


def _loose_places(anchor: Anchor, text: str) -> list[tuple[int, int]]:
    words = anchor.quote.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    return [found.span() for found in pattern.finditer(text)]


def _fit(anchor: Anchor, text: str, place: tuple[int, int]) -> int:
    """How many characters before and after are the same, white space left out."""
    before = _same(reversed(anchor.prefix), reversed(text[max(0, place[0] - 2 * AROUND) : place[0]]))
    return before + _same(anchor.suffix, text[place[1] : place[1] + 2 * AROUND])


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    number = 0
    for left, right in zip((sign for sign in one if not sign.isspace()), (sign for sign in other if not sign.isspace()), strict=False):
        if left.casefold() != right.casefold():
            break
        number += 1
    return number
