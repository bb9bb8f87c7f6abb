"""The commands `review …`: correct records and ledger entries, and keep the journal of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilateral.cli.options import FormatOption, OutOption, RecordOption, TableFormat
from bilateral.cli.output import open_existing, write_table
from bilateral.cli.review_reports import add_review_reports
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.answers.review import Author
    from bilateral.records import Decision

__all__ = ["add_review_commands"]

_Table = Annotated[str, typer.Argument(help="Table: events, statements, figures, commitments, projects, factors or offices.")]
_RecordId = Annotated[str, typer.Argument(help="record_id, or its first characters.")]
_RecordIds = Annotated[list[str], typer.Argument(help="record_ids, or their first characters.")]
_Reviewer = Annotated[str, typer.Option("--reviewer", help="Who decides.", envvar="BILATERAL_REVIEWER")]
_Reason = Annotated[str, typer.Option("--reason", help="Why.")]
_SHOWN = ("decision_id", "made_at", "reviewer", "decision_type", "target_table", "target_id", "state", "reason", "quote", "doc_id")


def _author(reviewer: str, reason: str) -> Author:
    from bilateral.answers.review import Author  # noqa: PLC0415 - loads much

    return Author(reviewer, reason)


def _tell(decision: Decision) -> None:
    typer.echo(f"{decision.decision_id}  {decision.decision_type}  {decision.target_table} {decision.target_id}  by {decision.reviewer}")


def _list(
    *, record: RecordOption, orphans: Annotated[bool, typer.Option("--orphans", help="Only decisions that could not be placed.")] = False,
    form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """Decisions in order, each with its state: active, undone, conflict, or why it is an orphan."""
    import pyarrow as pa  # noqa: PLC0415 - loads much

    from bilateral.answers.review import list_decisions  # noqa: PLC0415 - loads much

    settled = ("active", "undone", "undo", "conflict")
    rows = [row for row in list_decisions(open_existing(record).path) if not orphans or row["state"] not in settled]
    columns = {name: [row[name].isoformat() if name == "made_at" else row[name] for row in rows] for name in _SHOWN}
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    if form is TableFormat.table:
        form = TableFormat.csv
    write_table(table, "decisions", form or TableFormat.csv, out)


def _accept(table: _Table, record_id: _RecordId, *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "") -> None:
    """Confirm a record; it keeps what it says whatever a later coder finds."""
    from bilateral.answers.review import accept  # noqa: PLC0415 - loads much

    _tell(accept(open_existing(record).path, table, record_id, author=_author(reviewer, reason)))


def _reject(table: _Table, record_id: _RecordId, *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "") -> None:
    """Take a wrong record out of every answer."""
    from bilateral.answers.review import reject  # noqa: PLC0415 - loads much

    _tell(reject(open_existing(record).path, table, record_id, author=_author(reviewer, reason)))


def _edit(  # noqa: PLR0913 - options
    table: _Table, record_id: _RecordId, *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "",
    changes: Annotated[list[str], typer.Option("--set", help="column=value; lists by commas; repeat for several.")],
) -> None:  # fmt: skip
    """Change columns of a record."""
    from bilateral.answers.review import edit  # noqa: PLC0415 - loads much

    _tell(edit(open_existing(record).path, table, record_id, changes=_parse(table, changes), author=_author(reviewer, reason)))


def _parse(table: str, changes: list[str]) -> dict[str, Any]:
    from bilateral.review.rows import parse_value  # noqa: PLC0415 - loads much

    pairs = [change.partition("=") for change in changes]
    wrong = next((pair[0] for pair in pairs if not pair[1]), None)
    if wrong is not None:
        message = f"got --set {wrong!r}, expected column=value such as --set actor=RUS,KOR"
        raise SettingsError(message)
    return {column.strip(): parse_value(table, column.strip(), value) for column, _, value in pairs}


def _add(
    table: _Table, values: Annotated[str, typer.Argument(help="JSON object of its columns, with doc_id, start_char and end_char.")],
    *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "",
) -> None:  # fmt: skip
    """Add a record that the coder missed."""
    from bilateral.answers.review import add_row  # noqa: PLC0415 - loads much

    try:
        given = json.loads(values)
    except ValueError as error:
        message = f"got {values!r}, expected a JSON object: {error}"
        raise SettingsError(message) from error
    if not isinstance(given, dict):
        message = f"got {values!r}, expected a JSON object"
        raise SettingsError(message)
    _tell(add_row(open_existing(record).path, table, given, author=_author(reviewer, reason)))


def _merge(table: _Table, record_ids: _RecordIds, *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "") -> None:
    """Say that records report one promise, project or act."""
    from bilateral.answers.review import merge  # noqa: PLC0415 - loads much

    _tell(merge(open_existing(record).path, table, record_ids, author=_author(reviewer, reason)))


def _split(  # noqa: PLR0913 - options
    table: _Table, record_ids: _RecordIds, *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "",
    others: Annotated[list[str], typer.Option("--from", help="record_ids that they do not belong with; repeat for several.")],
) -> None:  # fmt: skip
    """Say that records are not of the same promise, project or act as others."""
    from bilateral.answers.review import split  # noqa: PLC0415 - loads much

    _tell(split(open_existing(record).path, table, [record_ids, others], author=_author(reviewer, reason)))


def _status(  # noqa: PLR0913 - options
    table: _Table, record_id: _RecordId, status: Annotated[str, typer.Argument(help="announced, signed, in force, under way, stalled, delivered, cancelled or missed.")],
    *, record: RecordOption, date: Annotated[str | None, typer.Option("--date", help="When it became so.")] = None,
    words: Annotated[str, typer.Option("--words", help="What it rests on.")] = "", reviewer: _Reviewer = "", reason: _Reason = "",
) -> None:  # fmt: skip
    """Tell what became of the promise or project that a record reports."""
    from bilateral.answers.review import set_status  # noqa: PLC0415 - loads much

    _tell(set_status(open_existing(record).path, table, record_id, status=status, author=_author(reviewer, reason), date=date, words=words))


def _undo(
    decision_id: Annotated[str, typer.Argument(help="decision_id, or its first characters.")], *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = ""
) -> None:
    """Take a decision back; an undo can be undone too."""
    from bilateral.answers.review import undo  # noqa: PLC0415 - loads much

    _tell(undo(open_existing(record).path, decision_id, author=_author(reviewer, reason)))


def _comment(table: _Table, record_id: _RecordId, *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "") -> None:
    """Note something on a record without judging it; the words are --reason."""
    from bilateral.answers.review import comment  # noqa: PLC0415 - loads much

    _tell(comment(open_existing(record).path, table, record_id, author=_author(reviewer, reason)))


def _skip(table: _Table, record_id: _RecordId, *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "") -> None:
    """Say that you cannot tell; the record comes last in your queue."""
    from bilateral.answers.review import skip  # noqa: PLC0415 - loads much

    _tell(skip(open_existing(record).path, table, record_id, author=_author(reviewer, reason)))


def add_review_commands(app: typer.Typer) -> None:
    """Add `review …` to the command line."""
    review = typer.Typer(
        no_args_is_help=True, help="Correct records and ledger entries; every decision is kept with who, when and why, and can be undone."
    )
    examples: dict[str, tuple[Callable[..., None], str]] = {
        "list": (_list, "--record record/ --orphans"),
        "accept": (_accept, "commitments 3e6b7ed2 --record record/ --reviewer ann"),
        "reject": (_reject, "commitments 3e6b7ed2 --record record/ --reviewer ann --reason 'a question'"),
        "edit": (_edit, "commitments 3e6b7ed2 --set deadline=2020 --set actor=RUS,KOR --record record/ --reviewer ann"),
        "add": (_add, "factors '{\"doc_id\": \"…\", \"start_char\": 10, …}' --record record/ --reviewer ann"),
        "merge": (_merge, "commitments 3e6b7ed2 7651c0c7 --record record/ --reviewer ann"),
        "split": (_split, "commitments 9f085e75 --from d6375184 --record record/ --reviewer ann"),
        "set-status": (_status, "commitments 7847566a delivered --date 1990-12 --words 'embassies opened' --record record/ --reviewer ann"),
        "undo": (_undo, "1f00ab12 --record record/ --reviewer ann"),
        "comment": (_comment, "commitments 3e6b7ed2 --reason 'ask Oslo' --record record/ --reviewer ann"),
        "skip": (_skip, "commitments 3e6b7ed2 --record record/ --reviewer ann"),
    }
    for name, (command, example) in examples.items():
        review.command(name, epilog=f"Example: `bilateral review {name} {example}`")(command)
    add_review_reports(review)
    app.add_typer(review, name="review")
