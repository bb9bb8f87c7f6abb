"""PDF files: pages of lines made paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bilateral.documents.columns import BREAK, SetLine, known_words, line_pitch, mend_break, read_set_lines
from bilateral.documents.content import Content, mark_lines
from bilateral.documents.dates import TOOL_DATES, read_date
from bilateral.documents.lines import find_lines, joins_next, wrap_width
from bilateral.documents.pages import find_running_lines
from bilateral.documents.parts import find_parts
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_pdf"]

MAX_PAGES = 2_000
"""Pages above which a file is not read."""

MIN_LETTERS = 20
"""Letters below which a file has no text layer: scanned pages carry at most a stamp."""

HEADLINE_SCALE = 1.25
"""Size of the type, by the body's, above which a line is set as a headline."""

HEADING_SCALE = 1.08
"""Size above which a short line is set as a heading; one point more than ten."""

SIZE_STEP = 0.06
"""Difference in size, by the body's, from which two lines are not of one paragraph."""

LEADING = 1.6
"""Distance between two lines of one headline, by the size of its type."""

PARAGRAPH_GAP = 1.3
"""Distance between two lines, by the usual one, above which a paragraph ends."""

BOLD_SHARE = 0.2
"""Share of bold text above which bold does not mark headings."""

MAX_HEADING_CHARS = 160
"""Longest heading; longer bold or large stretches are text."""

TAIL_CHARS = 400
"""Characters of a paragraph's end in which a broken word is mended; no word is longer."""

HEAD_PARAGRAPHS = 12
"""Paragraphs from the top among which the headline stands."""

HEAD_LINES = 4
"""Running lines, those of the first pages, in which the date of the issue is looked for."""

TITLE_SHARE = 0.75
"""Share of the words of a file's own title that the first paragraphs must use, where a headline is set in large type: programs leave the titles of templates."""

PAGE_MARK = "\ufdd0"
"""Stands where a page begins until the text is whole; Unicode keeps this code point out of all text."""

_SOFT = re.compile("[\u00ad\x02\ufffe]")
_HYPHEN = re.compile("(?<=[a-z])[-\u00ad\u2010]\\s*$")
_WORD = re.compile(r"\w{3,}")
_PRINTED = re.compile(r"\b(?:download|print|access|retriev|generat|view)", re.IGNORECASE)  # "Downloaded on 3 May 2021"
_PDF_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|indd|qxd|pages)\b|^\W*$|^\d+$|^document\d*$", re.IGNORECASE)


def _open(data: bytes, name: str) -> Any:
    import pypdfium2  # noqa: PLC0415 - loads a library

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            message = f"got {name}, which is protected by a password; save it without one"
            raise DocumentError(message, "password_protected") from error
        if b"%%EOF" not in data[-2048:]:
            message = f"got {name}, whose end is missing; fetch the file again"
            raise DocumentError(message, "truncated") from error
        message = f"got {name}, which is no readable PDF ({error}); save it again"
        raise DocumentError(message, "unreadable") from error


def _read_pages(document: Any, on_page: Callable[[int], None] | None) -> list[list[SetLine]]:
    """The lines of each page."""
    import pypdfium2  # noqa: PLC0415

    pages: list[list[SetLine]] = []
    for i in range(len(document)):
        if on_page is not None and i:
            on_page(i)
        try:
            page = document[i]
            pages.append(read_set_lines(page))
        except pypdfium2.PdfiumError:
            pages.append([])  # one damaged page of many
            continue
        page.close()
    return pages


