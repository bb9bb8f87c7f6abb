"""Institutions that are named after their state: "Norwegian Coast Guard", "Central Bank of Kenya"."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.states import load_states

__all__ = ["link_institution"]

_LONGEST_STATE = 5
"""Words of the longest name of a state that is tried: "Democratic Republic of the Congo"."""


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Heads and modifiers of `institutions.toml`."""
    table = read_toml("institutions.toml")
    wrong = {"heads", "modifiers"} ^ set(table)
    if wrong:
        message = f"institutions.toml: got the keys {', '.join(sorted(table))}, expected heads and modifiers"
        raise VocabularyError(message)
    return frozenset(table["heads"]), frozenset(table["modifiers"])


@cache
def _states() -> dict[str, str]:
    """States by their names and adjectives in lower case; those of several states are left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for state in load_states().values():
        for name in (state.name, *state.other_names, *state.demonyms):
            found[" ".join(name.casefold().replace("-", " ").replace(".", " ").split())].add(state.iso3)
    return {name: next(iter(states)) for name, states in found.items() if len(states) == 1}


def _is_institution(words: list[str]) -> bool:
    """Whether words are a head with modifiers before it."""
    heads, modifiers = _words()
    for start in range(len(words)):
        if " ".join(words[start:]) in heads:
            return True
        if words[start] not in modifiers:
            return False
    return False


def link_institution(key: str) -> str | None:
    """The state of an institution that is named after it.

    Does not link armed groups that take a state's name with a word more ("Free Syrian Army"),
    nor institutions that do not name their state ("Department of Defense").

    Args:
        key: A name in lower case, without accents and full stops.

    Returns:
        ISO 3166-1 alpha-3 code, or None.

    Example:
        >>> [link_institution(name) for name in ("royal danish air force", "central bank of kenya", "free syrian army")]
        ['DNK', 'KEN', None]
    """
    words = key.split()
    if "of" in words:
        place = len(words) - 1 - words[::-1].index("of")
        state = _states().get(" ".join(words[place + 1 :]).removeprefix("the "))
        if state and _is_institution(words[:place]):
            return state
    for start in range(len(words) - 1):
        for end in range(min(start + _LONGEST_STATE, len(words) - 1), start, -1):
            state = _states().get(" ".join(words[start:end]))
            if state and _is_institution(words[:start] + words[end:]):
                return state
    return None
