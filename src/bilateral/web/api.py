"""The record as JSON and as files: the same answers as the pages, described in OpenAPI."""

from __future__ import annotations

import io
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel

from bilateral.tables.export import write_table
from bilateral.web.asked import DyadPath, TablePath, find_dyad, find_table, live_of, read_filters
from bilateral.web.filters import A_PAGE, Filters
from bilateral.web.queue import read_queue
from bilateral.web.rows import Page, find_document, find_dyads, list_documents, read_all, read_page, search

__all__ = ["DyadCount", "Hit", "RowPage", "api"]

api = APIRouter(prefix="/api/v1", tags=["record"])

_PageNumber = Annotated[int, Query(ge=1, le=100_000)]
_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "parquet": "application/vnd.apache.parquet"}


class DyadCount(BaseModel):
    """A pair of states and how much is coded on it."""

    dyad: str
    events: int
    happened: int
    documents: int


class RowPage(BaseModel):
    """One page of rows; the codebook tells their columns."""

    rows: list[dict[str, Any]]
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


@api.get("/dyads", summary="Pairs of states by number of events")
def get_dyads(request: Request) -> list[DyadCount]:
    """The pairs between which most acts are coded."""
    with live_of(request).open() as connection:
        return [DyadCount(**row) for row in find_dyads(connection)]


@api.get("/dyads/{dyad}/review", summary="What to review first")
def get_queue(request: Request, dyad: DyadPath, page: _PageNumber = 1) -> RowPage:
    """Records that no reviewer judged, those with most points first, with the reasons."""
    with live_of(request).open() as connection:
        found = read_queue(connection, find_dyad(dyad), page=page)
    return RowPage(rows=found.rows, total=found.total, page=found.number, pages=found.last)


@api.get("/journal", summary="Decisions of reviewers")
def get_journal(request: Request, page: _PageNumber = 1) -> RowPage:
    """One page of decisions, the newest first, each with what became of it."""
    rows = live_of(request).verdicts.decisions[::-1]
    found = Page(list(rows[(page - 1) * A_PAGE : page * A_PAGE]), len(rows), page)
    return RowPage(rows=found.rows, total=found.total, page=found.number, pages=found.last)


@api.get("/dyads/{dyad}/{table}", summary="Rows of a table that concern a pair")
def get_rows(request: Request, dyad: DyadPath, table: TablePath, filters: Annotated[Filters, Depends(read_filters)]) -> RowPage:
    """One page of rows, the newest first."""
    with live_of(request).open() as connection:
        page = read_page(connection, find_table(table), find_dyad(dyad), filters=filters)
    return RowPage(rows=page.rows, total=page.total, page=page.number, pages=page.last)


@api.get("/dyads/{dyad}/{table}/file", summary="All rows of a table that concern a pair, as a file", response_class=Response)
def get_file(
    request: Request, dyad: DyadPath, table: TablePath, filters: Annotated[Filters, Depends(read_filters)],
    form: Annotated[str, Query(alias="format", pattern="^(csv|jsonl|parquet)$")] = "csv",
) -> Response:  # fmt: skip
    """CSV (no formula survives), JSONL or Parquet, under the filters of the address."""
    with live_of(request).open() as connection:
        rows = read_all(connection, find_table(table), find_dyad(dyad), filters=filters)
    stream = io.BytesIO()
    write_table(rows, form, stream)
    name = f"{dyad}-{table}.{form}"
    return Response(stream.getvalue(), media_type=_TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@api.get("/documents", summary="Documents of the record")
def get_documents(
    request: Request, words: Annotated[str, Query(max_length=200)] = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> RowPage:
    """One page of documents, the newest first."""
    with live_of(request).open() as connection:
        found = list_documents(connection, words, page)
    return RowPage(rows=found.rows, total=found.total, page=found.number, pages=found.last)


@api.get("/documents/{doc_id}", summary="One document with all that was found in it")
def get_document(request: Request, doc_id: str) -> dict[str, Any]:
    """Text, parts and records of a document; spans are zero-based, end-exclusive code points."""
    with live_of(request).open() as connection:
        document = find_document(connection, doc_id)
    if document is None:
        raise HTTPException(404, f"no document {doc_id[:40]}")
    return document


@api.get("/search", summary="Passages that hold some words")
def get_hits(request: Request, words: Annotated[str, Query(min_length=2, max_length=200)]) -> list[Hit]:
    """The first passage in each document, the newest first."""
    with live_of(request).open() as connection:
        return [Hit(**row) for row in search(connection, words)]
