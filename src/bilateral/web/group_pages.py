"""Pages to join and part what the analysis put together: reports of an act, promise or project, and names of a person."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bilateral.answers.groups import list_groups, list_names, others_of
from bilateral.answers.review import STATUSES, merge, merge_actors, set_status, split
from bilateral.errors import SettingsError
from bilateral.review.replay import GROUPED
from bilateral.web.asked import DyadPath, find_dyad, live_of
from bilateral.web.filters import A_PAGE
from bilateral.web.journal_pages import tell
from bilateral.web.pages import render
from bilateral.web.review_pages import author_of, opened_record
from bilateral.web.rows import Page
from bilateral.web.tokens import read_form, reviewer_of, safe_back

if TYPE_CHECKING:
    from pathlib import Path

    from bilateral.answers.groups import Group

__all__ = ["group_pages", "read_groups"]

group_pages = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_Form = Annotated[dict[str, str], Depends(read_form)]
_PageNumber = Annotated[int, Query(ge=1, le=100_000)]
_CHOSEN = "id-"
"""Beginning of a form's fields that each choose one report."""


@lru_cache(maxsize=8)
def _groups(record: Path, pair: tuple[str, str], state: tuple[str, ...]) -> dict[str, tuple[Group, ...]]:
    del state  # only a key
    return list_groups(record, pair)


def read_groups(request: Request, dyad: str) -> dict[str, tuple[Group, ...]]:
    """The groups of a pair by table."""
    return _groups(request.app.state.record.path, find_dyad(dyad), live_of(request).state)


@group_pages.get("/dyads/{dyad}/groups")
def show_groups(
    request: Request, dyad: DyadPath, table: Annotated[str, Query(max_length=20)] = "events", words: Annotated[str, Query(max_length=200)] = "", page: _PageNumber = 1
) -> str:
    """Acts, promises or projects with the reports of each."""
    if table not in GROUPED:
        raise HTTPException(404, f"no groups of {table}; there are {', '.join(GROUPED)}")
    pair, wanted = find_dyad(dyad), words.casefold()
    found = [one for one in read_groups(request, dyad)[table] if wanted in " ".join((one.what, *(report["quote"] for report in one.reports))).casefold()]
    shown = Page(list(found[(page - 1) * A_PAGE : page * A_PAGE]), len(found), page)  # type: ignore[arg-type]
    return render(
        request, "groups.html", dyad=dyad, pair=pair, table=table, words=words, page=shown, grouped=GROUPED, statuses=STATUSES,
        last=live_of(request).verdicts.last_of(reviewer_of(request)),
    )  # fmt: skip


@group_pages.post("/dyads/{dyad}/groups")
def regroup(request: Request, dyad: DyadPath, form: _Form) -> Response:
    """Join the chosen reports, part them from the others of their group, or tell what became of a promise or project."""
    author, table, action = author_of(request, form), form.get("table", ""), form.get("decision", "")
    chosen = [name.removeprefix(_CHOSEN) for name in form if name.startswith(_CHOSEN)]
    with opened_record(request) as opened:
        if action == "merge":
            merge(opened, table, chosen, author=author)
        elif action == "split" and table in GROUPED:
            split(opened, table, [chosen, others_of(read_groups(request, dyad)[table], chosen)], author=author)
        elif action == "status" and len(chosen) == 1:
            date, told = form.get("date", "").strip() or None, form.get("words", "").strip()
            set_status(opened, table, chosen[0], status=form.get("status", ""), date=date, words=told, author=author)
        else:
            message = f"got {action[:20]!r} of {len(chosen)} reports of {table[:20]}, expected to join two or more, to part some of one group, or the status of one"
            raise SettingsError(message)
    live_of(request).look_again()
    return RedirectResponse(safe_back(form.get("back", f"/dyads/{dyad}/groups?table={table}")), status_code=303)


@group_pages.get("/dyads/{dyad}/persons")
def show_names(request: Request, dyad: DyadPath) -> str:
    """Names of persons who serve one of the two."""
    pair, live = find_dyad(dyad), live_of(request)
    with live.open() as connection:
        names = list_names(connection, pair)
    merged = [{**row, "told": tell(row)} for row in live.verdicts.decisions if row["target_table"] == "actors" and row["state"] == "active"]
    return render(request, "persons.html", dyad=dyad, pair=pair, names=names, merged=merged, last=live.verdicts.last_of(reviewer_of(request)))


@group_pages.post("/dyads/{dyad}/persons")
def join_names(request: Request, dyad: DyadPath, form: _Form) -> Response:
    """Say that names are of one person."""
    author = author_of(request, form)
    chosen = [name.removeprefix(_CHOSEN).partition(":") for name in form if name.startswith(_CHOSEN)]
    states = {state for state, _, _ in chosen}
    if len(states) > 1:
        message = f"got names of persons who serve {' and '.join(sorted(states))}, expected those of one state"
        raise SettingsError(message)
    with opened_record(request) as opened:
        merge_actors(opened, [name for _, _, name in chosen], name=form.get("name", "").strip(), state="".join(states), author=author)
    live_of(request).look_again()
    return RedirectResponse(f"/dyads/{dyad}/persons", status_code=303)
