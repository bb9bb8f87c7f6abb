"""What a brief is: sections of sentences, each with notes that lead to a document's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Block",
    "Brief",
    "BriefDocument",
    "Chart",
    "LeftOut",
    "Note",
    "Row",
    "Section",
    "Sentence",
    "Table",
]


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the document, date and quoted words behind a sentence.

    A note whose `table` is `documents` points to a document as a whole, or with an
    empty `doc_id` to the list of all documents that were searched.
    """

    number: int
    record_id: str
    table: str
    doc_id: str
    start_char: int
    end_char: int
    quote: str
    publisher: str | None
    title: str | None
    published: str | None
    address: str

    @property
    def is_list(self) -> bool:
        """Whether the note points to the list of documents instead of to one of them."""
        return not self.doc_id and self.table == "documents"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, what kind of knowledge it is, and its notes."""

    text: str
    kind: str  # counted, reported or said
    notes: tuple[Note, ...]
    n_records: int  # all records behind it, of which `notes` shows the first


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its notes."""

    cells: tuple[str, ...]
    notes: tuple[Note, ...]
    n_records: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows, its columns and rows, and what was cut."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    n_more: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification, drawn when rendered, with `table` as its text."""

    key: str
    title: str
    description: str
    spec: dict[str, Any]
    table: Table


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a section under one heading."""

    heading: str | None
    sentences: tuple[Sentence, ...]
    table: Table | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a brief."""

    key: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the section, in order."""
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables of the section, those of its charts among them."""
        found: list[Table] = []
        for block in self.blocks:
            found.extend(table for table in (block.table, block.chart and block.chart.table) if table)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class BriefDocument:
    """One document that was searched."""

    doc_id: str
    title: str
    publisher: str | None
    publisher_class: str
    publisher_state: str | None
    published: str | None
    address: str
    language: str | None
    is_coded: bool
    copy_of: str | None
    is_about: bool  # holds at least one record on both states
    is_cited: bool
    byline: str | None = None
    retrieved: str | None = None  # ISO 8601
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record or sentence that failed verification, and why."""

    section: str
    text: str
    reason: str
    record_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Brief:
    """A brief on one pair of states, ready to be rendered."""

    dyad: str
    codes: tuple[str, str]
    names: tuple[str, str]
    period: str | None
    as_of: str | None  # the day at which the clock of the promises stands
    headline: tuple[tuple[str, str], ...]  # label and number
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    documents: tuple[BriefDocument, ...]
    left_out: tuple[LeftOut, ...]
    version: str

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences of all sections."""
        return (sentence for section in self.sections for sentence in section.sentences)

    def __repr__(self) -> str:
        """One line: a notebook keeps it beside the short form, and the whole is long."""
        return f"Brief({self.dyad}, {len(self.sections)} sections, {len(self.notes)} notes, {len(self.documents)} documents)"

    def _repr_html_(self) -> str:
        """A short form for notebooks; `html.render_html` makes the full page."""
        from bilateral.briefings.html import render_short_html  # noqa: PLC0415 - html reads this module

        return render_short_html(self)
