"""The pages of the answers of a pair, data sets, and two documents side by side; each with its JSON, its tables as files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from bilateral.answers.comparison import compare_documents, render_comparison
from bilateral.web.answer_charts import draw_answer
from bilateral.web.answered import ANSWERS, AnswerFilters, Section, list_data, read_answer
from bilateral.web.asked import DyadPath, find_dyad, live_of
from bilateral.web.files import send_table
from bilateral.web.filters import A_PAGE, Filters
from bilateral.web.origins import read_origins
from bilateral.web.pages import render
from bilateral.web.rows import list_documents
from bilateral.web.way_back import add_way_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from bilateral.record import Record
    from bilateral.web.answer_charts import AnswerChart
    from bilateral.web.answered import Answer

__all__ = ["AnswerTable", "AnswerTables", "answer_pages"]

answer_pages = APIRouter()

_Short = Annotated[str, Query(max_length=40)]
_Wanted = Annotated[str, Query(max_length=500)]


_FIRST_ROWS = 20
"""Rows of each table that a page with several shows; the table alone is paged."""

_MOST_ROWS = 1_000
"""Rows of each table that JSON gives at once; `show` and `page` give the others, a file all."""


class AnswerTable(BaseModel):
    """One table of an answer."""

    key: str
    title: str
    note: str
    rows: list[dict[str, Any]]
    total: int


class AnswerTables(BaseModel):
    """The tables of an answer."""

    tables: list[AnswerTable]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which tables of an answer are shown, and which rows of them."""

    show: str = ""  # key of one table, that is then paged
    page: int = 1

    def tables(self, sections: tuple[Section, ...], *, most: int) -> list[tuple[Section, int]]:
        """The tables with the rows to show, each with the number of all its rows."""
        if self.show and self.show not in {one.key for one in sections}:
            message = f"no table {self.show[:40]}; there are {', '.join(one.key for one in sections)}"
            raise HTTPException(404, message)
        first = (self.page - 1) * A_PAGE if self.show else 0
        last = first + A_PAGE if self.show else most
        chosen = [one for one in sections if self.show in ("", one.key)]
        return [(Section(one.key, one.title, one.note, one.rows[first:last], one.shown, one.link), len(one.rows)) for one in chosen]


