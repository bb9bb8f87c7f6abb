"""Official series into a record: from a user's file, or asked of a statistical service, only when told to."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.datasets.series_checks import check_against
from bilateral.datasets.series_mapping import read_series_mapping
from bilateral.datasets.series_rows import read_series_file
from bilateral.errors import SettingsError
from bilateral.periods import is_period
from bilateral.tables.observations import list_observations, store_observations
from bilateral.vocabulary.states import find_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from bilateral.records import Observation

__all__ = ["SeriesReport", "add_series", "fetch_comtrade", "fetch_sdmx", "list_series"]


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """What became of the values of one table or answer."""

    n_read: int
    n_new: int
    names: tuple[str, ...]
    first_period: str
    last_period: str


def add_series(
    record: str | Path, files: Iterable[str | Path], *, mapping: str | Path | None = None, vintage: str | None = None
) -> list[SeriesReport]:
    """Store the official series of some tables.

    Every file is read before anything is stored: a wrong one leaves the record as
    it was. Values that are stored already change nothing; other values of the same
    cells are kept beside them, by vintage and by the time of reading.

    Args:
        record: Folder of the record; made if it is missing.
        files: CSV files.
        mapping: TOML file that tells what the columns hold; see `docs/checks.md`.
        vintage: When these editions were published, ISO 8601, where the tables do not tell.

    Returns:
        What was read and new, one a file.

    Raises:
        DocumentError: If a file is no table.
        SettingsError: If the mapping or the vintage is wrong.
        SchemaError: If a value, unit or period is wrong or stands twice.
        StateError: If a state is not known.
        RecordError: If the record cannot be written.
    """
    if vintage is not None and not is_period(vintage):
        message = f"got the vintage {vintage!r}, expected when the edition was published, such as 2019-02"
        raise SettingsError(message)
    given = read_series_mapping(Path(mapping)) if mapping else {}
    tables = [read_series_file(Path(file), given, vintage=vintage) for file in files]
    return [_store(record, rows) for rows in tables]


def fetch_comtrade(record: str | Path, state_a: str, state_b: str, *, years: tuple[int, int], key: str | None = None) -> SeriesReport:
    """Ask UN Comtrade for the trade of two states as both report it, and store it.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        years: First and last year.
        key: Subscription key; without one the service gives its free preview.

    Returns:
        What was read and new.

    Raises:
        DocumentError: If the service is down, refuses or has no value; nothing is stored.
        SettingsError: If the client is not installed or the years are wrong.
        StateError: If a state is not known or both are the same.
    """
    from bilateral.datasets.comtrade import ask_comtrade  # noqa: PLC0415 - asks a service

    return _store(record, ask_comtrade(find_state(state_a), find_state(state_b), years, key=key))


def fetch_sdmx(record: str | Path, provider: str, series: str, *, mapping: str | Path, years: tuple[int, int]) -> SeriesReport:
    """Ask an SDMX provider (IMF, OECD, Eurostat, World Bank …) for series and store them.

    Args:
        record: Folder of the record.
        provider: Identifier of the provider as `sdmx1` has it, such as ESTAT.
        series: Identifier of the data flow and key of the series, dimensions by points: FLOW/KEY.
        mapping: TOML file that tells what the dimensions hold.
        years: First and last year.

    Returns:
        What was read and new.

    Raises:
        DocumentError: If the service is down, refuses or has no value; nothing is stored.
        SettingsError: If the client is not installed, the provider unknown or the mapping wrong.
        SchemaError: If a value does not fit.
    """
    from bilateral.datasets.sdmx_series import ask_sdmx  # noqa: PLC0415 - asks a service

    return _store(record, ask_sdmx(provider, series, read_series_mapping(Path(mapping)), years=years))


def list_series(record: str | Path, states: Iterable[str] = ()) -> pa.Table:
    """The stored values of official series.

    Args:
        record: Folder of the record.
        states: Only those between and of these states; all by default.

    Returns:
        One row a value and edition.
    """
    return list_observations(Path(record), [find_state(state) for state in states])


def _store(record: str | Path, rows: list[Observation]) -> SeriesReport:
    n_new = store_observations(Path(record), rows, functools.partial(check_against, rows))
    names = tuple(sorted({row.series_name for row in rows}))
    first, last = min(rows, key=lambda row: row.period_start), max(rows, key=lambda row: row.period_end)
    return SeriesReport(len(rows), n_new, names, first.period, last.period)
