"""The gate: which sentences can carry a record and are worth a parse.

Parsing is nearly all of the cost of coding. A sentence passes when it names an
actor, or when it follows one that does and refers back to it ("he", "the two
countries") or carries speech, a quantity or a provision ("tariffs will be cut").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import Sentence

__all__ = ["MAX_WORDS", "select_sentences"]

MAX_WORDS = 400
"""Longer "sentences" are tables or lists; the parser's time and memory grow with them."""

_REFERS_BACK = re.compile(
    r"\b(?:he|she|they|it|him|them|his|her|their|its|we|our|us|I|my|both|bilateral|mutual|two-way|joint(?:ly)?"
    r"|rivals|neighbou?rs"
    r"|the (?:kingdom|republic|two|three|sides?|parties|country|countries|nations?|leaders?|presidents?|ministers?|government|professor|expert"
    r"|analyst|researcher|spokes\w+|official|summit|talks|meeting|agreement|treaty|project|ministry|company)s?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“”„«»]|\baccording to\b|\bin (?:the|his|her|their) (?:view|opinion)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_IRREGULAR = frozenset(
    "said told thought felt saw seen knew known found held wrote written spoke spoken meant understood heard foresaw foreseen "
    "swore sworn forecast analysts experts economists observers investors convinced concerned aware sceptical skeptical".split()
)
_PROVISION = re.compile(r"\b(?:will|shall|to) be \w+(?:ed|ished|ught|ven|wn|ne)\b|\b(?:tariff|quota|dut(?:y|ie)|visa)s?\b", re.IGNORECASE)
_QUANTITY = re.compile(
    r"[$€£¥₩₽]|\b\d[\d.,]*\s*(?:%|per ?cent|percent|million|billion|trillion|tons?|tonnes|barrels?|times)\b|%", re.IGNORECASE
)


@cache
def _speech_forms() -> frozenset[str]:
    """Every form of the verbs of saying, believing and hoping that the vocabulary has."""
    forms = set(_IRREGULAR)
    for lemma in load_speech().verbs:
        stem = lemma.removesuffix("e")
        forms |= {lemma, f"{lemma}s", f"{lemma}es", f"{stem}ed", f"{stem}ing", f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
        if lemma.endswith("y"):
            forms |= {f"{lemma[:-1]}ies", f"{lemma[:-1]}ied"}
    return frozenset(forms)


def _reports_speech(text: str) -> bool:
    return bool(_QUOTED.search(text)) or not _speech_forms().isdisjoint(_WORD.findall(text.lower()))


def select_sentences(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Sentences that are worth parsing.

    Does not judge whether a record will come of it. Keeps every sentence of a
    document after one that names an actor if it refers back, reports speech,
    gives a quantity or makes a provision.

    Args:
        sentences: Sentences with the mentions of known names in them.

    Returns:
        Those that pass, in order.
    """
    selected = []
    is_about_actors = False
    for sentence in sentences:
        named = bool(sentence.mentions)
        is_about_actors = is_about_actors or named
        refers = is_about_actors and (
            _REFERS_BACK.search(sentence.text)
            or _reports_speech(sentence.text)
            or _QUANTITY.search(sentence.text)
            or _PROVISION.search(sentence.text)
        )
        if (named or refers) and sentence.text.count(" ") < MAX_WORDS:
            selected.append(sentence)
    return selected
