"""A brief as a Word document: real footnotes, named styles, charts as pictures."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from bilateral.briefings.drawing import draw_png
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

if TYPE_CHECKING:
    from bilateral.briefings.brief import Block, Brief, Note, Row, Sentence, Table

__all__ = ["render_docx"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""

_CHART_WIDTH_CM = 16.0
_MARGIN_CM = 2.3
_BODY_POINTS = 10.5
_TABLE_POINTS = 8.5
_NOTE_POINTS = 8.5


def _clean(text: str) -> str:
    """A text without characters that XML cannot hold, with what is written from right to left kept to itself."""
    return isolate(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


class _Footnotes:
    """The footnotes of a document: each note once, later marks refer back to it."""

    def __init__(self) -> None:
        self.xml: list[str] = []
        self.numbers: dict[int, int] = {}  # note of the brief -> footnote

    def mark(self, paragraph: Any, note: Note, line: Sentence | Row) -> None:
        """Put the mark of a note of a line at the end of a paragraph."""
        from docx.oxml import parse_xml  # noqa: PLC0415 - heavy

        if note.number in self.numbers:
            number = self.numbers[note.number]
            paragraph._p.append(parse_xml(_cross_reference(number)))  # noqa: SLF001 - the library knows no footnotes
            return
        number = self.numbers[note.number] = len(self.numbers) + 1
        self.xml.append(_footnote(number, note, line))
        for xml in (
            f'<w:bookmarkStart xmlns:w="{_W}" w:id="{number}" w:name="note{number}"/>',
            f'<w:r xmlns:w="{_W}"><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>',
            f'<w:bookmarkEnd xmlns:w="{_W}" w:id="{number}"/>',
        ):
            paragraph._p.append(parse_xml(xml))  # noqa: SLF001

    def attach(self, document: Any) -> None:
        """Put the footnotes into the package."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415 - heavy
        from docx.opc.packuri import PackURI  # noqa: PLC0415
        from docx.opc.part import Part  # noqa: PLC0415

        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_W}">{_SEPARATORS}{"".join(self.xml)}</w:footnotes>'
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _cross_reference(number: int) -> str:
    """A further mark of a footnote: a field that follows its number."""
    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    return (
        f'<w:fldSimple xmlns:w="{_W}" w:instr=" NOTEREF note{number} \\f \\h "><w:r>{style}<w:t>{number}</w:t></w:r></w:fldSimple>'
    )


def _footnote(number: int, note: Note, line: Sentence | Row) -> str:
    address = f" {note.address}" if note.address.startswith(("http://", "https://")) else ""
    words = f" {show_printed_note(note, line)}{address}"
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve">{_escape(words)}</w:t></w:r></w:p></w:footnote>'
    )


def _escape(text: str) -> str:
    from xml.sax.saxutils import escape  # noqa: PLC0415 - writes, reads nothing

    return escape(_clean(text))


