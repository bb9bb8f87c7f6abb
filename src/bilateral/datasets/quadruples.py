"""Benchmarks of temporal knowledge graphs: quadruples of subject, relation, object and time, with files of ids."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bilateral.datasets.entities import link_entity, split_entity
from bilateral.datasets.formats import DataFormat, put_cameo
from bilateral.datasets.frames import codes_of, put_dates, put_parties, put_texts, text_of
from bilateral.datasets.rows import Form
from bilateral.errors import DocumentError
from bilateral.vocabulary.cameo import code_of_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bilateral.datasets.frames import Codes, Frame, Period

__all__ = ["is_quadruple_file", "make_tkg_format"]

_STARTS = {
    ("7128", "230"): dt.date(2014, 1, 1),
    ("23033", "256"): dt.date(2018, 1, 1),
    ("10488", "251"): dt.date(2005, 1, 1),
}
"""First day of ICEWS14, ICEWS18 and ICEWS05-15 by their entities and relations, as `stat.txt` tells them."""

_FILES = re.compile(r"(?:train|valid|test|facts?|quadruples?)\w*\.(?:txt|tsv)(?:\.gz)?")  # train.txt.gz
_FOUR, _FIVE = 4, 5
_HOURS = 24
_CELL = re.compile(r"-?\d+")  # 5760


def is_quadruple_file(path: Path) -> bool:
    """Whether a file of a benchmark's folder holds quadruples, by its name.

    Example:
        >>> from pathlib import Path
        >>> is_quadruple_file(Path("train.txt.gz")), is_quadruple_file(Path("entity2id.txt"))
        (True, False)
    """
    return _FILES.fullmatch(path.name) is not None


def _read_ids(folder: Path, stem: str) -> dict[str, str]:
    """Names by id from `entity2id.txt` or `relation2id.txt`; the id is the second column.

    Raises:
        DocumentError: If the file is missing or a line has no two columns.
    """
    path = next((folder / f"{stem}{end}" for end in (".txt", ".txt.gz") if (folder / f"{stem}{end}").exists()), None)
    if path is None:
        message = f"got {folder} without {stem}.txt, expected the files of ids beside the quadruples"
        raise DocumentError(message, "missing_columns")
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [line.split("\t") for line in content.decode("utf-8", "replace").splitlines() if line.strip()]
    if rows and len(rows[0]) == 1:
        rows = rows[1:]  # some benchmarks write the number of names first
    wrong = next((row for row in rows if len(row) < 2), None)  # noqa: PLR2004 - name and id
    if wrong is not None:
        message = f"{path}: got the line {wrong[0]!r}, expected a name, a tab and an id"
        raise DocumentError(message, "missing_columns")
    return {row[1].strip(): row[0] for row in rows}


def _first_day(folder: Path, mapping: Mapping[str, object]) -> dt.date:
    """The day that time 0 stands for.

    Raises:
        DocumentError: If the benchmark is not known and the mapping has no `start`.
    """
    given = mapping.get("start")
    if isinstance(given, dt.date):
        return given
    if isinstance(given, str):
        return dt.date.fromisoformat(given)
    path = folder / "stat.txt"
    sizes = tuple(path.read_text("utf-8").split()[:2]) if path.exists() else ()
    if sizes in _STARTS:
        return _STARTS[sizes]
    message = (
        f"got {folder}, whose first day is not known, expected ICEWS14, ICEWS18 or ICEWS05-15; "
        'give a --mapping file with a line such as: start = "2018-01-01"'
    )
    raise DocumentError(message, "unknown_start")


def _unit_hours(folder: Path, mapping: Mapping[str, object]) -> int:
    """Hours of one step of time: 24 where times are no multiples of a day's hours."""
    given = mapping.get("unit_hours")
    if isinstance(given, int) and given > 0:
        return given
    path = next(iter(sorted(item for item in folder.iterdir() if is_quadruple_file(item))), None)
    if path is None:
        return _HOURS
    times = _times(path)
    steps = np.array([int(time) for time in times if time.lstrip("-").isdecimal()] or [1])
    return 1 if int(np.gcd.reduce(steps)) % _HOURS == 0 else _HOURS


