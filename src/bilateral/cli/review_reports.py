"""The commands `review …` that tell how review stands, and that exchange documents with INCEpTION."""

from __future__ import annotations

import dataclasses
from pathlib import Path  # noqa: TC003 - read by typer
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bilateral.cli.options import FormatOption, OutOption, RecordOption, TableFormat
from bilateral.cli.output import open_existing, write_file, write_table, write_text
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from bilateral.review.scores import Share, TableScore

__all__ = ["add_review_reports"]

_Reviewer = Annotated[str, typer.Option("--reviewer", help="Who decides.", envvar="BILATERAL_REVIEWER")]
_Reason = Annotated[str, typer.Option("--reason", help="Why.")]


def _status(*, record: RecordOption, form: FormatOption = None, out: OutOption = None) -> None:
    """How review stands: verdicts by table, precision and recall of the coder by them, and what needs a look."""
    from bilateral.answers.journal import read_verdicts  # noqa: PLC0415 - loads much
    from bilateral.answers.orphans import REASONS  # noqa: PLC0415
    from bilateral.review.scores import score_review  # noqa: PLC0415
    from bilateral.tables.queries import connect  # noqa: PLC0415

    path = open_existing(record).path
    with connect(path) as connection:
        verdicts = read_verdicts(connection, path)
    rows = [_score_row(one) for one in score_review(verdicts.replayed, verdicts.coded)]
    write_table(_as_table(rows, _SCORES), "scores", form, out)
    if form in (None, TableFormat.table):
        orphans = sum(row["state"] in REASONS for row in verdicts.decisions)
        who = sorted({row["reviewer"] for row in verdicts.decisions})
        typer.echo(
            f"{len(verdicts.decisions)} decisions by {', '.join(who) or 'nobody'}; {len(verdicts.replayed.readings)} documents read to the end; "
            f"{len(verdicts.disputed)} records in dispute; {orphans} decisions without their record (review list --orphans)", err=True,
        )  # fmt: skip


_SCORES = ("table", "right", "put_right", "wrong", "missed", "precision", "precision_drawn", "recall")


def _score_row(one: TableScore) -> dict[str, Any]:
    return {
        "table": one.table, "right": one.right, "put_right": one.changed, "wrong": one.wrong, "missed": one.missed,
        "precision": _told(one.precision), "precision_drawn": _told(one.drawn), "recall": _told(one.recall),
    }  # fmt: skip


def _told(share: Share) -> str | None:
    """A share with its interval, such as 0.80 (0.49 to 0.94, 8 of 10)."""
    return None if share.share is None else f"{share.share:.2f} ({share.low:.2f} to {share.high:.2f}, {share.n} of {share.of})"


def _as_table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 - loads much

    return pa.table({name: pa.array([row[name] for row in rows]) if rows else pa.array([], pa.string()) for name in columns})


def _agreement(
    *, record: RecordOption, disagreements: Annotated[bool, typer.Option("--disagreements", help="List who disagrees on what.")] = False,
    form: FormatOption = None, out: OutOption = None,
) -> None:  # fmt: skip
    """How far reviewers agree: Krippendorff's alpha by table and column, Cohen's kappa by pair of reviewers."""
    from bilateral.answers.review import replay_record  # noqa: PLC0415 - loads much
    from bilateral.review.agreement import find_disagreements, measure_agreement, measure_pairs  # noqa: PLC0415

    replayed = replay_record(open_existing(record).path)
    if disagreements:
        told = [{**dataclasses.asdict(one), "said": "; ".join(f"{who}: {value}" for who, value, _ in one.said)} for one in find_disagreements(replayed)]
        write_table(_as_table(told, ("table", "record_id", "column", "said", "quote", "doc_id")), "disagreements", form, out)
        return
    alphas = [{"reviewers": "all", **dataclasses.asdict(one), "measure": "alpha", "agreement": one.alpha} for one in measure_agreement(replayed)]
    kappas = [
        {"reviewers": f"{one.first}, {one.second}", **dataclasses.asdict(one), "column": "is a record", "measure": "kappa", "agreement": one.kappa}
        for one in measure_pairs(replayed)
    ]  # fmt: skip
    columns = ("reviewers", "table", "column", "n_records", "n_alike", "measure", "agreement")
    write_table(_as_table([*alphas, *kappas], columns), "agreement", form, out)


def _read(doc_id: Annotated[str, typer.Argument(help="doc_id of the document.")], *, record: RecordOption, reviewer: _Reviewer = "", reason: _Reason = "") -> None:
    """Say that a document was read to the end, so that recall is counted on it."""
    from bilateral.answers.review import Author, mark_read  # noqa: PLC0415 - loads much

    made = mark_read(open_existing(record).path, doc_id, author=Author(reviewer, reason))
    typer.echo(f"{made.decision_id}  read  {doc_id}  by {made.reviewer}")


def _same_person(  # noqa: PLR0913 - options
    names: Annotated[list[str], typer.Argument(help="Names as they stand in the record, two or more with the chosen one.")], *, record: RecordOption,
    name: Annotated[str, typer.Option("--as", help="The name that stands for all of them.")],
    state: Annotated[str, typer.Option("--state", help="Whom the person serves.")] = "", reviewer: _Reviewer = "", reason: _Reason = "",
) -> None:  # fmt: skip
    """Say that names are of one person."""
    from bilateral.answers.review import Author, merge_actors  # noqa: PLC0415 - loads much
    from bilateral.vocabulary.states import find_state  # noqa: PLC0415

    made = merge_actors(open_existing(record).path, names, name=name, state=find_state(state) if state else "", author=Author(reviewer, reason))
    typer.echo(f"{made.decision_id}  {', '.join(names)} stand as {name}, by {made.reviewer}")


