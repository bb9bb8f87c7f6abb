"""Words of names as they sound: "Husayn" and "Hussein", "Qadhafi" and "Gaddafi" are one name to two agencies.

For names written from the Arabic script, whose vowels, doubled letters and
sounds that English lacks each agency spells in its own way.
"""

from __future__ import annotations

import re
from functools import cache

from bilateral.extraction.person_names import name_key

__all__ = ["SOUNDED_STATES", "name_sounds"]

SOUNDED_STATES = frozenset(["ARE", "BHR", "DZA", "EGY", "IRN", "IRQ", "JOR", "KWT", "LBN", "LBY", "MAR", "MRT", "OMN", "PSE", "QAT", "SAU", "SDN", "SYR", "TUN", "YEM", "AFG"])
"""States whose leaders' names English writes from the Arabic script."""

_ARTICLES = frozenset(("al", "el", "as", "an", "ar", "ad", "bin", "ibn", "ben"))
_APOSTROPHES = re.compile(r"['’‘`ʻʿʾ]")
_SPELLINGS = (
    (re.compile(r"^(?:mo?u?h|moh)[ae]m+[ae]d$"), "mhmd"),
    (re.compile(r"^abd(?:ul|el|al)?"), "abd"),
    (re.compile(r"dh|dd|th"), "d"),
    (re.compile(r"kh|gh|q|g|ck"), "k"),
    (re.compile(r"ou|oo|aw|au|[ow]"), "u"),
    (re.compile(r"ay|ai|ey|ei|ee|iy|ie|[ey]"), "i"),
    (re.compile(r"h$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Spellings and what they sound like: Mohamed, Abdel-, Qadhafi, Yousef, Faisal, Abdullah."""


@cache
def name_sounds(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, without articles and "bin".

    Does not bring together what differs in more than spelling ("Hasan" is no "Husayn").

    Args:
        name: A full name or a surname.

    Example:
        >>> name_sounds("Husayn") == name_sounds("Hussein"), name_sounds("Mu'ammar al-Qadhafi") == name_sounds("Muammar Gaddafi")
        (True, True)
    """
    return tuple(_sound(word) for word in name_key(_APOSTROPHES.sub("", name)) if word not in _ARTICLES)


def _sound(word: str) -> str:
    for spelling, sound in _SPELLINGS:
        word = spelling.sub(sound, word)
    return word
