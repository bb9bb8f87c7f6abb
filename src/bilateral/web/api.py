"""The record as JSON and as files: the same answers as the pages, described in OpenAPI."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from pydantic import BaseModel

from bilateral.review.scores import score_review
from bilateral.tables.queries import DYAD_TABLES
from bilateral.tables.schema import codebook
from bilateral.vocabulary.accuracy import read_accuracy
from bilateral.web.asked import DyadPath, TablePath, find_dyad, find_table, live_of, read_filters
from bilateral.web.brief_models import BriefWhole, Overview
from bilateral.web.files import FILE_TYPES, send_table
from bilateral.web.filters import Filters
from bilateral.web.heavy import read_brief_file
from bilateral.web.row_models import document_model, page_model
from bilateral.web.rows import Page, count_rows, find_document, find_dyads, list_documents, read_all, read_page, search

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Accuracy", "CodebookColumn", "DocumentPage", "DocumentRow", "DyadCount", "Hit", "RecordCounts", "api", "as_page"]

api = APIRouter(prefix="/api/v1", tags=["record"])

_PageNumber = Annotated[int, Query(ge=1, le=100_000)]
_DocId = Annotated[str, Path(max_length=200)]
_AT_A_GLANCE = ("overview", "incidents", "promises")


class DyadCount(BaseModel):
    """A pair of states and how much is coded on it."""

    dyad: str
    events: int
    happened: int
    documents: int


class RecordCounts(BaseModel):
    """What the record holds, and the pairs between which most acts are coded."""

    counts: dict[str, int]
    dyads: list[DyadCount]


class DocumentRow(BaseModel):
    """The head of a document."""

    doc_id: str
    title: str | None = None
    publisher: str | None = None
    publisher_class: str | None = None
    publisher_state: str | None = None
    published: str | None = None
    language: str | None = None
    is_coded: bool | None = None
    file_type: str | None = None
    address: str | None = None


class DocumentPage(BaseModel):
    """One page of documents."""

    rows: list[DocumentRow]
    total: int
    page: int
    pages: int


class Hit(BaseModel):
    """A passage that holds the words searched for."""

    doc_id: str
    title: str | None
    publisher: str | None
    published: str | None
    start_char: int
    passage: str


class CodebookColumn(BaseModel):
    """One column of a table."""

    table: str
    column: str
    type: str
    is_nullable: bool
    unit: str | None
    values: list[str]
    description: str


class Accuracy(BaseModel):
    """How good the coder is: as measured, and as reviewers of this record found it."""

    measured: dict[str, Any]
    reviewed: list[dict[str, Any]]


def as_page(page: Page) -> dict[str, Any]:
    """A page of rows as the API sends it."""
    return {"rows": page.rows, "total": page.total, "page": page.number, "pages": page.last}


@api.get("/record", summary="What the record holds")
def get_record(request: Request) -> RecordCounts:
    """Documents, records of each table, and the pairs between which most acts are coded."""
    with live_of(request).open() as connection:
        return RecordCounts(counts=count_rows(connection), dyads=[DyadCount(**row) for row in find_dyads(connection)])


@api.get("/dyads", summary="Pairs of states by number of events")
def get_dyads(request: Request) -> list[DyadCount]:
    """The pairs between which most acts are coded."""
    with live_of(request).open() as connection:
        return [DyadCount(**row) for row in find_dyads(connection)]


@api.get("/dyads/{dyad}", summary="A pair at one glance", response_model=Overview)
def get_overview(request: Request, dyad: DyadPath) -> Overview:
    """The head of its brief: judgement, balance, timeline, promises."""
    whole = _brief(request, dyad)
    return Overview(**{**whole.model_dump(), "sections": [one for one in whole.sections if one.key in _AT_A_GLANCE]})


def _brief(request: Request, dyad: str) -> BriefWhole:
    record = request.app.state.record
    return BriefWhole.model_validate_json(read_brief_file(record, find_dyad(dyad), live_of(request).state, form="json"))


@api.get("/dyads/{dyad}/brief", summary="The brief of a pair")
def get_brief(request: Request, dyad: DyadPath) -> BriefWhole:
    """All sections with notes that lead to the words; charts as Vega-Lite."""
    return _brief(request, dyad)


def _rows_of(table: str) -> Callable[..., dict[str, Any]]:
    def show(request: Request, dyad: DyadPath, filters: Annotated[Filters, Depends(read_filters)]) -> dict[str, Any]:
        """One page of rows, the newest first."""
        with live_of(request).open() as connection:
            return as_page(read_page(connection, table, find_dyad(dyad), filters=filters))

    return show


for _table in DYAD_TABLES:
    api.add_api_route(
        f"/dyads/{{dyad}}/{_table}", _rows_of(_table), name=f"get_{_table}", summary=f"{_table.capitalize()} that concern a pair", response_model=page_model(_table)
    )


@api.get("/dyads/{dyad}/{table}", include_in_schema=False)
def get_no_rows(dyad: DyadPath, table: TablePath) -> None:
    """What there is instead of a table that there is not."""
    find_dyad(dyad)
    find_table(table)


@api.get("/dyads/{dyad}/{table}/file", summary="All rows of a table that concern a pair, as a file", response_class=Response, responses={200: {"content": {kind.partition(";")[0]: {} for kind in FILE_TYPES.values()}}})
def get_file(
    request: Request, dyad: DyadPath, table: TablePath, filters: Annotated[Filters, Depends(read_filters)],
    form: Annotated[str, Query(alias="format", pattern="^(csv|jsonl|parquet)$")] = "csv",
) -> Response:  # fmt: skip
    """CSV (no formula survives), JSONL or Parquet, under the filters of the address."""
    with live_of(request).open() as connection:
        return send_table(read_all(connection, find_table(table), find_dyad(dyad), filters=filters), form, f"{dyad}-{table}")


@api.get("/documents", summary="Documents of the record", response_model=DocumentPage)
def get_documents(request: Request, words: Annotated[str, Query(max_length=200)] = "", page: _PageNumber = 1) -> dict[str, Any]:
    """One page of documents, the newest first."""
    with live_of(request).open() as connection:
        return as_page(list_documents(connection, words, page))


@api.get("/documents/{doc_id}", summary="One document with all that was found in it", response_model=document_model())
def get_document(request: Request, doc_id: _DocId) -> dict[str, Any]:
    """Text, parts and records of a document; spans are zero-based, end-exclusive code points."""
    with live_of(request).open() as connection:
        document = find_document(connection, doc_id)
    if document is None:
        raise HTTPException(404, f"got the document {doc_id[:40]}, expected one that /api/v1/documents lists")
    return document


@api.get("/search", summary="Passages that hold some words")
def get_hits(request: Request, words: Annotated[str, Query(min_length=2, max_length=200)]) -> list[Hit]:
    """The first passage in each document, the newest first."""
    with live_of(request).open() as connection:
        return [Hit(**row) for row in search(connection, words)]


@api.get("/codebook", summary="Every column of every table")
def get_codebook() -> list[CodebookColumn]:
    """What each column holds, its unit, and its values where the list is closed."""
    return [CodebookColumn(**row) for row in codebook()]


@api.get("/accuracy", summary="How good the coder is")
def get_accuracy(request: Request) -> Accuracy:
    """Precision and recall as measured, and what reviewers of this record say."""
    verdicts = live_of(request).verdicts
    return Accuracy(measured=read_accuracy(), reviewed=[asdict(row) for row in score_review(verdicts.replayed, verdicts.coded)])
