"""Names of parties as a brief writes them; a code that no codebook knows stands for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.wording import join_words
from bilateral.errors import StateError
from bilateral.vocabulary import states

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["name_adjective", "name_parties", "name_party"]


def name_party(party: str) -> str:
    """The words for a party inside a sentence.

    Example:
        >>> name_party("USA"), name_party("XYZW")
        ('the United States', 'XYZW')
    """
    try:
        return states.party_name(party)
    except StateError:
        return party


def name_parties(parties: Iterable[str]) -> str:
    """The words for several parties, each named once.

    Example:
        >>> name_parties(["RUS", "KOR"])
        'Russia and South Korea'
    """
    return join_words(list(dict.fromkeys(map(name_party, parties))))


def name_adjective(code: str) -> str:
    """The adjective of a state, for a body its name.

    Example:
        >>> name_adjective("KOR")
        'South Korean'
    """
    try:
        return states.adjective(code)
    except StateError:
        return name_party(code)
