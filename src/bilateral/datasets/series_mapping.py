"""How a user's table of an official series is to be read: which column holds what, what holds for all rows, and in which unit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["CELLS", "SeriesMapping", "ValueColumn", "map_series", "read_series_mapping"]

CELLS = {
    "period": ("period", "year", "time_period", "date", "month", "refyear"),
    "value": ("value", "obs_value", "primaryvalue", "amount"),
    "reporter": ("reporter", "reporter_iso3", "reporteriso", "ref_area"),
    "partner": ("partner", "partner_iso3", "partneriso", "counterpart_area"),
    "flow": ("flow", "flowcode", "trade_flow"),
    "indicator": ("indicator",),
    "unit": ("unit", "currency"),
    "valuation": ("valuation",),
    "prices": ("prices",),
    "definition": ("definition",),
    "vintage": ("vintage", "edition", "release_date"),
    "note": ("note", "origin"),
}
"""What a mapping can name under `[columns]` or `[constants]`, with the headers that are understood without one."""
_KEYS: dict[str, Any] = {"series_name": str, "provider": str, "lag_days": int, "scale": (int, float), "delimiter": str, "decimal": str, "missing": list, "columns": dict, "constants": dict, "flows": dict, "values": list}
_NAMES = ("series_name", "provider")
"""What a column of values may have of its own, where a file holds several series."""
_MISSING = ("", "..", "...", ":", "-", "–", "NA", "N/A", "n/a", "n.a.", "NaN", "nan", "null")
_FLOWS = {"export": "export", "exports": "export", "x": "export", "import": "import", "imports": "import", "m": "import", "total": "total", "turnover": "total", "trade": "total"}


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values with what holds for it alone."""

    column: str
    constants: Mapping[str, str]
    scale: float


@dataclass(frozen=True, slots=True)
class SeriesMapping:
    """How one table is read."""

    values: tuple[ValueColumn, ...]
    columns: Mapping[str, str]
    flows: Mapping[str, str]
    series_name: str | None = None
    provider: str | None = None
    lag_days: int | None = None
    delimiter: str = ""
    decimal: str = "."
    missing: frozenset[str] = field(default_factory=lambda: frozenset(_MISSING))


def read_series_mapping(path: Path) -> dict[str, Any]:
    """Read a mapping of a series from a TOML file.

    Args:
        path: A TOML file.

    Returns:
        The mapping.

    Raises:
        SettingsError: If it cannot be read, or has an unknown key or a wrong value.
    """
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f'got {path}, which cannot be read ({error}), expected a TOML file with lines such as: [columns] period = "year"'
        raise SettingsError(message) from error
    _refuse_unknown(f"{path}", given, _KEYS)
    for key, kind in _KEYS.items():
        if key in given and (not isinstance(given[key], kind) or isinstance(given[key], bool)):
            message = f"{path}, {key}: got {given[key]!r}, expected {_EXPECTED.get(key, 'a text')}"
            raise SettingsError(message)
    for table in ("columns", "constants"):
        _refuse_unknown(f"{path}, {table}", given.get(table, {}), CELLS)
    for entry in given.get("values", []):
        _refuse_unknown(f"{path}, values", entry, ("column", "scale", *_NAMES, *CELLS))
        if "column" not in entry:
            message = f'{path}, values: got {entry!r}, expected column = "the header of its column"'
            raise SettingsError(message)
    return given


_EXPECTED = {"lag_days": "a whole number of days", "scale": "a number such as 1e6", "missing": "a list of texts", "columns": "a table", "constants": "a table", "flows": "a table", "values": "tables [[values]]"}


def _refuse_unknown(where: str, given: Mapping[str, Any], known: Mapping[str, Any] | Sequence[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        message = f"{where}: got the unknown {', '.join(unknown)}; expected any of: {', '.join(known)}"
        raise SettingsError(message)


def map_series(header: Sequence[str], given: Mapping[str, Any]) -> SeriesMapping:
    """Which column of a table holds what.

    Args:
        header: The table's header.
        given: A mapping as `read_series_mapping` gives it; columns that it does not name are found by usual headers.

    Returns:
        The mapping for this table.

    Raises:
        SettingsError: If the mapping names a column that the table lacks, or nothing tells period, value, reporter or unit.
    """
    columns = _columns(header, given)
    constants = {key: str(value) for key, value in given.get("constants", {}).items()}
    wide = given.get("values", [])
    entries = wide or ([{"column": columns["value"]}] if "value" in columns else [])
    values = tuple(
        ValueColumn(
            _there(str(entry["column"]), header),
            constants | {key: str(value) for key, value in entry.items() if key in CELLS or key in _NAMES},
            float(entry.get("scale", given.get("scale", 1))),
        )
        for entry in entries
    )
    _require(values, columns, header)
    return SeriesMapping(
        values=values, columns=columns, flows=_FLOWS | {key.casefold(): str(flow) for key, flow in given.get("flows", {}).items()},
        series_name=given.get("series_name"), provider=given.get("provider"), lag_days=given.get("lag_days"), delimiter=given.get("delimiter", ""),
        decimal=given.get("decimal", "."), missing=frozenset(map(str, given["missing"])) | {""} if "missing" in given else frozenset(_MISSING),
    )  # fmt: skip


def _columns(header: Sequence[str], given: Mapping[str, Any]) -> dict[str, str]:
    by_name = {name.casefold().strip(): name for name in reversed(header)}
    named = given.get("columns", {})
    fixed = set(given.get("constants", {}))
    columns = {}
    for key, usual in CELLS.items():
        if key in named:
            columns[key] = _there(str(named[key]), header)
        elif key not in fixed and (found := next((by_name[name] for name in usual if name in by_name), None)):
            columns[key] = found
    return columns


def _there(column: str, header: Sequence[str]) -> str:
    if column not in header:
        message = f"mapping: got the column {column!r}, expected one of: {', '.join(header)}"
        raise SettingsError(message)
    return column


def _require(values: Sequence[ValueColumn], columns: Mapping[str, str], header: Sequence[str]) -> None:
    """Raise unless every value has a period, a reporter, a unit and something that it measures."""
    lacking = [] if values else ["value"]
    for value in values:
        told = {*columns, *value.constants}
        lacking += [key for key in ("period", "reporter", "unit") if key not in told]
        lacking += [] if told & {"flow", "indicator"} else ["flow or indicator"]
    if lacking:
        message = f"got a table with the columns {', '.join(header)}, in which nothing tells {', '.join(dict.fromkeys(lacking))}; name columns under [columns] or what holds for all rows under [constants] of a --mapping file"
        raise SettingsError(message)
