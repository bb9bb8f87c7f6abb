"""Ask again for the web pages of a record: which are as they were, which changed and how, which are gone.

Nothing is taken back: each answer is a new row in `retrievals`, a changed page is
stored as a new version only where the user wants it, and what a page once said
stays in the record when it is gone.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bilateral.differences import Difference, compare_sentences
from bilateral.documents.collecting import as_item
from bilateral.documents.fetching import Fetcher, Validators
from bilateral.documents.guard import read_guarded
from bilateral.documents.items import Item
from bilateral.documents.read import read_item
from bilateral.documents.retrievals import build_retrieval
from bilateral.errors import DocumentError, RecordError
from bilateral.language.sentences import find_sentences
from bilateral.tables.originals import read_original, write_whole
from bilateral.tables.store import open_store
from bilateral.web_pages import fetch_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from bilateral.documents.fetching import Fetched
    from bilateral.record import Record
    from bilateral.records import Retrieval

__all__ = ["recheck_record"]

UNFINISHED_NAME = "recheck-unfinished.json"
"""File in a record that names a recheck which has not come to its end; the next one goes on with it."""

GOES_ON_WITHIN = timedelta(days=1)
"""An unfinished recheck older than this is left as it is, and a new one begins."""

STORE_EVERY = 20
STORE_SECONDS = 10.0
"""Answers are stored after so many, or so long, so that a kill loses few."""

_GONE = frozenset({"gone"})
_REFUSED = frozenset({"forbidden", "robots_disallow", "address_refused"})
_NOT_ASKED = "run_time_over"

_PAGES = """
    WITH pages AS (
        SELECT doc_id, sha256, file_name, file_type, title, publisher, published, retrieved, address, retrieved_from,
            CASE WHEN regexp_matches(retrieved_from, '^https?://', 'i') THEN retrieved_from ELSE address END AS asked
        FROM documents WHERE file_type <> 'mail'
    ), single AS (
        SELECT * FROM pages WHERE regexp_matches(asked, '^https?://[^!]*$', 'i')
        QUALIFY row_number() OVER (PARTITION BY asked ORDER BY retrieved DESC NULLS LAST, doc_id) = 1
    ), checked AS (
        SELECT asked_address AS asked, max(retrieved_at) AS last_at, bool_or(run_id = $run_id) AS is_done
        FROM all_retrievals GROUP BY asked_address
    ), valid AS (
        SELECT single.doc_id, arg_max(etag, retrieved_at) AS etag, arg_max(last_modified, retrieved_at) AS last_modified
        FROM single JOIN all_retrievals AS row
            ON left(row.sha256, 16) = single.doc_id OR (row.doc_id = single.doc_id AND row.outcome IN ('unchanged', 'moved'))
        GROUP BY single.doc_id
    ), chosen AS (
        SELECT single.*, etag, last_modified, coalesce(last_at, retrieved) AS last_at
        FROM single LEFT JOIN checked USING (asked) LEFT JOIN valid USING (doc_id)
        WHERE NOT coalesce(is_done, false)
        ORDER BY last_at NULLS FIRST, asked LIMIT $limit
    )
    SELECT * EXCLUDE (last_at) FROM chosen
    ORDER BY row_number() OVER (PARTITION BY regexp_extract(asked, '://([^/]+)', 1) ORDER BY last_at NULLS FIRST, asked), asked
"""
"""Pages that this run has not asked yet, the longest unasked first, the hosts in turn."""

_ANSWERS = """
    SELECT outcome, asked_address, final_address, title, publisher, published, row.doc_id, retrieved_at, http_status, reason_code,
        detail, sentences_added, sentences_removed, difference
    FROM all_retrievals AS row LEFT JOIN all_documents AS document ON document.doc_id = row.doc_id
    WHERE run_id = ? ORDER BY outcome, asked_address
