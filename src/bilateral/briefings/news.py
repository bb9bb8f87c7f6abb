"""What is new in a record since a day or an earlier brief: documents, incidents, promises, and what was corrected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.briefings.drafts import Draft, DraftBlock, DraftSection, Given, Quoted, counted, nothing_found
from bilateral.briefings.incidents import rank_incidents, tell_incidents
from bilateral.briefings.material import ALL_DOCUMENTS, MOST_QUOTE
from bilateral.briefings.overview import make_headline
from bilateral.briefings.wording import be, cut, join_words, show_day, squeeze
from bilateral.errors import SettingsError
from bilateral.periods import bounds, is_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bilateral.briefings.drafts import Fact
    from bilateral.briefings.material import Material
    from bilateral.findings import DocumentHead, LedgerEntry, StatusChange

__all__ = ["Since", "draft_news", "read_since"]

_MOST_TOLD = 10
_MOST_CHANGES = 8
_MOST_CORRECTED = 6


@dataclass(frozen=True, slots=True)
class Since:
    """What a brief is compared with: a day, or a brief written earlier."""

    shown: str
    day: date | None = None
    doc_ids: frozenset[str] = frozenset()
    headline: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()  # sentences and the records behind them

    def is_new(self, head: DocumentHead) -> bool:
        """Whether a document has come since: published later, or not searched by the earlier brief."""
        if self.day is None:
            return head.doc_id not in self.doc_ids
        if head.published_start is not None:
            return head.published_start > self.day
        return head.retrieved is not None and head.retrieved.date() > self.day


def read_since(given: str, dyad: tuple[str, str]) -> Since:
    """Read a day, or a brief that was written as JSON.

    Args:
        given: A date (year, month or day), or the path of a brief in the form `json`.
        dyad: The pair that the new brief is about.

    Returns:
        What to compare with.

    Raises:
        SettingsError: If it is neither, or a brief of another pair.
    """
    if is_period(given):
        day = bounds(given)[1]
        return Since(show_day(day), day)
    return _read_brief(Path(given), dyad)


def _read_brief(path: Path, dyad: tuple[str, str]) -> Since:
    try:
        brief = json.loads(path.read_text("utf-8"))
        codes, documents, sections = tuple(brief["codes"]), brief["documents"], brief["sections"]
        records = {note["number"]: note["record_id"] for note in brief["notes"]}
        doc_ids = frozenset(one["doc_id"] for one in documents)
        headline = tuple((label, number) for label, number in brief["headline"])
        lines = tuple(_lines(sections, records))
        shown = f"the brief as of {show_day(bounds(brief['as_of'])[0])}" if brief.get("as_of") else "the earlier brief"
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"got {path}, expected a date such as 2024-06-01 or a brief written with --format json: {error}"
        raise SettingsError(message) from error
    if set(codes) != set(dyad):
        message = f"got a brief on {'-'.join(sorted(codes))} in {path}, expected one on {'-'.join(sorted(dyad))}"
        raise SettingsError(message)
    return Since(shown, None, doc_ids, headline, lines)


def _lines(sections: Sequence[Mapping[str, Any]], records: Mapping[int, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sentences of a stored brief that report or say something, with their records."""
    for section in sections:
        for block in section["blocks"]:
            for sentence in block["sentences"]:
                if sentence["kind"] != "counted":
                    yield sentence["text"], tuple(records[number] for number in sentence["notes"] if number in records)


def draft_news(material: Material, since: Since) -> DraftSection:
    """Draft what is new, what changed and what was corrected.

    Does not tell what an edit of the program would code differently apart from what
    a publisher corrected: both stand under what is no longer in the record.

    Args:
        material: Records and findings of the pair.
        since: What to compare with.

    Returns:
        The section, with one plain sentence where nothing is new.
    """
    new = sorted(doc_id for doc_id, head in material.heads.items() if since.is_new(head))
    shown = Given(since.shown)
    if not new:
        return DraftSection("news", f"New since {since.shown}", [DraftBlock(None, [nothing_found("No document has come since.")])])
    blocks = [DraftBlock(None, [*_tell_counts(material, new, shown), *_tell_headline(material, since)])]
    happened = [one for one in material.findings.incidents if one.realis == "happened" and _is_of(material, one.reports, set(new))]
    if happened:
        blocks.append(DraftBlock("Incidents", list(tell_incidents(material, rank_incidents(happened), _MOST_TOLD))))
    changes = list(_changes(material, set(new)))
    if changes:
        blocks.append(DraftBlock("Promises", [_tell_change(material, *one) for one in changes[: material.room(_MOST_CHANGES)]]))
    corrected = list(_tell_corrected(material, since))
    if corrected:
        blocks.append(DraftBlock("No longer in the record", corrected))
    return DraftSection("news", f"New since {since.shown}", blocks)


