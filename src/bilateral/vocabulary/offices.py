"""Titles of offices and roles: what they are called, their sector, whether they stand for the state."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["Title", "find_title", "load_heads", "load_portfolios", "load_prefixes", "load_titles"]

_NAMED = re.compile(r"\s+(?:of|for|to|at|on|in)\s+(?:the\s+)?")
"""Between a head and what it is of: "minister of foreign affairs", "envoy to the"."""
_OWNER = re.compile(r"^(?:the|a|an|his|her|their|its|our|my)\s+|^\S+'s?\s+")
"""Before a title: "the foreign minister", "Russia's president"."""


_HYPHEN = re.compile(r"(?<=\bex)-|(?<=\bco)-|(?<=\bvice)-|-(?=elect\b|designate\b|minister\b|premier\b)")
"""Hyphens inside "ex-president", "vice-minister", "president-elect"."""


@dataclass(frozen=True, slots=True)
class Title:
    """One title. `is_current` is false for "former" and "elect"."""

    text: str
    normal: str
    sector: str
    stands_for_state: bool
    is_current: bool = True


@cache
def _entries() -> dict[str, Any]:
    return read_toml("offices.toml")


@cache
def load_titles() -> tuple[Title, ...]:
    """Fixed titles and single heads in lower case, the longest first.

    Does not list every portfolio of a minister: `find_title` puts those together.

    Returns:
        Titles, each text once.

    Raises:
        VocabularyError: If `offices.toml` is malformed.

    Example:
        >>> next(title.normal for title in load_titles() if title.text == "minister of foreign affairs")
        'foreign minister'
    """
    found: dict[str, Title] = {}
    try:
        for entry in _entries()["title"]:
            for text in entry["texts"]:
                found.setdefault(text, Title(text, entry["normal"], entry["sector"], entry["stands_for_state"]))
        for entry in _entries()["head"]:
            for text in entry["words"]:
                found.setdefault(text, Title(text, text, entry["sector"], entry["stands_for_state"]))
    except KeyError as error:
        message = f"offices.toml: an entry lacks the key {error}; expected texts or words, sector, stands_for_state"
        raise VocabularyError(message) from error
    return tuple(sorted(found.values(), key=lambda title: (-len(title.text), title.text)))


@cache
def _by_text() -> dict[str, Title]:
    return {title.text: title for title in load_titles()}


@cache
def load_heads() -> frozenset[str]:
    """Single words that can end a title, in lower case and without plurals.

    Example:
        >>> "minister" in load_heads(), "foreign" in load_heads()
        (True, False)
    """
    return frozenset(text for entry in _entries()["head"] for text in entry["words"] if " " not in text)


@cache
def load_prefixes() -> frozenset[str]:
    """Words that can stand before a title, in lower case.

    Example:
        >>> {"deputy", "former"} <= load_prefixes()
        True
    """
    return frozenset((*_entries()["prefixes"], *_entries()["past"], *_entries()["future"]))


@cache
def load_portfolios() -> dict[str, str]:
    """Words of a ministry in lower case, with their normal form.

    Example:
        >>> load_portfolios()["external affairs"]
        'foreign'
    """
    return dict(_entries()["portfolio"])


def find_title(text: str) -> Title | None:
    """What office a phrase names.

    Does not find the office inside a sentence, and does not read whose office
    it is; unknown adjectives before the head ("Russian") are passed over.

    Args:
        text: A noun phrase whose head is a title, with or without article,
            adjectives and "of ..." after it.

    Returns:
        The title with its normal form; None if its head is no title.

    Example:
        >>> find_title("the former South Korean minister for external affairs")
        Title(text='south korean minister for external affairs', normal='foreign minister', sector='GOV', stands_for_state=True, is_current=False)
        >>> find_title("deputy energy ministers").normal
        'deputy energy minister'
        >>> find_title("director of the Institute of Oriental Studies").sector
        'EDU'
        >>> find_title("the trade turnover") is None
        True
    """
    phrase = _OWNER.sub("", " ".join(text.replace("\u2019", "'").lower().split()))
    phrase, is_current = _without_tense(phrase)
    front, behind = _split_at_of(phrase)
    title = _fixed(phrase) or _fixed(front) or _composed(front, behind)
    if title is None:
        return None
    title = replace(title, text=phrase)
    sector = _organisation_sector(behind)
    if sector and title.normal.split()[-1] in _movable():
        title = replace(title, sector=sector, stands_for_state=sector in ("GOV", "MIL"))
    return replace(title, is_current=is_current)


def _without_tense(phrase: str) -> tuple[str, bool]:
    """The phrase without "former", "-elect" and the like, and whether there were none."""
    words = _HYPHEN.sub(" ", phrase).split()
    marks = {*_entries()["past"], *_entries()["future"]}
    kept = [word for word in words if word not in marks]
    return " ".join(kept), len(kept) == len(words)


def _split_at_of(phrase: str) -> tuple[str, str]:
    """What stands before "of", "for" or "to", and what behind it."""
    found = _NAMED.search(phrase)
    return (phrase[: found.start()], phrase[found.end() :]) if found else (phrase, "")


def _singular(word: str) -> str:
    if word.endswith(("smen", "women")):
        return word[:-2] + "an"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and word not in _by_text() else word


def _fixed(phrase: str) -> Title | None:
    """The longest fixed title that ends a phrase ("russian deputy prime minister")."""
    words = phrase.split()
    if words:
        words[-1] = _singular(words[-1])
    for start in range(len(words)):
        title = _by_text().get(" ".join(words[start:]))
        if title and start < len(words) - 1:
            return _ranked(title, words[:start])
    return None


def _ranked(title: Title, before: list[str]) -> Title:
    """A fixed title with "deputy" or "acting" in front of it."""
    if before and before[-1] in _entries()["rank"]:
        return replace(title, text=f"{before[-1]} {title.text}", normal=f"{before[-1]} {title.normal}")
    return title


def _composed(front: str, behind: str) -> Title | None:
    """A head with its rank and portfolio: "vice trade minister", "minister for trade"."""
    words = front.split()
    if not words:
        return None
    head = _by_text().get(_singular(words[-1]))
    if head is None:
        return None
    rank = next((word for word in words[:-1] if word in _entries()["rank"]), "")
    portfolio = ""
    if head.normal in _entries()["with_portfolio"]:
        portfolio = _portfolio_before(words[:-1]) or _portfolio_at_start(behind)
    return replace(head, normal=" ".join(filter(None, (rank, portfolio, head.normal))))


def _portfolio_before(words: list[str]) -> str:
    for start in range(len(words)):
        found = load_portfolios().get(" ".join(words[start:]))
        if found:
            return found
    return ""


def _portfolio_at_start(behind: str) -> str:
    words = behind.split()
    for end in range(len(words), 0, -1):
        found = load_portfolios().get(" ".join(words[:end]).rstrip(","))
        if found:
            return found
    return ""


def _movable() -> list[str]:
    """Heads whose sector is that of their organisation."""
    heads: list[str] = _entries()["with_organisation"]
    return heads


def _organisation_sector(behind: str) -> str | None:
    """The sector of the organisation that a role belongs to, by the first of its words that tells."""
    places = {behind.find(word): sector for word, sector in _entries()["organisation"].items() if word in behind}
    return places[min(places)] if places else None
