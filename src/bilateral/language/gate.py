"""The gate: which sentences can carry a record and are worth a parse.

Parsing is nearly all of the cost of coding. A sentence passes when it names an
actor, or when it follows one that does and refers back to it ("he", "the two
countries") or carries speech, a quantity or a provision ("tariffs will be cut"),
or stands close to one and tells an act ("production had stopped").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bilateral.vocabulary.predicates import load_event_nouns, load_event_verbs
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import Sentence

__all__ = ["MAX_WORDS", "select_sentences"]

MAX_WORDS = 400
"""Longer "sentences" are tables or lists; the parser's time and memory grow with them."""

ACT_REACH = 2
"""Sentences after one that names an actor in which an act without any name can be that actor's. With it the gate
leaves out 1 of 330 gold events instead of 8; it costs 2 % (wires) to 6 % (reports of one matter) more sentences."""

_TITLED = re.compile(
    r"\b(?:President|Chancellor|Premier|Minister|Secretary|King|Queen|Emir|Sultan|Ambassador|Senator|General)"
    r"(?:-General|-Designate)? [A-Z][a-z]"
)  # Prime Minister Gilani
_EVERYDAY = frozenset("be have do go get make take let come thank thanks question issue look work down back end file march place".split())
"""Words of acts that are too common in other senses to pass a sentence on their own."""

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
_IRREGULAR_ACTS = frozenset(
    "met held sent gave given broke broken fought shot struck began begun built bought sold withdrew withdrawn forbade lent paid "
    "seized flew flown fled led left drove driven sank sunk overthrew overthrown hit shut stood fell fallen rose risen".split()
)
_PROVISION = re.compile(r"\b(?:will|shall|to) be \w+(?:ed|ished|ught|ven|wn|ne)\b|\b(?:tariff|quota|dut(?:y|ie)|visa)s?\b", re.IGNORECASE)
_QUANTITY = re.compile(
    r"[$€£¥₩₽]|\b\d[\d.,]*\s*(?:%|per ?cent|percent|million|billion|trillion|tons?|tonnes|barrels?|times)\b|%", re.IGNORECASE
)


@cache
def _speech_forms() -> frozenset[str]:
    """Every form of the verbs of saying, believing and hoping that the vocabulary has."""
    return frozenset(_IRREGULAR).union(*map(_forms, load_speech().verbs))


@cache
def _act_forms() -> frozenset[str]:
    """Every form of the verbs and nouns that tell an act, but for everyday words."""
    lemmas = {*load_event_verbs(), *load_event_nouns()} - _EVERYDAY
    return frozenset(_IRREGULAR_ACTS).union(*map(_forms, lemmas))


def _forms(lemma: str) -> set[str]:
    """The regular forms of a word as verb or noun, and some that do not exist."""
    stem = lemma.removesuffix("e")
    forms = {lemma, f"{lemma}s", f"{lemma}es", f"{stem}ed", f"{stem}ing", f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"}
    return forms | ({f"{lemma[:-1]}ies", f"{lemma[:-1]}ied"} if lemma.endswith("y") else set())


def _reports_speech(text: str) -> bool:
    return bool(_QUOTED.search(text)) or not _speech_forms().isdisjoint(_WORD.findall(text.lower()))


def _tells_act(text: str) -> bool:
    return not _act_forms().isdisjoint(_WORD.findall(text.lower()))


def select_sentences(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Sentences that are worth parsing.

    Does not judge whether a record will come of it. Keeps every sentence of a
    document after one that names an actor if it refers back, reports speech,
    gives a quantity or makes a provision, and the next sentences if they tell an act.

    Args:
        sentences: Sentences with the mentions of known names in them.

    Returns:
        Those that pass, in order.
    """
    selected = []
    is_about_actors = False
    since_named = ACT_REACH + 1
    for sentence in sentences:
        named = bool(sentence.mentions) or bool(_TITLED.search(sentence.text))
        since_named = 0 if named else since_named + 1
        is_about_actors = is_about_actors or named
        refers = is_about_actors and (
            _REFERS_BACK.search(sentence.text)
            or _reports_speech(sentence.text)
            or _QUANTITY.search(sentence.text)
            or _PROVISION.search(sentence.text)
            or (since_named <= ACT_REACH and _tells_act(sentence.text))
        )
        if (named or refers) and sentence.text.count(" ") < MAX_WORDS:
            selected.append(sentence)
    return selected
