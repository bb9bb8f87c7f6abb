"""A record: a folder that holds documents and all that was found in them.

The Python face of the program. Everything heavy is imported where it is used,
so that `import bilateral` stays quick.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import DocumentError, RecordError, SettingsError, VocabularyError
from bilateral.records import Rejection, Run, make_id
from bilateral.settings import Settings, read_settings
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from bilateral.briefings.brief import Brief
    from bilateral.engine import Outcome
    from bilateral.records import CodedDocument
    from bilateral.tables.store import Store

__all__ = ["AddReport", "Record", "hash_file", "open_record"]

FEWEST_TO_JUDGE = 20
"""A run is not given up for failures before this many documents."""

COMMIT_SECONDS = 20.0
"""Finished documents wait no longer than this for their transaction, so that a kill loses little."""


@dataclass(slots=True)
class AddReport:
    """What one call of `add` did."""

    n_added: int = 0
    n_known: int = 0
    n_not_coded: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def n_rejected(self) -> int:
        """Documents that could not be read or coded at all."""
        return len(self.rejections)


def open_record(path: str | Path, *, settings: Settings | None = None) -> Record:
    """Open a record, or make an empty one where there is nothing yet.

    Args:
        path: A folder.
        settings: Settings for what is added; `bilateral.toml` of the working folder by default.

    Returns:
        The record.

    Raises:
        RecordError: If the folder holds something else or was made by another version.

    Example:
        >>> open_record("record/")      # doctest: +SKIP
        Record('record/')
    """
    from bilateral.tables.store import check_folder, open_store  # noqa: PLC0415 - takes a third of a second

    path = Path(path)
    if path.is_dir() and any(path.iterdir()):
        check_folder(path)  # no lock: a reader never waits for a writer
    else:
        open_store(path, create=True).close()
    return Record(path, settings or read_settings())


class Record:
    """Documents about states and what was found in them, in one folder.

    Made by `open_record`. States can be given by ISO code, name or capital.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings

    def __repr__(self) -> str:
        return f"Record({str(self.path)!r})"

    def _repr_html_(self) -> str:
        """The record's tables and their row counts, for a notebook."""
        rows = "".join(f"<tr><td>{name}</td><td style='text-align:right'>{n:,}</td></tr>" for name, n in self.count_rows().items())
        return f"<table><caption>Record {self.path.name}</caption><tr><th>table</th><th>rows</th></tr>{rows}</table>"

    def add(
        self,
        paths: Iterable[str | Path],
        *,
        dates: Mapping[str, str] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> AddReport:
        """Read, code and store documents.

        A document that the record holds already changes nothing. Changed bytes
        at a known address become a new version; the old one is kept. A document
        that cannot be read is listed under `rejections` and never stops the rest.

        Args:
            paths: Files, folders (searched to any depth) and patterns.
            dates: Published dates by file stem, for documents that state none.
            on_progress: Called with documents done and documents in all.

        Returns:
            What was added, known and rejected.

        Raises:
            SettingsError: If a path does not exist or holds no file.
            RecordError: If the record cannot be written; what was stored before stays.
        """
        from bilateral.documents.read import find_files  # noqa: PLC0415 - reads formats
        from bilateral.tables.store import open_store  # noqa: PLC0415 - takes a third of a second

        started, clock = datetime.now(UTC), time.monotonic()
        files = find_files(list(paths))
        report = AddReport()
        with open_store(self.path, create=True) as store:
            self._add_files(store, files, dates or {}, report, on_progress)
            report.seconds = time.monotonic() - clock
            store.add_run(self._run(started, report))
        return report

    def _add_files(
        self,
        store: Store,
        files: Sequence[Path],
        dates: Mapping[str, str],
        report: AddReport,
        on_progress: Callable[[int, int], None] | None,
    ) -> None:
        from bilateral.engine import run  # noqa: PLC0415
        from bilateral.pipeline import code_one, load_for_coding  # noqa: PLC0415 - loads the rules

        done = itertools.count(1)

        def tick() -> None:
            if on_progress is not None:
                on_progress(next(done), len(files))

        waiting: list[tuple[Path, CodedDocument]] = []
        last_commit = time.monotonic()
        job = partial(code_one, settings=self.settings, dates=dict(dates))
        setup = partial(load_for_coding, self.settings.parser)
        new = self._find_new(store, files, report, tick)
        chunk = self.settings.batch_size if self.settings.workers else 1
        with contextlib.closing(run(job, new, workers=self.settings.workers, setup=setup, chunk_size=chunk)) as outcomes:
            for outcome in outcomes:
                self._take(outcome, waiting, report)
                tick()
                is_full = len(waiting) >= self.settings.commit_every
                if is_full or time.monotonic() - last_commit > COMMIT_SECONDS:
                    self._commit(store, waiting, report)
                    last_commit = time.monotonic()
        self._commit(store, waiting, report)

    def _find_new(self, store: Store, files: Iterable[Path], report: AddReport, tick: Callable[[], None]) -> Iterator[Path]:
        """Files whose bytes the record does not hold."""
        seen: set[str] = set()
        for path in files:
            try:
                doc_id = hash_file(path)[:16]
            except OSError as error:
                self._reject(path, DocumentError(f"{path} cannot be opened: {error.strerror}", "unreadable"), report)
                tick()
                continue
            if doc_id in seen or store.known([doc_id]):
                report.n_known += 1
                tick()
                continue
            seen.add(doc_id)
            yield path

    def _take(
        self,
        outcome: Outcome[Path, CodedDocument],
        waiting: list[tuple[Path, CodedDocument]],
        report: AddReport,
    ) -> None:
        if outcome.result is not None:
            waiting.append((outcome.item, outcome.result))
            return
        error = outcome.error
        if isinstance(error, (SettingsError, VocabularyError)):
            raise error  # nothing of this run can be coded: the documents are not to blame
        if not isinstance(error, DocumentError):
            error = DocumentError(f"coding failed: {type(error).__name__}: {error}", "coder_failed")
        self._reject(outcome.item, error, report)
        self._stop_if_hopeless(report, len(waiting))

    def _stop_if_hopeless(self, report: AddReport, n_waiting: int) -> None:
        """Stop a run in which coding itself fails too often; unreadable files do not count."""
        failed = sum(row.reason_code == "coder_failed" for row in report.rejections)
        tried = failed + report.n_added + n_waiting
        if tried >= FEWEST_TO_JUDGE and failed > self.settings.max_failed_share * tried:
            message = (
                f"coding failed for {failed} of {tried} documents, more than max_failed_share allows "
                f"({self.settings.max_failed_share}); what was stored stays. The last error: {report.rejections[-1].detail}"
            )
            raise RecordError(message)

    def _reject(self, path: Path, error: DocumentError, report: AddReport) -> None:
        address = path.resolve().as_uri()
        row = Rejection(
            make_id(address, "rejections", error.reason_code), None, address, "read", None, None, error.reason_code, str(error)
        )
        report.rejections.append(row)

    def _commit(self, store: Store, waiting: list[tuple[Path, CodedDocument]], report: AddReport) -> None:
        store.reject(report.rejections)
        if not waiting:
            return
        originals = {coded.document.sha256: path for path, coded in waiting}
        stored = set(store.append([coded for _, coded in waiting], originals))
        report.n_added += len(stored)
        report.n_not_coded += sum(not coded.document.is_coded for _, coded in waiting if coded.document.doc_id in stored)
        waiting.clear()

    def _run(self, started: datetime, report: AddReport) -> Run:
        return Run(
            secrets.token_hex(8), started, datetime.now(UTC), VERSION, self.settings.parser,
            report.n_added, report.n_known, report.n_rejected,
        )  # fmt: skip

    def events(self, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> pa.Table:
        """Acts of either state towards the other, oldest first.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            start: First date, ISO 8601 (year, month or day).
            end: Last date.

        Returns:
            One row an event, with its document's title, publisher and date.

        Raises:
            StateError: If a state is not known; the message suggests others.
        """
        return self._select("events", state_a, state_b, start, end)

    def statements(self, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> pa.Table:
        """What speakers of either state say where the other is spoken of; arguments as for `events`."""
        return self._select("statements", state_a, state_b, start, end)

    def figures(self, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> pa.Table:
        """Quantities that concern both states; arguments as for `events`."""
        return self._select("figures", state_a, state_b, start, end)

    def commitments(self, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> pa.Table:
        """What either state promised the other; arguments as for `events`."""
        return self._select("commitments", state_a, state_b, start, end)

    def projects(self, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> pa.Table:
        """Joint undertakings of the two; arguments as for `events`."""
        return self._select("projects", state_a, state_b, start, end)

    def factors(self, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> pa.Table:
        """What is said to help or hinder the relation; arguments as for `events`."""
        return self._select("factors", state_a, state_b, start, end)

    def _select(self, table: str, state_a: str, state_b: str, start: str | None, end: str | None) -> pa.Table:
        from bilateral.tables.queries import select_records  # noqa: PLC0415 - takes a third of a second
        from bilateral.vocabulary.states import find_state  # noqa: PLC0415

        return select_records(self.path, table, (find_state(state_a), find_state(state_b)), start=start, end=end)

    def documents(self) -> pa.Table:
        """Every document in its newest version, without its text.

        Returns:
            One row a document, in the order of publication.
        """
        return self.sql("SELECT * EXCLUDE (text, signature) FROM documents ORDER BY published_start, doc_id")

    def rejections(self) -> pa.Table:
        """What was found but could not be used, with the reasons.

        Returns:
            One row a rejection.
        """
        return self.sql("SELECT * FROM all_rejections ORDER BY address, start_char, rejection_id")

    def sql(self, query: str) -> pa.Table:
        """Ask the record in SQL (DuckDB); every table is a view of its name.

        Args:
            query: One SELECT statement.

        Returns:
            The answer.
        """
        from bilateral.tables.queries import connect  # noqa: PLC0415 - takes a third of a second

        with connect(self.path) as connection:
            return connection.sql(query).to_arrow_table()

    def count_rows(self) -> dict[str, int]:
        """Rows in each table, of the newest versions of the documents."""
        from bilateral.records import TABLES  # noqa: PLC0415
        from bilateral.tables.queries import connect  # noqa: PLC0415 - takes a third of a second

        with connect(self.path) as connection:
            counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES}  # noqa: S608 - our own names
        return {table: int(row[0]) if row else 0 for table, row in counts.items()}

    def brief(self, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> Brief:
        """Where the relation of two states stands, written from the record alone.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            start: First date of what is told.
            end: Last date.

        Returns:
            A brief; every sentence carries notes to the words behind it.

        Raises:
            StateError: If a state is not known; the message suggests others.
        """
        from bilateral.dossier import write_brief  # noqa: PLC0415 - loads analysis and briefings
        from bilateral.vocabulary.states import find_state  # noqa: PLC0415

        return write_brief(self.path, find_state(state_a), find_state(state_b), start=start, end=end)


def hash_file(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
