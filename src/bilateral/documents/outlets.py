"""Who published a document, by its own words."""



from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bilateral.documents.cues import LIST_MARK, find_cue
from bilateral.vocabulary.publishers import find_publisher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.records import Part
    from bilateral.vocabulary.publishers import Publisher

__all__ = ["find_outlet"]

MAX_NAME_WORDS = 6
"""Words of the longest publisher's name that is looked for inside a line."""

MARGIN_LINES = 40
"""Lines at the head and at the foot in which a publisher of the vocabulary is looked for."""

_SOURCE = re.compile(r"\(?(?:[Ss]ource|SOURCE|[Aa]gency|[Vv]ia|[Oo]riginally published (?:in|by|at|on))\s*[:：]?\s*(?P<name>[^()]{2,60}?)\)?\.?$")
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))[\s©:]*(?:\(c\)\s*)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)?[\s,]*(?:by\s+|the\s+copyright\s+of\s+)?(?P<name>[^.|,©]{2,60}?)"
    r"(?:[,.|]|\s+all rights|\s+\d{4}|$)",
    re.IGNORECASE,
)  # "Copyright ©2024 East Asia Forum. All rights reserved."
_PRINTED = re.compile(r"(?:article )?(?:printed|retrieved|reprinted|republished) from (?:the )?(?P<name>[^(:]{2,60}?)\s*(?:\(|:|$)", re.IGNORECASE)
_AGENCY = re.compile(r"^[A-Z][\w .,'’/-]{2,60}?[(]\s?(?P<name>[A-Z][\w. &-]{1,40}?)\s?[)]\s*(?:--|–|—|-|:)")  # "SEOUL, Nov. 20 (Yonhap) --"
_AGENCY_AFTER = re.compile(r"^(?:[A-Z]{3,}[A-Z .,'’-]*|[\w ,.]{3,40}),?\s*[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?\s*[/(]\s?(?P<name>[A-Z][\w. &]{1,30}?)\s?[/)]")  # "MOSCOW, June 22 /TASS/."
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


def _stated_names(text: str, parts: Sequence[Part]) -> list[str]:
    """Names that the document gives as its publisher, the surest first."""
    margins = [line for line in _lines(text, parts, ("byline", "furniture", "note")) if len(line) <= 300]  # noqa: PLR2004
    names = [found["name"] for line in margins if not LIST_MARK.match(line) and (found := _SOURCE.match(line)) and ":" in line]
    names += [found["name"] for line in margins if (found := _PRINTED.search(line))]
    names += [found["name"] for line in margins if (found := _COPYRIGHT.search(line))]
    first = next((line for line in _lines(text, parts, ("body",))), "")[:160]
    names += [found["name"] for pattern in (_AGENCY, _AGENCY_AFTER) if (found := pattern.match(first))]
    return names


def _known_in_margins(text: str, parts: Sequence[Part]) -> Publisher | None:
    """A publisher of the vocabulary in menus, letterheads and links to the own site."""
    margins = _lines(text, parts, ("byline", "furniture"))
    for line in margins if len(margins) <= 2 * MARGIN_LINES else margins[:MARGIN_LINES] + margins[-MARGIN_LINES:]:
        cue = find_cue(line)
        if len(line) > 160 or LIST_MARK.match(line) or cue in {"credit", "caption", "footnote"}:  # noqa: PLR2004
            continue
        hosts = [found[1].removeprefix("www.") for found in _LINK.finditer(line) if "." in found[1]]
        found = _inside(line) or next((entry for host in hosts if (entry := find_publisher(host)) is not None), None)
        if found is not None:
            return found
    return None


def _in_title_case(name: str) -> str:
    """A name in capitals as one writes it: "MINISTER FOR TRADE" to "Minister for Trade"."""
    small = {"OF", "FOR", "AND", "THE"}
    return " ".join(
        word if not word.isupper() else word.lower() if word in small else word.capitalize() for word in name.split()
    )


def _letterhead(text: str, parts: Sequence[Part]) -> str | None:
    for line in _lines(text[:1500], [part for part in parts if part.start_char < 600], ("byline", "furniture")):  # noqa: PLR2004
        found = _LETTERHEAD.search(_NOISE.sub("", line))
        if found and _NOISE.search(line):
            name = found["name"]
            return _in_title_case(name)
    return None


def find_outlet(
    text: str, parts: Sequence[Part], *, names: Sequence[str] = (), address: str = ""
) -> tuple[str | None, str, str | None]:
    r"""The publisher of a document.

    Does not find a publisher that is neither in the metadata nor in the address
    nor named by the text; a photo's agency is not taken for one.

    Args:
        text: The stored text.
        parts: Its parts.
        names: Publishers by the metadata, the surest first.
        address: Web address.

    Returns:
        Name, class ("other" where unknown) and home state (null where unknown).

    Example:
        >>> from bilateral.documents.parts import find_parts
        >>> story = "Ministers meet\n\n" + "The two ministers met in Seoul. " * 5 + "\n\nSource: Nowhere Times"
        >>> find_outlet(story, find_parts(story, "d1"))[0]
        'Nowhere Times'
    """
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address.startswith("http") else ""
    own = find_publisher(host) if host else None
    stated = [name for item in (*names, *_stated_names(text, parts)) if (name := _clean_name(item))]
    for name in stated:
        found = find_publisher(name)
        if found is not None:
            return _facts(found)
    found = own if own is not None else _known_in_margins(text, parts)
    if found is not None:
        return _facts(found)
    return next(iter(stated), None) or _letterhead(text, parts) or host or None, "other", None
