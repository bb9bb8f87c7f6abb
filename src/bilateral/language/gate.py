"""The gate: which sentences can carry a record and are worth a parse.

Parsing is nearly all of the cost of coding. A sentence passes when it names an
actor, or when it follows one that does and refers back to it ("he", "the two
countries") or carries speech, a quantity or a provision ("tariffs will be cut").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import Sentence

__all__ = ["MAX_WORDS", "select_sentences"]

MAX_WORDS = 400
"""Longer "sentences" are tables or lists; the parser's time and memory grow with them."""

_REFERS_BACK = re.compile(
    r"\b(?:he|she|they|it|him|them|his|her|their|its|we|our|us|I|my|both|bilateral|mutual|two-way|joint(?:ly)?"
    r"|the (?:two|three|sides?|parties|country|countries|nations?|leaders?|presidents?|ministers?|government|professor|expert"
    r"|analyst|researcher|spokes\w+|official|summit|talks|meeting|agreement|treaty|project|ministry|company)s?)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"[\"“”„«»]|\b(?:sa(?:id|ys?|ying)|tell|told|add(?:ed|s)|not(?:ed|es)|stat(?:ed|es|ement)|according to|claim\w*|argu\w+"
    r"|believ\w+|hop(?:ed?|es|ing)|expect\w*|call(?:ed|s|ing)? (?:for|on)|analysts?|experts?|warn\w*|stress\w*)\b",
    re.IGNORECASE,
)
_PROVISION = re.compile(r"\b(?:will|shall|to) be \w+(?:ed|ished|ught|ven|wn|ne)\b|\b(?:tariff|quota|dut(?:y|ie)|visa)s?\b", re.IGNORECASE)
_QUANTITY = re.compile(
    r"[$€£¥₩₽]|\b\d[\d.,]*\s*(?:%|per ?cent|percent|million|billion|trillion|tons?|tonnes|barrels?|times)\b|%", re.IGNORECASE
)


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
            or _SPEECH.search(sentence.text)
            or _QUANTITY.search(sentence.text)
            or _PROVISION.search(sentence.text)
        )
        if (named or refers) and sentence.text.count(" ") < MAX_WORDS:
            selected.append(sentence)
    return selected
