"""A brief as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bilateral.briefings.brief import Row, Sentence
from bilateral.briefings.wording import capitalise, show_day, show_period
from bilateral.periods import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.briefings.brief import Block, Brief, BriefDocument, Note, Table

__all__ = [
    "MOST_DOCUMENTS",
    "printed_notes",
    "render_json",
    "render_markdown",
    "show_document",
    "show_more",
    "show_more_printed",
    "show_note",
    "show_printed_note",
    "show_subtitle",
    "show_title",
]

_PRINTED_A_SENTENCE = 3
_PRINTED_A_ROW = 1
"""Footnotes that a printed sentence and row carry, so that notes do not push the text off its page."""

_MOST_PRINTED = 300
_SAME_WORDS = 60
"""Characters at the head of a quote that tell whether a line shows it already."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
MOST_DOCUMENTS = 300
"""Documents listed at the end of a brief; beyond it they are counted."""


def show_title(brief: Brief) -> str:
    """The title of a brief."""
    return capitalise(" and ".join(brief.names))


def show_subtitle(brief: Brief) -> str:
    """Period and clock of a brief, in one line, with how many documents the clock does not know."""
    period = f"Period {show_period(brief.period)}" if brief.period else "The whole record"
    clock = f"as known on {show_day(bounds(brief.as_of)[0])}" if brief.as_of else "no dated document"
    undated = sum(not document.published for document in brief.documents)
    gap = f"; {undated} of {len(brief.documents)} documents {'has' if undated == 1 else 'have'} no date" if undated and brief.as_of else ""
    return f"{period}, {clock}{gap}"


def show_note(note: Note) -> str:
    """Where a note leads, in one line: publisher, title and date."""
    if note.is_list:
        return "The list of all documents searched"
    if note.table == "outlooks":
        return f"Counts of the data set, release {note.record_id}: bilateral outlook --releases"
    published = show_period(note.published) if note.published else "no date"
    return ", ".join(part for part in (note.publisher, note.title, published) if part)


def printed_notes(line: Sentence | Row) -> tuple[Note, ...]:
    """The notes of a line that a printed page has room for; the others are counted beside them."""
    return line.notes[: _PRINTED_A_ROW if isinstance(line, Row) else _PRINTED_A_SENTENCE]


def show_more_printed(line: Sentence | Row) -> str:
    """How many records stand behind a line beside those of `printed_notes`."""
    more = max(line.n_records, len(line.notes)) - len(printed_notes(line))
    return "" if more <= 0 or any(note.is_list for note in line.notes) else f"and {more:,} more"


def show_printed_note(note: Note, line: Sentence | Row) -> str:
    """A footnote: where it leads, with the words unless the line itself quotes them."""
    quote = " ".join(note.quote.split())
    shown = line.text if isinstance(line, Sentence) else " ".join(line.cells)
    if not quote or quote[:_SAME_WORDS] in shown:
        return show_note(note)
    quote = quote if len(quote) <= _MOST_PRINTED else f"{quote[:_MOST_PRINTED].rsplit(' ', 1)[0]} […]"
    return f"{show_note(note)}: “{quote}”"


def show_document(document: BriefDocument) -> str:
    """A document that was searched, in one line: title, publisher, date, and whether it repeats another."""
    published = show_period(document.published) if document.published else "no date"
    copy = f"; copy of {document.copy_of}" if document.copy_of else ""
    return f"{document.title} ({document.publisher or 'publisher not known'}, {published}{copy})"


def show_more(line: Sentence | Row) -> str:
    """How many records stand behind a line beside those whose notes it shows."""
    more = line.n_records - len(line.notes)
    is_list = any(note.is_list for note in line.notes)
    return f"and {more:,} more" if more > 0 and not is_list else ""


def _escape(text: str) -> str:
    """Text that Markdown and the HTML made of it show as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def _marks(line: Sentence | Row) -> str:
    marks = "".join(f"[^{note.number}]" for note in line.notes)
    more = show_more(line)
    return f"{marks} ({more})" if more else marks


def _render_table(table: Table) -> Iterator[str]:
    yield f"*{_escape(table.caption)}*"
    yield ""
    yield f"| {' | '.join(table.columns)} | Notes |"
    yield f"|{' --- |' * (len(table.columns) + 1)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_escape, row.cells))} | {_marks(row)} |"
    if table.n_more:
        yield ""
        yield f"and {table.n_more:,} more rows in the record"
    yield ""


def _render_block(block: Block) -> Iterator[str]:
    if block.heading:
        yield f"### {_escape(block.heading)}"
        yield ""
    for sentence in block.sentences:
        yield f"- {_escape(sentence.text)}{_marks(sentence)} *({sentence.kind})*"
    yield ""
    for table in (block.chart.table if block.chart else None, block.table):
        if table and table.rows:
            yield from _render_table(table)


def _render_documents(brief: Brief) -> Iterator[str]:
    yield "## Documents"
    yield ""
    for document in brief.documents[:MOST_DOCUMENTS]:
        yield f"- {_escape(show_document(document))}"
    if not brief.documents:
        yield "- none"
    more = len(brief.documents) - MOST_DOCUMENTS
    if more > 0:
        yield f"- and {more:,} more"
    yield ""


def _render_left_out(brief: Brief) -> Iterator[str]:
    if brief.left_out:
        yield "## Left out"
        yield ""
        for one in brief.left_out:
            yield f"- {_escape(one.text)}: {_escape(one.reason)}"
        yield ""


def render_markdown(brief: Brief) -> str:
    """Render a brief as Markdown with footnotes.

    Text of documents is escaped, so that their markup shows as text. The chart is
    given as its table alone.

    Returns:
        CommonMark with the footnote extension.
    """
    lines = [f"# {_escape(show_title(brief))}", "", show_subtitle(brief), ""]
    lines.append(" · ".join(f"**{number}** {label}" for label, number in brief.headline))
    lines.append("")
    for section in brief.sections:
        lines += [f"## {section.title}", ""]
        for block in section.blocks:
            lines.extend(_render_block(block))
    lines.extend(_render_documents(brief))
    lines.extend(_render_left_out(brief))
    lines.extend(_render_note(note) for note in brief.notes)
    return "\n".join(lines).rstrip() + "\n"


def _render_note(note: Note) -> str:
    quote = f": “{_escape(' '.join(note.quote.split()))}”" if note.quote else ""
    address = f" <{note.address}>" if re.fullmatch(r"https?://[^\s<>]+", note.address) else ""
    return f"[^{note.number}]: {_escape(show_note(note))}{quote}{address}"


def _as_data(value: Any) -> Any:
    """Dataclass trees as plain data, with notes of lines as their numbers."""
    if isinstance(value, dict):
        if "notes" in value and "n_records" in value:
            value = {**value, "notes": [note["number"] for note in value["notes"]]}
        return {key: _as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_data(item) for item in value]
    return value


def render_json(brief: Brief) -> str:
    """Render a brief as JSON: the same shape as `Brief`, notes of a line as their numbers.

    Returns:
        Indented JSON in UTF-8 order of keys as declared, ending with a line break.
    """
    return json.dumps(_as_data(asdict(brief)), ensure_ascii=False, indent=2) + "\n"
