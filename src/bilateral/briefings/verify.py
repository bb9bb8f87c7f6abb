"""Nothing is written that the stored text does not carry: every fact of a draft is checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bilateral import periods
from bilateral.briefings.brief import LeftOut
from bilateral.briefings.drafts import (
    Acted,
    Counted,
    Dated,
    Draft,
    DraftRow,
    Evidence,
    Measured,
    Named,
    Quoted,
    Spoken,
)
from bilateral.briefings.numbers import has_number, numbers_in
from bilateral.briefings.wording import squeeze
from bilateral.records import EVIDENCE_TABLES, is_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from bilateral.briefings.drafts import Fact
    from bilateral.findings import DocumentHead, Records
    from bilateral.records import Statement

__all__ = ["Stored", "check_draft", "check_records", "check_seals", "find_faults", "find_stray_numbers"]

_CUE_REACH = 160
"""Characters on either side of a cue in which its speaker's name is looked for."""

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")  # 1990 | 2018
_MONTHS = "January February March April May June July August September October November December".split()
_FULL_DATE = re.compile(  # 10 September 2010 | September 10, 2010
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month1>{'|'.join(_MONTHS)}),?\s+(?P<year1>\d{{4}})"
    rf"|(?P<month2>{'|'.join(_MONTHS)})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
)
_RELATIVE = re.compile(r"\b(ago|anniversary|later|earlier|decades?|century|years)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stored:
    """What drafts are checked against: texts, heads, and who is known to speak in a document."""

    texts: Mapping[str, str]
    heads: Mapping[str, DocumentHead]
    persons: Mapping[str, Mapping[str, str | None]]  # doc_id -> person -> state
    periods: Mapping[str, str] = field(default_factory=dict)  # record id -> its date, period or deadline


def check_draft(draft: Draft | DraftRow, stored: Stored) -> list[str]:
    """Check every fact that a draft shows against the stored text.

    Args:
        draft: A proposed sentence or table row.
        stored: Texts and heads of the documents.

    Returns:
        Why it must not be written, in words; empty if it may.
    """
    faults = [fault for evidence in draft.evidence for fault in _check_evidence(evidence, stored)]
    faults.extend(fault for fact in draft.facts for fault in _check_fact(fact, stored))
    if not draft.evidence:
        faults.append("no record stands behind it")
    text = draft.text if isinstance(draft, Draft) else " | ".join(draft.cells)
    return list(dict.fromkeys([*faults, *find_stray_numbers(draft, text)]))


def _check_evidence(evidence: Evidence, stored: Stored) -> Iterator[str]:
    """The quote stands at its place."""
    if not evidence.doc_id:
        return
    text = stored.texts.get(evidence.doc_id)
    if text is None:
        yield f"the text of document {evidence.doc_id} is not stored"
    elif not 0 <= evidence.start_char <= evidence.end_char <= len(text):
        yield "the span lies outside the document"
    elif text[evidence.start_char : evidence.end_char] != evidence.quote:
        yield "the quote is not at its place in the document"


def _check_fact(fact: Fact, stored: Stored) -> Iterator[str]:
    match fact:
        case Quoted():
            yield from _check_quoted(fact)
        case Measured():
            words = _paragraph(fact.evidence, stored) if fact.in_paragraph else fact.evidence.quote
            if not has_number(words, fact.value):
                yield f"the number {fact.shown} is not in the quoted words"
        case Dated():
            yield from _check_dated(fact, stored)
        case Named():
            yield from _check_named(fact.shown, stored.texts.get(fact.evidence.doc_id, ""))
        case Spoken():
            yield from _check_spoken(fact, stored)
        case Acted():
            yield from _check_acted(fact)
        case Counted():
            if fact.number != len(set(fact.ids)):
                yield f"the count {fact.shown} is not the number of records behind it"


def _paragraph(evidence: Evidence, stored: Stored) -> str:
    """The line of the text that holds the evidence."""
    text = stored.texts.get(evidence.doc_id, "")
    start = text.rfind("\n", 0, evidence.start_char) + 1
    end = text.find("\n", evidence.end_char)
    return text[start : end if end >= 0 else len(text)]


def _check_quoted(fact: Quoted) -> Iterator[str]:
    words = squeeze(fact.shown).removesuffix(" […]")
    if words not in squeeze(fact.evidence.quote):
        yield "the words in quotation marks are not those of the document"


def _check_named(name: str, text: str) -> Iterator[str]:
    folded = _folded(text)
    missing = [word for word in re.findall(r"\w+", name.casefold()) if word not in folded]
    if missing:
        yield f"the name {name!r} is not in the document"


@lru_cache(maxsize=512)
def _folded(text: str) -> str:
    """A text without the difference of small and large letters, made once a text."""
    return text.casefold()


@lru_cache(maxsize=512)
def _years_told(text: str) -> tuple[frozenset[int], bool]:
    """Years that a text names, and whether it reckons from one day to another; looked for once a text."""
    return frozenset(map(int, _YEAR.findall(text))), _RELATIVE.search(text) is not None


def _check_dated(fact: Dated, stored: Stored) -> Iterator[str]:
    """The date is one, agrees with its bounds, does not lie after its document, and the text allows it."""
    if not periods.is_period(fact.period):
        yield f"the date {fact.period!r} is none"
        return
    first, last = periods.bounds(fact.period)
    if fact.first is not None and (first, last) != (fact.first, fact.last or fact.first):
        yield f"the date {fact.period} does not agree with its first and last day"
    recorded = stored.periods.get(fact.evidence.record_id)
    if recorded and not _is_within(first, last, periods.bounds(recorded)):
        yield f"the date {fact.period} is not that of its record"
    head = stored.heads.get(fact.evidence.doc_id)
    published = (head.published_end or head.published_start) if head else None
    if fact.is_past and published and first > published:
        yield f"the date {fact.period} lies after the document that reports it as past"
    text = stored.texts.get(fact.evidence.doc_id, "")
    if not _allows(fact.evidence.quote, text, (first, last), published):
        yield f"the date {fact.period} is not what the document's words say"


def _is_within(first: date, last: date, days: tuple[date, date]) -> bool:
    return days[0] <= first and last <= days[1]


def _allows(quote: str, text: str, days: tuple[date, date], published: date | None) -> bool:
    """Whether the words of a document allow a date.

    A full date in the quote must lie in it. Otherwise one of its years must be
    named in the text, lie next to that of publication, or be reached by a span
    such as "20 years ago".
    """
    first, last = days
    full_dates = list(_full_dates(quote))
    if full_dates:
        return any(first <= day <= last for day in full_dates)
    told, is_relative = _years_told(text)
    years = {int(year) for year in _YEAR.findall(quote)} or set(told)
    if published is not None:
        years |= {published.year - 1, published.year, published.year + 1}
        if is_relative:
            years |= {published.year + sign * int(number) for number in numbers_in(quote) for sign in (-1, 1)}
    if published is None and not years:
        return True
    is_named = any(first.year <= year <= last.year for year in years)
    return is_named or any(str(year) in text for year in (first.year, last.year))


def _full_dates(quote: str) -> Iterator[date]:
    for found in _FULL_DATE.finditer(quote):
        day, month, year = (found[f"{name}1"] or found[f"{name}2"] for name in ("day", "month", "year"))
        text = f"{int(year):04d}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"
        if periods.is_period(text):
            yield periods.bounds(text)[0]


def _check_acted(fact: Acted) -> Iterator[str]:
    """The clause names the sides of the event, and the one that acts before the one acted on."""
    places = [[fact.shown.find(name) for name in names] for names in (fact.actors, fact.recipients)]
    missing = [name for names in (fact.actors, fact.recipients) for name in names if name not in fact.shown]
    if missing:
        yield f"the clause does not name {missing[0]}"
    elif all(places) and min(places[0]) > min(places[1]):
        yield "the clause turns round who acted on whom"


def _check_spoken(fact: Spoken, stored: Stored) -> Iterator[str]:
    """The document names the speaker, and the words of saying do not name another person instead."""
    statement = fact.statement
    text = stored.texts.get(statement.doc_id, "")
    yield from _check_named(statement.speaker, text)
    persons = stored.persons.get(statement.doc_id, {})
    state = persons.get(statement.speaker)
    if state and statement.speaker_state and state != statement.speaker_state:
        yield f"the document gives {statement.speaker} another state"
    around = _words(_around_cue(statement, text))
    own = _words(statement.speaker)
    if own & around:
        return
    for name in sorted(persons):
        if name != statement.speaker and (_words(name) - own) & around:
            yield f"the words of saying name {name}, not {statement.speaker}"
            return


def _words(text: str) -> set[str]:
    """Words of three letters and more, in lower case: texts call a person by any part of the name."""
    return set(re.findall(r"\w{3,}", text.casefold()))


def _around_cue(statement: Statement, text: str) -> str:
    """The sentence of the cue without the words said; empty where no cue is known."""
    start, end = statement.cue_start_char, statement.cue_end_char
    if start is None or end is None:
        return ""
    before = text[max(0, start - _CUE_REACH) : start]
    after = text[end : end + _CUE_REACH]
    if start >= statement.end_char:
        before = text[max(statement.end_char, start - _CUE_REACH) : start]
    elif end <= statement.start_char:
        after = text[end : min(statement.start_char, end + _CUE_REACH)]
    before = re.split(r"[.!?]\s|\n", before)[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", after)[0]
    return f"{before} {after}"


def find_stray_numbers(draft: Draft | DraftRow, text: str) -> Iterator[str]:
    """Every numeral outside quotation marks belongs to a fact; `text` are the words of the draft or others for it."""
    known = {number for fact in draft.facts if not isinstance(fact, Quoted) for number in _NUMBER.findall(fact.shown)}
    quotes = sorted((fact.shown for fact in draft.facts if isinstance(fact, Quoted)), key=len, reverse=True)
    for quote in quotes:
        text = text.replace(f"“{quote}”", " ")
    stray = [number for number in _NUMBER.findall(text) if number not in known]
    if stray:
        yield f"the number {stray[0]} stands for no fact"


def find_faults(records: Records, texts: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Every record whose quote is not at its place: table, record id, quote and reason."""
    stored = Stored(texts, {}, {})
    for table in EVIDENCE_TABLES:
        for row in getattr(records, table):
            evidence = Evidence(row.record_id, table, row.doc_id, row.start_char, row.end_char, row.quote)
            for fault in _check_evidence(evidence, stored):
                yield table, row.record_id, row.quote, fault


def check_seals(records: Records) -> tuple[Records, tuple[LeftOut, ...]]:
    """Take out the rows that were changed after they were coded, other than by a recorded decision.

    Args:
        records: Rows as they are stored, before any decision of a reviewer is applied.

    Returns:
        The rows as the coder made them in the order given, and what was left out with the reason.
    """
    kept: dict[str, tuple[Any, ...]] = {}
    left_out: list[LeftOut] = []
    for table in EVIDENCE_TABLES:
        rows = getattr(records, table)
        kept[table] = tuple(row for row in rows if is_sealed(table, row))
        known = {id(row) for row in kept[table]}
        reason = "what it claims is not what the coder recorded under this identifier"
        left_out += [LeftOut(table, squeeze(row.quote), reason, (row.record_id,)) for row in rows if id(row) not in known]
    return replace(records, **kept), tuple(left_out)


def check_records(records: Records, texts: Mapping[str, str]) -> tuple[Records, tuple[LeftOut, ...]]:
    """Take out the records whose words are not in the stored text, before anything is counted.

    Args:
        records: Rows of a record.
        texts: Stored text by `doc_id`.

    Returns:
        The sound rows in the order given, and what was left out with the reason.
    """
    faults = list(find_faults(records, texts))
    bad = {(table, record_id) for table, record_id, _, _ in faults}
    sound = {
        table: tuple(row for row in getattr(records, table) if (table, row.record_id) not in bad)
        for table in EVIDENCE_TABLES
    }
    left_out = tuple(LeftOut(table, squeeze(quote), fault, (record_id,)) for table, record_id, quote, fault in faults)
    return replace(records, **sound), left_out
