"""Words for joint undertakings: `projects.toml`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["ProjectWords", "load_project_words"]

_CLASSES = ("project", "works", "product", "scheme", "company", "act", "body")


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """Everything that `projects.toml` says."""

    heads: dict[str, str]  # noun -> class
    building_nouns: frozenset[str]
    building_verbs: frozenset[str]
    building_words: frozenset[str]
    joint_words: frozenset[str]
    joint_adjectives: frozenset[str]
    loose: frozenset[str]
    founded: frozenset[str]
    carried: frozenset[str]
    never_modifiers: frozenset[str]
    never: re.Pattern[str]
    statuses: tuple[tuple[str, re.Pattern[str]], ...]
    stage_verbs: dict[str, str]  # lemma, with its particle where it has one -> stage, or "begun", "building"
    stage_nouns: dict[str, str]
    part_nouns: frozenset[str]
    civil: frozenset[str]
    adverse: frozenset[str]
    families: dict[str, str]  # word of a name -> kind of works, by which two names are told apart
    launched: frozenset[str]


@cache
def load_project_words() -> ProjectWords:
    """The words for undertakings, read once a process.

    Raises:
        VocabularyError: If a head noun has an unknown class.

    Example:
        >>> load_project_words().heads["pipeline"]
        'works'
    """
    raw = read_toml("projects.toml")
    heads: dict[str, str] = {}
    for entry in raw["head"]:
        if entry["class"] not in _CLASSES:
            message = f"projects.toml, class {entry['class']!r}: expected one of {', '.join(_CLASSES)}"
            raise VocabularyError(message)
        for noun in entry["nouns"].split():
            heads.setdefault(noun, entry["class"])
    return ProjectWords(
        heads=heads,
        building_nouns=frozenset(raw["building"]["nouns"].split()),
        building_verbs=frozenset(raw["building"]["verbs"].split()),
        building_words=frozenset(raw["building"]["words"].split()),
        joint_words=frozenset(raw["joint"]["words"].split()),
        joint_adjectives=frozenset(raw["joint"]["adjectives"].split()),
        founded=frozenset(raw["loose"]["only_founded"].split()),
        carried=frozenset(raw["loose"]["carried"].split()),
        loose=frozenset(raw["loose"]["nouns"].split()),
        never_modifiers=frozenset(raw["never"]["modifiers"].split()),
        never=re.compile(rf"\b(?:{raw['never']['phrases']})\b", re.IGNORECASE),
        statuses=tuple(
            (name.replace("_", " "), re.compile(rf"\b(?:{'|'.join(map(re.escape, raw['status'][name]))})\b", re.IGNORECASE))
            for name in ("stalled", "delivered", "under_way", "signed")
        ),
        stage_verbs=_stages(raw["stage"]["verbs"]),
        stage_nouns=_stages(raw["stage"]["nouns"]),
        part_nouns=frozenset(raw["stage"]["things"]["parts"].split()),
        adverse=frozenset(raw["never"]["verbs"].split()),
        civil=frozenset(raw["never"]["civil"].split()),
        families={word: family for family, listed in raw["family"].items() for word in listed.split()},
        launched=frozenset(raw["stage"]["things"]["launched"].split()),
    )


def _stages(listed: dict[str, str]) -> dict[str, str]:
    """Stages by word; under a key that ends in `_with` stand verbs with their particles, divided by `|`."""
    return {
        word: key.removesuffix("_with").replace("_", " ")
        for key, words in listed.items()
        for word in (words.split("|") if key.endswith("_with") else words.split())
    }
