"""What a quantity counts or measures: by trigger words near it, else by the noun phrase it counts.

The nearest trigger of a fitting kind of unit in the clause decides; a counted
noun goes before the rest of the clause. Durations count only where the text
says what lasted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.counted_nouns import VICTIM_NAMES, is_telling_count, is_victims, noun_name
from bilateral.extraction.indicator_words import (
    EMPTY_WHOLES,
    Measured,
    find_by_noun,
    find_by_phrase,
    find_by_whole,
    find_nearest,
)
from bilateral.extraction.measured_lengths import find_length
from bilateral.extraction.measured_subjects import find_by_antecedent, find_by_number_of, find_by_rise_in
from bilateral.extraction.prices import find_price
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity
    from bilateral.parsed import Sentence, Token

__all__ = ["COUNTED_ACTS", "find_indicator"]

_RATE = re.compile(
    r"[\s-]{0,2}(?:(?!(?:and|or|than|while|which|when)\b)[\w'’.-]+\s+){0,6}?(?P<rate>(?:a|per|each|every)\s(?:year|month|week|day|annum)|annually|yearly|monthly|weekly|daily)\b"
    r"(?!\s+(?:earlier|ago|before|later|long|after|old|period))", re.IGNORECASE
)  # 40 flights per week; not "24 percent more than a year earlier"
_RATES = {"annum": "a year", "annually": "a year", "yearly": "a year", "monthly": "a month", "weekly": "per week", "daily": "per day"}
_NOT_MEASURED = frozenset(
    """source statistic figure datum data essay report study estimate official government ministry institute minister president spokesman spokesperson analyst
    economist expert company country nation world number amount total it they this that which one part half rest most some way time year month week day people pct percent cent dlr dollar mln bln million billion""".split()
)
"""Subjects that report or own a quantity, and empty ones: "Russian sources give $25 billion"."""


def find_indicator(quantity: Quantity, noun: Token | None, sentence: Sentence, *, clause: tuple[int, int], verb: Token) -> Measured | None:  # noqa: PLR0911 - one return a rule, in order
    """What a quantity measures, None if it says nothing of a relation, a state or a project.

    Args:
        quantity: A quantity, offsets in characters of the sentence.
        noun: The noun that it counts, if any.
        sentence: Its sentence.
        clause: Start and end of its clause, in characters of the document.
        verb: The verb of its clause.
    """
    if quantity.unit_class == "duration":
        return find_length(quantity, noun, sentence, verb=verb)
    if quantity.unit_class == "count" and not is_telling_count(quantity, noun, sentence):
        return find_by_number_of(quantity, sentence, verb) if noun is None else None
    if _is_frequency(quantity, sentence, verb):
        return Measured(_MET[verb.lemma], None, None) if verb.lemma in _MET else None
    size = _SIZE.match(sentence.text, quantity.end) if quantity.unit == "times" else None
    if size is not None:
        return Measured(f"{size['what'].lower()} of {size['whose'].lower()}" if size["whose"] else size["what"].lower(), None, None)
    price = find_price(quantity, sentence.text)
    if price is not None:
        return Measured(price, None, None, is_rate=True)
    if quantity.unit_class == "amount" and quantity.is_attributive and noun is not None:
        if noun.lemma.lower() in _AMOUNTS:
            return Measured(noun_name(quantity, noun, sentence), None, (noun.start, noun.end))
        return Measured(f"{_DIMENSIONS.get(quantity.unit, 'size')} of {noun.lower}", None, (noun.start, noun.end))
    found = _victims(quantity, noun, sentence, clause) or _by_worth(quantity, sentence) or find_by_noun(quantity, noun, sentence) or find_by_whole(quantity, sentence)
    found = found or find_by_rise_in(quantity, noun, sentence) or find_by_antecedent(quantity, sentence, verb) or find_by_phrase(quantity, sentence, verb) or _by_trigger(quantity, noun, sentence, clause)
    if found is None and noun is not None and quantity.unit_class in ("count", "rank"):
        found = Measured(noun_name(quantity, noun, sentence), None, (noun.start, noun.end))
    if found is None and quantity.unit_class in ("money", "percent", "times", "amount"):
        found = Measured(_phrase_near(quantity, noun, sentence, verb), None, None)
    return _with_rate(found, quantity, sentence) if found is not None else None


def _is_frequency(quantity: Quantity, sentence: Sentence, verb: Token) -> bool:
    """Whether "times" tells how often: "met eight times this year", "spoke five times since the vote"."""
    is_times = quantity.unit == "times" and bool(_OFTEN.search(sentence.text[quantity.start : quantity.end]))
    is_since = verb.lemma in _MET and _SINCE.match(sentence.text, quantity.end)
    return is_times and bool(is_since or not _AS_MUCH.match(sentence.text, quantity.end))


_MET = {"meet": "meetings", "visit": "visits", "speak": "conversations", "talk": "conversations", "call": "calls", "phone": "calls", "travel": "visits", "vote": "votes", "attack": "attacks", "veto": "vetoes"}
"""What happened as often as "times" tells, by its verb: "met five times"."""
COUNTED_ACTS = frozenset(_MET.values())
"""Names of acts that a number of times counts."""
_SIZE = re.compile(r"\s+(?:the|its|their|our|his|that)\s+(?P<what>size|number|area|population|length|volume|budget|amount|strength)(?:\s+of\s+(?:the\s+|our\s+|its\s+|their\s+)?(?P<whose>\w+(?:\s+(?:force|forces|army|economy|troops|population))?))?", re.IGNORECASE)
"""A comparison of sizes: "four times the size of Belgium"."""
_AMOUNTS = frozenset(("quota", "limit", "ceiling", "order", "shipment", "cargo", "purchase", "consignment", "tender"))
"""Nouns that are the amount itself: "a 6,400-tonne quota"."""
_WORTH_OF = re.compile(r"\s+worth\s+of\s+", re.IGNORECASE)


_GOODS = re.compile(r"\b(?:goods|products|merchandise|commodities)$", re.IGNORECASE)
_TRADED = ("exports", "imports", "trade turnover")
"""What goods in general are counted as where a verb or noun of trade stands by: "bought $3 million worth of goods"."""


def _by_worth(quantity: Quantity, sentence: Sentence) -> Measured | None:
    """What a sum is worth of: "$2 million worth of medical aid"."""
    worth = _WORTH_OF.match(sentence.text, quantity.end) if quantity.unit_class == "money" else None
    if worth is None:
        return None
    at = sentence.start_char + worth.end()
    end = min((word.end for word in sentence.tokens if word.start >= at and word.tag in ("NN", "NNS") and not (word.dep == "compound" and word.head.start > word.start)), default=at)
    if _GOODS.search(sentence.text[worth.end() : end - sentence.start_char]):
        traded = find_nearest(quantity, sentence, (sentence.start_char, sentence.start_char + len(sentence.text)), names=_TRADED)
        if traded is not None:
            return traded
    return find_nearest(quantity, sentence, (at, end)) or Measured(" ".join(sentence.text[worth.end() : end - sentence.start_char].lower().split()) or "amount", None, (at, end))


def _with_rate(found: Measured, quantity: Quantity, sentence: Sentence) -> Measured:
    """The measure with what it is counted by: "flights per week", "exports per day", "income per head"."""
    rate = _RATE.match(sentence.text, quantity.end, quantity.end + 70)
    if _PER_HEAD.search(sentence.text, max(0, quantity.start - 60), quantity.end + 30):
        ending = "per head"
    elif sentence.text[quantity.start : quantity.end].endswith("bpd"):
        ending = "per day"
    elif rate:
        ending = _rate_name(rate["rate"])
    else:
        return found
    return found if found.name.endswith(ending) else Measured(f"{found.name} {ending}", found.indicator, found.trigger, is_rate=True)


_OFTEN = re.compile(r"\btimes$", re.IGNORECASE)
_SINCE = re.compile(r"\s+(?:since|in)\b")
_AS_MUCH = re.compile(r"\s+(?:as|more|less|the|that|what|its|their|over|\w+er|above|since|in)\b", re.IGNORECASE)
"""What follows a factor: "three times the sum"; else it tells how often: "met eight times this year"."""
_PER_HEAD = re.compile(r"\bper[- ](?:capita|head|person)\b", re.IGNORECASE)
_DIMENSIONS = {
    **dict.fromkeys(("kilometres", "miles", "metres"), "length"), **dict.fromkeys(("megawatts", "gigawatts"), "capacity"),
    **dict.fromkeys(("hectares", "acres", "square kilometres", "square miles"), "area"),
}  # fmt: skip


def _victims(quantity: Quantity, noun: Token | None, sentence: Sentence, clause: tuple[int, int]) -> Measured | None:
    """People killed, injured or expelled: what happened to them goes before what they are."""
    if quantity.unit_class != "count" or (noun is not None and noun.lemma.lower() not in load_speech().speaker_nouns | _PEOPLE):
        return None
    at = sentence.start_char + quantity.start
    near = max(clause[0], at - 30), min(max(clause[1], at), at + 60)
    return find_nearest(quantity, sentence, near, names=("people killed", "people injured", "diplomats expelled"))


_PEOPLE = frozenset("civilian troop soldier trooper other child body serviceman guard hostage marine pilgrim national crew sailor fisherman ranger".split())


def _rate_name(text: str) -> str:
    words = text.lower().split()
    if words[-1] in _RATES:
        return _RATES[words[-1]]
    return f"a {words[-1]}" if words[-1] in ("year", "month") else f"per {words[-1]}"


def _by_trigger(quantity: Quantity, noun: Token | None, sentence: Sentence, clause: tuple[int, int]) -> Measured | None:
    """The nearest fitting trigger, in the clause first."""
    if quantity.unit_class == "count":
        if is_victims(quantity, sentence):
            return find_nearest(quantity, sentence, clause, names=VICTIM_NAMES)
        return find_nearest(quantity, sentence, clause) if noun is None else None
    low, high = clause[0] - sentence.start_char, clause[1] - sentence.start_char
    return find_nearest(quantity, sentence, (low + sentence.start_char, high + sentence.start_char)) or find_nearest(
        quantity, sentence, (sentence.start_char, sentence.start_char + quantity.end)
    )


_PAID = {"donate": "aid", "lend": "loan", "contribute": "contribution", "pay": "payment", "owe": "debt", "lose": "loss", "save": "savings", "borrow": "loan", "raise": "funds raised", "earn": "earnings", "allocate": "allocation", "buy": "purchase", "purchase": "purchase", "sell": "sales", "steal": "theft", "withhold": "money withheld", "freeze": "frozen assets", "repay": "repayment", "transfer": "transfer"}
"""What an act with money that names nothing else is called."""


def _phrase_near(quantity: Quantity, noun: Token | None, sentence: Sentence, verb: Token) -> str:  # noqa: C901 - three places to look, in order
    """The noun phrase that an unlisted measure is said of: the noun behind, the phrase after "of", or the subject."""
    if noun is not None and noun.lemma.lower() not in _NOT_MEASURED:
        return noun_name(quantity, noun, sentence)
    start = quantity.start + sentence.start_char
    anchor = next((token for token in sentence.tokens if token.start <= start < token.end), None)
    for token in sentence.tokens:
        if token.lower == "of" and 0 <= token.start - (quantity.end + sentence.start_char) <= 1:
            whole = token.find_children("pobj")
            if whole and whole[0].lower not in EMPTY_WHOLES:
                return f"share of {whole[0].lower}" if quantity.unit == "percent" else whole[0].lower
    if anchor is not None:
        for head in anchor.ancestors():
            if head.tag == "NN" and head.start < start and head.lower not in ("percent", "per", "cent") and head.lemma not in _NOT_MEASURED:
                return f"{_DIMENSIONS[quantity.unit]} of {head.lower}" if quantity.unit in _DIMENSIONS else noun_name(quantity, head, sentence)
            for subject in head.find_children("nsubj", "nsubjpass"):
                if subject.tag in ("NN", "NNS") and subject.lemma.lower() not in _NOT_MEASURED and not any(m.start_char <= subject.start < m.end_char for m in sentence.mentions):
                    return noun_name(quantity, subject, sentence)
    if quantity.unit_class == "money" and verb.lemma in _PAID:
        return _PAID[verb.lemma]
    return {"money": "amount", "percent": "share", "times": "multiple"}.get(quantity.unit_class, quantity.unit)
