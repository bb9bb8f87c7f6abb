"""From the record to a brief of one pair: the one place where tables, analysis and briefings are joined."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from bilateral.analysis.summary import build_findings, limit_to_period
from bilateral.answers.brief_checks import check_for_brief
from bilateral.answers.heads import read_copies, read_heads
from bilateral.answers.positions import add_stances
from bilateral.answers.reviewed import beside_of, official_values, review_records
from bilateral.briefings.citations import render_bibtex, render_csl
from bilateral.briefings.compose import compose_brief
from bilateral.briefings.html import render_html
from bilateral.briefings.news import read_since
from bilateral.briefings.render import render_json, render_markdown
from bilateral.briefings.verify import check_records, check_seals
from bilateral.errors import SettingsError, StateError
from bilateral.findings import Records
from bilateral.periods import bounds
from bilateral.records import EVIDENCE_TABLES, TABLES, column_names
from bilateral.tables.queries import connect
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from bilateral.briefings.brief import Brief
    from bilateral.briefings.compose import Reword

__all__ = ["FORMS", "read_records", "read_texts", "render_brief", "write_brief"]

_TEXTS = {"md": render_markdown, "json": render_json, "bibtex": render_bibtex, "csl": render_csl}
_FILES = ("docx", "pdf")
FORMS = ("html", *_TEXTS, *_FILES)
"""Forms in which a brief can be written."""

MOST_READ = 300
"""Documents in which a brief looks for positions, wishes and third parties, the newest: reading one takes some 10 ms, and a
brief is to be had in seconds. The brief says so; `bilateral positions` and its like read all."""

_ABOUT_BOTH = """
    SELECT doc_id FROM (SELECT doc_id, unnest(parties) AS party FROM mentions)
    WHERE split_part(party, '/', 1) IN ($first, $second)
    GROUP BY doc_id HAVING count(DISTINCT split_part(party, '/', 1)) = 2
