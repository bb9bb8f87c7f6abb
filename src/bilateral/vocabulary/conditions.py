"""Words that make a promise hang on something: `conditions.toml`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["ConditionWords", "load_conditions"]

_FOLLOWS = ("clause", "phrase")


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """What opens a condition, what does not though it looks so, and what must follow an everyday preposition."""

    opening: re.Pattern[str]
    apart: re.Pattern[str]
    clauses: frozenset[str]  # openings that a clause follows
    needed: dict[str, re.Pattern[str]]  # opening -> words of which one must follow


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    listed = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)


@cache
def load_conditions() -> ConditionWords:
    """The words of conditions, read once a process.

    Raises:
        VocabularyError: If an entry has no example, follows neither way, or repeats a phrase.

    Example:
        >>> load_conditions().opening.search("will pay on condition that they leave")[0]
        'on condition that'
    """
    raw = read_toml("conditions.toml")
    openings: list[str] = []
    clauses: set[str] = set()
    needed: dict[str, re.Pattern[str]] = {}
    for number, entry in enumerate(raw["condition"], start=1):
        words = entry["words"].split("|")
        if entry["follows"] not in _FOLLOWS or not entry.get("example") or set(openings) & set(words):
            message = f"conditions.toml, condition {number}: expected `follows` as one of {', '.join(_FOLLOWS)}, an example, and phrases that stand nowhere else"
            raise VocabularyError(message)
        openings += words
        clauses |= set(words) if entry["follows"] == "clause" else set()
        if "of" in entry:
            needed |= dict.fromkeys(words, _any_of(re.split(r"[|\n]", entry["of"])))
    return ConditionWords(_any_of(openings), _any_of(re.split(r"[|\n]", raw["apart"])), frozenset(clauses), needed)
