"""The names that the vocabulary knows, found in any stretch of text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.leaders_known import forget_leaders, party_at, reference_days
from bilateral.records import Mention
from bilateral.vocabulary.leaders import add_leaders
from bilateral.vocabulary.names import Name, load_names
from bilateral.vocabulary.scan import NameIndex, build_index, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bilateral.parsed import ParsedDocument

__all__ = ["find_known", "make_mention", "name_index", "shared_seats", "use_leaders"]

_HOW = {"leader": "person"}
"""Kinds of names whose mentions are called otherwise."""


@cache
def name_index() -> NameIndex[Name]:
    """The index of every name of the vocabulary, made once."""
    return build_index((name.text, name, name.is_case_sensitive) for name in load_names())


@cache
def shared_seats() -> frozenset[str]:
    """Names of organs that more than one state has, though the vocabulary gives them to the best known: "Congress"."""
    return frozenset(name.text for name in load_names() if name.how == "seat" and name.needs_context)


def use_leaders(rows: Sequence[Mapping[str, str]]) -> None:
    """Take a user's terms of office into the names that are looked for.

    Does nothing where they are in use already, so that it may be called for
    every document.

    Args:
        rows: The tables of the setting `leaders`.

    Raises:
        SettingsError: If a row is wrong (see `vocabulary.leaders.add_leaders`).
    """
    if _in_use != list(rows):
        if add_leaders(rows):
            forget_leaders()
            load_names.cache_clear()
            name_index.cache_clear()
        _in_use[:] = rows


_in_use: list[Mapping[str, str]] = []
"""The user's tables whose terms are in use in this process."""


def make_mention(doc: ParsedDocument, span: tuple[int, int], parties: Iterable[str], *, how: str, person: str | None = None) -> Mention:
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
    text = doc.text[start:end]
    found: list[Mention] = []
    for name in name_index().find(text):
        if name.entry.parties and text[name.end : name.end + 1] != "$":  # "US$5 million"
            first, last = _trim(text, name.start, name.end)
            how = _HOW.get(name.entry.how, name.entry.how)
            parties = name.entry.parties
            if name.entry.person:
                party = party_at(name.entry.person, parties[0], reference_days(doc))
                if party is None:
                    continue
                parties = (party,)
            if how == "seat" and found and _owns(text, found[-1], start, first):
                parties = _of_owner(parties, found[-1])
            found.append(make_mention(doc, (start + first, start + last), parties, how=how, person=name.entry.person))
    return found


def _owns(text: str, owner: Mention, start: int, first: int) -> bool:
    """Whether a state's name stands right before a seat: "Chile's | Defense Department", "Philippine | Senate"."""
    between = text[owner.end_char - start : first]
    return owner.how in ("name", "demonym") and len(owner.parties) == 1 and fold(between).strip().lower() in ("", "'s", "'")


def _of_owner(parties: tuple[str, ...], owner: Mention) -> tuple[str, ...]:
    """A seat's parties with the state of its owner: the Defense Department is not only the American one."""
    return tuple("/".join([owner.parties[0].split("/")[0], *party.split("/")[1:]]) for party in parties)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A name's span without its article and with the full stop of an abbreviation ("the U.S" | ".")."""
    if text[start : start + 4].lower() == "the " and end - start > len("the "):
        start += 4
    if end < len(text) and text[end] == "." and end - start > 2 and text[end - 2] == "." and text[end - 1].isupper():  # noqa: PLR2004 - "U.S"
        end += 1
    return start, end
