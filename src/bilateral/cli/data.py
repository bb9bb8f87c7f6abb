"""Commands on event data sets: import, series, changes, the two sides, peers, export, weights."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from bilateral.cli.output import add_commands

if TYPE_CHECKING:
    import pyarrow as pa

    from bilateral.importing import ImportReport

__all__ = ["add_data_commands"]

SHOWN_COLUMNS = 14
"""Columns of a wide table that a screen shows; `--format csv` has them all."""

SHOWN_ROWS = 400


class _DataType(StrEnum):
    """Kinds of event data."""

    icews = "icews"
    polecat = "polecat"
    gdelt = "gdelt"
    ucdp = "ucdp"
    tkg = "tkg"
    csv = "csv"


class _Step(StrEnum):
    """Lengths of a period."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


_Data = Annotated[
    list[str] | None,
    typer.Option("--data", "-d", help="Data set; may be given again, each has its own rows. `coded`: the record's own incidents (the default where it holds any)."),
]
_By = Annotated[_Step, typer.Option("--by", help="Length of a period.")]
_Weights = Annotated[Path | None, typer.Option("--weights", help="CSV of weights (code, weight) instead of the data's own intensity; see `bilateral weights`.")]


def _import(
    data_type: Annotated[_DataType, typer.Argument(metavar="KIND", help="icews, polecat, gdelt, ucdp, tkg or csv.")],
    files: Annotated[list[Path], typer.Argument(help="Files (plain, .gz, .zip, .parquet) or folders.")],
    *,
    record: RecordOption,
    name: Annotated[str | None, typer.Option("--name", help="Name of the data set; default: that of its kind.")] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", help="TOML that names the columns (csv), or first day or entities (tkg).")] = None,
) -> None:
    """Import an event data set beside the coded events; known files change nothing."""
    from bilateral.importing import import_files  # noqa: PLC0415 - loads the vocabulary

    report = import_files(record, data_type.value, files, name=name, mapping=mapping)
    _print_report(report, record)
    if report.failed and len(report.failed) == report.n_files:
        raise typer.Exit(1)


def _print_report(report: ImportReport, record: Path) -> None:
    mended = f", {report.n_mended} of them mended" if report.n_mended else ""
    known = f", {report.n_known} of {report.n_files} files known" if report.n_known else ""
    typer.echo(
        f"{report.data_name}: read {report.n_read} rows = kept {report.n_kept} + rejected {report.n_rejected}{mended}{known} ({report.seconds:.1f} s)"
    )
    for file, damage in report.broken:
        typer.echo(f"  {file} breaks off: {damage}; what came before is kept, fetch it again and import it under the same name", err=True)
    for file, error in report.failed:
        typer.echo(f"  rejected {file}: {error}", err=True)
    if report.reasons:
        told = ", ".join(f"{reason} {n}" for reason, n in sorted(report.reasons.items()))
        typer.echo(f"  rejected rows: {told}: bilateral rejections --record {record}", err=True)


