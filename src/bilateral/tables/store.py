"""The record folder: documents with all that was found in them, stored so that a kill loses nothing.

    bilateral-record.json     format and version
    documents/ parts/ ...     one Delta table for each name in `records.TABLES`
    originals/ab/<sha256>     the bytes as read
    writer.lock               held while a run writes
    derived/                  what can be made anew from the tables, for pages of large records; may be deleted

A batch is written to the tables of findings first and to `documents` last: a row
counts once its document is stored. Readers join every table to `documents`; the
next writer removes what a killed run left without its document.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bilateral.errors import RecordError, SchemaError
from bilateral.records import TABLES, Rejection, make_id
from bilateral.tables import delta
from bilateral.tables.lock import take_lock
from bilateral.tables.originals import keep_original, write_whole
from bilateral.tables.schema import to_arrow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import pyarrow as pa
    from deltalake import DeltaTable

    from bilateral.records import CodedDocument, Document, Retrieval, Run
    from bilateral.tables.lock import WriterLock

__all__ = ["FORMAT_VERSION", "MARKER_NAME", "Store", "check_folder", "open_store"]

FORMAT_VERSION = 3
"""Version of the layout of a record folder.

1: until 0.1. 2: `documents` tells where and when each was retrieved and where its pages begin; tables of retrievals and of imported data.
"""

MARKER_NAME = "bilateral-record.json"
LOCK_NAME = "writer.lock"

FINDING_TABLES = tuple(name for name in TABLES if name not in ("documents", "rejections", "retrievals", "runs"))
"""Tables whose rows count only once their document is stored."""

COMPACT_FILES = 100
"""A table of more files than this is compacted after an append.

