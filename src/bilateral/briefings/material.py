"""What sections are written from: records and findings of one pair, indexed once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bilateral.briefings.drafts import MOST_NOTES, Evidence, Given
from bilateral.briefings.names import name_party
from bilateral.briefings.verify import Stored
from bilateral.briefings.wording import cut, show_period, squeeze
from bilateral.findings import DocumentHead

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.findings import Findings, Incident, OfficialValue, Records
    from bilateral.records import Event

__all__ = ["ALL_DOCUMENTS", "LENGTHS", "MOST_QUOTE", "Material", "build_material"]

LENGTHS = {"short": 0.35, "normal": 1.0, "full": 8.0}
"""Lengths of a brief, as multiples of the lines that a normal one shows of each kind."""

MOST_QUOTE = 320
"""Characters of a quote that a sentence shows; the note leads to the whole of it."""

ALL_DOCUMENTS = Evidence("", "documents", "", 0, 0, "")
"""The note of a sentence that rests on having searched every document."""

SHORT_QUOTE = 60
"""A shorter quote ("trade between the two countries") says little; its sentence is shown."""

_MOST_OPENING = 160
_OPENING = re.compile(r"[\"“‘'(]?[^\W\d_]")  # The | “We
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?][\"”’)]*(?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Material:
    """Records and findings of one pair with the indexes that sections need."""

    dyad: tuple[str, str]
    names: tuple[str, str]
    records: Records
    findings: Findings
    texts: Mapping[str, str]
    heads: Mapping[str, DocumentHead]
    rows: Mapping[str, tuple[str, Any]]  # record id -> table, row
    official: Sequence[OfficialValue]
    period: str | None
    version: str
    stored: Stored
    length: str = "normal"
    about: frozenset[str] = frozenset()  # documents that hold at least one record on both states
    reliability: Mapping[str, str] = field(default_factory=dict)  # doc_id -> A to F, where the user judged its publisher

    def room(self, normal: int) -> int:
        """How many lines of one kind a brief of this length shows, where a normal one shows so many."""
        return max(2, round(normal * LENGTHS[self.length]))

    def evidence(self, record_ids: Iterable[str]) -> list[Evidence]:
        """Evidence of records, at most as many as a sentence shows notes."""
        return [self.evidence_of(record_id) for record_id in list(dict.fromkeys(record_ids))[:MOST_NOTES]]

    def evidence_of(self, record_id: str) -> Evidence:
        """Evidence of one record."""
        table, row = self.rows[record_id]
        return Evidence(row.record_id, table, row.doc_id, row.start_char, row.end_char, row.quote)

    def shown_evidence(self, record_id: str) -> Evidence:
        """Evidence to show: a quote that is short or begins amid its sentence is widened to the whole of it."""
        bare = self.evidence_of(record_id)
        text = self.texts.get(bare.doc_id, "")
        is_whole = len(bare.quote) >= SHORT_QUOTE and not bare.quote[:1].islower()
        if is_whole or text[bare.start_char : bare.end_char] != bare.quote:
            return bare
        before = [found.end() for found in _SENTENCE_END.finditer(text, max(0, bare.start_char - MOST_QUOTE), bare.start_char)]
        after = _SENTENCE_END.search(text, bare.end_char, bare.end_char + MOST_QUOTE)
        if not before or after is None or after.start() - before[-1] > MOST_QUOTE:
            return bare
        start, end = before[-1], after.start() + (text[after.start()] in "!?")  # the sentence of the brief sets its own stop
        stretch = text[start:end]
        start += len(stretch) - len(stretch.lstrip())
        if not _OPENING.match(stretch.strip()):
            return bare  # no sentence: the rest of "Jan. 31, 2013", a mark of a list
        return replace(bare, start_char=start, end_char=start + len(stretch.strip()), quote=stretch.strip())

    def opening(self, doc_id: str) -> Evidence:
        """Evidence that is a document as a whole: its first line."""
        text = self.texts.get(doc_id, "")
        start = len(text) - len(text.lstrip())
        line = text[start:].split("\n", 1)[0][:_MOST_OPENING].rstrip()
        return Evidence(doc_id, "documents", doc_id, start, start + len(line), line)

    def openings(self, doc_ids: Iterable[str]) -> list[Evidence]:
        """Evidence that is several documents, at most as many as a sentence shows notes."""
        return [self.opening(doc_id) for doc_id in list(doc_ids)[:MOST_NOTES] if doc_id in self.texts]

    def head(self, doc_id: str) -> DocumentHead:
        """The head of a document."""
        return self.heads.get(doc_id) or DocumentHead(doc_id)

    def publisher(self, doc_id: str) -> str:
        """Who published a document, in words."""
        return squeeze(self.head(doc_id).publisher or "") or "publisher not known"

    def has_words(self, doc_id: str, words: str) -> bool:
        """Whether a document contains words, in any case."""
        return squeeze(words).casefold() in _folded(self.texts.get(doc_id, ""))

    def origin(self, doc_id: str) -> Given:
        """Publisher and date of a document, as a sentence shows them after a quote."""
        published = self.head(doc_id).published
        letter = f" [{self.reliability[doc_id]}]" if doc_id in self.reliability else ""
        return Given(f"{self.publisher(doc_id)}{letter}, {show_period(published) if published else 'no date'}")

    def order(self, doc_id: str) -> tuple[date, str]:
        """Sort key by date of publication, documents without a date first."""
        return self.head(doc_id).published_start or date.min, doc_id

    def title(self, doc_id: str) -> str:
        """What a document is called: headline, else file name, else address, else identifier."""
        head = self.head(doc_id)
        return cut(head.title or head.file_name or head.address or doc_id, _MOST_OPENING)

    def independent(self, doc_ids: Iterable[str]) -> tuple[str, ...]:
        """Publishers behind documents, a copy counted with its original; all whose publisher is unknown are one, for they may be."""
        originals = {self.findings.copies.get(doc_id, doc_id) for doc_id in doc_ids}
        return tuple(sorted({(self.head(one).publisher or "").casefold() for one in originals}))

    def events_of(self, incident: Incident) -> list[Event]:
        """The reports of an incident, in order of publication."""
        return [self.rows[record_id][1] for record_id in incident.reports if record_id in self.rows]

    def lead_reports(self, incidents: Iterable[Incident]) -> list[Evidence]:
        """Evidence of the first report of incidents, at most as many as a sentence shows notes."""
        return self.evidence(one.reports[0] for one in incidents if one.reports[0] in self.rows)


@lru_cache(maxsize=512)
def _folded(text: str) -> str:
    """A text in one line and without the difference of small and large letters, made once a text."""
    return squeeze(text).casefold()


def _persons(records: Records) -> dict[str, dict[str, str | None]]:
    """Who is named with a state in which document, by its offices; speakers without one have none."""
    persons: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for statement in records.statements:
        if statement.speaker_office:
            persons[statement.doc_id].setdefault(statement.speaker, None)
    for office in sorted(records.offices, key=lambda row: (row.doc_id, row.start_char, row.record_id)):
        known = persons[office.doc_id].get(office.person)
        persons[office.doc_id][office.person] = office.state if known in (None, office.state) else None
    return dict(persons)


_DATES = {"events": "event_date", "figures": "period", "commitments": "deadline", "projects": "due"}


def _periods(rows: Mapping[str, tuple[str, Any]]) -> dict[str, str]:
    """The date, period or deadline of each record that has one."""
    dated = ((record_id, getattr(row, _DATES[table])) for record_id, (table, row) in rows.items() if table in _DATES)
    return {record_id: period for record_id, period in dated if period}


def build_material(  # noqa: PLR0913 - each argument is one input of the brief
    records: Records,
    findings: Findings,
    texts: Mapping[str, str],
    *,
    official: Sequence[OfficialValue] = (),
    period: str | None = None,
    version: str = "",
    length: str = "normal",
    reliability: Mapping[str, str] | None = None,
) -> Material:
    """Index the records and findings of a pair.

    Args:
        records: Rows of a record, already limited to the period.
        findings: What the analysis found in them.
        texts: Stored text by `doc_id`.
        official: Values of official series.
        period: The period, to be shown.
        version: Version of this package, to be shown.
        length: One of `LENGTHS`.
        reliability: Letters of the Admiralty scale by `doc_id`, where the user judged the publisher.

    Returns:
        Everything that sections draw on.
    """
    tables = ("events", "statements", "figures", "commitments", "projects", "factors", "offices")
    rows = {row.record_id: (table, row) for table in tables for row in getattr(records, table)}
    heads = {head.doc_id: head for head in sorted(records.documents, key=lambda head: head.doc_id)}
    first, second = findings.dyad
    return Material(
        dyad=findings.dyad,
        names=(name_party(first), name_party(second)),
        records=records,
        findings=findings,
        texts=texts,
        heads=heads,
        rows=rows,
        official=official,
        period=period,
        version=version,
        stored=Stored(texts, heads, _persons(records), _periods(rows)),
        length=length,
        about=frozenset(findings.documents_about),
        reliability=reliability or {},
    )
