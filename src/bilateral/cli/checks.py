"""Commands on official series: add them, fetch them, list them, and check what documents claim by them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilateral.cli.options import (
    FormatOption,
    FromOption,
    OutOption,
    RecordOption,
    StateA,
    StateB,
    TableFormat,
    ToOption,
)
from bilateral.cli.output import add_commands, open_existing, write_table
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from bilateral.answers.official_series import SeriesReport

__all__ = ["add_check_commands"]

_Mapping = Annotated[Path | None, typer.Option("--mapping", help="TOML that tells what the columns hold; not needed for usual headers.")]


def _add_series(
    files: Annotated[list[Path], typer.Argument(help="CSV files with a header, one value a reporter, partner, flow and period.")],
    *, record: RecordOption, mapping: _Mapping = None,
    vintage: Annotated[str | None, typer.Option("--vintage", help="When these editions were published, where the files do not tell.")] = None,
) -> None:  # fmt: skip
    """Add official series from files, for `check`. A wrong file changes nothing."""
    from bilateral.answers.official_series import add_series  # noqa: PLC0415 - loads the store

    for report in add_series(record, files, mapping=mapping, vintage=vintage):
        _print(report)


def _fetch_series(  # noqa: PLR0913 - options
    service: Annotated[str, typer.Argument(help="comtrade or sdmx.")],
    what: Annotated[list[str], typer.Argument(help="comtrade: the two states. sdmx: PROVIDER FLOW/KEY.")],
    *, record: RecordOption, start: FromOption = None, end: ToOption = None, mapping: _Mapping = None,
) -> None:  # fmt: skip
    """Ask a statistical service for series and add them; the only command that asks one.

    UN Comtrade: without a key in the environment variable COMTRADE_KEY its free preview.
    """
    from bilateral.answers.official_series import fetch_comtrade, fetch_sdmx  # noqa: PLC0415 - loads the store

    years = _years(start, end)
    if service == "comtrade" and len(what) == 2:  # noqa: PLR2004 - two states
        report = fetch_comtrade(record, *what, years=years, key=os.environ.get("COMTRADE_KEY") or None)
    elif service == "sdmx" and len(what) == 2 and mapping is not None:  # noqa: PLR2004 - provider, series
        report = fetch_sdmx(record, *what, mapping=mapping, years=years)
    else:
        message = f"got {' '.join((service, *what))}, expected: comtrade STATE STATE, or: sdmx PROVIDER FLOW/KEY --mapping dimensions.toml"
        raise SettingsError(message)
    _print(report)


def _years(start: str | None, end: str | None) -> tuple[int, int]:
    from datetime import UTC, datetime  # noqa: PLC0415

    this_year = datetime.now(UTC).year
    years = [text or default for text, default in ((start, "2000"), (end, str(this_year)))]
    if not all(year.isascii() and year.isdecimal() and len(year) == 4 for year in years) or years[0] > years[1]:  # noqa: PLR2004 - digits of a year
        message = f"got the years {years[0]} to {years[1]}, expected --from and --to in years, such as --from 2000 --to 2020"
        raise SettingsError(message)
    return int(years[0]), int(years[1])


def _print(report: SeriesReport) -> None:
    known = f", {report.n_read - report.n_new} of them known" if report.n_new != report.n_read else ""
    typer.echo(f"{', '.join(report.names)}: {report.n_read} values from {report.first_period} to {report.last_period}{known}")


def _observations(
    states: Annotated[list[str] | None, typer.Argument(help="Only values of and between these states.")] = None,
    *, record: RecordOption, form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """Values of the official series in a record, every edition with its origin."""
    from bilateral.answers.official_series import list_series  # noqa: PLC0415 - loads the store

    write_table(list_series(open_existing(record).path, states or ()), "observations", form, out)


def _check(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Judge by what was known on this day; default: now.")] = None,
    tolerance: Annotated[float, typer.Option("--tolerance", help="Share of the value within which a level is supported.")] = 0.05,
    start: FromOption = None, end: ToOption = None, form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """Check the figures that documents claim of a pair against the official series of the record."""
    from bilateral.answers.official_series import list_series  # noqa: PLC0415 - loads the store

    rows = open_existing(record).check(state_a, state_b, as_of=as_of, tolerance=tolerance, start=start, end=end)
    if not list_series(record, (state_a, state_b)).num_rows:
        typer.echo(f"the record has no official series of the two, so nothing can be checked: bilateral add-series FILE --record {record}", err=True)
    if form is TableFormat.table or (form is None and out is None and sys.stdout.isatty()):
        _print_checks(rows.to_pylist())
    else:
        write_table(rows, "checks", form, out)


def _print_checks(rows: list[dict[str, Any]]) -> None:
    """The checks for reading: verdict and claim, the reason, the words; what no series is about is counted at the end."""
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    shown = [row for row in rows if row["found_value"] is not None]
    for row in shown:
        console.print(Text.assemble((row["verdict"], _COLOURS.get(row["verdict"], "bold")), f"  {_claimed(row)}"))
        told = [row["reason"], *(f"beside: {other}" for other in row["mirror"] if len(row["mirror"]) > 1)]
        if row["verdict_then"] != row["verdict"]:
            told.append(f"when it was published: {row['verdict_then']} ({row['reason_then']})")
        for line in told:
            console.print(Padding(Text(line), (0, 0, 0, 4)))
        console.print(Padding(Text(" ".join(row["quote"].split()), style="dim"), (0, 0, 0, 4)))
    for verdict in ("not checkable", "no data"):
        left = Counter(row["indicator"] if row["reason"].startswith("no values of") else f"{row['indicator']} ({row['reason']})" for row in rows if row["verdict"] == verdict and row["found_value"] is None)
        if left:
            console.print(Text.assemble((f"{verdict}  ", "bold"), "; ".join(f"{n} {what}" if n > 1 else what for what, n in left.items())))
    counts = Counter(row["verdict"] for row in rows)
    console.print(f"{len(rows)} claims: {', '.join(f'{n} {verdict}' for verdict, n in counts.items()) or 'the record has no figures of the two'}. All columns: --format csv", style="dim")


_COLOURS = {"supported": "bold green", "in line": "bold green", "met": "bold green", "off": "bold red", "missed": "bold red", "not on track": "bold red"}


def _claimed(row: dict[str, Any]) -> str:
    """A claim in one line: its value and time, who makes it, and where and when it was published."""
    from bilateral.analysis.claims import show_value  # noqa: PLC0415 - analysis

    modifier = f"{row['modifier']} " if row["modifier"] else ""
    since = f" against {row['base_period']}" if row["base_period"] else ""
    flow = f" {row['direction']}" if row["direction"] else ""
    kind = "" if row["figure_type"] == "level" else f"{row['figure_type']} of "
    parts = (row["claimed_by"], row["publisher"], row["published"])
    return f"{row['indicator']}{flow}, {row['period'] or 'no period'}: {kind}{modifier}{show_value(row['value'], row['unit'])}{since} ({', '.join(part for part in parts if part) or 'undated'})"


_COMMANDS = (
    ("add-series", _add_series, "bilateral add-series trade.csv --record record/ --mapping trade.toml --vintage 2021-02"),
    ("fetch-series", _fetch_series, "bilateral fetch-series comtrade RUS KOR --record record/ --from 2000 --to 2020"),
    ("observations", _observations, "bilateral observations RUS KOR --record record/ --format csv"),
    ("check", _check, "bilateral check RUS KOR --record record/ --as-of 2018-12-31 --format csv"),
)


def add_check_commands(app: typer.Typer) -> None:
    """Add the commands on official series to the program.

    Args:
        app: The program.
    """
    add_commands(app, _COMMANDS)