def _times(path: Path) -> set[str]:
    """The distinct times of a file of quadruples."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        return {line.split()[3] for line in stream if len(line.split()) >= _FOUR}


def _read_form(line: bytes) -> tuple[Form, bool]:
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    delimiter = "\t" if "\t" in text else " "
    n_cells = len(text.split(delimiter))
    if n_cells not in (_FOUR, _FIVE):
        message = f"got a first line of {n_cells} columns, expected 4 (subject, relation, object, time) or 5"
        raise DocumentError(message, "missing_columns")
    names = ("subject", "relation", "object", "time", "extra")[:n_cells]
    anchors = dict.fromkeys(names, _CELL.fullmatch)
    return Form(names, delimiter, names[:_FOUR], anchors=anchors), not _CELL.fullmatch(text.split(delimiter)[0])


def make_tkg_format(folder: Path, mapping: Mapping[str, object], entities: Mapping[str, str]) -> DataFormat:
    """How the quadruples of one folder are read.

    Args:
        folder: Folder with `entity2id.txt` and `relation2id.txt` (or `.gz`).
        mapping: `start` (first day), `unit_hours` (24 where times count days) and
            `wide` (also link officials, firms and parties), each optional.
        entities: A user's states by name of entity; they win.

    Returns:
        The form.

    Raises:
        DocumentError: If an id file is missing or the first day is not known.
    """
    names, relations = _read_ids(folder, "entity2id"), _read_ids(folder, "relation2id")
    start, unit = _first_day(folder, mapping), _unit_hours(folder, mapping)
    wide = bool(mapping.get("wide"))

    def link(code: str, day: str | None) -> str | None:
        name = names.get(code, "")
        return entities.get(name) or link_entity(name, day, wide=wide)

    def read_time(text: str) -> Period | None:
        if not text.lstrip("-").isdecimal():
            return None
        day = start + dt.timedelta(hours=int(text) * unit)
        return day.isoformat(), day, day

    told = f"{start} {unit} {wide} {sorted(entities.items())} {sorted(names.items())} {sorted(relations.items())}"
    build = partial(_build, names=names, relations=relations, link=link, read_time=read_time)
    return DataFormat("tkg", _read_form, build, mapping=told)


def _build(
    frame: Frame,
    *,
    names: Mapping[str, str],
    relations: Mapping[str, str],
    link: Callable[[str, str | None], str | None],
    read_time: Callable[[str], Period | None],
) -> None:
    put_dates(frame, codes_of(frame, "time"), read_time)
    for column, native in (("actor", "subject"), ("recipient", "object")):
        codes = codes_of(frame, native)
        put_parties(frame, column, codes, link=link)
        put_texts(frame, f"{column}_name", codes, clean=lambda code: names.get(code, "").replace("_", " ") or None)
        put_texts(frame, f"{column}_sector", codes, clean=lambda code: (split_entity(names.get(code, ""))[1] and split_entity(names[code])[0]) or None)
        unknown = np.array([code not in names for code in codes.values] or [False])[codes.places]
        frame.reject(unknown, "unknown_actor_code", partial(_tell_id, codes, "entity2id"))
    acts = codes_of(frame, "relation")
    unknown = np.array([code not in relations for code in acts.values] or [False])[acts.places]
    frame.reject(unknown, "unknown_event_code", partial(_tell_id, acts, "relation2id"))
    put_cameo(frame, "relation", code_of=lambda code: code_of_name(relations.get(code, "")))


def _tell_id(codes: Codes, file: str, place: int) -> str:
    return f"got the id {text_of(codes, place)!r}, expected one of {file}"