"""


@dataclass(slots=True)
class _Run:
    """One recheck, with all its continuations."""

    record: Record
    run_id: str
    keep: bool
    rows: list[Retrieval] = field(default_factory=list)
    """Answers that are not stored yet."""
    changed: list[Item] = field(default_factory=list)
    """New versions that are not stored yet."""
    stored_at: float = field(default_factory=time.monotonic)
    is_cut_short: bool = False

    def store(self) -> None:
        """Store what came since the last time: new versions first, so that a kill never leaves an answer without its version."""
        if self.changed:
            self.record.add_items(self.changed)
        if self.rows:
            with open_store(self.record.path) as store:
                store.add_retrievals(self.rows)
        self.rows, self.changed, self.stored_at = [], [], time.monotonic()


def recheck_record(
    record: Record,
    *,
    limit: int | None = None,
    keep: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
    fetcher: Fetcher | None = None,
) -> pa.Table:
    """Ask again for the pages of a record, and tell what became of each.

    Asks for the newest version of every document that has a web address, those asked
    longest ago first. A page is changed if the sentences of its headline and body
    differ from those of the stored bytes, both read by this version of the program;
    other bytes around the same text are no change. Does not ask for what lies in a
    fetched archive, nor for mails.

    A run that was killed or ran out of its time goes on where it stopped, if the next
    one starts within a day.

    Args:
        record: A record.
        limit: Pages asked at most, those of the runs that this one goes on with counted.
        keep: Store changed pages as new versions, coded like any other; the old ones stay.
        on_progress: Called with pages done and pages in all.
        fetcher: What fetches; one by the record's settings by default.

    Returns:
        One row a page: outcome (unchanged, changed, moved, gone, refused, unreachable), address asked and
        answering, title, publisher, published, status, reason, and for changed ones the numbers of
        sentences added and removed and those sentences. In the order of outcome and address.

    Raises:
        RecordError: If the record cannot be written, or another run is writing to it.
    """
    if limit is not None and limit < 1:
        message = f"got a limit of {limit} pages, expected 1 or more; leave it out to ask for all"
        raise RecordError(message)
    run = _Run(record, _begin(record.path), keep)
    pages = _choose(record.path, run.run_id, limit)
    fetcher = fetcher or Fetcher(fetch_limits(record.settings))
    try:
        for done, row in enumerate(_answers(run, pages, fetcher), 1):
            run.rows.append(row)
            if len(run.rows) >= STORE_EVERY or time.monotonic() - run.stored_at > STORE_SECONDS:
                run.store()
            if on_progress is not None:
                on_progress(done, len(pages))
    finally:
        fetcher.close()
        run.store()
    if not run.is_cut_short:
        (record.path / UNFINISHED_NAME).unlink(missing_ok=True)
    return _told(record.path, run.run_id)


def _begin(path: Path) -> str:
    """The identifier of the run that this one goes on with, or a new one."""
    note = path / UNFINISHED_NAME
    try:
        unfinished = json.loads(note.read_bytes())
        if datetime.now(UTC) - datetime.fromisoformat(unfinished["started_at"]) < GOES_ON_WITHIN:
            return str(unfinished["run_id"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # none, or one that a full disk cut off: a new run begins
    run_id = secrets.token_hex(8)
    try:
        write_whole(note, json.dumps({"run_id": run_id, "started_at": datetime.now(UTC).isoformat()}).encode())
    except OSError as error:
        message = f"got {error}, expected to write to the record {path}; make the folder writable, then run again"
        raise RecordError(message) from error
    return run_id


def _choose(path: Path, run_id: str, limit: int | None) -> dict[str, dict[str, Any]]:
    """The pages to ask for, by address."""
    from bilateral.tables.queries import connect  # noqa: PLC0415 - takes a third of a second

    with connect(path) as connection:
        done = connection.execute("SELECT count(*) FROM all_retrievals WHERE run_id = ?", [run_id]).fetchall()[0][0]
        left = None if limit is None else max(0, limit - int(done))
        found = connection.sql(_PAGES, params={"run_id": run_id, "limit": left}).to_arrow_table()
    return {row["asked"]: row for row in found.to_pylist()}


def _told(path: Path, run_id: str) -> pa.Table:
    """What a run found."""
    from bilateral.tables.queries import connect  # noqa: PLC0415 - takes a third of a second

    with connect(path) as connection:
        return connection.sql(_ANSWERS, params=[run_id]).to_arrow_table()


def _answers(run: _Run, pages: Mapping[str, dict[str, Any]], fetcher: Fetcher) -> Iterator[Retrieval]:
    """Ask for the pages; one row each as they come."""
    wanted = ((asked, Validators(page["etag"], page["last_modified"])) for asked, page in pages.items())
    for fetched in fetcher.fetch_all(wanted):
        if fetched.error is not None and fetched.error.reason_code == _NOT_ASKED:
            run.is_cut_short = True  # stays unasked: the next run goes on with it
            continue
        yield _judge(run, pages[fetched.asked], fetched)


def _judge(run: _Run, page: dict[str, Any], fetched: Fetched) -> Retrieval:
    """What became of one page."""
    known: dict[str, Any] = {"doc_id": page["doc_id"]}
    if fetched.error is not None:
        return build_retrieval(fetched, run.run_id, _outcome_of(fetched.error), **known)
    try:
        difference = _compare(run.record, page, fetched)
    except DocumentError as error:  # what is there now cannot be read as the document was
        return build_retrieval(replace(fetched, error=error), run.run_id, "changed", **known)
    except Exception as error:  # noqa: BLE001 - one bad page never stops a run
        failure = DocumentError(f"reading failed: {type(error).__name__}: {error}", "coder_failed")
        return build_retrieval(replace(fetched, error=failure), run.run_id, "changed", **known)
    if difference is None:
        has_moved = fetched.has_moved and fetched.final != page["asked"]
        return build_retrieval(fetched, run.run_id, "moved" if has_moved else "unchanged", **known)
    if run.keep:
        run.changed.append(replace(as_item(fetched), address=page["asked"]))
    return build_retrieval(
        fetched, run.run_id, "changed", **known,
        sentences_added=difference.n_added, sentences_removed=difference.n_removed, difference=list(difference.lines),
    )  # fmt: skip


def _outcome_of(error: DocumentError) -> str:
    """The outcome that a reason comes to."""
    if error.reason_code in _GONE:
        return "gone"
    return "refused" if error.reason_code in _REFUSED else "unreachable"


def _compare(record: Record, page: dict[str, Any], fetched: Fetched) -> Difference | None:
    """How the text of a page differs from that of its stored bytes; None where it does not."""
    item = as_item(fetched)
    original = read_original(record.path, page["sha256"]) if not fetched.is_same else b""
    if fetched.is_same or original == item.data:
        return None
    kind = page["file_type"] if page["file_type"] in {"row", "feed_entry"} else None
    stored = Item(original, page["file_name"], page["retrieved_from"], file_type=kind)
    difference = compare_sentences(_sentences(record, stored), _sentences(record, item))
    return difference if difference.lines else None


def _sentences(record: Record, item: Item) -> list[str]:
    """Headline and sentences of a document, white space made one."""
    settings = record.settings
    options = {"max_bytes": settings.max_file_bytes, "columns": settings.columns}
    if settings.workers:
        document, parts = read_guarded(item, options, seconds=settings.read_seconds, memory_bytes=settings.read_memory_bytes)
    else:
        document, parts = read_item(item, max_bytes=settings.max_file_bytes, columns=settings.columns)
    texts = [document.title or "", *(sentence.text for sentence in find_sentences(document.text, parts))]
    return [" ".join(text.split()) for text in texts if text.strip()]
