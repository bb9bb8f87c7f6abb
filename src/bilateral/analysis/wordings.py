"""A sentence as words with what they tell: issues, words of stance, and who is named where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bilateral.findings import state_of
from bilateral.vocabulary.stances import load_stance_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilateral.vocabulary.issues import IssueWords
    from bilateral.vocabulary.phrase_index import Match

__all__ = ["Naming", "PartyMention", "Wording", "find_sentence", "read_wording", "read_words", "split_words"]

MOST_CHARS = 1200
"""A longer stretch without a full stop is no sentence; it is cut here."""

SHORT_LINE = 50
"""A full line with fewer characters is a headline or an item, not a line of wrapped prose."""

_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])\s")  # - item | 3. item
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[;:—–.,!?\"“”()]")  # sea-bed | Peru's | U.S | don't | ;
_CLITIC = re.compile(r"^(?P<stem>.+?)(?P<ending>n['’]t|['’](?:s|ll|d|re|ve|m))$")  # do|n't | Peru|'s | we|'ll
_END = re.compile(  # the stop first, then what stands before it: most letters are neither a stop nor the end of a line
    r"[.!?](?<!\b[A-Z].)(?<!\b(?:Mr|Ms|Dr|St|vs).)(?<!\b(?:Mrs|Gen|Sen|Rep|Col|Gov|Jan|Feb|Aug|Oct|Nov|Dec).)(?<!\bSept.)[\"”’)]*(?=\s)|\n\s*\n"
)


class PartyMention(NamedTuple):
    """Words of a document that name parties."""

    start_char: int
    end_char: int
    parties: tuple[str, ...]
    how: str


class Naming(NamedTuple):
    """A mention by its words in a sentence."""

    start: int
    end: int
    states: frozenset[str]
    how: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence: its words in lower case with their spans, and what was found among them."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    tags: tuple[Match, ...]  # words of stance
    hits: tuple[Match, ...]  # words of issues
    namings: tuple[Naming, ...]

    @property
    def is_question(self) -> bool:
        """Whether it ends as a question."""
        return next((word == "?" for word in reversed(self.words) if word in ".!?"), False)

    def at(self, char: int) -> int:
        """Index of the first word that begins at or after a character."""
        return bisect_left(self.spans, (char, -1))


def find_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, or the sentences where the span has several.

    Args:
        text: The stored text.
        start: First character of the span.
        end: One past its last.

    Returns:
        First character of the sentence and one past its last.

    Example:
        >>> find_sentence("One. Two came. Three.", 5, 8)
        (5, 14)
    """
    stops, ends = _ends(text)
    at = bisect_right(ends, start)
    first = max(ends[at - 1] if at else 0, start - MOST_CHARS, 0)
    after = bisect_left(stops, max(end - 1, start))
    last = min(len(text), end + MOST_CHARS)
    if after < len(stops):
        last = min(last, ends[after] if text[stops[after]] in ".!?" else stops[after])
    first, last = _within_lines(text, (first, max(last, end)), (start, end))
    while first < start and text[first].isspace():
        first += 1
    return first, last


@lru_cache(maxsize=512)
def _ends(text: str) -> tuple[list[int], list[int]]:
    """Where sentences of a text stop and where their stops end, found once a text."""
    found = [match.span() for match in _END.finditer(text)]
    return [start for start, _ in found], [end for _, end in found]


def _within_lines(text: str, sentence: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
    """A sentence without the short lines and list items around it, which are headlines and furniture."""
    first, last = sentence
    before = text[first : span[0]].split("\n")
    for line in reversed(before[:-1]):
        if len(line) < SHORT_LINE or _ITEM.match(before[-1]):
            first = span[0] - len(before[-1])
            break
        before[-1] = f"{line}\n{before[-1]}"
    own = text.rfind("\n", 0, span[1]) + 1
    for line in text[span[1] : last].split("\n")[:-1]:
        end = text.find("\n", max(own, span[1]))
        if end - own < SHORT_LINE or _ITEM.match(text, end + 1):
            return first, max(end, span[1])
        own = end + 1
        if not line:
            break
    return first, last


def read_wording(text: str, span: tuple[int, int], words: IssueWords, *, mentions: Sequence[PartyMention] = ()) -> Wording | None:
    """Read a stretch of text as words.

    Args:
        text: The stored text.
        span: First character and one past the last.
        words: The issues looked for.
        mentions: Who is named in the document, by first character.

    Returns:
        The words with what they tell; None where no word of an issue is among them.
    """
    tokens, spans = split_words(text, span)
    hits = [hit for hit in words.index.find(tokens) if hit.label and not _is_in_name(text, spans, hit, words)]
    if not hits:
        return None
    return _make_wording(tokens, spans, hits, span, mentions)


def read_words(text: str, span: tuple[int, int], mentions: Sequence[PartyMention] = ()) -> Wording:
    """Read a stretch of text as words whether it names an issue or not; arguments as for `read_wording`."""
    tokens, spans = split_words(text, span)
    return _make_wording(tokens, spans, [], span, mentions)


def _make_wording(
    tokens: Sequence[str], spans: Sequence[tuple[int, int]], hits: Sequence[Match], span: tuple[int, int], mentions: Sequence[PartyMention]
) -> Wording:
    starts = [start for start, _ in spans]
    namings = [_naming(mention, starts) for mention in mentions if span[0] <= mention.start_char and mention.end_char <= span[1]]
    return Wording(tuple(tokens), tuple(spans), tuple(load_stance_words().find(tokens)), tuple(hits), tuple(namings))


def _is_in_name(text: str, spans: Sequence[tuple[int, int]], hit: Match, words: IssueWords) -> bool:
    """Whether a single word is part of a name ("Flight 007", "the Investment Fund"), not the issue."""
    word = text[slice(*spans[hit.start])]
    return hit.end - hit.start == 1 and hit.start > 0 and word.istitle() and not word.lower().startswith(words.proper)


def _naming(mention: PartyMention, starts: Sequence[int]) -> Naming:
    first = bisect_left(starts, mention.start_char)
    last = max(bisect_left(starts, mention.end_char), first + 1)
    return Naming(first, last, frozenset(map(state_of, mention.parties)), mention.how)


def split_words(text: str, span: tuple[int, int], *, most: int | None = None) -> tuple[list[str], list[tuple[int, int]]]:
    """Words and stops in lower case with their spans; endings such as "n't" and "'s" stand alone; the first ones, or one more, where `most` is given.

    Example:
        >>> split_words("Peru's fleet won't", (0, 18))[0]
        ['peru', "'s", 'fleet', 'will', "n't"]
    """
    tokens: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(text, *span):
        word = found.group().lower()
        clitic = _CLITIC.match(word) if "'" in word or "’" in word else None
        if clitic:
            cut = found.start() + clitic.start("ending")
            tokens += [_WHOLE.get(clitic["stem"], clitic["stem"]), clitic["ending"].replace("’", "'")]
            spans += [(found.start(), cut), (cut, found.end())]
        else:
            tokens.append(word)
            spans.append(found.span())
        if most is not None and len(tokens) >= most:
            break
    return tokens, spans


_WHOLE: Mapping[str, str] = {"wo": "will", "ca": "can", "sha": "shall"}
"""What stands before "n't" in "won't", "can't", "shan't"."""
