"""The names that the vocabulary knows, found in any stretch of text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bilateral.records import Mention
from bilateral.vocabulary.names import Name, load_names
from bilateral.vocabulary.scan import NameIndex, build_index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.parsed import ParsedDocument

__all__ = ["find_known", "make_mention", "name_index"]

_HOW = {"leader": "person"}
"""Kinds of names whose mentions are called otherwise."""


@cache
def name_index() -> NameIndex[Name]:
    """The index of every name of the vocabulary, made once."""
    return build_index((name.text, name, name.is_case_sensitive) for name in load_names())


def make_mention(doc: ParsedDocument, span: tuple[int, int], parties: Iterable[str], how: str, person: str | None = None) -> Mention:
    """A mention of parties at a span of a document."""
    start, end = span
    return Mention(doc.doc_id, start, end, doc.text[start:end], list(parties), person, how)


def find_known(doc: ParsedDocument, start: int, end: int) -> list[Mention]:
    """Known names between two places of a document, the longest first at each place.

    Does not find persons that the vocabulary does not know, nor pronouns.

    Args:
        doc: A document.
        start: First character.
        end: One past the last.

    Returns:
        Mentions in text order.
    """
    return [
        make_mention(doc, (start + found.start, start + found.end), found.entry.parties, _HOW.get(found.entry.how, found.entry.how), found.entry.person)
        for found in name_index().find(doc.text[start:end])
        if found.entry.parties
    ]
