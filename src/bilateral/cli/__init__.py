"""The command `bilateral`: one short function a command.

Exit status: 0 done, 1 the whole command failed (the message says why), 2 the
command line was wrong.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bilateral.cli.accounts import add_accounts_commands
from bilateral.cli.checks import add_check_commands
from bilateral.cli.compare import add_compare_commands
from bilateral.cli.data import add_data_commands
from bilateral.cli.ledger import add_ledger_commands
from bilateral.cli.network import add_network_commands
from bilateral.cli.next_events import add_next_commands
from bilateral.cli.options import (
    FormatOption,
    FromOption,
    OutOption,
    RecordOption,
    StateA,
    StateB,
    ToOption,
)
from bilateral.cli.outlook import add_outlook_commands
from bilateral.cli.output import open_existing, shows_table, write_bytes, write_table
from bilateral.cli.positions import add_position_commands
from bilateral.cli.review import add_review_commands
from bilateral.cli.serve import add_serve_commands
from bilateral.errors import BilateralError, SettingsError
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bilateral.record import AddReport

__all__ = ["app", "main"]

Result = TypeVar("Result")

app = typer.Typer(
    name="bilateral",
    help="Follow the relation between two states: from a pile of documents to a cited brief.",
    epilog="Exit status: 0 done, 1 the whole command failed, 2 the command line was wrong.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

SHOWN_REJECTIONS = 20
"""Rejections printed by `add`; the rest is counted and listed by `bilateral rejections`."""


class BriefLength(StrEnum):
    """How much a brief tells."""

    short = "short"
    normal = "normal"
    full = "full"


class BriefFormat(StrEnum):
    """Forms in which a brief can be written."""

    md = "md"
    html = "html"
    docx = "docx"
    pdf = "pdf"
    json = "json"
    bibtex = "bibtex"
    csl = "csl"


DatesOption = Annotated[
    Path | None, typer.Option("--dates", help='JSON file {"STEM": "2018-06-20"} with published dates that documents lack.')
]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="A bilateral.toml; default: the one in this folder.")]
WorkersOption = Annotated[int | None, typer.Option("--workers", min=0, help="Processes; 0 works in this one.")]


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"bilateral {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=lambda wanted: _print_version(wanted=wanted), is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Follow the relation between two states: from a pile of documents to a cited brief."""


@app.command(epilog="Example: `bilateral add wires/ 'readouts/*.html' https://www.example.org/feed.xml --record record/`")
def add(  # noqa: PLR0913 - options
    paths: Annotated[list[str], typer.Argument(help="Files, folders, patterns, or web addresses of pages, feeds and sitemaps.")],
    record: RecordOption,
    dates: DatesOption = None,
    settings: SettingsOption = None,
    workers: WorkersOption = None,
    max_pages: Annotated[int | None, typer.Option("--max-pages", min=1, help="Web pages fetched at most; default: setting fetch_pages.")] = None,
) -> None:
    """Read, code and store documents; known ones change nothing. The web is asked only for addresses named here."""
    from bilateral.documents.addresses import is_web_address  # noqa: PLC0415
    from bilateral.documents.read import find_files  # noqa: PLC0415
    from bilateral.record import open_record  # noqa: PLC0415

    read_settings = _read_settings(settings, workers)
    if not record.exists():
        find_files([path for path in paths if not is_web_address(path)])  # a mistyped path leaves no empty record
    opened = open_record(record, settings=read_settings)
    given = _read_dates(dates)
    report = _with_progress("coding", lambda tell: opened.add(paths, dates=given, on_progress=tell, max_pages=max_pages))
    _print_report(report, record)
    if report.n_rejected and not (report.n_added or report.n_known):
        raise typer.Exit(1)


