"""Titles and roles: the words by which a text says who holds which office (`titles.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bilateral.vocabulary.files import read_toml

__all__ = ["TitleWords", "load_title_words"]


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The words of titles. `heads`, `weak_heads` and `organs` give the sector of each noun."""

    heads: dict[str, str]
    weak_heads: frozenset[str]
    modifiers: frozenset[str]
    portfolios: frozenset[str]
    organs: dict[str, str]
    honorifics: frozenset[str]
    female_names: frozenset[str]
    male_names: frozenset[str]
    of_states: dict[str, str]
    given_names: frozenset[str]
    common_surnames: frozenset[str]


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    """Sector by noun, singular and plural; the first sector that lists a noun wins."""
    found: dict[str, str] = {}
    for sector, nouns in table.items():
        for noun in nouns:
            found.setdefault(noun, sector)
    return found


@cache
def load_title_words() -> TitleWords:
    """The words of titles, in lower case and singular.

    Returns:
        One `TitleWords`. `female_names` are given names told by "she", `male_names` by "he",
        `of_states` titles that one state alone has, with that state.

    Raises:
        VocabularyError: If the file is malformed.

    Example:
        >>> load_title_words().heads["senator"]
        'LEG'
    """
    table = read_toml("titles.toml")
    weak = _by_word(table["weak_heads"])
    return TitleWords(
        heads={**weak, **_by_word(table["heads"])},
        weak_heads=frozenset(weak),
        modifiers=frozenset(table["modifiers"]["words"]),
        portfolios=frozenset(table["portfolios"]["words"]),
        organs=_by_word(table["organs"]),
        honorifics=frozenset(table["honorifics"]["words"]),
        female_names=frozenset(table["female_names"]["words"]),
        male_names=frozenset(table["male_names"]["words"]),
        of_states=dict(table["of_states"]),
        given_names=frozenset(table["given_names"]["words"]),
        common_surnames=frozenset(table["common_surnames"]["words"]),
    )