Measured on 40,000 made-up documents in batches of 200: an append takes 0.2 s, the
one in a hundred that compacts 2 s, and a question over 100 files a table 0.3 s.
"""

_LOGGER = logging.getLogger("bilateral")


class Store:
    """An open record. Made by `open_store`; close it, or use it in a `with` block."""

    def __init__(self, path: Path, lock: WriterLock | None) -> None:
        self.path = path
        self._lock = lock
        self._is_torn = lock is not None
        self._tables: dict[str, DeltaTable] = {}
        self._doc_ids: set[str] = set()
        self._addresses: Counter[str] = Counter()
        self._rejection_ids: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the writer's lock back; a second call does nothing."""
        if self._lock is not None:
            self._lock.free()
            self._lock = None

    def known(self, doc_ids: Iterable[str]) -> set[str]:
        """Which of these documents are stored.

        Does not count rejected documents: they are tried again.

        Args:
            doc_ids: Identifiers of documents.

        Returns:
            Those of them that are in the record.
        """
        if self._lock is None:
            self._load_documents()
        return self._doc_ids.intersection(doc_ids)

    def append(self, coded: Sequence[CodedDocument], originals: Mapping[str, bytes | Path]) -> list[str]:
        """Store documents with all that was found in them, in one commit.

        A document that is known, or comes twice in the batch, is stored once. Its
        `version` is set here: one more than the versions stored at its address. A
        document whose rows do not fit their tables, or whose file was changed or
        removed after it was coded, becomes a rejection (`not_storable`,
        `original_changed`) and does not stop the others. Does not replace older
        versions.

        Args:
            coded: Coded documents; a batch of 100 to 500 keeps commits cheap.
            originals: For the SHA-256 of each new document its bytes, or the file
                that holds them.

        Returns:
            Identifiers of the documents stored now, in the order given.

        Raises:
            RecordError: If the record is open for reading only, the disk is full
                or not writable, or `originals` lacks a document. Nothing stored
                before is lost, and nothing of this batch is seen by readers.
        """
        self._require_writer()
        new, rejections = self._keep_originals(self._new(coded), originals)
        try:
            new = self._with_versions(new)
            tables = _build_tables(new)
        except SchemaError:
            new, unfit = _split_fitting(new)
            new, rejections = self._with_versions(new), rejections + unfit
            tables = _build_tables(new)
        rejections += [row for item in new for row in item.rejections]
        with delta.writing(self.path):
            self._remove_torn()
            self._is_torn = True
            for table in FINDING_TABLES:
                delta.append_rows(self._tables[table], tables[table])
            self._add_rejections(rejections)
            delta.append_rows(self._tables["documents"], tables["documents"])
            self._is_torn = False
        self._remember([item.document for item in new])
        self._compact(TABLES)
        return [item.document.doc_id for item in new]

    def reject(self, rejections: Sequence[Rejection]) -> int:
        """Store what could not be used, each once.

        Args:
            rejections: What could not be used; one whose `rejection_id` is stored is left out.

        Returns:
            How many were new.

        Raises:
            RecordError: If the record is open for reading only, full or not writable.
            SchemaError: If a row does not fit the table.
        """
        self._require_writer()
        with delta.writing(self.path):
            added = self._add_rejections(rejections)
        self._compact(["rejections"])
        return added

    def add_retrievals(self, rows: Sequence[Retrieval]) -> None:
        """Note which web addresses were asked and what became of them.

        Args:
            rows: New rows; nothing is replaced.

        Raises:
            RecordError: If the record is open for reading only, full or not writable.
            SchemaError: If a row does not fit the table.
        """
        self._require_writer()
        with delta.writing(self.path):
            delta.append_rows(self._tables["retrievals"], to_arrow("retrievals", rows))
        self._compact(["retrievals"])

    def add_run(self, run: Run) -> None:
        """Note what one call of `add` did.

        Args:
            run: The run; its identifier should be new.

        Raises:
            RecordError: If the record is open for reading only, full or not writable.
            SchemaError: If the row does not fit the table.
        """
        self._require_writer()
        with delta.writing(self.path):
            delta.append_rows(self._tables["runs"], to_arrow("runs", [run]))

    def _add_rejections(self, rejections: Iterable[Rejection]) -> int:
        """Store those rejections that are not stored; tells how many."""
        new = {row.rejection_id: _washed(row) for row in rejections if row.rejection_id not in self._rejection_ids}
        delta.append_rows(self._tables["rejections"], to_arrow("rejections", list(new.values())))
        self._rejection_ids.update(new)
        return len(new)

    def _keep_originals(
        self,
        new: Iterable[CodedDocument],
        originals: Mapping[str, bytes | Path],
    ) -> tuple[list[CodedDocument], list[Rejection]]:
        """Store the bytes of documents; one whose bytes are gone becomes a rejection."""
        kept, rejections = [], []
        with delta.writing(self.path):
            for item in new:
                if keep_original(self.path, item.document, originals):
                    kept.append(item)
                else:
                    detail = "got other bytes than were coded, or none; the file changed meanwhile: add it again"
                    rejections.append(_rejection(item.document, "original_changed", detail))
        return kept, rejections

    def _require_writer(self) -> None:
        if self._lock is None:
            message = f"got a record opened for reading or closed: {self.path}; open it with open_store(path) to write"
            raise RecordError(message)

    def _table(self, table: str) -> DeltaTable | None:
        """The open table; made if this store writes and it is missing."""
        if table not in self._tables:
            opened = delta.open_table(self.path, table, create=self._lock is not None)
            if opened is None:
                return None
            self._tables[table] = opened
        return self._tables[table]

    def _load_documents(self) -> None:
        """Read which documents and addresses are stored."""
        self._tables.pop("documents", None)
        opened = self._table("documents")
        self._doc_ids, self._addresses = set(), Counter()
        if opened is None:
            return
        for batch in opened.to_pyarrow_dataset().to_batches(columns=["doc_id", "address"]):
            self._doc_ids.update(batch.column(0).to_pylist())
            self._addresses.update(batch.column(1).to_pylist())

    def prepare(self) -> None:
        """Make missing tables, read what is stored, remove what a killed run left.

        Called once, by `open_store`.
        """
        for table in TABLES:
            self._table(table)
        self._load_documents()
        self._rejection_ids = delta.read_column(self._tables["rejections"], "rejection_id")
        self._remove_torn()

    def _remove_torn(self) -> None:
        """Remove rows whose document was never stored."""
        if not self._is_torn:
            return
        for table in FINDING_TABLES:
            opened = self._tables[table]
            delta.delete_documents(opened, delta.read_column(opened, "doc_id") - self._doc_ids)
        self._is_torn = False

    def _new(self, coded: Iterable[CodedDocument]) -> list[CodedDocument]:
        """The documents that are not stored, each once."""
        first: dict[str, CodedDocument] = {}
        for item in coded:
            first.setdefault(item.document.doc_id, item)
        return [item for doc_id, item in first.items() if doc_id not in self._doc_ids]

    def _with_versions(self, new: Iterable[CodedDocument]) -> list[CodedDocument]:
        """New documents with the version that they get at their address."""
        added = Counter[str]()
        numbered = []
        for item in new:
            address = item.document.address
            added[address] += 1
            document = dataclasses.replace(item.document, version=self._addresses[address] + added[address])
            numbered.append(dataclasses.replace(item, document=document))
        return numbered

    def _remember(self, documents: Collection[Document]) -> None:
        self._doc_ids.update(document.doc_id for document in documents)
        self._addresses.update(document.address for document in documents)

    def _compact(self, tables: Iterable[str]) -> None:
        """Compact tables of many files; a failure costs speed only and is tried again."""
        from deltalake.exceptions import DeltaError  # noqa: PLC0415 - heavy

        for table in tables:
            opened = self._tables[table]
            if delta.count_files(opened) > COMPACT_FILES:
                try:
                    delta.compact(opened)
                except (OSError, DeltaError) as error:
                    _LOGGER.warning("table %s was not compacted: %s", table, error)