@app.command(epilog="Example: `bilateral code wire.txt --json out/ --dates dates.json`")
def code(
    files: Annotated[list[str], typer.Argument(help="Files, folders or patterns.")],
    json_dir: Annotated[Path, typer.Option("--json", help="Folder for one STEM.json a document.")],
    dates: DatesOption = None,
    settings: SettingsOption = None,
    workers: WorkersOption = None,
) -> None:
    """Code documents without a record, one JSON file each."""
    from bilateral.bare_coding import code_files  # noqa: PLC0415 - loads the rules

    outcome = code_files(files, json_dir, settings=_read_settings(settings, workers), dates=_read_dates(dates))
    for address, error in outcome.failed:
        typer.echo(f"rejected {address}: {error}", err=True)
    typer.echo(f"coded {outcome.n_coded} documents into {json_dir}" + (f", rejected {len(outcome.failed)}" if outcome.failed else ""))
    if outcome.failed and not outcome.n_coded:
        raise typer.Exit(1)


def _add_table_command(table: str, summary: str) -> None:
    """Make the command that shows one table of a pair."""

    def command(  # noqa: PLR0913 - options
        state_a: StateA,
        state_b: StateB,
        record: RecordOption,
        start: FromOption = None,
        end: ToOption = None,
        form: FormatOption = None,
        out: OutOption = None,
    ) -> None:
        opened = open_existing(record)
        if shows_table(form, out):
            write_table(getattr(opened, table)(state_a, state_b, start=start, end=end), table, form, out)
            return
        with opened.stream(table, state_a, state_b, start=start, end=end) as rows:  # a million rows are written in a file without being held
            write_table(rows, table, form, out)

    command.__doc__ = summary
    app.command(table, epilog=f"Example: `bilateral {table} RUS KOR --record record/ --from 2017 --format csv`")(command)


for _table, _summary in {
    "events": "Who did what to whom, when and where.",
    "statements": "Who said what.",
    "figures": "Which figures were claimed, and by whom.",
    "commitments": "What was promised, how firmly, by when.",
    "projects": "Joint undertakings and their status.",
    "factors": "Drivers and hurdles of the relation.",
}.items():
    _add_table_command(_table, _summary)


@app.command(epilog="Example: `bilateral drivers RUS KOR --record record/`")
def drivers(state_a: StateA, state_b: StateB, *, record: RecordOption, form: FormatOption = None, out: OutOption = None) -> None:
    """What drives and what holds back the relation: each factor once, with its independent voices."""
    from bilateral.answers.drivers import list_drivers  # noqa: PLC0415 - loads analysis

    write_table(list_drivers(open_existing(record).path, state_a, state_b), "drivers", form, out)


@app.command(epilog="Example: `bilateral documents --record record/ --format csv`")
def documents(record: RecordOption, form: FormatOption = None, out: OutOption = None) -> None:
    """Documents of the record with publisher, date, language and how they were found."""
    write_table(open_existing(record).documents(), "documents", form, out)


@app.command(epilog="Example: `bilateral rejections --record record/`")
def rejections(record: RecordOption, form: FormatOption = None, out: OutOption = None) -> None:
    """What could not be read or used, and why."""
    write_table(open_existing(record).rejections(), "rejections", form, out)


@app.command(epilog="Example: `bilateral brief Moscow Seoul --record record/ --format html --out brief.html`")
def brief(  # noqa: PLR0913 - options
    state_a: StateA,
    state_b: StateB,
    record: RecordOption,
    start: FromOption = None,
    end: ToOption = None,
    length: Annotated[BriefLength, typer.Option("--length", help="How many lines of each kind are shown; the others are counted.")] = BriefLength.normal,
    since: Annotated[str | None, typer.Option("--since", help="A day, or an earlier brief as JSON: tell what is new since then.")] = None,
    reword: Annotated[bool, typer.Option("--reword", help="Let the language model of the settings smooth the wording; verified, or refused.")] = False,  # noqa: FBT002 - a flag
    form: Annotated[BriefFormat, typer.Option("--format", "-f", help="Form of the brief.")] = BriefFormat.md,
    out: OutOption = None,
) -> None:
    """Where the relation stands; every sentence leads to the words that carry it."""
    opened = open_existing(record)
    with _undisturbed(), _drawing_beside() if form is BriefFormat.html else contextlib.nullcontext():
        from bilateral.answers.dossier import render_brief  # noqa: PLC0415 - loads analysis and briefings

        written = opened.brief(state_a, state_b, start=start, end=end, length=length.value, since=since, reword=reword)
        content = render_brief(opened.path, written, form.value)
    write_bytes(content, out, is_text=form not in (BriefFormat.docx, BriefFormat.pdf))


