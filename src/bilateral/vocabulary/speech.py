"""Words with which texts report speech and attitudes: `speech.toml`, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["FRAMES", "Cue", "Speech", "load_speech"]

FRAMES = frozenset(
    "that to object object_to as small gerund for on of about against over with at in by regarding to_noun behind after into from".split()
)
"""What the content can be in the grammar of the clause; see the head of `speech.toml`."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of saying, believing, hoping, wanting or fearing."""

    lemma: str
    frames: frozenset[str]
    is_attitude: bool  # a negated one is quoted with its verb
    particle: str | None = None  # "out" of "point out"
    needs_would: bool = False  # "would like"
    needs_that: bool = False  # "agreed that", not "agreed a deal"
    example: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything that `speech.toml` says."""

    verbs: dict[str, Cue]
    adjectives: dict[str, Cue]
    nouns: dict[str, Cue]
    carriers: frozenset[str]
    mute_carriers: frozenset[str]
    announced: frozenset[str]  # verbs of speech whose words are known before they are spoken
    before_announced: frozenset[str]  # "expected" to urge
    position_verbs: dict[str, Cue]  # aims and sides taken, which are no statements
    position_adjectives: dict[str, Cue]
    position_nouns: dict[str, Cue]
    appearances: frozenset[str]
    phrases: dict[str, frozenset[str]]  # preposition -> nouns: "in X's view"
    empty_nouns: frozenset[str]
    speaker_nouns: frozenset[str]
    persons: frozenset[str]  # those that name one person by role, beside the heads of offices
    organs: frozenset[str]  # those that belong to a state even where none is named: "the ministry"
    document_nouns: frozenset[str]
    speaking_documents: frozenset[str]
    unnamed: frozenset[str]
    continuation: re.Pattern[str]
    connective: re.Pattern[str]
    title_cue: re.Pattern[str]
    askers: frozenset[str]
    label_offices: frozenset[str]
    lone_labels: frozenset[str]
    greetings: re.Pattern[str]
    rooms: dict[str, str]  # words at the head of a transcript -> the state that speaks there


def _cues(table: dict[str, Any], kind: str) -> dict[str, Cue]:
    found = {}
    for lemma, entry in table.items():
        unknown = set(entry["frames"]) - FRAMES
        if unknown:
            message = f"speech.toml, key {lemma!r}: unknown frames {sorted(unknown)}; expected some of {sorted(FRAMES)}"
            raise VocabularyError(message)
        found[lemma] = Cue(
            lemma=lemma,
            frames=frozenset(entry["frames"]),
            is_attitude=entry.get("kind", kind) == "attitude",
            particle=entry.get("particle"),
            needs_would=entry.get("needs_would", False),
            needs_that=entry.get("needs_that", False),
            example=entry["example"],
        )
    return found


def _opening(phrases: list[str]) -> re.Pattern[str]:
    """A pattern of one of these at the start of a sentence: "Moreover, "."""
    listed = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"\s*(?:{listed})\b(?!\s+(?:to|of)\b),?\s*", re.IGNORECASE)  # not "in addition to the tax, "


def _any_of(phrases: list[str], *, at_end: bool = False) -> re.Pattern[str]:
    listed = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    behind = r"[\s,:]*" if at_end else r"\b"  # with `search(text, start, end)`, matched up to the end by the caller's bounds
    return re.compile(rf"\b(?:{listed}){behind}{'$' if at_end else ''}", re.IGNORECASE)


@cache
def load_speech() -> Speech:
    """The words of speech, read once a process.

    Raises:
        VocabularyError: If the file is wrong; the message names the key.

    Example:
        >>> sorted(load_speech().verbs["hope"].frames)
        ['for', 'that', 'to']
    """
    raw = read_toml("speech.toml")
    aims = read_toml("speech_positions.toml")
    carrier, noun, transcript = raw["carrier"], raw["speaker_noun"], raw["transcript"]
    return Speech(
        verbs=_cues(raw["verb"], "speech"),
        adjectives=_cues(raw["adjective"], "attitude"),
        nouns=_cues(raw["noun"], "speech"),
        position_verbs=_cues(aims["verb"], "attitude"),
        position_adjectives=_cues(aims["adjective"], "attitude"),
        position_nouns=_cues(aims["noun"], "attitude"),
        appearances=frozenset(aims["appearance"]["verbs"]),
        carriers=frozenset(carrier["verbs"]),
        mute_carriers=frozenset(carrier["not_speaking"]),
        announced=frozenset(raw["announced"]["verbs"]),
        before_announced=frozenset(raw["announced"]["before"]),
        phrases={preposition: frozenset(nouns) for preposition, nouns in raw["phrase"].items()},
        empty_nouns=frozenset(raw["content_noun"]["never"]),
        speaker_nouns=frozenset(noun["nouns"].split()),
        persons=frozenset(noun["persons"].split()),
        organs=frozenset(noun["organs"].split()),
        document_nouns=frozenset(noun["documents"].split()),
        speaking_documents=frozenset(noun["self"].split()),
        unnamed=frozenset(noun["unnamed"].split()),
        continuation=_opening(raw["continuation"]["openings"]),
        connective=_opening(raw["connective"]["openings"]),
        title_cue=_any_of(raw["title_cue"]["before"], at_end=True),
        askers=frozenset(transcript["asks"]),
        label_offices=frozenset(transcript["offices"]),
        lone_labels=frozenset(transcript["alone"]),
        greetings=_any_of(transcript["greetings"]),
        rooms=dict(transcript["rooms"]),
    )