def _is_of(material: Material, record_ids: Sequence[str], new: set[str]) -> bool:
    """Whether all records stem from new documents."""
    return all(material.rows[one][1].doc_id in new for one in record_ids if one in material.rows)


def _tell_counts(material: Material, new: Sequence[str], shown: Given) -> Iterator[Draft]:
    documents = counted(new, "document")
    publishers = counted(material.independent(new), "publisher")
    about = counted((one for one in new if one in material.about), "document")
    text = f"Since {shown.shown} the record gained {documents.shown} from {publishers.shown}; {about.number:,} of them {be(about.number)} about both states."
    evidence = material.openings(sorted(new, key=material.order, reverse=True)) or [ALL_DOCUMENTS]
    yield Draft(text, "counted", evidence, [documents, publishers, about, shown], len(new))
    rewritten = counted((one for one in new if material.head(one).version > 1), "document")
    if rewritten.number:
        text = f"{rewritten.shown} of these {'is a new version' if rewritten.number == 1 else 'are new versions'} of a page that the record knew."
        yield Draft(text, "counted", material.openings(rewritten.ids) or [ALL_DOCUMENTS], [rewritten], rewritten.number)


def _tell_headline(material: Material, since: Since) -> Iterator[Draft]:
    """How the numbers at the head of the brief moved."""
    before = dict(since.headline)
    moved = [(label, before[label], number) for label, number in make_headline(material) if before.get(label, number) != number]
    if moved:
        shown = [f"{label} from {old} to {new}" for label, old, new in moved]
        yield Draft(f"The numbers at its head moved: {join_words(shown)}.", "counted", [ALL_DOCUMENTS], [Given(one) for one in shown], len(moved))


def _changes(material: Material, new: set[str]) -> Iterator[tuple[LedgerEntry, StatusChange, StatusChange]]:
    """Promises whose status a new document changed."""
    for entry in material.findings.ledger:
        for before, after in zip(entry.history, entry.history[1:], strict=False):
            if after.doc_id in new and after.status != before.status:
                yield entry, before, after


def _tell_change(material: Material, entry: LedgerEntry, before: StatusChange, after: StatusChange) -> Draft:
    evidence = material.shown_evidence(after.record_id)
    quote, origin = Quoted(cut(evidence.quote, MOST_QUOTE), evidence), material.origin(after.doc_id)
    first = material.evidence_of(entry.reports[0])
    promise = Quoted(cut(first.quote, MOST_QUOTE), first)
    text = f"A promise told as {before.status}, “{promise.shown}”, is now told as {after.status} ({origin.shown}): “{quote.shown}”."
    facts: list[Fact] = [quote, promise, origin]
    return Draft(text, "reported", [evidence, first], facts, 2)


def _tell_corrected(material: Material, since: Since) -> Iterator[Draft]:
    """Sentences of the earlier brief none of whose records the record still holds."""
    gone = [text for text, ids in since.lines if ids and not any(one in material.rows for one in ids)]
    for text in gone[: material.room(_MOST_CORRECTED)]:
        shown = squeeze(text)
        yield Draft(f"The earlier brief had: {shown}", "counted", [ALL_DOCUMENTS], [Given(shown)], 1)
    if len(gone) > material.room(_MOST_CORRECTED):
        more = len(gone) - material.room(_MOST_CORRECTED)
        number = Given(f"{more:,}")
        yield Draft(f"And {number.shown} more sentences of the earlier brief.", "counted", [ALL_DOCUMENTS], [number], more)
