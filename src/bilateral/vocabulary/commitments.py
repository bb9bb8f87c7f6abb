"""Words with which a party says what it will do or reach: `commitments.toml`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["FIRMNESS", "Outcome", "Promise", "PromiseWords", "load_promise_words"]

FIRMNESS = ("binding", "agreed", "will", "aims", "explores")
"""How firm a wording is, the firmest first."""

_FRAMES = frozenset(["to", "prep", "that", "object", "of", "for", "gerund", "focused", "pursue", "continued", "goal"])


@dataclass(frozen=True, slots=True)
class Promise:
    """A verb or noun of promising."""

    lemma: str
    firmness: str
    frames: frozenset[str]
    needs_target: bool
    is_passive: bool
    is_own: bool  # needs no target in a side's own text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb says became of a promise."""

    status: str
    form: str  # "act" of a side, "course" of the promise, "passive"
    with_word: str | None  # particle, preposition or noun that must stand with it


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """Everything that `commitments.toml` says."""

    verbs: dict[str, Promise]
    participles: dict[str, Promise]  # "determined" of "are determined to", which the tagger takes for an adjective
    nouns: dict[str, Promise]
    carriers: frozenset[str]
    predictions: frozenset[str]
    first_person: frozenset[str]
    measures: frozenset[str]
    measure_verbs: frozenset[str]
    measure_acts: frozenset[str]
    measure_states: re.Pattern[str]
    provisions: frozenset[str]
    announcing: frozenset[str]
    multiples: dict[str, float]
    named_plans: frozenset[str]
    statuses: tuple[tuple[str, re.Pattern[str]], ...]
    relations: frozenset[str]
    outcome_nouns: frozenset[str]
    outcome_parts: frozenset[str]
    outcomes: dict[str, tuple[Outcome, ...]]  # by verb
    outcome_states: dict[str, str]  # adjective -> status
    undone: frozenset[str]
    treaties: frozenset[str]
    treaty_verbs: frozenset[str]
    treaty_bonds: frozenset[str]
    awaited: frozenset[str]
    awaited_acts: frozenset[str]
    ongoing: frozenset[str]
    body_verbs: frozenset[str]
    body_nouns: frozenset[str]
    against: frozenset[str]  # what is done against somebody, or for oneself alone
    official_titles: re.Pattern[str]


def _promise(entry: dict[str, Any]) -> Promise:
    unknown = set(entry["frames"]) - _FRAMES
    if unknown or entry["firmness"] not in FIRMNESS:
        message = f"commitments.toml, key {entry['lemma']!r}: frames {sorted(unknown)} or firmness {entry['firmness']!r} not known"
        raise VocabularyError(message)
    return Promise(
        entry["lemma"], entry["firmness"], frozenset(entry["frames"]),
        entry.get("needs_target", False), "participle" in entry, entry.get("is_own", False),
    )  # fmt: skip


def _outcomes(raw: dict[str, Any]) -> dict[str, tuple[Outcome, ...]]:
    found: dict[str, list[Outcome]] = {}
    for status in ("delivered", "stalled", "missed"):
        for form in ("act", "course", "passive"):
            for entry in raw[status].get(form, "").split():
                verb, _, other = entry.partition(":")
                found.setdefault(verb, []).append(Outcome(status, form, other or None))
    return {verb: tuple(entries) for verb, entries in found.items()}


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in phrases)})\b", re.IGNORECASE)


@cache
def load_promise_words() -> PromiseWords:
    """The words of promising, read once a process.

    Returns:
        Verbs and nouns by lemma, and the closed lists beside them.

    Raises:
        VocabularyError: If the file is wrong; the message names the key.

    Example:
        >>> load_promise_words().verbs["pledge"].firmness
        'will'
    """
    raw = read_toml("commitments.toml")
    measure, prediction = raw["measure"], raw["prediction"]
    return PromiseWords(
        verbs={entry["lemma"]: _promise(entry) for entry in raw["verb"]},
        participles={entry["participle"]: _promise(entry) for entry in raw["verb"] if "participle" in entry},
        nouns={entry["lemma"]: _promise(entry) for entry in raw["noun"]},
        carriers=frozenset(raw["carrier"]["verbs"].split()),
        predictions=frozenset(prediction["verbs"].split()),
        first_person=frozenset(prediction["first_person"].split()),
        measures=frozenset(measure["nouns"].split()),
        measure_verbs=frozenset(measure["verbs"].split()),
        measure_acts=frozenset(measure["nouns_of_acts"].split()),
        measure_states=_any_of(measure["states"]),
        provisions=frozenset(raw["provision"]["verbs"].split()),
        announcing=frozenset(raw["announcing"]["verbs"].split()),
        multiples=dict(raw["multiple"]["words"]),
        named_plans=frozenset(raw["named_plan"]["nouns"].split()),
        statuses=tuple((name.replace("_", " "), _any_of(raw["status"][name])) for name in ("missed", "stalled", "delivered", "signed", "under_way")),
        relations=frozenset(raw["relation"]["words"].split()),
        outcome_nouns=frozenset(raw["outcome"]["nouns"].split()),
        outcome_parts=frozenset(raw["outcome"]["parts"].split()),
        outcomes=_outcomes(raw["outcome"]),
        outcome_states=dict.fromkeys(raw["outcome"]["stalled"]["states"].split(), "stalled"),
        undone=frozenset(raw["outcome"]["missed"]["denied"].split()),
        treaties=frozenset(raw["treaty"]["nouns"].split()),
        treaty_verbs=frozenset(raw["treaty"]["providing"].split()),
        treaty_bonds=frozenset(raw["treaty"]["binding"].split()),
        awaited=frozenset(raw["awaited"]["nouns"].split()),
        awaited_acts=frozenset(raw["awaited"]["verbs"].split()),
        ongoing=frozenset(raw["ongoing"]["verbs"].split()),
        body_verbs=frozenset(raw["body"]["verbs"].split()),
        body_nouns=frozenset(raw["body"]["nouns"].split()),
        against=frozenset(raw["against"]["words"].split()),
        official_titles=re.compile(rf"\b(?:{raw['official']['titles']})\b", re.IGNORECASE),
    )