def _build_tables(coded: Sequence[CodedDocument]) -> dict[str, pa.Table]:
    """The rows of documents and findings as Arrow tables.

    Raises:
        SchemaError: If a row does not fit its table or belongs to another document.
    """
    for item in coded:
        for table in FINDING_TABLES:
            if any(row.doc_id != item.document.doc_id for row in getattr(item, table)):
                message = f"got in {table} a row of another document, expected rows of {item.document.doc_id}"
                raise SchemaError(message)
    tables = {
        table: to_arrow(table, [row for item in coded for row in getattr(item, table)]) for table in FINDING_TABLES
    }
    to_arrow("rejections", [_washed(row) for item in coded for row in item.rejections])  # only to see that they fit
    return tables | {"documents": to_arrow("documents", [item.document for item in coded])}


def _split_fitting(coded: Iterable[CodedDocument]) -> tuple[list[CodedDocument], list[Rejection]]:
    """Documents whose rows fit their tables, and a rejection for each other one."""
    fitting, rejections = [], []
    for item in coded:
        try:
            _build_tables([item])
        except SchemaError as error:
            rejections.append(_rejection(item.document, "not_storable", str(error)))
        else:
            fitting.append(item)
    return fitting, rejections


def _rejection(document: Document, reason_code: str, detail: str) -> Rejection:
    """The rejection of a whole document at the time of storing it."""
    return Rejection(
        rejection_id=make_id(document.doc_id, "rejections", reason_code),
        doc_id=document.doc_id,
        address=str(document.address),
        stage="tables",
        start_char=None,
        end_char=None,
        reason_code=reason_code,
        detail=detail,
    )


def _washed(row: Rejection) -> Rejection:
    r"""A rejection without half characters, such as come from file names that are not UTF-8.

    Example:
        >>> _washed(Rejection("r1", None, "a\udcff.txt", "read", None, None, "unreadable", "")).address
        'a\\udcff.txt'
    """
    return dataclasses.replace(
        row,
        address=row.address.encode("utf-8", "backslashreplace").decode(),
        detail=row.detail.encode("utf-8", "backslashreplace").decode(),
    )


def check_folder(path: Path) -> None:
    """Raise unless a folder is a record that this version can read.

    Does not read any table.

    Args:
        path: The folder.

    Raises:
        RecordError: If it is missing, not a folder, not a record, or of another
            format version.
    """
    if not path.exists():
        message = f"got {path}, which does not exist, expected a record; run `bilateral add` to make one"
        raise RecordError(message)
    if not path.is_dir():
        message = f"got the file {path}, expected the folder of a record"
        raise RecordError(message)
    try:
        marker = json.loads((path / MARKER_NAME).read_bytes())
        version = marker["format_version"]
    except FileNotFoundError:
        message = f"got {path}, which has no {MARKER_NAME}, expected a record; name its folder, or a new one to add to"
        raise RecordError(message) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"got a {MARKER_NAME} in {path} that cannot be read ({error}), expected the one that bilateral wrote"
        raise RecordError(message) from error
    if version != FORMAT_VERSION:
        message = (
            f"got a record of format version {version} in {path}, expected {FORMAT_VERSION}; "
            "use the version of bilateral that made it, or add the documents to a new record "
            f"(their bytes are kept in {path / 'originals'})"
        )
        raise RecordError(message)


def _is_free(path: Path) -> bool:
    """Whether a folder can become a record: missing, empty, or left by a killed first run."""
    if not path.exists():
        return True
    return path.is_dir() and {item.name for item in path.iterdir()} <= {LOCK_NAME, f".{MARKER_NAME}.unfinished"}


def _write_marker(path: Path) -> None:
    marker = {"created_by": "bilateral", "format": "bilateral-record", "format_version": FORMAT_VERSION}
    write_whole(path / MARKER_NAME, json.dumps(marker, indent=2).encode() + b"\n")


def open_store(path: Path, *, create: bool = False, write: bool = True) -> Store:
    """Open a record, to write to it unless told otherwise.

    Opening to write takes the lock, makes missing tables and removes what a killed
    run left. Does not wait for another writer, and does not look into documents.

    Args:
        path: The folder of the record.
        create: Make a record if the folder is missing or empty.
        write: Take the writer's lock; without it only `known` can be called.

    Returns:
        The open record; close it or use it in a `with` block.

    Raises:
        RecordError: If the folder is missing (and not to be made), not a folder,
            not a record, of another format version, in a path that the table
            format cannot hold, written to by another run, or not writable.
    """
    path = Path(path).resolve()
    if not (create and _is_free(path)):
        check_folder(path)
    delta.check_address(path)
    if not write:
        return Store(path, None)
    with delta.writing(path), contextlib.ExitStack() as cleanup:
        path.mkdir(parents=True, exist_ok=True)
        lock = take_lock(path / LOCK_NAME)
        cleanup.callback(lock.free)
        if not (path / MARKER_NAME).exists():
            _write_marker(path)
        store = Store(path, lock)
        store.prepare()
        cleanup.pop_all()
    return store
