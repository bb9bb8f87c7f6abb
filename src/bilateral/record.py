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
    from contextlib import AbstractContextManager

    import pyarrow as pa

    from bilateral.answers.ledger import PairLedger
    from bilateral.answers.network import Network
    from bilateral.answers.outlook import Outlook
    from bilateral.answers.positions import PairStances
    from bilateral.answers.views import View
    from bilateral.briefings.brief import Brief
    from bilateral.compared import Comparison
    from bilateral.documents.fetching import Fetcher
    from bilateral.documents.items import Item
    from bilateral.web_pages import WebCall

__all__ = ["AddReport", "Record", "compare_texts", "open_record"]


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

    def stream(
        self, table: str, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None
    ) -> AbstractContextManager[pa.RecordBatchReader]:
        """The rows of one of these tables some at a time, for records larger than memory; arguments as for `events`.

        Returns:
            A context whose reader is read to its end inside the `with` block.
        """
        from bilateral.tables.queries import stream_records  # noqa: PLC0415 - takes a third of a second
        from bilateral.vocabulary.states import find_state  # noqa: PLC0415

        return stream_records(self.path, table, (find_state(state_a), find_state(state_b)), start=start, end=end)

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

    def check(  # noqa: PLR0913 - options
        self, state_a: str, state_b: str, *, as_of: str | None = None, tolerance: float = 0.05, start: str | None = None, end: str | None = None
    ) -> pa.Table:
        """Figures that documents claim of a pair, checked against the official series of the record.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            as_of: Judge by what was known on this day; by default by what is known now.
            tolerance: Share of the value within which a level is supported.
            start: First published date of the documents.
            end: Last.

        Returns:
            One row a claim; see `bilateral.answers.figure_checks.check_pair`.

        Raises:
            SettingsError: If a date or the tolerance is wrong.
            StateError: If a state is not known.
        """
        from bilateral.answers.figure_checks import check_pair  # noqa: PLC0415 - loads analysis

        return check_pair(self.path, state_a, state_b, as_of=as_of, tolerance=tolerance, start=start, end=end)

    def ledger(self, state_a: str, state_b: str, *, as_of: str | None = None, standings: Iterable[str] = ()) -> PairLedger:
        """What the two promised each other and what became of it, as it stood at a date.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            as_of: Nothing published after this date is used; by default the clock stands at the latest published date.
            standings: Only entries of these: open, kept, missed, overdue, stalled, cancelled, disputed.

        Returns:
            Entries with their evidence; `bilateral.answers.ledger` makes tables of them.

        Raises:
            SettingsError: If the date or a standing is wrong.
            StateError: If a state is not known; the message suggests others.
        """
        from bilateral.answers.ledger import read_ledger  # noqa: PLC0415 - loads analysis

        return read_ledger(self.path, state_a, state_b, as_of=as_of, standings=list(standings))

    def positions(self, state_a: str, state_b: str, *, as_of: str | None = None) -> PairStances:
        """What both sides hold on which issue and want of each other, and the third parties beside them.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            as_of: Date, ISO 8601; nothing published later, or without a date, is used.

        Returns:
            Positions, expectations and third parties; `bilateral.answers.positions` makes tables of them.

        Raises:
            SettingsError: If the date is wrong.
            StateError: If a state is not known or both are the same.
        """
        from bilateral.answers.positions import read_stances  # noqa: PLC0415 - loads analysis

        return read_stances(self.path, state_a, state_b, as_of=as_of, settings=self.settings)

    def compare(self, a: str, b: str) -> Comparison:
        """Two documents of the record side by side: what changed, what is new, what was left out.

        Args:
            a: `doc_id`, address or file name of the earlier document, or of one side's.
            b: The same of the later one, or of the other side's.

        Returns:
            Pairs of sentences with their changes; see docs/comparison.md.

        Raises:
            SettingsError: If no document, or more than one, is meant.
        """
        from bilateral.answers.comparison import compare_documents  # noqa: PLC0415 - loads analysis

        return compare_documents(self.path, a, b)

    def show(self, view: str, state_a: str, state_b: str, *, start: str | None = None, end: str | None = None) -> View | Brief:
        """A chart of the pages, for a notebook: Jupyter shows what this returns.

        Args:
            view: "balance", "timeline", "positions", "ledger", "figures", "network", "map" or "brief".
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            start: First date of what is shown.
            end: Last date.

        Returns:
            A view with its Vega-Lite specification (`spec`) and its table; the brief for "brief".

        Raises:
            SettingsError: If there is no such view, a date is wrong, or the record has too little to draw it.
            StateError: If a state is not known.
        """
        from bilateral.answers.views import show_view  # noqa: PLC0415 - loads analysis and briefings

        return show_view(self.path, view, (state_a, state_b), settings=self.settings, start=start, end=end)

    def outlook(self, state_a: str, state_b: str, *, horizon: str = "6m", data: str | None = None, name: str | None = None) -> Outlook:
        """What to expect between two states, from one data set; stored as a release where a name is given.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            horizon: How far ahead: 4w, 6m, 1y.
            data: Name of a data set; "coded" is the record's own.
            name: A new name, to store the outlook as a release that is never changed.

        Returns:
            The outlook; see `bilateral.answers.outlook.build_outlook`.

        Raises:
            SettingsError: If an option is wrong or the name is taken.
            StateError: If a state is not known.
        """
        from bilateral.answers.outlook import build_outlook, release_outlook  # noqa: PLC0415 - loads analysis

        outlook = build_outlook(self.path, state_a, state_b, horizon=horizon, data=data)
        return release_outlook(self.path, outlook, name=name) if name else outlook

    def network(self, state_a: str, state_b: str, *, data: str | None = None, by: str = "year") -> Network:
        """Who stands around two states: ties of third parties to both, who moves when, communities over time.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            data: Name of a data set; "coded" is the record's own.
            by: Length of the periods that communities are told by.

        Returns:
            The network; see `bilateral.answers.network.build_network`.

        Raises:
            SettingsError: If an option is wrong.
            StateError: If a state is not known.
        """
        from bilateral.answers.network import build_network  # noqa: PLC0415 - loads analysis

        return build_network(self.path, state_a, state_b, data=data, by=by)

    def sql(self, query: str) -> pa.Table:
        """Ask the record in SQL (DuckDB); every table is a view of its name.

        Args:
            query: One SELECT statement.

        Returns:
            The answer.
        """
        from bilateral.tables.queries import connect_alone  # noqa: PLC0415 - takes a third of a second

        with connect_alone(self.path) as connection:
            return connection.sql(query).to_arrow_table()

    def count_rows(self) -> dict[str, int]:
        """Rows in each table, of the newest versions of the documents."""
        from bilateral.records import TABLES  # noqa: PLC0415
        from bilateral.tables.queries import connect  # noqa: PLC0415 - takes a third of a second

        with connect(self.path) as connection:
            counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES}  # noqa: S608 - our own names
        return {table: int(row[0]) if row else 0 for table, row in counts.items()}

    def brief(  # noqa: PLR0913 - options
        self,
        state_a: str,
        state_b: str,
        *,
        start: str | None = None,
        end: str | None = None,
        length: str = "normal",
        since: str | None = None,
        reword: bool = False,
    ) -> Brief:
        """Where the relation of two states stands, written from the record alone.

        Args:
            state_a: A state by ISO code, name or capital.
            state_b: The other.
            start: First date of what is told.
            end: Last date.
            length: "short", "normal" or "full": how many lines of each kind are shown.
            since: A day, or the path of an earlier brief as JSON; what is new since then is told.
            reword: Let the model of the settings smooth the wording; its words are verified, or refused and listed.

        Returns:
            A brief; every sentence carries notes to the words behind it.

        Raises:
            StateError: If a state is not known; the message suggests others.
        """
        from bilateral.answers.dossier import write_brief  # noqa: PLC0415 - loads analysis and briefings
        from bilateral.vocabulary.states import find_state  # noqa: PLC0415

        pair = find_state(state_a), find_state(state_b)
        model = None
        if reword:
            from bilateral.answers.model import open_model  # noqa: PLC0415 - only where the user asks for it

            model = open_model(self.settings)
        return write_brief(self.path, *pair, start=start, end=end, length=length, since=since, reword=model, publishers=self.settings.publishers, issues=self.settings.issues)


def compare_texts(a: str, b: str, *, names: tuple[str, str] = ("A", "B")) -> Comparison:
    """Compare two texts of one kind: communiqués, readouts, versions. No record is needed.

    Args:
        a: The earlier text, or one side's.
        b: The later one, or the other side's.
        names: How they are called.

    Returns:
        Pairs of sentences with what changed, what is new and what was dropped; see docs/comparison.md.
    """
    from bilateral.answers.comparison import compare_texts as compare  # noqa: PLC0415 - loads analysis

    return compare(a, b, names=names)
