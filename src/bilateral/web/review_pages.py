"""The pages to review by: decisions on records, what to review first, and the journal."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bilateral.answers.review import Author, accept, add_row, edit, reject, undo
from bilateral.errors import SettingsError
from bilateral.records import EVIDENCE_TABLES
from bilateral.tables.queries import DYAD_TABLES
from bilateral.web.asked import DyadPath, find_dyad, live_of
from bilateral.web.fields import read_changes, read_new
from bilateral.web.filters import A_PAGE, Filters
from bilateral.web.pages import render
from bilateral.web.queue import REASONS, read_queue
from bilateral.web.rows import Page, find_document
from bilateral.web.shown import COLUMNS
from bilateral.web.tokens import read_form, reviewer_of, safe_back, set_reviewer

__all__ = ["review_pages"]

review_pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_Form = Annotated[dict[str, str], Depends(read_form)]
_PageNumber = Annotated[int, Query(ge=1, le=100_000)]


def _back(form: dict[str, str]) -> RedirectResponse:
    return RedirectResponse(safe_back(form.get("back", "/")), status_code=303)


def _author(request: Request, form: dict[str, str]) -> Author:
    name = reviewer_of(request)
    if not name:
        message = "got a decision without a reviewer, expected your name: give it at the head of the records, or on the page of the journal"
        raise SettingsError(message)
    return Author(name, form.get("reason", "").strip())


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
    """Accept, reject or edit a record, or take a decision back."""
    record, author, live = request.app.state.record.path, _author(request, form), live_of(request)
    kind, table, record_id = form.get("decision", ""), form.get("table", ""), form.get("record_id", "")
    if kind == "reject" and not author.reason:
        message = "got no reason, expected one: say in a few words why the record is wrong"
        raise SettingsError(message)
    if kind == "accept":
        accept(record, table, record_id, author=author)
    elif kind == "reject":
        reject(record, table, record_id, author=author)
    elif kind == "edit":
        edit(record, table, record_id, changes=read_changes(table, form, _row_now(request, table, record_id)), author=author)
    elif kind == "undo":
        undo(record, form.get("decision_id", ""), author=author)
    else:
        message = f"got the decision {kind[:20]!r}, expected accept, reject, edit or undo"
        raise SettingsError(message)
    live.look_again()
    return _back(form)


def _row_now(request: Request, table: str, record_id: str) -> dict[str, Any]:
    """A record as it stands after review."""
    if table not in EVIDENCE_TABLES:
        raise HTTPException(404, f"no table {table[:40]}")
    with live_of(request).open() as connection:
        found = connection.execute(f"SELECT * FROM {table} WHERE record_id = ?", [record_id])  # noqa: S608 - one of our tables
        names = [column[0] for column in found.description]
        rows = found.fetchall()
    if len(rows) != 1:
        raise HTTPException(404, f"no record {record_id[:40]} of {table}")
    return dict(zip(names, rows[0], strict=True))


@review_pages.post("/documents/{doc_id}/add")
def add(request: Request, doc_id: str, form: _Form) -> Response:
    """Add a record that the coder missed."""
    author, table = _author(request, form), form.get("table", "")
    with live_of(request).open() as connection:
        document = find_document(connection, doc_id)
    if document is None or not document["is_newest"]:
        raise HTTPException(404, f"no document {doc_id[:40]} of which this is the newest version")
    made = add_row(request.app.state.record.path, table, {**read_new(table, form), "doc_id": doc_id}, author=author)
    live_of(request).look_again()
    return RedirectResponse(f"/documents/{doc_id}#r-{made.target_id}", status_code=303)


@review_pages.get("/dyads/{dyad}/review")
def show_queue(request: Request, dyad: DyadPath, table: Annotated[str, Query(max_length=20)] = "", page: _PageNumber = 1) -> str:
    """What to review first."""
    pair, live = find_dyad(dyad), live_of(request)
    if table and table not in DYAD_TABLES:
        raise HTTPException(404, f"no table {table}; there are {', '.join(DYAD_TABLES)}")
    with live.open() as connection:
        found = read_queue(connection, pair, page=page, tables=(table,) if table else DYAD_TABLES)
    return render(
        request, "queue.html", dyad=dyad, pair=pair, page=found, filters=Filters(page=page), chosen=table, columns=COLUMNS, reasons=REASONS,
        last=live.verdicts.last_of(reviewer_of(request)),
    )  # fmt: skip


@review_pages.get("/journal")
def show_journal(request: Request, state: Annotated[str, Query(max_length=30)] = "", page: _PageNumber = 1) -> str:
    """Every decision, the newest first."""
    rows = [row for row in reversed(live_of(request).verdicts.decisions) if not state or row["state"] == state]
    states = sorted({row["state"] for row in live_of(request).verdicts.decisions})
    shown = Page(rows[(page - 1) * A_PAGE : page * A_PAGE], len(rows), page)
    return render(request, "journal.html", page=shown, filters=Filters(page=page), states=states, chosen=state)
