"""Lines in which a document names its publisher: imprints with a date, letterheads, running heads, site names."""



from __future__ import annotations

import re
from dataclasses import dataclass

from bilateral.documents.cues import FURNITURE_CUES, LIST_MARK, find_cue
from bilateral.documents.dates import find_dates
from bilateral.vocabulary.publishers import find_publisher

__all__ = ["Imprint", "in_title_case", "is_body_name", "is_media_name", "read_imprint", "read_letterhead", "read_running_head"]

MAX_IMPRINT_CHARS = 160
"""Longest line that is read as an imprint."""

MAX_NAME_WORDS = 8
"""Words of the longest publisher's name."""

_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "&", "de", "du", "des", "la", "le", "und", "fur", "für", "at", "to"})
_MEDIA = re.compile(
    r"(?:agency|wire|times|post|daily|weekly|monthly|quarterly|herald|gazette|journal|review|monitor|notebook|tribune|observer|chronicle|bulletin|magazine|"
    r"digest|courier|telegraph|mail|star|sun|globe|mirror|guardian|independent|standard|register|examiner|inquirer|dispatch|messenger|mercury|today|news|"
    r"newspapers?|broadcasting|television|radio|press|reporter|insider|outlook|newswire|newsletter|blog)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:institut(?:e|ions?)|cent(?:er|re)|foundation|forum|council|society|association|academy|university|college|school|ministry|department|embassy|"
    r"office|bureau|commission|committee|chamber|federation|bank|fund|archives?|library|service|project|initiative|network|group|company|corporation|"
    r"organi[sz]ation|secretariat|authority|administration|board|club|programme|program|union)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:world|daily|press|special|breaking|latest|national|international|foreign|global|local|business|politics|political|economy|economic|opinion|news|the|and|of|"
    r"weekly|monthly|quarterly|today|today's|morning|evening|media|policy|data|annual|market|markets|sports?|travel|culture|security|regional|top|our|your|in|"
    r"affairs|analysis|research|book|literature|peer|film|week|year|mid-year|half-year|review|digest|bulletin|magazine|journal|newsletter|video|radio|blog|outlook)",
    re.IGNORECASE,
)  # "DAILY PRESS REVIEW" names nobody
_MEDIA_CLASSES = frozenset({"state_media", "wire", "independent"})
_SECTIONS = frozenset({"foreign affairs", "foreign policy", "international affairs", "world news", "the conversation", "the hill", "the nation"})
"""Names of publishers that are as often the name of a section or a heading."""

