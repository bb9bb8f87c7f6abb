"""Review as JSON: the queue, the journal and what became of it, groups, and decisions that programs send."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field, create_model

from bilateral.answers.groups import PersonName, list_names
from bilateral.answers.orphans import list_orphans
from bilateral.answers.review import Author, accept, add_row, comment, edit, mark_read, reject, skip, undo
from bilateral.errors import SettingsError
from bilateral.records import Decision
from bilateral.review.agreement import (
    Agreement,
    Disagreement,
    PairAgreement,
    find_disagreements,
    measure_agreement,
    measure_pairs,
)
from bilateral.review.replay import GROUPED
from bilateral.web.api import as_page
from bilateral.web.asked import DyadPath, find_dyad, live_of
from bilateral.web.fields import read_changes, read_new
from bilateral.web.filters import A_PAGE
from bilateral.web.group_pages import read_groups
from bilateral.web.problems import API_PROBLEMS
from bilateral.web.queue import Asked, read_queue
from bilateral.web.review_pages import find_row, opened_record, read_asked
from bilateral.web.row_models import columns_of, pages_of
from bilateral.web.rows import Page, find_document
from bilateral.web.tokens import check_sender
from bilateral.web.visitors import visitor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.answers.review import Opened

__all__ = [
    "AgreementWhole",
    "GroupPage",
    "GroupRow",
    "NewDecision",
    "OrphanRow",
    "QueuePage",
    "QueueRow",
    "api_review",
]

api_review = APIRouter(prefix="/api/v1", tags=["review"])

_PageNumber = Annotated[int, Query(ge=1, le=100_000)]
_Short = Annotated[str, Query(max_length=80)]

DecisionRow = create_model("DecisionRow", __doc__=Decision.__doc__, state=(str, Field(description="active, undone, undo, conflict, or why it is an orphan.")), **columns_of(Decision))
DecisionPage = pages_of(DecisionRow, "DecisionPage")
MadeDecision = create_model("MadeDecision", __doc__="A decision as it was kept.", **columns_of(Decision))


class QueueRow(BaseModel):
    """A record that waits for a reviewer, with why; further columns are those of its table."""

    model_config = ConfigDict(extra="allow")

    record_id: str
    doc_id: str
    in_table: str
    points: float
    reasons: list[str]
    quote: str
    before: str
    after: str


class QueuePage(BaseModel):
    """One page of the queue."""

    rows: list[QueueRow]
    total: int
    page: int
    pages: int


class OrphanRow(DecisionRow):  # type: ignore[valid-type, misc]
    """A decision that could not be placed, and the records that it may be about now."""

    why: str
    is_movable: bool
    now_doc_id: str | None
    candidates: list[dict[str, Any]]


class AgreementWhole(BaseModel):
    """How far reviewers agree."""

    agreements: list[Agreement]
    pairs: list[PairAgreement]
    disagreements: list[Disagreement]


class GroupRow(BaseModel):
    """One act, promise or project with the records that report it."""

    group_id: str
    what: str
    day: str | None
    parties: list[str]
    reports: list[dict[str, Any]]


class GroupPage(BaseModel):
    """One page of groups."""

    rows: list[GroupRow]
    total: int
    page: int
    pages: int


@api_review.get("/dyads/{dyad}/review", summary="What to review first", response_model=QueuePage)
def get_queue(request: Request, dyad: DyadPath, asked: Annotated[Asked, Depends(read_asked)], page: _PageNumber = 1) -> dict[str, Any]:
    """Records that no reviewer judged, those with most points first, with the reasons."""
    with live_of(request).open() as connection:
        return as_page(read_queue(connection, find_dyad(dyad), page=page, asked=asked, journal=live_of(request).verdicts.replayed))


@api_review.get("/journal", summary="Decisions of reviewers", response_model=DecisionPage)
def get_journal(request: Request, state: _Short = "", reviewer: _Short = "", kind: _Short = "", page: _PageNumber = 1) -> dict[str, Any]:
    """One page of decisions, the newest first, each with what became of it."""
    chosen = {"state": state, "reviewer": reviewer, "decision_type": kind}
    rows = [row for row in reversed(live_of(request).verdicts.decisions) if all(not value or row[name] == value for name, value in chosen.items())]
    return as_page(Page(rows[(page - 1) * A_PAGE : page * A_PAGE], len(rows), page))


@api_review.get("/orphans", summary="Decisions whose record is not to be found any more", response_model=list[OrphanRow])
def get_orphans(request: Request) -> list[dict[str, Any]]:
    """Each with why, and the records that it may be about now."""
    with opened_record(request) as opened:
        return list_orphans(opened, live_of(request).verdicts)


@api_review.get("/agreement", summary="How far reviewers agree")
def get_agreement(request: Request) -> AgreementWhole:
    """Krippendorff's alpha by column, Cohen's kappa by pair of reviewers, and each record on which they differ."""
    replayed = live_of(request).verdicts.replayed
    return AgreementWhole(agreements=measure_agreement(replayed), pairs=measure_pairs(replayed), disagreements=find_disagreements(replayed))


@api_review.get("/dyads/{dyad}/groups", summary="Acts, promises or projects with the reports of each", response_model=GroupPage)
def get_groups(
    request: Request, dyad: DyadPath, table: Annotated[str, Query(max_length=20)] = "events", words: Annotated[str, Query(max_length=200)] = "", page: _PageNumber = 1
) -> dict[str, Any]:
    """Such that what may be one stands side by side."""
    if table not in GROUPED:
        message = f"got the table {table!r}, expected one of: {', '.join(GROUPED)}"
        raise SettingsError(message)
    found = [one for one in read_groups(request, dyad)[table] if words.casefold() in " ".join((one.what, *(report["quote"] for report in one.reports))).casefold()]
    return as_page(Page([asdict(one) for one in found[(page - 1) * A_PAGE : page * A_PAGE]], len(found), page))


@api_review.get("/dyads/{dyad}/persons", summary="Names of persons who serve one of the two")
def get_names(request: Request, dyad: DyadPath) -> list[PersonName]:
    """Those with the same last word stand side by side."""
    with live_of(request).open() as connection:
        return list(list_names(connection, find_dyad(dyad)))


class NewDecision(BaseModel):
    """A decision on a record; which fields it needs depends on what is decided."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["accept", "reject", "edit", "add", "comment", "skip", "read", "undo"]
    table: str = Field(default="", max_length=40)
    record_id: str = Field(default="", max_length=80, description="For accept, reject, edit, comment and skip.")
    doc_id: str = Field(default="", max_length=80, description="For add and read.")
    decision_id: str = Field(default="", max_length=80, description="For undo.")
    values: dict[str, str] = Field(default={}, max_length=60, description="For edit and add: values by column as forms take them, lists by commas.")
    reason: str = Field(default="", max_length=500, description="Why; reject and comment need it.")
    reviewer: str = Field(default="", max_length=80, description="Who decides, where the app runs without accounts; else the account's name stands.")


