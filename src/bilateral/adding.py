"""One call of `add`: items read and coded in an engine, stored batch by batch."""

from __future__ import annotations

import contextlib
import shutil
import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.documents.items import Item, Limits, hash_item
from bilateral.documents.opening import open_items
from bilateral.engine import run
from bilateral.errors import DocumentError, RecordError, SettingsError, VocabularyError
from bilateral.pipeline import code_one, load_before_forking, load_for_coding
from bilateral.records import Rejection, make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bilateral.engine import Outcome
    from bilateral.progress import AddReport, Progress
    from bilateral.records import CodedDocument
    from bilateral.settings import Settings
    from bilateral.tables.store import Store
    from bilateral.web_pages import WebCall

__all__ = ["Adding", "items_of", "limits_of"]

FEWEST_TO_JUDGE = 20
"""A run is not given up for failures before this many documents."""

COMMIT_SECONDS = 20.0
"""Finished documents wait no longer than this for their transaction, so that a kill loses little."""

LIGHT_BYTES = 250_000
"""Bytes that an item carries with it; heavier ones wait on the disk, so that hundreds of them fit in memory."""

PASSING = frozenset({"page_limit"})
"""Reasons that only say what the next call goes on with: told, and noted in `retrievals` with the time, but no rejections."""

FOLDER_NAME = ".incoming"
"""Folder in a record where heavy items wait; emptied when a run starts and ends."""


def limits_of(settings: Settings) -> Limits:
    """How much of a container is unpacked under these settings."""
    return Limits(max_item_bytes=settings.max_file_bytes)


def items_of(files: Sequence[Path], settings: Settings, progress: Progress) -> Iterator[Item]:
    """What files hold, one document after the other.

    Args:
        files: Files.
        settings: The run's settings.
        progress: Told of each file opened.

    Yields:
        Items in the order of the files.
    """
    for path in files:
        progress.n_ahead -= 1
        yield from open_items(path, limits_of(settings))


