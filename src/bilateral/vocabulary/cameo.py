"""CAMEO codes: their names, PLOVER types, quad classes and Goldstein values; weights that a user may edit."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bilateral.errors import VocabularyError
from bilateral.vocabulary.codebook import load_event_types
from bilateral.vocabulary.files import read_rows

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CameoCode", "code_of_name", "load_cameo", "plain_code", "published_weights", "read_weights"]

_COLUMNS = ("code", "name", "event_type", "mode", "quad_code", "goldstein")
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One CAMEO code; `event_type` is PLOVER's or STATEMENT, `goldstein` from -10 to 10."""

    code: str
    name: str
    event_type: str
    mode: str | None
    quad_code: int
    goldstein: float


@cache
def load_cameo() -> dict[str, CameoCode]:
    """Every CAMEO code that ICEWS or GDELT write.

    Returns:
        Codes as texts with their leading zero ("042").

    Raises:
        VocabularyError: If `cameo.csv` is malformed.

    Source:
        CAMEO code book 1.1b3; Goldstein (1992) as ICEWS and GDELT publish it; PLOVER 2021.

    Example:
        >>> load_cameo()["042"].event_type, load_cameo()["190"].goldstein
        ('CONSULT', -10.0)
    """
    rows = read_rows("cameo.csv", _COLUMNS, required=("code", "name", "event_type", "quad_code", "goldstein"))
    return {row["code"]: _code(row) for row in rows}


def _code(row: dict[str, str]) -> CameoCode:
    try:
        return CameoCode(
            row["code"], row["name"], row["event_type"], row["mode"] or None, int(row["quad_code"]), float(row["goldstein"])
        )
    except ValueError as error:
        message = f"cameo.csv, key {row['code']!r}: {error}; expected numbers in quad_code and goldstein"
        raise VocabularyError(message) from error


def plain_code(text: str) -> str | None:
    """A CAMEO code as the table writes it, where spreadsheets ate the leading zero.

    A longer code that the table does not have leads to the code it is part of.

    Args:
        text: A code, such as "042", "42" or "0421".

    Returns:
        The code of the table; None if there is none.

    Example:
        >>> plain_code("42"), plain_code("1724"), plain_code("0428"), plain_code("99")
        ('042', '1724', '042', None)
    """
    code = text.strip()
    if not code.isdecimal() or len(code) > _LONGEST:
        return None
    known = load_cameo()
    shortened = (way[:-1] for way in (code, f"0{code}") if len(way) == _LONGEST)
    exact = [way for way in (code, f"0{code}") if way in known]
    return exact[0] if exact else next((way for way in shortened if way in known), None)


def _key(name: str) -> str:
    """A name of a code without case, hyphens, underscores and a plural of blanks."""
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


@cache
def _by_name() -> dict[str, str]:
    """Codes by name; where a root and its first code share one, the code."""
    return {_key(entry.name): entry.code for entry in load_cameo().values()}


def code_of_name(name: str) -> str | None:
    """The CAMEO code of an event's name, as ICEWS and its benchmarks write it.

    Example:
        >>> code_of_name("Make_a_visit"), code_of_name("Threaten non force"), code_of_name("Dance")
        ('042', '131', None)
    """
    return _by_name().get(_key(name))


def published_weights() -> list[tuple[str, float]]:
    """The intensity of every CAMEO code and event type, as shipped.

    Returns:
        Pairs of a CAMEO code or PLOVER type and its weight on the Goldstein scale.

    Example:
        >>> dict(published_weights())["AID"], dict(published_weights())["036"]
        (10.0, 4.0)
    """
    types = [(entry.name, entry.intensity) for entry in load_event_types().values()]
    return [(entry.code, entry.goldstein) for entry in load_cameo().values()] + types


def read_weights(path: Path) -> dict[str, float]:
    """Read a user's table of weights.

    Args:
        path: A CSV file with the columns `code` and `weight`; a code is one of
            CAMEO, with its leading zero, or a PLOVER type.

    Returns:
        Weights by code.

    Raises:
        VocabularyError: If the file cannot be read, lacks a column, or a row has
            no number or an unknown code; the message names the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not {"code", "weight"} <= set(reader.fieldnames or ()):
                message = f"{path}, line 1: columns are {', '.join(reader.fieldnames or ())}; expected code, weight"
                raise VocabularyError(message)
            return dict(_weight(row, f"{path}, line {reader.line_num}") for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"got {path}, which cannot be read ({error}); expected a CSV file with the columns code, weight"
        raise VocabularyError(message) from error


def _weight(row: dict[str, str], where: str) -> tuple[str, float]:
    """One row of a user's table."""
    code = (row["code"] or "").strip()
    if code not in dict(published_weights()):
        code = plain_code(code) or ""
    try:
        if code:
            return code, float(row["weight"])
    except (TypeError, ValueError):
        pass
    message = f"{where}: got {row['code']!r}, {row['weight']!r}; expected a CAMEO code or PLOVER type and a number"
    raise VocabularyError(message)
