"""The command `ledger`: what was promised and what became of it."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bilateral.cli.options import OutOption, RecordOption, StateA, StateB, TableFormat
from bilateral.cli.output import open_existing, write_table, write_text

__all__ = ["LedgerFormat", "add_ledger_commands"]


class LedgerFormat(StrEnum):
    """Forms in which the ledger can be written."""

    table = "table"
    md = "md"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    parquet = "parquet"


_AsOf = Annotated[str | None, typer.Option("--as-of", help="Clock: nothing published later is used. Default: the latest published date.")]
_Status = Annotated[
    list[str] | None, typer.Option("--status", help="Only these: open, kept, missed, overdue, stalled, cancelled, disputed; repeat for several.")
]


def _ledger(  # noqa: PLR0913 - options
    state_a: StateA,
    state_b: StateB,
    *,
    record: RecordOption,
    as_of: _AsOf = None,
    status: _Status = None,
    projects: Annotated[bool, typer.Option("--projects", help="Joint projects under all their names instead of promises.")] = False,
    life: Annotated[bool, typer.Option("--life", help="One row a change of status, with document, date and words.")] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Shares kept, by side, and what could not be judged.")] = False,
    form: Annotated[LedgerFormat | None, typer.Option("--format", "-f", help="Default: text on a screen, csv in a pipe.")] = None,
    out: OutOption = None,
) -> None:
    """What was promised, where it stands at a date, with the words that say so, and how much was kept."""
    from bilateral.answers import ledger as answers  # noqa: PLC0415 - loads much
    from bilateral.answers.ledger_text import render_ledger  # noqa: PLC0415 - loads much

    opened = open_existing(record)
    found = answers.read_ledger(opened.path, state_a, state_b, as_of=as_of, standings=status or [])
    if form is None:
        form = LedgerFormat.table if out is None and sys.stdout.isatty() else LedgerFormat.csv
    if form in (LedgerFormat.table, LedgerFormat.md) and not (life or summary):
        write_text(render_ledger(found, projects=projects), out)
        return
    if life:
        rows = answers.life_table(found, projects=projects)
    elif summary:
        rows = answers.shares_table(found)
    else:
        rows = answers.projects_table(found) if projects else answers.promises_table(found)
    plain = TableFormat.csv if form in (LedgerFormat.table, LedgerFormat.md) else TableFormat(form.value)
    write_table(rows, "ledger", plain, out)


def add_ledger_commands(app: typer.Typer) -> None:
    """Add `ledger` to the command line."""
    app.command("ledger", epilog="Example: `bilateral ledger RUS KOR --record record/ --as-of 2019 --status open`")(_ledger)
