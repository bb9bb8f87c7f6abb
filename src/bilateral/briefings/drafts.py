"""What a section proposes: drafts of sentences with every fact they show, before verification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.briefings.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bilateral.records import Statement

__all__ = [
    "MOST_NOTES",
    "Acted",
    "Counted",
    "Dated",
    "Draft",
    "DraftBlock",
    "DraftChart",
    "DraftRow",
    "DraftSection",
    "DraftTable",
    "Evidence",
    "Fact",
    "Given",
    "Measured",
    "Named",
    "Quoted",
    "Spoken",
    "counted",
    "nothing_found",
]

MOST_NOTES = 5
"""Notes that one sentence shows; how many more records stand behind it is told beside them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a document that carry a record; with an empty `doc_id` the list of documents."""

    record_id: str
    table: str
    doc_id: str
    start_char: int
    end_char: int
    quote: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words shown in quotation marks."""

    shown: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Measured:
    """A number that a document gives, in the quote or, where allowed, in its paragraph."""

    shown: str
    value: float
    evidence: Evidence
    in_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or period of a record; `is_past` where it cannot lie after its document."""

    shown: str
    period: str
    first: date | None
    last: date | None
    evidence: Evidence
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a document must contain."""

    shown: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speaker to whom a document must give the words."""

    shown: str
    statement: Statement
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Acted:
    """A clause on an act: the names of those who act stand before the names of those acted on."""

    shown: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of things that can be listed."""

    shown: str
    number: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What the program knows without a document: a document's own date, a clock, a computed balance."""

    shown: str


def counted(ids: Iterable[str], noun: str) -> Counted:
    """A count of things by their identifiers, shown with its noun.

    Example:
        >>> counted(["a", "b"], "document").shown
        '2 documents'
    """
    listed = tuple(dict.fromkeys(ids))
    return Counted(count(len(listed), noun), len(listed), listed)


Fact = Quoted | Measured | Dated | Named | Spoken | Acted | Counted | Given


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed sentence: its text, the evidence behind it and every fact it shows."""

    text: str
    kind: str
    evidence: Sequence[Evidence]
    facts: Sequence[Fact] = ()
    n_records: int = 0  # where more records stand behind it than `evidence` has


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A proposed row of a table."""

    cells: tuple[str, ...]
    evidence: Sequence[Evidence]
    facts: Sequence[Fact] = ()
    n_records: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A proposed table; `n_more` rows were cut."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[DraftRow]
    n_more: int = 0


@dataclass(frozen=True, slots=True)
class DraftChart:
    """A proposed chart with its table."""

    key: str
    title: str
    description: str
    spec: dict[str, Any]  # Vega-Lite
    table: DraftTable


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """Proposed sentences under one heading."""

    heading: str | None
    drafts: Sequence[Draft]
    table: DraftTable | None = None
    chart: DraftChart | None = None


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A proposed section."""

    key: str
    title: str
    blocks: Sequence[DraftBlock]


def nothing_found(text: str) -> Draft:
    """A sentence that tells that a search of every document found nothing."""
    return Draft(text, "counted", [Evidence("", "documents", "", 0, 0, "")])
