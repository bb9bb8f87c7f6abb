"""From records to a brief: sections are drafted, every draft is verified, notes are numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bilateral.briefings.brief import Block, Brief, BriefDocument, Chart, LeftOut, Note, Row, Section, Sentence, Table
from bilateral.briefings.drafts import MOST_NOTES, Draft, DraftRow, Evidence
from bilateral.briefings.drawing import draw_ahead
from bilateral.briefings.expectations import draft_expectations
from bilateral.briefings.factors import draft_factors
from bilateral.briefings.figures import draft_figures
from bilateral.briefings.incidents import draft_incidents
from bilateral.briefings.limits import draft_limits, draft_method
from bilateral.briefings.material import Material, build_material
from bilateral.briefings.news import draft_news
from bilateral.briefings.outlook import draft_outlook
from bilateral.briefings.overview import draft_overview, make_headline
from bilateral.briefings.positions import draft_positions
from bilateral.briefings.projects import draft_projects
from bilateral.briefings.promises import draft_promises
from bilateral.briefings.rewording import check_reworded
from bilateral.briefings.statements import draft_statements
from bilateral.briefings.third_parties import draft_third_parties
from bilateral.briefings.verify import check_draft
from bilateral.briefings.wording import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bilateral.briefings.drafts import DraftBlock, DraftChart, DraftSection, DraftTable
    from bilateral.briefings.news import Since
    from bilateral.findings import Findings, OfficialValue, Records

__all__ = ["Reword", "compose_brief"]

_SECTIONS = (
    draft_overview,
    draft_incidents,
    draft_positions,
    draft_expectations,
    draft_statements,
    draft_figures,
    draft_promises,
    draft_projects,
    draft_factors,
    draft_third_parties,
    draft_outlook,
    draft_limits,
)
"""Sections in their order on the page; how the brief was made comes last."""


Reword: TypeAlias = "Callable[[str], str | None]"
"""Other words for a sentence, None where there are none."""


class _Writer:
    """Turns verified drafts into sentences, numbers notes, and lists what fails."""

    def __init__(self, material: Material, left_out: Sequence[LeftOut], reword: Reword | None = None) -> None:
        self.material = material
        self.reword = reword
        self.notes: dict[tuple[str, str], Note] = {}
        self.left_out = list(left_out)

    def write_section(self, draft: DraftSection) -> Section:
        return Section(draft.key, draft.title, tuple(self._write_block(draft.key, block) for block in draft.blocks))

    def _write_block(self, key: str, block: DraftBlock) -> Block:
        sentences = tuple(
            Sentence(self._words(key, draft), draft.kind, notes, max(draft.n_records, len(notes)))
            for draft in block.drafts
            if (notes := self._accept(key, draft, draft.text)) is not None
        )
        chart = self._write_chart(key, block.chart) if block.chart else None
        table = self._write_table(key, block.table) if block.table else None
        return Block(block.heading, sentences, table, chart)

    def _words(self, key: str, draft: Draft) -> str:
        """The words of a sentence, or those of a model where they say the same; its refused words are listed."""
        text = squeeze(draft.text)
        words = self.reword(text) if self.reword else None
        if not words:
            return text
        faults = check_reworded(draft, words)
        if faults:
            ids = tuple(evidence.record_id for evidence in draft.evidence)
            self.left_out.append(LeftOut(key, squeeze(words), f"the model's words were refused: {'; '.join(faults)}", ids))
        return text if faults else squeeze(words)

    def _write_table(self, key: str, draft: DraftTable) -> Table:
        rows = tuple(
            Row(tuple(map(squeeze, row.cells)), notes, max(row.n_records, len(notes)), row.anchor)
            for row in draft.rows
            if (notes := self._accept(key, row, " | ".join(row.cells))) is not None
        )
        return Table(draft.caption, draft.columns, rows, draft.n_more)

    def _write_chart(self, key: str, draft: DraftChart) -> Chart:
        table = self._write_table(key, draft.table)
        return Chart(draft.key, draft.title, draft.description, draft.spec, table)

    def _accept(self, key: str, draft: Draft | DraftRow, text: str) -> tuple[Note, ...] | None:
        """Notes of a draft that holds, None for one that fails and is listed instead."""
        faults = check_draft(draft, self.material.stored)
        if faults:
            ids = tuple(evidence.record_id for evidence in draft.evidence)
            self.left_out.append(LeftOut(key, squeeze(text), "; ".join(faults), ids))
            return None
        return tuple(self._note(evidence) for evidence in draft.evidence[:MOST_NOTES])

    def _note(self, evidence: Evidence) -> Note:
        key = (evidence.table, evidence.record_id)
        if key not in self.notes:
            self.notes[key] = self._make_note(len(self.notes) + 1, evidence)
        return self.notes[key]

    def _make_note(self, number: int, evidence: Evidence) -> Note:
        head = self.material.head(evidence.doc_id)
        return Note(
            number=number,
            record_id=evidence.record_id,
            table=evidence.table,
            doc_id=evidence.doc_id,
            start_char=evidence.start_char,
            end_char=evidence.end_char,
            quote=evidence.quote,
            publisher=head.publisher,
            title=self.material.title(evidence.doc_id) if evidence.doc_id else None,
            published=head.published,
            address=head.address,
        )


def _with_charts_ahead(draft: DraftSection) -> DraftSection:
    """A section whose charts are being drawn while the brief is written, where something draws beside."""
    for block in draft.blocks:
        if block.chart:
            draw_ahead(block.chart.spec)
    return draft


def _list_documents(material: Material, cited: set[str]) -> tuple[BriefDocument, ...]:
    """Every document that was searched, the newest first."""
    ordered = sorted(material.heads.values(), key=lambda head: head.doc_id)
    ordered.sort(key=lambda head: material.order(head.doc_id)[0], reverse=True)
    copies = material.findings.copies
    return tuple(
        BriefDocument(
            doc_id=head.doc_id,
            title=material.title(head.doc_id),
            publisher=head.publisher,
            publisher_class=head.publisher_class,
            publisher_state=head.publisher_state,
            published=head.published,
            address=head.address,
            language=head.language,
            is_coded=head.is_coded,
            copy_of=copies[head.doc_id] if copies.get(head.doc_id, head.doc_id) != head.doc_id else None,
            is_about=head.doc_id in material.about,
            is_cited=head.doc_id in cited,
            byline=squeeze(head.byline) if head.byline else None,
            retrieved=head.retrieved.isoformat(timespec="seconds") if head.retrieved else None,
            sha256=head.sha256,
        )
        for head in ordered
    )


def compose_brief(  # noqa: PLR0913 - each argument is one input of the brief
    records: Records,
    findings: Findings,
    texts: Mapping[str, str],
    *,
    official: Sequence[OfficialValue] = (),
    period: str | None = None,
    left_out: Sequence[LeftOut] = (),
    version: str = "",
    length: str = "normal",
    since: Since | None = None,
    reword: Reword | None = None,
    reliability: Mapping[str, str] | None = None,
) -> Brief:
    """Write a brief in which every sentence leads to documents.

    Each quote, number, name and date of a sentence is verified against the stored
    text first; a sentence that fails is not written and is listed in `left_out`.
    Does not weigh publishers against each other, judge who is right, or foresee.

    Args:
        records: Rows of a record, already limited to the period.
        findings: What the analysis found in the same rows.
        texts: Stored text by `doc_id`.
        official: Values of official series, shown beside what documents claim.
        period: The period that the rows were limited to, to be shown.
        left_out: What `verify.check_records` took out before the analysis.
        version: Version of this package, to be shown.
        length: "short", "normal" or "full": how many lines of each kind are shown; the others are counted.
        since: A day or an earlier brief; what is new since then is told after the bottom line.
        reword: Gives other words for a sentence; they are taken only where they say the same, and listed otherwise.
        reliability: Letters of the Admiralty scale by `doc_id`, where the user judged the publisher.

    Returns:
        The brief; the same input gives the same brief, in any order of rows.
    """
    material = build_material(records, findings, texts, official=official, period=period, version=version, length=length, reliability=reliability)
    writer = _Writer(material, left_out, reword)
    drafted = [_with_charts_ahead(draft(material)) for draft in _SECTIONS]
    if since is not None:
        drafted.insert(1, draft_news(material, since))
    sections = [writer.write_section(draft) for draft in drafted]
    sections.append(writer.write_section(draft_method(material, writer.left_out)))
    notes = tuple(writer.notes.values())
    return Brief(
        dyad="-".join(sorted(findings.dyad)),
        codes=findings.dyad,
        names=material.names,
        period=period,
        as_of=findings.as_of.isoformat() if findings.as_of else None,
        headline=make_headline(material),
        sections=tuple(sections),
        notes=notes,
        documents=_list_documents(material, {note.doc_id for note in notes}),
        left_out=tuple(writer.left_out),
        version=version,
    )
