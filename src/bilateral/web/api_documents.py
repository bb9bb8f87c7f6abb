"""Pages of documents as JSON: what changed since an earlier version, one page of a PDF with its records, documents to exchange."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel

from bilateral.answers.exchange import MOST_BYTES, MOST_DOCUMENTS, Imported
from bilateral.answers.versions import VersionChanges
from bilateral.web.api import DyadCount
from bilateral.web.asked import live_of
from bilateral.web.document_files import DocId, get_picture, page_of, read_changes
from bilateral.web.exchange_pages import read_import, send_documents
from bilateral.web.problems import API_PROBLEMS
from bilateral.web.row_models import document_model
from bilateral.web.rows import find_document, find_dyads

__all__ = ["DocumentChanges", "DocumentOnePage", "Exchange", "VersionHead", "api_documents"]

api_documents = APIRouter(prefix="/api/v1", tags=["record"])


class VersionHead(BaseModel):
    """One version of a document."""

    doc_id: str
    version: int
    retrieved: datetime | None
    title: str | None
    published: str | None


class DocumentChanges(BaseModel):
    """What changed in a document; `changes` is null where there is no earlier version."""

    doc_id: str
    since: str | None
    versions: list[VersionHead]
    changes: VersionChanges | None


class DocumentOnePage(BaseModel):
    """One page of a PDF: its text and the records that touch it, with their places in the whole document."""

    doc_id: str
    page: int
    pages: int
    start_char: int
    end_char: int
    text: str
    picture: str
    pages_with_records: list[int]
    records: dict[str, list[dict[str, Any]]]


class Exchange(BaseModel):
    """What can be sent to INCEpTION and read back."""

    dyads: list[DyadCount]
    most_documents: int
    most_bytes: int
    file: str


@api_documents.get("/documents/{doc_id}/changes", summary="What changed in a document since an earlier version")
def get_changes(request: Request, doc_id: DocId, since: Annotated[str, Query(pattern=r"^[0-9a-f]{0,64}$")] = "") -> DocumentChanges:
    """Paragraphs with the words that went and came; by default since the version before."""
    document, versions, old, changes = read_changes(request, doc_id, since)
    return DocumentChanges(doc_id=document["doc_id"], since=old["doc_id"] if old else None, versions=[VersionHead(**one) for one in versions], changes=changes)


@api_documents.get("/documents/{doc_id}/pages", summary="One page of a PDF with its records")
def get_page(request: Request, doc_id: DocId, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> DocumentOnePage:
    """Text and records of a page; the address of its picture."""
    with live_of(request).open() as connection:
        document = find_document(connection, doc_id)
    starts = document["page_starts"] if document else []
    if document is None or page > len(starts):
        raise HTTPException(404, f"got page {page} of the document {doc_id[:40]}, expected one of its {len(starts)} pages: only PDF files have them")
    first, last = starts[page - 1], starts[page] if page < len(starts) else len(document["text"])
    read = document_model().model_validate(document).model_dump(mode="json")["records"]
    records = {table: [row for row in rows if row["start_char"] < last and row["end_char"] > first] for table, rows in read.items()}
    return DocumentOnePage(
        doc_id=doc_id, page=page, pages=len(starts), start_char=first, end_char=last, text=document["text"][first:last], picture=f"/api/v1/documents/{doc_id}/pages/{page}.png",
        pages_with_records=sorted({page_of(starts, row["start_char"]) for rows in read.values() for row in rows}), records=records,
    )  # fmt: skip


api_documents.add_api_route(
    "/documents/{doc_id}/pages/{page}.png", get_picture, name="get_picture", summary="One page of a PDF as a picture", response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)  # fmt: skip


@api_documents.get("/exchange", summary="What can be sent to INCEpTION and read back")
def get_exchange(request: Request) -> Exchange:
    """Pairs whose documents can be sent, how many at once, and where."""
    with live_of(request).open() as connection:
        dyads = [DyadCount(**row) for row in find_dyads(connection)]
    return Exchange(dyads=dyads, most_documents=MOST_DOCUMENTS, most_bytes=MOST_BYTES, file="/api/v1/exchange/file")


api_documents.add_api_route(
    "/exchange/file", send_documents, name="get_exchange_file", summary="Documents with their records, for INCEpTION", response_class=Response,
    responses={200: {"content": {"application/zip": {}}}},
)  # fmt: skip


@api_documents.post("/exchange/file", summary="Read back what annotators changed", status_code=201, responses={413: API_PROBLEMS[400], 411: API_PROBLEMS[400]})
def post_exchange_file(request: Request, done: Annotated[Imported, Depends(read_import)]) -> Imported:
    """Changed annotations become decisions of the journal; the body is the file itself, XMI or zip."""
    del request
    return done