@app.command(epilog="Example: `bilateral recheck --record record/ --limit 50`")
def recheck(  # noqa: PLR0913 - options
    record: RecordOption,
    form: FormatOption = None,
    out: OutOption = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Pages asked at most, those asked longest ago first.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Store changed pages as new versions; the old ones stay.")] = False,  # noqa: FBT002 - a flag
    settings: SettingsOption = None,
) -> None:
    """Ask again for the web pages of a record: unchanged, changed and how, moved, gone, refused or unreachable."""
    from bilateral.recheck import recheck_record  # noqa: PLC0415 - loads the readers

    opened = open_existing(record, settings)
    rows = _with_progress("asking", lambda tell: recheck_record(opened, limit=limit, keep=keep, on_progress=tell))
    write_table(rows, "rechecks", form, out)


@app.command("check-record", epilog="Example: `bilateral check-record --record record/`")
def check_record(record: RecordOption) -> None:
    """Check a record: every quote at its span, every key unique, every value allowed."""
    from bilateral.tables.checks import check_record as find_problems  # noqa: PLC0415

    problems = find_problems(open_existing(record).path)
    for problem in problems:
        typer.echo(problem)
    typer.echo(f"{len(problems)} problems")
    if problems:
        raise typer.Exit(1)


add_check_commands(app)
add_compare_commands(app)
add_data_commands(app)
add_ledger_commands(app)
add_network_commands(app)
add_next_commands(app)
add_outlook_commands(app)
add_position_commands(app)
add_review_commands(app)
add_serve_commands(app)
add_accounts_commands(app)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Without a search for garbage, which would take a tenth of a brief's time and find little; the process ends with the brief."""
    was_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searching:
            gc.enable()


def _drawing_beside() -> contextlib.AbstractContextManager[None]:
    """Have the charts drawn while the record is read."""
    from bilateral.briefings.drawing import drawing_beside  # noqa: PLC0415

    return drawing_beside()


def _read_settings(path: Path | None, workers: int | None) -> Any:
    from dataclasses import replace  # noqa: PLC0415

    from bilateral.settings import read_settings  # noqa: PLC0415

    settings = read_settings(path)
    return settings if workers is None else replace(settings, workers=workers)


def _read_dates(path: Path | None) -> dict[str, str]:
    """Published dates by file stem, checked."""
    from bilateral.periods import is_period  # noqa: PLC0415

    if path is None:
        return {}
    try:
        dates = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f'got {path}, expected a JSON file such as {{"wire-01": "2018-06-20"}}: {error}'
        raise SettingsError(message) from error
    wrong = [stem for stem, day in dates.items() if not isinstance(day, str) or not is_period(day)] if isinstance(dates, dict) else [str(path)]
    if wrong:
        message = f"{path}: {wrong[0]!r} has no date such as 2018, 2018-06, 2018-06-20 or 2018-06/2018-08"
        raise SettingsError(message)
    return dict(dates)


def _with_progress(what: str, work: Callable[[Callable[[int, int], None] | None], Result]) -> Result:
    """Do some work under a progress bar where a person looks on."""
    if not sys.stderr.isatty():
        return work(None)
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))


def _print_report(report: AddReport, record: Path) -> None:
    typer.echo(
        f"added {report.n_added}, known {report.n_known}, rejected {report.n_rejected}"
        + (f", kept but not coded {report.n_not_coded}" if report.n_not_coded else "")
        + f" ({report.seconds:.1f} s)"
    )
    for row in report.rejections[:SHOWN_REJECTIONS]:
        inside = f" ({row.address})" if "!" in row.address else ""  # a name inside a container does not lead to it
        typer.echo(f"  rejected [{row.reason_code}] {row.detail}{inside}", err=True)
    if report.n_rejected > SHOWN_REJECTIONS:
        more = report.n_rejected - SHOWN_REJECTIONS
        typer.echo(f"  and {more} more: bilateral rejections --record {record}", err=True)


def main() -> None:
    """Run the command line; an expected error is one line on stderr and exit status 1."""
    try:
        app()
    except BilateralError as error:
        typer.echo(f"bilateral: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
