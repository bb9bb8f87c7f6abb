"""One coded document as the JSON of the coding guide (`bilateral code --json`).

The tables name their columns after PLOVER and this package's glossary; the
coding guide, against which accuracy is measured, has shorter names. This is
the one place that knows both.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.records import CodedDocument, Commitment, Document, Figure, Part, Project, Statement

__all__ = ["as_guide_form"]


def as_guide_form(coded: CodedDocument) -> dict[str, Any]:
    """A coded document in the form of the coding guide.

    Args:
        coded: A document with its records.

    Returns:
        A dictionary ready for `json.dumps`: `title`, `publisher`, `published`,
        `parts` and one list a kind of record.
    """
    document = coded.document
    words = _plain_words(document.text)
    return {
        "doc": document.doc_id,
        "file": document.file_name,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "dyads": _dyads(coded),
        "parts": _parts(document, coded.parts),
        "offices": [
            {"quote": row.quote, "person": row.person, "office": row.office, "state": row.state} for row in coded.offices
        ],
        "events": [
            {
                "quote": row.quote, "actor": row.actor, "recipient": row.recipient, "type": row.event_type,
                "mode": row.mode, "date": row.event_date, "realis": row.realis, "place": row.place_name,
            }
            for row in coded.events
        ],
        "statements": [
            {
                "quote": row.quote, "speaker": _as_told(row, words), "speaker_state": row.speaker_state,
                "kind": row.statement_type, "addressee": row.addressee, "occasion": row.occasion,
            }
            for row in coded.statements
        ],
        "figures": [_figure(row) for row in coded.figures],
        "commitments": [_commitment(row) for row in coded.commitments],
        "projects": [_project(row) for row in coded.projects],
        "factors": [
            {"quote": row.quote, "polarity": row.polarity, "dyad": row.dyad, "kind": row.factor_type}
            for row in coded.factors
        ],
    }  # fmt: skip


def _plain_words(text: str) -> frozenset[str]:
    """The words of a text in small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return frozenset(re.findall(r"\w+", "".join(letter for letter in plain if not unicodedata.combining(letter))))


def _as_told(row: Statement, words: frozenset[str]) -> str:
    """A speaker by as much of his name as the text has, else by his office: the guide names nobody from memory."""
    name = [word for word in row.speaker.split() if _plain_words(word) <= words]
    if len(name) == len(row.speaker.split()):
        return row.speaker
    return " ".join(name) or (f"the {row.speaker_office}" if row.speaker_office else row.speaker)


def _amount(value: float | None, unit: str | None) -> dict[str, Any] | None:
    return None if value is None else {"value": value, "unit": unit}


def _figure(row: Figure) -> dict[str, Any]:
    return {
        "quote": row.quote, "indicator": row.indicator, "value": row.value, "unit": row.unit, "parties": row.parties,
        "direction": row.direction, "period": row.period, "kind": row.figure_type, "modifier": row.modifier,
        "by": row.claimed_by,
    }  # fmt: skip


def _commitment(row: Commitment) -> dict[str, Any]:
    return {
        "quote": row.quote, "by": row.actor, "to": row.recipient or None, "what": row.what, "deadline": row.deadline,
        "target": _amount(row.target_value, row.target_unit), "status": row.status,
        "firmness": row.firmness, "condition": row.condition, "instrument": row.instrument, "issue": row.issue, "place": row.place_name,
    }  # fmt: skip


def _project(row: Project) -> dict[str, Any]:
    return {
        "quote": row.quote, "name": row.project_name, "parties": row.parties, "participants": row.participants,
        "place": row.place_name, "cost": _amount(row.cost_value, row.cost_unit), "due": row.due, "status": row.status,
        "start": row.start, "other_names": row.other_names,
    }  # fmt: skip


def _parts(document: Document, parts: Sequence[Part]) -> dict[str, Any]:
    """Furniture and notes line by line, and where each reader's comment begins."""
    text = document.text
    lines: dict[str, None] = {}
    for part in parts:
        if part.part_type in ("furniture", "note"):
            stretch = text[part.start_char : part.end_char]
            lines.update(dict.fromkeys(line.strip() for line in stretch.splitlines() if line.strip()))
    comments = [
        {"author": part.author, "date": part.part_date, "starts": text[part.start_char : part.end_char].strip()[:60]}
        for part in parts
        if part.part_type == "comment"
    ]
    return {"furniture": list(lines), "comments": comments}


def _dyads(coded: CodedDocument) -> list[str]:
    """Pairs with a factor or with an event of one state on each side, the most frequent first."""
    counts: dict[str, int] = {}
    for factor in coded.factors:
        counts[factor.dyad] = counts.get(factor.dyad, 0) + 1
    for event in coded.events:
        ends = {party.split("/")[0] for party in event.actor}, {party.split("/")[0] for party in event.recipient}
        if all(len(end) == 1 for end in ends) and ends[0] != ends[1]:
            dyad = "-".join(sorted(ends[0] | ends[1]))
            counts[dyad] = counts.get(dyad, 0) + 1
    return sorted(counts, key=lambda dyad: (-counts[dyad], dyad))
