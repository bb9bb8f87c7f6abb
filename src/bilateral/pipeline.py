"""The steps of coding one document, in order, and the one place where the rooms are joined.

A step is a function from what is known of a document to the rows of one table.
`STEPS` names what each step reads and writes; a test checks that nothing is
read before it was written.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bilateral.documents.guard import load_readers, read_guarded, start_reader, within_time
from bilateral.documents.items import Item, file_item, stem_of
from bilateral.documents.outlets import find_users_row
from bilateral.documents.read import read_item
from bilateral.extraction.actors import all_mentions, find_mentions, resolve_actors, state_of
from bilateral.extraction.commitments import find_commitments
from bilateral.extraction.events import find_events
from bilateral.extraction.factors import find_factors
from bilateral.extraction.figure_acts import date_counts
from bilateral.extraction.figures import find_figures
from bilateral.extraction.known_names import use_leaders
from bilateral.extraction.offices import find_offices
from bilateral.extraction.projects import find_projects
from bilateral.extraction.statements import find_statements
from bilateral.language.gate import select_sentences
from bilateral.language.parse import load_parser, parse_sentences, parser_version
from bilateral.language.places import resolve_places
from bilateral.language.sentences import find_dateline_place, find_sentences
from bilateral.language.times import resolve_times
from bilateral.parsed import ParsedDocument
from bilateral.records import EVIDENCE_TABLES, CodedDocument, Document, Part, Rejection, make_id, seal
from bilateral.version import VERSION
from bilateral.vocabulary.names import load_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bilateral.settings import Settings

__all__ = [
    "STEPS",
    "Step",
    "code_document",
    "code_file",
    "code_item",
    "code_one",
    "extract_records",
    "load_before_forking",
    "load_for_coding",
    "parse_document",
]

Found = dict[str, list[Any]]
"""Rows found so far, by table."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of coding: the table that it writes and the tables that it reads."""

    writes: str
    reads: tuple[str, ...]
    run: Callable[[ParsedDocument, Mapping[str, list[Any]]], list[Any]]


def _mentions(doc: ParsedDocument, found: Mapping[str, list[Any]]) -> list[Any]:
    resolve_actors(doc, found["offices"])
    return all_mentions(doc.sentences)


STEPS: tuple[Step, ...] = (
    Step("offices", (), lambda doc, _: find_offices(doc)),
    Step("mentions", ("offices",), _mentions),
    Step("statements", ("offices", "mentions"), lambda doc, found: find_statements(doc, found["offices"])),
    Step("events", ("mentions", "statements"), lambda doc, found: find_events(doc, found["statements"], found["rejections"])),
    Step("figures", ("mentions", "statements", "events"), lambda doc, found: date_counts(find_figures(doc, found["statements"]), found["events"])),
    Step(
        "commitments",
        ("mentions", "events", "figures"),
        lambda doc, found: find_commitments(doc, found["events"], found["figures"]),
    ),
    Step("projects", ("mentions", "commitments"), lambda doc, found: find_projects(doc, found["commitments"])),
    Step("factors", ("mentions", "statements"), lambda doc, found: find_factors(doc, found["statements"])),
)


def parse_document(document: Document, parts: list[Part], parser: str) -> ParsedDocument:
    """Cut a document into sentences, find names, parse what passes the gate, resolve times and places.

    Args:
        document: A document that was read.
        parts: Its parts.
        parser: Name of the spaCy pipeline.

    Returns:
        The document ready for the steps.
    """
    doc = ParsedDocument(document, parts, find_sentences(document.text, parts))
    doc.dateline_place = find_dateline_place(document.text, parts)
    find_mentions(doc)
    selected = select_sentences(doc.sentences)
    parse_sentences(load_parser(parser), selected)
    resolve_times(doc.sentences, document.published)
    states = {state_of(party) for mention in all_mentions(doc.sentences) for party in mention.parties}
    resolve_places(selected, states)
    return doc


def extract_records(doc: ParsedDocument) -> CodedDocument:
    """Run the steps over a parsed document.

    A row whose words are not found at its span is kept out and listed under
    `rejections`, so that every record of a result can be shown in its text.

    Args:
        doc: A parsed document.

    Returns:
        The document with all its records.
    """
    rejections: list[Rejection] = []
    found: Found = {"rejections": rejections}
    for step in STEPS:
        found[step.writes] = step.run(doc, found)
    del found["rejections"]
    for table in EVIDENCE_TABLES:
        found[table] = _keep_sound(doc, table, found[table], rejections)
    return CodedDocument(document=doc.document, parts=doc.parts, rejections=rejections, **found)


def _keep_sound(doc: ParsedDocument, table: str, rows: list[Any], rejections: list[Rejection]) -> list[Any]:
    kept: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: (row.start_char, row.end_char, row.record_id)):
        if not row.quote or doc.text[row.start_char : row.end_char] != row.quote:
            rejections.append(_reject(doc, table, row, "quote_not_at_span", f"got {row.quote[:80]!r}"))
            continue
        sealed = replace(row, record_id=seal(table, row))
        if sealed.record_id in kept:
            rejections.append(_reject(doc, table, row, "same_record_twice", f"record {row.record_id}"))
        else:
            kept[sealed.record_id] = sealed
    return list(kept.values())


