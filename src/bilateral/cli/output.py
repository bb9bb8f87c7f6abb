"""What commands share on their way in and out: the record that must be there, tables and files written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bilateral.cli.options import TableFormat
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pyarrow as pa
    import typer

    from bilateral.record import Record

__all__ = ["add_commands", "open_existing", "shows_table", "write_bytes", "write_file", "write_table", "write_text"]


def open_existing(path: Path, settings: Path | None = None) -> Record:
    """A record that must be there: asking never makes one."""
    from bilateral.record import Record  # noqa: PLC0415
    from bilateral.settings import read_settings  # noqa: PLC0415
    from bilateral.tables.store import check_folder  # noqa: PLC0415

    check_folder(path)
    return Record(path, read_settings(settings))


def shows_table(form: TableFormat | None, out: Path | None) -> bool:
    """Whether a table is drawn for a reader, and not written row by row for a program."""
    return form is TableFormat.table or (form is None and out is None and sys.stdout.isatty())


def write_table(rows: pa.Table | pa.RecordBatchReader, name: str, form: TableFormat | None, out: Path | None) -> None:
    """A table to the screen or a file; a reader is written as it comes, and is never drawn."""
    from bilateral.tables import export  # noqa: PLC0415 - heavy

    if shows_table(form, out):
        from bilateral.screen import print_table  # noqa: PLC0415

        print_table(rows, name)
    else:
        export.write_table(rows, (form or TableFormat.csv).value, out if out is not None else sys.stdout.buffer)


def write_file(path: Path, content: bytes) -> None:
    """Bytes to a file, its folder made where it is lacking."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}; name another file with --out"
        raise SettingsError(message) from error


def write_text(text: str, out: Path | None) -> None:
    """A text to the screen or a file."""
    if out is None:
        sys.stdout.write(text)
    else:
        write_file(out, text.encode())


def write_bytes(content: bytes, out: Path | None, *, is_text: bool) -> None:
    """A file's bytes to the screen or a file; what is no text never goes to a screen."""
    if out is not None:
        write_file(out, content)
        return
    if not is_text and sys.stdout.isatty():
        message = "this form is no text: name a file with --out"
        raise SettingsError(message)
    sys.stdout.buffer.write(content)


def add_commands(app: typer.Typer, commands: Iterable[tuple[str, Callable[..., None], str]]) -> None:
    """Add commands by name, function and example."""
    for name, command, example in commands:
        app.command(name, epilog=f"Example: `{example}`")(command)
