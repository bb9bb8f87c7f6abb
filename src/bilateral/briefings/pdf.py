"""A brief as a PDF file, set by Typst: real footnotes, charts as drawings, links, a contents list for readers."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.briefings.drawing import draw_plain_svg
from bilateral.briefings.render import (
    MOST_DOCUMENTS,
    printed_notes,
    show_document,
    show_more_printed,
    show_printed_note,
    show_subtitle,
    show_title,
)
from bilateral.briefings.wording import isolate
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.briefings.brief import Block, Brief, Chart, Note, Row, Sentence, Table

__all__ = ["render_pdf"]

_SHORT_CELL = 13
"""Characters of the longest cell up to which a column is as wide as what it holds: "12 Sept. 2010"."""

_LONG_CELL = 120
"""Characters from which a longer cell makes its column no wider."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_HEAD = """\
#set document(title: {title}, author: {author})
#set page(paper: "a4", margin: (x: 2.3cm, y: 2.2cm), numbering: "1 / 1")
#set text(font: ("Libertinus Serif", "Noto Serif CJK SC", "Noto Naskh Arabic"), size: 10pt, lang: "en")
#set par(justify: false, leading: 0.62em, spacing: 0.85em)
#set footnote.entry(gap: 0.35em)
#show footnote.entry: set text(size: 7.5pt)
#show heading.where(level: 1): set block(above: 1.6em, below: 0.8em)
#show figure.caption: set text(size: 8.5pt)
#let kind(words) = text(size: 7pt, fill: luma(110), words)
#let small(words) = text(size: 8pt, fill: luma(80), words)
"""


def render_pdf(brief: Brief) -> bytes:
    """Render a brief as a PDF file on A4.

    Scripts that no font at hand covers show as boxes; the other forms show them.

    Args:
        brief: What `compose_brief` wrote.

    Returns:
        The bytes of a PDF file.

    Raises:
        SettingsError: If Typst is not installed.
    """
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "a PDF needs the extra: pip install 'bilateral[pdf]'; the form html prints well from any browser"
        raise SettingsError(message) from error
    with tempfile.TemporaryDirectory() as folder:
        lines = list(_write(brief, Path(folder)))
        page = Path(folder) / "brief.typ"
        page.write_text("\n".join(lines), "utf-8")
        compiled: bytes = typst.compile(str(page), root=folder)
        return compiled


def _text(words: str) -> str:
    r"""Words as a string of Typst, in which nothing is markup.

    Example:
        >>> _text('a "b" #c')
        '"a \\"b\\" #c"'
    """
    plain = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{isolate(" ".join(plain.split()))}"'


def _write(brief: Brief, folder: Path) -> Iterator[str]:
    yield _HEAD.format(title=_text(show_title(brief)), author=_text(f"bilateral {brief.version}"))
    yield f'#text(size: 22pt, weight: "bold", {_text(show_title(brief))})\n'
    yield f'#text(style: "italic", {_text(show_subtitle(brief))})\n'
    cells = ", ".join(f"[#text(size: 14pt, {_text(number)}) \\ #small({_text(label)})]" for label, number in brief.headline)
    yield f"#grid(columns: {max(len(brief.headline), 1)}, column-gutter: 1fr, {cells})\n"
    known: set[int] = set()
    for section in brief.sections:
        yield f"#heading(level: 1, {_text(section.title)})"
        for block in section.blocks:
            yield from _write_block(block, folder, known)
    yield '#heading(level: 1, "Documents")'
    yield from (f"#list.item({_text(show_document(one))})" for one in brief.documents[:MOST_DOCUMENTS])
    if len(brief.documents) > MOST_DOCUMENTS:
        yield f"#small({_text(f'and {len(brief.documents) - MOST_DOCUMENTS:,} more')})"
    if brief.left_out:
        yield '#heading(level: 1, "Left out")'
        yield from (f"#list.item({_text(f'{one.text}: {one.reason}')})" for one in brief.left_out)


def _write_block(block: Block, folder: Path, known: set[int]) -> Iterator[str]:
    if block.heading:
        yield f"#heading(level: 2, {_text(block.heading)})"
    for sentence in block.sentences:
        yield f"#{_text(sentence.text)}{_marks(sentence, known)} #kind({_text(sentence.kind)})\n"
    if block.chart:
        yield from _write_chart(block.chart, folder)
    if block.table and block.table.rows:
        yield from _write_table(block.table, known)


def _marks(line: Sentence | Row, known: set[int]) -> str:
    """The marks of a line: the first of a note is a footnote, later ones refer to it."""
    marks = []
    for note in printed_notes(line):
        marks.append(f"#footnote(<note-{note.number}>)" if note.number in known else f"#footnote({_note(note, line)})<note-{note.number}>")
        known.add(note.number)
    more = f" #kind({_text(show_more_printed(line))})" if show_more_printed(line) else ""
    return "#super[,]".join(marks) + more


def _note(note: Note, line: Sentence | Row) -> str:
    words = _text(show_printed_note(note, line))
    if re.fullmatch(r"https?://[^\s\"\\<>]+", note.address):
        return f'[#{words} #link({_text(note.address)}, "address")]'
    return f"[#{words}]"


def _write_chart(chart: Chart, folder: Path) -> Iterator[str]:
    name = f"{re.sub(r'[^a-z0-9-]', '-', chart.key)}.svg"
    (folder / name).write_text(draw_plain_svg(chart.spec), "utf-8")
    alt = _text(f"{chart.title}. {chart.description}")
    yield f'#figure(image("{name}", width: 100%, alt: {alt}), caption: {_text(chart.title)}, supplement: none, numbering: none)\n'


def _widths(table: Table) -> Iterator[str]:
    """The width of each column: its own where its longest cell is short, else a share that grows with what it holds."""
    for place, name in enumerate(table.columns):
        longest = max(len(cell) for cell in (name, *(row.cells[place] for row in table.rows)))
        yield "auto" if longest <= _SHORT_CELL else f"{min(longest, _LONG_CELL) ** 0.5:.1f}fr"


def _write_table(table: Table, known: set[int]) -> Iterator[str]:
    columns = (*table.columns, "Notes")
    head = ", ".join(f"[#small({_text(name)})]" for name in columns)
    yield f"#small({_text(table.caption)})"
    yield f"#{{ set text(size: 8pt); table(columns: ({', '.join(_widths(table))}, auto), stroke: (x, y) => (bottom: 0.4pt + luma(190)), inset: 3pt, table.header({head}),"
    for row in table.rows:
        cells = ", ".join(f"[#{_text(cell)}]" for cell in row.cells)
        yield f"  {cells}, [{_marks(row, known)}],"
    yield ") }\n"
    if table.n_more:
        yield f"#small({_text(f'and {table.n_more:,} more in the record')})\n"
