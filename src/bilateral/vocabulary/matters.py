"""What promises are about: different words for one matter, words without one, words of change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.states import load_states

__all__ = ["MatterWords", "load_matter_words", "party_words", "stem"]

_ENDINGS = (
    "izations", "isations", "ization", "isation", "ations", "ation", "ating", "ments", "ators", "ated", "ates", "ment",
    "ions", "ings", "ator", "ance", "ence", "ive", "ion", "ing", "ers", "ors", "ies", "ate", "ed", "er", "or", "es", "ly", "al", "y", "e", "s",
)  # fmt: skip
_SHORTEST_STEM = 4
_WORDS = re.compile(r"[^\W_]+")  # free-trade -> free, trade
_CHANGES = ("in_force", "cancelled", "suspended", "delivered", "missed")


@dataclass(frozen=True, slots=True)
class MatterWords:
    """Everything that `matters.toml` says."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> words and matter, the longest first
    names: dict[str, str]  # wording -> matter
    acts: frozenset[str]  # matters that are done to something
    weak: frozenset[str]  # stems
    empty: frozenset[str]  # stems
    changes: tuple[tuple[str, re.Pattern[str]], ...]  # status, its words


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without its endings, so that noun, verb and plural meet.

    Knows no irregular forms ("built", "sold"): those that matter stand in the
    vocabulary by themselves.

    Example:
        >>> stem("doubling"), stem("double"), stem("negotiations"), stem("negotiate")
        ('doubl', 'doubl', 'negoti', 'negoti')
        >>> stem("deliveries"), stem("delivered"), stem("waiver"), stem("waive")
        ('deliv', 'deliv', 'waiv', 'waiv')
    """
    word = word.lower()
    for _ in range(2):
        ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM), "")
        word = word[: len(word) - len(ending)] if ending else word
    return word


@cache
def load_matter_words() -> MatterWords:
    """The words for matters of promises, read once a process.

    Raises:
        VocabularyError: If a wording stands for two matters, or an entry has no example.

    Example:
        >>> load_matter_words().names["free trade area"]
        'free trade agreement'
    """
    raw = read_toml("matters.toml")
    names: dict[str, str] = {}
    for entry in raw["matter"]:
        for wording in entry["words"].split("|"):
            if names.setdefault(wording, entry["name"]) != entry["name"]:
                message = f"matters.toml, {entry['name']!r}: {wording!r} stands under {names[wording]!r} too; keep it once"
                raise VocabularyError(message)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for wording in sorted(names, key=lambda one: (-len(_WORDS.findall(one)), one)):
        words = tuple(_WORDS.findall(wording))
        phrases.setdefault(words[0], []).append((words, names[wording]))
    return MatterWords(
        phrases={first: tuple(listed) for first, listed in phrases.items()},
        names=names,
        acts=frozenset(entry["name"] for entry in raw["matter"] if entry.get("kind") == "act"),
        weak=frozenset(map(stem, raw["weak"]["words"].split())),
        empty=frozenset(map(stem, raw["empty"]["words"].split())),
        changes=tuple((name.replace("_", " "), _pattern(raw["change"][name]["words"])) for name in _CHANGES),
    )


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words.split('|')))})\b", re.IGNORECASE)


@cache
def party_words() -> frozenset[str]:
    """Words of the names of states, capitals and peoples, in lower case: they tell who, not what.

    Example:
        >>> "seoul" in party_words(), "korea" in party_words(), "pipeline" in party_words()
        (True, True, False)
    """
    texts = (
        text
        for state in load_states().values()
        for text in (state.name, *state.other_names, *state.demonyms, *state.capitals)
    )
    return frozenset(word.lower() for text in texts for word in re.findall(r"[^\W\d_]{3,}", text))