@api_review.post("/decisions", summary="Decide on a record", status_code=201, response_model=MadeDecision, dependencies=[Depends(check_sender)], responses={413: API_PROBLEMS[400], 411: API_PROBLEMS[400]})
def post_decision(request: Request, asked: NewDecision) -> dict[str, Any]:
    """Append a decision to the journal, under the name of the account; programs send a token, pages the header X-CSRF-Token of /api/v1/me."""
    author = _author(request, asked)
    if asked.decision == "reject" and not author.reason:
        message = "got no reason, expected one: say in a few words why the record is wrong"
        raise SettingsError(message)
    with opened_record(request) as opened:
        made = _ways(request, opened, author, asked)[asked.decision]()
    live_of(request).look_again()
    return asdict(made)


def _author(request: Request, asked: NewDecision) -> Author:
    visitor, given = visitor_of(request), asked.reviewer.strip()
    if not visitor.is_local and given not in ("", visitor.name):
        message = f"got the reviewer {given!r}, expected your own name {visitor.name!r} or none: decisions stand under the account's name"
        raise SettingsError(message)
    name = given or visitor.name
    if not name:
        message = "got a decision without a reviewer, expected your name in `reviewer`"
        raise SettingsError(message)
    return Author(name, asked.reason.strip())


def _ways(request: Request, opened: Opened, author: Author, asked: NewDecision) -> dict[str, Callable[[], Decision]]:
    """What each kind of decision does."""
    table, record_id, form = asked.table, asked.record_id, {f"set-{name}": value for name, value in asked.values.items()}

    def change() -> Decision:
        return edit(opened, table, record_id, changes=read_changes(table, form, find_row(request, table, record_id)), author=author)

    def add() -> Decision:
        document = find_document(opened.connection, asked.doc_id)
        if document is None or not document["is_newest"]:
            raise HTTPException(404, f"got the document {asked.doc_id!r}, expected one of which this is the newest version")
        return add_row(opened, table, {**read_new(table, form), "doc_id": asked.doc_id}, author=author)

    return {
        "accept": lambda: accept(opened, table, record_id, author=author),
        "reject": lambda: reject(opened, table, record_id, author=author),
        "edit": change,
        "add": add,
        "comment": lambda: comment(opened, table, record_id, author=author),
        "skip": lambda: skip(opened, table, record_id, author=author),
        "read": lambda: mark_read(opened, asked.doc_id, author=author),
        "undo": lambda: undo(opened, asked.decision_id, author=author),
    }
