"""The command `bilateral compare`: two documents side by side."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bilateral.cli.options import OutOption
from bilateral.cli.output import open_existing, write_text
from bilateral.errors import SettingsError

__all__ = ["ComparisonFormat", "add_compare_commands"]


class ComparisonFormat(StrEnum):
    """Forms in which a comparison can be written."""

    md = "md"
    html = "html"
    json = "json"


RecordWithDocuments = Annotated[
    Path | None, typer.Option("--record", "-r", help="Folder of the record whose documents A and B are; without it they are files.")
]


def _compare(  # noqa: PLR0913 - options
    a: Annotated[str, typer.Argument(metavar="A", help="The earlier document, or one side's: a file, or with --record its id, address or file name.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The later one, or the other side's.")],
    *,
    record: RecordWithDocuments = None,
    form: Annotated[ComparisonFormat, typer.Option("--format", "-f", help="Form of the comparison.")] = ComparisonFormat.md,
    out: OutOption = None,
    coder: Annotated[bool, typer.Option("--coder", help="Files: let the coder tell what is a commitment; slower.")] = False,
) -> None:
    """What changed between two communiqués, readouts or versions: firmness, parties, numbers, what is new, what was left out."""
    from bilateral.answers.comparison import compare_documents, compare_files, render_comparison  # noqa: PLC0415 - loads analysis

    if record is not None and coder:
        message = "got --coder with --record, whose documents are coded already; leave one out"
        raise SettingsError(message)
    found = compare_files(a, b, with_coder=coder) if record is None else compare_documents(open_existing(record).path, a, b)
    write_text(render_comparison(found, form.value), out)


def add_compare_commands(app: typer.Typer) -> None:
    """Add `compare` to the command line.

    Args:
        app: The program.
    """
    app.command("compare", epilog="Example: `bilateral compare statement-2008.txt statement-2010.txt --format html --out change.html`")(_compare)