@dataclass(slots=True)
class Adding:
    """One call of `add`: what it works with."""

    store: Store
    settings: Settings
    dates: Mapping[str, str]
    report: AddReport
    progress: Progress
    web: WebCall | None = None
    """Where pages are fetched: what the record has of them, and what is to be noted."""
    waiting: list[tuple[Item, CodedDocument]] = field(default_factory=list)
    twins: dict[str, list[Item]] = field(default_factory=dict)
    """Items of the same bytes as one of this run that is not stored yet, by `doc_id`, without their bytes."""
    failed: dict[str, DocumentError] = field(default_factory=dict)
    """Why documents of this run were rejected, by `doc_id`."""

    @property
    def folder(self) -> Path:
        """Where heavy items wait."""
        return self.store.path / FOLDER_NAME

    def run(self, items: Iterable[Item]) -> None:
        """Read, code and store items.

        Args:
            items: What to add.

        Raises:
            RecordError: If the record cannot be written or coding fails too often; what was stored stays.
            SettingsError: If nothing can be coded with these settings.
        """
        shutil.rmtree(self.folder, ignore_errors=True)  # left by a killed run
        try:
            self._run(items)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, items: Iterable[Item]) -> None:
        settings = self.settings
        job = partial(code_one, settings=settings, dates=dict(self.dates))
        setup, preload = partial(load_for_coding, settings), partial(load_before_forking, settings)
        chunk = settings.batch_size if settings.workers and self.web is None else 1  # pages come slowly: code each as it comes
        last_commit = time.monotonic()
        with contextlib.closing(run(job, self._find_new(items), workers=settings.workers, setup=setup, preload=preload, chunk_size=chunk)) as outcomes:
            for outcome in outcomes:
                self._take(outcome)
                self.progress.tick()
                is_full = len(self.waiting) >= settings.commit_every
                if is_full or time.monotonic() - last_commit > COMMIT_SECONDS:
                    self._commit()
                    last_commit = time.monotonic()
        self._commit()

    def _find_new(self, items: Iterable[Item]) -> Iterator[Item]:
        """Items whose bytes the record does not hold."""
        seen: set[str] = set()
        for item in items:
            self.progress.n_found += 1
            try:
                if item.error is not None:
                    raise item.error  # rejected below like what cannot be opened
                doc_id = hash_item(item)[:16]
            except (OSError, DocumentError) as error:
                told = error if isinstance(error, DocumentError) else DocumentError(f"{item.name} cannot be opened: {error.strerror}", "unreadable")
                self._reject(item, told)
                self.progress.tick()
                continue
            if doc_id in seen or self.store.known([doc_id]):
                self._take_twin(item, doc_id)
                self.progress.tick()
                continue
            seen.add(doc_id)
            yield self._made_light(item, doc_id)

    def _take_twin(self, item: Item, doc_id: str) -> None:
        """Count an item whose bytes came before; it shares the fate of the first."""
        if doc_id in self.failed:
            self._reject(item, self.failed[doc_id])
            return
        self.report.n_known += 1
        if not self.store.known([doc_id]):
            self.twins.setdefault(doc_id, []).append(replace(item, data=b""))

    def _made_light(self, item: Item, doc_id: str) -> Item:
        """The item, its bytes written to the disk if they are many."""
        if not isinstance(item.data, bytes) or len(item.data) <= LIGHT_BYTES:
            return item
        place = self.folder / doc_id
        try:
            self.folder.mkdir(exist_ok=True)
            place.write_bytes(item.data)
        except OSError as error:
            message = f"{self.store.path} cannot be written: {error.strerror}; make room or name another folder with --record"
            raise RecordError(message) from error
        return replace(item, data=place)

    def _take(self, outcome: Outcome[Item, CodedDocument]) -> None:
        if outcome.result is not None and self.web is not None and self.web.is_same(outcome.item, outcome.result.document):
            self.report.n_known += 1
            self._forget(outcome.item)
            return
        if outcome.result is not None:
            self.waiting.append((outcome.item, outcome.result))
            return
        error = outcome.error
        if isinstance(error, (SettingsError, VocabularyError)):
            raise error  # nothing of this run can be coded: the documents are not to blame
        if not isinstance(error, DocumentError):
            error = DocumentError(f"coding failed: {type(error).__name__}: {error}", "coder_failed")
        self._reject_with_twins(outcome.item, error)
        self._stop_if_hopeless()

    def _reject_with_twins(self, item: Item, error: DocumentError) -> None:
        with contextlib.suppress(OSError):
            doc_id = hash_item(item)[:16]
            twins = self.twins.pop(doc_id, [])
            self.report.n_known -= len(twins)
            self.failed[doc_id] = error
            for twin in twins:
                self._reject(twin, error)
        self._reject(item, error)

    def _stop_if_hopeless(self) -> None:
        """Stop a run in which coding itself fails too often; unreadable files do not count."""
        rejections = self.report.rejections
        failed = sum(row.reason_code == "coder_failed" for row in rejections)
        tried = failed + self.report.n_added + len(self.waiting)
        if tried >= FEWEST_TO_JUDGE and failed > self.settings.max_failed_share * tried:
            message = (
                f"coding failed for {failed} of {tried} documents, more than max_failed_share allows "
                f"({self.settings.max_failed_share}); what was stored stays. The last error: {rejections[-1].detail}"
            )
            raise RecordError(message)

    def _reject(self, item: Item, error: DocumentError) -> None:
        identifier = make_id(item.address, "rejections", error.reason_code)
        row = Rejection(identifier, None, item.address, "read", None, None, error.reason_code, str(error))
        self.report.rejections.append(row)
        self._forget(item)

    def _forget(self, item: Item) -> None:
        """Free the disk of an item that waited there."""
        if isinstance(item.data, Path) and item.data.parent == self.folder:
            item.data.unlink(missing_ok=True)

    def _commit(self) -> None:
        self.store.reject([row for row in self.report.rejections if row.reason_code not in PASSING])
        if self.web is not None:
            self.store.add_retrievals(self.web.take_retrievals())
        if not self.waiting:
            return
        originals = {coded.document.sha256: item.data for item, coded in self.waiting}
        stored = set(self.store.append([coded for _, coded in self.waiting], originals))
        self.report.n_added += len(stored)
        self.report.n_not_coded += sum(
            not coded.document.is_coded for _, coded in self.waiting if coded.document.doc_id in stored
        )
        for item, coded in self.waiting:
            self.twins.pop(coded.document.doc_id, None)
            self._forget(item)
        self.waiting.clear()
