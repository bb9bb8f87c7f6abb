"""What a record is: one frozen dataclass a table, every column described once.

The Arrow schema, the codebook page and the HTML tables are derived from these
classes. Offsets (`start_char`, `end_char`) are zero-based, end-exclusive and
count code points of `documents.text`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from bilateral.columns import REALIS, column, later_column
from bilateral.imported_records import IMPORT_TABLES, Decision, ImportedDay, ImportedEvent, ImportedPart, Observation

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "EVIDENCE_TABLES",
    "IMPORT_TABLES",
    "REALIS",
    "TABLES",
    "CodedDocument",
    "Commitment",
    "Decision",
    "Document",
    "Event",
    "Factor",
    "Figure",
    "ImportedDay",
    "ImportedEvent",
    "ImportedPart",
    "Mention",
    "Observation",
    "Office",
    "Part",
    "Project",
    "Rejection",
    "Retrieval",
    "Run",
    "Statement",
    "column",
    "column_names",
    "is_sealed",
    "later_columns",
    "make_id",
    "seal",
]


def make_id(doc_id: str, table: str, *parts: object) -> str:
    """A stable identifier of a record: the same claim at the same words has the same one.

    Example:
        >>> make_id("d1", "events", 0, 10, "AGREE") == make_id("d1", "events", 0, 10, "AGREE")
        True
    """
    text = "\x1f".join(map(str, (doc_id, table, *parts)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def seal(table: str, row: Any) -> str:
    """The identifier of a coded row: a digest of its table and of all that it claims, so that no change goes unnoticed.

    Example:
        >>> from dataclasses import replace
        >>> row = Office("", "d1", 0, 9, "President", "Ada Okoro", "president", "NGA", "GOV")
        >>> sealed = replace(row, record_id=seal("offices", row))
        >>> is_sealed("offices", sealed), is_sealed("offices", replace(sealed, state="GHA"))
        (True, False)
    """
    return make_id(row.doc_id, table, *_claims_of(table)(row))


@cache
def _claims_of(table: str) -> Callable[[Any], tuple[Any, ...]]:
    """What reads all columns of a row but its identifier, and of those that came later what is told in them: so an older row keeps its seal."""
    later = later_columns(table)
    first = attrgetter(*(name for name in column_names(table) if name != "record_id" and name not in later))
    return lambda row: (*first(row), *(f"{name}={told}" for name in later if (told := getattr(row, name)) not in (None, [])))


def is_sealed(table: str, row: Any) -> bool:
    """Whether a row is as the coder made it."""
    return bool(row.record_id == seal(table, row))


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one document, with the text that all spans refer to."""

    doc_id: str = column("First 16 hexadecimal digits of the SHA-256 of the bytes as read.")
    address: str = column("Canonical web address if the page states one, else `retrieved_from`.")
    version: int = column("1 for the first bytes seen at this address, 2 for the next, and so on.")
    sha256: str = column("SHA-256 of the bytes as read.")
    file_name: str = column("Name of the file that was read.")
    file_type: str = column(
        "Kind of file; a row is one of a JSONL, JSON or CSV table.",
        values=("text", "markdown", "html", "mhtml", "pdf", "docx", "odt", "rtf", "mail", "row", "feed_entry"),
    )
    retrieved_from: str = column("Where the bytes were read: a web address, or a file's, with the place inside a container after `!`.")
    retrieved: Any = column("When the bytes were fetched, null where neither the archive nor the page notes it.", unit="UTC timestamp")
    title: str | None = column("Headline.")
    byline: str | None = column("Author as the document gives it.")
    publisher: str | None = column("Who published the document.")
    publisher_class: str = column(
        "Class of the publisher.",
        values=("official", "state_media", "wire", "independent", "think_tank", "company", "other"),
    )
    publisher_state: str | None = column("Home state of the publisher, ISO 3166-1 alpha-3.")
    published: str | None = column("Published date as ISO 8601 with the precision known; null where it is only bounded.")
    published_start: Any = column("First day on which it can have been published; null where nothing bounds it.", unit="date")
    published_end: Any = column("Last day on which it can have been published; null where nothing bounds it.", unit="date")
    published_how: str = column(
        "How the published date was found, the surest first.",
        values=("given", "metadata", "address", "dateline", "text", "file", "bounds", "none"),
    )
    language: str | None = column("ISO 639-1 code of the main language, null if not recognised.")
    is_coded: bool = column("Whether records were extracted (documents in other languages are only kept).")
    body_sha256: str = column("SHA-256 of the body in lower case with white space made one: equal for exact copies.")
    body_words: int = column("Words of the body.", unit="words")
    signature: list[int] = column("MinHash of the body's word 5-shingles; near copies share most values.")
    page_starts: list[int] = column("First character of each page of a PDF; empty for other files.", unit="codepoint")
    coder_version: str = column("Version of bilateral and of the parser that coded the document.")
    text: str = column("The stored text, every part of it, as spans refer to it.")


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a document that has one role."""

    doc_id: str = column("Document.")
    part_index: int = column("Order in the document, from 0.")
    part_type: str = column(
        "Role of the stretch; only bodies and captions of the document's own pictures are coded.",
        values=("title", "byline", "body", "caption", "comment", "note", "furniture"),
    )
    start_char: int = column("First character.", unit="codepoint")
    end_char: int = column("One past the last character.", unit="codepoint")
    author: str | None = column("Author of a reader's comment.")
    part_date: str | None = column("Date of a reader's comment, ISO 8601.")
    reason: str = column("What told the role.")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name one or more actors."""

    doc_id: str = column("Document.")
    start_char: int = column("First character.", unit="codepoint")
    end_char: int = column("One past the last character.", unit="codepoint")
    quote: str = column("The words themselves.")
    parties: list[str] = column("Who is named: state or body, with /SECTOR where it is not the government.")
    person: str | None = column("Full name where a person is named.")
    how: str = column(
        "How the words name the actor.",
        values=(
            "name", "demonym", "capital", "seat", "body", "company", "group", "talks",
            "person", "office", "pronoun", "anaphor", "collective", "place",
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Who held which office at the time of the document, by its own words."""

    record_id: str = column("Identifier of the record.")
    doc_id: str = column("Document.")
    start_char: int = column("First character of the evidence.", unit="codepoint")
    end_char: int = column("One past the last character of the evidence.", unit="codepoint")
    quote: str = column("The words that state it, verbatim.")
    person: str = column("Full name.")
    office: str = column("Office or role as the text gives it.")
    state: str = column("State or body that the person serves.")
    sector: str = column(
        "Sector of the office.",
        values=("GOV", "MIL", "LEG", "JUD", "OPP", "BUS", "MED", "EDU", "CVL", "REB"),
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One act by one party towards another, as one document reports it."""

    record_id: str = column("Identifier of the record.")
    doc_id: str = column("Document.")
    start_char: int = column("First character of the evidence.", unit="codepoint")
    end_char: int = column("One past the last character of the evidence.", unit="codepoint")
    quote: str = column("The words that state it, verbatim.")
    actor: list[str] = column("Who acts: states or bodies, with /SECTOR where it is not the government.")
    recipient: list[str] = column("Who is acted on; empty where nobody is.")
    event_type: str = column("PLOVER event type.")
    mode: str | None = column(
        "PLOVER mode; only CONSULT has one.",
        values=("visit", "meet", "phone", "multilateral", "third-party"),
    )
    cameo_code: str | None = column("CAMEO code of the predicate.")
    quad_code: int = column("1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.")
    intensity: float = column("Cooperation (+) to conflict (-).", unit="Goldstein scale, -10 to 10")
    event_date: str | None = column("When it occurred or is to occur, ISO 8601 with the precision known.")
    event_date_start: Any = column("First day on which it can have occurred.", unit="date")
    event_date_end: Any = column("Last day on which it can have occurred.", unit="date")
    realis: str = column("Whether it took place.", values=REALIS)
    place_name: str | None = column("Where, by name.")
    trigger: str = column("The word that decided the type.")
    rule: str = column("The rule or vocabulary entry that decided.")
    place_latitude: float | None = column("Latitude of the place, GeoNames gazetteer.", unit="degrees north, WGS 84", is_optional=True)
    place_longitude: float | None = column("Longitude of the place, GeoNames gazetteer.", unit="degrees east, WGS 84", is_optional=True)
    reported_by: str | None = column("Speaker in whose words it is told, else the document's publisher; null if neither is known.", is_optional=True)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a speaker says, believes, hopes or calls for."""

    record_id: str = column("Identifier of the record.")
    doc_id: str = column("Document.")
    start_char: int = column("First character of the content.", unit="codepoint")
    end_char: int = column("One past the last character of the content.", unit="codepoint")
    quote: str = column("The content, verbatim.")
    speaker: str = column("Full name, or the words that describe the speaker.")
    speaker_state: str | None = column("State or body of the speaker, null if not known.")
    speaker_sector: str | None = column("Sector of the speaker.")
    speaker_office: str | None = column("Office of the speaker by the document's own words.")
    cue: str | None = column("The word or phrase of saying.")
    cue_start_char: int | None = column("First character of the cue.", unit="codepoint")
    cue_end_char: int | None = column("One past the last character of the cue.", unit="codepoint")
    statement_type: str = column("In quotation marks, or reported.", values=("direct", "indirect"))
    addressee: str | None = later_column("To whom it is said: full name, or the words that describe the addressee; null where it is not told.")
    addressee_state: str | None = later_column("State or body of the addressee, null if not known or of several.")
    addressee_start_char: int | None = later_column("First character of the addressee.", unit="codepoint")
    addressee_end_char: int | None = later_column("One past the last character of the addressee.", unit="codepoint")
    occasion: str | None = later_column("On what occasion it is said, in the document's words: `at a press conference in Seoul`; null where it is not told.")
    occasion_start_char: int | None = later_column("First character of the occasion.", unit="codepoint")
    occasion_end_char: int | None = later_column("One past the last character of the occasion.", unit="codepoint")


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity that says something about a relation, a state or a project."""

    record_id: str = column("Identifier of the record.")
    doc_id: str = column("Document.")
    start_char: int = column("First character of the evidence.", unit="codepoint")
    end_char: int = column("One past the last character of the evidence.", unit="codepoint")
    quote: str = column("The words that state it, verbatim.")
    indicator: str = column("What is counted or measured, in plain words.")
    value: float = column("The number, scaled to the bare unit.", unit="see unit")
    unit: str = column("ISO 4217 currency, percent, count, rank, times, years, days, tonnes or another plain word.")
    parties: list[str] = column("States and bodies that the quantity concerns.")
    direction: str | None = column("AAA>BBB where it flows from one to the other.")
    period: str | None = column("What time the quantity covers, ISO 8601.")
    period_start: Any = column("First day of the period.", unit="date")
    period_end: Any = column("Last day of the period.", unit="date")
    figure_type: str = column(
        "What kind of quantity.",
        values=("level", "change", "share", "rank", "target", "forecast", "cost", "count"),
    )
    modifier: str | None = column("Qualifier of the number.", values=("about", "over", "under"))
    claimed_by: str | None = column("Who gives the quantity, where the text says so.")


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a party has said that it will do or reach."""

    record_id: str = column("Identifier of the record.")
    doc_id: str = column("Document.")
    start_char: int = column("First character of the evidence.", unit="codepoint")
    end_char: int = column("One past the last character of the evidence.", unit="codepoint")
    quote: str = column("The words that state it, verbatim.")
    actor: list[str] = column("Who promises.")
    recipient: list[str] = column("To whom: who is named, else the other side of the document's pair; empty where the promise is mutual.")
    what: str = column("The matter, in the document's words.")
    firmness: str = column(
        "How firm the wording is.", values=("binding", "agreed", "will", "aims", "explores"),
    )
    deadline: str | None = column("By when, ISO 8601.")
    deadline_start: Any = column("First day of the deadline.", unit="date")
    deadline_end: Any = column("Last day of the deadline.", unit="date")
    target_value: float | None = column("Quantity to be reached.", unit="see target_unit")
    target_unit: str | None = column("Unit of the target.")
    status: str = column(
        "Status as the text tells it.",
        values=("announced", "signed", "under way", "delivered", "stalled", "missed", "unknown"),
    )
    condition: str | None = later_column("What it hangs on, in the document's words: `subject to ratification`, `if the ban is lifted`; null where nothing is told.")
    condition_start_char: int | None = later_column("First character of the condition.", unit="codepoint")
    condition_end_char: int | None = later_column("One past the last character of the condition.", unit="codepoint")
    instrument: str | None = later_column(
        "What it stands in: as its sentence or list names it, else the kind of document by its title.",
        values=(
            "treaty", "contract", "memorandum", "agreement", "law", "resolution", "joint statement", "plan", "budget", "speech", "statement",
        ),
    )  # fmt: skip
    instrument_words: str | None = later_column("The words that name the instrument.")
    instrument_start_char: int | None = later_column("First character of those words; null where only the document's headline outside the text has them.", unit="codepoint")
    instrument_end_char: int | None = later_column("One past the last character of those words.", unit="codepoint")
    issue: str | None = later_column("Sector of relations that it belongs to: the code of an issue of `vocabulary/issues.toml`, as for positions.")
    issue_words: str | None = later_column("The words that name the issue.")
    issue_start_char: int | None = later_column("First character of those words.", unit="codepoint")
    issue_end_char: int | None = later_column("One past the last character of those words.", unit="codepoint")
    place_name: str | None = later_column("Where it is to be done, by name.")
    place_start_char: int | None = later_column("First character of the place.", unit="codepoint")
    place_end_char: int | None = later_column("One past the last character of the place.", unit="codepoint")


@dataclass(frozen=True, slots=True)
class Project:
    """One joint undertaking, named or clearly described."""

    record_id: str = column("Identifier of the record.")
    doc_id: str = column("Document.")
    start_char: int = column("First character of the evidence.", unit="codepoint")
    end_char: int = column("One past the last character of the evidence.", unit="codepoint")
    quote: str = column("The words that state it, verbatim.")
    project_name: str = column("Name, or a short description where it has none.")
    parties: list[str] = column("States and bodies that take part.")
    participants: list[str] = column("Companies and organisations that take part, as named.")
    place_name: str | None = column("Where, by name.")
    cost_value: float | None = column("Cost.", unit="see cost_unit")
    cost_unit: str | None = column("Currency of the cost, ISO 4217.")
    due: str | None = column("When it is to be finished, ISO 8601.")
    status: str = column(
        "Status as the text tells it.",
        values=("announced", "signed", "under way", "delivered", "stalled", "missed", "unknown"),
    )
    start: str | None = later_column("When work on it began or is to begin, ISO 8601 with the precision known.")
    other_names: list[str] = later_column("Other names that the text gives it: spelt out, in brackets, an acronym, `also known as`.", is_list=True)


@dataclass(frozen=True, slots=True)
class Factor:
    """What the text says helps or hinders a relation."""

    record_id: str = column("Identifier of the record.")
    doc_id: str = column("Document.")
    start_char: int = column("First character of the evidence.", unit="codepoint")
    end_char: int = column("One past the last character of the evidence.", unit="codepoint")
    quote: str = column("The words that state it, verbatim.")
    polarity: str = column("Whether it helps or hinders.", values=("driver", "hurdle"))
    dyad: str = column("The pair it acts on, the two codes in alphabetical order.")
    factor_type: str = column(
        "What kind of factor.",
        values=("economic", "security", "third party", "domestic", "legal", "historical", "geographic"),
    )
    said_by: str | None = column("Who names it, where it is not the document's author.")
    rule: str = column("The cue or rule that decided.")


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something found that could not be used, with the reason."""

    rejection_id: str = column("Identifier of the row.")
    doc_id: str | None = column("Document, null where it could not be read at all.")
    address: str = column("Address of the document or file.")
    stage: str = column("Step that rejected it.")
    start_char: int | None = column("First character of what was rejected.", unit="codepoint")
    end_char: int | None = column("One past the last character of what was rejected.", unit="codepoint")
    reason_code: str = column("Why, as a code.")
    detail: str = column("Why, in words, and what can be done.")


@dataclass(frozen=True, slots=True)
class Retrieval:
    """One web address asked once: by `add`, or again by `recheck`. Rows are only ever added."""

    retrieval_id: str = column("Identifier of the row.")
    run_id: str = column("Call that asked: one `add`, or one `recheck` with all its continuations.")
    doc_id: str | None = column("Document that was fetched, or asked about again; null where there is none.")
    asked_address: str = column("Address that was asked.")
    final_address: str = column("Address that answered, after redirects.")
    redirects: list[str] = column("Addresses between the two.")
    found_in: str | None = column("Feed or sitemap that lists the address, null where the user named it.")
    retrieved_at: Any = column("When the answer was there.", unit="UTC timestamp")
    outcome: str = column(
        "What became of it; all but fetched, listing and failed are told by `recheck`, which knows an earlier version.",
        values=("fetched", "listing", "failed", "unchanged", "changed", "moved", "gone", "refused", "unreachable"),
    )
    reason_code: str | None = column("Why there is no page, as in `rejections`.")
    detail: str | None = column("Why, in words.")
    http_status: int | None = column("Status of the answer, null where there was none.")
    etag: str | None = column("Header ETag: the server's name for this version.")
    last_modified: str | None = column("Header Last-Modified, as sent.")
    content_type: str | None = column("Header Content-Type, as sent.")
    sha256: str | None = column("SHA-256 of the body, its content coding undone; null where there was none.")
    body_bytes: int = column("Length of the body.", unit="bytes")
    sentences_added: int | None = column("Sentences that the version found by `recheck` has and the stored one has not.", unit="sentences")
    sentences_removed: int | None = column("Sentences that the stored version has and the one found has not.", unit="sentences")
    difference: list[str] = column("Those sentences in order, each after `+ ` or `- `; the first 200 of them, 500 characters each.")


@dataclass(frozen=True, slots=True)
class Run:
    """One call of `add`: what it did and with which version."""

    run_id: str = column("Identifier of the run.")
    started_at: Any = column("When it started.", unit="UTC timestamp")
    finished_at: Any = column("When it finished.", unit="UTC timestamp")
    bilateral_version: str = column("Version of this package.")
    parser: str = column("Name and version of the spaCy pipeline.")
    n_added: int = column("Documents added.", unit="documents")
    n_known: int = column("Documents that were in the record before.", unit="documents")
    n_rejected: int = column("Documents rejected.", unit="documents")


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """One document with all that was found in it: the unit of work and of storage."""

    document: Document
    parts: list[Part]
    mentions: list[Mention]
    offices: list[Office]
    events: list[Event]
    statements: list[Statement]
    figures: list[Figure]
    commitments: list[Commitment]
    projects: list[Project]
    factors: list[Factor]
    rejections: list[Rejection]


TABLES: dict[str, type] = {
    "documents": Document,
    "parts": Part,
    "mentions": Mention,
    "offices": Office,
    "events": Event,
    "statements": Statement,
    "figures": Figure,
    "commitments": Commitment,
    "projects": Project,
    "factors": Factor,
    "rejections": Rejection,
    "retrievals": Retrieval,
    "runs": Run,
}
"""Every table of a record by name."""

EVIDENCE_TABLES = ("offices", "events", "statements", "figures", "commitments", "projects", "factors")
"""Tables whose rows quote the words that state them."""


def column_names(table: str) -> list[str]:
    """Names of the columns of a table, in order."""
    return [item.name for item in fields((TABLES | IMPORT_TABLES)[table])]


@cache
def later_columns(table: str) -> tuple[str, ...]:
    """Names of those columns of a table that a record made before may lack, in order.

    Example:
        >>> later_columns("projects")
        ('start', 'other_names')
    """
    return tuple(item.name for item in fields((TABLES | IMPORT_TABLES)[table]) if item.metadata.get("is_later"))
