"""Pages of the journal: who decided what, decisions that lost their record, agreement of reviewers, and exchange with INCEpTION."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bilateral.answers.orphans import REASONS, Place, list_orphans, reanchor
from bilateral.review.agreement import find_disagreements, measure_agreement, measure_pairs
from bilateral.web.asked import live_of
from bilateral.web.fields import find_words
from bilateral.web.filters import A_PAGE, Filters
from bilateral.web.pages import render
from bilateral.web.review_pages import author_of, opened_record
from bilateral.web.rows import Page, find_document
from bilateral.web.tokens import read_form

__all__ = ["journal_pages", "tell"]

journal_pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_Form = Annotated[dict[str, str], Depends(read_form)]
_PageNumber = Annotated[int, Query(ge=1, le=100_000)]
_Short = Annotated[str, Query(max_length=80)]


def tell(row: dict[str, Any]) -> str:
    """What else a decision says: new values of an edit, a status, or names of one person."""
    try:
        payload = json.loads(row["payload"])
    except ValueError:
        return ""
    if row["target_table"] == "actors":
        return f"{', '.join(payload.get('names', ()))}: one person, {payload.get('as')}"
    if row["decision_type"] == "status":
        return " ".join(filter(None, (payload.get("status"), payload.get("date"), payload.get("words"))))
    return "; ".join(f"{name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}" for name, value in payload.get("changes", {}).items())


@journal_pages.get("/journal")
def show_journal(request: Request, state: _Short = "", reviewer: _Short = "", kind: _Short = "", page: _PageNumber = 1) -> str:
    """Every decision, the newest first."""
    decisions = live_of(request).verdicts.decisions
    chosen = {"state": state, "reviewer": reviewer, "decision_type": kind}
    rows = [row for row in reversed(decisions) if all(not value or row[name] == value for name, value in chosen.items())]
    choices = {name: sorted({row[name] for row in decisions}) for name in chosen}
    shown = Page([{**row, "told": tell(row)} for row in rows[(page - 1) * A_PAGE : page * A_PAGE]], len(rows), page)
    n_orphans = sum(row["state"] in REASONS for row in decisions)
    return render(request, "journal.html", page=shown, filters=Filters(page=page), choices=choices, chosen=chosen, n_orphans=n_orphans)


@journal_pages.get("/orphans")
def show_orphans(request: Request) -> str:
    """Decisions whose record is not to be found any more."""
    with opened_record(request) as opened:
        rows = list_orphans(opened, live_of(request).verdicts)
    return render(request, "orphans.html", rows=rows)


@journal_pages.post("/review/reanchor")
def put_where_it_belongs(request: Request, form: _Form) -> Response:
    """Put an orphan on a record or on words of now."""
    author, words = author_of(request, form), form.get("words", "").strip()
    with opened_record(request) as opened:
        place = Place(form.get("record_id", ""))
        if not place.record_id:
            document = find_document(opened.connection, form.get("doc_id", ""))
            start, end = find_words(document["text"] if document else "", words)
            place = Place("", form.get("doc_id", ""), start, end)
        reanchor(opened, form.get("decision_id", ""), place, author=author)
    live_of(request).look_again()
    return RedirectResponse("/orphans", status_code=303)


@journal_pages.get("/agreement")
def show_agreement(request: Request) -> str:
    """How far reviewers agree, and on what they do not."""
    replayed = live_of(request).verdicts.replayed
    return render(
        request, "agreement.html", agreements=measure_agreement(replayed), pairs=measure_pairs(replayed),
        disagreements=find_disagreements(replayed), marks=replayed.marks,
    )  # fmt: skip
