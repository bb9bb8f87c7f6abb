"""Figures: every quantity that says something of a relation, a state or a project.

Numbers are found in the text; the parse tells the clause, the counted noun and
the parties; times and statements give the period and who claims it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import clause_span, quote_span
from bilateral.extraction.counted_nouns import noun_of
from bilateral.extraction.figure_kinds import find_kind
from bilateral.extraction.figure_parties import find_direction, find_parties
from bilateral.extraction.figure_spans import with_spans
from bilateral.extraction.indicator_words import Measured, find_spoken
from bilateral.extraction.indicators import COUNTED_ACTS, find_indicator
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


@dataclass(slots=True)
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
    if not _may_have_parties(doc, statements):
        return []
    dollar = _dollar_of(doc)
    rows: dict[tuple[object, ...], Figure] = {}
    before: Sentence | None = None
    last: tuple[int, Measured] | None = None
    for sentence in doc.sentences:
        if not sentence.tokens:
            before = sentence
            continue
        quantities = [_in_currency(item, sentence, doc) for item in find_quantities(sentence.text, dollar=dollar)]
        times = with_spans(_times(sentence, quantities), sentence, doc.document.published) if quantities else []
        for placed in _place(sentence, quantities, times):
            measured = find_indicator(placed.quantity, placed.noun, sentence, clause=placed.clause, verb=placed.verb)
            measured = _resolve_measured(measured, placed, sentence, before, last)
            if measured is not None and (measured.indicator is not None or sentence.mentions or measured.name.startswith("length of")):
                last = (sentence.index, measured)
                row = _row(doc, sentence, placed, measured, statements, times=times)
                if row is not None:
                    _keep(row, rows)
        before = sentence
    return sorted(rows.values(), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _may_have_parties(doc: ParsedDocument, statements: Sequence[Statement]) -> bool:
    """Whether anybody is named of whom a figure can be: company news often names no state, and costs nothing then."""
    return doc.dyad is not None or any(mention.parties for sentence in doc.sentences for mention in sentence.mentions) or any(item.speaker_state for item in statements)


def _keep(row: Figure, rows: dict[tuple[object, ...], Figure]) -> None:
    """Keep a figure unless it was told before: of several mentions the fullest; the same sum of another time is another figure."""
    claim: tuple[object, ...] = (row.indicator, row.value, row.unit, *row.parties[:1]) if row.unit != "percent" else (row.record_id,)
    known = rows.get(claim)
    if known is not None and row.period and known.period and row.period != known.period and row.figure_type == known.figure_type == "level":
        claim = (*claim, row.period)
        known = rows.get(claim)
    if known is None or _fullness(row) > _fullness(known):
        rows[claim] = row


_REACH = 2
"""Sentences over which "it", "the figure" and a bare growth rate still speak of the last figure."""
_BACK = frozenset(("it", "they", "this", "that", "these", "those"))


def _resolve_measured(
    measured: Measured | None, placed: _Placed, sentence: Sentence, before: Sentence | None, last: tuple[int, Measured] | None
) -> Measured | None:
    """What "it", "that" or a bare "growth" measures: what the sentence before or the last figure did."""
    quantity = placed.quantity
    known = last[1] if last is not None and sentence.index - last[0] <= _REACH else None
    if known is not None and quantity.unit == "times" and _REFERS.match(sentence.text, quantity.end):
        return known
    if quantity.unit_class not in ("money", "percent", "times") or measured is None:
        return measured
    fits = known is not None and known.indicator is not None and quantity.unit_class in known.indicator.units and not known.is_rate
    if _is_back(placed.verb) and (measured.trigger is None or measured.indicator is None or measured.trigger[0] > placed.clause[1] or not _is_own(measured, placed)):
        spoken = find_spoken(quantity, before) if before is not None else None
        return spoken or (known if fits else measured)
    if measured.name == "economic growth" and known is not None and known.indicator is not None and known.indicator.is_whole:
        return replace(known, is_change=True)
    if measured.indicator is None and measured.name in _UNNAMED:
        return (known if fits else None) or (find_spoken(quantity, before) if before is not None else None) or measured
    return measured


_UNNAMED = frozenset(("amount", "share", "multiple"))


def _is_back(verb: Token) -> bool:
    """Whether the subject of a verb is a pronoun that takes up what was said before."""
    return any(child.dep in ("nsubj", "nsubjpass") and child.lower in _BACK for child in verb.children)


def _is_own(measured: Measured, placed: _Placed) -> bool:
    """Whether the word that names the measure stands with its number in the clause."""
    return measured.trigger is not None and placed.clause[0] <= measured.trigger[0] < placed.clause[1]


def _fullness(row: Figure) -> int:
    """How much a row tells beside its number: of several mentions of one figure the fullest is kept."""
    return (row.period is not None) + (row.claimed_by is not None) + (row.modifier is not None)


_REFERS = re.compile(r"\s*(?:that|this|it|the (?:figure|volume|number|amount|value))(?=\s*(?:[.,;]|by\b|in\b|within\b|over\b|to\b|$))", re.IGNORECASE)  # double that by
_FIRST_PERSON = re.compile(r"\b(?:I|[Oo]ur|[Ww]e)\b")
_BARE_DOLLAR = re.compile(r"(?<![A-Za-z.])\$\s?\d")
_MARKED_DOLLAR = re.compile(r"\b(?:US|A|AU|C|NZ|S|HK)\$")
_MARKS_ITS_DOLLAR = frozenset(("SGP", "HKG"))
"""States that write "S$" and "HK$" also at home."""
_OWN_VOICE = 2
"""A text with this many first persons is a government's own release."""


