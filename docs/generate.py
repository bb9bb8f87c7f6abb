"""Write the pages of docs/ that are derived from the code: codebook, command line, settings.

    python docs/generate.py [--check]

--check  write nothing; exit status 1 if a page is not what the code says
"""

from __future__ import annotations

import dataclasses
import sys
import typing
from pathlib import Path
from typing import Any

import typer.main

from bilateral import forecasts, records
from bilateral.cli import app
from bilateral.settings import describe_settings
from bilateral.vocabulary.codebook import load_event_types

DOCS = Path(__file__).resolve().parent


def codebook() -> str:
    """Every table and column, then the event types."""
    lines = ["# Codebook", "", "Made from `records.py` and `vocabulary/plover.toml`; do not edit.", ""]
    for name, table in (records.TABLES | records.IMPORT_TABLES | forecasts.FORECAST_TABLES).items():
        lines += [f"## `{name}`", "", table.__doc__ or "", "", "| column | type | unit | meaning |", "| --- | --- | --- | --- |"]
        hints = typing.get_type_hints(table)
        lines += [_column(item, hints[item.name]) for item in dataclasses.fields(table)] + [""]
    lines += ["## Event types", "", "| type | quad class | intensity | CAMEO | it is |", "| --- | --- | --- | --- | --- |"]
    for event_type in load_event_types().values():
        entry = dataclasses.asdict(event_type)
        lines.append(
            f"| {entry['name']} | {entry['quad_code']} | {entry['intensity']:+.1f} | {entry['cameo']} | {entry['description']} |"
        )
    return "\n".join(lines) + "\n"


def _column(item: dataclasses.Field[Any], hint: Any) -> str:
    unit = item.metadata["unit"] or ""
    kind = {"date": "date", "UTC timestamp": "timestamp"}.get(unit) or str(hint).replace("<class '", "").replace("'>", "")
    values = item.metadata["values"]
    closed = f" One of: {', '.join(values)}." if values else ""
    shown = kind.replace("|", "or")
    return f"| `{item.name}` | {shown} | {unit} | {item.metadata['description']}{closed} |"


def command_line() -> str:
    """Every command with its options and example."""
    group: Any = typer.main.get_command(app)
    lines = ["# Command line", "", "Made from `cli/`; do not edit.", "", app.info.epilog or "", ""]
    for name, command in group.commands.items():
        lines += [f"## `bilateral {name}`", "", (command.help or "").strip(), "", command.epilog or "", ""]
        lines += ["| argument or option | meaning |", "| --- | --- |"]
        for parameter in command.params:
            shown = ", ".join(f"`{option}`" for option in parameter.opts) or f"`{parameter.name}`"
            lines.append(f"| {shown} | {getattr(parameter, 'help', '') or ''} |")
        lines.append("")
    return "\n".join(lines)


def settings() -> str:
    """Every setting with its default."""
    lines = [
        "# Settings", "", "Made from `settings.py`; do not edit.", "",
        "`bilateral.toml` in the working folder, or the file named with `--settings`. An unknown key is an error that",
        "lists the known ones. An option on the command line wins over the file.", "",
        "| setting | default | meaning |", "| --- | --- | --- |",
    ]  # fmt: skip
    lines += [f"| `{name}` | `{default}` | {meaning} |" for name, default, meaning in describe_settings()]
    return "\n".join(lines) + "\n"


PAGES = {"codebook.md": codebook, "cli.md": command_line, "settings.md": settings}


def main() -> int:
    """Write or check the pages."""
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, "utf-8")
    for name in stale:
        print(f"docs/{name} is not what the code says; run: make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
