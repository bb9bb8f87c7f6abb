"""Which stretches of a plain text are the document's own, and which are furniture, comments and notes."""



from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from bilateral.documents.comments import find_comment_header, is_button, read_signature
from bilateral.documents.cues import FIELD, FURNITURE_CUES, LIST_MARK, SPEAKER, find_cue, is_name, is_prose
from bilateral.documents.headlines import find_title_lines
from bilateral.documents.imprints import read_imprint
from bilateral.documents.lines import Line, find_lines, join_wrapped, wrap_width
from bilateral.documents.pages import find_page_furniture
from bilateral.records import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["find_parts"]

LIST_REVIVAL = 2
"""Paragraphs of prose running that end a list of links; with 3 the test layouts lose 3 % of their body."""

TAIL_REVIVAL = 3
"""Paragraphs of prose running that bring the body back after its end.

With 1, gold furniture and comments told fall from 1.00 to .92; 2 to 4 are alike.
"""

SUBHEAD_CHARS = 100
"""Longest line that is taken as a heading inside the body."""

SOURCE_SHARE = 0.5
"""Share of the lines' characters that must stand above "Source: X" for it to end the body; .2 to .8 are alike on gold."""

_PLAIN_ROLES = {
    "caption": "caption", "footnote": "note", "disclaimer": "note", "source line": "byline", "date line": "byline",
    "byline": "byline",
}  # fmt: skip
PARAGRAPH_CHARS = 250
"""Characters above which a line above the headline is a paragraph and no motto."""

IMPRINT_LINES = 12
"""Lines from the top among which an imprint may stand below a standfirst."""

SENTENCE_CHARS = 40
"""Characters from which a line with a full stop below prose is prose too."""

INTERVIEW_QUESTIONS = 2
"""Short questions on lines of their own from which a text is an interview, and they are no headings."""

_HEAD_FACT = re.compile(r"\d|,|/|\b(?:by|from|in|at|correspondent|editor|staff|writer|reporter|news|agency|press|ministry|embassy|office|department|university|institute)\b", re.IGNORECASE)
"""What a short line below the headline has that tells of author, place or day; others are buttons and menus."""

LONG_RUN = 3
"""Short lines one below the other, none a sentence, from which they are titles of other stories or a menu."""

LONG_LIST = 8
"""Titles of a list inside an article; longer lists stand below it."""

FRAGMENT_CHARS = 70
"""Longest line that can be an entry of a menu, a button or the title of another story."""

RUN_SHARE = 3
"""A run of short lines inside the text is furniture where one of so many is; at the end of the text one is enough."""