_PUBLISHED = re.compile(r"(?:(?:first |originally |re)?(?:published|issued|released|posted|printed|produced) (?:by|in|on)|publisher:|from) (?:the )?", re.IGNORECASE)
_DATE_TIME = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?|\b(?:gmt|utc|kst|jst|msk|cet|est|edt|bst)\b"
    r"|^(?:published|posted|released|issued|dated?|on|updated?)\b:?",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:brief|note|paper|report|commentar(?:y|ies)|series|review|analys[ie]s|bulletin|newsletter|press release|media release|statement|essay|dossier|"
    r"no\.?\s?\d|vol(?:ume)?\.?\s?\d|issue|number|edition|\d+/\d+)",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"[\s,|·•–—-]*(?:\b(?:(?:policy|research|working|issue|discussion|occasional|background|annual|briefing|special|country) )?"
    r"(?:brief(?:ing)?|note|papers?|reports?|commentary|series|no\.?|nr\.?|number|vol(?:ume)?\.?|issue|edition|page)(?=[\s.]*\d|\s*$).*|\s[|·•–—-]\s.*|\s*\|.*|\(?\d[\d/.() -]*)$",
    re.IGNORECASE,
)  # "Example Notebook No. 3/2010", "Institute Policy Note 11/2024"
_CELLS = re.compile(r"\s*[|•·;]\s*|\s+[-–—]+\s+|,\s+|:\s+")
_SLOGAN = re.compile(r"\s+[-–—|:•·]+\s+|\s*\|\s*")
_EMPHASIS = re.compile(r"^[*_\s(]+|[*_\s)]+$")
_SPECIAL = re.compile(r"[\"“”«»!?@\\]|https?:|\.\s")
_VOWEL = re.compile(r"[AEIOUY]")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What an imprint says; the name is sure where the line says "published by" or names a newspaper."""

    name: str
    period: str
    is_sure: bool


def _words(name: str) -> list[str]:
    return name.split()


def _is_titled(name: str) -> bool:
    """Whether a name has two words or more, each with a capital but small ones."""
    words = _words(name)
    return (
        2 <= len(words) <= MAX_NAME_WORDS and not _SPECIAL.search(name) and not find_dates(name)  # noqa: PLR2004
        and all(word.lower() in _SMALL or word[0].isupper() or word[0].isdigit() for word in words)
        and words[0][0].isupper()
    )  # fmt: skip


def _has_noun(name: str, noun: re.Pattern[str]) -> bool:
    """Whether a name ends in a noun, or goes on from it with "of", "for" or "on"."""
    words = _words(name)
    return any(
        noun.fullmatch(word.strip(".,'’")) is not None and (i == len(words) - 1 or words[i + 1].lower() in {"of", "for", "on", "in"})
        for i, word in enumerate(words)
    )


def is_media_name(name: str) -> bool:
    """Whether words read as the name of a newspaper, an agency or a journal.

    Does not know names without a word such as "Times" or "Agency" that are not in the vocabulary.

    Example:
        >>> is_media_name("The Nowhere Times"), is_media_name("DAILY PRESS REVIEW"), is_media_name("Ann Smith")
        (True, False, False)
    """
    known = find_publisher(name) if name.lower() not in _SECTIONS else None
    if known is not None:
        return known.publisher_class in _MEDIA_CLASSES
    return _is_titled(name) and _has_noun(name, _MEDIA) and not all(_GENERIC.fullmatch(word.strip(".,")) for word in _words(name))


def is_body_name(name: str) -> bool:
    """Whether words read as the name of an institute, a ministry or another body.

    Example:
        >>> is_body_name("Nowhere Institute for Sea Trade"), is_body_name("Green Harbour")
        (True, False)
    """
    known = find_publisher(name)
    if known is not None:
        return known.publisher_class not in _MEDIA_CLASSES
    return _is_titled(name) and _has_noun(name, _BODY) and not all(_GENERIC.fullmatch(word.strip(".,")) for word in _words(name))


def in_title_case(name: str, text: str = "") -> str:
    """A name in capitals as one writes it: as the text does elsewhere, else each word with one capital.

    Example:
        >>> in_title_case("EXAMPLE PORT OF CALL"), in_title_case("NK NEWS", "NK News has learned")
        ('Example Port of Call', 'NK News')
    """
    if not name.isupper():
        return name
    for found in re.finditer(re.escape(name), text, re.IGNORECASE):
        if not found[0].isupper() and _is_titled(found[0]):
            return found[0]
    words = [
        word.lower() if i and word.lower() in _SMALL else word if not _VOWEL.search(word) else word.capitalize()
        for i, word in enumerate(_words(name))
    ]
    return " ".join(words)


def read_imprint(line: str) -> Imprint | None:
    """A line that names the publisher beside the date.

    Does not read a line that is a sentence or names no newspaper or body, such as
    an author's or a place's with a date.

    Args:
        line: One line of the head of a document.

    Returns:
        The name and the date; null for other lines.

    Example:
        >>> read_imprint("Nowhere Times - 10 March 2010")
        Imprint(name='Nowhere Times', period='2010-03-10', is_sure=True)
        >>> read_imprint("Ann Smith, 13 November 2013") is None
        True
    """
    bare = _EMPHASIS.sub("", line.replace("**", ""))
    if not 10 <= len(bare) <= MAX_IMPRINT_CHARS or bare[-1] in '?!"”' or LIST_MARK.match(bare):  # noqa: PLR2004
        return None
    dates = find_dates(bare)
    if not dates or len(dates) > 2:  # noqa: PLR2004 - published and updated
        return None
    rest = bare
    for item in reversed(dates):
        rest = f"{rest[: item.start_char]}\x00{rest[item.end_char :]}"
    told = _PUBLISHED.match(rest)
    cells = [cell.strip(" .,") for cell in _CELLS.split(rest[told.end() :] if told else rest)]
    dated = [cell for cell in cells if "\x00" in cell]
    if any(_DATE_TIME.sub("", cell).strip(" \x00.,()") for cell in dated[:1]):
        return None
    others = [cell for cell in cells if "\x00" not in cell and _DATE_TIME.sub("", cell).strip()]
    if not others or any(len(_words(cell)) > MAX_NAME_WORDS for cell in others):
        return None
    for cell in others:
        name = cell.removeprefix("The ") if find_publisher(cell) else cell
        is_media, is_body = is_media_name(name), is_body_name(name)
        is_told = told is not None and cell is others[0] and _is_titled(name)
        if is_media or is_body or is_told:
            has_series = any(_SERIES.search(other) for other in others if other is not cell)
            return Imprint(name, dates[0].period, is_media or is_told or has_series)
    return None


def read_letterhead(line: str) -> str | None:
    """The publisher's name in a line at the very top, without its slogan.

    Does not tell a letterhead from a headline that is nothing but a name.

    Args:
        line: One of the first lines, above the headline.

    Returns:
        The name as it stands; null for other lines.

    Example:
        >>> read_letterhead("NOWHERE WIRE AGENCY - news from the far shore"), read_letterhead("Ministers meet in Seoul")
        ('NOWHERE WIRE AGENCY', None)
    """
    bare = _EMPHASIS.sub("", line)
    if len(bare) > MAX_IMPRINT_CHARS or LIST_MARK.match(bare) or find_cue(bare) in FURNITURE_CUES - {"copyright"}:
        return None
    for name in (_ISSUE.sub("", bare).strip(" ,.|-–—"), _SLOGAN.split(bare)[0], bare):
        if name.lower() not in _SECTIONS and (is_media_name(name) or is_body_name(name)):
            return name
    return None


def read_running_head(line: str) -> str | None:
    """The publisher's name in a line that comes again on every page, without the issue.

    Example:
        >>> read_running_head("Nowhere Notebook No. 3/2010"), read_running_head("Trade by sea")
        ('Nowhere Notebook', None)
    """
    name = _ISSUE.sub("", _EMPHASIS.sub("", line)).strip(" ,.|-–—")
    return name if is_media_name(name) or is_body_name(name) else None
