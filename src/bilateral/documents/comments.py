"""Readers' comments: who wrote one and when."""



from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.documents.cues import is_name
from bilateral.documents.dates import find_dates

if TYPE_CHECKING:
    from bilateral.documents.lines import Line

__all__ = ["CommentHeader", "find_comment_header", "is_button", "read_signature"]

_TIME = r"(?:\bat\b|,|@|-|\||–)?\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,4}(?:[+-]\d{1,2})?\)?)?"
_WHEN = re.compile(rf"\W*(?:(?:posted|commented|on|submitted|replied)\s+)*.{{0,20}}\b(?:19|20)\d\d\b.{{0,4}}{_TIME}\W*(?:reply|permalink|#\d*|report|flag|\W)*$", re.IGNORECASE)
_AGO = re.compile(
    r"\W*(?:(?:\d{1,2}|an?|one)\s(?:second|minute|hour|day|week|month|year)s?|\d{1,2}\s?(?:s|secs?|m|mins?|h|hrs?|d|w|wks?|mo|mths?|y|yrs?)\.?)\sago\W*(?:reply)?$",
    re.IGNORECASE,
)  # "2 hours ago", "2y ago"
_DAY_ALONE = re.compile(r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}|\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?)$")  # "Apr 10"
_COUNTER = re.compile(
    r"(?:like[ds]?(?: by .{2,40}|\s?\(\d{1,6}\))?|\d{1,6} (?:more )?(?:repl(?:y|ies)|comments?|likes?|votes?|points?)(?: by .{2,40})?|(?:show|view|load|see) (?:all )?\d{0,6} ?(?:more |previous |older |newer )?(?:comments?|repl(?:y|ies))|"
    r"report (?:abuse|comment|this)|awards?|collapse|expand|follow|mute|block|recommend(?:ed)?|translate)\W*$",
    re.IGNORECASE,
)  # "Like (4)", "1 reply by Ann", "Show 12 more comments"
_SAYS = re.compile(
    r"(?:\(?\d{1,4}[.)]?\)?\s+)?(?:(?:posted|comment(?:ed)?|written|submitted|reply)\s+by\s*:?\s*)?(?P<name>[^\d\s:,|•·()][^:|•·()]{1,38}?)"
    r"(?:,\s[A-Z][\w ,.]{1,40}?)?\s*(?:\bsays?\b|\bsaid\b|\bwrote\b|\bwrites\b|\bcommented\b|\breplied\b|\bon\b|[|•·,:–—-]|\(|@|\bat\b|\s{2,})\s*(?P<rest>.*)$"
)
_BEFORE_TEXT = re.compile(r"(?P<name>[\w.@'’ \-]{2,38}?)\s*[(\[](?P<when>[^()\[\]]{6,45})[)\]]\s*[:–—-]\s+(?=\S)")
_REPLY = re.compile(r"(?:reply|likes?|dislike|report|flag|share|upvote|downvote|vote|edit|permalink|quote|top|\d++\s?(?:[smhdwy]|min|hrs?|mo|yrs?)\b|\d++|up|down|\W++)+$", re.IGNORECASE)
_BY = re.compile(r"(?:posted |written |submitted )?by:? (?P<name>[\w.@'’ \-]{2,38}?)\s*(?:»|·|\||[–—-]|,|\bon\b|\bat\b)\s*(?P<when>.{8,45})$", re.IGNORECASE)  # "by mapfan » Tue Jun 16, 2020 9:40 am"


@dataclass(frozen=True, slots=True)
class CommentHeader:
    """The line or lines that open a comment."""

    author: str | None
    day: str | None
    n_lines: int
    is_sure: bool
    """Whether a time of day or an age stands in it, as under no article's headline."""


def _day(text: str) -> str | None:
    found = find_dates(text)
    return found[0].period if found and len(text) <= 60 else None  # noqa: PLR2004 - a header is a short line


def _is_when(text: str) -> bool:
    if len(text) > 60:  # noqa: PLR2004
        return False
    return bool(_AGO.match(text)) or (bool(_WHEN.match(text)) and bool(find_dates(text)))


