"""Indicators of a pair from a record: the coded incidents or one imported data set at a time."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral import periods
from bilateral.analysis.dyad_series import STEPS, Question, Rows, When, build_dyad_series
from bilateral.answers.coded_rows import CODED, coded_tables, every_coded_table
from bilateral.errors import SettingsError, StateError
from bilateral.tables import delta
from bilateral.tables.imported import find_data_set, list_data_sets, warm_connection
from bilateral.vocabulary.cameo import read_weights
from bilateral.vocabulary.states import find_state

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    import duckdb
    import pyarrow as pa

__all__ = ["CODED", "ask", "ask_when", "build_series", "choose_data", "has_coded", "opened_rows"]


def choose_data(record: Path, given: Sequence[str] | None) -> list[str]:
    """The data sets that are meant; those of different names are never added up.

    Args:
        record: Folder of the record.
        given: Names; none for the coded incidents if the record has any, else the
            only data set.

    Returns:
        Names.

    Raises:
        SettingsError: If nothing is named and several data sets are there.
    """
    if given:
        return list(given)
    there = [row["data_name"] for row in list_data_sets(record)]
    if len(there) == 0 or has_coded(record):
        return [CODED]
    if len(there) == 1:
        return there
    message = f"got no data set, expected one of those of this record with --data: {', '.join(there)}"
    raise SettingsError(message)


def has_coded(record: Path) -> bool:
    """Whether a record holds documents of its own."""
    return bool(delta.list_files(Path(record).resolve(), "documents"))


def _day(given: str | None, *, is_end: bool) -> dt.date | None:
    """The first or the last day of a period that a user gives."""
    if given is None:
        return None
    try:
        first, last = periods.bounds(given)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    return last if is_end else first


def ask(dyad: tuple[str, str], by: str, *, span: tuple[str | None, str | None] = (None, None), weights: Path | None = None) -> Question:
    """A checked question.

    Raises:
        SettingsError: If the step, a day or the table of weights is wrong.
        StateError: If both states are the same or one is not known.
    """
    pair = (find_state(dyad[0]), find_state(dyad[1]))
    if pair[0] == pair[1]:
        message = f"got {pair[0]} twice, expected two different states"
        raise StateError(message)
    when = ask_when(by, span)
    return Question(pair, by, when.start, when.end, read_weights(weights) if weights else None)


def ask_when(by: str, span: tuple[str | None, str | None] = (None, None)) -> When:
    """A checked step and days, for questions about no one pair.

    Raises:
        SettingsError: If the step or a day is wrong.
    """
    if by not in STEPS:
        message = f"got the step {by!r}, expected one of: {', '.join(STEPS)}"
        raise SettingsError(message)
    start, end = _day(span[0], is_end=False), _day(span[1], is_end=True)
    if start and end and start > end:
        message = f"got the days {start} to {end}, expected a start before the end"
        raise SettingsError(message)
    return When(by, start, end)


@contextmanager
def opened_rows(record: Path, data_name: str, dyad: tuple[str, str] | None = None) -> Iterator[tuple[duckdb.DuckDBPyConnection, Rows]]:
    """A connection and where in it the events of a data set are.

    Args:
        record: Folder of the record.
        data_name: `CODED` or the name of a data set.
        dyad: The pair, for the incidents that are coded; those of all pairs where none is given.

    Yields:
        The connection and the rows.
    """
    with warm_connection() as connection:
        if data_name == CODED:
            events, days = coded_tables(record, dyad) if dyad else every_coded_table(record)
            connection.register("coded_events", events)
            connection.register("coded_days", days)
            yield connection, Rows(CODED, "coded_events", "coded_days")
        else:
            found = find_data_set(record, data_name)
            connection.register("covered_days", found.days)
            yield connection, Rows(data_name, found.events, "covered_days")


def build_series(  # noqa: PLR0913 - options
    record: str | Path,
    state_a: str,
    state_b: str,
    *,
    by: str = "month",
    data: Sequence[str] | None = None,
    start: str | None = None,
    end: str | None = None,
    weights: Path | None = None,
) -> pa.Table:
    """Events of a pair in each period, by direction.

    Data sets are never added up: of several, each has its own rows. Does not
    interpolate, and tells a silent period from one that the data do not cover.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        by: One of `STEPS`.
        data: Names of data sets, "coded" for the record's own incidents; see `choose_data`.
        start: First date, ISO 8601 (year, month or day).
        end: Last date.
        weights: A CSV file of weights (`code`, `weight`) that take the place of the stored intensity.

    Returns:
        The rows of `build_dyad_series` for each data set.

    Raises:
        RecordError: If the folder is missing or no record.
        SettingsError: If a setting or the name of a data set is wrong.
        StateError: If a state is not known or both are the same.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    record = Path(record)
    question = ask((state_a, state_b), by, span=(start, end), weights=weights)
    tables = []
    for name in choose_data(record, data):
        with opened_rows(record, name, question.dyad) as (connection, rows):
            tables.append(build_dyad_series(connection, question, rows))
    undated = sum(int(table.schema.metadata[b"undated_left_out"]) for table in tables)
    return pa.concat_tables(tables).replace_schema_metadata({"undated_left_out": str(undated)})
