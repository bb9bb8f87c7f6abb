"""Who published a document, by its own words."""



from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bilateral.documents.cues import FURNITURE_CUES, LIST_MARK, find_cue
from bilateral.documents.imprints import (
    in_title_case,
    is_body_name,
    is_media_name,
    read_imprint,
    read_letterhead,
    read_running_head,
)
from bilateral.documents.pages import same_line
from bilateral.vocabulary.publishers import find_governments_state, find_publisher

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.records import Part
    from bilateral.vocabulary.publishers import Publisher

__all__ = ["DATELINE_LINES", "find_outlet", "find_users_row"]

MAX_NAME_WORDS = 6
"""Words of the longest publisher's name that is looked for inside a line."""

MARGIN_LINES = 40
"""Lines at the head and at the foot in which a publisher of the vocabulary is looked for."""

IMPRINT_CHARS = 1_000
"""Characters below the first stretch of the body, such as a standfirst, in which an imprint may follow."""

LETTERHEAD_LINES = 2
"""Lines at the top, without menus, in which a letterhead is looked for."""

DATELINE_LINES = 4
"""First lines of the body among which the dateline is looked for: notes of an archive or a standfirst may stand above it."""

_SOURCE = re.compile(r"\(?(?:[Ss]ource|SOURCE|[Aa]gency|[Vv]ia|[Oo]riginally published (?:in|by|at|on))\s*[:：]?\s*(?P<name>[^()]{2,60}?)\)?\.?$")
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))[\s©:]*(?:\(c\)\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)?[\s,]*(?:by\s+|the\s+copyright\s+of\s+)?(?P<name>[^.|,©]{2,60}?)"
    r"(?:[,.|]|\s+all rights|\s+\d{4}|$)",
    re.IGNORECASE,
)  # "Copyright ©2024 East Asia Forum. All rights reserved."
_PRINTED = re.compile(r"(?:article )?(?:printed|retrieved|reprinted|republished) from (?:the )?(?P<name>[^(:]{2,60}?)\s*(?:\(|:|$)", re.IGNORECASE)
_AGENCY = re.compile(r"^[A-Z][\w .,'’/-]{2,60}?[(]\s?(?P<name>[A-Z][\w. &-]{1,40}?)\s?[)]\s*(?:--|–|—|-|:)")  # "SEOUL, Nov. 20 (Yonhap) --"
_AGENCY_AFTER = re.compile(r"^(?:[A-Z]{3,}[A-Z .,'’-]*|[\w ,.]{3,40}),?\s*[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?\s*[/(]\s?(?P<name>[A-Z][\w. &]{1,30}?)\s?[/)]")  # "MOSCOW, June 22 /TASS/."
_NEWSLETTER = re.compile(r"\bnewsletters?\b", re.IGNORECASE)
_LETTERHEAD = re.compile(
    r"\b(?P<name>(?:(?:PRIME )?MINIST(?:ER|RY)|(?:Prime )?Minist(?:er|ry)|DEPARTMENT|Department|EMBASSY|Embassy|OFFICE|Office)(?: (?:OF|FOR|of|for|the|THE|and|AND|[A-Z][A-Za-z'’-]*(?!\w)))*)"
)
_LINK = re.compile(r"(?:https?://)?((?:www\.)?[\w-]+(?:\.[\w-]+){1,4})(?=[/\s),;]|$)")
_NOISE = re.compile(r"\b(?:MEDIA|PRESS|NEWS|media|press|news) (?:RELEASE|STATEMENT|release|statement)\b:?")
_NO_NAME = re.compile(r"^(?:all rights reserved|the author|author|photo|image|reuters/|\W*)$", re.IGNORECASE)


def _facts(found: Publisher) -> tuple[str | None, str, str | None]:
    """Name, class and state of an entry of the vocabulary."""
    return found.name, found.publisher_class, found.state or None


def _inside(line: str) -> Publisher | None:
    """A publisher of the vocabulary named at the head of a short line."""
    words = line.split()
    for n in range(min(MAX_NAME_WORDS, len(words)), 0 if len(words) == 1 else 1, -1):
        found = find_publisher(" ".join(words[:n]).strip(" .,|:"))
        if found is not None:
            return found
    return None


def _clean_name(name: str) -> str | None:
    name = re.sub(r"\s+(?:Co\.?,? Ltd|Ltd|Inc|LLC|GmbH|Corp|plc)\.?$", "", " ".join(name.split()).strip(" .,|-–—"))
    return None if _NO_NAME.match(name) or len(name) < 2 or not name[0].isalnum() else name  # noqa: PLR2004


def _lines(text: str, parts: Sequence[Part], roles: Iterable[str]) -> list[str]:
    wanted = set(roles)
    stretches = [text[part.start_char : part.end_char] for part in parts if part.part_type in wanted]
    return [line.strip() for stretch in stretches for line in stretch.splitlines() if line.strip()][:400]