def _body_size(lines: list[SetLine]) -> float:
    """The size of the type that most characters are set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


@dataclass(slots=True)
class _Setting:
    """How the body of a document is set."""

    width: int
    size: float
    pitch: float
    words: set[str]
    has_bold_heads: bool

    def level(self, line: SetLine) -> str:
        """Whether a line is set as a headline, as a heading or as text."""
        if line.size > HEADLINE_SCALE * self.size:
            return "headline"
        return "heading" if line.size > HEADING_SCALE * self.size or (line.is_bold and self.has_bold_heads) else ""

    def goes_on(self, last: SetLine, line: SetLine, *, is_new_page: bool) -> bool:
        """Whether two lines are of one paragraph."""
        if last.text.endswith(BREAK):
            return True
        level, step = self.level(last), last.baseline - line.baseline
        if level != self.level(line) or abs(last.size - line.size) > SIZE_STEP * self.size:
            return False
        if level:
            return 0 < step <= LEADING * line.size and len(line.text) < MAX_HEADING_CHARS
        if self.pitch and step > PARAGRAPH_GAP * self.pitch:
            return is_new_page and _cut_by_page(last.text, line.text)
        return joins_next(last.text, line.text, self.width) or ((is_new_page or step < 0) and _cut_by_page(last.text, line.text))


def _find_setting(lines: list[SetLine]) -> _Setting:
    own = find_lines("\n".join(line.text for line in lines))
    bold = sum(len(line.text) for line in lines if line.is_bold)
    width = wrap_width(own) or max((line.n_chars for line in own), default=0)
    return _Setting(
        width, _body_size(lines), line_pitch(lines), known_words(lines), bold < BOLD_SHARE * sum(len(line.text) for line in lines)
    )


def _join(before: str, after: str, words: set[str]) -> str:
    """Two lines of one paragraph, a hyphen at the line's end mended."""
    start, end = before[:-TAIL_CHARS], before[-TAIL_CHARS:]  # only the end is looked at: a paragraph may be the whole file
    if end.endswith(BREAK) or (_HYPHEN.search(end) and after[:1].islower()):
        return start + mend_break(end, after, words)
    return f"{before} {after}"


def _paragraphs(pages: list[list[SetLine]], title: str | None) -> list[tuple[str, str]]:
    """Paragraphs and page furniture in order; furniture stands below the paragraph that it cuts."""
    running = find_running_lines([[line.text for line in page] for page in pages])
    setting = _find_setting([line for page, skip in zip(pages, running, strict=True) for i, line in enumerate(page) if i not in skip])
    out: list[tuple[str, str]] = []
    last: SetLine | None = None
    open_at, marks = 0, ""
    for page, skip in zip(pages, running, strict=True):
        is_new_page = True
        marks += PAGE_MARK
        for i, line in enumerate(page):
            if i in skip:
                out.append((marks + line.text.strip(BREAK), "running head"))
            elif last is not None and setting.goes_on(last, line, is_new_page=is_new_page):
                joined = _join(out[open_at][0], line.text, setting.words)
                start = len(joined) - len(line.text)
                out[open_at] = (f"{joined[:start]}{marks}{joined[start:]}" if marks else joined, out[open_at][1])
                last, is_new_page = line, False
            else:
                out.append((marks + line.text, setting.level(line)))
                open_at = len(out) - 1
                last, is_new_page = line, False
            marks = ""
    return _mark_headline([(clean, cue) for text, cue in out if (clean := _SOFT.sub("", text).strip())], title)


def _take_page_marks(paragraphs: list[tuple[str, str]], n_pages: int) -> tuple[list[tuple[str, str]], list[int]]:
    """Paragraphs without the marks of pages, and where each page begins in their text."""
    clean: list[tuple[str, str]] = []
    starts: list[int] = []
    position = 0
    for text, cue in paragraphs:
        pieces = text.split(PAGE_MARK)
        for piece in pieces[:-1]:
            position += len(piece)
            starts.append(position)
        position += len(pieces[-1])
        if bare := "".join(pieces):
            clean.append((bare, cue))
            position += 1
    return clean, starts + [max(0, position - 1)] * (n_pages - len(starts))


