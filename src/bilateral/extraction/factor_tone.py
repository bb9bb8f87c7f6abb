"""Whether a sentence about two states tells a driver, a hurdle or neither: a linear model over its words.

Most factors carry no cue word. The model weighs what a sentence says as a
whole: words that help and hinder, acts by their class in the event codebook,
cues, and signs of mere procedure ("met", "exchanged views"). Its weights are
data (`vocabulary/factor_weights.csv`), trained by `evaluation/train_factors.py`
on sentences written for this project.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import is_negated
from bilateral.extraction.factor_cues import find_hits
from bilateral.vocabulary.conversion import QUAD_OF_ROOT
from bilateral.vocabulary.factors import load_factor_weights, load_factor_words
from bilateral.vocabulary.predicates import load_event_nouns, load_event_verbs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bilateral.parsed import Sentence, Token

__all__ = ["Tone", "read_tone", "tone_features"]

_CONTENT = ("NOUN", "VERB", "ADJ", "ADV")
_OBJECTS = ("dobj", "attr", "acomp", "xcomp", "ROOT")
_LINKS = 3
"""Words over a word through which an act still turns it: "the abolition of all tariffs on wine"."""

_MOST = 3
"""Count from which more words of a sort say no more (chosen before training, not varied)."""

_OWN = frozenset(("our", "us", "both", "mutual", "bilateral", "joint", "two"))
_SELF = frozenset(("i", "my", "me"))
_PERSONS = frozenset(("we", "i", "he", "she", "they"))
_DENYING = frozenset(("no", "lack"))


@dataclass(frozen=True, slots=True)
class Tone:
    """What the model says of a sentence."""

    polarity: str  # "driver" | "hurdle"
    certainty: float  # its probability, from 0 to 1


def read_tone(sentence: Sentence) -> Tone:
    """Weigh a sentence.

    Does not decide whether it is about the two states of the document, and
    tells one polarity where a sentence holds both.

    Args:
        sentence: A parsed sentence.

    Returns:
        The likelier polarity and its probability.
    """
    weights = load_factor_weights()
    sums = [0.0, 0.0, 0.0]
    for name, value in tone_features(sentence).items():
        for i, weight in enumerate(weights.get(name, ())):
            sums[i] += weight * value
    top = max(sums)
    driver, hurdle, neither = (math.exp(value - top) for value in sums)
    return Tone("driver" if driver >= hurdle else "hurdle", max(driver, hurdle) / (driver + hurdle + neither))


def tone_features(sentence: Sentence) -> Mapping[str, float]:
    """What the model reads off a sentence, by name; features of value 0 are left out.

    Does not read the document around it.

    Args:
        sentence: A parsed sentence.
    """
    found: Counter[str] = Counter()
    for token in sentence.tokens:
        if token.pos in _CONTENT or "-" in token.text:
            _count_word(found, token)
    for hit in find_hits(sentence, is_analysis=True):
        found[f"cue {hit.polarity}"] += hit.weight
    features = {name: float(min(count, _MOST)) for name, count in found.items()}
    helping, hindering = features.get("helping", 0.0), features.get("hindering", 0.0)
    features["net"] = helping - hindering
    features["density"] = (helping - hindering) / max(1, len(sentence.tokens))
    features["plain"] = float(not any(name in found for name in ("helping", "hindering", "cue driver", "cue hurdle")))
    features |= _shape(sentence) | _root_features(sentence)
    return {name: value for name, value in features.items() if value}


def _count_word(found: Counter[str], token: Token) -> None:
    words = load_factor_words()
    lemma = token.lemma.lower()
    turned = _is_turned(token)
    found[f"not {lemma}" if turned else f"word {lemma}"] = 1
    tone = words.tones.get(lemma) or words.tones.get(token.lower) or 0
    if tone:
        tone = -tone if turned or _is_ended(token) else tone
        found["helping" if tone > 0 else "hindering"] += 1
        if token.pos == "ADJ":
            found["helping adjective" if tone > 0 else "hindering adjective"] += 1
    if token.pos == "VERB" and lemma in _classes_of_acts()[0]:
        found[f"act {_classes_of_acts()[0][lemma]}"] += 1
    if token.pos == "NOUN" and lemma in _classes_of_acts()[1]:
        found[f"deed {_classes_of_acts()[1][lemma]}"] += 1
    if token.pos == "VERB" and lemma in words.procedures:
        found["procedure"] += 1


@cache
def _classes_of_acts() -> tuple[dict[str, int], dict[str, int]]:
    """The most frequent class (verbal and material cooperation and conflict) of each verb and noun of the event vocabulary."""
    verbs, nouns = load_event_verbs(), load_event_nouns()
    return (
        {lemma: _class_of(entry.event_type for entry in entries) for lemma, entries in verbs.items()},
        {lemma: _class_of(entry.event_type for entry in entries) for lemma, entries in nouns.items()},
    )


def _class_of(event_types: Iterable[str]) -> int:
    return Counter(QUAD_OF_ROOT[_root_of(name)] for name in event_types).most_common(1)[0][0]


def _root_of(event_type: str) -> str:
    """The type's name in the table of classes, which has one root for giving way."""
    return event_type if event_type in QUAD_OF_ROOT else "YIELD"


def _is_turned(token: Token) -> bool:
    """Whether a word is denied: "not", "no", or the object of a denied verb."""
    if any(c.dep == "neg" or c.lower in _DENYING for c in token.children):
        return True
    for word in (token, token.head):
        if word.pos in ("VERB", "AUX"):
            return is_negated(word) and token.dep in _OBJECTS
    return False


def _is_ended(token: Token) -> bool:
    """Whether an act over a word ends what it names: "the abolition of tariffs", "tariffs will be removed"."""
    endings = load_factor_words().turnings
    word = token
    for _ in range(_LINKS):
        is_of = word.dep == "pobj" and word.head.lower in ("of", "on", "to", "by", "against", "in", "with")
        if word.head is word or not (is_of or word.dep in ("dobj", "nsubjpass", "compound", "conj", "amod")):
            return False
        word = word.head.head if is_of else word.head
        if word.lemma.lower() in endings and word is not token:
            return True
    return False


def _shape(sentence: Sentence) -> dict[str, float]:
    """Whether both sides or the speaker are meant. Length and the number of states named were tried: no gain."""
    words = {token.lower for token in sentence.tokens}
    return {"always": 1.0, "both sides": float(bool(words & _OWN)), "first person": float(bool(words & _SELF))}


def _root_features(sentence: Sentence) -> dict[str, float]:
    """What the head of a sentence is: procedure, a promise, "will", no verb."""
    words, root = load_factor_words(), sentence.root
    if root is None:
        return {}
    subjects = {c.lower for c in root.find_children("nsubj", "nsubjpass")}
    will = any(c.dep == "aux" and c.lower in ("will", "shall", "'ll") for c in root.children)
    return {
        "head of procedure": float(root.lemma in words.procedures),
        "head of promise": float(root.lemma in words.promisings and bool(root.find_children("xcomp", "ccomp", "prep"))),
        "will": float(will),
        "we will": float(will and bool(subjects & _PERSONS)),
        "person": float(bool(subjects & _PERSONS)),
        "be": float(root.lemma == "be"),
        "no verb": float(root.pos not in ("VERB", "AUX")),
    }
