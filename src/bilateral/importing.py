"""One call of `import`: files of event data read part by part and stored."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.datasets.csv_mapping import make_csv_format
from bilateral.datasets.gdelt import GDELT
from bilateral.datasets.icews import ICEWS
from bilateral.datasets.mapping import read_entities, read_mapping
from bilateral.datasets.opening import find_data_files, hash_file
from bilateral.datasets.polecat import POLECAT
from bilateral.datasets.quadruples import is_quadruple_file, make_tkg_format
from bilateral.datasets.reading import read_parts
from bilateral.datasets.ucdp import UCDP
from bilateral.errors import DocumentError, SettingsError
from bilateral.records import ImportedPart, Rejection, make_id
from bilateral.tables.imports import NewPart, open_imports
from bilateral.tables.store import open_store
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bilateral.datasets.formats import DataFormat
    from bilateral.datasets.opening import DataFile
    from bilateral.datasets.reading import Part
    from bilateral.tables.imports import ImportTables
    from bilateral.tables.store import Store

__all__ = ["DATA_TYPES", "ImportReport", "import_files"]

DATA_TYPES = ("icews", "polecat", "gdelt", "ucdp", "tkg", "csv")
"""Kinds of event data that can be imported."""

_NATIVE = {"icews": ICEWS, "polecat": POLECAT, "gdelt": GDELT, "ucdp": UCDP}

COMMIT_ROWS = 500_000
"""Small files wait for each other until so many rows are at hand, or for `COMMIT_SECONDS`."""

COMMIT_SECONDS = 20.0
"""Rows that are read wait no longer than this, so that a kill loses little."""

_NAME_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")


@dataclass(slots=True)
class ImportReport:
    """What one call of `import` did: rows read are rows kept and rows rejected."""

    data_name: str = ""
    n_files: int = 0
    n_known: int = 0
    n_read: int = 0
    n_kept: int = 0
    n_rejected: int = 0
    n_mended: int = 0
    seconds: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)


def _plain_name(name: str) -> str:
    """A name of a data set: lower case, no blanks.

    Raises:
        SettingsError: If nothing is left of it.

    Example:
        >>> _plain_name("ICEWS 2018")
        'icews_2018'
    """
    plain = "".join(sign for sign in name.lower().replace(" ", "_") if sign in _NAME_SIGNS).strip("._-")
    if not plain or plain == "coded":
        message = f"got the name {name!r} for a data set, expected letters and digits (not 'coded', which means the record's own events)"
        raise SettingsError(message)
    return plain


def _default_name(data_type: str, paths: list[Path]) -> str:
    """What a data set is called where no name is given."""
    if data_type == "tkg":
        first = paths[0]
        return first.name if first.is_dir() else first.parent.name
    return paths[0].name.partition(".")[0] if data_type == "csv" else data_type


def _files_and_forms(data_type: str, paths: Iterable[Path], given: dict[str, Any]) -> Iterator[tuple[DataFile, DataFormat]]:
    """Every file to read with how to read it."""
    entities = read_entities(Path(given["entities"])) if "entities" in given else {}
    for path in paths:
        files = find_data_files(path)
        if data_type == "tkg" and not files[0].name.endswith(".parquet"):
            folders = sorted({file.path.parent for file in files if is_quadruple_file(file.path)})
            if not folders:
                message = f"got {path}, expected a folder with train.txt, valid.txt or test.txt and the files of ids"
                raise DocumentError(message, "missing")
            forms = {folder: make_tkg_format(folder, given, entities) for folder in folders}
            yield from ((file, forms[file.path.parent]) for file in files if is_quadruple_file(file.path))
        elif data_type in ("tkg", "csv"):
            form = make_csv_format(given)
            yield from ((file, form) for file in files)
        else:
            yield from ((file, _NATIVE[data_type]) for file in files)


def import_files(  # noqa: PLR0913 - options
    record: Path,
    data_type: str,
    paths: Iterable[str | Path],
    *,
    name: str | None = None,
    mapping: str | Path | None = None,
    on_progress: Callable[[str, int], None] | None = None,
) -> ImportReport:
    """Import event data of others beside the coded events of a record.

    A file whose content is known changes nothing; a newer content under a known
    file name takes the place of the older one. A run that was killed goes on where
    it stopped. Does not look for the same event in two data sets.

    Args:
        record: Folder of the record; made if it is missing.
        data_type: One of `DATA_TYPES`.
        paths: Files, archives or folders.
        name: Name of the data set in the record; by default that of its kind.
        mapping: TOML file that names the columns (`csv`) or first day and unit of time
            (`tkg`), or a CSV file of states by entity (`tkg`).
        on_progress: Called with the name of the file and the rows read of it.

    Returns:
        What was read, kept and rejected.

    Raises:
        SettingsError: If the kind, the name or the mapping is wrong.
        DocumentError: If a path holds no event data.
        RecordError: If the record cannot be written; what was stored before stays.
    """
    if data_type not in DATA_TYPES:
        message = f"got the kind {data_type!r}, expected one of: {', '.join(DATA_TYPES)}"
        raise SettingsError(message)
    listed = [Path(path) for path in paths]
    clock = time.monotonic()
    report = ImportReport(_plain_name(name or _default_name(data_type, listed)))
    given = read_mapping(Path(mapping)) if mapping else {}
    work = list(_files_and_forms(data_type, listed, given))
    with open_store(record, create=True) as store, ThreadPoolExecutor(1) as writer:
        run = _Importing(store, open_imports(store.path), writer, data_type, report, on_progress)
        for file, form in work:
            run.take(file, form)
        run.close()
    report.seconds = time.monotonic() - clock
    return report


class _Importing:
    """One run: what is stored, what waits for its commit, and the report."""

    def __init__(  # noqa: PLR0913, PLR0917 - what one run is made of
        self, store: Store, tables: ImportTables, writer: ThreadPoolExecutor, data_type: str, report: ImportReport,
        on_progress: Callable[[str, int], None] | None,
    ) -> None:  # fmt: skip
        self._store, self._tables, self._writer, self._type, self._report = store, tables, writer, data_type, report
        self._written: Future[None] | None = None
        self._tell = on_progress or (lambda _name, _rows: None)
        self._stored = [row for row in tables.parts() if row["data_name"] == report.data_name]
        self._waiting: list[NewPart] = []
        self._rejections: list[Rejection] = []
        self._since = time.monotonic()

    def take(self, file: DataFile, form: DataFormat) -> None:
        """Read and store one file, unless it is known; a file that cannot be read is listed and stops nothing."""
        self._report.n_files += 1
        try:
            content_id = hash_file(file, form.name, form.mapping)
            known = [row for row in self._stored if row["content_id"] == content_id]
            if any(row["is_last"] for row in known):
                self._report.n_known += 1
                return
            self._read(file, form, content_id, known)
        except DocumentError as error:
            self._report.failed.append((file.name, str(error)))
            detail = f"{file.name}: {error}"
            self._rejections.append(_rejection(file, (str(error),), error.reason_code, detail))

    def _read(self, file: DataFile, form: DataFormat, content_id: str, known: list[dict[str, Any]]) -> None:
        last = max(known, key=lambda row: row["part_index"], default=None)
        start = (last["last_row"], last["end_byte"]) if last else (0, 0)
        index = last["part_index"] + 1 if last else 0
        version = last["version"] if last else 1 + max((row["version"] for row in self._stored if row["file_name"] == file.name), default=0)
        for part in read_parts(file, form, last_row=start[0], end_byte=start[1]):
            row = self._note(file, part, content_id, index, version)
            self._waiting.append(NewPart(row, part.tables))
            self._rejections += [_rejection(file, (content_id, bad.row), bad.reason_code, f"row {bad.row}: {bad.detail}", bad.row) for bad in part.bad]
            self._stored.append({"content_id": content_id, "file_name": file.name, "version": version, "part_index": index, "is_last": part.is_last})
            self._count(file, part, row)
            index += 1
            self._commit_if_due()

    def _note(self, file: DataFile, part: Part, content_id: str, index: int, version: int) -> ImportedPart:
        days = [day for table in part.tables for day in _days(table)]
        return ImportedPart(
            part_id=f"{content_id[:16]}-{index:04d}", data_name=self._report.data_name, data_type=self._type, file_name=file.name,
            address=file.address, content_id=content_id, version=version, part_index=index, last_row=part.last_row,
            end_byte=part.end_byte, is_last=part.is_last, n_read=part.n_read, n_kept=part.n_read - len(part.bad),
            n_rejected=len(part.bad), n_mended=sum(table.num_rows - table.column("originals").null_count for table in part.tables),
            events_file=None, first_day=min(days, default=None), last_day=max(days, default=None), imported_at=datetime.now(UTC), bilateral_version=VERSION,
        )  # fmt: skip

    def _count(self, file: DataFile, part: Part, row: ImportedPart) -> None:
        report = self._report
        report.n_read += row.n_read
        report.n_kept += row.n_kept
        report.n_rejected += row.n_rejected
        report.n_mended += row.n_mended
        for bad in part.bad:
            report.reasons[bad.reason_code] = report.reasons.get(bad.reason_code, 0) + 1
        if part.damage:
            report.broken.append((file.name, part.damage))
        self._tell(file.name, row.last_row)

    def _commit_if_due(self) -> None:
        rows = sum(item.part.n_read for item in self._waiting)
        if rows >= COMMIT_ROWS or time.monotonic() - self._since > COMMIT_SECONDS:
            self._commit()

    def _commit(self) -> None:
        """Hand what waits to the writer, which stores it while the next rows are read; at most one commit is under way."""
        self._wait()
        self._written = self._writer.submit(self._store_all, self._waiting, self._rejections)
        self._waiting, self._rejections, self._since = [], [], time.monotonic()

    def _store_all(self, parts: list[NewPart], rejections: list[Rejection]) -> None:
        """Rejections first, parts last: what counts is stored whole."""
        if rejections:
            self._store.reject(rejections)
        self._tables.append(parts)

    def _wait(self) -> None:
        """Wait for the commit under way, and raise what it raised."""
        written, self._written = self._written, None
        if written is not None:
            written.result()

    def close(self) -> None:
        """Store what waits."""
        self._commit()
        self._wait()


def _days(table: Any) -> list[Any]:
    import pyarrow.compute as pc  # noqa: PLC0415 - heavy

    if not table.num_rows:
        return []
    return [pc.min(table.column("event_date_start")).as_py(), pc.max(table.column("event_date_end")).as_py()]


def _rejection(file: DataFile, keys: tuple[object, ...], reason_code: str, detail: str, row: int | None = None) -> Rejection:
    address = file.address if row is None else f"{file.address}!row {row}"
    return Rejection(make_id("", "imports", file.name, *keys), None, address, "import", None, None, reason_code, detail)