def _series(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption, by: _By = _Step.month, data: _Data = None,
    start: FromOption = None, end: ToOption = None, weights: _Weights = None, form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """Events of a pair by period and direction: counts, intensity, balance, and what the data cover."""
    from bilateral.answers.indicators import build_series  # noqa: PLC0415 - loads the store
    from bilateral.settings import read_settings  # noqa: PLC0415

    chosen = read_settings().weights_file
    table = weights or (None if chosen == "published" else Path(chosen))
    rows = build_series(record, state_a, state_b, by=by.value, data=data, start=start, end=end, weights=table)
    _write(rows, "periods and directions", form, out)


def _changes(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption, by: _By = _Step.week, data: _Data = None,
    start: FromOption = None, end: ToOption = None, form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """When the level of a pair's events changed or burst, how sure that is, and what was done then."""
    from bilateral.answers.dyad_changes import find_dyad_changes  # noqa: PLC0415 - loads the store

    rows = find_dyad_changes(record, state_a, state_b, by=by.value, data=data, span=(start, end))
    if rows.num_rows == 0:
        typer.echo("no change found: changes below about a doubling are rarely seen, so this is no proof of stability", err=True)
    _write(rows, "changes", form, out)


def _sides(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption, by: _By = _Step.week, data: _Data = None,
    start: FromOption = None, end: ToOption = None, form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """The two directions of a pair against each other: asymmetry, reciprocity, lead and lag, with intervals."""
    from bilateral.answers.dyad_changes import compare_sides  # noqa: PLC0415 - loads the store

    _write(compare_sides(record, state_a, state_b, by=by.value, data=data, span=(start, end)), "measures", form, out)


def _peers(  # noqa: PLR0913 - options
    state_a: StateA, state_b: StateB, *, record: RecordOption, data: _Data = None,
    start: FromOption = None, end: ToOption = None, form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """The pair among all partners of either state in one imported data set."""
    from bilateral.answers.dyad_changes import list_peers  # noqa: PLC0415 - loads the store

    _write(list_peers(record, state_a, state_b, data=data, span=(start, end)), "partners", form, out)


def _export_dyads(  # noqa: PLR0913 - options
    out: Annotated[Path, typer.Argument(help="File to write: .csv (with a codebook beside it), .parquet or .dta.")],
    *, record: RecordOption, by: _By = _Step.month, data: _Data = None, start: FromOption = None, end: ToOption = None,
) -> None:  # fmt: skip
    """Write counts of all directed dyads by period for R, Stata or Python."""
    from bilateral.answers.dyad_export import export_dyads  # noqa: PLC0415 - loads the store

    n_rows = export_dyads(record, out, by=by.value, data=data, span=(start, end))
    typer.echo(f"wrote {n_rows} rows to {out}")


def _data_sets(*, record: RecordOption, form: FormatOption = None, out: OutOption = None) -> None:
    """Event data sets that were imported, with rows read, kept and rejected."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    from bilateral.tables.imported import list_data_sets  # noqa: PLC0415

    _write(pa.Table.from_pylist(list_data_sets(record)), "data sets", form, out)


def _weights(*, out: OutOption = None) -> None:
    """Write the published weights of CAMEO codes and event types as a CSV file to edit."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    from bilateral.vocabulary.cameo import published_weights  # noqa: PLC0415

    codes, weights = zip(*published_weights(), strict=True)
    _write(pa.table({"code": list(codes), "weight": list(weights)}), "weights", TableFormat.csv, out)


def _write(rows: pa.Table, what: str, form: TableFormat | None, out: Path | None) -> None:
    """A table to the screen or a file."""
    from bilateral.tables.export import write_table  # noqa: PLC0415

    if form is None:
        form = TableFormat.table if out is None and sys.stdout.isatty() else TableFormat.csv
    if form is TableFormat.table:
        _print(rows, what)
    else:
        write_table(rows, form.value, out if out is not None else sys.stdout.buffer)


def _print(rows: pa.Table, what: str) -> None:
    """The first columns and rows on a terminal, and how many there are."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    names = rows.column_names[:SHOWN_COLUMNS]
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows.slice(0, SHOWN_ROWS).select(names).to_pylist():
        table.add_row(*(_cell(value) for value in row.values()))
    console = Console(highlight=False)
    console.print(table)
    undated = int((rows.schema.metadata or {}).get(b"undated_left_out", b"0"))
    left_out = f"; {undated} events whose dates are wider than a period left out" if undated else ""
    console.print(f"{rows.num_rows} {what}{left_out}. All columns: --format csv", style="dim")


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004 - digits that say something
    return "" if value is None else str(value)


_PAIR = "RUS KOR --record record/ --data icews18"
_COMMANDS = (
    ("import", _import, "bilateral import icews events.2018.tab --record record/ --name icews"),
    ("series", _series, f"bilateral series {_PAIR} --by month --format csv"),
    ("changes", _changes, f"bilateral changes {_PAIR} --by month"),
    ("sides", _sides, f"bilateral sides {_PAIR}"),
    ("peers", _peers, f"bilateral peers {_PAIR}"),
    ("export-dyads", _export_dyads, "bilateral export-dyads dyads.dta --record record/ --data icews18 --by month"),
    ("data-sets", _data_sets, "bilateral data-sets --record record/"),
    ("weights", _weights, "bilateral weights --out weights.csv"),
)


def add_data_commands(app: typer.Typer) -> None:
    """Add the commands on event data sets to the program.

    Args:
        app: The program.
    """
    add_commands(app, _COMMANDS)
