"""What each side wants of the other, set beside what came of it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bilateral.analysis.ledger_terms import content_words
from bilateral.analysis.stances import find_subject, is_governed
from bilateral.analysis.wordings import Wording, find_sentence, read_wording, read_words
from bilateral.findings import DocumentHead, Expectation, state_of
from bilateral.records import make_id
from bilateral.vocabulary.stances import load_stance_words
from bilateral.vocabulary.wants import WANT_KINDS, load_want_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bilateral.analysis.wordings import PartyMention
    from bilateral.findings import Findings, Records
    from bilateral.records import Event, Statement
    from bilateral.vocabulary.issues import IssueWords

__all__ = ["STANDINGS", "find_expectations"]

STANDINGS = ("delivered", "kept", "refused", "missed", "overdue", "stalled", "cancelled", "disputed", "open", "no report")
"""What became of an expectation: by the ledger for a promise, by later acts for all else."""

_SHARED = 3
"""Content words that an act and a wish must share for the act to bear on it, names of the two left out: with 2,
"trade" and "talks" join half the record."""

_GIVING = frozenset({"AGREE", "COOPERATE", "AID", "CONCEDE", "SUPPORT", "RETREAT"})
_REFUSING = frozenset({"REJECT"})
_BEFORE_CUE = 60
_FIRM = ("binding", "agreed", "will")
"""Firmness from which on the other side may expect a thing; an aim is a wish of the one who has it."""

_UNNAMING = ("place", "pronoun")
_ASKED_WHAT = re.compile(r"\s*(?:what|who|why|how|when|where|whether|if|which)\b", re.IGNORECASE)  # he asked |what| people would say
_WANTING = ("demand", "request", "proposal", "hope")


class _Wanted(NamedTuple):
    """One wish as a record tells it."""

    party: str
    other: str
    kind: str
    record_id: str
    table: str
    doc_id: str
    start: int
    end: int
    standing: str | None = None
    delivery: tuple[str, ...] = ()


def find_expectations(
    records: Records,
    findings: Findings,
    texts: Mapping[str, str],
    *,
    mentions: Mapping[str, Sequence[PartyMention]],
    issues: IssueWords,
) -> list[Expectation]:
    """Find what either side wants of the other.

    Read are promises made to it, requests and proposals among the acts, what its
    speakers ask and hope of the other side, and sentences that tell what it needs.
    A wish names the other side; what both want together is no wish of one. A
    later act of the other side that shares its words is shown as its delivery and
    proves nothing more; silence is `no report`.

    Args:
        records: Rows of a record.
        findings: What was found for the pair: incidents, ledger, projects, positions.
        texts: Stored text by `doc_id`.
        mentions: Who is named, by `doc_id`, in the order of the text.
        issues: The issues looked for.

    Returns:
        Expectations by day, those without one first.
    """
    heads = {head.doc_id: head for head in records.documents}
    found: dict[tuple[str, str, int], _Wanted] = {}
    wanted = (*_from_ledger(records, findings), *_from_events(records, findings), *_from_statements(records, findings, texts, mentions), *_from_text(findings, texts, mentions))
    for one in wanted:
        if one.doc_id not in texts:
            continue  # outside the documents that are read for stances
        key = (one.party, one.doc_id, find_sentence(texts[one.doc_id], one.start, one.start + 1)[0])
        found.setdefault(key, one)
    acts = _Acts(records, findings.dyad)
    made = [_make(one, heads[one.doc_id], texts[one.doc_id], acts, issues) for one in found.values() if one.doc_id in heads]
    return sorted(made, key=lambda one: (one.day is not None, str(one.day), one.doc_id, one.record_id))


def _from_ledger(records: Records, findings: Findings) -> Iterator[_Wanted]:
    """Promises of one of the two to the other: what was promised is expected."""
    rows = {row.record_id: row for row in records.commitments}
    for entry in findings.ledger:
        actors, recipients = set(map(state_of, entry.actor)), set(map(state_of, entry.recipient))
        for party, other in _both_ways(findings.dyad):
            row = next((rows[record_id] for record_id in entry.reports if record_id in rows), None)
            if row is not None and other in actors and party not in actors and party in recipients and row.firmness in _FIRM and _is_wanted(row.what):
                told = tuple(change.record_id for change in entry.history if change.record_id != row.record_id)
                yield _Wanted(party, other, "promise", row.record_id, "commitments", row.doc_id, row.start_char, row.end_char, entry.standing, told)


def _is_wanted(what: str) -> bool:
    """Whether a promise is of something to be had: nobody wants of the other side that it ends a service or only decides."""
    words = what.lower().split()
    return "whether" not in words and not any(tag.label in ("ending", "disfavour", "evasion", "negation") for tag in load_stance_words().find(words[:4]))


def _both_ways(dyad: tuple[str, str]) -> tuple[tuple[str, str], tuple[str, str]]:
    return dyad, (dyad[1], dyad[0])


def _from_events(records: Records, findings: Findings) -> Iterator[_Wanted]:
    for event in records.events:
        for party, other in _both_ways(findings.dyad):
            if event.event_type == "REQUEST" and event.realis == "happened" and _is_one_way(event, party, other):
                yield _Wanted(party, other, _kind(event.trigger) or "request", event.record_id, "events", event.doc_id, event.start_char, event.end_char)


def _is_one_way(event: Event, party: str, other: str) -> bool:
    actors, recipients = set(map(state_of, event.actor)), set(map(state_of, event.recipient))
    return party in actors and other not in actors and other in recipients


def _kind(words: str) -> str | None:
    """The most pressing kind of wanting among words."""
    labels = {match.label for match in load_want_words().find(words.lower().split())}
    return next((kind for kind in WANT_KINDS if kind in labels), None)


def _from_statements(records: Records, findings: Findings, texts: Mapping[str, str], mentions: Mapping[str, Sequence[PartyMention]]) -> Iterator[_Wanted]:
    """What a speaker asks or hopes: by the words of saying, where the other side is named in what is said."""
    for row in records.statements:
        state = state_of(row.speaker_state or "")
        if row.doc_id not in texts or state not in findings.dyad or not row.cue:
            continue
        other = findings.dyad[1 - findings.dyad.index(state)]
        kind = _kind(_cue_words(row, texts[row.doc_id]))
        if kind in _WANTING and not _ASKED_WHAT.match(texts[row.doc_id], row.start_char) and other in _named(mentions.get(row.doc_id, ()), row.start_char, row.end_char):
            yield _Wanted(state, other, kind, row.record_id, "statements", row.doc_id, row.start_char, row.end_char)


def _cue_words(row: Statement, text: str) -> str:
    if row.cue_start_char is None or row.cue_end_char is None:
        return row.cue or ""
    return text[row.cue_start_char : row.cue_end_char]


def _named(mentions: Sequence[PartyMention], start: int, end: int) -> set[str]:
    return {state_of(party) for one in mentions if start <= one.start_char < end for party in one.parties}


def _from_text(findings: Findings, texts: Mapping[str, str], mentions: Mapping[str, Sequence[PartyMention]]) -> Iterator[_Wanted]:
    """Sentences whose subject is one side, whose verb is of wanting, and that name the other further on."""
    for doc_id in findings.documents_about:
        for mention in mentions.get(doc_id, ()) if doc_id in texts else ():
            states = {state_of(party) for party in mention.parties}
            if len(states) != 1 or not states <= set(findings.dyad) or mention.how in _UNNAMING:
                continue
            yield from _wants_after(findings.dyad, doc_id, texts[doc_id], mention, mentions[doc_id])


def _wants_after(dyad: tuple[str, str], doc_id: str, text: str, mention: PartyMention, mentions: Sequence[PartyMention]) -> Iterator[_Wanted]:
    party = state_of(mention.parties[0])
    other = dyad[1 - dyad.index(party)]
    near = text[mention.end_char : mention.end_char + _BEFORE_CUE]
    if _kind(" ".join(near.replace("'s", " ").replace("’s", " ").split()[:5])) is None:
        return
    first, last = find_sentence(text, mention.start_char, mention.end_char)
    if other not in _named(mentions, mention.end_char, last):
        return
    inside = [one for one in mentions if first <= one.start_char < last]
    wording = read_words(text, (first, last), inside)
    kind = _kind_of_subject(wording, party)
    if kind is not None:
        yield _Wanted(party, other, kind, make_id(doc_id, "expectations", first, last), "expectations", doc_id, first, last)


def _kind_of_subject(wording: Wording, party: str) -> str | None:
    """The kind of wanting whose subject is the party; a denied or possible one tells none."""
    for match in load_want_words().find(wording.words):
        subject = find_subject(wording, match.start)
        if subject is None or isinstance(subject, str) or subject.states != {party} or is_governed(wording, subject):
            continue
        is_asking = wording.words[match.end : match.end + 1] and _ASKED_WHAT.fullmatch(wording.words[match.end])
        if not is_asking and not {"not", "n't", "never", "may", "might", "could"} & set(wording.words[max(0, subject.start - 6) : match.start]):
            return match.label
    return None


class _Acts:
    """Acts of each side that happened or were denied, by the words of their quotes."""

    def __init__(self, records: Records, dyad: tuple[str, str]) -> None:
        self.by_actor: defaultdict[str, list[tuple[Event, frozenset[str]]]] = defaultdict(list)
        for event in records.events:
            parties = set(map(state_of, (*event.actor, *event.recipient)))
            if event.realis == "happened" and parties >= set(dyad) and event.event_type in _GIVING | _REFUSING:
                words = content_words(event.quote)
                for actor in set(map(state_of, event.actor)) & set(dyad):
                    self.by_actor[actor].append((event, words))

    def bearing_on(self, wanted: _Wanted, words: frozenset[str], day: date | None) -> list[Event]:
        """Acts of the other side, not earlier than the wish, that share its words."""
        return [
            event
            for event, told in self.by_actor[wanted.other]
            if len(words & told) >= _SHARED
            and (event.doc_id, event.start_char) != (wanted.doc_id, wanted.start)
            and (day is None or event.event_date_start is None or event.event_date_start >= day)
            and not (event.doc_id == wanted.doc_id and wanted.start <= event.start_char < wanted.end)
        ]


def _make(one: _Wanted, head: DocumentHead, text: str, acts: _Acts, issues: IssueWords) -> Expectation:
    quote = text[one.start : one.end]
    wording = read_wording(text, (one.start, one.end), issues)
    codes = dict.fromkeys(hit.label.removeprefix("-") for hit in wording.hits) if wording else {}
    standing, delivery = one.standing, one.delivery
    if standing is None:
        bearing = acts.bearing_on(one, content_words(quote), head.published_start)
        refused = [event.record_id for event in bearing if event.event_type in _REFUSING]
        delivered = [event.record_id for event in bearing if event.event_type in _GIVING]
        standing = "delivered" if delivered else "refused" if refused else "no report"
        delivery = tuple(delivered or refused)
    return Expectation(
        party=one.party, other=one.other, kind=one.kind, words=quote, table=one.table, record_id=one.record_id,
        doc_id=one.doc_id, day=head.published_start, issues=tuple(codes), standing=standing, delivery=delivery,
    )  # fmt: skip
