"""XML that may be hostile: parsed without entities, network and great depth."""

from __future__ import annotations

import re
from typing import Any

from bilateral.errors import DocumentError

__all__ = ["local_name", "parse_xml"]

_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>\[]{0,2000}\[)", re.IGNORECASE)
_PLACE = re.compile(r"[,\s(]*(?:line \d+, column \d+\s*)?\(<string>, line \d+\)$", re.DOTALL)  # ", line 1, column 657 (<string>, line 1)"
MAX_TAGS = 1_000_000
"""Tags above which a file is not parsed: the library takes 100 bytes and more for each. Wikipedia's longest articles have some 50,000."""
PROLOG_BYTES = 1_000_000
"""Bytes in which a definition of entities is looked for; it stands before the first element."""


def parse_xml(data: bytes, name: str) -> Any:
    """Parse XML.

    Never expands entities, reads other files or goes deeper than 256 elements.

    Args:
        data: The bytes.
        name: The file's name, for messages.

    Returns:
        The root element.

    Raises:
        DocumentError: With reason unsafe_xml if it defines entities, too_large if it has too many tags, unreadable if it is no XML.

    Example:
        >>> parse_xml(b"<a><b/></a>", "a.xml").tag
        'a'
    """
    from lxml import etree  # noqa: PLC0415 - loads a library

    if _ENTITY.search(data[:PROLOG_BYTES]):
        message = f"got {name}, whose XML defines entities, which can hide a bomb or another file; save it without them"
        raise DocumentError(message, "unsafe_xml")
    if data.count(b"<") > MAX_TAGS:
        message = f"got {name}, whose XML has more than {MAX_TAGS:,} tags; split it"
        raise DocumentError(message, "too_large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, MemoryError) as error:
        message = f"got {name}, whose XML is damaged ({_told(error)}); save it again"
        raise DocumentError(message, "unreadable") from error
    if root is None:
        message = f"got {name}, whose XML is empty; save it again"
        raise DocumentError(message, "unreadable")
    return root


def _told(error: Exception) -> str:
    """What is wrong and in which line, without the text that stands there."""
    what = _PLACE.sub("", str(error)).split("\n", 1)[0][:120]
    line = getattr(error, "lineno", None)
    return f"line {line}: {what}" if line else what


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for comments.

    Example:
        >>> local_name(parse_xml(b'<x:a xmlns:x="urn:b"/>', "a.xml"))
        'a'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
