"""Read the vocabulary files of this room and say where one is wrong.

Tables are CSV with a header row; lines at the top that begin with `#` name the
origin of the facts. Everything else is TOML.
"""

from __future__ import annotations

import csv
import tomllib
from importlib import resources
from typing import Any

from bilateral.errors import VocabularyError

__all__ = ["read_rows", "read_toml", "split_list"]


def read_rows(file: str, columns: tuple[str, ...], *, required: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """The rows of a shipped CSV file.

    Does not change the text of a cell, and does not look outside this room.

    Args:
        file: Name of the file, without a folder.
        columns: Columns that the file must have, in order.
        required: Columns that may not be empty in any row.

    Returns:
        One dictionary a row, in file order.

    Raises:
        VocabularyError: If the header or a row has other columns, or a required
            cell is empty; the message names file, line and key.

    Example:
        >>> read_rows("former_states.csv", FORMER)[0]["code"]
        'BUR'
    """
    lines = _read_text(file).splitlines()
    skipped = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[skipped:], strict=True)
    header = tuple(next(reader, []))
    if header != columns:
        message = f"{file}, line {skipped + 1}: columns are {', '.join(header)}; expected {', '.join(columns)}"
        raise VocabularyError(message)
    try:
        return [
            _checked(cells, columns, required=required, where=f"{file}, line {skipped + reader.line_num}")
            for cells in reader
            if cells
        ]
    except csv.Error as error:
        message = f"{file}, line {skipped + reader.line_num}: {error}"
        raise VocabularyError(message) from error


FORMER = ("code", "name", "official_name", "other_names", "demonyms", "iso3", "cow", "gw", "start", "end")
"""Columns of `former_states.csv`."""


def _checked(cells: list[str], columns: tuple[str, ...], *, required: tuple[str, ...], where: str) -> dict[str, str]:
    if len(cells) != len(columns):
        message = f"{where}, key {cells[0]!r}: {len(cells)} cells; expected {len(columns)} ({', '.join(columns)})"
        raise VocabularyError(message)
    row = dict(zip(columns, cells, strict=True))
    for column in required:
        if not row[column]:
            message = f"{where}, key {cells[0]!r}: column {column!r} is empty; every row needs one"
            raise VocabularyError(message)
    return row


def read_toml(file: str) -> dict[str, Any]:
    """The tables of a shipped TOML file.

    Args:
        file: Name of the file, without a folder.

    Returns:
        The file as nested dictionaries and lists.

    Raises:
        VocabularyError: If the file is no TOML; the message names file and line.

    Example:
        >>> sorted(read_toml("plover.toml"))
        ['type']
    """
    try:
        return tomllib.loads(_read_text(file))
    except tomllib.TOMLDecodeError as error:
        message = f"{file}: {error}"
        raise VocabularyError(message) from error


def split_list(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list separated by semicolons.

    Example:
        >>> split_list("Russian;Russians")
        ('Russian', 'Russians')
        >>> split_list("")
        ()
    """
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _read_text(file: str) -> str:
    try:
        return (resources.files("bilateral.vocabulary") / file).read_text("utf-8")
    except FileNotFoundError as error:
        message = f"{file}: no such vocabulary file; reinstall bilateral"
        raise VocabularyError(message) from error