def _head_lines(text: str, parts: Sequence[Part], *, is_page: bool) -> list[str]:
    """Lines down to the first of the body, without headings."""
    first = next((part.end_char for part in parts if part.part_type == "body"), 0)
    early = [part for part in parts if part.end_char <= first or (part.part_type == "byline" and part.start_char < first + IMPRINT_CHARS)]
    return _lines(text, early, ("byline", "body") if is_page else ("byline", "furniture", "note", "body"))[:MARGIN_LINES]


def _own_names(text: str, parts: Sequence[Part], running_heads: Sequence[str], *, is_page: bool) -> list[str]:
    """Names by which the document itself calls its publisher: letterhead, imprint, copyright, running head."""
    margins = [line for line in _lines(text, parts, ("byline", "furniture", "note")) if len(line) <= 300 and not LIST_MARK.match(line)]  # noqa: PLR2004
    copyrights = [found["name"] for line in margins if find_cue(line) != "credit" and (found := _COPYRIGHT.search(line))]
    names = [found["name"] for line in margins if (found := _PRINTED.search(line))] + copyrights
    repeated = [] if is_page else _repeated(text, parts)
    heads = [name for line in dict.fromkeys([*running_heads, *repeated]) if (name := read_running_head(line))]
    imprints = [imprint for line in _head_lines(text, parts, is_page=is_page) if (imprint := read_imprint(line)) is not None]
    names += [in_title_case(imprint.name, text) for imprint in imprints if imprint.is_sure]
    backed = {_fold(name) for name in (*names, *heads, *(imprint.name for imprint in imprints))}
    letterhead = None if is_page else _first_letterhead(text, parts, backed)
    names += [in_title_case(letterhead, text)] if letterhead else []
    names += [in_title_case(name, text) for name in heads]
    backed = {_fold(name) for name in (*names, *running_heads)}
    return names + [imprint.name for imprint in imprints if _fold(imprint.name) in backed or _is_repeated_above(imprint.name, text, parts)]


def _fold(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower().removeprefix("the ")))


def _is_repeated_above(name: str, text: str, parts: Sequence[Part]) -> bool:
    """Whether a name stands in the margins of the document a second time."""
    return sum(_fold(name) in _fold(line) for line in _lines(text, parts, ("byline", "furniture", "note"))) > 1


def _first_letterhead(text: str, parts: Sequence[Part], backed: set[str]) -> str | None:
    """The name in the first lines, above the headline; a body's, which may be a place's, only where it is named again."""
    headline = next((part.start_char for part in parts if part.part_type == "title"), 0)
    top = _lines(text, [part for part in parts if part.start_char <= headline], ("furniture", "byline", "title"))
    above = set(_lines(text, [part for part in parts if part.start_char < headline], ("furniture", "byline")))
    for line in [line for line in top if find_cue(line) not in FURNITURE_CUES][:LETTERHEAD_LINES]:
        name = read_letterhead(line)
        is_known = name is not None and find_publisher(name) is not None and (line in above or line.isupper())
        if name and (is_known or (line in above and (is_media_name(name) or _fold(name) in backed or _is_repeated_above(name, text, parts)))):
            return name
    return None


def _repeated(text: str, parts: Sequence[Part]) -> list[str]:
    """Lines of furniture that come again, as the heads of pages do."""
    times = Counter(same_line(line) for line in _lines(text, parts, ("furniture",)) if find_cue(line) not in FURNITURE_CUES)
    return [line for line in _lines(text, parts, ("furniture",)) if times[same_line(line)] > 1]


def _source_names(text: str, parts: Sequence[Part]) -> list[str]:
    """Names in lines such as "Source: Xinhua"."""
    margins = _lines(text, parts, ("byline", "furniture", "note"))
    return [found["name"] for line in margins if len(line) <= 300 and not LIST_MARK.match(line) and (found := _SOURCE.match(line)) and ":" in line]  # noqa: PLR2004


def _agency_names(text: str, parts: Sequence[Part]) -> list[str]:
    """The agency in the dateline."""
    first = _lines(text, parts, ("body",))[:DATELINE_LINES]
    return [found["name"] for line in first for pattern in (_AGENCY, _AGENCY_AFTER) if (found := pattern.match(line[:160]))][:1]


def _hinted_names(hints: Sequence[str], text: str, parts: Sequence[Part]) -> list[str]:
    """Names in the file's own properties that are an outlet's or a body's, or that the margins give too."""
    names = []
    for hint in hints:
        imprint = read_imprint(hint)
        name = imprint.name if imprint is not None else hint
        if is_media_name(name) or is_body_name(name) or (len(name.split()) > 1 and _is_repeated_above(name, text, parts)):
            names.append(name)
    return names


