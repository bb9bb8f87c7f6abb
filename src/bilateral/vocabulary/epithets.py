"""What a state can be called without its name (`epithets.toml`): "the landlocked country", "the Baltic state"."""

from __future__ import annotations

import re
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.states import is_state

__all__ = ["find_epithet"]

_FIELDS = {"words", "states", "example"}


def find_epithet(words: str) -> frozenset[str] | None:
    """The states that some words before "country" or "nation" fit.

    Does not know what a state is only for a time ("cash-strapped").

    Args:
        words: The words between the article and the noun.

    Returns:
        State codes; None if the words tell nothing.

    Raises:
        VocabularyError: If the file is malformed.

    Example:
        >>> sorted(find_epithet("small Baltic"))
        ['EST', 'LTU', 'LVA']
        >>> find_epithet("proud") is None
        True
    """
    found = _pattern().findall(words.lower())
    if not found:
        return None
    return frozenset.intersection(*(_epithets()[word] for word in found))


@cache
def _epithets() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in read_toml("epithets.toml")["epithet"]:
        if set(entry) != _FIELDS:
            message = f"epithets.toml: an entry has {sorted(entry)}, expected {sorted(_FIELDS)}"
            raise VocabularyError(message)
        states = entry["states"].split()
        unknown = [state for state in states if not is_state(state)]
        if unknown:
            message = f"epithets.toml, {entry['words']}: {unknown} are no state codes; use ISO 3166-1 alpha-3"
            raise VocabularyError(message)
        found.update({word: frozenset(states) for word in entry["words"]})
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """The epithets, longest first: "southeast asian" before "asian"."""
    words = "|".join(re.escape(word) for word in sorted(_epithets(), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b")
