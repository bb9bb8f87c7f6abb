"""A user's mapping of columns: read from TOML or CSV, and guessed from a header where none is given."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bilateral.errors import SettingsError
from bilateral.vocabulary.crosswalk import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["COLUMN_KEYS", "Mapped", "map_columns", "read_entities", "read_mapping"]

COLUMN_KEYS = {
    "date": ("event_date", "date", "day", "sqldate", "year"),
    "actor": ("actor", "actor_iso3", "source_iso3", "src_iso3", "iso3_a", "actor1countrycode", "actor_country", "source_country", "i_iso3c"),
    "recipient": ("recipient", "recipient_iso3", "target_iso3", "tgt_iso3", "iso3_b", "actor2countrycode", "recipient_country", "target_country", "j_iso3c"),
    "actor_name": ("actor_name", "source_name", "source"),
    "recipient_name": ("recipient_name", "target_name", "target"),
    "event_type": ("event_type", "plover"),
    "mode": ("mode", "event_mode"),
    "cameo_code": ("cameo_code", "cameo", "event_code", "eventcode"),
    "event_name": ("event_text", "relation", "event_name"),
    "quad_code": ("quad_code", "quadclass", "quad"),
    "intensity": ("intensity", "goldstein", "goldsteinscale"),
    "native_id": ("event_id", "native_id", "globaleventid"),
    "place_name": ("place_name", "place", "location"),
    "count": ("n_events", "count"),
}
"""What a mapping can name, with the headers that are understood without one (case does not matter)."""

_SETTINGS = ("states", "delimiter", "date_format", "counts")
_TIMES = ("start", "unit_hours", "wide", "entities")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column holds what; `counts` gives the quad class of columns that hold counts."""

    columns: dict[str, str]
    states: str = "auto"
    delimiter: str = ""
    date_format: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a mapping from a TOML file.

    Args:
        path: A TOML file; keys are those of `COLUMN_KEYS`, `states`, `delimiter`,
            `date_format` and `counts` for tables, and `start`, `unit_hours`, `wide` and
            `entities` for benchmarks. A CSV file is read as `entities`.

    Returns:
        The mapping.

    Raises:
        SettingsError: If it cannot be read or has an unknown key or value.
    """
    if path.suffix.lower() == ".csv":
        return {"entities": str(path)}
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f'got {path}, which cannot be read ({error}), expected a TOML file with lines such as: date = "day"'
        raise SettingsError(message) from error
    known = (*COLUMN_KEYS, *_SETTINGS, *_TIMES)
    unknown = sorted(set(given) - set(known))
    if unknown:
        message = f"{path}: got the unknown {', '.join(unknown)}; expected any of: {', '.join(known)}"
        raise SettingsError(message)
    _check_values(path, given)
    return given


def _check_values(path: Path, given: Mapping[str, Any]) -> None:
    if given.get("states", "auto") not in ("auto", "name", *SYSTEMS):
        message = f"{path}, states: got {given['states']!r}, expected one of: auto, name, {', '.join(SYSTEMS)}"
        raise SettingsError(message)
    counts = given.get("counts", {})
    if not isinstance(counts, dict) or any(quad not in (1, 2, 3, 4) for quad in counts.values()):
        message = f"{path}, counts: got {counts!r}, expected columns with their quad class, 1 to 4"
        raise SettingsError(message)
    wrong = [key for key in (*COLUMN_KEYS, "delimiter", "date_format") if not isinstance(given.get(key, ""), str)]
    if wrong:
        message = f"{path}, {wrong[0]}: got {given[wrong[0]]!r}, expected a text"
        raise SettingsError(message)


def read_entities(path: Path) -> dict[str, str]:
    """A user's states by name of an actor.

    Args:
        path: A CSV file whose first two columns are the name and the state's ISO
            3166-1 alpha-3 code, with a header.

    Returns:
        States by name.

    Raises:
        SettingsError: If it cannot be read or a row has no two cells.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))[1:]
        return {row[0].strip(): row[1].strip().upper() for row in rows if row}
    except (OSError, ValueError, IndexError, csv.Error) as error:
        message = f"got {path}, which cannot be read ({error}), expected a CSV file with a header: entity,iso3"
        raise SettingsError(message) from error


def map_columns(names: tuple[str, ...], given: Mapping[str, Any]) -> Mapped:
    """Which column of a table holds what.

    Args:
        names: The header.
        given: A mapping; columns that it does not name are found by usual headers.

    Returns:
        Columns by key.

    Raises:
        SettingsError: If the mapping names a column that the table lacks.
    """
    by_name = {name.casefold(): name for name in reversed(names)}
    columns = {}
    for key, usual in COLUMN_KEYS.items():
        if key in given:
            columns[key] = _named(key, str(given[key]), names)
        elif found := next((by_name[name] for name in usual if name in by_name), None):
            columns[key] = found
    counts = {_named("counts", name, names): quad for name, quad in given.get("counts", {}).items()}
    return Mapped(columns, given.get("states", "auto"), given.get("delimiter", ""), given.get("date_format", ""), counts)


def _named(key: str, column: str, names: tuple[str, ...]) -> str:
    if column not in names:
        message = f"mapping, {key}: got the column {column!r}, expected one of: {', '.join(names)}"
        raise SettingsError(message)
    return column
