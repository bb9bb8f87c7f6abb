"""The pages of the answers of a pair, data sets, and two documents side by side; each with its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from bilateral.answers.comparison import compare_documents, render_comparison
from bilateral.web.answered import ANSWERS, AnswerFilters, Section, list_data, read_answer
from bilateral.web.asked import DyadPath, find_dyad, live_of
from bilateral.web.filters import Filters
from bilateral.web.pages import render
from bilateral.web.rows import list_documents
from bilateral.web.star import draw_star

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.web.answered import Answer

__all__ = ["AnswerTable", "AnswerTables", "answer_pages"]

answer_pages = APIRouter()

_Short = Annotated[str, Query(max_length=40)]
_Wanted = Annotated[str, Query(max_length=500)]


class AnswerTable(BaseModel):
    """One table of an answer."""

    key: str
    title: str
    note: str
    rows: list[dict[str, Any]]


class AnswerTables(BaseModel):
    """The tables of an answer."""

    tables: list[AnswerTable]


def _asked(  # noqa: PLR0913, PLR0917 - one argument a filter
    as_of: _Short = "", issue: _Short = "", standing: _Short = "", entry: _Short = "", data: Annotated[str, Query(max_length=80)] = "", by: _Short = "", horizon: _Short = ""
) -> AnswerFilters:
    """The filters in an address."""
    return AnswerFilters(as_of, issue, standing, entry, data, by, horizon)


_Asked = Annotated[AnswerFilters, Depends(_asked)]


def _read(request: Request, name: str, dyad: str, asked: AnswerFilters) -> Answer:
    return read_answer(request.app.state.record, name, find_dyad(dyad), asked=asked, state=live_of(request).state)


def _as_tables(sections: tuple[Section, ...]) -> AnswerTables:
    return AnswerTables(tables=[AnswerTable(key=one.key, title=one.title, note=one.note, rows=list(one.rows)) for one in sections])


def _page_of(name: str) -> Callable[..., str]:
    def show(request: Request, dyad: DyadPath, asked: _Asked) -> str:
        answer, pair = _read(request, name, dyad, asked), find_dyad(dyad)
        return render(
            request, "answer.html", dyad=dyad, pair=pair, title=ANSWERS[name][0], used=ANSWERS[name][1], answer=answer, asked=asked,
            star=draw_star(answer.network) if answer.network else "",
        )  # fmt: skip

    return show


def _json_of(name: str) -> Callable[..., AnswerTables]:
    def show(request: Request, dyad: DyadPath, asked: _Asked) -> AnswerTables:
        return _as_tables(_read(request, name, dyad, asked).sections)

    return show


for _name, _title in ((name, about[0]) for name, about in ANSWERS.items()):
    answer_pages.add_api_route(f"/dyads/{{dyad}}/{_name}", _page_of(_name), response_class=HTMLResponse, include_in_schema=False)
    answer_pages.add_api_route(f"/api/v1/dyads/{{dyad}}/{_name}", _json_of(_name), name=f"get_{_name}", summary=_title, tags=["answers"], response_model=AnswerTables)


@answer_pages.get("/data-sets", response_class=HTMLResponse, include_in_schema=False)
def show_data_sets(request: Request) -> str:
    """The data sets and official series of the record."""
    return render(request, "data_sets.html", sections=list_data(request.app.state.record, live_of(request).state))


@answer_pages.get("/api/v1/data-sets", summary="Data sets and official series", tags=["answers"])
def get_data_sets(request: Request) -> AnswerTables:
    """What was imported beside the documents."""
    return _as_tables(list_data(request.app.state.record, live_of(request).state))


@answer_pages.get("/compare", response_class=HTMLResponse, include_in_schema=False)
def show_comparison(
    request: Request, a: _Wanted = "", b: _Wanted = "", words: Annotated[str, Query(max_length=200)] = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """Two documents side by side, or the documents to choose from."""
    if a and b:
        content = render_comparison(compare_documents(request.app.state.record.path, a, b), "html")
        return HTMLResponse(content, headers={"Content-Security-Policy": "frame-ancestors 'none'"})  # the page brings its own policy
    with live_of(request).open() as connection:
        found = list_documents(connection, words, page)
    return HTMLResponse(render(request, "compare.html", page=found, filters=Filters(words=words, page=page), chosen=(a, b)))


@answer_pages.get("/api/v1/compare", summary="Two documents side by side", tags=["answers"], response_class=Response)
def get_comparison(request: Request, a: _Wanted, b: _Wanted) -> Response:
    """Pairs of sentences with what changed, what is new and what was left out."""
    return Response(render_comparison(compare_documents(request.app.state.record.path, a, b), "json"), media_type="application/json")
