"""What each side holds on which issue and since when: from statements, acts, promises and what documents tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bilateral.analysis.copies import publication_order
from bilateral.analysis.stances import Reading, read_stance
from bilateral.analysis.wordings import PartyMention, Wording, find_sentence, read_wording
from bilateral.findings import DocumentHead, Position, state_of
from bilateral.records import make_id
from bilateral.vocabulary.stances import load_stance_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from bilateral.findings import Records
    from bilateral.records import Commitment, Event, Statement
    from bilateral.vocabulary.issues import IssueWords
    from bilateral.vocabulary.phrase_index import Match

__all__ = ["find_positions"]

_BEFORE_CUE = 40
"""Characters before a cue that can deny it ("would neither confirm nor |deny|")."""

_AFTER_MENTION = re.compile(r"(?:['’]s?)?(?P<words>(?:\s+[\w'’-]+){1,7})")  # Peru|'s government has long opposed|
_TOLD = frozenset({"favour", "disfavour", "evasion", "intent", "doing", "ending"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_SUBJECT = re.compile(r"\b(?:of|with|by|in|to|from|for|against|on|at|between|than|over|and|or)(?:\s+the)?\s+$", re.IGNORECASE)
_SPEAKING = ("name", "capital", "seat", "person", "office", "demonym", "body")

_OFFICIAL = frozenset({"", "GOV", "MIL", "LEG", "JUD"})
"""Sectors that speak and act for their state; scholars, firms, media and the opposition do not."""

_HOW_ORDER = ("statement", "act", "promise", "told")
_UNTOLD = ("missed", "stalled")


class _Text(NamedTuple):
    """One document as positions are read from it."""

    head: DocumentHead
    text: str
    mentions: Sequence[PartyMention]

    def mentions_in(self, start: int, end: int) -> Sequence[PartyMention]:
        first = bisect_left(self.mentions, (start,))
        last = bisect_left(self.mentions, (end,))
        return self.mentions[first:last]


class _Held(NamedTuple):
    """A stretch of text in which parties may take a position."""

    parties: tuple[str, ...]
    span: tuple[int, int]  # what is read
    inside: tuple[int, int]  # where the issue must stand
    evidence: tuple[str, str, int, int]  # record id, table, first and last character of the quote
    how: str
    day: date | None
    speaker: str | None = None
    office: str | None = None
    is_promise: bool = False
    trigger: str = ""


def find_positions(  # noqa: PLR0913 - each argument is one input
    records: Records,
    dyad: tuple[str, str],
    texts: Mapping[str, str],
    *,
    mentions: Mapping[str, Sequence[PartyMention]],
    issues: IssueWords,
    as_of: date | None = None,
) -> list[Position]:
    """Find what either state holds on any issue.

    Read are statements of its speakers, its acts, its promises, and sentences that
    tell what it holds ("Oslo has long opposed the ban"). A sentence gives a party one
    position an issue, the clearest. Scholars, firms, media and the opposition are not
    taken for their state. Does not find a position that takes several
    sentences to tell, and calls one `unclear` whose words show no stance.

    Args:
        records: Rows of a record; order does not matter.
        dyad: The two states.
        texts: Stored text by `doc_id`.
        mentions: Who is named, by `doc_id`, in the order of the text.
        issues: The issues looked for.
        as_of: Nothing published later, or without a date, is used.

    Returns:
        Positions by day, those without one first, then by document and place.
    """
    heads = {head.doc_id: head for head in records.documents if as_of is None or (head.published_end is not None and head.published_end <= as_of)}
    by_document: defaultdict[str, list[_Held]] = defaultdict(list)
    for doc_id, held in _from_records(records, dyad, heads, texts):
        by_document[doc_id].append(held)
    found: list[Position] = []
    for doc_id, text in texts.items():
        if doc_id in heads:
            document = _Text(heads[doc_id], text, mentions.get(doc_id, ()))
            found.extend(_read_document(document, [*by_document[doc_id], *_from_text(document, dyad)], dyad, issues))
    return sorted(found, key=lambda one: (*publication_order(heads[one.doc_id]), one.start_char, one.party, one.issue))


def _from_records(records: Records, dyad: tuple[str, str], heads: Mapping[str, DocumentHead], texts: Mapping[str, str]) -> Iterator[tuple[str, _Held]]:
    for statement in records.statements:
        is_official = (statement.speaker_sector or "") in _OFFICIAL
        if is_official and state_of(statement.speaker_state or "") in dyad and statement.doc_id in heads and statement.doc_id in texts:
            yield from ((statement.doc_id, held) for held in _from_statement(statement, heads[statement.doc_id], texts[statement.doc_id]))
    rows: list[Event | Commitment] = [*(event for event in records.events if event.realis != "hypothetical"), *records.commitments]
    for row in rows:
        parties = tuple(party for party in dyad if party in _officials(row.actor))
        if parties and row.doc_id in heads and row.doc_id in texts:
            yield row.doc_id, _from_act(row, parties, heads[row.doc_id], texts[row.doc_id])


def _officials(parties: Iterable[str]) -> set[str]:
    """States whose government, forces, parliament or courts are among parties."""
    return {state_of(party) for party in parties if party.partition("/")[2] in _OFFICIAL}


def _from_statement(row: Statement, head: DocumentHead, text: str) -> Iterator[_Held]:
    """The sentences of what was said, the first with its words of saying where they stand before it."""
    start = row.start_char
    party = state_of(row.speaker_state or "")
    while start < row.end_char:
        first, last = find_sentence(text, start, start + 1)
        low, high = max(first, row.start_char), max(min(last, row.end_char), start + 1)
        read = low
        if start == row.start_char and row.cue_start_char is not None and first <= row.cue_start_char < row.start_char:
            read = max(first, row.cue_start_char - _BEFORE_CUE)
        after = min(last, high + 1) if text[high : high + 1] == "?" else high
        evidence = (row.record_id, "statements", row.start_char, row.end_char)
        yield _Held((party,), (read, after), (min(low, row.cue_start_char or low), high), evidence, "statement", head.published_start, row.speaker, row.speaker_office)
        start = high + len(text[high:]) - len(text[high:].lstrip())


def _from_act(row: Event | Commitment, parties: tuple[str, ...], head: DocumentHead, text: str) -> _Held:
    span = find_sentence(text, row.start_char, row.end_char)
    is_promise = hasattr(row, "firmness")
    table = "commitments" if is_promise else "events"
    has_own_day = getattr(row, "realis", "") in ("happened", "denied") and getattr(row, "event_date_start", None) is not None
    day = row.event_date_start if has_own_day else head.published_start  # type: ignore[union-attr]  # only an event has one
    is_kept = is_promise and getattr(row, "status", "") not in _UNTOLD
    return _Held(
        parties, span, (row.start_char, row.end_char), (row.record_id, table, row.start_char, row.end_char),
        "promise" if is_promise else "act", day, is_promise=is_kept, trigger=getattr(row, "trigger", ""),
    )  # fmt: skip


def _from_text(document: _Text, dyad: tuple[str, str]) -> Iterator[_Held]:
    """Sentences whose subject is one of the two and whose verb tells a stance."""
    for mention in document.mentions:
        states = _officials(mention.parties)
        if len(states) < len(mention.parties) or not states <= set(dyad) or not states or mention.how not in _SPEAKING or not _is_subject(document.text, mention):
            continue
        first, last = find_sentence(document.text, mention.start_char, mention.end_char)
        record_id = make_id(document.head.doc_id, "positions", first, last)
        parties = tuple(party for party in dyad if party in states)
        yield _Held(parties, (first, last), (mention.end_char, last), (record_id, "positions", first, last), "told", document.head.published_start)


def _is_subject(text: str, mention: PartyMention) -> bool:
    """Whether a word of stance follows a mention that no preposition governs."""
    after = _AFTER_MENTION.match(text, mention.end_char)
    if after is None or _NO_SUBJECT.search(text, max(0, mention.start_char - 12), mention.start_char):
        return False
    return any(tag.label in _TOLD for tag in load_stance_words().find(after["words"].lower().split()))


def _read_document(document: _Text, held: Iterable[_Held], dyad: tuple[str, str], issues: IssueWords) -> Iterator[Position]:
    """The clearest position of each party on each issue in each sentence."""
    best: dict[tuple[str, str, int], Position] = {}
    read: dict[tuple[int, int], Wording | None] = {}  # several records of a sentence are read once
    for one in held:
        if one.span not in read:
            read[one.span] = read_wording(document.text, one.span, issues, mentions=document.mentions_in(*one.span))
        wording = read[one.span]
        if wording is None:
            continue
        for hit, reading in _read_hits(wording, one):
            for party in one.parties:
                position = _make_position(document, one, party, hit, reading, wording, dyad)
                sentence = find_sentence(document.text, wording.spans[hit.start][0], wording.spans[hit.start][1])[0]
                key = (party, position.issue, sentence)
                best[key] = min(position, best.get(key, position), key=_clearness)
    yield from best.values()


def _clearness(position: Position) -> tuple[bool, int]:
    return position.stance == "unclear", _HOW_ORDER.index(position.how)


def _read_hits(wording: Wording, held: _Held) -> Iterator[tuple[Match, Reading]]:
    """The clearest reading of each issue that is named where it must be."""
    read: dict[str, tuple[Match, Reading]] = {}
    for hit in wording.hits:
        start, end = wording.spans[hit.start][0], wording.spans[hit.end - 1][1]
        if not held.inside[0] <= start or not end <= held.inside[1]:
            continue
        reading = read_stance(wording, hit, frozenset(held.parties), manner=held.how, trigger=held.trigger)
        if reading.stance == "unclear" and held.is_promise and not hit.label.startswith("-") and not _is_turned(wording, held):
            reading = reading._replace(stance="for", rule="promise")
        code = hit.label.removeprefix("-")
        if code not in read or (read[code][1].stance == "unclear" and reading.stance != "unclear"):
            read[code] = (hit, reading)
    yield from ((hit, reading) for hit, reading in read.values() if reading.stance != "unclear" or held.how == "statement")


def _is_turned(wording: Wording, held: _Held) -> bool:
    """Whether words inside a promise turn or loosen it, so that it shows nothing by itself."""
    first, last = wording.at(held.inside[0]), wording.at(held.inside[1])
    return any(tag.label in ("negation", "ending", "open", "condition", "evasion") for tag in wording.tags if first <= tag.start < last) or wording.is_question


def _day_held(held: _Held, document: _Text, wording: Wording) -> date | None:
    """When a position was held; none for what is told of a year before that of publication."""
    published = document.head.published_start
    years = [int(word) for word in wording.words if _YEAR.fullmatch(word)]
    if held.day is not None and held.day == published and years and max(years) < held.day.year:
        return None
    return held.day


def _make_position(  # noqa: PLR0913, PLR0917 - each argument is one part of a position
    document: _Text, held: _Held, party: str, hit: Match, reading: Reading, wording: Wording, dyad: tuple[str, str]
) -> Position:
    record_id, table, start, end = held.evidence
    if reading.stance == "conditional" and held.how in ("act", "promise"):
        start, end = held.span  # the condition stands outside the words of the act
    other = dyad[1 - dyad.index(party)]
    last = max(min(reading.last, len(wording.spans)) - 1, hit.end - 1)
    towards = (wording.spans[min(reading.first, hit.start)][0], wording.spans[last][1])
    names_other = any(other in naming.states and reading.first <= naming.start <= last for naming in wording.namings)
    return Position(
        party=party,
        issue=hit.label.removeprefix("-"),
        stance=reading.stance,
        towards=document.text[slice(*towards)].strip(' ,.;"“”'),
        towards_party=other if names_other else None,
        speaker=held.speaker,
        speaker_office=held.office,
        how=held.how,
        rule=reading.rule,
        record_id=record_id,
        table=table,
        doc_id=document.head.doc_id,
        start_char=start,
        end_char=end,
        quote=document.text[start:end],
        about=document.text[wording.spans[hit.start][0] : wording.spans[hit.end - 1][1]],
        day=_day_held(held, document, wording),
        published=document.head.published,
        is_joint=len(held.parties) > 1,
        named=tuple(sorted({state for naming in wording.namings for state in naming.states} - {party})),
    )
