"""Roles of third parties in the relation of two states, by the words around their names (`third_party_roles.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml, split_list
from bilateral.vocabulary.phrase_index import PhraseIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["THIRD", "RoleWords", "load_role_words"]

THIRD = "§"
"""Stands for the third party's name among the words."""


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Roles in the order in which they win, what each means, and the index of their phrases."""

    order: tuple[str, ...]
    meanings: Mapping[str, str]
    examples: Mapping[str, str]
    index: PhraseIndex


@cache
def load_role_words() -> RoleWords:
    """The roles with their phrases.

    Raises:
        VocabularyError: If a role of the order is lacking or incomplete.

    Example:
        >>> [match.label for match in load_role_words().index.find("dependence on § sanctions".split())]
        ['constraint']
    """
    raw = read_toml("third_party_roles.toml")
    order = tuple(raw["order"])
    roles = {name: entry for name, entry in raw.items() if name != "order"}
    if set(order) != set(roles) or not all({"meaning", "example", "phrases"} <= set(entry) for entry in roles.values()):
        message = f"third_party_roles.toml: got the roles {', '.join(roles)}, expected {', '.join(order)}, each with meaning, example and phrases"
        raise VocabularyError(message)
    entries = [(phrase, name) for name in order for phrase in split_list(" ".join(roles[name]["phrases"].split()))]
    return RoleWords(order, {name: roles[name]["meaning"] for name in order}, {name: roles[name]["example"] for name in order}, PhraseIndex(entries))
