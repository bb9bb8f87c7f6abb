"""Figures: every quantity that says something of a relation, a state or a project.

Numbers are found in the text; the parse tells the clause, the counted noun and
the parties; times and statements give the period and who claims it.
"""

from __future__ import annotations

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

    from bilateral.parsed import ParsedDocument, Sentence, Token
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
    dollar = load_units().own_dollar.get(doc.document.publisher_state or "", "USD")
    rows: dict[str, Figure] = {}
    for sentence in doc.sentences:
        if not sentence.tokens:
            continue
        for placed in _place(sentence, find_quantities(sentence.text, dollar=dollar)):
            measured = find_indicator(placed.quantity, placed.noun, sentence, placed.clause)
            if measured is not None:
                row = _row(doc, sentence, placed, measured, statements)
                rows.setdefault(row.record_id, row)
    return sorted(rows.values(), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _place(sentence: Sentence, quantities: Iterable[Quantity]) -> Iterator[_Placed]:
    for quantity in quantities:
        start, end = quantity.start + sentence.start_char, quantity.end + sentence.start_char
        if quantity.unit_class in ("count", "duration") and _is_date(sentence, start, end, is_length=quantity.unit_class == "duration"):
            continue
        words = [token for token in sentence.tokens if token.start < end and start < token.end]
        if not words:
            continue
        verb = _governor(words[-1])
        low, high = clause_span(verb)
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
    kind = find_kind(quantity, placed.words, placed.verb, measured, sentence, holding)
    parties = find_parties(doc, sentence, measured, placed.clause, at)
    period = _period(sentence, at, kind)
    first, last = bounds(period) if period else (None, None)
    start, end, quote = quote_span(doc, *_evidence(sentence, placed))
    direction = find_direction(sentence, measured, parties, placed.clause)
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


def _period(sentence: Sentence, at: int, kind: str) -> str | None:
    """The date nearest to a number in its sentence; a deadline only for what is still to come."""
    known = [
        time
        for time in sentence.times
        if time.time_type == "date" and time.period and is_period(time.period) and not time.start_char <= at < time.end_char
        and (kind in ("target", "forecast") or not time.is_deadline)
    ]  # fmt: skip
    nearest = min(known, key=lambda time: min(abs(time.start_char - at), abs(time.end_char - at)), default=None)
    return nearest.period if nearest else None


def _claimed_by(holding: Sequence[Statement]) -> str | None:
    """The speaker of the widest statement that holds a figure."""
    widest = max(holding, key=lambda item: (item.end_char - item.start_char, item.speaker), default=None)
    return widest.speaker if widest else None
