"""A brief as one HTML file: nothing is fetched, documents are shown as text and never run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.briefings.drawing import draw_svg
from bilateral.briefings.render import MOST_DOCUMENTS, show_more, show_note, show_subtitle, show_title
from bilateral.briefings.wording import show_period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilateral.briefings.brief import Brief, Note

__all__ = ["render_html", "render_short_html"]

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_TEXT_BYTES = 1_000_000
"""Text of cited documents in one file; beyond it, long documents are cut to the passages around the notes."""

_LEAST_TEXT_BYTES = 3_000
_AROUND = 1_000
"""Characters kept on either side of a cited passage of a document that is cut."""

_QUOTED = re.compile("(“[^”]*”)")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_BYTES_A_UNIT = 2  # UTF-16


def _utf16_length(text: str) -> int:
    """Length as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // _BYTES_A_UNIT


def _passages(text: str, notes: Sequence[Note], budget: int) -> list[tuple[int, int]]:
    """The stretches of a text to embed: all of it, or what lies around its notes."""
    if len(text.encode("utf-8", "surrogatepass")) <= budget:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(
        (max(0, note.start_char - _AROUND), min(len(text), note.end_char + _AROUND)) for note in notes
    ):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _embed(brief: Brief, texts: Mapping[str, str]) -> dict[str, Any]:
    """Cited documents in passages, and for each note its passage and place, counted as JavaScript does."""
    by_document: dict[str, list[Note]] = {}
    for note in brief.notes:
        if note.doc_id:
            by_document.setdefault(note.doc_id, []).append(note)
    budget = max(_LEAST_TEXT_BYTES, _MOST_TEXT_BYTES // max(len(by_document), 1))
    documents, places = {}, {}
    for doc_id, notes in by_document.items():
        text = texts.get(doc_id, "")
        spans = _passages(text, notes, budget)
        documents[doc_id] = {
            "passages": [text[start:end] for start, end in spans],
            "isWhole": spans == [(0, len(text))],
            "title": notes[0].title or "",
            "origin": _origin(notes[0]),
            "address": notes[0].address if _ADDRESS.fullmatch(notes[0].address) else "",
        }
        for note in notes:
            places[str(note.number)] = _place(note, text, spans)
    return {"documents": documents, "notes": places}


def _place(note: Note, text: str, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    index = next(
        number for number, (start, end) in enumerate(spans) if start <= note.start_char and note.end_char <= end
    )
    first = spans[index][0]
    return {
        "document": note.doc_id,
        "passage": index,
        "start": _utf16_length(text[first : note.start_char]),
        "end": _utf16_length(text[first : note.end_char]),
    }


def _origin(note: Note) -> str:
    published = show_period(note.published) if note.published else "no date"
    return f"{note.publisher or 'publisher not known'}, {published}"


def _name_note(note: Note) -> str:
    """A note's document as a mark names it, which stands at many lines: publisher and date, the title where no publisher is known."""
    return _origin(note) if note.publisher else show_note(note)


def _as_script_data(data: object) -> str:
    """JSON that no HTML parser can take for markup."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _digest(text: str) -> str:
    """The source expression that lets a content security policy allow one inline text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _split_quotes(text: str) -> list[tuple[bool, str]]:
    """A sentence in pieces, with those in quotation marks told apart."""
    return [(piece.startswith("“"), piece) for piece in _QUOTED.split(text) if piece]


def _first_marks(brief: Brief) -> dict[int, str]:
    """For each note the anchor of the first line that carries it."""
    marks: dict[int, str] = {}
    for section in brief.sections:
        for number, block in enumerate(section.blocks):
            for index, sentence in enumerate(block.sentences):
                for note in sentence.notes:
                    marks.setdefault(note.number, f"{section.key}-{number}-{index}")
    return marks


def render_html(brief: Brief, texts: Mapping[str, str]) -> str:
    """Render a brief as one self-contained HTML page.

    A note opens its document beside the sentence, with the words marked. Documents
    are embedded as data and shown as text, so that markup in them never runs; the
    page fetches nothing and works, with the list of notes alone, without scripts.
    Does not embed documents that no note cites.

    Args:
        brief: What `compose_brief` wrote.
        texts: Stored text by `doc_id`.

    Returns:
        HTML5; the same bytes for the same brief.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy
    from markupsafe import Markup  # noqa: PLC0415 - heavy

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_TEMPLATES / "brief.css").read_text(encoding="utf-8")
    script = (_TEMPLATES / "brief.js").read_text(encoding="utf-8")
    page = environment.get_template("brief.html").render(
        brief=brief,
        title=show_title(brief),
        subtitle=show_subtitle(brief),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        style_digest=_digest(style),
        script_digest=_digest(script),
        data=Markup(_as_script_data(_embed(brief, texts))),  # noqa: S704 - escaped for scripts
        draw_chart=lambda chart: Markup(draw_svg(chart)),  # noqa: S704 - escaped when drawn
        show_more=show_more,
        show_note=show_note,
        name_note=_name_note,
        show_period=show_period,
        split_quotes=_split_quotes,
        first_marks=_first_marks(brief),
        most_documents=MOST_DOCUMENTS,
        is_address=_ADDRESS.fullmatch,
    )
    return re.sub("[\ud800-\udfff]", "\ufffd", page)


def render_short_html(brief: Brief) -> str:
    """Render the head and the bottom line of a brief for a notebook.

    Returns:
        A fragment of HTML without scripts; each note shows its quote on hovering.
    """
    numbers = " · ".join(f"<b>{escape(number)}</b> {escape(label)}" for label, number in brief.headline)
    lines = "".join(
        f"<li>{escape(sentence.text)} {''.join(_short_mark(note) for note in sentence.notes)}</li>"
        for sentence in brief.sections[0].sentences
    )
    return (
        f"<div><h3>{escape(show_title(brief))}</h3><p>{escape(show_subtitle(brief))}<br>{numbers}</p>"
        f"<ul>{lines}</ul><p>{len(brief.sections)} sections, {len(brief.notes)} notes; "
        "<code>render_html(brief, texts)</code> makes the full page.</p></div>"
    )


def _short_mark(note: Note) -> str:
    words = f"{show_note(note)}: {note.quote}" if note.quote else show_note(note)
    return f'<sup title="{escape(words)}">{note.number}</sup> '