_FULL_STOP = re.compile(r"[.!?][\"”’')\]]{0,3}$|[\"”]$")
_SALUTATION = re.compile(
    r"(?:dear|mr\.?|mrs\.?|ms\.?|madam|your|his|her|honou?rable|the honou?rable|excellenc(?:y|ies)|ladies|distinguished|colleagues|friends|members|"
    r"fellow|good (?:morning|afternoon|evening)|president|chair(?:man|person)?|secretary-general)\b.{0,80}[,:!.]$",
    re.IGNORECASE,
)  # "Mr. Speaker,", "Ladies and Gentlemen,"
_ENDS = re.compile(r"[.!?…:;,][\"”’')\]]*$")
_RELEASE_HEAD = re.compile(r"\b(?:media|press|news) (?:release|statement)\b|\bpress service\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"^#{1,6} \S|\A---[ \t]*\r?\n[\w-]+\s*:|^[-*+] \[[^\]\n]+\]\(", re.MULTILINE)
_MARK = re.compile(r"(?:#{1,6}|>)\s+")  # "## Background", "> We agreed"
_LINK_ITEM = re.compile(r"(?:(?:[-*+|·]|\d{1,2}\.)?\s*!?\[[^\]]{0,200}\]\([^)]*\)\s*[|·]?\s*)+$")  # "- [Home](/)"
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.{0,5000}?\r?\n---[ \t]*\r?\n", re.DOTALL)
_DIGIT = re.compile(r"\d|\ban?\b|\bone\b")


@dataclass(slots=True)
class _Reading:
    """Where the reading of a text stands."""

    lines: list[Line]
    cues: list[str]
    state: str = "head"
    body_chars: int = 0
    title: tuple[int, int] | None = None
    below: list[int] = field(default_factory=list)
    is_interview: bool = False


def _set(line: Line, role: str, reason: str) -> None:
    line.role, line.reason = role, reason


def _is_own_prose(line: Line, cue: str) -> bool:
    """Prose that is no entry of a list and no credit."""
    return cue in {"", "author's note"} and is_prose(line.text) and not LIST_MARK.match(line.text)


def _prose_running(reading: _Reading, start: int) -> int:
    """How many paragraphs of prose come one after the other; a short line between is let pass."""
    count = 0
    for line, cue in zip(reading.lines[start : start + 12], reading.cues[start : start + 12], strict=True):
        ends = count > 0 and line.n_chars >= SENTENCE_CHARS and bool(_FULL_STOP.search(line.text[-8:]))
        if _is_own_prose(line, cue) or (cue == "" and (ends or SPEAKER.match(line.text)) and not LIST_MARK.match(line.text)):
            count += 1
        elif cue or LIST_MARK.match(line.text) or count == 0:
            break
    return count


def _find_body_start(reading: _Reading) -> int:
    """Index of the first line below the head; below the headline where nothing reads as prose."""
    lines, cues, title = reading.lines, reading.cues, reading.title
    first = next((i for i, line in enumerate(lines) if _opens_body(line, cues[i])), None)
    if first is None:
        return title[1] if title else 0
    return max(first, title[1]) if title else first


def _read_head(reading: _Reading) -> int:
    """Give the lines above the body their roles; the index of the first line of the body."""
    lines, title = reading.lines, reading.title
    first = _find_body_start(reading)
    is_field_open = False
    for i in range(first):
        if title and (title[0] <= i < title[1] or lines[i].text == lines[title[0]].text):
            _set(lines[i], "title", "headline" if title[0] <= i < title[1] else "headline again")
        elif is_field_open:
            _set(lines[i], "furniture", "value of a field")
        else:
            _set(lines[i], *_read_head_line(reading, i))
        is_field_open = bool(FIELD.match(lines[i].text)) and lines[i].text.endswith(":")
    return first


def _read_head_line(reading: _Reading, i: int) -> tuple[str, str]:  # noqa: PLR0911 - one return a role
    """Role and reason of a line of the head that is not the headline."""
    line, cue, title = reading.lines[i], reading.cues[i], reading.title
    if cue in {"", "menu"} and read_imprint(line.text) is not None:
        return "byline", "imprint"
    if cue == "heading":
        return "title", cue
    if cue in FURNITURE_CUES or cue in {"comment head", "rule", "disclaimer", "running head"}:
        return "furniture", cue
    if FIELD.match(line.text):
        return ("furniture" if line.text.endswith(":") else "byline"), "field"
    if not cue and is_prose(line.text) and line.n_chars > PARAGRAPH_CHARS:
        return "body", "prose of the head"
    is_letterhead = bool(_RELEASE_HEAD.search(line.text[:60]))
    if title and i < title[0] and not cue and not is_letterhead:
        return "furniture", "line above the headline"
    if cue in _PLAIN_ROLES or is_letterhead:
        return _PLAIN_ROLES.get(cue, "byline"), cue or "letterhead"
    return _read_standfirst(line, title=title is not None)


def _read_standfirst(line: Line, *, title: bool) -> tuple[str, str]:
    if title and not is_name(line.text) and (len(line.text.split()) >= 7 or _ENDS.search(line.text)):  # noqa: PLR2004
        return "body", "standfirst"
    if title and not (is_name(line.text) and " " in line.text) and not _HEAD_FACT.search(line.text):
        return "furniture", "short line of the head"
    return "byline", "short line of the head"


def _opens_body(line: Line, cue: str) -> bool:
    if cue in {"", "author's note", "date line"} and _RELEASE_HEAD.search(line.text[:60]) and line.n_chars < 200:  # noqa: PLR2004
        return False
    if cue == "" and _SALUTATION.match(line.text[:100]) and line.n_chars <= SUBHEAD_CHARS:
        return True
    return (cue in {"", "author's note"} and (line.is_wrapped or is_prose(line.text))) or bool(SPEAKER.match(line.text) and not FIELD.match(line.text))


def _switch(reading: _Reading, i: int) -> bool:
    """Change the state at a line that opens a section; whether the line did."""
    line, cue = reading.lines[i], reading.cues[i]
    if cue == "comment head" and reading.body_chars:
        reading.state = "comments"
    elif cue == "form" and reading.state == "comments" and reading.lines[i - 1].role != "comment":
        pass  # the field for a new comment above the others
    elif cue in {"form", "copyright"}:
        needed = LIST_REVIVAL if cue == "form" and reading.state == "body" else TAIL_REVIVAL
        if _prose_running(reading, i + 1) < needed:
            reading.state = "tail"
    elif cue == "list head" and not _continues_body(reading, i):
        reading.state = "list" if reading.state != "tail" else "tail"
    elif cue == "source line" and i in reading.below and _prose_running(reading, i + 1) < TAIL_REVIVAL:
        reading.state = "tail"
        _set(line, "byline", cue)
        return True
    else:
        return False
    _set(line, "furniture", cue)
    return True


def _continues_body(reading: _Reading, i: int) -> bool:
    """Whether prose goes on right below a heading such as "Background" or "Analysis"."""
    return reading.state == "body" and _prose_running(reading, i + 1) >= LIST_REVIVAL


def _read_comment(reading: _Reading, i: int) -> int:
    """The lines of a comment's header that begin at a line, 0 if none does."""
    inside = reading.state == "comments"
    below = reading.lines[i + 1].text[:80] if i + 1 < len(reading.lines) else ""
    if not inside and not _DIGIT.search(below):
        return 0  # outside a section of comments, a header has its date on the second line
    header = find_comment_header(reading.lines, i)
    if header is not None and reading.state in {"list", "tail"} and " " in (header.author or "") and not is_name(header.author or ""):
        return 0  # the title of another story with its age
    if header is None or not (inside or (header.is_sure and header.n_lines == 2 and reading.body_chars)):  # noqa: PLR2004
        return 0
    reading.state = "comments"
    for line in reading.lines[i : i + header.n_lines]:
        _set(line, "comment", "comment header")
        line.author, line.day = header.author, header.day
    reading.lines[i].opens = True
    return header.n_lines


def _is_sentence(line: Line) -> bool:
    return line.n_chars > SUBHEAD_CHARS or line.text.endswith((".", '."', ".”"))


def _is_after_titles(reading: _Reading, i: int) -> bool:
    """Whether a list of other stories above a line, with a blank line between, has titles alone and no teasers."""
    first = next((j for j in range(i - 1, -1, -1) if reading.lines[j].role != "furniture"), -1) + 1
    above = range(first + 1, i)
    return reading.lines[i].gap > 0 and 0 < len(above) <= LONG_LIST and not any(_is_sentence(reading.lines[j]) for j in above)


def _read_section(reading: _Reading, i: int) -> None:
    """Give a line outside the body its role, by the section that it stands in."""
    line, cue = reading.lines[i], reading.cues[i]
    if reading.state == "comments":
        is_above = reading.lines[i - 1].role != "comment" and _is_fragment(line, cue) and not (is_name(line.text) and " " in line.text)
        if is_button(line.text) or is_above or cue in {"copyright", "list head", "form", "promotion", "menu"}:
            _set(line, "furniture", cue or "button")
            return
        _set(line, "comment", "section of comments")
        line.opens = bool(re.match(r"\(?#?\d{1,4}[.)]\s", line.text)) or reading.lines[i - 1].role != "comment"
        return
    needed = LIST_REVIVAL if reading.state == "list" else TAIL_REVIVAL
    if reading.state == "list" and _FULL_STOP.search(line.text[-8:]) and _is_after_titles(reading, i):
        needed = 1
    if _is_own_prose(line, cue) and _prose_running(reading, i) >= needed:
        reading.state = "body"
        _read_body(reading, i)
        return
    role = _PLAIN_ROLES[cue] if cue in {"footnote", "disclaimer"} else "furniture"
    _set(line, role, cue or "section of furniture")


def _read_body(reading: _Reading, i: int) -> None:
    """Give a line inside the body its role."""
    line, cue = reading.lines[i], reading.cues[i]
    following = reading.lines[i + 1] if i + 1 < len(reading.lines) else None
    if not cue and i < IMPRINT_LINES and (imprint := read_imprint(line.text)) is not None and imprint.is_sure:
        _set(line, "byline", "imprint")
    elif cue in {"running head", "rule"}:
        _set(line, "furniture" if cue == "running head" else "body", cue)
    elif cue in {"heading", "headline"}:
        _set(line, "title", "heading")
    elif cue in FURNITURE_CUES and not (LIST_MARK.match(line.text) and cue == "menu" and line.n_chars > 6):  # noqa: PLR2004
        _set(line, "furniture", cue)
    elif cue in {"caption", "footnote", "disclaimer"} or (cue in {"byline", "date line", "source line"} and not _ENDS.search(line.text)):
        _set(line, _PLAIN_ROLES[cue], cue)
    elif _is_subhead(line, following, cue) and not (reading.is_interview and line.text.endswith("?")):
        _set(line, "title", "heading")
    else:
        _set(line, "body", "prose" if is_prose(line.text) else "line among prose")
    if line.role == "body":
        reading.body_chars += line.n_chars


def _is_subhead(line: Line, following: Line | None, cue: str) -> bool:
    """Whether a short line between paragraphs is a heading."""
    if cue or following is None or line.n_chars > SUBHEAD_CHARS or LIST_MARK.match(line.text) or SPEAKER.match(line.text):
        return False
    if _ENDS.search(line.text) and not line.text.endswith("?"):
        return False
    return is_prose(following.text) and line.gap + following.gap > 0 and line.text[0].isupper() and len(line.text) > 3  # noqa: PLR2004


def _read_lines(reading: _Reading) -> None:
    i = _read_head(reading)
    reading.state = "body"
    while i < len(reading.lines):
        taken = _read_comment(reading, i)
        if taken:
            i += taken
            continue
        if not _switch(reading, i):
            if reading.state == "body":
                _read_body(reading, i)
            else:
                _read_section(reading, i)
        i += 1


def _read_end(reading: _Reading) -> None:
    """The note on the author and the signature below the last paragraph."""
    own = [i for i, line in enumerate(reading.lines) if line.role == "body"]
    for i in reversed(own[1:][-4:]):
        line, cue = reading.lines[i], reading.cues[i]
        if cue == "author's note":
            _set(line, "byline", cue)
        elif is_name(line.text) and line.text.count(" ") and not SPEAKER.match(line.text):
            _set(line, "byline", "signature")
        else:
            break


def _is_fragment(line: Line, cue: str) -> bool:
    """A short line that is no sentence, no turn of a speaker and no entry of a list."""
    if line.n_chars > FRAGMENT_CHARS or line.is_wrapped or SPEAKER.match(line.text) or LIST_MARK.match(line.text):
        return False
    return cue in FURNITURE_CUES or (cue in {"", "date line", "byline", "menu", "comment head"} and not _ENDS.search(line.text.rstrip("?")))


def _has_digit(line: Line) -> bool:
    """Whether a line may be a row of a table."""
    return any(map(str.isdigit, line.text))


def _read_runs(reading: _Reading, first: int) -> None:
    """Short lines that stand in a run with menus and buttons are such too, most of all at the end."""
    lines, cues = reading.lines, reading.cues
    fragments = [_is_fragment(line, cue) and not (reading.is_interview and line.text.endswith("?")) for line, cue in zip(lines, cues, strict=True)]
    times = Counter(line.text for line, is_one in zip(lines, fragments, strict=True) if is_one and line.role in {"body", "title", "furniture"})
    i = first
    while i < len(lines):
        end = i
        while end < len(lines) and lines[end].role in {"body", "title", "byline", "furniture"} and fragments[end]:
            end += 1
        if end - i > 1 and _is_furniture_run(lines[i:end], is_last=end == len(lines)):
            for line, cue in zip(lines[i:end], cues[i:end], strict=True):
                if not _keeps_role(line, cue, is_last=end == len(lines), is_heading=end < len(lines) and line is lines[end - 1]):
                    _set(line, "furniture", "among furniture")
        i = max(end, i + 1)
    for line, is_one in zip(lines[first:], fragments[first:], strict=True):
        if is_one and line.role == "body" and times[line.text] > 1:
            _set(line, "furniture", "line that comes again")
    _read_last_run(lines, fragments)


def _is_furniture_run(run: list[Line], *, is_last: bool) -> bool:
    """Whether a run of short lines holds a menu's entry, or is long and no table."""
    told = sum(line.role == "furniture" for line in run)
    is_menu = len(run) >= LONG_RUN - is_last and sum(map(_has_digit, run)) * 2 < len(run)
    return is_menu or bool(told and (is_last or told * RUN_SHARE >= len(run)))


def _keeps_role(line: Line, cue: str, *, is_last: bool, is_heading: bool) -> bool:
    """Whether a line of such a run is told by itself: a byline, a date, or the heading of what follows."""
    if line.role == "byline" and (line.reason in {"signature", "source line", "author's note", "imprint"} or (not is_last and (cue == "date line" or is_name(line.text)))):
        return True
    return line.role == "furniture" or cue == "byline" or (line.role == "title" and is_heading)


def _read_last_run(lines: list[Line], fragments: list[bool]) -> None:
    """Short lines below the last comment, with a blank line above them, are the page's foot."""
    start = len(lines)
    while start > 0 and fragments[start - 1] and lines[start - 1].role == "comment" and lines[start - 1].reason != "comment header":
        start -= 1
    start = next((i for i in range(start, len(lines)) if lines[i].gap > 0), len(lines))
    if len(lines) - start >= LONG_RUN - 1:
        for line in lines[start:]:
            _set(line, "furniture", "foot of the page")


def _sign_comments(lines: list[Line]) -> None:
    """Give the comments that open without a name the one they are signed with."""
    starts = [i for i, line in enumerate(lines) if line.role == "comment" and line.opens]
    for i in starts:
        end = next((j for j in range(i + 1, len(lines)) if lines[j].role != "comment" or lines[j].opens), len(lines))
        if lines[i].author is None:
            lines[i].author = read_signature(lines[i:end])


def _as_parts(lines: list[Line], doc_id: str) -> list[Part]:
    """One part per run of lines of one role."""
    numbered: list[tuple[int, Line]] = []
    run = 0
    for i, line in enumerate(lines):
        run += bool(i and (line.opens or line.role != lines[i - 1].role))
        numbered.append((run, line))
    parts = []
    for index, (_, group) in enumerate(groupby(numbered, key=lambda item: item[0])):
        members = [line for _, line in group]
        first = members[0]
        parts.append(
            Part(doc_id, index, first.role, first.start, members[-1].end, first.author, first.day, first.reason)
        )
    return parts


def _read_marks(lines: list[Line], text: str) -> dict[int, str]:
    """Take Markdown's marks off the lines' starts; the cues that they give, by first character."""
    cues: dict[int, str] = {}
    front = _FRONT_MATTER.match(text)
    has_headline = False
    for line in lines:
        if front and line.start < front.end():
            cues[line.start] = "running head"
            continue
        mark = _MARK.match(line.text)
        if mark and mark.end() < len(line.text):
            line.start, line.text = line.start + mark.end(), line.text[mark.end() :]
        if mark and mark[0].startswith("#"):
            cues[line.start] = "heading" if has_headline else "headline"
            if find_cue(line.text) in {"list head", "comment head", "form"} and has_headline:
                cues[line.start] = find_cue(line.text)
            has_headline = True
        elif _LINK_ITEM.match(line.text):
            cues[line.start] = "link"
    return cues


def _prepare(text: str, known: Mapping[int, str] | None) -> tuple[list[Line], list[str]]:
    """The paragraphs of a text and their cues."""
    lines = find_lines(text)
    if known is None:
        edges = find_page_furniture(lines) if wrap_width(lines) else set()
        known = {lines[i].start: "running head" for i in edges}
        known |= _read_marks(lines, text) if _MARKDOWN.search(text) else {}
        lines = join_wrapped(lines, text, stops=edges)
    return lines, [known.get(line.start) or find_cue(line.text) for line in lines]


def _find_headline(lines: list[Line], cues: list[str], text: str) -> tuple[int, int] | None:
    if "headline" in cues:
        first = cues.index("headline")
        return first, first + 1
    return find_title_lines(lines, text, passed={i for i, cue in enumerate(cues[:40]) if cue == "running head"})


def find_parts(text: str, doc_id: str, *, known: Mapping[int, str] | None = None) -> list[Part]:
    r"""Label every stretch of a plain or Markdown text with its role.

    Does not find furniture that reads like the article and stands among its
    paragraphs, nor comments that carry neither a heading nor a name with a time.

    Args:
        text: The stored text.
        doc_id: The document that it is of.
        known: What the file's format tells of a line, by the line's first character:
            "headline", "heading", "caption", "running head", "table row". Where it is
            given, each line is a paragraph.

    Returns:
        One record per run of lines of one role, in text order, without overlap;
        all lines that are not blank are in one. Empty for a blank text.

    Example:
        >>> story = "Ministers meet\n\nThe two ministers met in Seoul on Friday, where they agreed to raise trade.\n\nSource: Agency"
        >>> [part.part_type for part in find_parts(story, "d1")]
        ['title', 'body', 'byline']
    """
    lines, cues = _prepare(text, known)
    if not lines:
        return []
    reading = _Reading(lines, cues, title=_find_headline(lines, cues, text))
    asked = sum(line.text.endswith("?") and line.n_chars <= SUBHEAD_CHARS for line in lines[1:])
    reading.is_interview = asked >= INTERVIEW_QUESTIONS
    total, above = sum(line.n_chars for line in lines), 0
    for i, line in enumerate(lines):
        above += line.n_chars
        if above - line.n_chars >= SOURCE_SHARE * total or _prose_running(reading, i + 1) == 0:
            reading.below.append(i)
    _read_lines(reading)
    _read_end(reading)
    _read_runs(reading, reading.title[1] if reading.title else next((i for i, line in enumerate(lines) if line.role == "body"), 0))
    _sign_comments(lines)
    return _as_parts(lines, doc_id)