def _on_one_line(text: str) -> CommentHeader | None:
    """"Kim Lee on November 20, 2010 at 07:05", "Kim Lee says:"."""
    found = _SAYS.match(text) if len(text) <= 110 else None  # noqa: PLR2004 - a header is a short line
    if not found:
        return None
    name, rest = found["name"].strip(), found["rest"].strip()
    if not re.match(r"[\w.@'’ \-]+$", name) or len(name.split()) > 5:  # noqa: PLR2004
        return None
    if _is_when(rest):
        return CommentHeader(name, _day(rest), 1, is_sure=True)
    if not rest and re.search(r"\b(?:says?|wrote|commented|replied)\s*:?\s*$", text):
        return CommentHeader(name, None, 1, is_sure=False)
    day = _day(rest)
    if day and len(rest) <= 30:  # noqa: PLR2004
        return CommentHeader(name, day, 1, is_sure=False)
    return None


def _find_author(text: str) -> str:
    """The author of a line that may be nothing but one: "2. Bob K. says:"; empty if it cannot be."""
    name = re.sub(r"\s*(?:says?|wrote|said)\s*:?$", "", text[:120])
    name = re.sub(r"^(?:\(?#?\d{1,4}[.)]\s+|[•●*-]\s+)", "", name)
    is_short = 0 < len(name) <= 40 and len(name.split()) <= 5  # noqa: PLR2004 - a name
    return name if is_short and not re.search(r"[!?:]$|\w\w\.$", name) else ""


def _posted_by(text: str, following: str) -> CommentHeader | None:
    """"by mapfan » Tue Jun 16, 2020 9:40 am", with or without the line of a forum's reply above it."""
    posted = _BY.match(text)
    if posted and _is_when(posted["when"]):
        return CommentHeader(posted["name"].strip(), _day(posted["when"]), 1, is_sure=True)
    under = _BY.match(following) if text.casefold().startswith("re:") else None
    if under and _is_when(under["when"]):
        return CommentHeader(under["name"].strip(), _day(under["when"]), 2, is_sure=True)
    return None


def find_comment_header(lines: list[Line], i: int) -> CommentHeader | None:  # noqa: PLR0911 - one return a form
    """The header of a reader's comment that begins at a line.

    Does not find a header of a form not seen in comment systems: a bare name
    without a date is one only inside a section of comments.

    Args:
        lines: Lines of a text.
        i: Index of the line.

    Returns:
        Author, ISO 8601 date and number of lines; null if no header begins here.

    Example:
        >>> from bilateral.documents.lines import Line
        >>> header = find_comment_header([Line(0, 9, "Ann Smith", 0, 1), Line(10, 36, "November 20, 2010 at 07:05", 0, 0)], 0)
        >>> header.author, header.day
        ('Ann Smith', '2010-11-20')
    """
    text = lines[i].text
    opening = _BEFORE_TEXT.match(text)
    if opening and (_is_when(opening["when"]) or _day(opening["when"])):
        return CommentHeader(opening["name"].strip(), _day(opening["when"]), 1, is_sure=True)
    following = lines[i + 1].text if i + 1 < len(lines) and lines[i + 1].gap <= 1 else ""
    posted = _posted_by(text, following)
    if posted:
        return posted
    single = _on_one_line(text)
    if single and (single.day or not _is_when(following)):
        return single
    name = _find_author(text)
    is_author = bool(name)
    if is_author and _is_when(following):
        return CommentHeader(name.strip(" ,-–"), _day(following), 2, is_sure=True)
    if is_author and is_name(name) and following and _day(following) and len(following) <= 30:  # noqa: PLR2004
        return CommentHeader(name.strip(" ,"), _day(following), 2, is_sure=False)
    if is_author and _DAY_ALONE.match(following):
        return CommentHeader(name.strip(" ,"), None, 2, is_sure=False)
    if _is_when(text):
        return CommentHeader(None, _day(text), 1, is_sure=True)
    return None


def read_signature(lines: list[Line]) -> str | None:
    """The name under a comment, where it is signed.

    Example:
        >>> from bilateral.documents.lines import Line
        >>> read_signature([Line(0, 40, "I recommend all tourists to leave.", 4, 0), Line(42, 49, "Ann Lee,", 4, 1)])
        'Ann Lee'
    """
    for line in lines[-3:]:
        name = line.text.lstrip("-–— ")
        if line is not lines[0] and is_name(name) and " " in name and line.n_chars <= 40:  # noqa: PLR2004
            return name.rstrip(",")
    return None


def is_button(text: str) -> bool:
    """Whether a line in a section of comments is a button or a counter: "Reply", "Like 12".

    Example:
        >>> is_button("Reply"), is_button("Reply to him.")
        (True, False)
    """
    return len(text) <= 40 and bool(_REPLY.match(text) or _COUNTER.match(text))  # noqa: PLR2004
