"""What a number is said of where no word beside it names it: "the number of … was", "a rise in …", "sales, which fell to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.contents import leftmost
from bilateral.extraction.counted_nouns import noun_name
from bilateral.extraction.indicator_words import Measured, find_nearest

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token

__all__ = ["find_by_antecedent", "find_by_number_of", "find_by_rise_in"]

_SIZES = frozenset(("number", "total", "count", "amount", "quantity", "volume"))
_STANDS = frozenset(("be", "reach", "total", "stand", "amount", "rise", "fall", "increase", "grow", "drop", "decline", "exceed", "climb"))
_MOVES = frozenset("rise increase growth drop fall decline cut reduction jump surge slump decrease gain".split())


def find_by_number_of(quantity: Quantity, sentence: Sentence, verb: Token) -> Measured | None:
    """What a bare number counts in "the number of flights to Peru was 1,214".

    Args:
        quantity: A count without a noun of its own.
        sentence: Its sentence.
        verb: The verb of its clause.
    """
    if verb.lemma not in _STANDS or not quantity.is_bare or quantity.is_word:
        return None
    for subject in verb.find_children("nsubj"):
        counted = [word for prep in subject.find_children("prep") if prep.lower == "of" for word in prep.find_children("pobj")]
        if subject.lemma in _SIZES and counted and subject.i < counted[0].i:
            return Measured(noun_name(quantity, counted[0], sentence), None, (counted[0].start, counted[0].end))
    return None


def find_by_rise_in(quantity: Quantity, noun: Token | None, sentence: Sentence) -> Measured | None:
    """What rose in "a 12 per cent rise in tea stocks".

    Args:
        quantity: A percentage, a sum or an amount.
        noun: The noun that it stands before, if any.
        sentence: Its sentence.
    """
    if quantity.unit_class not in ("percent", "amount") or noun is None or noun.lemma.lower() not in _MOVES:
        return None
    for prep in noun.find_children("prep"):
        for whole in prep.find_children("pobj") if prep.lower in ("in", "of") else ():
            start = leftmost(whole)
            return find_nearest(quantity, sentence, (start, whole.end)) or Measured(noun_name(quantity, whole, sentence), None, (start, whole.end), is_change=True)
    return None


def find_by_antecedent(quantity: Quantity, sentence: Sentence, verb: Token) -> Measured | None:
    """What "which" stands for in "tea sales, which fell to 300 tonnes".

    Args:
        quantity: A sum, a percentage or an amount.
        sentence: Its sentence.
        verb: The verb of its clause.
    """
    noun = verb.head
    if quantity.unit_class not in ("money", "percent", "amount") or verb.dep != "relcl" or verb.lemma not in _STANDS - {"be"} or noun.tag[:2] != "NN" or noun.i > verb.i:
        return None
    if not any(child.tag == "WDT" for child in verb.find_children("nsubj")):
        return None
    start = leftmost(noun)
    return find_nearest(quantity, sentence, (start, noun.end)) or Measured(noun_name(quantity, noun, sentence), None, (noun.start, noun.end))
