"""Words that tell drivers and hurdles of a relation: `factors.toml`, read once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_rows, read_toml

__all__ = ["KINDS", "FactorCue", "FactorWords", "load_factor_weights", "load_factor_words"]

KINDS = ("economic", "security", "third party", "domestic", "legal", "historical", "geographic")
_SPANS = ("phrase", "clause")
_MOST_WEIGHT = 3
_POS = {"v": "VERB", "n": "NOUN", "a": "ADJ"}


@dataclass(frozen=True, slots=True)
class FactorCue:
    """One cue: lemmas in their order, each with its alternatives."""

    name: str
    words: tuple[frozenset[str], ...]
    pos: str | None  # of the first word, where it can be another: "VERB" of "drive/v"
    polarity: str
    is_phrase: bool
    weight: int
    kind: str | None
    is_of_doer: bool  # what a third state does acts on the pair with that state
    is_of_analysis: bool  # states a factor only where the text argues
    group: str


@dataclass(frozen=True, slots=True)
class FactorWords:
    """Everything that `factors.toml` says."""

    cues: dict[str, tuple[FactorCue, ...]]  # by first lemma, the longest first
    negations: frozenset[str]
    endings: frozenset[str]
    freeings: frozenset[str]
    relations: frozenset[str]
    modals: frozenset[str]
    conditions: tuple[tuple[str, ...], ...]
    questions: frozenset[str]
    comparisons: frozenset[str]
    analysis_titles: re.Pattern[str]
    flows: frozenset[str]
    courses: dict[str, str]  # verb of a flow's course -> polarity
    undone: frozenset[str]
    topics: dict[str, str]  # word -> kind
    topic_phrases: tuple[tuple[re.Pattern[str], str], ...]  # what the parse cuts apart ("long-running"), and its kind
    wills: frozenset[str]
    tones: dict[str, int]  # word -> 1 helps, -1 hinders
    turnings: frozenset[str]
    procedures: frozenset[str]
    tellers: frozenset[str]
    promisings: frozenset[str]
    n_cues: int


def _cue(entry: list[Any], group: dict[str, Any]) -> FactorCue:
    words, weight, _example = entry
    if not 0 <= weight <= _MOST_WEIGHT or group["polarity"] not in ("driver", "hurdle") or group["span"] not in _SPANS:
        message = f"factors.toml, group {group['name']!r}, cue {words!r}: weight, polarity or span not known"
        raise VocabularyError(message)
    parts = tuple(frozenset(word.partition("/")[0].split("|")) for word in words.split())
    return FactorCue(words, parts, _POS.get(words.split()[0].partition("/")[2]), group["polarity"], group["span"] == "phrase", weight, group.get("kind"), group.get("is_of_doer", False), group.get("is_of_analysis", False), group["name"])


@cache
def load_factor_words() -> FactorWords:
    """The cues and the words around them, read once a process.

    Raises:
        VocabularyError: If a cue is malformed; the message names group and cue.

    Example:
        >>> load_factor_words().cues["obstacle"][0].polarity
        'hurdle'
    """
    raw = read_toml("factors.toml")
    cues = [_cue(entry, group) for group in raw["group"] for entry in group["cues"]]
    by_first: dict[str, list[FactorCue]] = defaultdict(list)
    for cue in cues:
        for word in sorted(cue.words[0]):
            by_first[word].append(cue)
    topics: dict[str, str] = {}
    for kind in KINDS:
        for word in raw["topic"].get(kind, "").split():
            topics.setdefault(word, kind)
    course, tone = raw["course"], raw["tone"]
    return FactorWords(
        cues={word: tuple(sorted(found, key=lambda cue: (-len(cue.words), cue.name))) for word, found in by_first.items()},
        negations=frozenset(raw["negation"]["words"].split()),
        endings=frozenset(raw["negation"]["ending"].split()),
        freeings=frozenset(raw["negation"]["freeing"].split()),
        relations=frozenset(raw["relation"]["words"].split()),
        modals=frozenset(raw["advice"]["modals"].split()),
        conditions=tuple(tuple(phrase.split()) for phrase in raw["condition"]["phrases"]),
        questions=frozenset(raw["question"]["openings"].split()),
        comparisons=frozenset(raw["comparison"]["words"].split()),
        analysis_titles=re.compile(rf"\b(?:{raw['analysis']['titles'].replace(chr(10), '')})\b", re.IGNORECASE),
        flows=frozenset(course["flows"].split()),
        courses=dict.fromkeys(course["falling"].split(), "hurdle") | dict.fromkeys(course["rising"].split(), "driver"),
        undone=frozenset(course["undone"].split()),
        topics=topics,
        topic_phrases=tuple((re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])"), kind) for word, kind in topics.items() if "-" in word),
        wills=frozenset(raw["will"]["words"].split()),
        tones=dict.fromkeys(tone["hindering"].split(), -1) | dict.fromkeys(tone["helping"].split(), 1),
        turnings=frozenset(tone["turning"].split()),
        procedures=frozenset(tone["procedure"].split()),
        tellers=frozenset(tone["telling"].split()),
        promisings=frozenset(tone["promising"].split()),
        n_cues=len(cues),
    )


_WEIGHTS = ("feature", "driver", "hurdle", "neither")


@cache
def load_factor_weights() -> dict[str, tuple[float, float, float]]:
    """The weights of the linear model of factors, by feature: for a driver, for a hurdle, for neither.

    Does not train: `evaluation/train_factors.py` writes the file.

    Raises:
        VocabularyError: If the file is malformed; the message names the line.
    """
    rows = read_rows("factor_weights.csv", _WEIGHTS, required=_WEIGHTS)
    return {row["feature"]: (float(row["driver"]), float(row["hurdle"]), float(row["neither"])) for row in rows}