def _dollar_of(doc: ParsedDocument) -> str:
    """What "$" means: the publisher's own currency; where no publisher is known, by how the text writes dollars."""
    own = load_units().own_dollar
    publisher = doc.document.publisher_state
    if publisher:
        return own.get(publisher, "USD")
    states = [state for state in doc.dyad or () if state in own and state not in _MARKS_ITS_DOLLAR]
    if len(states) != 1 or not _BARE_DOLLAR.search(doc.text):
        return "USD"
    is_own = bool(_MARKED_DOLLAR.search(doc.text)) or len(_FIRST_PERSON.findall(doc.text)) >= _OWN_VOICE
    return own[states[0]] if is_own else "USD"


def _in_currency(quantity: Quantity, sentence: Sentence, doc: ParsedDocument) -> Quantity:
    """A quantity whose currency several states share in name ("rupees") in that of the one that the sentence or the document is about."""
    word = sentence.text[quantity.start : quantity.end].split()[-1].lower()
    owners = load_units().shared.get(word)
    if owners is None:
        return quantity
    named = {state_of(party) for mention in sentence.mentions for party in mention.parties}
    for states in (named, set(doc.dyad or ())):
        codes = {code for state, code in owners.items() if state in states}
        if len(codes) == 1:
            return replace(quantity, unit=codes.pop())
    return quantity


def _times(sentence: Sentence, quantities: Sequence[Quantity]) -> list[Time]:
    """The dates of a sentence; of "2014 to 16 billion", read as a span, only the year."""
    sized = [(item.start + sentence.start_char, item.end + sentence.start_char) for item in quantities if not item.is_bare and item.unit_class != "duration"]
    return [
        replace(time, period=time.quote[:4], end_char=time.start_char + 4)
        if _SPAN.match(time.quote) and any(start < time.end_char <= end and time.start_char < start for start, end in sized)
        else time
        for time in sentence.times
        if time.time_type == "date"
    ]


_SPAN = re.compile(r"(?:19|20)\d\d\s?(?:to|and|-|–)\s?\d")


def _place(sentence: Sentence, quantities: Iterable[Quantity], times: Sequence[Time]) -> Iterator[_Placed]:
    for quantity in quantities:
        start, end = quantity.start + sentence.start_char, quantity.end + sentence.start_char
        if quantity.unit_class in ("count", "duration") and _is_date(times, start, end, is_length=quantity.unit_class == "duration"):
            continue
        words = [token for token in sentence.tokens if token.start < end and start < token.end]
        if not words:
            continue
        verb = _governor(words[-1])
        low, high = clause_span(verb, without=("advcl", "parataxis", "ccomp", "relcl"))
        clause = min(low, start), max(high, end)
        yield _Placed(quantity, words, noun_of(quantity, words, sentence), verb, clause)


