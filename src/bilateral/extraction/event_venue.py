"""Where a release, readout or press conference was given, by the lines at its head.

"L'Aquila, Italy", "Remarks with the Premier, Phillip Street, Sydney",
"Parliament House Canberra": transcripts and readouts name their place once,
above the text; what is said and agreed in them was said and agreed there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bilateral.vocabulary.places import load_places

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument

__all__ = ["find_venue"]

_LINES = 10
_LONG = 220
"""A longer line is the text, not its head."""
_LEAST = 50_000
"""Inhabitants of a place that stands as a venue without its state beside it: smaller ones share their names with persons."""
_SPEECH = re.compile(r"^[A-Z][A-Z .'’-]{3,60}:|[.!?]['\"”’]?\s+[A-Z]")  # PM RUDD: | two sentences
_LAND = re.compile(r"[A-Z][A-Za-z. ]{2,30}")  # Switzerland
_PLACE_AND_LAND = 2
_MOST_WORDS = 3
_SHORT = 30
"""A line of fewer characters can be a place alone."""
_BUILDING = frozenset("house hotel palace centre center airport room courtyard hall office residence lawn garden parliament building embassy square street university".split())
_IN_PLACE = re.compile(r"\bin (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)\s*$")  # Press Conference in Tokyo


def find_venue(doc: ParsedDocument) -> str | None:
    """The town at which a document says it was given, None if its head names none.

    Does not take a state for a venue, nor a place that the text itself tells.

    Args:
        doc: The document.

    Source:
        Form of White House, ministerial and parliamentary transcripts.

    Example:
        A head with the line "Geneva, Switzerland" gives "Geneva".
    """
    for line in _head_lines(doc.text):
        found = _place_of(line)
        if found:
            return found
    return None


def _head_lines(text: str) -> list[str]:
    """The short lines above a document's text."""
    lines: list[str] = []
    for line in text[: _LONG * _LINES].splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        if len(stripped) > _LONG or len(lines) >= _LINES or (lines and _SPEECH.search(stripped)):
            break
        lines.append(stripped)
    return lines


def _place_of(line: str) -> str | None:
    """The town that a line of the head ends with."""
    inside = _IN_PLACE.search(line)
    if inside and _population(inside["place"]) >= _LEAST:
        return inside["place"]
    parts = [part.strip() for part in line.strip("() ").split(",")]
    if len(parts) > 1 and _LAND.fullmatch(parts[-1]) and _population(parts[-2]) and (len(parts) == _PLACE_AND_LAND or _population(parts[-1]) < _LEAST):
        return parts[-2]  # "Geneva, Switzerland"
    words = parts[-1].split()
    for count in range(max(0, len(words) - _MOST_WORDS), len(words)):
        name = " ".join(words[count:])
        is_apart = words[count - 1].lower() in _BUILDING if count else len(parts) > 1 or len(line) < _SHORT
        if is_apart and name[:1].isupper() and _population(name) >= _LEAST:
            return name
    return None


def _population(name: str) -> int:
    """Inhabitants of the most populous place of a name, 0 if there is none."""
    return _sizes().get(name.replace("’", "'"), 0)


@cache
def _sizes() -> dict[str, int]:
    """Inhabitants by name."""
    sizes: dict[str, int] = {}
    for place in load_places():
        for name in (place.name, *place.other_names):
            sizes[name] = max(sizes.get(name, 0), place.population)
    return sizes
