"""What a document is beside its text: the original as kept, pictures of its pages, what changed since an earlier version."""

from __future__ import annotations

import threading
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from bilateral.answers.versions import compare_versions
from bilateral.documents.page_images import draw_page_apart
from bilateral.errors import DocumentError, RecordError
from bilateral.tables.originals import read_original
from bilateral.tables.queries import DYAD_TABLES
from bilateral.web.asked import live_of
from bilateral.web.marks import cut_text
from bilateral.web.pages import render
from bilateral.web.placed import dictionaries
from bilateral.web.rows import find_document
from bilateral.web.shown import COLUMNS

if TYPE_CHECKING:
    from bilateral.answers.versions import VersionChanges
    from bilateral.web.live import LiveRecord

__all__ = ["DocId", "document_files", "get_picture", "page_of", "read_changes"]

document_files = APIRouter()

_WIDTHS = (450, 900, 1400)
_ONE_DOCUMENT = "SELECT doc_id, title, address, version, retrieved, sha256, file_name, file_type, page_starts, published, publisher, text FROM all_documents WHERE doc_id = $doc_id"
_DRAWING = threading.Semaphore(2)
"""Pages drawn at a time: each is a process."""

_SAFE = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
"""What others wrote is never shown by this server as a page."""

DocId = Annotated[str, Path(pattern=r"^[0-9a-f]{1,64}$")]


def _find(request: Request, doc_id: str) -> dict[str, Any]:
    with live_of(request).open() as connection:
        found = connection.execute(_ONE_DOCUMENT, {"doc_id": doc_id})
        names = [column[0] for column in found.description]
        rows = found.fetchall()
    if not rows:
        raise HTTPException(404, f"no document {doc_id[:40]}")
    return dict(zip(names, rows[0], strict=True))


def _original(request: Request, document: dict[str, Any]) -> bytes:
    try:
        return read_original(request.app.state.record.path, document["sha256"])
    except RecordError as error:
        raise HTTPException(404, str(error)) from error


@document_files.get("/documents/{doc_id}/original", include_in_schema=False)
@document_files.get("/api/v1/documents/{doc_id}/original", summary="The original as kept", tags=["record"], response_class=Response)
def get_original(request: Request, doc_id: DocId) -> Response:
    """The bytes of a document as they were read, to be saved: never as a page, whatever they are."""
    document = _find(request, doc_id)
    name = str(document["file_name"] or doc_id).rsplit("/", 1)[-1]
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)[-100:]
    told = f"attachment; filename=\"{plain or 'original'}\"; filename*=UTF-8''{quote(name[-100:], safe='')}"
    return Response(_original(request, document), media_type="application/octet-stream", headers={**_SAFE, "Content-Disposition": told})


@lru_cache(maxsize=48)
def _picture(live: LiveRecord, sha256: str, page: int, *, width: int, limits: tuple[float, int]) -> bytes:
    """The picture of a page, kept for those who turn back."""
    with _DRAWING:
        return draw_page_apart(read_original(live.path, sha256), page, width=width, seconds=limits[0], memory_bytes=limits[1])


@document_files.get("/documents/{doc_id}/pages/{page}.png", include_in_schema=False)
def get_picture(request: Request, doc_id: DocId, page: Annotated[int, Path(ge=1, le=100_000)], width: Annotated[int, Query(ge=100, le=1400)] = 900) -> Response:
    """One page of a PDF as a picture; of a file that cannot be drawn in time an error that says so."""
    document, settings = _find(request, doc_id), request.app.state.record.settings
    if document["file_type"] != "pdf" or page > len(document["page_starts"]):
        raise HTTPException(404, f"no page {page} to draw: the document has {len(document['page_starts'])} pages")
    wide = next((one for one in _WIDTHS if one >= width), _WIDTHS[-1])
    try:
        picture = _picture(live_of(request), document["sha256"], page, width=wide, limits=(settings.read_seconds, settings.read_memory_bytes))
    except RecordError as error:
        raise HTTPException(404, str(error)) from error
    except DocumentError as error:
        raise HTTPException(422, str(error)) from error
    return Response(picture, media_type="image/png", headers={**_SAFE, "Cache-Control": "private, max-age=3600"})


def page_of(starts: list[int], place: int) -> int:
    """The page on which a place of the text stands, from 1.

    Example:
        >>> page_of([0, 100, 250], 120), page_of([0, 100, 250], 250)
        (2, 3)
    """
    return max(1, bisect_right(starts, place))


@document_files.get("/documents/{doc_id}/pages", response_class=HTMLResponse, include_in_schema=False)
def show_pages(request: Request, doc_id: DocId, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> str:
    """A page of a PDF as it looks, beside its text with the marks of its records."""
    with live_of(request).open() as connection:
        document = find_document(connection, doc_id)
    if document is None or not document["page_starts"]:
        raise HTTPException(404, f"no pages of a document {doc_id[:40]}: only PDF files have them")
    starts, text = document["page_starts"], document["text"]
    number = min(page, len(starts))
    first, last = starts[number - 1], starts[number] if number < len(starts) else len(text)
    records = {table: [_moved(row, first, last) for row in document["records"][table] if row["start_char"] < last and row["end_char"] > first] for table in (*DYAD_TABLES, "offices")}
    parts = [_moved(part, first, last) for part in document["parts"] if part["start_char"] < last and part["end_char"] > first]
    return render(
        request, "page_images.html", document=document, number=number, last=len(starts), records=records, columns=COLUMNS,
        pieces=cut_text(text[first:last], parts, records), pages_with_records=sorted({page_of(starts, row["start_char"]) for table in records for row in document["records"][table]}),
    )  # fmt: skip


def _moved(row: dict[str, Any], first: int, last: int) -> dict[str, Any]:
    """A row with its place in the page."""
    return {**row, "start_char": max(row["start_char"], first) - first, "end_char": min(row["end_char"], last) - first}


@lru_cache(maxsize=16)
def _changes(old: str, new: str) -> VersionChanges:
    return compare_versions(old, new)


def read_changes(request: Request, doc_id: str, since: str) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any] | None, VersionChanges | None]:
    """What changed in a document since an earlier version; by default since the one before.

    Returns:
        The document, all its versions, the earlier one and the changes; None where there is no earlier one.

    Raises:
        HTTPException: If there is no such document or version.
    """
    document = _find(request, doc_id)
    with live_of(request).open() as connection:
        query = "SELECT doc_id, version, retrieved, title, published FROM all_documents WHERE address = $address ORDER BY version"
        versions = dictionaries(connection.execute(query, {"address": document["address"]}))
    earlier = [one for one in versions if one["version"] < document["version"]]
    if since and since not in {one["doc_id"] for one in versions}:
        raise HTTPException(404, f"no version {since[:40]} of this document")
    chosen = since or (earlier[-1]["doc_id"] if earlier else "")
    old = _find(request, chosen) if chosen and chosen != doc_id else None
    return document, versions, old, _changes(old["text"], document["text"]) if old else None


@document_files.get("/documents/{doc_id}/changes", response_class=HTMLResponse, include_in_schema=False)
def show_changes(request: Request, doc_id: DocId, since: Annotated[str, Query(pattern=r"^[0-9a-f]{0,64}$")] = "") -> str:
    """What changed in a document since an earlier version, word by word; by default since the one before."""
    document, versions, old, changes = read_changes(request, doc_id, since)
    return render(request, "versions.html", document=document, versions=versions, old=old, changes=changes)