def _is_date(times: Sequence[Time], start: int, end: int, *, is_length: bool) -> bool:
    """Whether a number is part of a date; a length inside a time ("20 years ago") is left to the indicators."""
    for time in times:
        if end <= time.start_char or time.end_char <= start:
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


def _row(  # noqa: PLR0913 - all that a row is made of
    doc: ParsedDocument, sentence: Sentence, placed: _Placed, measured: Measured, statements: Sequence[Statement], *, times: Sequence[Time]
) -> Figure | None:
    """The figure of a quantity; None where nobody is known whose it is."""
    quantity = placed.quantity
    at = quantity.start + sentence.start_char
    holding = [item for item in statements if item.start_char <= at < item.end_char]
    parties = _owner(placed, sentence, measured) or find_parties(doc, sentence, measured, clause=placed.clause, at=at, verb=placed.verb, holding=holding)
    if not parties:
        return None
    kind = find_kind(quantity, measured, sentence, words=placed.words, verb=placed.verb, holding=holding)
    if quantity.unit == "times" and measured.name in COUNTED_ACTS:
        quantity, kind = replace(quantity, unit="count"), "count"
    period = _period(sentence, placed, at, kind, measured, times=times) or _day_of_talks(doc, quantity, measured)
    period = period or _year_marked(sentence, quantity, measured, times) or (_day_of_meeting(doc, sentence, quantity, kind) if not times else None)
    first, last = bounds(period) if period else (None, None)
    start, end, quote = quote_span(doc, *_evidence(sentence, placed))
    direction = find_direction(sentence, measured, parties, verb=placed.verb, at=at)
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


def _owner(placed: _Placed, sentence: Sentence, measured: Measured) -> list[str]:
    """Whose the counted things are by a possessive: "Guyana's ten regions"; empty where nobody's."""
    if placed.noun is None or placed.quantity.unit_class != "count" or (measured.indicator is not None and measured.indicator.is_bilateral):
        return []
    owners = placed.noun.find_children("poss")
    named = [mention for mention in sentence.mentions for word in owners if mention.start_char <= word.start < mention.end_char]
    return list(dict.fromkeys(state_of(party) for mention in named for party in mention.parties))


_OF_TALKS = re.compile(r"length of (?:talks|meeting|call|conversation|discussion|summit|session|visit)")


def _day_of_talks(doc: ParsedDocument, quantity: Quantity, measured: Measured) -> str | None:
    """The day of the text for how long talks took: hours and minutes are told of the same day."""
    published = doc.document.published
    is_told = quantity.unit in ("hours", "minutes") and _OF_TALKS.match(measured.name)
    return published if is_told and published and len(published) == _DAY else None


