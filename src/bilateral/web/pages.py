"""The pages to read: home, a pair, its tables, its brief, documents with marks, search, codebook, accuracy."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from bilateral.briefings.drawing import draw_svg
from bilateral.briefings.names import name_party
from bilateral.briefings.render import show_more
from bilateral.briefings.wording import capitalise, show_period
from bilateral.review.scores import score_review
from bilateral.tables.queries import DYAD_TABLES
from bilateral.tables.schema import codebook
from bilateral.version import VERSION
from bilateral.vocabulary.accuracy import read_accuracy
from bilateral.vocabulary.states import is_state
from bilateral.web.answered import ANSWERS
from bilateral.web.asked import DyadPath, TablePath, find_dyad, find_table, live_of, read_filters
from bilateral.web.choices import read_choices
from bilateral.web.fields import open_form
from bilateral.web.filters import CONFIDENCE, KINDS, REVIEWED, Filters
from bilateral.web.heavy import read_brief_file
from bilateral.web.marks import cut_text
from bilateral.web.rows import count_rows, find_document, find_dyads, list_documents, read_page, search
from bilateral.web.shown import COLUMNS, column_name, show_cell, show_passage, show_title, show_value
from bilateral.web.tokens import reviewer_of, token_of
from bilateral.web.visitors import visitor_of
from bilateral.web.way_back import add_way_back

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["pages", "render"]

pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_TITLES = {
    "events": "Events", "statements": "Statements", "figures": "Figures", "commitments": "Commitments",
    "projects": "Projects", "factors": "Drivers and hurdles",
}  # fmt: skip
_ANSWERS = {"timeline": "Timeline", "map": "Map", **{name: title for name, (title, _, _) in ANSWERS.items()}}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy
    from markupsafe import Markup  # noqa: PLC0415

    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["column_name"] = column_name
    made.tests["between_states"] = lambda dyad: all(map(is_state, dyad.split("-")))
    made.filters["capitalise"] = capitalise
    made.filters["pair_name"] = lambda pair: capitalise(" and ".join(map(name_party, pair)))
    made.filters["party_name"] = lambda party: capitalise(name_party(party))
    made.globals.update(
        version=VERSION, tables=_TITLES, show_period=show_period, show_cell=show_cell, show_more=show_more, show_passage=show_passage, show_title=show_title, show_value=show_value, answers=_ANSWERS, kinds=list(KINDS), confidences=CONFIDENCE, reviewed_choices=list(REVIEWED),
        draw=lambda chart: Markup(draw_svg(chart)),  # noqa: S704 - escaped when drawn
    )  # fmt: skip
    return made


def render(request: Request, template: str, *, dyad: str = "", **values: Any) -> str:
    """A page from its template; everything that a document says is escaped."""
    page = _environment().get_template(template).render(
        path=request.url.path, query=request.url.query, dyad=dyad, token=lambda: token_of(request), reviewer=reviewer_of(request), visitor=visitor_of(request), **values
    )
    return page.encode("utf-8", "replace").decode()


@pages.get("/")
def show_home(request: Request) -> str:
    """The pairs of the record."""
    with live_of(request).open() as connection:
        return render(request, "home.html", dyads=find_dyads(connection), counts=count_rows(connection))


@pages.get("/dyads/{dyad}/brief")
def show_brief(request: Request, dyad: DyadPath, form: Annotated[str, Query(alias="format", pattern="^(html|md|docx|pdf|json|bibtex|csl)$")] = "html") -> Response:
    """The brief of a pair, as a page or a file."""
    record = request.app.state.record
    content = read_brief_file(record, find_dyad(dyad), live_of(request).state, form=form)
    if form == "html":
        here, names = f"/dyads/{dyad}", " and ".join(map(name_party, find_dyad(dyad)))
        links = [(here, f"← The record of {names}"), (f"{here}/outlook", "Outlook"), (f"{here}/brief?format=docx", "Word"), (f"{here}/brief?format=pdf", "PDF")]
        return HTMLResponse(add_way_back(content, links), headers={"Content-Security-Policy": "frame-ancestors 'none'"})  # the page brings its own policy
    return Response(content, media_type="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="{dyad}.{form}"'})


@pages.get("/dyads/{dyad}/{table}")
def show_table(request: Request, dyad: DyadPath, table: TablePath, filters: Annotated[Filters, Depends(read_filters)]) -> str:
    """One page of a table of a pair."""
    pair, name = find_dyad(dyad), find_table(table)
    with live_of(request).open() as connection:
        page = read_page(connection, name, pair, filters=filters)
    choices = read_choices(live_of(request), name, pair)
    return render(
        request, "table.html", dyad=dyad, pair=pair, table=name, page=page, filters=filters, choices=choices, columns=COLUMNS[name]
    )


@pages.get("/documents")
def show_documents(request: Request, words: Annotated[str, Query(max_length=200)] = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> str:
    """The documents of the record."""
    with live_of(request).open() as connection:
        found = list_documents(connection, words, page)
    return render(request, "documents.html", page=found, filters=Filters(words=words, page=page))


_Short = Annotated[str, Query(max_length=40)]


@pages.get("/documents/{doc_id}")
def show_document(  # noqa: PLR0913, PLR0917 - one argument a choice
    request: Request, doc_id: str, edit: _Short = "", add: _Short = "", start: _Short = "", end: _Short = "", words: Annotated[str, Query(max_length=5000)] = "", picked: _Short = ""
) -> str:
    """A document with its records as marks, and the form of the record that is edited or added."""
    live = live_of(request)
    with live.open() as connection:
        document = find_document(connection, doc_id)
    if document is None:
        raise HTTPException(404, f"no document {doc_id[:40]}")
    shown = {table: document["records"][table] for table in (*DYAD_TABLES, "offices")}
    return render(
        request, "document.html", document=document, pieces=cut_text(document["text"], document["parts"], shown), records=shown, columns=COLUMNS,
        verdicts={row["record_id"]: row["reviewed"] for rows in shown.values() for row in rows if row["reviewed"]},
        last=live.verdicts.last_of(reviewer_of(request), doc_id), disputed=live.verdicts.disputed,
        notes=live.verdicts.replayed.notes, reading=live.verdicts.replayed.readings.get(doc_id),
        form=open_form(document, edit=edit, add=add, place=(start, end, words), picked=picked, coded=live.verdicts.coded.get(edit)),
    )  # fmt: skip


@pages.get("/search")
def show_hits(request: Request, words: Annotated[str, Query(max_length=200)] = "") -> str:
    """Passages that hold some words."""
    if not words.strip():
        return render(request, "search.html", words="", hits=[])
    with live_of(request).open() as connection:
        return render(request, "search.html", words=words, hits=search(connection, words.strip()))


@pages.get("/codebook")
def show_codebook(request: Request) -> str:
    """Every column of every table."""
    return render(request, "codebook.html", columns=codebook())


@pages.get("/accuracy")
def show_accuracy(request: Request) -> str:
    """How good the coder is, as measured and as reviewers of this record found it."""
    return render(request, "accuracy.html", accuracy=read_accuracy(), reviewed=score_review(live_of(request).verdicts.replayed, live_of(request).verdicts.coded))