def _reanchor(  # noqa: PLR0913 - options
    decision_id: Annotated[str, typer.Argument(help="decision_id of an orphan, or its first characters.")], *, record: RecordOption,
    to: Annotated[str, typer.Option("--to", help="record_id of the record that it is about now.")] = "",
    doc: Annotated[str, typer.Option("--doc", help="doc_id in which its record is to come back, with --span.")] = "",
    span: Annotated[str, typer.Option("--span", help="First character and one past the last, such as 120:164.")] = "", reviewer: _Reviewer = "", reason: _Reason = "",
) -> None:  # fmt: skip
    """Put a decision that lost its record where it belongs now (to drop it: review undo)."""
    from bilateral.answers.orphans import Place, reanchor  # noqa: PLC0415 - loads much
    from bilateral.answers.review import Author, open_record  # noqa: PLC0415

    first, _, last = span.partition(":")
    if bool(to) == bool(doc) or (doc and not (first.isdecimal() and last.isdecimal())):
        message = f"got --to {to!r}, --doc {doc!r} and --span {span!r}, expected either --to RECORD_ID, or --doc DOC_ID --span 120:164"
        raise SettingsError(message)
    with open_record(open_existing(record).path) as opened:
        made = reanchor(opened, decision_id, Place(to) if to else Place("", doc, int(first), int(last)), author=Author(reviewer, reason))
    typer.echo(f"{made.decision_id}  {made.decision_type}  {made.target_table} {made.target_id}  by {made.reviewer}")


def _export(
    *, record: RecordOption, inception: Annotated[bool, typer.Option("--inception", help="Documents with their records for INCEpTION, as a zip file.")] = False,
    doc: Annotated[list[str] | None, typer.Option("--doc", help="doc_id of a document for INCEpTION, repeat for several; all coded ones by default.")] = None, out: OutOption = None,
) -> None:  # fmt: skip
    """Write the journal as JSON Lines, or documents for INCEpTION (UIMA CAS XMI)."""
    from bilateral.answers.exchange import export_annotations  # noqa: PLC0415 - loads much
    from bilateral.answers.journal_files import export_decisions  # noqa: PLC0415
    from bilateral.tables.queries import connect  # noqa: PLC0415

    path = open_existing(record).path
    if not inception:
        write_text(export_decisions(path), out)
        return
    if out is None:
        message = "got --inception without --out, expected a file: --inception --out documents.zip"
        raise SettingsError(message)
    with connect(path) as connection:
        ids = doc or [row[0] for row in connection.execute("SELECT doc_id FROM documents WHERE is_coded ORDER BY doc_id").fetchall()]
    write_file(out, export_annotations(path, ids))
    typer.echo(f"{len(set(ids))} documents written to {out}; README.txt in it tells how to import them")


def _import(
    file: Annotated[Path, typer.Argument(help="JSON Lines that `review export` wrote, or .xmi or .zip that INCEpTION exported.")], *, record: RecordOption,
    accept_rest: Annotated[bool, typer.Option("--accept-rest", help="Of INCEpTION: what was left as it is was judged right.")] = False, reviewer: _Reviewer = "", reason: _Reason = "",
) -> None:  # fmt: skip
    """Add the decisions of another copy of the journal, or what annotators changed in INCEpTION; known ones change nothing."""
    from bilateral.answers.exchange import MOST_BYTES, import_annotations  # noqa: PLC0415 - loads much
    from bilateral.answers.journal_files import import_decisions  # noqa: PLC0415
    from bilateral.answers.review import Author  # noqa: PLC0415

    path = open_existing(record).path
    try:
        if file.suffix.lower() in (".xmi", ".zip") and file.stat().st_size > MOST_BYTES:
            message = f"got {file} of {file.stat().st_size:,} bytes, expected at most {MOST_BYTES:,}: import it in parts"
            raise SettingsError(message)
        data = file.read_bytes()
        text = "" if file.suffix.lower() in (".xmi", ".zip") else data.decode()
    except (OSError, UnicodeDecodeError) as error:
        message = f"got {file}, which cannot be read ({error}), expected a file that `bilateral review export` or INCEpTION wrote"
        raise SettingsError(message) from error
    if file.suffix.lower() not in (".xmi", ".zip"):
        read, new = import_decisions(path, text)
        typer.echo(f"{read} decisions read, {new} new")
        return
    done = import_annotations(path, file.name, data, author=Author(reviewer, reason), accept_rest=accept_rest)
    typer.echo(f"{done.n_documents} documents: {done.edited} edited, {done.rejected} rejected, {done.added} added, {done.accepted} accepted, {done.unchanged} left as they are")
    for one in done.problems:
        typer.echo(f"not used: {one}", err=True)


def add_review_reports(review: typer.Typer) -> None:
    """Add these commands to `review`."""
    commands: dict[str, tuple[Callable[..., None], str]] = {
        "status": (_status, "--record record/"),
        "agreement": (_agreement, "--disagreements --record record/"),
        "read": (_read, "03b1a9c2d4e5f607 --record record/ --reviewer ann"),
        "same-person": (_same_person, "'Wangari' 'A. Wangari' --as 'Ada Wangari' --state KEN --record record/ --reviewer ann"),
        "reanchor": (_reanchor, "1f00ab12 --to 3e6b7ed2 --record record/ --reviewer ann"),
        "export": (_export, "--record record/ --out ann.jsonl"),
        "import": (_import, "ann.jsonl --record record/"),
    }
    for name, (command, example) in commands.items():
        review.command(name, epilog=f"Example: `bilateral review {name} {example}`")(command)