"""


def read_records(path: Path, state_a: str, state_b: str) -> Records:
    """The rows of a record that can tell something about a pair.

    Reads the heads of all documents and rejections (what the record lacks is part
    of a brief), and the findings of those documents that name both states.

    Args:
        path: Folder of the record.
        state_a: A state, ISO 3166-1 alpha-3.
        state_b: The other.

    Returns:
        The rows as records.
    """
    with connect(path) as connection:
        pair = {"first": state_a, "second": state_b}
        connection.execute(f"CREATE TEMP TABLE about AS {_ABOUT_BOTH}", pair)
        found = {table: tuple(_read_rows(connection, table)) for table in EVIDENCE_TABLES}
        rejected = connection.execute(
            f"SELECT {', '.join(column_names('rejections'))} FROM all_rejections ORDER BY rejection_id"  # noqa: S608
        ).fetchall()
    return Records(
        documents=read_heads(path),
        rejections=tuple(TABLES["rejections"](*row) for row in rejected),
        **found,
    )


def _read_rows(connection: duckdb.DuckDBPyConnection, table: str) -> Iterable[Any]:
    columns = ", ".join(column_names(table))
    query = f"SELECT {columns} FROM {table} SEMI JOIN about USING (doc_id) ORDER BY doc_id, start_char, record_id"  # noqa: S608
    return (TABLES[table](*row) for row in connection.execute(query).fetchall())


def read_texts(path: Path, doc_ids: Iterable[str]) -> dict[str, str]:
    """The stored texts of documents by their identifiers."""
    wanted = sorted(set(doc_ids))
    with connect(path) as connection:
        rows = connection.execute("SELECT doc_id, text FROM all_documents SEMI JOIN (SELECT unnest(?) AS doc_id) USING (doc_id)", [wanted]).fetchall()
    return dict(rows)


def write_brief(  # noqa: PLR0913 - options
    path: Path,
    state_a: str,
    state_b: str,
    *,
    start: str | None = None,
    end: str | None = None,
    length: str = "normal",
    since: str | None = None,
    reword: Reword | None = None,
    publishers: Sequence[Mapping[str, str]] = (),
    issues: Sequence[Mapping[str, str]] = (),
) -> Brief:
    """Write the brief of a pair from a record.

    Args:
        path: Folder of the record.
        state_a: A state, ISO 3166-1 alpha-3.
        state_b: The other.
        start: First date of what is told, None from the beginning.
        end: Last date, None to the end.
        length: "short", "normal" or "full".
        since: A day, or the path of an earlier brief as JSON; what is new since then is told.
        reword: Gives other words for a sentence, such as a model of `model.open_model`; verified or refused.
        publishers: The user's publishers (setting `publishers`), of which `reliability` is shown.
        issues: The user's issues (setting `issues`), on which positions are looked for too.

    Returns:
        The brief.

    Raises:
        StateError: If both are the same state.
        SettingsError: If a date cannot be read or lies after the other, or `since` is neither a date nor a brief.
    """
    from bilateral.answers.outlook import add_outlook  # noqa: PLC0415 - reads the record as this does

    earlier = read_since(since, (state_a, state_b)) if since else None
    if state_a == state_b:
        message = f"got {state_a} twice, expected two different states"
        raise StateError(message)
    records, unsealed = check_seals(read_records(path, state_a, state_b))
    records, review = review_records(path, records)
    period = _period(records, start, end)
    if period:
        records = limit_to_period(records, period)
    evidence = (row for table in EVIDENCE_TABLES for row in getattr(records, table))
    texts = read_texts(path, {row.doc_id for row in evidence})
    records, left_out = check_records(records, texts)
    checked, official = check_for_brief(path, (state_a, state_b), records, texts=texts)
    beside = beside_of(review, texts, official=official_values(path, (state_a, state_b)), heads=records.documents)
    copies = None if period else read_copies(path)
    findings = dataclasses.replace(build_findings(records, (state_a, state_b), beside=beside, copies=copies), checks=checked)
    findings = add_outlook(path, add_stances(path, records, findings, texts=texts, issues=issues, period=period, most=MOST_READ), end=end)
    return compose_brief(records, findings, texts, official=official, period=period, left_out=(*unsealed, *left_out), version=VERSION, length=length, since=earlier, reword=reword, reliability=_reliability(records, publishers))


def _render_file(brief: Brief, form: str) -> bytes:
    """A brief as a Word document or a PDF file, whose writer is loaded now."""
    if form == "docx":
        from bilateral.briefings.docx import render_docx  # noqa: PLC0415

        return render_docx(brief)
    from bilateral.briefings.pdf import render_pdf  # noqa: PLC0415

    return render_pdf(brief)


def _reliability(records: Records, publishers: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Letters of the Admiralty scale by document, where the user judged its publisher."""
    if not publishers:
        return {}
    from bilateral.documents.outlets import find_users_row  # noqa: PLC0415 - loads the readers

    found = ((head.doc_id, find_users_row(head.publisher, head.address, publishers)) for head in records.documents)
    return {doc_id: row["reliability"] for doc_id, row in found if "reliability" in row}


def _period(records: Records, start: str | None, end: str | None) -> str | None:
    """The period asked for; a side left open is that of the documents."""
    if not start and not end:
        return None
    try:
        first = bounds(start)[0] if start else min((h.published_start for h in records.documents if h.published_start), default=None)
        last = bounds(end)[1] if end else max((h.published_end for h in records.documents if h.published_end), default=None)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    if first is None or last is None or first > last:
        message = f"got the period from {start or 'the first document'} to {end or 'the last'}, expected a first date before the last"
        raise SettingsError(message)
    return f"{start or first}/{end or last}"


def render_brief(path: Path, brief: Brief, form: str) -> bytes:
    """A brief as a file of one form.

    Args:
        path: Folder of the record, for the texts of the documents cited.
        brief: The brief.
        form: One of `FORMS`.

    Returns:
        Markdown, one self-contained HTML page, JSON, a Word document, a PDF file, or the cited
        documents as BibTeX or CSL-JSON; text in UTF-8.

    Raises:
        SettingsError: If there is no such form, or its extra is not installed.
    """
    if form == "html":
        return render_html(brief, read_texts(path, {note.doc_id for note in brief.notes if note.doc_id})).encode()
    if form in _TEXTS:
        return _TEXTS[form](brief).encode()
    if form in _FILES:
        return _render_file(brief, form)
    message = f"got the form {form!r}, expected one of: {', '.join(FORMS)}"
    raise SettingsError(message)
