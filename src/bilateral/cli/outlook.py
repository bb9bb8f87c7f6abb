"""The command `bilateral outlook`: foretell, release, score."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilateral.cli.options import OutOption, RecordOption, TableFormat
from bilateral.cli.output import write_table, write_text
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["add_outlook_commands"]


class _Form(StrEnum):
    """Forms in which an outlook can be written."""

    table = "table"
    csv = "csv"
    json = "json"
    md = "md"


class _By(StrEnum):
    """Lengths of a period."""

    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


_State = Annotated[str | None, typer.Argument(help="A state: ISO code, name or capital.")]


def _outlook(  # noqa: PLR0913 - options
    state_a: _State = None, state_b: _State = None, *, record: RecordOption,
    horizon: Annotated[str, typer.Option("--horizon", help="How far ahead: 4w, 6m, 1y.")] = "6m",
    by: Annotated[_By | None, typer.Option("--by", help="Length of a period; by week up to three months ahead or with too few months of data, else by month.")] = None,
    data: Annotated[str | None, typer.Option("--data", "-d", help="Data set; `coded`: the record's own incidents (the default where it holds any).")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Use only what is dated up to this day.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name of the release, new in this record; made of pair, data and days by default.")] = None,
    store: Annotated[bool, typer.Option("--store/--no-store", help="Store the outlook as a release that is never changed.")] = True,
    score: Annotated[bool, typer.Option("--score", help="Score what was released and has come due (of the pair, or of --name).")] = False,
    reliability: Annotated[bool, typer.Option("--reliability", help="How often came what was given a chance: the points of a reliability plot.")] = False,
    releases: Annotated[bool, typer.Option("--releases", help="List what was released.")] = False,
    form: Annotated[_Form | None, typer.Option("--format", "-f", help="Default: a page on a screen, csv in a pipe.")] = None,
    out: OutOption = None,
) -> None:  # fmt: skip
    """What to expect between two states: counts, balance, chance of each act, beside base rates and tested skill."""
    form = form or (_Form.table if out is None and sys.stdout.isatty() else _Form.csv)
    pair = (state_a, state_b) if state_a and state_b else None
    if releases:
        _write_rows(_list_releases(record), form, out)
    elif score or reliability:
        _write_scores(record, pair, name, is_reliability=reliability, form=form, out=out)
    elif pair is None:
        message = "got no pair of states, expected two such as RUS KOR (or --score, --reliability or --releases)"
        raise SettingsError(message)
    else:
        _write_outlook(record, pair, name=name, store=store, form=form, out=out, options={"horizon": horizon, "by": by.value if by else None, "data": data, "as_of": as_of})


def _write_outlook(  # noqa: PLR0913 - options
    record: Path, pair: tuple[str, str], *, name: str | None, store: bool, form: _Form, out: Path | None, options: dict[str, str | None]
) -> None:  # fmt: skip
    """Foretell, store if wanted, and write."""
    from bilateral.answers.outlook import build_outlook, release_outlook  # noqa: PLC0415 - loads analysis
    from bilateral.answers.outlook_text import outlook_rows, render_outlook_json, render_outlook_page  # noqa: PLC0415

    outlook = build_outlook(record, *pair, **options)  # type: ignore[arg-type] # None only where it may be
    if store and outlook.lines:
        outlook = release_outlook(record, outlook, name=name)
        typer.echo(f"released as {outlook.lines[0].release_name}", err=True)
    if outlook.note:
        typer.echo(outlook.note, err=True)
    if form is _Form.json:
        write_text(render_outlook_json(outlook), out)
    elif form is _Form.csv:
        write_table(outlook_rows(outlook.lines), "forecasts", TableFormat.csv, out)
    else:
        _write_page(render_outlook_page(outlook), form, out)


def _write_page(page: str, form: _Form, out: Path | None) -> None:
    """A Markdown page, laid out where a person looks on."""
    if form is _Form.md or out is not None:
        write_text(page, out)
        return
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.markdown import Markdown  # noqa: PLC0415

    Console().print(Markdown(page))


def _list_releases(record: Path) -> list[dict[str, Any]]:
    """One row a release."""
    from bilateral.tables.releases import read_releases  # noqa: PLC0415 - heavy

    heads = {line.release_id: line for line in read_releases(record)}
    return [
        {
            "release": line.release_name, "created_at": f"{line.created_at:%Y-%m-%d %H:%M}", "data_name": line.data_name, "state_a": line.state_a,
            "state_b": line.state_b, "step": line.step, "as_of": str(line.as_of), "until": str(line.period_end),
        }
        for line in heads.values()
    ]  # fmt: skip


def _write_scores(  # noqa: PLR0913 - options
    record: Path, pair: tuple[str, str] | None, name: str | None, *, is_reliability: bool, form: _Form, out: Path | None
) -> None:  # fmt: skip
    """Scores, or the reliability table, of what has come due."""
    from bilateral.analysis.outlook_scores import build_reliability, summarise  # noqa: PLC0415 - loads analysis
    from bilateral.answers.outlook import score_outlooks  # noqa: PLC0415

    scored = score_outlooks(record, name=name, dyad=pair)
    if not scored:
        typer.echo("nothing released has come due: the data of this record do not yet cover a whole period that was foretold", err=True)
    _write_rows(build_reliability(scored) if is_reliability else summarise(scored), form, out)


def _write_rows(rows: Sequence[dict[str, Any]], form: _Form, out: Path | None) -> None:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    from bilateral.answers.outlook_text import rows_page  # noqa: PLC0415

    if form is _Form.json:
        write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", out)
    elif form is _Form.csv:
        write_table(pa.Table.from_pylist(list(rows)), "rows", TableFormat.csv, out)
    else:
        _write_page(rows_page(rows), form, out)


def add_outlook_commands(app: typer.Typer) -> None:
    """Add the command to the program.

    Args:
        app: The program.
    """
    app.command("outlook", epilog="Example: `bilateral outlook RUS KOR --record record/ --data icews18 --horizon 6m`")(_outlook)