def render_docx(brief: Brief) -> bytes:
    """Render a brief as a Word document.

    Notes are footnotes of Word's own, which renumber when the text is edited; a
    note that is cited again is referred to by a field. Does not embed the texts of
    the documents: the footnotes quote them.

    Args:
        brief: What `compose_brief` wrote.

    Returns:
        The bytes of a .docx file.
    """
    import docx  # noqa: PLC0415 - heavy

    document = docx.Document()
    _set_styles(document)
    footnotes = _Footnotes()
    _write_head(document, brief)
    for section in brief.sections:
        document.add_heading(section.title, level=1)
        for block in section.blocks:
            _write_block(document, block, footnotes)
    _write_lists(document, brief)
    footnotes.attach(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_styles(document: Any) -> None:
    """A4, quiet type, and the two styles of footnotes that the template lacks."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - heavy
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(_MARGIN_CM)
    page.top_margin = page.bottom_margin = Cm(_MARGIN_CM)
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(_BODY_POINTS)
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.name, styles[name].font.color.rgb = "Calibri", RGBColor(0x1D, 0x23, 0x2B)
    note_text = styles.add_style("FootnoteText", WD_STYLE_TYPE.PARAGRAPH)
    note_text.base_style, note_text.font.size = styles["Normal"], Pt(_NOTE_POINTS)
    note_text.paragraph_format.space_after = Pt(1)
    styles.add_style("FootnoteReference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    kind = styles.add_style("Kind", WD_STYLE_TYPE.CHARACTER)
    kind.font.size, kind.font.color.rgb = Pt(7.5), RGBColor(0x8A, 0x92, 0x9C)


def _write_head(document: Any, brief: Brief) -> None:
    document.core_properties.title = _clean(show_title(brief))
    document.core_properties.author = f"bilateral {brief.version}"
    document.add_heading(_clean(show_title(brief)), level=0)
    document.add_paragraph(_clean(show_subtitle(brief)), style="Subtitle")
    table = document.add_table(rows=2, cols=max(len(brief.headline), 1))
    for index, (label, number) in enumerate(brief.headline):
        table.cell(0, index).paragraphs[0].add_run(number).bold = True
        table.cell(1, index).paragraphs[0].add_run(label).style = "Kind"


def _write_block(document: Any, block: Block, footnotes: _Footnotes) -> None:
    if block.heading:
        document.add_heading(_clean(block.heading), level=2)
    for sentence in block.sentences:
        _write_sentence(document, sentence, footnotes)
    if block.chart:
        _write_chart(document, block.chart)
    if block.table and block.table.rows:
        _write_table(document, block.table, footnotes)


def _write_sentence(document: Any, sentence: Sentence, footnotes: _Footnotes) -> None:
    paragraph = document.add_paragraph(_clean(sentence.text))
    _write_marks(paragraph, sentence, footnotes)
    paragraph.add_run(f" {sentence.kind}").style = "Kind"


def _write_marks(paragraph: Any, line: Sentence | Row, footnotes: _Footnotes) -> None:
    for index, note in enumerate(printed_notes(line)):
        if index:
            paragraph.add_run(", ").font.superscript = True
        footnotes.mark(paragraph, note, line)
    if show_more_printed(line):
        paragraph.add_run(f" {show_more_printed(line)}").style = "Kind"


def _write_chart(document: Any, chart: Any) -> None:
    """The picture of a chart with its title as caption and its description for screen readers."""
    from docx.shared import Cm  # noqa: PLC0415 - heavy

    document.add_paragraph(_clean(chart.title), style="Caption")
    picture = document.add_picture(io.BytesIO(draw_png(chart.spec)), width=Cm(_CHART_WIDTH_CM))
    picture._inline.docPr.set("descr", _clean(f"{chart.title}. {chart.description}"))  # noqa: SLF001 - no public way


def _write_table(document: Any, table: Table, footnotes: _Footnotes) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - heavy

    document.add_paragraph(_clean(table.caption), style="Caption")
    columns = (*table.columns, "Notes")
    made = document.add_table(rows=1, cols=len(columns), style="Light Shading")
    made.rows[0]._tr.get_or_add_trPr().append(_header_mark())  # noqa: SLF001 - the head repeats on each page
    for cell, name in zip(made.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(_clean(name))
    for row in table.rows:
        cells = made.add_row().cells
        for cell, words in zip(cells, row.cells, strict=False):
            cell.paragraphs[0].add_run(_clean(words))
        _write_marks(cells[-1].paragraphs[0], row, footnotes)
    for run in (run for row in made.rows for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs):
        run.font.size = Pt(_TABLE_POINTS)
    if table.n_more:
        document.add_paragraph(f"and {table.n_more:,} more in the record")


def _header_mark() -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415 - heavy

    return parse_xml(f'<w:tblHeader xmlns:w="{_W}"/>')


def _write_lists(document: Any, brief: Brief) -> None:
    """Documents searched, and what failed verification."""
    document.add_heading("Documents", level=1)
    for one in brief.documents[:MOST_DOCUMENTS]:
        document.add_paragraph(_clean(show_document(one)), style="List Bullet")
    if len(brief.documents) > MOST_DOCUMENTS:
        document.add_paragraph(f"and {len(brief.documents) - MOST_DOCUMENTS:,} more")
    if brief.left_out:
        document.add_heading("Left out", level=1)
        for failed in brief.left_out:
            document.add_paragraph(_clean(f"{failed.text}: {failed.reason}"), style="List Bullet")