def _known_in_margins(text: str, parts: Sequence[Part]) -> Publisher | None:
    """A publisher of the vocabulary whose newsletter or own address the margins give."""
    margins = _lines(text, parts, ("byline", "furniture"))
    above = ""
    for line in margins if len(margins) <= 2 * MARGIN_LINES else margins[:MARGIN_LINES] + margins[-MARGIN_LINES:]:
        cue, before = find_cue(line), above
        above = line
        if len(line) > 160 or LIST_MARK.match(line):  # noqa: PLR2004
            continue
        found = _inside(line) if _NEWSLETTER.search(before) else None
        if cue == "notice":
            hosts = [host[1].removeprefix("www.") for host in _LINK.finditer(line) if "." in host[1]]
            found = next((entry for host in hosts if (entry := find_publisher(host)) is not None), None)
        if found is not None:
            return found
    return None


def _letterhead(text: str, parts: Sequence[Part]) -> str | None:
    for line in _lines(text[:1500], [part for part in parts if part.start_char < 600], ("byline", "furniture")):  # noqa: PLR2004
        found = _LETTERHEAD.search(_NOISE.sub("", line))
        if found and _NOISE.search(line):
            name = found["name"]
            return in_title_case(name.upper()) if name.isupper() else name
    return None


def _first_known(names: Sequence[str]) -> tuple[str | None, str, str | None] | None:
    """Facts of the first name that the vocabulary has, else the first name alone."""
    clean = [name for item in names if (name := _clean_name(item))]
    for name in clean:
        found = find_publisher(name)
        if found is not None:
            return _facts(found)
    return (clean[0], "other", None) if clean else None


def find_outlet(  # noqa: PLR0913 - one argument a place that may tell it
    text: str, parts: Sequence[Part], *, names: Sequence[str] = (), address: str = "", hints: Sequence[str] = (), running_heads: Sequence[str] = (), is_page: bool = False
) -> tuple[str | None, str, str | None]:
    r"""The publisher of a document, from the surest place that names it.

    In this order: the metadata, the web address of a known publisher, the document's
    own letterhead, imprint, copyright line or running head, "Source:", the file's
    properties, the dateline's agency, and at last the bare domain. Does not find a
    publisher that none of them names; menus, lists of links and photo credits name none.

    Args:
        text: The stored text.
        parts: Its parts.
        names: Publishers by the metadata, the surest first.
        address: Web address.
        hints: Author, company and subject of the file's own properties.
        running_heads: Heads and feet of the pages.
        is_page: Whether it is a web page, whose menus look like letterheads.

    Returns:
        Name, class ("other" where unknown) and home state (null where unknown).

    Example:
        >>> from bilateral.documents.parts import find_parts
        >>> story = "Ministers meet\n\n" + "The two ministers met in Seoul. " * 5 + "\n\nSource: Nowhere Times"
        >>> find_outlet(story, find_parts(story, "d1"))[0]
        'Nowhere Times'
    """
    host = _host(address)
    name, publisher_class, state = _find_named(text, parts, names=names, host=host, hints=hints, running_heads=running_heads, is_page=is_page)
    government = find_governments_state(host or name or "") if publisher_class == "other" else None
    return (name, "official", government) if government else (name, publisher_class, state)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.") if address.startswith("http") else ""


def find_users_row(name: str | None, address: str, rows: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """The user's row for a publisher: of its name, else of the longest of its domains.

    Args:
        name: The publisher's name as it was found.
        address: The document's address.
        rows: Rows with name, domain or both.

    Returns:
        The row; empty if none fits.

    Example:
        >>> rows = [{"domain": "a.org", "class": "wire"}, {"name": "The B", "class": "company"}]
        >>> find_users_row("X", "https://en.a.org/1", rows)["class"], find_users_row("the b", "", rows)["class"]
        ('wire', 'company')
    """
    wanted, host = _fold(name or ""), f".{_host(address)}"
    by_name = [row for row in rows if wanted and _fold(row.get("name", "")) == wanted]
    by_domain = [row for row in rows if (domain := row.get("domain", "").casefold().removeprefix("www.")) and host.endswith(f".{domain}")]
    return next(iter(by_name), max(by_domain, key=lambda row: len(row["domain"]), default={}))


def _find_named(  # noqa: PLR0913
    text: str, parts: Sequence[Part], *, names: Sequence[str], host: str, hints: Sequence[str], running_heads: Sequence[str], is_page: bool
) -> tuple[str | None, str, str | None]:
    """Name, class and state from the surest place."""
    by_metadata = _first_known([name for name in names if name.removeprefix("www.") != host])
    own = find_publisher(host) if host else None
    if own is not None and (by_metadata is None or by_metadata[1] == "other"):
        return _facts(own)
    if by_metadata is not None:
        return by_metadata
    agency = _agency_names(text, parts)
    for stated in (_own_names(text, parts, running_heads, is_page=is_page), _source_names(text, parts), _hinted_names(hints, text, parts), agency):
        found = _first_known(stated)
        if found is not None:
            return found
    known = None if is_page else _known_in_margins(text, parts)
    return _facts(known) if known is not None else (_letterhead(text, parts) or host or None, "other", None)
