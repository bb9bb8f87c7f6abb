"""Tables of directed dyads by period for R, Stata and Python, with a codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.analysis.dyad_series import QUAD_COLUMNS, type_columns
from bilateral.answers.dyad_changes import list_dyad_periods
from bilateral.errors import SettingsError
from bilateral.tables.export import write_table
from bilateral.vocabulary.codebook import QUADS, load_event_types
from bilateral.vocabulary.crosswalk import code_at
from bilateral.vocabulary.states import body_name, is_body, is_state, state_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

__all__ = ["column_labels", "export_dyads"]

_STATA_NAME = 32
_STATA_LABEL = 80


def column_labels() -> dict[str, str]:
    """What each column of the export holds.

    Example:
        >>> column_labels()["actor_cow"]
        'Actor, Correlates of War number on the first day of the period'
    """
    types = {entry.name: entry.description for entry in load_event_types().values()} | {"STATEMENT": "CAMEO 01, public statement"}
    return {
        "period": "Period: 2018-06-23, 2018-W25, 2018-06, 2018-Q2 or 2018",
        "period_start": "First day of the period",
        **{
            f"{side}{end}": f"{side.capitalize()}, {what}"
            for side in ("actor", "recipient")
            for end, what in (
                ("", "state or body, ISO 3166-1 alpha-3"),
                ("_name", "name in English"),
                ("_cow", "Correlates of War number on the first day of the period"),
                ("_gw", "Gleditsch-Ward number on the first day of the period"),
            )
        },
        "n": "Events",
        **{name: f"Events of {QUADS[quad]}" for quad, name in QUAD_COLUMNS.items()},
        "intensity_sum": "Sum of intensity, Goldstein scale (-10 to 10 an event)",
        "intensity_mean": "Mean intensity of events that have one, Goldstein scale",
        **{column: f"{name} events: {types[name]}" for name, column in type_columns().items()},
    }


def _name(code: str) -> str:
    return body_name(code) if is_body(code) else state_name(code) if is_state(code) else code


def _with_codes(rows: pa.Table) -> pa.Table:
    """The table with names and dated COW and Gleditsch-Ward numbers of both sides."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    days = [day.isoformat() for day in rows.column("period_start").to_pylist()]
    columns = {name: rows.column(name) for name in rows.column_names}
    for side in ("actor", "recipient"):
        codes = rows.column(side).to_pylist()
        names = {code: _name(code) for code in set(codes)}
        columns[f"{side}_name"] = pa.array([names[code] for code in codes], pa.string())
        for system in ("cow", "gw"):
            dated = {pair: code_at(system, *pair) for pair in set(zip(codes, days, strict=True))}
            numbers = [dated[pair] for pair in zip(codes, days, strict=True)]
            columns[f"{side}_{system}"] = pa.array([int(number) if number else None for number in numbers], pa.int64())
    return pa.table({name: columns[name] for name in column_labels() if name in columns})


def export_dyads(
    record: str | Path, out: Path, *, by: str = "month", data: Sequence[str] | None = None, span: tuple[str | None, str | None] = (None, None)
) -> int:
    """Write counts of all directed dyads of a data set by period.

    Silent periods are left out. A CSV file gets its codebook beside it
    (`NAME.codebook.csv`); Parquet holds descriptions of columns, Stata their labels.

    Args:
        record: Folder of the record.
        out: File to write, ending in `.csv`, `.parquet` or `.dta`.
        by: Length of a period.
        data: Name of one imported data set.
        span: First and last date.

    Returns:
        Rows written.

    Raises:
        RecordError: If a file cannot be written.
        SettingsError: If the ending is another, or pandas is missing for `.dta`.
    """
    form = out.suffix.lower().removeprefix(".")
    if form not in ("csv", "parquet", "dta"):
        message = f"got the file {out.name}, expected a name that ends in .csv, .parquet or .dta"
        raise SettingsError(message)
    rows = _described(_with_codes(list_dyad_periods(record, by=by, data=data, span=span)))
    if form == "dta":
        _write_stata(rows, out)
    else:
        write_table(rows, form, out)
    if form == "csv":
        write_table(_codebook(rows), "csv", out.with_suffix(".codebook.csv"))
    return int(rows.num_rows)


def _described(rows: pa.Table) -> pa.Table:
    """The table with a description at each column."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    labels = column_labels()
    return rows.cast(pa.schema([field.with_metadata({"description": labels[field.name]}) for field in rows.schema]))


def _codebook(rows: pa.Table) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    labels = column_labels()
    return pa.table(
        {
            "column": rows.column_names,
            "type": [str(field.type) for field in rows.schema],
            "description": [labels[name] for name in rows.column_names],
        }
    )


def _write_stata(rows: pa.Table, out: Path) -> None:
    """A Stata 14 file (format 118) with labels, by pandas where it is installed."""
    try:
        import pandas as pd  # noqa: PLC0415 - optional
    except ImportError as error:
        message = "writing .dta needs pandas, which is not installed; run `pip install bilateral[stata]`, or write .csv or .parquet"
        raise SettingsError(message) from error
    frame = rows.to_pandas(date_as_object=False)
    for name in frame.columns:
        if name.endswith(("_cow", "_gw")):
            frame[name] = frame[name].astype("float64")
        elif not pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_datetime64_any_dtype(frame[name]):
            frame[name] = frame[name].astype(object)
    labels = {name[:_STATA_NAME]: label[:_STATA_LABEL] for name, label in column_labels().items() if name in frame.columns}
    try:
        frame.to_stata(out, version=118, write_index=False, variable_labels=labels, convert_dates={"period_start": "td"})
    except OSError as error:
        message = f"{out} cannot be written: {error.strerror}; name another file"
        raise SettingsError(message) from error
