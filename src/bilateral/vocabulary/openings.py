"""Which letters a word pattern can begin with, so that most patterns need not be tried on most sentences."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["begins_with_openings", "find_openings", "openings_in"]

_LENGTH = 3
"""Letters kept of an opening; three tell "exp" (exports) from "emp" (employees)."""
_BEHIND = re.compile(r"\(\?<!(?:[^()]*)\)")  # (?<!tax )credits
_LETTERS = re.compile(r"[A-Za-z]+")
_INNER = re.compile(r" ([a-z]{3,})")  # \w+-\w+ trade
_WORD = re.compile(r"\b[A-Za-z]+")


def find_openings(pattern: str) -> frozenset[str] | None:
    """The letters, up to three, with which a text that a word pattern matches must have a word begin.

    Reads letters, groups and what is optional; does not read character classes.

    Args:
        pattern: A regular expression that is matched from the beginning of a word, in any case.

    Returns:
        Openings in small letters; None where the pattern does not tell.

    Example:
        >>> sorted(find_openings("(?:foreign )?invest(?:ment|ed)"))
        ['for', 'inv']
    """
    pattern = _BEHIND.sub("", pattern)
    found = _letters_of(pattern)
    if found is not None:
        return frozenset(opening.lower()[:_LENGTH] for opening in found)
    inner = _INNER.search(_without_groups(pattern))
    return frozenset((inner[1][:_LENGTH],)) if inner else None


def begins_with_openings(pattern: str) -> bool:
    """Whether a word pattern matches only where its openings stand, told by three letters, and not around them ("inter-Korean trade").

    Example:
        >>> begins_with_openings("invest(?:ment|ed)"), begins_with_openings("[a-z]+ trade")
        (True, False)
    """
    found = _letters_of(_BEHIND.sub("", pattern))
    return found is not None and all(len(opening) >= _LENGTH for opening in found)


def _letters_of(pattern: str) -> set[str] | None:
    """The first letters of all ways to begin a pattern; None where one of them begins with something else."""
    letters = _LETTERS.match(pattern)
    head = letters[0] if letters else ""
    rest = pattern[len(head) :]
    if head and rest[:1] in ("?", "*", "{"):
        head, rest = head[:-1], ""
    if len(head) >= _LENGTH or (head and not rest.startswith("(?:")):
        return {head}
    if not rest.startswith("(?:"):
        return None
    inside, behind = _split_group(rest)
    ways = [*inside, ""] if behind.startswith("?") else inside
    found: set[str] = set()
    for way in ways:
        openings = _letters_of(head + way + behind.removeprefix("?"))
        if openings is None:
            return None
        found |= openings
    return found


def _split_group(pattern: str) -> tuple[list[str], str]:
    """The alternatives of the group that a pattern begins with, and what follows it."""
    ways, depth, start = [], 0, len("(?:")
    for place, letter in enumerate(pattern):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 or (depth == 1 and letter == "|"):
            ways.append(pattern[start:place])
            start = place + 1
        if depth == 0:
            break
    return ways, pattern[start:]


def _without_groups(pattern: str) -> str:
    """A pattern without what stands in brackets."""
    kept, depth = [], 0
    for letter in pattern:
        depth += letter == "("
        kept.append(letter if depth == 0 else "|")
        depth -= letter == ")"
    return "".join(kept)


@lru_cache(maxsize=16)
def openings_in(text: str) -> dict[str, list[int]]:
    """Where words of a text begin, by their first three letters in small (shorter words by all of them).

    Args:
        text: A sentence.

    Example:
        >>> openings_in("In India, Indians")
        {'in': [0], 'ind': [3, 10]}
    """
    places: dict[str, list[int]] = {}
    for found in _WORD.finditer(text):
        opening = found[0][:_LENGTH].lower()
        if opening in places:
            places[opening].append(found.start())
        else:
            places[opening] = [found.start()]
    return places