def _shown(show: Annotated[str, Query(max_length=40)] = "", page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> _Shown:
    """The table and the page that an address asks for."""
    return _Shown(show, page)


_Shows = Annotated[_Shown, Depends(_shown)]


def _asked(  # noqa: PLR0913, PLR0917 - one argument a filter
    as_of: _Short = "", issue: _Short = "", standing: _Short = "", entry: _Short = "", data: Annotated[str, Query(max_length=80)] = "", by: _Short = "", horizon: _Short = ""
) -> AnswerFilters:
    """The filters in an address."""
    return AnswerFilters(as_of, issue, standing, entry, data, by, horizon)


_Asked = Annotated[AnswerFilters, Depends(_asked)]


def _read(request: Request, name: str, dyad: str, asked: AnswerFilters) -> Answer:
    return read_answer(request.app.state.record, name, find_dyad(dyad), asked=asked, state=live_of(request).state)


def _as_tables(sections: tuple[Section, ...], shown: _Shown | None = None) -> AnswerTables:
    chosen = (shown or _Shown()).tables(sections, most=_MOST_ROWS)
    return AnswerTables(tables=[AnswerTable(key=one.key, title=one.title, note=one.note, rows=list(one.rows), total=total) for one, total in chosen])


def _page_of(name: str) -> Callable[..., str]:
    def _show(request: Request, dyad: DyadPath, asked: _Asked, shown: _Shows) -> str:
        answer, pair = _read(request, name, dyad, asked), find_dyad(dyad)
        tables = shown.tables(answer.sections, most=_FIRST_ROWS)
        with live_of(request).open() as connection:
            origins = read_origins(connection, (row for section, _ in tables for row in section.rows))
        return render(
            request, "answer.html", dyad=dyad, pair=pair, title=ANSWERS[name][0], used=ANSWERS[name][1], answer=answer, asked=asked, tables_shown=tables, origins=origins,
            shown=shown, a_page=A_PAGE, chart=None if shown.show or asked.entry else _drawing(request, name, dyad, asked),
        )  # fmt: skip

    return _show


@lru_cache(maxsize=64)
def _draw(record: Record, name: str, pair: tuple[str, str], *, asked: AnswerFilters, state: tuple[str, ...]) -> AnswerChart | None:
    """The chart of an answer, drawn once for each state of the record."""
    return draw_answer(name, pair, read_answer(record, name, pair, asked=asked, state=state))


def _drawing(request: Request, name: str, dyad: str, asked: AnswerFilters) -> AnswerChart | None:
    return _draw(request.app.state.record, name, find_dyad(dyad), asked=asked, state=live_of(request).state)


def _json_of(name: str) -> Callable[..., AnswerTables]:
    def _show(request: Request, dyad: DyadPath, asked: _Asked, shown: _Shows) -> AnswerTables:
        return _as_tables(_read(request, name, dyad, asked).sections, shown)

    return _show


def _file_of(name: str) -> Callable[..., Response]:
    def _show(
        request: Request, dyad: DyadPath, section: Annotated[str, Path(pattern=r"^[a-z]{3,30}$")], asked: _Asked,
        form: Annotated[str, Query(alias="format", pattern="^(csv|jsonl|parquet)$")] = "csv",
    ) -> Response:  # fmt: skip
        (table, _), *_ = _Shown(section).tables(_read(request, name, dyad, asked).sections, most=0)
        found = next(one for one in _read(request, name, dyad, asked).sections if one.key == table.key)
        return send_table(_as_arrow(found), form, f"{dyad}-{name}-{section}")

    return _show


def _as_arrow(section: Section) -> pa.RecordBatchReader:
    """The rows of a table with all their columns, some at a time; where values of a column are of several kinds, as text."""
    import pyarrow as pa  # noqa: PLC0415 - takes a third of a second

    schema = pa.schema([(name, _kind_of([row.get(name) for row in section.rows])) for name in dict.fromkeys(name for row in section.rows for name in row)])

    def read() -> Iterator[pa.RecordBatch]:
        for first in range(0, len(section.rows), _A_BATCH):
            rows = section.rows[first : first + _A_BATCH]
            yield pa.record_batch([_as_array([row.get(field.name) for row in rows], field.type) for field in schema], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, read())


_A_BATCH = 1_000


def _kind_of(values: list[Any]) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415 - takes a third of a second

    try:
        return pa.infer_type(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.string()


def _as_array(values: list[Any], kind: pa.DataType) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415 - takes a third of a second

    return pa.array([value if value is None else str(value) for value in values] if kind == pa.string() else values, kind)


for _name, _title in ((name, about[0]) for name, about in ANSWERS.items()):
    answer_pages.add_api_route(f"/dyads/{{dyad}}/{_name}", _page_of(_name), response_class=HTMLResponse, include_in_schema=False)
    answer_pages.add_api_route(f"/api/v1/dyads/{{dyad}}/{_name}", _json_of(_name), name=f"get_{_name}", summary=_title, tags=["answers"], response_model=AnswerTables)
    answer_pages.add_api_route(f"/api/v1/dyads/{{dyad}}/{_name}/{{section}}/file", _file_of(_name), name=f"get_{_name}_file", summary=f"{_title}: all rows of one table, as a file", tags=["answers"], response_class=Response)


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
        compared = compare_documents(request.app.state.record.path, a, b)
        documents = [(f"/documents/{side.doc_id}", words) for side, words in ((compared.a, "The first document"), (compared.b, "The second document")) if side.doc_id]
        turned = f"/compare?{urlencode({'a': b, 'b': a})}"
        content = add_way_back(render_comparison(compared, "html"), [("/compare", "← Compare others"), *documents, (turned, "The other way round")])
        return HTMLResponse(content, headers={"Content-Security-Policy": "frame-ancestors 'none'"})  # the page brings its own policy
    with live_of(request).open() as connection:
        found = list_documents(connection, words, page)
    return HTMLResponse(render(request, "compare.html", page=found, filters=Filters(words=words, page=page), chosen=(a, b)))


@answer_pages.get("/api/v1/compare", summary="Two documents side by side", tags=["answers"], response_class=Response)
def get_comparison(request: Request, a: _Wanted, b: _Wanted) -> Response:
    """Pairs of sentences with what changed, what is new and what was left out."""
    return Response(render_comparison(compare_documents(request.app.state.record.path, a, b), "json"), media_type="application/json")