_MARKS = re.compile(r"\b(?:mark|celebrat|commemorat|observ|be|is|was|see|saw)\w*\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS_OF = ("years of ", "years since ")
_THIS = re.compile(r"(?:this|next|last|the coming) year", re.IGNORECASE)
_MEETING = re.compile(r"[^;:.]{0,60}?\b(?:in|of|at|from|during)\s+(?:the|our|this|today[’']s)\s+(?:bilateral\s+|joint\s+)?(?:meeting|talks|session|discussions?|conversation)\b", re.IGNORECASE)


def _year_marked(sentence: Sentence, quantity: Quantity, measured: Measured, times: Sequence[Time]) -> str | None:
    """The year in which so many years are full: "next year will mark 30 years since", "the 40th anniversary this year"."""
    if quantity.unit != "years" or not measured.name.startswith(_YEARS_OF):
        return None
    start, end = quantity.start + sentence.start_char, quantity.end + sentence.start_char
    for time in times:
        is_marked = time.end_char <= start and _MARKS.search(sentence.text, time.end_char - sentence.start_char, quantity.start)
        if time.period and _YEAR.match(time.period) and "/" not in time.period and (is_marked or (time.start_char >= end and _THIS.fullmatch(time.quote))):
            return time.period[:4]
    return None


def _day_of_meeting(doc: ParsedDocument, sentence: Sentence, quantity: Quantity, kind: str) -> str | None:
    """The day of the text for what is counted of the meeting that it tells of: "three topics in our meeting"."""
    published = doc.document.published
    is_told = kind in ("count", "share") and quantity.unit in ("count", "percent") and _MEETING.match(sentence.text, quantity.end)
    return published if is_told and published and len(published) == _DAY else None


_SINCE_WHEN = re.compile(r"\s+since\s+[^,;:.]{3,80}")
"""What a length of time is counted from; the parser hangs its clause on another verb."""


def _evidence(sentence: Sentence, placed: _Placed) -> tuple[int, int]:
    """The clause, or the phrase around the number where the clause is long."""
    start, end = placed.clause
    low, high = placed.quantity.start + sentence.start_char, placed.quantity.end + sentence.start_char
    since = _SINCE_WHEN.match(sentence.text, placed.quantity.end) if placed.quantity.unit_class == "duration" and end <= high else None
    end = sentence.start_char + since.end() if since else end
    if end - start <= MAX_QUOTE:
        return start, end
    head = placed.noun or placed.words[-1]
    words = [token for token in head.subtree() if token.dep not in ("relcl", "advcl", "punct")]
    start, end = min(low, words[0].start), max(high, words[-1].end)
    return (start, end) if end - start <= MAX_QUOTE else (low, max(high, head.end))


_NOW = frozenset(("today", "now", "currently", "at present", "yesterday", "recently"))
_OPENING = 30
"""A date within the first characters of a sentence holds for all its clauses ("In 2017, …")."""


def _period(sentence: Sentence, placed: _Placed, at: int, kind: str, measured: Measured, *, times: Sequence[Time]) -> str | None:  # noqa: PLR0913
    """The date nearest to a number in its clause; a deadline only for what is still to come."""
    if placed.quantity.unit_class == "duration" and not (measured.indicator and measured.indicator.direction):
        return None
    is_to_come = kind in ("target", "forecast", "cost")
    dated = [
        time
        for time in times
        if time.period and is_period(time.period) and not time.start_char <= at < time.end_char
        and (is_to_come or not time.is_deadline or placed.verb.tag == "VBD") and time.quote.lower() not in _NOW
    ]  # fmt: skip
    known = [time for time in dated if _holds(time, sentence, placed, measured)]
    behind = sentence.start_char + placed.quantity.end
    known = [time for time in known if _RANGE.search(time.quote) or not _BASE.search(sentence.text[behind - sentence.start_char : max(0, time.start_char - sentence.start_char)])]
    known = [time for time in known if not _belongs_before(sentence, time, at) and not (kind == "change" and _is_compared(sentence, time, behind))]
    nearest = min(known, key=lambda time: (_distance(sentence, time, at, behind), time.start_char), default=None)
    if nearest is None and is_to_come:
        deadlines = [time for time in dated if time.is_deadline and time.start_char >= behind]
        nearest = deadlines[0] if len(deadlines) == 1 else None
    return _in_months(nearest.period) if nearest and nearest.period else None


_BASE = re.compile(r"\b(?:than|compared|versus|level of|after one|down from|up from|following)\b|\b(?:from|against|after)\s+(?:(?:about|some|the|an?|around|nearly|over|just|only)\s+){0,2}(?:[A-Z]{1,3})?[$€£]?\d(?!\d{3}\b)|\b(?:from|against|since|after)\s+(?:(?:the|about|late|early|mid|its|a)\s+)?$", re.IGNORECASE)
"""Between a number and a date: what it is compared with."""
_RANGE = re.compile(r"\b(?:to|until|till|through)\b", re.IGNORECASE)
"""In a date that has its own end: "from" before it tells no base."""
_OVER = re.compile(r"\b(?:over|on|above|below|versus|from|against)\s+(?:the\s+)?$", re.IGNORECASE)
_EARLIER = re.compile(r"(?:the\s+)?(?:previous|preceding|prior|(?:same|corresponding)\s+(?:period|months?|quarter|time|half)|year[- ]earlier|(?:19|20)\d\d$)", re.IGNORECASE)  # the previous year | 2009


def _is_compared(sentence: Sentence, time: Time, behind: int) -> bool:
    """Whether a date behind a growth rate is what it is compared with: "rose 5 per cent over the previous year", "up 5 per cent on 2009"."""
    between = sentence.text[behind - sentence.start_char : max(0, time.start_char - sentence.start_char)]
    return bool(_OVER.search(between) and _EARLIER.match(time.quote.removeprefix("the ")))


_LEFT = 10
"""Characters that a date in front of a number counts for: "from $9 billion in 2021 to $6 billion in 2022"."""
_APART = 40
"""Characters that a comma between a number and a date before it counts for."""


_TO_LEVEL = re.compile(r"\s*,?\s+to\s+(?:(?:about|around|over|nearly|almost|some|just|only|more than|less than)\s+){0,2}$", re.IGNORECASE)
_VALUE_BEFORE = re.compile(r"(?:%|percent|per cent|billion|million|tonnes|barrels|\d)\s+(?:in|for|during)\s+(?:the\s+)?$", re.IGNORECASE)


def _belongs_before(sentence: Sentence, time: Time, at: int) -> bool:
    """Whether a date is that of the level left behind: "from 22 percent in 2011 to 8 percent"."""
    start, end, number = (place - sentence.start_char for place in (time.start_char, time.end_char, at))
    return end <= number and bool(_TO_LEVEL.fullmatch(sentence.text, end, number) and _VALUE_BEFORE.search(sentence.text, 0, max(0, start)))


def _distance(sentence: Sentence, time: Time, start: int, end: int) -> int:
    """How far a date is from a number; one behind a comma on its left rather belongs to what stands there."""
    if time.start_char >= end:
        return time.start_char - end
    between = sentence.text[max(0, time.end_char - sentence.start_char) : start - sentence.start_char]
    return max(0, start - time.end_char) + _LEFT + _APART * ("," in between and time.start_char - sentence.start_char > _OPENING)


def _holds(time: Time, sentence: Sentence, placed: _Placed, measured: Measured) -> bool:
    """Whether a date belongs to the clause of a number: right behind it, opening the sentence, or said of the same verb."""
    start, end = placed.clause
    gap = time.start_char - (sentence.start_char + placed.quantity.end)
    if 0 <= gap <= _BESIDE and not _STOP.search(sentence.text, placed.quantity.end, placed.quantity.end + gap):
        return True
    governor = _governor_at(time, sentence)
    if governor is not None and governor is not placed.verb and governor.lemma in _REPORTING:
        return False
    is_part = placed.noun is not None and placed.noun.dep == "pobj" and placed.noun.head.lower == "of"
    if is_part and time.period is not None and len(time.period) == _DAY:
        return False  # "will explain on Thursday his idea of nine bridges"
    is_same = governor is None or governor is placed.verb or (governor in placed.verb.ancestors() and _is_joined(placed.verb, governor))
    if start <= time.start_char < end:
        return is_same or not _is_day(time, measured)
    return is_same and (time.start_char - sentence.start_char < _OPENING or placed.verb.dep == "conj")


_DAY = len("2019-05-10")
_BESIDE = 15
"""A date this near behind a number is its own, whatever the parse says: "$27 billion in 2021"."""
_STOP = re.compile(r"[,;:]|\b(?:than|since|from|of)\b")


def _governor_at(time: Time, sentence: Sentence) -> Token | None:
    """The verb that a date is said of."""
    word = next((token for token in sentence.tokens if time.start_char <= token.start < time.end_char), None)
    return _governor(word) if word is not None else None


def _is_joined(verb: Token, above: Token) -> bool:
    """Whether only coordination, infinitives and participles lie between two verbs."""
    word = verb
    while word is not above and word.head is not word:
        if word.dep not in ("conj", "xcomp", "advcl", "prep", "pcomp", "pobj", "dobj", "attr", "acl", "ccomp") or (word.dep == "ccomp" and word.head.lemma in _REPORTING):
            return False
        word = word.head
    return True


_REPORTING = frozenset("say report announce tell state add note claim reveal confirm estimate show find".split())


def _is_day(time: Time, measured: Measured) -> bool:
    """Whether a date is a single day, on which sums of money and shares are told but not made."""
    units = measured.indicator.units if measured.indicator is not None else frozenset(("money",))
    return time.period is not None and len(time.period) == _DAY and "money" in units


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
