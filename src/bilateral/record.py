"""A record: a folder that holds documents and all that was found in them.

The Python face of the program. Everything heavy is imported where it is used,
so that `import bilateral` stays quick.
"""

from __future__ import annotations

import itertools
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.progress import AddReport, Progress
from bilateral.records import Run
from bilateral.settings import Settings, read_settings
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyarrow as pa

    from bilateral.briefings.brief import Brief
    from bilateral.documents.fetching import Fetcher
    from bilateral.documents.items import Item
    from bilateral.web_pages import WebCall

__all__ = ["AddReport", "Record", "open_record"]


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
        max_pages: int | None = None,
        fetcher: Fetcher | None = None,
    ) -> AddReport:
        """Read, code and store documents.

        A document that the record holds already changes nothing. Changed bytes
        at a known address become a new version; the old one is kept. A document
        that cannot be read is listed under `rejections` and never stops the rest.

        Args:
            paths: Files, folders (searched to any depth), patterns and web addresses (of pages, feeds and sitemaps);
                the web is asked for nothing else.
            dates: Published dates by file stem, for documents that state none.
            on_progress: Called with documents done and documents in all.
            max_pages: Web pages fetched at most; the setting `fetch_pages` by default.
            fetcher: What fetches web pages; one by the settings by default.

        Returns:
            What was added, known and rejected.

        Raises:
            SettingsError: If a path does not exist or holds no file.
            RecordError: If the record cannot be written; what was stored before stays.
        """
        from bilateral.adding import items_of, limits_of  # noqa: PLC0415 - reads formats
        from bilateral.documents.addresses import is_web_address  # noqa: PLC0415
        from bilateral.documents.read import find_files  # noqa: PLC0415 - reads formats

        paths = list(paths)
        addresses = [path for path in map(str, paths) if is_web_address(path)]
        named = [path for path in paths if not is_web_address(str(path))]
        files = find_files(named) if named else []
        progress = Progress(on_progress, n_ahead=len(files))
        items = items_of(files, self.settings, progress)
        if not addresses:
            return self._add(items, dates or {}, progress)
        from bilateral.web_pages import begin_web_call  # noqa: PLC0415 - only where the web is asked

        web = begin_web_call(
            self.sql, self.settings, run_id=secrets.token_hex(8), max_pages=max_pages, fetcher=fetcher
        )
        return self._add(itertools.chain(items, web.items(addresses, limits_of(self.settings))), dates or {}, progress, web)

    def add_items(
        self,
        items: Iterable[Item],
        *,
        dates: Mapping[str, str] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> AddReport:
        """Code and store documents that are at hand as items, such as pages that were fetched.

        Like `add` in all else. Items are taken one by one, a few dozen ahead.

        Args:
            items: Bytes or files with what is known of them; one with an error is listed under `rejections`.
            dates: Published dates by file stem, for documents that state none.
            on_progress: Called with documents done and documents in all so far.

        Returns:
            What was added, known and rejected.

        Raises:
            RecordError: If the record cannot be written; what was stored before stays.
        """
        return self._add(items, dates or {}, Progress(on_progress))

    def _add(
        self, items: Iterable[Item], dates: Mapping[str, str], progress: Progress, web: WebCall | None = None
    ) -> AddReport:
        from bilateral.adding import Adding  # noqa: PLC0415 - loads the rules
        from bilateral.tables.store import open_store  # noqa: PLC0415 - takes a third of a second

        started, clock = datetime.now(UTC), time.monotonic()
        report = AddReport()
        with open_store(self.path, create=True) as store:
            Adding(store, self.settings, dates, report, progress, web).run(items)
            report.n_known += web.collecting.n_known if web is not None else 0
            report.seconds = time.monotonic() - clock
            store.add_run(self._run(started, report, web.collecting.run_id if web is not None else secrets.token_hex(8)))
        return report

    def _run(self, started: datetime, report: AddReport, run_id: str) -> Run:
        return Run(
            run_id, started, datetime.now(UTC), VERSION, self.settings.parser,
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
            One row a document, in the order of publication; `copy_of` is the `doc_id` of the
            earliest document of the same text, null for that document itself.
        """
        import pyarrow as pa  # noqa: PLC0415 - takes a third of a second

        from bilateral.analysis.copies import link_rows  # noqa: PLC0415 - loads numpy

        rows = self.sql("SELECT * EXCLUDE (text) FROM documents ORDER BY published_start, doc_id")
        ids, originals = rows["doc_id"].to_pylist(), link_rows(rows)
        copies = pa.array([None if own == original else original for own, original in zip(ids, originals, strict=True)], pa.string())
        return rows.drop_columns(["signature"]).append_column("copy_of", copies)

    def rejections(self) -> pa.Table:
        """What was found but could not be used, with the reasons.

        Returns:
            One row a rejection.
        """
        return self.sql("SELECT * FROM all_rejections ORDER BY address, start_char, rejection_id")

    def series(self, state_a: str, state_b: str, *, by: str = "month", data: Iterable[str] | None = None) -> pa.Table:
        """Events of a pair in each period, by direction: coded incidents, or those of imported data sets.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            by: "day", "week", "month", "quarter" or "year".
            data: Names of data sets; each has its own rows. "coded" is the record's own.

        Returns:
            One row a period and direction; see `bilateral.answers.indicators.build_series`.

        Raises:
            SettingsError: If there is no such data set, or several and none is named.
            StateError: If a state is not known.
        """
        from bilateral.answers.indicators import build_series  # noqa: PLC0415 - loads analysis

        return build_series(self.path, state_a, state_b, by=by, data=list(data) if data else None)

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
        from bilateral.answers.dossier import write_brief  # noqa: PLC0415 - loads analysis and briefings
        from bilateral.vocabulary.states import find_state  # noqa: PLC0415

        return write_brief(self.path, find_state(state_a), find_state(state_b), start=start, end=end)

