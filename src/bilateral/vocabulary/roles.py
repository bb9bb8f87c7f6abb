"""Words for who somebody is, by PLOVER's sectors (`roles.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.scan import build_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.vocabulary.scan import NameIndex

__all__ = ["Role", "load_elite", "load_roles"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a word says of an actor: `kind` is noun, general, office, adjective or former, `sectors` puts the main one first."""

    text: str
    kind: str
    sectors: tuple[str, ...]


@cache
def load_roles() -> NameIndex[Role]:
    """The words as an index to find them in a text, in singular and plural.

    Does not decide between two words of one phrase: `extraction.actor_codes` does.

    Returns:
        An index whose `find` reports `Role`s.

    Raises:
        VocabularyError: If `roles.toml` is malformed.

    Example:
        >>> [(role.text, role.sectors) for _, _, role in load_roles().find("two Riot Policemen and rebels")]
        [('policemen', ('COP',)), ('rebels', ('REB',))]
    """
    chosen: dict[str, Role] = {}
    for role in _roles(read_toml("roles.toml")):
        chosen.setdefault(role.text, role)
    return build_index((role.text, role, False) for role in chosen.values())


@cache
def load_elite() -> frozenset[str]:
    """Sectors whose former members are PLOVER's former elite, ELI.

    Example:
        >>> "LEG" in load_elite(), "CVL" in load_elite()
        (True, False)
    """
    return frozenset(read_toml("roles.toml")["elite"]["sectors"])


def _roles(table: dict[str, Any]) -> Iterator[Role]:
    """Every word with its forms: nouns before general nouns before adjectives."""
    plurals = table["plurals"]
    for section, kind in (("roles", "noun"), ("general", "general"), ("offices", "office")):
        for codes, nouns in table[section].items():
            for noun in nouns:
                for text in (noun, _plural(noun, plurals)):
                    yield Role(text, kind, tuple(codes.split()))
    for code, words in table["adjectives"].items():
        for word in words:
            yield Role(word, "adjective", (code,))
    for word in table["former"]["words"]:
        yield Role(word, "former", ())


def _plural(noun: str, plurals: dict[str, str]) -> str:
    """The regular plural of a noun's last word, or the irregular one of the file.

    Example:
        >>> _plural("riot police", {"police": "police"}), _plural("spy agency", {}), _plural("gunman", {})
        ('riot police', 'spy agencies', 'gunmen')
    """
    first, _, last = noun.rpartition(" ")
    lead = f"{first} " if first else ""
    if noun in plurals:
        return plurals[noun]
    if last in plurals:
        return lead + plurals[last]
    if last.endswith(("man", "woman")) and last != "human":
        return f"{lead}{last[:-2]}en"
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        return f"{lead}{last[:-1]}ies"
    return f"{lead}{last}{'es' if last.endswith(('s', 'x', 'ch', 'sh')) else 's'}"
