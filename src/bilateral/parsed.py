"""What the steps hand to each other inside one document: sentences, words, times, places.

Nothing here is stored. Every offset counts code points of `documents.text`.
Plain Python objects, so that rules run fast, travel between processes and do
not depend on the parser that made them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.records import Document, Mention, Part

__all__ = ["ParsedDocument", "Place", "Sentence", "Time", "Token"]


class Token:
    """One word of a parsed sentence, linked into the dependency tree (ClearNLP labels)."""

    __slots__ = ("children", "dep", "end", "head", "i", "lemma", "lower", "pos", "start", "tag", "text")

    def __init__(self, i: int, text: str, start: int, tag: str, pos: str, lemma: str, dep: str) -> None:  # noqa: PLR0913, PLR0917
        self.i = i
        self.text = text
        self.lower = text.lower()
        self.start = start
        self.end = start + len(text)
        self.tag = tag
        self.pos = pos
        self.lemma = lemma
        self.dep = dep
        self.head: Token = self
        self.children: list[Token] = []

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}/{self.dep}"

    def subtree(self) -> list[Token]:
        """This word and all below it, in text order."""
        found = [self]
        for word in found:
            found.extend(word.children)
        found.sort(key=lambda word: word.i)
        return found

    def ancestors(self) -> Iterator[Token]:
        """The words above this one, nearest first."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def find_children(self, *deps: str) -> list[Token]:
        """Children with one of these dependency labels."""
        return [child for child in self.children if child.dep in deps]


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and the period that it means."""

    start_char: int
    end_char: int
    quote: str
    period: str | None  # see bilateral.periods; None for durations and vague words
    time_type: str  # "date" | "duration" | "set" | "vague"
    is_deadline: bool = False  # "by 2020", "before the end of 2012"


@dataclass(frozen=True, slots=True)
class Place:
    """Words that name a place."""

    start_char: int
    end_char: int
    quote: str
    name: str
    state: str | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(slots=True)
class Sentence:
    """One sentence of a coded part. `tokens` is empty where the gate kept it from the parser."""

    index: int
    paragraph: int
    start_char: int
    end_char: int
    text: str
    part_type: str = "body"
    tokens: list[Token] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def root(self) -> Token | None:
        """The head of the sentence, None if it was not parsed."""
        return next((token for token in self.tokens if token.head is token), None)


@dataclass(slots=True)
class ParsedDocument:
    """One document on its way through the steps."""

    document: Document
    parts: list[Part]
    sentences: list[Sentence] = field(default_factory=list)
    dyad: tuple[str, str] | None = None  # the two states that the document is mainly about
    dateline_place: str | None = None  # where the report was written: "here"

    @property
    def text(self) -> str:
        """The stored text that all offsets refer to."""
        return self.document.text

    @property
    def doc_id(self) -> str:
        """Identifier of the document."""
        return self.document.doc_id
