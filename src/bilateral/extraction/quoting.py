"""Attributions of a text as spans: the words of the speaker, the cue and the content, with nobody looked up.

The same finding as for statements (`spoken`), for texts whose speakers need no
state: what one speaker says around his cue ("…," she said. "…") is one
attribution, a nested report is one of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.quotations import find_quotations
from bilateral.extraction.spoken import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.extraction.spoken import Spoken
    from bilateral.parsed import Sentence, Token

__all__ = ["Attributed", "find_attributed"]

Spans = tuple[tuple[int, int], ...]

_LOOSE = frozenset(" \t\r\n\u00a0,;")
_RELATIVE = frozenset(("who", "which", "that"))
_LEFT_OF_NAME = ("det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod")


@dataclass(frozen=True, slots=True)
class Attributed:
    """What is said, where its speaker is named (nowhere for an agentless report), and the cue."""

    source: Spans
    cue: Spans
    content: Spans


def find_attributed(text: str, sentences: list[Sentence]) -> list[Attributed]:
    """Find all contents of a text that somebody is said to say, believe, hope, want or aim at.

    Does not resolve pronouns, and does not leave out speakers of no state. What
    stands in one paragraph and goes on from the last attribution is added to it.

    Args:
        text: The text.
        sentences: Its sentences, parsed.

    Returns:
        Attributions in text order.

    Source:
        PolNeAR (Newell and others, LREC 2018) for source, cue and content.
    """
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    found: list[_Growing] = []
    for inside in paragraphs.values():
        quotations = find_quotations(text, inside[0].start_char, inside[-1].end_char)
        _read_paragraph(Paragraph.read(text, inside, quotations), found)
    return [done for item in found if (done := item.finish(text)).content]


@dataclass(slots=True)
class _Growing:
    """An attribution to which later quotations may still be added."""

    first: Spoken
    spans: list[tuple[int, int]]

    def finish(self, text: str) -> Attributed:
        """The attribution, its content without cue and speaker where these stand inside: "China, he said, will buy"."""
        cue = () if self.first.cue is None else (self.first.cue,)
        source = tuple(dict.fromkeys(span for head in self.first.heads for span in (_phrase(head), *_relative(head, self.first))))
        if self.first.signed:
            source = (self.first.signed,)
        left = (_trimmed(text, *span) for span in _cut_out(_joined(self.spans), [*cue, *source]))
        return Attributed(source, cue, tuple((start, end) for start, end in left if end > start))


def _read_paragraph(paragraph: Paragraph, found: list[_Growing]) -> None:
    """Add a paragraph's attributions; a quotation that nobody near it says belongs to the last one."""
    said: list[Spoken] = []
    for sentence in paragraph.sentences:
        said.extend(paragraph.find_quoted(sentence))
        said.extend(paragraph.find_reported(sentence, with_positions=True))
    said = [item for item in said if not _is_in_quotation(item, said)]
    by_cue: dict[tuple[int, int], _Growing] = {}
    floating = [item for item in said if item.is_floating]
    for item in said:
        if not item.is_floating:
            by_cue.setdefault(item.cue or (item.start, item.start), _Growing(item, [])).spans.append((item.start, item.end))
    kept = [item for item in by_cue.values() if not _is_inner(item, by_cue.values())]
    kept.sort(key=lambda item: (item.first.start, item.first.end))
    for item in floating:
        before = [other for other in kept if other.first.start <= item.start]
        before = [other for other in before if other.first.is_direct] or before or found[-1:]
        if before:
            before[-1].spans.append((item.start, item.end))
        else:
            kept.insert(0, _Growing(item, [(item.start, item.end)]))
    found.extend(kept)


def _is_in_quotation(item: Spoken, said: Sequence[Spoken]) -> bool:
    """Whether a cue stands in a quotation that somebody says: "|I think so|," he said."""
    return item.cue is not None and any(other.is_direct and other.start <= item.cue[0] < other.end for other in said)


def _is_inner(item: _Growing, others: Iterable[_Growing]) -> bool:
    """Whether somebody else's content holds both the content and its cue: "he said |she hopes to win|"."""
    if item.first.cue is None:
        return False
    first, last = min(item.spans[0][0], item.first.cue[0]), max(item.spans[-1][1], item.first.cue[1])
    return any(start <= first and last <= end for other in others if other is not item for start, end in other.spans)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut_out(spans: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without the words that stand in them and belong to others."""
    left = list(spans)
    for start, end in taken:
        left = [part for first, last in left for part in _without(first, last, start, end)]
    return left


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without blanks and commas at its ends."""
    while start < end and text[start] in _LOOSE:
        start += 1
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return start, end


def _without(first: int, last: int, start: int, end: int) -> list[tuple[int, int]]:
    """What is left of a span when another is taken out of it."""
    if end <= first or start >= last:
        return [(first, last)]
    return [part for part in ((first, start), (end, last)) if part[1] > part[0]]


def _relative(head: Token, item: Spoken) -> list[tuple[int, int]]:
    """The pronoun that stands for a speaker before the cue: "the mayor, |who| says"."""
    if item.cue is None:
        return []
    cue = next((token for token in item.sentence.tokens if token.start == item.cue[0]), head)
    pronouns = [child for word in (cue, cue.head) for child in word.children if child.lower in _RELATIVE and child.dep == "nsubj"]
    return [(word.start, word.end) for word in pronouns if head.end <= word.start < cue.start]


def _phrase(head: Token) -> tuple[int, int]:
    """The words of a speaker's phrase up to its head."""
    left = [word.start for child in head.children if child.dep in _LEFT_OF_NAME and child.i < head.i for word in child.subtree()]
    return min([head.start, *left]), head.end