def _mark_headline(paragraphs: list[tuple[str, str]], title: str | None) -> list[tuple[str, str]]:
    """Leave one headline: the file's own title, else the first large line above the text; other large lines are headings."""
    own = next((i for i, (text, _) in enumerate(paragraphs[:HEAD_PARAGRAPHS]) if title and _same(text, title)), None)
    large = next((i for i, (_, cue) in enumerate(paragraphs[:HEAD_PARAGRAPHS]) if cue == "headline"), None)
    best = own if own is not None else large
    return [
        (text, "headline" if i == best else "heading" if cue == "headline" or (cue == "heading" and len(text) <= MAX_HEADING_CHARS) else cue if cue != "heading" else "")
        for i, (text, cue) in enumerate(paragraphs)
    ]


def _same(text: str, title: str) -> bool:
    return "".join(filter(str.isalnum, text.lower())) == "".join(filter(str.isalnum, title.lower()))


def _cut_by_page(last: str, line: str) -> bool:
    return bool(last) and line[0].islower() and last[-1] not in '.!?:;"”'


@dataclass(slots=True)
class _Properties:
    """What the file's own properties say; `day` is when the file was made."""

    title: str | None
    author: str | None
    subject: str | None
    day: str | None


def _read_properties(document: Any) -> _Properties:
    values = document.get_metadata_dict(skip_empty=True)
    found = _PDF_DATE.match(values.get("CreationDate", ""))
    day = "-".join(part for part in found.groups() if part) if found else None
    title, subject = values.get("Title", "").strip(), values.get("Subject", "").strip() or None
    return _Properties(
        title if title and not _NO_TITLE.search(title) else None, values.get("Author", "").strip() or None, subject,
        read_date(subject or "") or (None if day in TOOL_DATES else day),
    )  # fmt: skip


def _believed(title: str | None, paragraphs: list[tuple[str, str]]) -> str | None:
    """The title of the file's properties; null where a large headline stands on the first page and the text there does not use its words."""
    words = {word.lower() for word in _WORD.findall(title or "")}
    top = {word.lower() for text, _ in paragraphs[:HEAD_PARAGRAPHS] for word in _WORD.findall(text)}
    has_headline = any(cue == "headline" for _, cue in paragraphs[:HEAD_PARAGRAPHS])
    return None if has_headline and len(words & top) < TITLE_SHARE * len(words) else title


def read_pdf(data: bytes, name: str, doc_id: str, *, on_page: Callable[[int], None] | None = None) -> Content:
    """Read a PDF with a text layer.

    Does not read scanned pages, and does not put five columns and more in
    order where the file does not have them so.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        doc_id: The document.
        on_page: Called with the number of each page read, so that a long file is seen to go on.

    Returns:
        Text, one paragraph a line, with its parts and the file's properties.

    Raises:
        DocumentError: With reason password_protected, truncated, unreadable, too_large or no_text.
    """
    document = _open(data, name)
    try:
        if len(document) > MAX_PAGES:
            message = f"got {name} of {len(document):,} pages, expected at most {MAX_PAGES:,}; split it"
            raise DocumentError(message, "too_large")
        pages = _read_pages(document, on_page)
        properties = _read_properties(document)
    finally:
        document.close()
    if sum(char.isalpha() for page in pages for line in page for char in line.text) < MIN_LETTERS:
        message = f"got {name}, {len(pages)} page(s) without a text layer; run text recognition on it first"
        raise DocumentError(message, "no_text")
    paragraphs, page_starts = _take_page_marks(_paragraphs(pages, properties.title), len(pages))
    whole, known = mark_lines(paragraphs)
    parts = find_parts(whole, doc_id, known=known)
    heads = [text for text, cue in paragraphs if cue == "running head"]
    has_byline = any(part.reason == "byline" for part in parts)
    return Content(
        whole, parts, _believed(properties.title, paragraphs), byline=None if has_byline else properties.author, file_date=properties.day,
        found_dates=[line for line in heads[:HEAD_LINES] if not _PRINTED.search(line)],
        hints=[hint for hint in (properties.author, properties.subject) if hint], running_heads=heads, page_starts=page_starts,
    )  # fmt: skip
