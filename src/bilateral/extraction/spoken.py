"""What is said, believed, hoped or wanted in a paragraph, before anybody knows who its speakers are.

The finding layer of statements: stretches of content with the cue that reports
them and the heads of the phrases that name their speakers. Quotations with the
words of saying around them, reported speech and attitudes, and sentences that
go on from a reported one. Whoever makes records of them decides whose they are
(`statements`); whoever wants spans alone takes them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from bilateral.extraction.attributions import (
    Attribution,
    attribute_quotation,
    find_attributions,
    is_scare_quote,
    signature_of,
)
from bilateral.extraction.positions import find_positions
from bilateral.extraction.quotations import quotation_at
from bilateral.extraction.reports import find_reports
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.extraction.quotations import Quotation
    from bilateral.extraction.reports import Report
    from bilateral.parsed import Sentence, Token

__all__ = ["Paragraph", "Spoken", "find_continuation", "without_retold"]

_SAME_STRETCH = 0.5
"""A report that shares this much with a quotation tells the same words (the scorer's own measure)."""
_MARK = 3
"""A quotation mark and a blank may stand between a content and the same quotation."""
_COMMA = 4
"""A comma, a mark and a blank may stand between a quotation and the next sentence."""


@dataclass(slots=True)
class Spoken:
    """One content, with its cue and the heads of the phrases that name its speakers."""

    start: int
    end: int
    cue: tuple[int, int] | None
    heads: tuple[Token, ...]
    sentence: Sentence  # where the heads stand
    is_direct: bool
    is_quoted_cue: bool = False  # the cue stands itself inside a quotation
    is_position: bool = False  # an aim, a side taken or a mere appearance: no statement in the sense of the guide
    signed: tuple[int, int] | None = None  # the name behind a dash after the quotation
    is_floating: bool = False  # a quotation that nothing near it gives to somebody: it goes on with what was said before
    fills_paragraph: bool = False  # a floating one that opens its paragraph


@dataclass(slots=True)
class Paragraph:
    """The sentences of one paragraph with its quotations; words of saying are read once a sentence."""

    text: str  # of the document
    sentences: list[Sentence]
    quotations: list[Quotation]
    _sayings: dict[int, list[Attribution]]

    @classmethod
    def read(cls, text: str, sentences: list[Sentence], quotations: list[Quotation]) -> Paragraph:
        """The paragraph, with nothing found yet."""
        return cls(text, sentences, quotations, {})

    def opening_in(self, sentence: Sentence) -> list[Quotation]:
        """Quotations that open in a sentence."""
        return [item for item in self.quotations if sentence.start_char - _MARK <= item.start < sentence.end_char]

    def sayings(self, sentence: Sentence) -> list[Attribution]:
        """Words of saying outside quotation marks in one of the sentences."""
        if sentence.index not in self._sayings:
            self._sayings[sentence.index] = list(find_attributions(sentence, self.quotations))
        return self._sayings[sentence.index]

    def find_reported(self, sentence: Sentence, *, with_positions: bool = False) -> Iterator[Spoken]:
        """What a sentence reports in words of saying and attitude.

        Does not resolve pronouns, and does not leave out what a quotation tells as well.

        Args:
            sentence: One of the paragraph's sentences.
            with_positions: Also aims and sides taken, and what nobody named is said to say; marked as positions.

        Yields:
            Contents in the order of their cues.
        """
        reports = find_reports(sentence) if sentence.tokens else []
        if with_positions:
            reports = [*reports, *find_positions(sentence, reports)]
        for report in reports:
            start, end = _with_closing_mark(report, self.quotations)
            whole = next((item for item in self.quotations if abs(item.start - start) <= _MARK and abs(item.end - end) <= _MARK), None)
            if whole is not None:
                start, end = whole.start, whole.end
            heads = tuple(head for head in report.speakers if not start <= head.start < end or report.cue_start >= start)
            is_quoted = quotation_at(self.quotations, report.cue_start) is not None
            yield Spoken(
                start, end, (report.cue_start, report.cue_end), heads, sentence,
                is_direct=whole is not None, is_quoted_cue=is_quoted, is_position=report.is_position,
            )  # fmt: skip

    def find_quoted(self, sentence: Sentence) -> Iterator[Spoken]:
        """Quotations that open in a sentence and are somebody's speech.

        Does not find scare quotes and titles.

        Args:
            sentence: One of the paragraph's sentences.

        Yields:
            Contents without their marks; floating ones only where they are whole sentences.
        """
        for quotation in self.opening_in(sentence):
            if not is_scare_quote(self.text, quotation, sentence):
                yield from self._quoted(quotation, sentence)

    def _quoted(self, quotation: Quotation, sentence: Sentence) -> Iterator[Spoken]:
        touched = [item for item in self.sentences if item.end_char > quotation.start - _MARK and item.start_char <= quotation.end + _COMMA]
        known = [saying for item in touched for saying in self.sayings(item)]
        found = attribute_quotation(self.text, quotation, known, sentence=sentence)
        if found is not None:
            where = next(item for item in self.sentences if item.start_char <= found.cue.start < item.end_char)
            cue = (found.cue.start, found.cue.end)
            yield Spoken(quotation.start, quotation.end, cue, found.speakers, where, is_direct=True)
            return
        signed = signature_of(self.text, quotation)
        if signed:
            yield Spoken(quotation.start, quotation.end, None, (), sentence, is_direct=True, signed=signed)
            return
        mark = len(quotation.mark)
        opens = quotation.start - self.sentences[0].start_char <= mark
        if any(abs(quotation.start - item.start_char) <= mark for item in self.sentences):
            yield Spoken(quotation.start, quotation.end, None, (), sentence, is_direct=True, is_floating=True, fills_paragraph=opens)


def _with_closing_mark(report: Report, quotations: Sequence[Quotation]) -> tuple[int, int]:
    """The content's span with a quotation that it opens, and not beyond one that it stands in."""
    start, end = report.start, report.end
    around = quotation_at(quotations, report.cue_start)
    if around is not None:
        return max(start, around.start), min(end, around.end)
    for item in quotations:
        if start <= item.start < end <= item.end:
            end = item.end + len(item.mark) if item.is_closed else item.end
    return start, end


def find_continuation(sentence: Sentence) -> tuple[int, int] | None:
    """The content of a sentence that goes on from a reported one: "Moreover, |…|"; None if it does not.

    Args:
        sentence: A sentence.
    """
    found = load_speech().continuation.match(sentence.text)
    return (sentence.start_char + found.end(), sentence.end_char) if found and sentence.tokens else None


class _Content(Protocol):
    """Anything with a span, a cue and whether it stands in quotation marks."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def cue(self) -> tuple[int, int] | None: ...
    @property
    def is_direct(self) -> bool: ...


_Any = TypeVar("_Any", bound=_Content)


def without_retold(found: Iterable[_Any]) -> list[_Any]:
    """Without reports that give the words of a quotation once more.

    Args:
        found: Contents of one paragraph.
    """
    found = list(found)
    direct = [item for item in found if item.is_direct]
    return [item for item in found if item.is_direct or not any(_retells(item, quoted) for quoted in direct)]


def _retells(report: _Content, quoted: _Content) -> bool:
    """Whether a report with its cue outside a quotation covers the same words."""
    if report.cue is None or quoted.start <= report.cue[0] < quoted.end:
        return False
    shared = min(report.end, quoted.end) - max(report.start, quoted.start)
    return shared >= _SAME_STRETCH * min(report.end - report.start, quoted.end - quoted.start)
