"""Official series from a user's table: each cell with a value is one observation; a wrong cell refuses the whole table."""

from __future__ import annotations

import csv
import math
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bilateral.datasets.series_checks import check_observations
from bilateral.datasets.series_mapping import map_series
from bilateral.errors import DocumentError, SchemaError, StateError
from bilateral.periods import as_period, bounds, is_period
from bilateral.records import Observation, make_id
from bilateral.version import VERSION
from bilateral.vocabulary.measures import load_units
from bilateral.vocabulary.states import find_code, find_state, is_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bilateral.datasets.series_mapping import SeriesMapping, ValueColumn

__all__ = ["make_observation", "read_series_file", "rows_to_observations"]

MAX_BYTES = 100_000_000
"""A larger table of yearly values is most likely none."""
_QUARTER = re.compile(r"(?P<year>\d{4})[-\s]?Q(?P<quarter>[1-4])")  # 2010-Q3
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])")  # 201009
_INDICATORS = {"export": "exports", "import": "imports", "total": "trade turnover"}
_CLOSED = {"valuation": ("FOB", "CIF", "unknown"), "prices": ("nominal", "real", "unknown")}


def read_series_file(path: Path, given: Mapping[str, Any], *, vintage: str | None = None) -> list[Observation]:
    """Read a table of an official series.

    Cells without a value are left out. Does not convert units, and does not guess
    a reporter, a direction or a unit that the table and the mapping do not tell.

    Args:
        path: A CSV file with a header (comma, semicolon or tab; UTF-8).
        given: A mapping as `read_series_mapping` gives it; empty for usual headers.
        vintage: When this edition was published, for all rows that do not tell.

    Returns:
        One observation a value, in the order of the file.

    Raises:
        DocumentError: If the file cannot be read as a table.
        SettingsError: If the mapping does not fit the table.
        SchemaError: If a cell is wrong; the message names the row. Nothing of the table is then used.
        StateError: If a state is not known.
    """
    header, rows = _read_table(path, str(given.get("delimiter", "")))
    mapping = map_series(header, given)
    retrieved = datetime.now(UTC)
    address = path.resolve().as_uri()
    made = rows_to_observations(rows, mapping, address=address, name=path.stem, retrieved=retrieved, vintage=vintage)
    if not made:
        message = f"got {path} without a single value, expected numbers in {', '.join(value.column for value in mapping.values)}"
        raise SchemaError(message)
    return made


def _read_table(path: Path, delimiter: str) -> tuple[list[str], list[dict[str, str]]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"got {path} of {path.stat().st_size:,} bytes, expected a table of a series, at most {MAX_BYTES:,}"
            raise DocumentError(message, "too_large")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"got {path}, which is no UTF-8 ({error.reason} at byte {error.start}), expected a CSV file; save it as CSV UTF-8"
        raise DocumentError(message) from error
    except OSError as error:
        message = f"got {path}, which cannot be read ({error.strerror}), expected a CSV file"
        raise DocumentError(message, "missing") from error
    first = text.partition("\n")[0]
    sign = delimiter or max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(text.splitlines(), delimiter=sign, strict=True))
    except (csv.Error, TypeError) as error:
        message = f"got {path}, which is no table ({error}), expected a CSV file with a header"
        raise DocumentError(message) from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    if len(set(header)) != len(header) or not any(header):
        message = f"got {path} with the header {', '.join(header) or 'of no columns'!r}, expected one name a column, each once"
        raise DocumentError(message)
    rows = []
    for number, cells in enumerate(lines[1:], start=1):
        if len(cells) > len(header):
            message = f"{path}, row {number}: got {len(cells)} cells under {len(header)} names; quote texts that hold the sign {sign!r}"
            raise DocumentError(message)
        rows.append(dict(zip(header, (*cells, *[""] * (len(header) - len(cells))), strict=True)))
    return header, rows


def rows_to_observations(  # noqa: PLR0913 - what all rows share
    rows: Sequence[Mapping[str, Any]], mapping: SeriesMapping, *, address: str, name: str, retrieved: datetime, vintage: str | None = None
) -> list[Observation]:
    """Observations of the rows of a table, checked among themselves.

    Args:
        rows: Cells by column.
        mapping: Which column holds what.
        address: Where the table was read.
        name: Name of the series where the mapping gives none.
        retrieved: When.
        vintage: When this edition was published.

    Raises:
        SchemaError: If a cell is wrong or two rows contradict each other.
        StateError: If a state is not known.
    """
    made = []
    for number, row in enumerate(rows, start=1):
        for cells in _cells_of(row, mapping):
            try:
                made.append(make_observation({"vintage": vintage, "series_name": mapping.series_name or name, "provider": mapping.provider or name, **cells}, mapping, address=f"{address}#row={number}", retrieved=retrieved))
            except (SchemaError, StateError) as error:
                message = f"row {number} of {address}: {error}"
                raise type(error)(message) from error
    check_observations(made)
    return made


def _cells_of(row: Mapping[str, Any], mapping: SeriesMapping) -> Iterator[dict[str, Any]]:
    """What the row tells of each of its values; nothing for those that are missing."""
    told = {key: str(row[column]).strip() for key, column in mapping.columns.items() if key != "value" and row.get(column) is not None}
    for column in mapping.values:
        value = str(row.get(column.column) if row.get(column.column) is not None else "").strip()
        if value in mapping.missing:
            continue
        yield {**{key: cell for key, cell in told.items() if cell}, **column.constants, "value": _number(value, mapping, column)}


