"""Figures: every quantity that says something of a relation, a state or a project.

Numbers are found in the text; the parse tells the clause, the counted noun and
the parties; times and statements give the period and who claims it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import clause_span, quote_span
from bilateral.extraction.figure_kinds import find_kind
from bilateral.extraction.figure_parties import find_direction, find_parties
from bilateral.extraction.indicators import Measured, find_indicator, noun_of
from bilateral.extraction.quantities import Quantity, find_quantities
from bilateral.periods import bounds, is_period
from bilateral.records import Figure, make_id
from bilateral.vocabulary.measures import load_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Time, Token
    from bilateral.records import Statement

__all__ = ["find_figures"]

MAX_QUOTE = 220
"""A longer clause is cut to the phrase around its number (characters; gold quotes of the seeds have 20 to 130)."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A quantity with its words, its noun and its clause."""

    quantity: Quantity
    words: list[Token]
    noun: Token | None
    verb: Token
    clause: tuple[int, int]


def find_figures(doc: ParsedDocument, statements: Sequence[Statement]) -> list[Figure]:
    """Find the quantities of a document with what they measure, whose they are and who claims them.

    Does not find dates, ages, clock times, bare superlatives, numbers in proper
    names, time limits, and small counts of what is known already ("the two
    sides"). Sentences that were not parsed are left out.

    Args:
        doc: A parsed document with times and mentions.
        statements: Its statements, for who claims a figure and what is only hoped.

    Returns:
        One row per quantity (a range: one per bound), in text order.

    Source:
        GUIDE, "figures" and "Decisions"; MeasEval for quantity and measured property.
    """
    dollar = _dollar_of(doc)
    rows: dict[tuple[object, ...], Figure] = {}
    last: Measured | None = None
    for sentence in doc.sentences:
        if not sentence.tokens:
            continue
        for placed in _place(sentence, find_quantities(sentence.text, dollar=dollar)):
            measured = find_indicator(placed.quantity, placed.noun, sentence, clause=placed.clause)
            if last is not None and placed.quantity.unit == "times" and _REFERS.match(sentence.text, placed.quantity.end):
                measured = last
            if measured is not None and (measured.indicator is not None or sentence.mentions):
                last = measured
                row = _row(doc, sentence, placed, measured, statements)
                claim = (row.indicator, row.value, row.unit, *row.parties[:1]) if row.unit != "percent" else (row.record_id,)
                if claim not in rows or _fullness(row) > _fullness(rows[claim]):
                    rows[claim] = row
    return sorted(rows.values(), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _fullness(row: Figure) -> int:
    """How much a row tells beside its number: of several mentions of one figure the fullest is kept."""
    return (row.period is not None) + (row.claimed_by is not None) + (row.modifier is not None)


_REFERS = re.compile(r"\s*(?:that|this|it|the (?:figure|volume|number|amount|value))(?=\s*(?:[.,;]|by\b|in\b|within\b|over\b|to\b|$))", re.IGNORECASE)  # double that by
_FIRST_PERSON = re.compile(r"\b(?:I|[Oo]ur|[Ww]e)\b")
_BARE_DOLLAR = re.compile(r"(?<![A-Za-z.])\$\s?\d")
_MARKED_DOLLAR = re.compile(r"\b(?:US|A|AU|C|NZ|S|HK)\$")
_OWN_VOICE = 2
"""A text with this many first persons is a government's own release."""


def _dollar_of(doc: ParsedDocument) -> str:
    """What "$" means: the publisher's own currency; where no publisher is known, by how the text writes dollars."""
    own = load_units().own_dollar
    publisher = doc.document.publisher_state
    if publisher:
        return own.get(publisher, "USD")
    states = [state for state in doc.dyad or () if state in own]
    if len(states) != 1 or not _BARE_DOLLAR.search(doc.text):
        return "USD"
    is_own = bool(_MARKED_DOLLAR.search(doc.text)) or len(_FIRST_PERSON.findall(doc.text)) >= _OWN_VOICE
    return own[states[0]] if is_own else "USD"


def _place(sentence: Sentence, quantities: Iterable[Quantity]) -> Iterator[_Placed]:
    for quantity in quantities:
        start, end = quantity.start + sentence.start_char, quantity.end + sentence.start_char
        if quantity.unit_class in ("count", "duration") and _is_date(sentence, start, end, is_length=quantity.unit_class == "duration"):
            continue
        words = [token for token in sentence.tokens if token.start < end and start < token.end]
        if not words:
            continue
        verb = _governor(words[-1])
        low, high = clause_span(verb, without=("advcl", "parataxis", "ccomp", "relcl"))
        clause = min(low, start), max(high, end)
        yield _Placed(quantity, words, noun_of(quantity, words, sentence), verb, clause)


def _is_date(sentence: Sentence, start: int, end: int, *, is_length: bool) -> bool:
    """Whether a number is part of a date; a length inside a time ("20 years ago") is left to the indicators."""
    for time in sentence.times:
        if time.time_type != "date" or end <= time.start_char or time.end_char <= start:
            continue
        if not is_length:
            return True
        words = time.quote.lower()
        if "ago" not in words and not words.startswith(("in less than", "for")) and "decades" not in words:
            return "first" in words or "this" in words or any(letter.isdigit() for letter in words[-4:])
    return False


def _governor(word: Token) -> Token:
    """The verb of the clause that holds a word, else the top of its phrase."""
    top = word
    for head in word.ancestors():
        top = head
        if head.pos in ("VERB", "AUX"):
            return head
    return top


def _row(doc: ParsedDocument, sentence: Sentence, placed: _Placed, measured: Measured, statements: Sequence[Statement]) -> Figure:
    quantity = placed.quantity
    at = quantity.start + sentence.start_char
    holding = [item for item in statements if item.start_char <= at < item.end_char]
    kind = find_kind(quantity, measured, sentence, words=placed.words, verb=placed.verb, holding=holding)
    parties = find_parties(doc, sentence, measured, clause=placed.clause, at=at)
    period = _period(sentence, placed, at, kind, measured)
    first, last = bounds(period) if period else (None, None)
    start, end, quote = quote_span(doc, *_evidence(sentence, placed))
    direction = find_direction(sentence, measured, parties, verb=placed.verb)
    return Figure(
        record_id=make_id(doc.doc_id, "figures", start, end, measured.name, quantity.value, quantity.unit, at),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        indicator=measured.name,
        value=quantity.value,
        unit=quantity.unit,
        parties=parties,
        direction=direction,
        period=period,
        period_start=first,
        period_end=last,
        figure_type=kind,
        modifier=quantity.modifier,
        claimed_by=_claimed_by(holding),
    )


def _evidence(sentence: Sentence, placed: _Placed) -> tuple[int, int]:
    """The clause, or the phrase around the number where the clause is long."""
    start, end = placed.clause
    low, high = placed.quantity.start + sentence.start_char, placed.quantity.end + sentence.start_char
    if end - start <= MAX_QUOTE:
        return start, end
    head = placed.noun or placed.words[-1]
    words = [token for token in head.subtree() if token.dep not in ("relcl", "advcl", "punct")]
    start, end = min(low, words[0].start), max(high, words[-1].end)
    return (start, end) if end - start <= MAX_QUOTE else (low, max(high, head.end))


_NOW = frozenset(("today", "now", "currently", "at present", "yesterday", "recently"))
_OPENING = 30
"""A date within the first characters of a sentence holds for all its clauses ("In 2017, …")."""


def _period(sentence: Sentence, placed: _Placed, at: int, kind: str, measured: Measured) -> str | None:
    """The date nearest to a number in its clause; a deadline only for what is still to come."""
    if placed.quantity.unit_class == "duration" and not (measured.indicator and measured.indicator.direction):
        return None
    is_to_come = kind in ("target", "forecast", "cost")
    known = [
        time
        for time in sentence.times
        if time.time_type == "date" and time.period and is_period(time.period) and not time.start_char <= at < time.end_char
        and (is_to_come or not time.is_deadline) and time.quote.lower() not in _NOW
        and _holds(time, sentence, placed)
    ]  # fmt: skip
    behind = sentence.start_char + placed.quantity.end
    if kind == "change":
        known = [time for time in known if not _BASE.search(sentence.text[behind - sentence.start_char : max(0, time.start_char - sentence.start_char)])]
    nearest = min(known, key=lambda time: (_distance(sentence, time, at, behind), time.start_char), default=None)
    return _in_months(nearest.period) if nearest and nearest.period else None


_BASE = re.compile(r"\b(?:than|compared|from|over|against|since|versus)\b", re.IGNORECASE)
"""Between a change and a date: what it is compared with."""
_APART = 40
"""Characters that a comma between a number and a date before it counts for."""


def _distance(sentence: Sentence, time: Time, start: int, end: int) -> int:
    """How far a date is from a number; one behind a comma on its left rather belongs to what stands there."""
    if time.start_char >= end:
        return time.start_char - end
    between = sentence.text[max(0, time.end_char - sentence.start_char) : start - sentence.start_char]
    return max(0, start - time.end_char) + _APART * ("," in between and time.start_char - sentence.start_char > _OPENING)


def _holds(time: Time, sentence: Sentence, placed: _Placed) -> bool:
    """Whether a date belongs to the clause of a number: inside it, opening the sentence, or in the clause it is coordinated with."""
    start, end = placed.clause
    if start <= time.start_char < end or time.start_char - sentence.start_char < _OPENING:
        return True
    if placed.verb.dep != "conj" or placed.verb.head is placed.verb:
        return False
    low, high = clause_span(placed.verb.head)
    return low <= time.start_char < high


def _in_months(period: str) -> str:
    """A week within one month as the month: figures are not dated to the week."""
    first, _, last = period.partition("/")
    is_week = len(first) == len(last) == len("2016-10-24") and first[:7] == last[:7]
    return first[:7] if is_week else period


def _claimed_by(holding: Sequence[Statement]) -> str | None:
    """The speaker of the widest statement that holds a figure."""
    if not holding:
        return None
    width = max(item.end_char - item.start_char for item in holding)
    names = dict.fromkeys(item.speaker for item in sorted(holding, key=lambda item: (item.cue_start_char or 0, item.speaker)) if item.end_char - item.start_char == width)
    return " and ".join(names)