def _reject(doc: ParsedDocument, stage: str, row: Any, reason_code: str, detail: str) -> Rejection:
    identifier = make_id(doc.doc_id, "rejections", stage, row.start_char, row.end_char, reason_code, row.record_id)
    return Rejection(
        identifier, doc.doc_id, doc.document.address, stage, row.start_char, row.end_char, reason_code, detail
    )


def code_document(document: Document, parts: list[Part], parser: str) -> CodedDocument:
    """Code one document that was read; one in another language is kept without records.

    Args:
        document: A document that was read.
        parts: Its parts.
        parser: Name of the spaCy pipeline.

    Returns:
        The document with all its records.
    """
    document = replace(document, coder_version=f"bilateral {VERSION}, {parser_version(parser)}")
    if not document.is_coded:
        nothing: Found = {table: [] for table in (*EVIDENCE_TABLES, "mentions")}
        return CodedDocument(document=document, parts=parts, rejections=[_not_coded(document)], **nothing)
    return extract_records(parse_document(document, parts, parser))


def _not_coded(document: Document) -> Rejection:
    return Rejection(
        make_id(document.doc_id, "rejections", "language"), document.doc_id, document.address, "language", None, None,
        "language_not_coded", f"language is {document.language or 'not recognised'}; only English (en) is coded",
    )  # fmt: skip


def code_file(path: Path, settings: Settings, *, published: str | None = None) -> CodedDocument:
    """Read and code one file that is one document.

    Args:
        path: A file of a kind that `documents.read` knows.
        settings: The run's settings.
        published: Published date where the user knows it.

    Returns:
        The document with all its records.

    Raises:
        DocumentError: If it cannot be read.
    """
    return code_item(file_item(path), settings, published=published)


def code_item(item: Item, settings: Settings, *, published: str | None = None, is_guarded: bool = False) -> CodedDocument:
    """Read and code one item: a file, or what a container or the web held.

    Args:
        item: What to read.
        settings: The run's settings.
        published: Published date where the user knows it.
        is_guarded: Read in a process of its own, under the settings' limits of time and memory.

    Returns:
        The document with all its records.

    Raises:
        DocumentError: If it cannot be read.
    """
    use_leaders(settings.leaders)
    options = {"published": published, "max_bytes": settings.max_file_bytes, "columns": settings.columns}
    if is_guarded:
        document, parts = read_guarded(item, options, seconds=settings.read_seconds, memory_bytes=settings.read_memory_bytes)
    else:
        document, parts = read_item(item, published=published, max_bytes=settings.max_file_bytes, columns=settings.columns)
    document = _with_users_class(document, settings.publishers)
    if document.is_coded and document.body_words > settings.code_words:
        return _kept_only(replace(document, is_coded=False), parts, settings)
    with within_time(settings.code_seconds, item.name) if is_guarded else contextlib.nullcontext():
        return code_document(document, parts, settings.parser)


def _kept_only(document: Document, parts: list[Part], settings: Settings) -> CodedDocument:
    """A document that is too long to be coded: kept, and listed as not coded."""
    coded = code_document(document, parts, settings.parser)
    detail = f"got {document.body_words:,} words, expected at most {settings.code_words:,}; split it, or raise code_words"
    return replace(coded, rejections=[replace(row, stage="length", reason_code="too_long", detail=detail) for row in coded.rejections])


def _with_users_class(document: Document, rows: Sequence[Mapping[str, str]]) -> Document:
    """The document with name, class and state of its publisher as the user's settings have them, by name or domain."""
    row = find_users_row(document.publisher, document.address, rows)
    return replace(
        document, publisher=row.get("name", document.publisher), publisher_class=row.get("class", document.publisher_class),
        publisher_state=row.get("state", document.publisher_state),
    )  # fmt: skip


def code_one(item: Item, *, settings: Settings, dates: Mapping[str, str]) -> CodedDocument:
    """The job that an engine runs for each item: `code_item` with the date that the user gave for its stem."""
    return code_item(item, settings, published=dates.get(stem_of(item)), is_guarded=settings.workers > 0)


def load_for_coding(settings: Settings) -> None:
    """Load what a worker needs before its first document: the reading process, the parser and the vocabulary."""
    if settings.workers:
        start_reader(settings.read_memory_bytes)
    load_parser(settings.parser)
    use_leaders(settings.leaders)
    load_names()


_SAMPLE = (
    "OSLO, May 2, 2019 - The president of Norway met the prime minister of Finland in Oslo on Thursday. He said the two countries would sign a trade "
    "agreement worth $2 billion in June. Finland promised to build a railway, but sanctions hinder the project."
)
"""A text whose coding loads the vocabulary of every step."""


def load_before_forking(settings: Settings) -> bool:
    """Load in one process what workers forked off it share: all that reading and coding a document needs.

    Starts no reading process: each worker forks its own.

    Returns:
        Whether it may be forked: a transformer may not, whose library keeps threads.
    """
    load_for_coding(replace(settings, workers=0))
    if "transformer" in load_parser(settings.parser).pipe_names:
        return False
    load_readers()
    code_document(*read_item(Item(_SAMPLE.encode(), "sample.txt", "file:///sample.txt")), settings.parser)
    return True
