"""The noun that a number counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token

__all__ = ["noun_of"]

_TIME_NOUNS = frozenset("year month week day quarter decade century season morning evening night time today yesterday".split())


def noun_of(quantity: Quantity, words: list[Token], sentence: Sentence) -> Token | None:
    """The noun that a number counts, None if it stands alone.

    Args:
        quantity: A quantity of the sentence.
        words: The words of the quantity.
        sentence: Its sentence.
    """
    inside = {word.i for word in words}
    for word in words:
        head = word.head
        steps = 0
        while head.i in inside and head.head is not head and steps < len(words):
            head, steps = head.head, steps + 1
        if head.i not in inside and head.i > words[-1].i and _is_counted(quantity, head) and word.dep in ("nummod", "compound", "amod", "nmod", "quantmod"):
            return head
    return _noun_behind(quantity, words, sentence)


def _is_counted(quantity: Quantity, noun: Token) -> bool:
    """Whether a noun can be what a number counts; "76 million last year" counts no years."""
    return noun.tag[:2] == "NN" and noun.text[:1].isalnum() and (quantity.unit_class != "count" or noun.lemma.lower() not in _TIME_NOUNS or noun.i - 1 == _last_index(noun))


def _last_index(noun: Token) -> int:
    """The place of the number right in front of a noun, else -1."""
    return next((child.i for child in noun.children if child.dep == "nummod" and child.i == noun.i - 1), -1)


def _noun_behind(quantity: Quantity, words: list[Token], sentence: Sentence) -> Token | None:
    """The head of the noun phrase right behind a number where the parser did not link them."""
    if quantity.unit_class not in ("count", "duration", "rank") or not words:
        return None
    noun = None
    for token in sentence.tokens[words[-1].i + 1 : words[-1].i + 7]:
        if token.tag[:2] == "NN" and token.text[:1].isalnum() and (token.lemma.lower() not in _TIME_NOUNS or quantity.unit_class != "count"):
            noun = token
        elif noun is not None or token.tag not in ("JJ", "JJS", "JJR", "VBN", "VBG", "CD", "HYPH", "RBS", "POS"):
            break
    return noun
