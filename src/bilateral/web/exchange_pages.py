"""Pages to send documents to INCEpTION and to read back what annotators changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from bilateral.answers.exchange import MOST_BYTES, MOST_DOCUMENTS, Imported, export_annotations, import_annotations
from bilateral.tables.queries import DYAD_TABLES, dyad_query
from bilateral.web.asked import find_dyad, live_of
from bilateral.web.pages import render
from bilateral.web.review_pages import author_of, opened_record
from bilateral.web.rows import find_dyads
from bilateral.web.tokens import check_sender

__all__ = ["exchange_pages", "read_import", "send_documents"]

exchange_pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_MOST_NAME = 120


@exchange_pages.get("/exchange")
def show_exchange(request: Request) -> str:
    """How documents go to INCEpTION and come back."""
    with live_of(request).open() as connection:
        return render(request, "exchange.html", dyads=find_dyads(connection), most=MOST_DOCUMENTS, most_bytes=MOST_BYTES)


@exchange_pages.get("/exchange/file")
def send_documents(
    request: Request, dyad: Annotated[str, Query(max_length=20)] = "", doc: Annotated[str, Query(max_length=40)] = "",
    first: Annotated[int, Query(ge=1, le=1_000_000)] = 1, number: Annotated[int, Query(ge=1, le=MOST_DOCUMENTS)] = 50,
) -> Response:  # fmt: skip
    """Documents with their records as a zip file: one document, or those that tell of a pair."""
    with opened_record(request) as opened:
        if doc:
            ids = [doc]
        else:
            state_a, state_b = find_dyad(dyad)
            about = " UNION ".join(f"SELECT doc_id FROM ({dyad_query(table)})" for table in DYAD_TABLES)  # noqa: S608 - our own names
            query = f"SELECT doc_id FROM ({about}) ORDER BY doc_id LIMIT {number} OFFSET {first - 1}"  # noqa: S608 - our own names
            ids = [row[0] for row in opened.connection.execute(query, {"state_a": state_a, "state_b": state_b}).fetchall()]
        if not ids:
            raise HTTPException(404, "no document tells of this pair from there on")
        content = export_annotations(opened, ids)
    return Response(content, media_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{doc or dyad}-inception.zip"'})


async def _read_file(request: Request) -> bytes:
    """A file that one of the app's own pages sent."""
    check_sender(request)
    pieces = [piece async for piece in request.stream()]
    if sum(map(len, pieces)) > MOST_BYTES:
        raise HTTPException(413, f"got more than {MOST_BYTES:,} bytes")
    return b"".join(pieces)


def read_import(
    request: Request, data: Annotated[bytes, Depends(_read_file)], *, name: Annotated[str, Query(max_length=_MOST_NAME)] = "file",
    accept_rest: Annotated[bool, Query()] = False,
) -> Imported:
    """What annotators changed becomes decisions of the journal."""
    with opened_record(request) as opened:
        done = import_annotations(opened, name, data, author=author_of(request, {}), accept_rest=accept_rest)
    live_of(request).look_again()
    return done


@exchange_pages.post("/exchange/file")
def take_documents(request: Request, done: Annotated[Imported, Depends(read_import)], name: Annotated[str, Query(max_length=_MOST_NAME)] = "file") -> str:
    """What became of a file."""
    return render(request, "exchanged.html", done=done, name=name)
