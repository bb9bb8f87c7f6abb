"""Kinds of instrument that a promise can stand in, and the words that name them (`instruments.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["INSTRUMENTS", "InstrumentWords", "load_instruments"]

INSTRUMENTS = (
    "treaty", "contract", "memorandum", "agreement", "law", "resolution", "joint statement", "plan", "budget", "speech", "statement",
)  # fmt: skip
"""What a promise can stand in; the closed list of the column `instrument`."""


@dataclass(frozen=True, slots=True)
class InstrumentWords:
    """The words that name an instrument in a sentence, and those that tell what a titled document is."""

    kinds: dict[str, str]  # word -> kind
    named: re.Pattern[str]
    titles: re.Pattern[str]

    def kind_of(self, words: str) -> str:
        """The kind that words found by one of the patterns name, in the singular or plural.

        Example:
            >>> load_instruments().kind_of("Memoranda of  understanding"), load_instruments().kind_of("roadmaps")
            ('memorandum', 'plan')
        """
        plain = " ".join(words.lower().split())
        return self.kinds[plain] if plain in self.kinds else self.kinds[_singular(plain)]


def _singular(words: str) -> str:
    """Such as "treaty" of "treaties", "act of parliament" of "acts of parliament"."""
    if words.endswith("ies"):
        return f"{words[:-3]}y"
    return words.removesuffix("es") if words.endswith(("ses", "xes")) else words.removesuffix("s")


def _pattern(words: list[str]) -> re.Pattern[str]:
    forms = {form for word in words for form in (word, f"{word}s", f"{word[:-1]}ies" if word.endswith("y") else word, f"{word}es" if word.endswith("s") else word)}
    listed = "|".join(r"\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)


@cache
def load_instruments() -> InstrumentWords:
    """The words of instruments, read once a process.

    Raises:
        VocabularyError: If the file names another kind, or a word twice.

    Example:
        >>> load_instruments().named.search("They signed two letters of intent.")[0]
        'letters of intent'
    """
    kinds: dict[str, str] = {}
    named: list[str] = []
    titles: list[str] = []
    for entry in read_toml("instruments.toml")["instrument"]:
        words = entry["words"].split("|")
        if entry["name"] not in INSTRUMENTS or not entry.get("example") or kinds.keys() & set(words):
            message = f"instruments.toml, {entry['name']!r}: expected one of {', '.join(INSTRUMENTS)}, an example, and words that stand nowhere else"
            raise VocabularyError(message)
        own_titles = entry.get("titles", entry["words"]).split("|")
        kinds |= dict.fromkeys((*words, *own_titles), entry["name"])
        named += words
        titles += own_titles
    return InstrumentWords(kinds, _pattern(named), _pattern(titles))