def _number(text: str, mapping: SeriesMapping, column: ValueColumn) -> float:
    bare = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    grouping = "," if mapping.decimal == "." else "."
    if grouping in bare and not re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(grouping)}\d{{3}})+(?:{re.escape(mapping.decimal)}\d*)?", bare):
        message = f"got {text!r} in {column.column}, which is not clear: name the sign before decimals in the mapping, decimal = ',' or '.'"
        raise SchemaError(message)
    try:
        value = float(bare.replace(grouping, "").replace(mapping.decimal, "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        message = f"got {text!r} in {column.column}, expected a number; list texts that stand for no value in the mapping, missing = [...]"
        raise SchemaError(message)
    return value * column.scale


def make_observation(cells: Mapping[str, Any], mapping: SeriesMapping, *, address: str, retrieved: datetime) -> Observation:
    """One observation from the cells that tell it.

    Args:
        cells: `value` as a number, all else as texts, by the keys of `CELLS` with `series_name` and `provider`.
        mapping: Codes of flows, and the lag.
        address: Where it was read.
        retrieved: When.

    Raises:
        SchemaError: If a cell is wrong.
        StateError: If a state is not known.
    """
    flow = _flow(cells, mapping)
    indicator = str(cells.get("indicator") or _INDICATORS.get(flow or "", "")).lower()
    if not indicator:
        message = "got a value of which neither flow nor indicator is told, expected one of them"
        raise SchemaError(message)
    period = _period(str(cells.get("period", "")))
    first, last = bounds(period)
    unit, value = _unit(str(cells.get("unit", ""))), float(cells["value"])
    if flow and value < 0:
        message = f"got {value:g} for {indicator} in {period}, expected no value below nought"
        raise SchemaError(message)
    reporter, partner = _state(str(cells.get("reporter", ""))), _state(str(cells["partner"])) if cells.get("partner") else None
    if flow and (partner is None or partner == reporter):
        message = f"got {indicator} of {reporter} with the partner {partner or 'nobody'}, expected another state"
        raise SchemaError(message)
    closed = {key: _one_of(key, str(cells.get(key) or "unknown"), allowed) for key, allowed in _CLOSED.items()}
    vintage = _vintage(cells.get("vintage"))
    known = bounds(vintage)[1] if vintage else _known_from(last, mapping.lag_days)
    kept = (cells["series_name"], reporter, partner, indicator, flow, period, value, unit, *closed.values(), cells.get("definition"), vintage)
    return Observation(
        observation_id=make_id("", "observations", *kept), series_name=str(cells["series_name"]), provider=str(cells["provider"]), reporter=reporter, partner=partner,
        indicator=indicator, flow=flow, period=period, period_start=first, period_end=last, value=value, unit=unit, **closed,
        definition=cells.get("definition") or None, vintage=vintage, known_from=known, retrieved=retrieved, address=address,
        note=cells.get("note") or None, bilateral_version=VERSION,
    )  # fmt: skip


def _flow(cells: Mapping[str, Any], mapping: SeriesMapping) -> str | None:
    given = str(cells.get("flow") or "").strip()
    if not given:
        return next((flow for flow, indicator in _INDICATORS.items() if indicator == str(cells.get("indicator", "")).lower()), None)
    flow = mapping.flows.get(given.casefold(), given)
    if flow not in _INDICATORS:
        message = f"got the flow {given!r}, expected one of: {', '.join(mapping.flows)}; name other codes under [flows] of the mapping"
        raise SchemaError(message)
    return flow


def _period(text: str) -> str:
    plain = text.strip().removesuffix(".0")
    if quarter := _QUARTER.fullmatch(plain):
        month = 3 * int(quarter["quarter"])
        plain = f"{quarter['year']}-{month - 2:02d}/{quarter['year']}-{month:02d}"
    elif compact := _COMPACT.fullmatch(plain):
        plain = f"{compact['year']}-{compact['month']}"
    if not is_period(plain):
        message = f"got the period {text!r}, expected a year, a quarter or a month such as 2010, 2010-Q3, 2010-09 or 2010-04/2011-03"
        raise SchemaError(message)
    return as_period(*bounds(plain))


def _unit(text: str) -> str:
    known = load_units().name
    if text in known:
        return text
    scaled = re.match(r"\s*(?:in\s+)?(thousand|million|billion|mln|bn|mn)s?\b", text, re.IGNORECASE)
    hint = 'give the bare unit and its scale, such as unit = "USD" and scale = 1e6' if scaled else "write currencies as ISO 4217 codes, such as USD, else percent, count, tonnes"
    message = f"got the unit {text!r}, expected one that figures have; {hint}"
    raise SchemaError(message)


def _state(text: str) -> str:
    plain = text.strip()
    if is_body(plain):
        return plain
    by_number = find_code("m49", plain.zfill(3)) or find_code("m49", plain.lstrip("0")) if plain.isdecimal() else None
    return by_number or find_state(plain)


def _one_of(key: str, text: str, allowed: Sequence[str]) -> str:
    found = next((one for one in allowed if one.casefold() == text.casefold()), None)
    if found is None:
        message = f"got {text!r} for {key}, expected one of: {', '.join(allowed)}"
        raise SchemaError(message)
    return found


def _vintage(text: Any) -> str | None:
    if not text:
        return None
    if not is_period(str(text)):
        message = f"got the vintage {text!r}, expected when the edition was published, such as 2019-02-15, 2019-02 or 2019"
        raise SchemaError(message)
    return str(text)


def _known_from(last: date, lag_days: int | None) -> date | None:
    return last + timedelta(days=lag_days) if lag_days is not None else None
