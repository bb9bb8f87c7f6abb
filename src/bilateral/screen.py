"""Records on a terminal: what, who and when on one line, the words under it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.text import Text

__all__ = ["COLUMNS", "print_table"]

COLUMNS: dict[str, tuple[tuple[str, ...], str]] = {
    "events": (("event_date", "actor", "recipient", "event_type", "mode", "realis", "place_name", "publisher"), "quote"),
    "statements": (("published", "speaker", "speaker_state", "cue", "statement_type", "addressee", "occasion", "publisher"), "quote"),
    "figures": (("period", "indicator", "value", "unit", "figure_type", "parties", "claimed_by"), "quote"),
    "commitments": (("published", "actor", "recipient", "firmness", "condition", "instrument", "issue", "place_name", "deadline", "target_value", "target_unit", "status"), "quote"),
    "projects": (("published", "project_name", "other_names", "parties", "participants", "status", "start", "due"), "quote"),
    "factors": (("published", "polarity", "factor_type", "said_by", "publisher"), "quote"),
    "observations": (("period", "reporter", "partner", "indicator", "value", "unit", "valuation", "vintage", "series_name"), "note"),
    "drivers": (("polarity", "factor_type", "n_independent", "n_documents", "first_day", "last_day", "voices"), "quote"),
    "documents": (("published", "published_how", "publisher", "publisher_class", "language", "file_type", "copy_of"), "title"),
    "positions": (("day", "party", "issue", "stance", "how", "speaker", "publisher"), "quote"),
    "shifts": (("later_day", "party", "issue", "earlier_stance", "later_stance"), "quotes"),
    "contradictions": (("later_day", "party", "speaker", "issue", "earlier_stance", "later_stance"), "quotes"),
    "sides": (("day", "issue", "standing"), "quotes"),
    "expectations": (("day", "party", "kind", "standing", "issues", "publisher"), "words"),
    "third parties": (("name", "roles", "records", "documents", "first_day", "last_day", "publishers"), "quote"),
    "rejections": (("stage", "reason_code", "address"), "detail"),
    "rechecks": (("outcome", "asked_address", "final_address", "http_status", "reason_code"), "difference"),
}
"""For each table the columns of the first line and the column under it; `--format csv` has them all."""


def print_table(rows: pa.Table, name: str) -> None:
    """Print the rows of a table for reading; says how many there are and what was left out.

    Args:
        rows: Rows as the record gives them.
        name: Name of the table.
    """
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    short, long = COLUMNS[name]
    for row in rows.to_pylist():
        if row.get("outcome") == "unchanged":
            continue  # counted below
        console.print(_first_line(row, short))
        told = row[long] if isinstance(row[long], list) else [row[long]]
        for line in told or [row.get("detail")]:
            console.print(Padding(Text(" ".join(str(line or "").split()), style=_style(line)), (0, 0, 0, 4)))
    console.print(_closing_line(rows, name), style="dim")


def _style(line: str | None) -> str:
    """Colour of a sentence that came or went."""
    return {"+ ": "green", "- ": "red"}.get((line or "")[:2], "")


def _first_line(row: dict[str, Any], columns: tuple[str, ...]) -> Text:
    """The short columns of a row; an empty one is left out, the two sides of an act stand as `RUS > KOR`."""
    from rich.text import Text  # noqa: PLC0415

    cells = []
    for i, column in enumerate(columns):
        if column == "recipient":
            continue
        value = _plain(row[column])
        if column == "actor" and row.get("recipient"):
            value = f"{value} > {_plain(row['recipient'])}"
        if column == "addressee" and value:
            value = f"to {value}"
        if column == "copy_of" and value:
            value = f"copy of {value}"
        if value or i == 0:
            cells.append(Text(value or "no date", style="bold" if i == 0 else ""))
    return Text("  ").join(cells)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.10g}"
    return "" if value is None else " ".join(str(value).split())


def _closing_line(rows: pa.Table, name: str) -> str:
    undated = int((rows.schema.metadata or {}).get(b"undated_left_out", b"0"))
    left_out = f"; {undated} without a date left out by --from and --to" if undated else ""
    if name == "rechecks":
        counts = Counter(rows.column("outcome").to_pylist())
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
        return f"{rows.num_rows} pages asked again: {told or 'the record has none of the web'}. All columns: --format csv"
    return f"{rows.num_rows} {name}{left_out}. All columns: --format csv"
