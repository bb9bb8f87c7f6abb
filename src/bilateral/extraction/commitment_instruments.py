"""What a promise stands in: the treaty, memorandum, plan or speech that its sentence names, else the kind of its document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bilateral.extraction.commitment_conditions import head_of_promise
from bilateral.vocabulary.instruments import load_instruments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.extraction.promised import Promised
    from bilateral.extraction.sides import Voice
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["Instrument", "find_instrument"]

_GOVERNED_BY = frozenset(("under", "through", "via", "per"))
_ENACTED = frozenset(("law", "resolution", "contract", "treaty"))
"""What something is done "by": "by decree", "by treaty"; a programme that something is done by acts itself."""

_STANDS_IN = frozenset(("in", "at", "during"))
_UTTERED = frozenset(("joint statement", "speech", "statement", "plan", "treaty", "resolution", "budget", "law"))
_ACCORDING = re.compile(r"\b(?:in (?:accordance|line|keeping|compliance) with|pursuant to|according to|as part of|within the framework of|in the framework of|on the basis of|as (?:agreed|set out|provided) (?:in|by))\s+(?:\w+\s+){0,4}$", re.IGNORECASE)
_OWN_TEXT = frozenset(("speech", "statement", "joint statement"))
_BETWEEN = re.compile(r"\s+(?:[\w-]+\s+){0,8}?between\b", re.IGNORECASE)
_HEAD_CHARACTERS = 200


class Instrument(NamedTuple):
    """A kind of instrument and the words that name it; the places are None where the words stand outside the text."""

    kind: str
    words: str
    start: int | None
    end: int | None


def find_instrument(doc: ParsedDocument, promised: Promised, voice: Voice) -> Instrument | None:
    """The instrument that a promise stands in.

    Its sentence tells it where the instrument promises ("an agreement to
    build", "the treaty provides for"), holds it ("under the plan", "in a joint
    statement") or says it; then the sentence over its list; then the title of
    an official text. Does not take the instrument that is itself promised
    ("agreed to sign a treaty"), nor one that is only mentioned.

    Args:
        doc: The document, for its title.
        promised: A candidate.
        voice: Who speaks in the document.

    Returns:
        The instrument; None where nothing tells one.
    """
    head = head_of_promise(promised)
    for match, token in _named(promised.sentence):
        if _holds(match, token, promised, head):
            return _as_instrument(match, promised.sentence.start_char)
    if promised.lead is not None:
        for match, _ in _named(promised.lead):
            return _as_instrument(match, promised.lead.start_char)
    return _of_document(doc, voice)


def _as_instrument(match: re.Match[str], offset: int) -> Instrument:
    return Instrument(load_instruments().kind_of(match[0]), match[0], offset + match.start(), offset + match.end())


def _named(sentence: Sentence) -> Iterator[tuple[re.Match[str], Token]]:
    """Words of a sentence that name an instrument, with the noun that heads them."""
    for match in load_instruments().named.finditer(sentence.text):
        start, end = sentence.start_char + match.start(), sentence.start_char + match.end()
        inside = [word for word in sentence.tokens if start <= word.start < end]
        head = next((word for word in inside if word.pos in ("NOUN", "PROPN") and not start <= word.head.start < end), None)
        if head is not None:
            yield match, head


def _holds(match: re.Match[str], token: Token, promised: Promised, head: Token | None) -> bool:
    """Whether a promise stands in an instrument that its sentence names."""
    kind = load_instruments().kind_of(match[0])
    above = (head, *head.ancestors()) if head else ()
    is_over = any(word is token for word in above[1:])
    if kind == "plan" and is_over and (token.text.islower() or token.i == 0) and not token.find_children("compound"):
        return False  # Rome's plan to build: an intention
    if promised.start <= token.start < promised.what_start and (head is None or is_over):
        return True  # an agreement to build; a memorandum under which Rome will train
    if _is_held(match, token, kind, is_before=token.start < promised.what_start):
        return True
    is_speaking = token.dep in ("nsubj", "nsubjpass") and any(word is token.head for word in above)
    return token.start < promised.what_start and (is_speaking or is_over)


def _is_held(match: re.Match[str], token: Token, kind: str, *, is_before: bool) -> bool:
    """Whether a preposition says that things stand in an instrument: "under the plan", "by decree", "in a joint statement"."""
    preposition = token.head.lower if token.dep == "pobj" else ""
    if (preposition in _GOVERNED_BY and kind not in _OWN_TEXT) or (preposition == "by" and kind in _ENACTED):
        return True
    if preposition in _STANDS_IN and kind in _UTTERED and is_before:
        return True
    return bool(_ACCORDING.search(match.string[: match.start()]))


def _of_document(doc: ParsedDocument, voice: Voice) -> Instrument | None:
    """The kind of an official or spoken text by its title, or by its first words where it has none."""
    if not (voice.is_official or voice.is_joint or voice.speaks or voice.is_record):
        return None
    title = doc.document.title or doc.text[:_HEAD_CHARACTERS].strip().split("\n")[0]
    match = load_instruments().titles.search(title)
    if match is None:
        return None
    kind = load_instruments().kind_of(match[0])
    if kind not in _OWN_TEXT and not (voice.is_joint or _BETWEEN.match(title, match.end())):
        return None  # a release on an agreement is no agreement
    at = doc.text.find(title)
    return Instrument(kind, match[0], at + match.start() if at >= 0 else None, at + match.end() if at >= 0 else None)
