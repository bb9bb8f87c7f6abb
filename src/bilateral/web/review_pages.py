"""The pages to review by: decisions on records, and what to review first."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bilateral.answers.journal import find_rows
from bilateral.answers.review import Author, Opened, accept, add_row, comment, edit, mark_read, reject, skip, undo
from bilateral.errors import SettingsError
from bilateral.records import EVIDENCE_TABLES, column_names
from bilateral.tables.queries import DYAD_TABLES
from bilateral.web.asked import DyadPath, find_dyad, live_of
from bilateral.web.fields import read_changes, read_new
from bilateral.web.pages import render
from bilateral.web.queue import EFFECTS, ORDERS, REASONS, Asked, count_left, read_queue
from bilateral.web.rows import find_document, list_choices
from bilateral.web.shown import COLUMNS
from bilateral.web.tokens import read_form, reviewer_of, safe_back, set_reviewer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["author_of", "find_row", "opened_record", "read_asked", "review_pages"]

review_pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_Form = Annotated[dict[str, str], Depends(read_form)]
_PageNumber = Annotated[int, Query(ge=1, le=100_000)]


@contextmanager
def opened_record(request: Request) -> Iterator[Opened]:
    """The record with its journal laid over, as the app holds it open."""
    with live_of(request).open() as connection:
        yield Opened(request.app.state.record.path, connection)


def _back(form: dict[str, str]) -> RedirectResponse:
    return RedirectResponse(safe_back(form.get("back", "/")), status_code=303)


def author_of(request: Request, form: dict[str, str]) -> Author:
    """Who decides, by the account or the name given, with the reason that the form holds.

    Raises:
        SettingsError: If nobody is named.
    """
    name = reviewer_of(request)
    if not name:
        message = "got a decision without a reviewer, expected your name: give it at the head of the records, or on the page of the journal"
        raise SettingsError(message)
    return Author(name, form.get("reason", "").strip(), form["picked"] if form.get("picked") in ("sample", "second") else "")


def read_asked(
    request: Request, *, table: Annotated[str, Query(max_length=20)] = "", type: Annotated[str, Query(max_length=40)] = "",  # noqa: A002 - its name in the address
    order: Annotated[str, Query(max_length=20)] = "doubt",
) -> Asked:  # fmt: skip
    """What of the queue an address asks for."""
    if table and table not in DYAD_TABLES:
        raise HTTPException(404, f"no table {table}; there are {', '.join(DYAD_TABLES)}")
    if order not in ORDERS:
        message = f"got the order {order!r}, expected one of: {', '.join(ORDERS)}"
        raise SettingsError(message)
    return Asked(table, type if table else "", order, reviewer_of(request))


@review_pages.post("/review/name")
def keep_name(form: _Form) -> Response:
    """Keep the name under which the reader decides."""
    if not form.get("name", "").strip():
        message = "got no name, expected the name under which your decisions are to stand in the journal"
        raise SettingsError(message)
    answer = _back(form)
    set_reviewer(answer, form["name"])
    return answer


@review_pages.post("/review/decide")
def decide(request: Request, form: _Form) -> Response:
    """Accept, reject, edit, comment on or skip a record, or take a decision back."""
    author, kind = author_of(request, form), form.get("decision", "")
    if kind == "reject" and not author.reason:
        message = "got no reason, expected one: say in a few words why the record is wrong"
        raise SettingsError(message)
    with opened_record(request) as opened:
        _decide(request, opened, author, form)
    live_of(request).look_again()
    return _back(form)


def _decide(request: Request, opened: Opened, author: Author, form: dict[str, str]) -> None:
    kind, table, record_id = form.get("decision", ""), form.get("table", ""), form.get("record_id", "")
    as_coded = author.picked == "second"
    if kind == "accept":
        accept(opened, table, record_id, author=author, as_coded=as_coded)
    elif kind == "reject":
        reject(opened, table, record_id, author=author, as_coded=as_coded)
    elif kind == "edit":
        row = find_row(request, table, record_id, as_coded=as_coded)
        edit(opened, table, record_id, changes=read_changes(table, form, row), author=author, as_coded=as_coded)
    elif kind == "comment":
        comment(opened, table, record_id, author=author)
    elif kind == "skip":
        skip(opened, table, record_id, author=author)
    elif kind == "undo":
        undo(opened, form.get("decision_id", ""), author=author)
    else:
        message = f"got the decision {kind[:20]!r}, expected accept, reject, edit, comment, skip or undo"
        raise SettingsError(message)


def find_row(request: Request, table: str, record_id: str, *, as_coded: bool = False) -> dict[str, Any]:
    """A record as it stands after review, or as the coder made it."""
    if table not in EVIDENCE_TABLES:
        raise HTTPException(404, f"no table {table[:40]}")
    with live_of(request).open() as connection:
        rows = find_rows(connection, table, record_id, as_coded=as_coded)
    if len(rows) != 1:
        raise HTTPException(404, f"no record {record_id[:40]} of {table}")
    return {name: getattr(rows[0], name) for name in column_names(table)}


@review_pages.post("/documents/{doc_id}/add")
def add(request: Request, doc_id: str, form: _Form) -> Response:
    """Add a record that the coder missed."""
    author, table = author_of(request, form), form.get("table", "")
    with live_of(request).open() as connection:
        document = find_document(connection, doc_id)
    if document is None or not document["is_newest"]:
        raise HTTPException(404, f"no document {doc_id[:40]} of which this is the newest version")
    with opened_record(request) as opened:
        made = add_row(opened, table, {**read_new(table, form), "doc_id": doc_id}, author=author)
    live_of(request).look_again()
    return RedirectResponse(f"/documents/{doc_id}#r-{made.target_id}", status_code=303)


@review_pages.post("/documents/{doc_id}/read")
def read_to_the_end(request: Request, doc_id: str, form: _Form) -> Response:
    """Note that a document was read to the end."""
    author = author_of(request, form)
    with opened_record(request) as opened:
        mark_read(opened, doc_id, author=author)
    live_of(request).look_again()
    return _back({"back": f"/documents/{doc_id}"} | form)


@review_pages.get("/dyads/{dyad}/review")
def show_queue(request: Request, dyad: DyadPath, asked: Annotated[Asked, Depends(read_asked)], page: _PageNumber = 1) -> str:
    """What to review first."""
    pair, live = find_dyad(dyad), live_of(request)
    journal = live.verdicts.replayed
    with live.open() as connection:
        found = read_queue(connection, pair, page=page, asked=asked, journal=journal)
        left = count_left(connection, pair, asked=asked, journal=journal)
        types = list_choices(connection, asked.table, pair)["type"] if asked.table else []
    return render(
        request, "queue.html", dyad=dyad, pair=pair, page=found, asked=asked, left=left, types=types, columns=COLUMNS, reasons=REASONS,
        orders=ORDERS, effects=EFFECTS, last=live.verdicts.last_of(reviewer_of(request)), notes=journal.notes,
    )  # fmt: skip
